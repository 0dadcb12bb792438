// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Device.Gpio;
using System.Device.Spi;
using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Tests.HostSim.Hardware;

/// <summary>The bench configures its own pins; here a wire of the chip goes to another one.</summary>
public class SpiWiringTests
{
    private const int Elsewhere = 32;

    [Theory]
    [InlineData(0xFF)]
    [InlineData(0x00)]
    public void Nobody_answers_where_no_chip_is(byte floating)
    {
        using HardwareBench bench = new(floatingMiso: floating);
        Assert.Equal([floating, floating], Exchange(bench.Open(13)));
        Assert.Empty(bench.Chip.Instructions);
        Assert.Equal(0, bench.Board.Spi.Transactions);
    }

    [Fact]
    public void With_the_chip_select_elsewhere_the_chip_is_never_selected()
    {
        using HardwareBench bench = new(Wired(cs: Elsewhere));

        Assert.Equal([0xFF, 0xFF], Exchange(bench.Open()));
        Assert.Empty(bench.Chip.Instructions);
    }

    [Fact]
    public void With_the_clock_elsewhere_the_chip_is_selected_but_sees_no_bit()
    {
        using HardwareBench bench = new(Wired(sclk: Elsewhere));

        Assert.Equal([0xFF, 0xFF], Exchange(bench.Open()));
        Assert.Equal([], Assert.Single(bench.Chip.Instructions));
    }

    [Fact]
    public void With_MISO_elsewhere_the_chip_hears_and_is_not_heard()
    {
        using HardwareBench bench = new(Wired(miso: Elsewhere));

        Assert.Equal([0xFF, 0xFF], Exchange(bench.Open()));
        Assert.Equal([0x12, 0x34], bench.Chip.LastInstruction);
    }

    [Fact]
    public void With_MOSI_elsewhere_the_chip_hears_zeros_and_answers_those()
    {
        using HardwareBench bench = new(Wired(mosi: Elsewhere));

        Assert.Equal([0xFF, 0xFF], Exchange(bench.Open()));
        Assert.Equal([0x00, 0x00], bench.Chip.LastInstruction);
    }

    [Fact]
    public void A_bus_with_other_pins_does_not_reach_the_chip()
    {
        using HardwareBench bench = new();
        HardwareBench.Assign(2, 13, 12, 14);
        SpiDevice device = SpiDevice.Create(new SpiConnectionSettings(2, HardwareBench.ChipSelect));

        Assert.Equal([0xFF, 0xFF], Exchange(device));
    }

    [Fact]
    public void Each_of_two_chips_answers_to_its_own_chip_select()
    {
        using HardwareBench bench = new();
        FakeChip other = new();
        bench.Board.Connect(other, Wired(cs: 13));
        SpiDevice first = bench.Open();
        SpiDevice second = bench.Open(13);
        other.Instructions.Clear();
        Exchange(first);
        second.WriteByte(7);

        Assert.Equal([0x12, 0x34], Assert.Single(bench.Chip.Instructions));
        Assert.Equal([7], Assert.Single(other.Instructions));
    }

    [Fact]
    public void Two_chips_on_one_chip_select_fight_for_MISO()
    {
        using HardwareBench bench = new();
        bench.Board.Connect(new FakeChip(), Wired());

        Assert.Throws<DataSheetViolationException>(() => bench.Open());
    }

    [Fact]
    public void Without_a_chip_select_line_a_GpioPin_holds_the_chip_over_several_transfers()
    {
        using HardwareBench bench = new();
        GpioPin select = new GpioController().OpenPin(HardwareBench.ChipSelect, PinMode.Output);
        select.Write(PinValue.High);
        SpiDevice device = bench.Open(-1);
        select.Toggle();
        device.WriteByte(1);
        Assert.Equal([0xFD], Exchange(device, 2));
        Assert.Empty(bench.Chip.Instructions);
        select.Toggle();
        Assert.Equal([0xFF], Exchange(device, 9));

        Assert.Equal([1, 2], Assert.Single(bench.Chip.Instructions));
        Assert.Equal(1, bench.Board.Spi.Transactions);
        Assert.Equal(3, bench.Board.Spi.Calls);
    }

    [Fact]
    public void An_active_high_chip_select_selects_the_chip_at_the_wrong_time()
    {
        using HardwareBench bench = new();
        SpiDevice device = bench.Open(change: s => s.ChipSelectLineActiveState = PinValue.High);

        Assert.True(bench.Chip.IsSelected);
        Assert.Equal([0xFF, 0xFF], Exchange(device));
        Assert.DoesNotContain(bench.Chip.Instructions, instruction => instruction.Length > 0);
    }

    [Fact]
    public void A_chip_in_reset_does_not_answer()
    {
        using HardwareBench bench = new();
        SpiDevice device = bench.Open();
        GpioPin reset = new GpioController().OpenPin(HardwareBench.Reset, PinMode.Output);

        Assert.True(bench.Chip.ResetLow);
        Assert.Equal([0xFF, 0xFF], Exchange(device));
        Assert.Empty(bench.Chip.Instructions);
        reset.Write(PinValue.High);
        Assert.False(bench.Chip.ResetLow);
        Assert.Equal([0xED, 0xCB], Exchange(device));
    }

    [Fact]
    public void Reset_ends_an_instruction_and_starts_another_while_the_chip_stays_selected()
    {
        using HardwareBench bench = new();
        GpioController gpio = new();
        gpio.OpenPin(HardwareBench.ChipSelect, PinMode.Output);
        GpioPin reset = gpio.OpenPin(HardwareBench.Reset, PinMode.Output);
        Assert.False(bench.Chip.IsSelected);
        reset.Write(PinValue.High);

        Assert.True(bench.Chip.IsSelected);
    }

    [Fact]
    public void A_chip_cannot_be_wired_to_a_pin_that_does_not_exist()
    {
        using HardwareBench bench = new();

        Assert.Throws<ArgumentException>(() => bench.Board.Connect(new FakeChip(), Wired(cs: 99)));
        Assert.Throws<ArgumentException>(() => bench.Board.Connect(new FakeChip(), Wired() with { Reset = 24 }));
        Assert.Throws<ArgumentException>(() => bench.Board.Connect(new FakeChip(), Wired() with { Interrupt = 24 }));
    }

    private static ChipWiring Wired(int mosi = HardwareBench.Mosi, int miso = HardwareBench.Miso, int sclk = HardwareBench.Sclk, int cs = HardwareBench.ChipSelect)
    {
        return new ChipWiring(mosi, miso, sclk, cs);
    }

    private static byte[] Exchange(SpiDevice device)
    {
        return Exchange(device, 0x12, 0x34);
    }

    private static byte[] Exchange(SpiDevice device, params byte[] write)
    {
        byte[] read = new byte[write.Length];
        device.TransferFullDuplex(write, read);
        return read;
    }
}
