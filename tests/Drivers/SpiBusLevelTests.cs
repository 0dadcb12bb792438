// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Drivers;
using NanoTcp.Tests.HostSim.Hardware;

namespace NanoTcp.Tests.Drivers;

/// <summary>An edge of INT is told late: only a level that was seen is proof that the controller still wants something.</summary>
public class SpiBusLevelTests
{
    [Fact]
    public void A_line_that_is_still_low_when_its_edge_is_told_has_been_seen_low()
    {
        using HardwareBench bench = new();
        SpiBus bus = Open();
        bench.Chip.SetInterrupt(true);
        Assert.False(bus.InterruptSeenLow());
        bench.Board.DeliverInterrupts();
        Assert.True(bus.InterruptSeenLow());

        bus.ClearInterrupt();
        Assert.False(bus.InterruptSeenLow());
    }

    [Fact]
    public void A_line_that_is_high_again_has_not()
    {
        using HardwareBench bench = new();
        SpiBus bus = Open();
        bench.Chip.SetInterrupt(true);
        bench.Chip.SetInterrupt(false);
        bench.Board.DeliverInterrupts();

        Assert.True(bus.InterruptPending());
        Assert.False(bus.InterruptSeenLow());
    }

    [Fact]
    public void Before_any_edge_nothing_has_been_seen()
    {
        using HardwareBench bench = new();
        SpiBus bus = new(1, HardwareBench.ChipSelect, 20_000_000, HardwareBench.Interrupt, SpiBus.NoPin);

        Assert.True(bus.InterruptPending());
        Assert.False(bus.InterruptSeenLow());
    }

    private static SpiBus Open()
    {
        SpiBus bus = new(1, HardwareBench.ChipSelect, 20_000_000, HardwareBench.Interrupt, SpiBus.NoPin);
        bus.ClearInterrupt();
        return bus;
    }
}
