// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Device.Gpio;
using nanoFramework.Hardware.Esp32;
using NanoTcp.Drivers;
using NanoTcp.Tests.HostSim.Hardware;
using NanoTcp.Tests.Stack;

namespace NanoTcp.Tests.Drivers;

public class SpiBusTests
{
    [Fact]
    public void Exchange_clocks_words_low_byte_first_under_one_chip_select()
    {
        using HardwareBench bench = new();
        SpiBus bus = Open(bench);
        ushort[] read = new ushort[2];
        bus.Exchange([0x0201, 0x0403], read);

        Assert.Equal([1, 2, 3, 4], Assert.Single(bench.Chip.Instructions));
        Assert.Equal([0xFDFE, 0xFBFC], read);
        Assert.Equal(20_000_000, bench.Chip.LastClockHz);
        Assert.Equal(0, bench.Chip.LastMode);
    }

    [Fact]
    public void TransferFrame_clocks_a_part_of_an_array_under_one_chip_select_and_puts_there_what_comes_back()
    {
        using HardwareBench bench = new();
        SpiBus bus = Open(bench);
        byte[] data = [9, 1, 2, 3, 9];
        bus.TransferFrame(data, 1, 3);

        Assert.Equal([1, 2, 3], Assert.Single(bench.Chip.Instructions));
        Assert.Equal([9, 0xFE, 0xFD, 0xFC, 9], data);
        Assert.Equal(1, bench.Board.Spi.Transactions);
    }

    [Fact]
    public void WriteFrame_clocks_a_part_of_an_array_under_one_chip_select_and_leaves_it_as_it_is()
    {
        using HardwareBench bench = new();
        SpiBus bus = Open(bench);
        byte[] data = [9, 1, 2, 3, 9];
        bus.WriteFrame(data, 1, 3);

        Assert.Equal([1, 2, 3], Assert.Single(bench.Chip.Instructions));
        Assert.Equal([9, 1, 2, 3, 9], data);
        Assert.Equal(1, bench.Board.Spi.Transactions);
    }

    [Fact]
    public void Transfers_and_interrupts_allocate_nothing()
    {
        using HardwareBench bench = new();
        QuietChip chip = new();
        bench.Board.Connect(chip, new NanoTcp.Hardware.Virtual.ChipWiring(HardwareBench.Mosi, HardwareBench.Miso, HardwareBench.Sclk, 13, 14));
        SpiBus bus = new(1, 13, 20_000_000, 14, SpiBus.NoPin);
        bus.Attach(new ScriptedLink([2, 0, 0, 0, 0, 1]));
        ushort[] words = new ushort[4];
        byte[] frame = new byte[1536];
        Work();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            Work();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Work()
        {
            bus.Exchange(words, words);
            bus.TransferFrame(frame, 15, 1515);
            bus.WriteFrame(frame, 15, 1515);
            chip.Pulse();
            bench.Board.Advance();
            bench.Board.DeliverInterrupts();
            Assert.True(bus.InterruptPending());
            bus.ClearInterrupt();
        }
    }

    [Fact]
    public void The_first_look_is_always_due_and_then_only_a_falling_edge_is_news()
    {
        using HardwareBench bench = new();
        SpiBus bus = Open(bench);
        Assert.True(bus.HasInterrupt);
        Assert.True(bus.InterruptPending());
        bus.ClearInterrupt();
        Assert.False(bus.InterruptPending());

        bench.Chip.SetInterrupt(true);
        Assert.False(bus.InterruptPending());
        bench.Board.DeliverInterrupts();
        Assert.True(bus.InterruptPending());
        bus.ClearInterrupt();
        bench.Chip.SetInterrupt(false);
        bench.Board.DeliverInterrupts();
        Assert.False(bus.InterruptPending());
        Assert.Equal(0, bench.Board.Spi.Calls);
    }

    [Fact]
    public void The_level_of_INT_is_that_of_now_whatever_edges_have_been_told()
    {
        using HardwareBench bench = new();
        SpiBus bus = Open(bench);
        Assert.False(bus.IsInterruptLow());
        bench.Chip.SetInterrupt(true);
        Assert.True(bus.IsInterruptLow());
        bench.Chip.SetInterrupt(false);
        bench.Board.DeliverInterrupts();
        Assert.True(bus.InterruptPending());
        Assert.False(bus.IsInterruptLow());
        Assert.Equal(0, bench.Board.Spi.Calls);
    }

    [Fact]
    public void WaitForInterrupt_returns_at_once_when_INT_has_fallen()
    {
        using HardwareBench bench = new();
        SpiBus bus = Open(bench);
        bus.WaitForInterrupt(int.MaxValue);
        bus.ClearInterrupt();
        bench.Chip.SetInterrupt(true);
        bench.Board.DeliverInterrupts();
        bus.WaitForInterrupt(int.MaxValue);

        Assert.True(bus.InterruptPending());
    }

    [Theory]
    [InlineData(HardwareBench.Interrupt)]
    [InlineData(SpiBus.NoPin)]
    public void Wake_ends_the_wait_of_another_thread_before_its_time(int interruptPin)
    {
        using HardwareBench bench = new();
        SpiBus bus = Open(bench, interruptPin);
        bus.ClearInterrupt();
        WakeAt(bench, bus, 300_000_000);
        bus.WaitForInterrupt(1_000);

        Assert.Equal(300_000_000, bench.Clock.Nanoseconds);
        Assert.False(bus.IsServiceDue());
    }

    [Fact]
    public void A_wake_before_the_wait_is_not_lost_and_several_end_one_wait()
    {
        using HardwareBench bench = new();
        SpiBus bus = Open(bench);
        bus.ClearInterrupt();
        bus.Wake();
        bus.Wake();
        long begin = bench.Clock.Nanoseconds;
        bus.WaitForInterrupt(1_000);
        Assert.Equal(0, bench.Clock.Nanoseconds - begin);
        bus.WaitForInterrupt(1_000);
        Assert.Equal(1_000_000_000, bench.Clock.Nanoseconds - begin);
        Assert.Equal(0, bench.Board.Spi.Calls);
    }

    [Fact]
    public void Without_INT_only_a_look_at_the_controller_tells()
    {
        using HardwareBench bench = new();
        SpiBus bus = Open(bench, interruptPin: SpiBus.NoPin);
        bus.ClearInterrupt();

        Assert.False(bus.HasInterrupt);
        Assert.True(bus.InterruptPending());
    }

    [Fact]
    public void A_wired_RST_is_low_until_Reset_releases_it()
    {
        using HardwareBench bench = new();
        SpiBus bus = Open(bench, resetPin: HardwareBench.Reset);
        Assert.True(bus.HasReset);
        Assert.True(bench.Chip.ResetLow);
        long start = bench.Clock.Nanoseconds;
        bus.Reset(2);
        Assert.False(bench.Chip.ResetLow);
        Assert.Equal(2_000_000, bench.Clock.Nanoseconds - start);

        bool wasLow = false;
        bench.Chip.OnAdvance = () => wasLow |= bench.Chip.ResetLow;
        bus.Reset(1);
        Assert.True(wasLow);
        Assert.False(bench.Chip.ResetLow);
        Assert.Equal(3_000_000, bench.Clock.Nanoseconds - start);
    }

    [Fact]
    public void Without_RST_a_reset_does_nothing()
    {
        using HardwareBench bench = new();
        SpiBus bus = Open(bench);
        long start = bench.Clock.Nanoseconds;
        bus.Reset(5);

        Assert.False(bus.HasReset);
        Assert.Equal(start, bench.Clock.Nanoseconds);
    }

    [Fact]
    public void Wait_lets_the_boards_time_pass()
    {
        using HardwareBench bench = new();
        SpiBus bus = Open(bench);
        long start = bench.Clock.Nanoseconds;
        bus.Wait(100);

        Assert.Equal(100_000_000, bench.Clock.Nanoseconds - start);
    }

    [Fact]
    public void An_INT_line_that_nothing_drives_is_quiet()
    {
        using HardwareBench bench = new();
        SpiBus bus = Open(bench, interruptPin: 14);
        bus.ClearInterrupt();
        bench.Board.Advance();
        bench.Board.DeliverInterrupts();

        Assert.False(bus.InterruptPending());
        Assert.Equal(PinValue.High, new GpioController().Read(14));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AssignSpi_gives_a_bus_its_pins(int busId)
    {
        using HardwareBench bench = new();
        Esp32Pins.AssignSpi(busId, 13, 12, 14);

        Assert.Equal(13, Configuration.GetFunctionPin(busId == 1 ? DeviceFunction.SPI1_MOSI : DeviceFunction.SPI2_MOSI));
        Assert.Equal(12, Configuration.GetFunctionPin(busId == 1 ? DeviceFunction.SPI1_MISO : DeviceFunction.SPI2_MISO));
        Assert.Equal(14, Configuration.GetFunctionPin(busId == 1 ? DeviceFunction.SPI1_CLOCK : DeviceFunction.SPI2_CLOCK));
    }

    [Fact]
    public void AssignSpi_knows_two_buses()
    {
        using HardwareBench bench = new();
        Assert.Throws<ArgumentException>(() => Esp32Pins.AssignSpi(3, 13, 12, 14));
    }

    // On the device another thread does this. Here the bench does it at its time.
    private static void WakeAt(HardwareBench bench, SpiBus bus, long nanoseconds)
    {
        bench.Chip.NextEventNanoseconds = nanoseconds;
        bench.Chip.OnAdvance = () =>
        {
            bench.Chip.NextEventNanoseconds = long.MaxValue;
            bus.Wake();
        };
    }

    private static SpiBus Open(HardwareBench bench, int interruptPin = HardwareBench.Interrupt, int resetPin = SpiBus.NoPin)
    {
        SpiBus bus = new(1, HardwareBench.ChipSelect, 20_000_000, interruptPin, resetPin);
        bus.Attach(new ScriptedLink([2, 0, 0, 0, 0, 1]));
        bench.Chip.Instructions.Clear();
        bench.Board.Spi.Clear();
        return bus;
    }
}
