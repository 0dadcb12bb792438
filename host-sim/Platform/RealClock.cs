// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace NanoTcp.HostSim.Platform;

/// <summary>
/// The machine's time. Work of the board takes the same time here. The bytes of a transfer count at once, and when they add up to a millisecond the
/// caller sleeps for it. So the board's time is never behind the machine's, and less than a millisecond ahead.
/// </summary>
/// <param name="time">The machine's time.</param>
/// <param name="sleep">Lets so many milliseconds pass without using the processor.</param>
public sealed class RealClock(TimeProvider time, Action<int> sleep) : IHardwareClock
{
    private const int NanosecondsPerTick = 100;
    private const long NanosecondsPerMillisecond = 1_000_000;

    private readonly long _start = time.GetTimestamp();
    private long _reached;

    /// <inheritdoc/>
    public long Nanoseconds => Math.Max(_reached, MachineNanoseconds);

    private long MachineNanoseconds => time.GetElapsedTime(_start).Ticks * NanosecondsPerTick;

    /// <inheritdoc/>
    public void Elapse(long nanoseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nanoseconds);
        _reached = Nanoseconds + nanoseconds;

        // A machine can sleep for whole milliseconds. Shorter waits would have to spin.
        long ahead = (_reached - MachineNanoseconds) / NanosecondsPerMillisecond;
        if (ahead > 0)
        {
            sleep((int)Math.Min(ahead, int.MaxValue));
        }
    }
}
