// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Tests.HostSim.Hardware;

public class ClockTests
{
    [Fact]
    public void A_manual_clock_moves_by_what_takes_time_and_never_back()
    {
        ManualClock clock = new();
        clock.Elapse(5);
        clock.Elapse(7);
        Assert.Equal(12, clock.Nanoseconds);
        ((IHardwareClock)clock).WaitUntil(20);
        Assert.Equal(20, clock.Nanoseconds);
        ((IHardwareClock)clock).WaitUntil(15);
        Assert.Equal(20, clock.Nanoseconds);
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.Elapse(-1));
    }

    [Fact]
    public void A_real_clock_counts_the_machines_time_from_its_start_whatever_takes_time_in_the_simulation()
    {
        SteppedTime time = new();
        RealClock clock = new(time);
        Assert.Equal(0, clock.Nanoseconds);
        time.Ticks += 3;
        Assert.Equal(300, clock.Nanoseconds);
        clock.Elapse(1_000_000);
        clock.WaitUntil(300);
        Assert.Equal(300, clock.Nanoseconds);
    }

    private sealed class SteppedTime : TimeProvider
    {
        public long Ticks { get; set; } = 1_000;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp()
        {
            return Ticks;
        }
    }
}
