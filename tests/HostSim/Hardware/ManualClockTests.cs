// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Tests.HostSim.Hardware;

public class ManualClockTests
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
}
