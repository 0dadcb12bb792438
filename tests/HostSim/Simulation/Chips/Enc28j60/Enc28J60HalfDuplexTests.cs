// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Chips.Enc28j60;

namespace NanoTcp.Tests.HostSim.Simulation.Chips.Enc28j60;

/// <summary>Collisions, and the errata about them: 12, 13 and 15.</summary>
public class Enc28J60HalfDuplexTests
{
    private const int LateCollisionBit = 0x20;

    /// <summary>Longer than sixteen collisions with their back-off.</summary>
    private const long Eternity = 500_000_000;

    [Fact]
    public void Collisions_delay_a_frame()
    {
        Enc28J60Bench bench = Transmit(Enc28J60Errata.All, TransmitFault.Collisions);
        Assert.Single(bench.Medium.Sent);
        byte[] status = bench.TransmitStatus(60);
        Assert.Equal(3, status[2] & 0x0F);
        Assert.Equal(64 + 3 * 32, status[4]);
        Assert.Equal(Eir.TXIF, bench.Read(Register.EIR) & (Eir.TXIF | Eir.TXERIF));
    }

    [Theory]
    [InlineData(TransmitFault.LateCollision, LateCollisionBit)]
    [InlineData(TransmitFault.ExcessiveCollisions, 0x10)]
    [InlineData(TransmitFault.ExcessiveDeferral, 0x08)]
    public void Without_errata_an_aborted_transmission_says_why(TransmitFault fault, int bit)
    {
        Enc28J60Bench bench = Transmit(Enc28J60Errata.None, fault);
        Assert.Empty(bench.Medium.Sent);
        Assert.Equal(Eir.TXIF | Eir.TXERIF, bench.Read(Register.EIR) & (Eir.TXIF | Eir.TXERIF));
        Assert.Equal(0, bench.Read(Register.ECON1) & Econ1.TXRTS);
        Assert.Equal(Estat.TXABRT, bench.Read(Register.ESTAT) & Estat.TXABRT);
        Assert.Equal(fault == TransmitFault.LateCollision, (bench.Read(Register.ESTAT) & Estat.LATECOL) != 0);
        Assert.Equal(bit, bench.TransmitStatus(60)[3] & 0x78);
        Assert.Equal(0, bench.TransmitStatus(60)[2] & 0x80);
        Assert.Equal(1, bench.Counters.TransmitAborts);

        Retry(bench, reset: false);
        Assert.Single(bench.Medium.Sent);
    }

    [Fact]
    public void Erratum_12_hangs_the_transmitter_until_its_reset()
    {
        Enc28J60Bench bench = Transmit(Enc28J60Errata.TransmitterHang, TransmitFault.ExcessiveCollisions);
        Retry(bench, reset: false);
        Assert.Empty(bench.Medium.Sent);
        Assert.Equal(Econ1.TXRTS, bench.Read(Register.ECON1) & Econ1.TXRTS);
        Retry(bench, reset: true);
        Assert.Single(bench.Medium.Sent);
    }

    [Fact]
    public void Erratum_12_raises_the_error_flag_when_the_reset_ends()
    {
        Enc28J60Bench bench = new(Enc28J60Errata.TransmitterHang);
        bench.Start();
        bench.SetBits(Register.ECON1, Econ1.TXRST);
        Assert.Equal(0, bench.Read(Register.EIR) & Eir.TXERIF);
        bench.ClearBits(Register.ECON1, Econ1.TXRST);
        Assert.Equal(Eir.TXERIF, bench.Read(Register.EIR) & Eir.TXERIF);
    }

    [Fact]
    public void Erratum_13_leaves_the_request_standing()
    {
        Enc28J60Bench bench = Transmit(Enc28J60Errata.FalseLateCollision, TransmitFault.LateCollision);
        Assert.Equal(Econ1.TXRTS, bench.Read(Register.ECON1) & Econ1.TXRTS);
        Assert.Equal(Eir.TXERIF, bench.Read(Register.EIR) & (Eir.TXIF | Eir.TXERIF));
        bench.Wait(Eternity);
        Assert.Equal(Econ1.TXRTS, bench.Read(Register.ECON1) & Econ1.TXRTS);
        bench.ClearBits(Register.ECON1, Econ1.TXRTS);
        Assert.Equal(LateCollisionBit, bench.TransmitStatus(60)[3]);
        Retry(bench, reset: false);
        Assert.Single(bench.Medium.Sent);
    }

    [Fact]
    public void Erratum_15_hides_the_late_collision()
    {
        Enc28J60Bench bench = Transmit(Enc28J60Errata.LateCollisionFlag, TransmitFault.LateCollision);
        Assert.Equal(0, bench.Read(Register.ESTAT) & Estat.LATECOL);
        Assert.Equal(LateCollisionBit, bench.TransmitStatus(60)[3]);
    }

    [Fact]
    public void A_stuck_transmission_needs_the_reset()
    {
        Enc28J60Bench bench = Transmit(Enc28J60Errata.None, TransmitFault.Stuck);
        bench.Wait(1_000_000_000);
        Assert.Equal(Econ1.TXRTS, bench.Read(Register.ECON1) & Econ1.TXRTS);
        bench.SetBits(Register.ECON1, Econ1.TXRST);
        Assert.Equal(0, bench.Read(Register.ECON1) & Econ1.TXRTS);
        bench.SetBits(Register.ECON1, Econ1.TXRTS);
        Assert.Equal(0, bench.Read(Register.ECON1) & Econ1.TXRTS);
        bench.ClearBits(Register.ECON1, Econ1.TXRST);
        Retry(bench, reset: false);
        Assert.Single(bench.Medium.Sent);
    }

    [Fact]
    public void Full_duplex_knows_no_collisions()
    {
        Enc28J60Bench bench = new();
        bench.Start(fullDuplex: true);
        bench.Chip.Faults.Arrange(TransmitFault.LateCollision);
        bench.Chip.Faults.LateCollisionRate = 1;
        bench.Send(Enc28J60Bench.Frame(60));
        bench.Wait(Enc28J60Bench.FrameTime);
        Assert.Single(bench.Medium.Sent);
    }

    [Fact]
    public void Late_collisions_at_random_lose_about_as_many_frames_as_their_rate_says()
    {
        Enc28J60Bench bench = new();
        bench.Start();
        bench.Chip.Faults.LateCollisionRate = 0.25;
        for (int i = 0; i < 200; i++)
        {
            bench.Send(Enc28J60Bench.Frame(60));
            bench.Wait(Enc28J60Bench.FrameTime);
        }

        Assert.InRange(bench.Counters.TransmitAborts, 25, 80);
        Assert.Equal(200 - bench.Counters.TransmitAborts, bench.Medium.Sent.Count);
    }

    private static Enc28J60Bench Transmit(Enc28J60Errata errata, TransmitFault fault)
    {
        Enc28J60Bench bench = new(errata);
        bench.Start();
        bench.Chip.Faults.Arrange(fault);
        bench.Send(Enc28J60Bench.Frame(60));
        bench.Wait(Eternity);
        return bench;
    }

    private static void Retry(Enc28J60Bench bench, bool reset)
    {
        bench.ClearBits(Register.ECON1, Econ1.TXRTS);
        if (reset)
        {
            bench.SetBits(Register.ECON1, Econ1.TXRST);
            bench.ClearBits(Register.ECON1, Econ1.TXRST);
        }

        bench.SetBits(Register.ECON1, Econ1.TXRTS);
        bench.Wait(Eternity);
    }
}
