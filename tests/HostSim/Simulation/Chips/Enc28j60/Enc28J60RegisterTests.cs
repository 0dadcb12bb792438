// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Chips.Enc28j60;

namespace NanoTcp.Tests.HostSim.Simulation.Chips.Enc28j60;

/// <summary>The control register map: reset values, masks, banks.</summary>
public class Enc28J60RegisterTests
{
    private readonly Enc28J60Bench _bench = new();

    public Enc28J60RegisterTests()
    {
        _bench.Wait(1_000_000);
    }

    /// <summary>Bank and address, reset value, bits that keep what is written.</summary>
    public static TheoryData<int, int, int> Map { get; } = MakeMap();

    [Theory]
    [MemberData(nameof(Map))]
    public void A_register_starts_with_its_reset_value_and_keeps_what_may_be_written(int register, int reset, int mask)
    {
        Assert.Equal(reset, _bench.Read(register));
        _bench.Write(register, 0xFF & ~MustBeZero(register));
        Assert.Equal(reset | mask, _bench.Read(register) | (reset & ~mask));
        _bench.Write(register, 0);
        Assert.Equal(reset & ~mask, _bench.Read(register));
    }

    [Theory]
    [InlineData(0x18)]
    [InlineData(0x19)]
    [InlineData(0x32)]
    [InlineData(0x33)]
    [InlineData(0x45)]
    [InlineData(0x4F)]
    [InlineData(0x53)]
    [InlineData(0x6B)]
    [InlineData(0x71)]
    [InlineData(0x73)]
    [InlineData(0x74)]
    public void An_unimplemented_register_reads_zero_and_ignores_writes(int register)
    {
        _bench.Write(register, 0xFF);
        Assert.Equal(0, _bench.Read(register));
        Assert.Equal(0, _bench.Counters.Violations);
    }

    [Theory]
    [InlineData(0x36)]
    [InlineData(0x37)]
    [InlineData(0x41)]
    [InlineData(0x4C)]
    [InlineData(0x4E)]
    [InlineData(0x50)]
    [InlineData(0x51)]
    [InlineData(0x55)]
    [InlineData(0x76)]
    public void A_reserved_address_may_be_read_but_not_written(int register)
    {
        Assert.Equal(0, _bench.Read(register));
        Assert.Contains("reserved address", Enc28J60Bench.Violation(() => _bench.Write(register, 1)).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Address_1A_is_forbidden_in_every_bank(int bank)
    {
        _bench.Write(Register.ECON1, bank);
        Enc28J60Bench.Violation(() => _bench.Clock(0x1A, 0));
        Enc28J60Bench.Violation(() => _bench.Clock(0x5A, 0));
    }

    [Theory]
    [InlineData(Register.EIE, 0x04)]
    [InlineData(Register.ECON2, 0x10)]
    [InlineData(Register.MACON1, 0x10)]
    [InlineData(Register.MACON4, 0x01)]
    [InlineData(Register.ECOCON, 0x06)]
    [InlineData(Register.ECOCON, 0x07)]
    public void Reserved_bits_must_stay_zero(int register, int value)
    {
        Enc28J60Bench.Violation(() => _bench.Write(register, value));
    }

    [Fact]
    public void The_common_registers_appear_in_every_bank()
    {
        _bench.Write(Register.EIE, 0x49);
        for (int bank = 0; bank < 4; bank++)
        {
            _bench.ClearBits(Register.ECON1, 3);
            _bench.SetBits(Register.ECON1, bank);
            Assert.Equal(0x49, _bench.Clock(0x1B, 0)[1]);
            Assert.Equal(0x80, _bench.Clock(0x1E, 0)[1]);
            Assert.Equal(bank, _bench.Clock(0x1F, 0)[1]);
        }
    }

    [Fact]
    public void Switches_of_the_bank_are_counted()
    {
        _bench.Counters.ClearBus();
        _bench.Clock(0x9F, 1);
        _bench.Clock(0x9F, 1);
        _bench.Clock(0x9F, 4 | 2);
        _bench.Clock(0xBF, 4);
        _bench.Clock(0xBF, 3);
        Assert.Equal(3, _bench.Counters.BankSwitches);
        Assert.Equal(5, _bench.Counters.RegisterWrites);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void The_revision_is_what_is_asked_for(byte revision)
    {
        Enc28J60Bench bench = new(new Enc28J60Options { LinkUpNanoseconds = Enc28J60Bench.QuickLink, Revision = revision });
        Assert.Equal(revision, bench.Read(Register.EREVID));
        bench.Write(Register.EREVID, 9);
        Assert.Equal(revision, bench.Read(Register.EREVID));
    }

    [Fact]
    public void Status_flags_can_be_cleared_but_not_set()
    {
        _bench.SetBits(Register.EIR, 0x2B);
        _bench.SetBits(Register.ESTAT, 0x52);
        Assert.Equal(0, _bench.Read(Register.EIR));
        Assert.Equal(1, _bench.Read(Register.ESTAT));
    }

    [Fact]
    public void Full_duplex_is_shadowed_in_EFLOCON()
    {
        Assert.Equal(0, _bench.Read(Register.EFLOCON));
        _bench.Write(Register.MACON3, 0x33);
        Assert.Equal(4, _bench.Read(Register.EFLOCON));
        _bench.Write(Register.EFLOCON, 2);
        Assert.Equal(6, _bench.Read(Register.EFLOCON));
    }

    [Fact]
    public void The_read_pointer_takes_effect_with_its_high_byte()
    {
        _bench.Write(Register.ERXRDPTL, 0x01);
        Assert.Equal(0x05FA, _bench.Read16(Register.ERXRDPTL));
        _bench.Write(Register.ERXRDPTH, 0xE2);
        Assert.Equal(0x0201, _bench.Read16(Register.ERXRDPTL));
    }

    private static int MustBeZero(int register)
    {
        return register switch
        {
            Register.EIE => 0x04,
            Register.MACON1 => 0x10,
            Register.MACON4 => 0x03,
            Register.ECOCON => 0x02,
            Register.EBSTCON => 0x01,
            Register.MICMD => 0x03,
            _ => 0,
        };
    }

    private static TheoryData<int, int, int> MakeMap()
    {
        TheoryData<int, int, int> map = new() { { 0x1B, 0, 0xFB }, { 0x1C, 0, 0 } };
        AddPointers(map, (0x00, 0x05FA), (0x02, 0), (0x04, 0), (0x06, 0), (0x08, 0x05FA), (0x0A, 0x1FFF), (0x10, 0), (0x12, 0), (0x14, 0), (0x34, 0));
        Add(map, 0, 0, 0x0E, 0x0F, 0x16, 0x17, 0x39, 0x58, 0x59, 0x68, 0x69, 0x6A);
        Add(map, 0, 0xFF, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2A, 0x2B, 0x2C, 0x2D, 0x2E, 0x2F, 0x30, 0x31);
        Add(map, 0, 0xFF, 0x56, 0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x78);
        map.Add(0x38, 0xA1, 0xFF);
        map.Add(0x40, 0, 0x0F);
        map.Add(0x42, 0, 0xFF);
        map.Add(0x43, 0, 0x70);
        Add(map, 0, 0x7F, 0x44, 0x46, 0x47);
        map.Add(0x48, 0x0F, 0x0F);
        map.Add(0x49, 0x37, 0x3F);
        map.Add(0x4A, 0x00, 0xFF);
        map.Add(0x4B, 0x06, 0xFF);
        map.Add(0x52, 0, 0);
        map.Add(0x54, 0, 0x1F);
        map.Add(0x67, 0, 0xFE);
        map.Add(0x75, 4, 0x05);
        map.Add(0x77, 0, 0x03);
        map.Add(0x79, 0x10, 0xFF);
        return map;
    }

    private static void Add(TheoryData<int, int, int> map, int reset, int mask, params int[] registers)
    {
        foreach (int register in registers)
        {
            map.Add(register, reset, mask);
        }
    }

    private static void AddPointers(TheoryData<int, int, int> map, params (int Low, int Reset)[] pointers)
    {
        foreach ((int low, int reset) in pointers)
        {
            map.Add(low, reset & 0xFF, 0xFF);
            map.Add(low + 1, reset >> 8, 0x1F);
        }
    }
}
