// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Device.Gpio;
using System.Device.Spi;
using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Tests.HostSim.Hardware;

public class VirtualBoardTests
{
    [Fact]
    public void Without_an_active_board_there_is_no_hardware()
    {
        Assert.Throws<InvalidOperationException>(() => VirtualBoard.Current);
        Assert.Throws<InvalidOperationException>(() => new GpioController());
        Assert.Throws<InvalidOperationException>(() => SpiDevice.Create(new SpiConnectionSettings(1, 5)));
    }

    [Fact]
    public void The_board_activated_last_is_current_and_the_one_before_it_afterwards()
    {
        using HardwareBench outer = new();
        using (HardwareBench inner = new())
        {
            Assert.Same(inner.Board, VirtualBoard.Current);
        }

        Assert.Same(outer.Board, VirtualBoard.Current);
    }

    [Fact]
    public async Task Each_flow_of_execution_has_its_own_board()
    {
        using HardwareBench mine = new();
        VirtualBoard other = await Task.Run(
            () =>
            {
                using HardwareBench bench = new();
                return VirtualBoard.Current;
            },
            TestContext.Current.CancellationToken);

        Assert.NotSame(mine.Board, other);
        Assert.Same(mine.Board, VirtualBoard.Current);
    }

    [Fact]
    public void An_open_device_stays_with_its_board()
    {
        using HardwareBench outer = new();
        SpiDevice device = outer.Open();
        using HardwareBench inner = new();
        device.WriteByte(1);

        Assert.Equal([1], outer.Chip.LastInstruction);
        Assert.Empty(inner.Chip.Instructions);
    }

    [Fact]
    public void Advance_lets_the_chips_catch_up()
    {
        using HardwareBench bench = new();
        bench.Board.Advance();

        Assert.Equal(1, bench.Chip.Advances);
    }

    [Fact]
    public void The_next_event_is_the_nearest_of_all_chips()
    {
        using HardwareBench bench = new();
        FakeChip other = new() { NextEventNanoseconds = 500 };
        bench.Board.Connect(other, new ChipWiring(HardwareBench.Mosi, HardwareBench.Miso, HardwareBench.Sclk, 13));
        Assert.Equal(500, bench.Board.NextEventNanoseconds);
        bench.Chip.NextEventNanoseconds = 400;
        Assert.Equal(400, bench.Board.NextEventNanoseconds);
    }

    [Fact]
    public void Sleep_moves_the_clock_and_lets_things_happen_when_they_are_due()
    {
        using HardwareBench bench = new();
        long fallen = 0;
        new GpioController().OpenPin(HardwareBench.Interrupt, PinMode.InputPullUp).ValueChanged += (_, _) => fallen = bench.Clock.Nanoseconds;
        bench.Chip.NextEventNanoseconds = 1_500_000;
        bench.Chip.OnAdvance = () =>
        {
            if (bench.Clock.Nanoseconds >= bench.Chip.NextEventNanoseconds)
            {
                bench.Chip.NextEventNanoseconds = long.MaxValue;
                bench.Chip.SetInterrupt(true);
            }
        };
        VirtualBoard.Current.Sleep(5);

        Assert.Equal(1_500_000, fallen);
        Assert.Equal(5_000_000, bench.Clock.Nanoseconds);
    }

    [Fact]
    public void Sleep_ends_although_an_event_stays_due()
    {
        using HardwareBench bench = new();
        bench.Chip.NextEventNanoseconds = 0;
        VirtualBoard.Current.Sleep(2);

        Assert.Equal(2_000_000, bench.Clock.Nanoseconds);
    }

    [Fact]
    public void The_garbage_collector_tells_free_bytes()
    {
        Assert.True(nanoFramework.Runtime.Native.GC.Run(true) > 0);
    }
}
