// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Time;

namespace NanoTcp.Tests.HostSim.Simulation.Time;

/// <summary>The clocks of hosts, which move in steps.</summary>
public class SteppedClockTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 10)]
    [InlineData(0, 16)]
    [InlineData(-1000, 10)]
    [InlineData(1_700_000_000_003, 10)]
    [InlineData(long.MinValue, 1)]
    [InlineData(long.MinValue, 10)]
    public void What_a_clock_is_awaited_to_show_it_shows_then_and_not_before(long start, int step)
    {
        SteppedClock clock = new(start, step);
        for (int wait = 1; wait < 30; wait++)
        {
            long shown = clock.Read(1234) + wait;
            long then = clock.Awaits(shown, 1234);
            Assert.True(clock.Read(then) >= shown);
            Assert.True(clock.Read(then - 1) < shown);
        }
    }

    [Fact]
    public void A_clock_that_is_set_goes_on_from_there()
    {
        SteppedClock clock = new(100, 1);
        clock.Set(-1L << 32);
        Assert.Equal(100 - (1L << 32) + 7, clock.Read(7));
    }

    [Fact]
    public void For_what_is_never_due_nobody_waits()
    {
        Assert.Equal(long.MaxValue, new SteppedClock(5, 10).Awaits(long.MaxValue, 3));
    }
}
