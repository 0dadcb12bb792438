// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.HostSim.Platform;

namespace NanoTcp.Tests.HostSim.Platform;

public class RealClockTests
{
    private readonly MachineTime _machine = new();

    [Fact]
    public void A_real_clock_counts_the_machines_time_from_its_start()
    {
        RealClock clock = new(_machine, _machine.Sleep);
        Assert.Equal(0, clock.Nanoseconds);
        _machine.Nanoseconds += 300;
        Assert.Equal(300, clock.Nanoseconds);
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.Elapse(-1));
    }

    [Fact]
    public void On_a_real_clock_what_takes_time_is_over_at_once_for_the_board()
    {
        RealClock clock = new(_machine, _machine.Sleep);
        clock.Elapse(40_000);
        Assert.Equal(40_000, clock.Nanoseconds);

        // The machine's time goes on, and shows again once it has caught up.
        _machine.Nanoseconds += 30_000;
        Assert.Equal(40_000, clock.Nanoseconds);
        clock.Elapse(20_000);
        Assert.Equal(60_000, clock.Nanoseconds);
        _machine.Nanoseconds += 50_000;
        Assert.Equal(80_000, clock.Nanoseconds);
        Assert.Empty(_machine.Sleeps);
    }

    [Fact]
    public void A_real_clock_sleeps_as_soon_as_it_is_a_millisecond_ahead_of_the_machine()
    {
        RealClock clock = new(_machine, _machine.Sleep);
        clock.Elapse(999_999);
        Assert.Empty(_machine.Sleeps);
        clock.Elapse(1);
        Assert.Equal([1], _machine.Sleeps);
        Assert.Equal(1_000_000, clock.Nanoseconds);
        clock.Elapse(3_500_000);
        Assert.Equal([1, 3], _machine.Sleeps);
        Assert.Equal(4_500_000, clock.Nanoseconds);
        Assert.Equal(4_000_000, _machine.Nanoseconds);
    }

    [Fact]
    public void Ten_seconds_of_a_real_clocks_bus_take_ten_seconds_of_the_machine_and_nothing_of_its_processor()
    {
        RealClock clock = new(_machine, _machine.Sleep);
        for (int transfer = 0; transfer < 100_000; transfer++)
        {
            clock.Elapse(100_000);
        }

        Assert.Equal(10_000_000_000, clock.Nanoseconds);
        Assert.InRange(_machine.Nanoseconds, 9_999_000_001, 10_000_000_000);
        Assert.Equal(10_000, _machine.Sleeps.Sum());
    }

    [Fact]
    public void A_machine_that_oversleeps_is_not_made_up_for()
    {
        MachineTime machine = new() { Oversleep = 700_000 };
        RealClock clock = new(machine, machine.Sleep);
        clock.Elapse(1_000_000);
        Assert.Equal(1_700_000, clock.Nanoseconds);
        clock.Elapse(500_000);
        Assert.Equal(2_200_000, clock.Nanoseconds);
        Assert.Equal([1], machine.Sleeps);
    }
}
