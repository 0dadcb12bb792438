// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Hardware.Virtual;

/// <summary>Virtual time. It moves only when a caller says that something takes time.</summary>
public sealed class ManualClock : IHardwareClock
{
    /// <inheritdoc/>
    public long Nanoseconds { get; private set; }

    /// <inheritdoc/>
    public void Elapse(long nanoseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nanoseconds);
        Nanoseconds += nanoseconds;
    }
}
