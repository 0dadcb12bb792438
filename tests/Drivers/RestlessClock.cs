// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;
using NanoTcp.Simulation.Seeds;

namespace NanoTcp.Tests.Drivers;

/// <summary>
/// The time of a processor with other work. Everything takes longer, mostly by some microseconds, and now and then by tens of milliseconds.
/// </summary>
internal sealed class RestlessClock(SplitMix64 random) : IHardwareClock
{
    private const int Microsecond = 1_000;

    public long Nanoseconds { get; private set; }

    public void Elapse(long nanoseconds)
    {
        Nanoseconds += nanoseconds + Delay();
    }

    private int Delay()
    {
        return random.Below(1_000) switch
        {
            < 900 => random.Below(20 * Microsecond),
            < 970 => random.Below(300 * Microsecond),
            < 998 => random.Below(3_000 * Microsecond),
            _ => random.Below(40_000 * Microsecond),
        };
    }
}
