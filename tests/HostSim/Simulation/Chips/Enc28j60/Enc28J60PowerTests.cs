// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Chips.Enc28j60;

namespace NanoTcp.Tests.HostSim.Simulation.Chips.Enc28j60;

/// <summary>Power-on, resets, power save.</summary>
public class Enc28J60PowerTests
{
    [Fact]
    public void The_oscillator_needs_300_microseconds()
    {
        Enc28J60Bench bench = new();
        bench.WriteBufferAt(0, 1, 2, 3);
        Assert.Equal([1, 2, 3], bench.ReadBufferAt(0, 3));
        Enc28J60Bench.Violation(() => bench.Write(Register.MACON1, 1));
        Enc28J60Bench.Violation(() => bench.Read(Register.MACON1));
        Enc28J60Bench.Violation(() => bench.SetBits(Register.ECON1, Econ1.RXEN));
        Enc28J60Bench.Violation(() => bench.SetBits(Register.ECON1, Econ1.TXRTS));
        bench.Wait(299_999);
        Assert.Equal(0, bench.Read(Register.ESTAT));
        bench.Wait(1);
        Assert.Equal(Estat.CLKRDY, bench.Read(Register.ESTAT));
        bench.Write(Register.MACON1, 1);
        Assert.Equal(1, bench.Read(Register.MACON1));
    }

    [Fact]
    public void The_oscillator_may_fail_to_start()
    {
        Enc28J60Bench bench = new();
        bench.Chip.Faults.ClockNeverReady = true;
        bench.Wait(1_000_000_000);
        Assert.Equal(0, bench.Read(Register.ESTAT));
    }

    [Fact]
    public void A_system_reset_keeps_memory_clock_and_clock_output()
    {
        Enc28J60Bench bench = new();
        bench.Start(fullDuplex: true);
        bench.Write(Register.ECOCON, 1);
        bench.WriteBufferAt(0x1800, 9, 8, 7);
        bench.Arrive(Enc28J60Bench.Frame(60));
        bench.Clock(0xFF);
        Assert.Equal(Estat.CLKRDY, bench.Read(Register.ESTAT));
        bench.Wait(50_000);

        Assert.Equal(1, bench.Read(Register.ECOCON));
        Assert.Equal(0x05FA, bench.Read16(Register.ERXSTL));
        Assert.Equal(0, bench.Read(Register.EPKTCNT));
        Assert.Equal(0, bench.Read(Register.ECON1) & Econ1.RXEN);
        Assert.Equal(0, bench.Read(Register.MACON3));
        Assert.Equal(0, bench.ReadPhy(Phy.PHCON1));
        Assert.Equal([9, 8, 7], bench.ReadBufferAt(0x1800, 3));
        Assert.False(bench.Chip.IsLinked);
    }

    [Fact]
    public void The_PHY_is_not_ready_for_50_microseconds_after_a_reset()
    {
        Enc28J60Bench bench = new();
        bench.Wait(1_000_000);
        bench.Clock(0xFF);
        bench.Write(Register.MIREGADR, Phy.PHID1);
        Assert.Contains("50 µs", Enc28J60Bench.Violation(() => bench.Write(Register.MICMD, 1)).Message);
    }

    [Fact]
    public void Erratum_2_makes_a_reset_take_a_millisecond()
    {
        Enc28J60Bench bench = new(Enc28J60Errata.ResetNotReady);
        bench.Wait(1_000_000);
        bench.Clock(0xFF);
        Assert.Equal(Estat.CLKRDY, bench.Read(Register.ESTAT));
        bench.Wait(999_999);
        Assert.Contains("erratum 2", Enc28J60Bench.Violation(() => bench.Write(Register.MACON1, 1)).Message);
        bench.Wait(1);
        bench.Write(Register.MACON1, 1);
        Assert.Equal(0x0083, bench.ReadPhy(Phy.PHID1));
    }

    [Fact]
    public void Erratum_2_loses_what_is_written_too_early()
    {
        Enc28J60Bench bench = new(Enc28J60Errata.ResetNotReady, strict: false);
        bench.Wait(1_000_000);
        bench.Clock(0xFF);
        bench.Write(Register.MACON1, 1);
        bench.Wait(1_000_000);
        Assert.Equal(0, bench.Read(Register.MACON1));
        Assert.Equal(1, bench.Counters.Violations);
    }

    [Fact]
    public void The_reset_pin_resets_and_silences_the_chip()
    {
        Enc28J60Bench bench = new();
        bench.Start();
        bench.Chip.ResetLow = true;
        Assert.Equal([0xFF, 0xFF], bench.Clock(0x1F, 0));
        bench.Wait(400);
        bench.Chip.ResetLow = false;
        bench.Wait(50_000);
        Assert.Equal(0, bench.Read(Register.ECON1));
        Assert.Equal(0x0083, bench.ReadPhy(Phy.PHID1));
    }

    [Fact]
    public void Reset_pulses_have_a_least_length_and_distance()
    {
        Enc28J60Bench bench = new();
        bench.Wait(1_000_000);
        bench.Chip.ResetLow = true;
        bench.Wait(399);
        Enc28J60Bench.Violation(() => bench.Chip.ResetLow = false);
        bench.Wait(1_999);
        Enc28J60Bench.Violation(() => bench.Chip.ResetLow = true);
    }

    [Fact]
    public void Power_save_stops_the_MAC_and_keeps_the_registers()
    {
        Enc28J60Bench bench = new();
        bench.Start();
        bench.ClearBits(Register.ECON1, Econ1.RXEN);
        bench.SetBits(Register.ECON2, 0x08);
        bench.SetBits(Register.ECON2, Econ2.PWRSV);
        Assert.Equal(0, bench.Read(Register.ESTAT) & Estat.CLKRDY);
        Assert.Equal(0xA8, bench.Read(Register.ECON2));
        Assert.Contains("power save", Enc28J60Bench.Violation(() => bench.Read(Register.MACON1)).Message);
        Assert.Equal(Enc28J60Bench.ReceiveEnd, bench.Read16(Register.ERXNDL));
        bench.WriteBufferAt(0x1800, 5);
        Assert.False(bench.Chip.IsLinked);

        bench.ClearBits(Register.ECON2, Econ2.PWRSV);
        bench.Wait(299_999);
        Assert.Equal(0, bench.Read(Register.ESTAT) & Estat.CLKRDY);
        bench.Wait(1);
        Assert.Equal(Estat.CLKRDY, bench.Read(Register.ESTAT) & Estat.CLKRDY);
        Assert.Equal(0x0D, bench.Read(Register.MACON1));
        bench.SetBits(Register.ECON1, Econ1.RXEN);
        bench.Wait(30_000_000);
        bench.Arrive(Enc28J60Bench.Frame(60));
        Assert.Equal(1, bench.Read(Register.EPKTCNT));
    }

    [Fact]
    public void Power_save_needs_a_quiet_chip()
    {
        Enc28J60Bench bench = new();
        bench.Start();
        Enc28J60Bench.Violation(() => bench.SetBits(Register.ECON2, Econ2.PWRSV));
    }

    [Theory]
    [InlineData(Enc28J60Errata.ResetInPowerSave, true)]
    [InlineData(Enc28J60Errata.None, false)]
    public void Erratum_19_ignores_SRC_in_power_save(Enc28J60Errata errata, bool isIgnored)
    {
        Enc28J60Bench bench = new(errata);
        bench.Wait(1_000_000);
        bench.Write(Register.EIE, 0x29);
        bench.SetBits(Register.ECON2, Econ2.PWRSV);
        bench.SystemReset();
        Assert.Equal(isIgnored ? 0x29 : 0, bench.Read(Register.EIE));
        Assert.Equal(isIgnored ? 0xA0 : 0x80, bench.Read(Register.ECON2));
        Assert.Equal(isIgnored ? 0 : Estat.CLKRDY, bench.Read(Register.ESTAT));
    }

    [Fact]
    public void A_power_failure_loses_everything()
    {
        Enc28J60Bench bench = new();
        bench.Start();
        bench.Write(Register.ECOCON, 1);
        bench.WriteBufferAt(0x1800, 1, 2, 3, 4);
        bench.Chip.PowerCycle();
        Assert.Equal(0, bench.Read(Register.ESTAT));
        Assert.Equal(4, bench.Read(Register.ECOCON));
        Assert.Equal(0, bench.Read(Register.ECON1) & Econ1.RXEN);
        Assert.NotEqual([1, 2, 3, 4], bench.ReadBufferAt(0x1800, 4));
    }
}
