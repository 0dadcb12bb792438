// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Hardware.Virtual;

/// <summary>The time that chips see. Virtual in tests, where it moves by what is done; the machine's own when a board is simulated live.</summary>
public interface IHardwareClock
{
    /// <summary>Nanoseconds since the start.</summary>
    long Nanoseconds { get; }

    /// <summary>Something takes time: the bytes of a transfer, a wait of the host. A clock that runs by itself makes the caller wait for it, sooner or later.</summary>
    void Elapse(long nanoseconds);

    /// <summary>The host does nothing until a time.</summary>
    void WaitUntil(long nanoseconds)
    {
        Elapse(Math.Max(0, nanoseconds - Nanoseconds));
    }
}
