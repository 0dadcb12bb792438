// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Chips.Enc28j60;

namespace NanoTcp.Tests.HostSim.Simulation.Chips.Enc28j60;

/// <summary>EIR, EIE and the INT pin.</summary>
public class Enc28J60InterruptTests
{
    private readonly Enc28J60Bench _bench = new();
    private int _edges;

    public Enc28J60InterruptTests()
    {
        _bench.Start();
        _bench.Chip.InterruptChanged += () => _edges++;
    }

    [Fact]
    public void Packets_hold_INT_low_until_the_last_is_freed()
    {
        _bench.Write(Register.EIE, Eir.INTIE | Eir.PKTIF);
        _bench.Arrive(Enc28J60Bench.Frame(60));
        _bench.Arrive(Enc28J60Bench.Frame(60));
        Assert.True(_bench.Chip.InterruptLow);
        Assert.Equal(Estat.INT, _bench.Read(Register.ESTAT) & Estat.INT);
        Assert.Equal(Eir.PKTIF, _bench.Read(Register.EIR));
        _bench.ClearBits(Register.EIR, Eir.PKTIF);
        Assert.Equal(Eir.PKTIF, _bench.Read(Register.EIR));

        _bench.SetBits(Register.ECON2, Econ2.PKTDEC);
        Assert.True(_bench.Chip.InterruptLow);
        _bench.SetBits(Register.ECON2, Econ2.PKTDEC);
        Assert.False(_bench.Chip.InterruptLow);
        Assert.Equal(0, _bench.Read(Register.ESTAT) & Estat.INT);
        Assert.Equal(2, _edges);
    }

    [Fact]
    public void The_global_enable_makes_a_new_edge()
    {
        _bench.Write(Register.EIE, Eir.INTIE | Eir.PKTIF);
        _bench.Arrive(Enc28J60Bench.Frame(60));
        _bench.ClearBits(Register.EIE, Eir.INTIE);
        Assert.False(_bench.Chip.InterruptLow);
        _bench.SetBits(Register.EIE, Eir.INTIE);
        Assert.True(_bench.Chip.InterruptLow);
        Assert.Equal(3, _edges);
    }

    [Fact]
    public void Flags_latch_without_being_enabled()
    {
        _bench.Write(Register.EIE, Eir.INTIE);
        _bench.Send(Enc28J60Bench.Frame(60));
        _bench.Wait(Enc28J60Bench.FrameTime);
        Assert.False(_bench.Chip.InterruptLow);
        Assert.Equal(Eir.TXIF, _bench.Read(Register.EIR));
        _bench.SetBits(Register.EIE, Eir.TXIF);
        Assert.True(_bench.Chip.InterruptLow);
        _bench.ClearBits(Register.EIR, Eir.TXIF);
        Assert.False(_bench.Chip.InterruptLow);
    }

    [Fact]
    public void ESTAT_INT_shows_what_is_enabled_and_pending_while_INTIE_keeps_the_pin_high()
    {
        _bench.Write(Register.EIE, Eir.PKTIF);
        Assert.Equal(0, _bench.Read(Register.ESTAT) & Estat.INT);
        _bench.Send(Enc28J60Bench.Frame(60));
        _bench.Wait(Enc28J60Bench.FrameTime);
        Assert.Equal(0, _bench.Read(Register.ESTAT) & Estat.INT);
        _bench.SetBits(Register.EIE, Eir.TXIF);
        Assert.Equal(Estat.INT, _bench.Read(Register.ESTAT) & Estat.INT);
        _bench.ClearBits(Register.EIR, Eir.TXIF);
        Assert.Equal(0, _bench.Read(Register.ESTAT) & Estat.INT);
        _bench.Arrive(Enc28J60Bench.Frame(60));
        Assert.Equal(Estat.INT, _bench.Read(Register.ESTAT) & Estat.INT);
        Assert.False(_bench.Chip.InterruptLow);
        Assert.Equal(0, _edges);

        _bench.SetBits(Register.EIE, Eir.INTIE);
        Assert.True(_bench.Chip.InterruptLow);
        Assert.Equal(1, _edges);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ESTAT_INT_can_be_stuck_beside_a_pin_that_works(bool isSet)
    {
        _bench.Write(Register.EIE, Eir.INTIE | Eir.PKTIF);
        _bench.Chip.Faults.StuckInterruptFlag = isSet;
        Assert.Equal(isSet, (_bench.Read(Register.ESTAT) & Estat.INT) != 0);
        _bench.Arrive(Enc28J60Bench.Frame(60));
        Assert.Equal(isSet, (_bench.Read(Register.ESTAT) & Estat.INT) != 0);
        Assert.True(_bench.Chip.InterruptLow);
    }

    [Fact]
    public void Erratum_6_hides_the_packet_flag_but_not_the_interrupt()
    {
        Enc28J60Bench bench = new(Enc28J60Errata.PacketFlagUnreliable);
        bench.Start();
        bench.Write(Register.EIE, Eir.INTIE | Eir.PKTIF);
        bench.Arrive(Enc28J60Bench.Frame(60));
        int hidden = 0;
        for (int i = 0; i < 100; i++)
        {
            hidden += (bench.Read(Register.EIR) & Eir.PKTIF) == 0 ? 1 : 0;
            Assert.True(bench.Chip.InterruptLow);
            Assert.Equal(1, bench.Read(Register.EPKTCNT));
        }

        Assert.InRange(hidden, 20, 80);
    }
}
