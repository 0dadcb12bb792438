// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Chips.Enc28j60;

namespace NanoTcp.Tests.HostSim.Simulation.Chips.Enc28j60;

/// <summary>The SPI instructions and the two pointers into the buffer memory.</summary>
public class Enc28J60SpiTests
{
    private readonly Enc28J60Bench _bench = new();

    public Enc28J60SpiTests()
    {
        _bench.Wait(1_000_000);
    }

    [Fact]
    public void An_ETH_register_follows_the_opcode_at_once()
    {
        Assert.Equal([0xFF, 0xFA], _bench.Clock(0x00, 0));
    }

    [Fact]
    public void A_MAC_register_comes_after_a_dummy_byte()
    {
        _bench.Write(Register.MACON3, 0x32);
        Assert.Equal([0xFF, 0x00, 0x32], _bench.Clock(0x02, 0, 0));
        _bench.Write(Register.MAADR1, 0x77);
        Assert.Equal([0xFF, 0x00, 0x77], _bench.Clock(0x04, 0, 0));
        _bench.Write(Register.EBSTSD, 0x66);
        Assert.Equal([0xFF, 0x66], _bench.Clock(0x06, 0));
    }

    [Fact]
    public void An_instruction_without_its_data_byte_does_nothing()
    {
        _bench.Write(Register.EIE, 0x40);
        _bench.Clock(0x5B);
        _bench.Clock(0x9B);
        Assert.Equal(0x40, _bench.Read(Register.EIE));
    }

    [Fact]
    public void Bits_are_set_and_cleared()
    {
        _bench.Write(Register.EIE, 0x41);
        _bench.Clock(0x9B, 0x88);
        Assert.Equal(0xC9, _bench.Read(Register.EIE));
        _bench.Clock(0xBB, 0x41);
        Assert.Equal(0x88, _bench.Read(Register.EIE));
    }

    [Theory]
    [InlineData(0x80)]
    [InlineData(0xA0)]
    public void Bit_field_instructions_on_MAC_registers_are_forbidden(int instruction)
    {
        _bench.Write(Register.MACON3, 0x10);
        Assert.Contains("bit field", Enc28J60Bench.Violation(() => _bench.Clock((byte)(instruction | 2), 0x30)).Message);
        Assert.Equal(0x10, _bench.Read(Register.MACON3));
    }

    [Theory]
    [InlineData(new byte[] { 0x5B, 0x40, 0x5B, 0x00 })]
    [InlineData(new byte[] { 0x9B, 0x40, 0x00 })]
    [InlineData(new byte[] { 0xFF, 0xFF })]
    public void A_chip_select_holds_one_instruction(byte[] bytes)
    {
        Assert.Contains("one chip select", Enc28J60Bench.Violation(() => _bench.Clock(bytes)).Message);
    }

    [Theory]
    [InlineData(0x20)]
    [InlineData(0x3B)]
    [InlineData(0x60)]
    [InlineData(0xC0)]
    [InlineData(0xFE)]
    public void What_is_no_instruction_is_a_violation(int opcode)
    {
        Assert.Contains("no instruction", Enc28J60Bench.Violation(() => _bench.Clock((byte)opcode)).Message);
    }

    [Theory]
    [InlineData(1, 20_000_000, 6)]
    [InlineData(3, 20_000_000, 6)]
    [InlineData(0, 20_000_001, 6)]
    [InlineData(0, 7_900_000, 4)]
    public void A_bus_that_the_chip_does_not_stand_is_a_violation(int mode, int clockHz, byte revision)
    {
        Enc28J60Bench bench = new(new Enc28J60Options { LinkUpNanoseconds = Enc28J60Bench.QuickLink, Revision = revision });
        Enc28J60Bench.Violation(() => bench.Chip.CheckBus(mode, clockHz));
    }

    [Theory]
    [InlineData(20_000_000, 6)]
    [InlineData(1_000_000, 6)]
    [InlineData(8_000_000, 4)]
    [InlineData(6_250_000, 4)]
    public void A_bus_that_the_chip_stands_is_no_violation(int clockHz, byte revision)
    {
        Enc28J60Bench bench = new(new Enc28J60Options { LinkUpNanoseconds = Enc28J60Bench.QuickLink, Revision = revision });
        bench.Chip.CheckBus(0, clockHz);
        Assert.Equal(0, bench.Counters.Violations);
    }

    [Fact]
    public void Bytes_are_counted_by_class()
    {
        _bench.Counters.ClearBus();
        _bench.Clock(0x1F, 0);
        _bench.Clock(0x9F, 2);
        _bench.Clock(0x02, 0, 0);
        _bench.WriteBuffer(new byte[100]);
        _bench.ReadBuffer(10);
        Enc28J60Counters counters = _bench.Counters;
        Assert.Equal(5, counters.ChipSelects);
        Assert.Equal(5, counters.OpcodeBytes);
        Assert.Equal(4, counters.RegisterBytes);
        Assert.Equal(110, counters.BufferBytes);
        Assert.Equal(119, counters.Bytes);
        Assert.Equal(101, counters.LargestBurst);
        Assert.Equal(2, counters.BufferBursts);
        Assert.Equal(2, counters.RegisterReads);
        Assert.Equal(1, counters.RegisterWrites);
        Assert.Equal(1, counters.StatusPolls);
    }

    [Fact]
    public void Written_bytes_are_read_back()
    {
        byte[] data = [1, 2, 3, 4, 5];
        _bench.WriteBufferAt(0x100, data);
        Assert.Equal(0x105, _bench.Read16(Register.EWRPTL));
        Assert.Equal(data, _bench.ReadBufferAt(0x100, 5));
        Assert.Equal(0x105, _bench.Read16(Register.ERDPTL));
    }

    [Fact]
    public void Without_auto_increment_the_same_byte_is_meant()
    {
        _bench.WriteBufferAt(0x100, 1, 2);
        _bench.ClearBits(Register.ECON2, Econ2.AUTOINC);
        Assert.Equal([1, 1, 1], _bench.ReadBufferAt(0x100, 3));
        _bench.WriteBufferAt(0x100, 7, 8, 9);
        Assert.Equal([9], _bench.ReadBuffer(1));
        Assert.Equal(0x100, _bench.Read16(Register.EWRPTL));
    }

    [Fact]
    public void Reading_wraps_at_the_end_of_the_receive_buffer_and_writing_does_not()
    {
        _bench.Write16(Register.ERXSTL, 0x0100);
        _bench.Write16(Register.ERXNDL, 0x01FF);
        _bench.WriteBufferAt(0x0100, 0xAA);
        _bench.WriteBufferAt(0x01FF, 0xBB, 0xCC);
        Assert.Equal([0xBB, 0xAA], _bench.ReadBufferAt(0x01FF, 2));
        Assert.Equal([0xCC], _bench.ReadBufferAt(0x0200, 1));
    }

    [Fact]
    public void Both_pointers_wrap_at_the_end_of_the_memory()
    {
        _bench.Write16(Register.ERXNDL, 0x13FF);
        _bench.WriteBufferAt(0x1FFF, 0x11, 0x22);
        Assert.Equal(1, _bench.Read16(Register.EWRPTL));
        Assert.Equal([0x11, 0x22], _bench.ReadBufferAt(0x1FFF, 2));
    }

    [Fact]
    public void The_bytes_of_a_pointer_take_effect_one_by_one()
    {
        _bench.Write16(Register.EWRPTL, 0x0ABC);
        _bench.Write(Register.EWRPTL, 0x10);
        Assert.Equal(0x0A10, _bench.Read16(Register.EWRPTL));
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0xFF)]
    public void A_silent_chip_always_answers_the_same(byte level)
    {
        _bench.Chip.Faults.Silence = level;
        Assert.Equal([level, level], _bench.Clock(0x1E, 0));
        _bench.Chip.Faults.Silence = null;
        Assert.Equal(0x80, _bench.Read(Register.ECON2));
    }
}
