// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Chips.Enc28j60;

namespace NanoTcp.Tests.HostSim.Simulation.Chips.Enc28j60;

/// <summary>The PHY's registers, the way to them, and the link.</summary>
public class Enc28J60PhyTests
{
    private readonly Enc28J60Bench _bench = new();

    public Enc28J60PhyTests()
    {
        _bench.Wait(1_000_000);
    }

    [Theory]
    [InlineData(0x00, 0x0000)]
    [InlineData(0x01, 0x1800)]
    [InlineData(0x02, 0x0083)]
    [InlineData(0x03, 0x1400)]
    [InlineData(0x10, 0x0000)]
    [InlineData(0x11, 0x0000)]
    [InlineData(0x12, 0x0000)]
    [InlineData(0x14, 0x3422)]
    [InlineData(0x05, 0x0000)]
    [InlineData(0x1F, 0x0000)]
    public void A_PHY_register_starts_with_the_value_of_the_data_sheet(int register, int value)
    {
        Assert.Equal(value, _bench.ReadPhy(register));
    }

    [Theory]
    [InlineData(Phy.PHCON1, 0x4900, 0x4900)]
    [InlineData(Phy.PHCON2, 0x6500, 0x6500)]
    [InlineData(Phy.PHIE, 0x0012, 0x0012)]
    [InlineData(Phy.PHLCON, 0x3476, 0x3476)]
    [InlineData(Phy.PHID1, 0xFFFF, 0x0083)]
    [InlineData(0x05, 0xFFFF, 0)]
    public void A_PHY_register_keeps_what_may_be_written_to_it(int register, int written, int read)
    {
        _bench.WritePhy(register, written);
        Assert.Equal(read, _bench.ReadPhy(register));
    }

    [Theory]
    [InlineData(Phy.PHCON1, 0x0400)]
    [InlineData(Phy.PHCON1, 0x0080)]
    [InlineData(Phy.PHCON2, 0x0101)]
    [InlineData(Phy.PHIE, 0x0052)]
    [InlineData(Phy.PHLCON, 0x0476)]
    [InlineData(Phy.PHLCON, 0x7476)]
    public void A_reserved_bit_of_a_PHY_register_must_keep_its_value(int register, int written)
    {
        Enc28J60Bench.Violation(() => _bench.WritePhy(register, written));
    }

    [Fact]
    public void An_access_to_the_PHY_takes_10_microseconds()
    {
        _bench.Write(Register.MIREGADR, Phy.PHID1);
        _bench.Write(Register.MICMD, 1);
        _bench.Wait(10_239);
        Assert.Equal(1, _bench.Read(Register.MISTAT));
        Assert.Equal(0, _bench.Read16(Register.MIRDL));
        Enc28J60Bench.Violation(() => _bench.Write(Register.MIWRH, 0));
        _bench.Wait(1);
        Assert.Equal(0, _bench.Read(Register.MISTAT));
        Assert.Equal(0x0083, _bench.Read16(Register.MIRDL));
    }

    [Fact]
    public void A_read_needs_the_command_bit_to_be_cleared_first()
    {
        Assert.Equal(0x0083, _bench.ReadPhy(Phy.PHID1));
        _bench.Write(Register.MICMD, 1);
        _bench.Wait(10_240);
        _bench.Write(Register.MIREGADR, Phy.PHID2);
        _bench.Write(Register.MICMD, 1);
        Assert.Equal(0, _bench.Read(Register.MISTAT));
        Assert.Equal(0x0083, _bench.Read16(Register.MIRDL));
    }

    [Fact]
    public void A_scan_reads_a_PHY_register_again_and_again_until_it_is_ended()
    {
        _bench.Write(Register.MIREGADR, Phy.PHSTAT2);
        _bench.Write(Register.MICMD, 2);
        Assert.Equal(7, _bench.Read(Register.MISTAT));
        _bench.Wait(10_240);
        Assert.Equal(3, _bench.Read(Register.MISTAT));
        Assert.Equal(0, _bench.Read(Register.MIRDH) & 4);
        Enc28J60Bench.Violation(() => _bench.Write(Register.MIWRH, 0));

        _bench.Wait(30_000_000);
        Assert.Equal(4, _bench.Read(Register.MIRDH) & 4);
        _bench.Write(Register.MICMD, 0);
        Assert.Equal(1, _bench.Read(Register.MISTAT) & 1);
        _bench.Wait(10_240);
        Assert.Equal(0, _bench.Read(Register.MISTAT));
    }

    [Fact]
    public void The_link_comes_after_a_while_and_goes_at_once()
    {
        Assert.Equal(0, _bench.ReadPhy(Phy.PHSTAT2) & Phy.LSTAT);
        _bench.Wait(19_999_999 - _bench.Now);
        Assert.False(_bench.Chip.IsLinked);
        _bench.Wait(1);
        Assert.True(_bench.Chip.IsLinked);
        Assert.Equal(Phy.LSTAT, _bench.ReadPhy(Phy.PHSTAT2) & Phy.LSTAT);
        _bench.Chip.CablePlugged = false;
        Assert.Equal(0, _bench.ReadPhy(Phy.PHSTAT2) & Phy.LSTAT);
    }

    [Fact]
    public void A_lost_link_is_remembered_until_it_is_read()
    {
        _bench.Wait(30_000_000);
        _ = _bench.ReadPhy(Phy.PHSTAT1);
        Assert.Equal(Phy.LLSTAT, _bench.ReadPhy(Phy.PHSTAT1) & Phy.LLSTAT);
        _bench.Chip.CablePlugged = false;
        _bench.Chip.CablePlugged = true;
        _bench.Wait(30_000_000);
        Assert.Equal(0, _bench.ReadPhy(Phy.PHSTAT1) & Phy.LLSTAT);
        Assert.Equal(Phy.LLSTAT, _bench.ReadPhy(Phy.PHSTAT1) & Phy.LLSTAT);
    }

    [Fact]
    public void A_change_of_the_link_interrupts_until_PHIR_is_read()
    {
        _bench.WritePhy(Phy.PHIE, 0x0012);
        _bench.Write(Register.EIE, Eir.INTIE | Eir.LINKIF);
        _ = _bench.ReadPhy(Phy.PHIR);
        Assert.False(_bench.Chip.InterruptLow);
        _bench.Wait(30_000_000);
        Assert.True(_bench.Chip.InterruptLow);
        _bench.ClearBits(Register.EIR, 0xFF);
        Assert.Equal(Eir.LINKIF, _bench.Read(Register.EIR));
        Assert.Equal(Phy.PLNKIF | Phy.PGIF, _bench.ReadPhy(Phy.PHIR));
        Assert.False(_bench.Chip.InterruptLow);
        Assert.Equal(0, _bench.ReadPhy(Phy.PHIR));
    }

    [Fact]
    public void The_link_flag_needs_the_enable_bits_of_the_PHY()
    {
        _bench.Write(Register.EIE, Eir.INTIE | Eir.LINKIF);
        _bench.Wait(30_000_000);
        Assert.Equal(0, _bench.Read(Register.EIR));
        Assert.Equal(Phy.PLNKIF, _bench.ReadPhy(Phy.PHIR));
    }

    [Fact]
    public void A_strap_may_set_the_duplex_mode()
    {
        Enc28J60Bench bench = new(new Enc28J60Options { LinkUpNanoseconds = Enc28J60Bench.QuickLink, StrapFullDuplex = true });
        bench.Wait(1_000_000);
        Assert.Equal(Phy.PDPXMD, bench.ReadPhy(Phy.PHCON1));
        Assert.Equal(Phy.DPXSTAT, bench.ReadPhy(Phy.PHSTAT2));
    }

    [Fact]
    public void A_reset_of_the_PHY_loses_its_settings_and_the_link()
    {
        _bench.Wait(30_000_000);
        _bench.WritePhy(Phy.PHLCON, 0x3476);
        _bench.WritePhy(Phy.PHCON1, 0x8000);
        Assert.Equal(0, _bench.ReadPhy(Phy.PHCON1));
        Assert.Equal(0x3422, _bench.ReadPhy(Phy.PHLCON));
        Assert.False(_bench.Chip.IsLinked);
        _bench.Wait(30_000_000);
        Assert.True(_bench.Chip.IsLinked);
    }

    [Fact]
    public void A_PHY_without_power_has_no_link()
    {
        _bench.Wait(30_000_000);
        _bench.WritePhy(Phy.PHCON1, Phy.PPWRSV);
        Assert.Equal(0, _bench.ReadPhy(Phy.PHSTAT2) & Phy.LSTAT);
        _bench.WritePhy(Phy.PHCON1, 0);
        _bench.Wait(30_000_000);
        Assert.Equal(Phy.LSTAT, _bench.ReadPhy(Phy.PHSTAT2) & Phy.LSTAT);
    }

    [Fact]
    public void A_forced_link_shows_without_a_cable()
    {
        _bench.Chip.CablePlugged = false;
        _bench.WritePhy(Phy.PHCON2, Phy.FRCLNK);
        Assert.Equal(Phy.LSTAT, _bench.ReadPhy(Phy.PHSTAT2) & Phy.LSTAT);
        Assert.False(_bench.Chip.IsLinked);
    }
}
