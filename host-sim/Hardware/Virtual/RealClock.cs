// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Hardware.Virtual;

/// <summary>The machine's own time, counted from the construction.</summary>
public sealed class RealClock(TimeProvider time) : IHardwareClock
{
    private const int NanosecondsPerTick = 100;
    private const int NanosecondsPerMillisecond = 1_000_000;

    private readonly long _start = time.GetTimestamp();

    /// <inheritdoc/>
    public long Nanoseconds => time.GetElapsedTime(_start).Ticks * NanosecondsPerTick;

    /// <inheritdoc/>
    public void Elapse(long nanoseconds)
    {
    }

    /// <inheritdoc/>
    public void WaitUntil(long nanoseconds)
    {
        while (nanoseconds > Nanoseconds)
        {
            // At least one: a sleep of less would spin.
            Thread.Sleep((int)Math.Clamp((nanoseconds - Nanoseconds) / NanosecondsPerMillisecond, 1, int.MaxValue));
        }
    }
}
