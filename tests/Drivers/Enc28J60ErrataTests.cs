// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Drivers;
using NanoTcp.Simulation.Chips.Enc28j60;
using NanoTcp.Tests.HostSim.Simulation.Chips.Enc28j60;

namespace NanoTcp.Tests.Drivers;

/// <summary>
/// The silicon errata (DS80349C) that software can meet. Each test first shows that a host fails if it follows only the data sheet, on a lenient
/// model that behaves as silicon does. Then the driver passes on the strict model. Erratum 17 is not covered, because the driver does not use the
/// DMA. Errata 3, 4, 7, 8, 10 and 11 concern the board, and 1 depends on the bus clock.
/// </summary>
public class Enc28J60ErrataTests
{
    [Fact]
    public void Erratum_2_the_chip_is_dead_for_a_millisecond_after_SRC()
    {
        Enc28J60Bench naive = new(Enc28J60Errata.ResetNotReady, strict: false);
        naive.Wait(1_000_000);
        naive.Clock(0xFF);
        naive.Wait(300_000);
        Assert.Equal(Estat.CLKRDY, naive.Read(Register.ESTAT) & Estat.CLKRDY);
        naive.Write(Register.MACON3, 0x32);
        naive.Wait(2_000_000);
        Assert.Equal(0x00, naive.Read(Register.MACON3));

        using Enc28J60LinkBench bench = Start(Enc28J60Errata.ResetNotReady);
        Assert.Equal(0x32, bench.Peek(Register.MACON3));
    }

    [Fact]
    public void Erratum_5_the_receive_buffer_must_start_at_0()
    {
        Enc28J60Bench naive = new(Enc28J60Errata.ReceiveBufferNotAtZero, strict: false);
        naive.Start();
        naive.ClearBits(Register.ECON1, Econ1.RXEN);
        naive.Write16(Register.ERXSTL, 0x0600);
        naive.Write16(Register.ERXNDL, 0x1FFF);
        naive.Write16(Register.ERXRDPTL, 0x1FFF);
        naive.SetBits(Register.ECON1, Econ1.RXEN);
        naive.Arrive(Enc28J60Bench.Frame(60));
        Assert.Equal(1, naive.Read(Register.EPKTCNT));
        Assert.NotEqual(64, Count(naive.ReadBufferAt(0x0600, 6)));
        Assert.Equal(64, Count(naive.ReadBufferAt(0x0000, 6)));

        using Enc28J60LinkBench bench = Start(Enc28J60Errata.ReceiveBufferNotAtZero);
        bench.Arrive(Enc28J60LinkBench.Frame(60));
        Assert.Equal(1, bench.Drain());
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void Erratum_6_EIR_PKTIF_does_not_always_tell_of_packets(bool hasInterrupt, bool countsPackets)
    {
        Enc28J60Bench naive = new(Enc28J60Errata.PacketFlagUnreliable, strict: false);
        naive.Start();
        naive.Arrive(Enc28J60Bench.Frame(60));
        int seen = Enumerable.Range(0, 64).Count(_ => (naive.Read(Register.EIR) & Eir.PKTIF) != 0);
        Assert.InRange(seen, 1, 63);
        Assert.Equal(1, naive.Read(Register.EPKTCNT));

        using Enc28J60LinkBench bench = Start(Enc28J60Errata.PacketFlagUnreliable, new Enc28J60LinkOptions { CountsPackets = countsPackets }, hasInterrupt);
        for (int i = 0; i < 64; i++)
        {
            bench.Arrive(Enc28J60LinkBench.Frame(60, number: i));
            Assert.Equal(1, bench.Drain());
        }
    }

    [Fact]
    public void Erratum_9_frames_sent_in_half_duplex_may_come_back()
    {
        Enc28J60Bench naive = new(Enc28J60Errata.None, strict: false);
        naive.Start();
        naive.WritePhy(Phy.PHCON2, 0);
        naive.Send(Enc28J60Bench.Frame(60, Enc28J60Bench.Broadcast));
        naive.Wait(Enc28J60Bench.FrameTime);
        Assert.Equal(1, naive.Read(Register.EPKTCNT));

        using Enc28J60LinkBench bench = Start(Enc28J60Errata.None);
        bench.Send(Enc28J60LinkBench.Frame(60, Enc28J60LinkBench.Broadcast));
        bench.Run(1_000);
        Assert.Single(bench.Medium.Sent);
        Assert.Empty(bench.Received);
    }

    [Theory]
    [InlineData(TransmitFault.ExcessiveCollisions)]
    [InlineData(TransmitFault.ExcessiveDeferral)]
    public void Erratum_12_an_abort_in_half_duplex_hangs_the_transmitter(TransmitFault fault)
    {
        Enc28J60Bench naive = new(Enc28J60Errata.TransmitterHang, strict: false);
        naive.Start();
        naive.Chip.Faults.Arrange(fault);
        naive.Send(Enc28J60Bench.Frame(60));
        naive.Wait(1_000_000_000);
        naive.ClearBits(Register.EIR, Eir.TXIF | Eir.TXERIF);
        naive.Send(Enc28J60Bench.Frame(60));
        naive.Wait(1_000_000_000);
        Assert.Equal(Econ1.TXRTS, naive.Read(Register.ECON1) & Econ1.TXRTS);
        Assert.Empty(naive.Medium.Sent);

        using Enc28J60LinkBench bench = Start(Enc28J60Errata.TransmitterHang);
        bench.Chip.Faults.Arrange(fault);
        bench.Send(Enc28J60LinkBench.Frame(60, number: 1));
        bench.RunUntil(() => bench.Statistics.TransmitErrors == 1, 500);
        bench.Send(Enc28J60LinkBench.Frame(60, number: 2));
        bench.Run(3);
        Assert.Equal(Enc28J60LinkBench.Frame(60, number: 2), Assert.Single(bench.Medium.Sent));
        Assert.Equal(0, bench.Statistics.TransmitTimeouts);
    }

    [Fact]
    public void Erratum_13_after_a_false_late_collision_TXRTS_stays_set_and_TXIF_never_comes()
    {
        Enc28J60Bench naive = new(Enc28J60Errata.FalseLateCollision | Enc28J60Errata.TransmitterHang, strict: false);
        naive.Start();
        naive.Chip.Faults.Arrange(TransmitFault.LateCollision);
        naive.Send(Enc28J60Bench.Frame(60));
        naive.Wait(1_000_000_000);
        Assert.Equal(Econ1.TXRTS, naive.Read(Register.ECON1) & Econ1.TXRTS);
        Assert.Equal(0, naive.Read(Register.EIR) & Eir.TXIF);
        Assert.Empty(naive.Medium.Sent);

        using Enc28J60LinkBench bench = Start(Enc28J60Errata.FalseLateCollision | Enc28J60Errata.TransmitterHang);
        for (int i = 0; i < 15; i++)
        {
            bench.Chip.Faults.Arrange(TransmitFault.LateCollision);
        }

        bench.Send(Enc28J60LinkBench.Frame(300, number: 1));
        bench.Run(40);
        Assert.Equal(Enc28J60LinkBench.Frame(300, number: 1), Assert.Single(bench.Medium.Sent));
        Assert.Equal(15, bench.Statistics.LateCollisions);
        Assert.Equal(0, bench.Statistics.TransmitErrors);
    }

    [Fact]
    public void Erratum_13_a_frame_is_given_up_after_sixteen_attempts_and_the_next_one_sent()
    {
        using Enc28J60LinkBench bench = Start(Enc28J60Errata.All);
        for (int i = 0; i < 16; i++)
        {
            bench.Chip.Faults.Arrange(TransmitFault.LateCollision);
        }

        bench.Send(Enc28J60LinkBench.Frame(300, number: 1));
        bench.Send(Enc28J60LinkBench.Frame(300, number: 2));
        bench.Run(40);

        Assert.Equal(Enc28J60LinkBench.Frame(300, number: 2), Assert.Single(bench.Medium.Sent));
        Assert.Equal(1, bench.Statistics.TransmitErrors);
    }

    [Fact]
    public void Erratum_13_reception_goes_on_while_frames_are_repeated()
    {
        // Reading the status vector moves ERDPT out of the receive buffer.
        using Enc28J60LinkBench bench = Start(Enc28J60Errata.All);
        bench.Chip.Faults.LateCollisionRate = 0.3;
        for (int i = 0; i < 100; i++)
        {
            byte[] frame = Enc28J60LinkBench.Frame(60 + (i * 13), number: i);
            bench.RunUntil(bench.Link.CanTransmit, 100);
            Assert.True(bench.Send(frame));
            bench.Arrive(frame);
            bench.Run(1);
        }

        bench.Run(50);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => Enc28J60LinkBench.Frame(60 + (i * 13), number: i)), bench.Received);
        Assert.Equal(bench.Received, bench.Medium.Sent);
        Assert.InRange(bench.Statistics.LateCollisions, 20, 100);
        Assert.Equal(0, bench.Statistics.Resyncs);
    }

    [Fact]
    public void Erratum_14_an_even_ERXRDPT_corrupts_the_receive_buffer()
    {
        Enc28J60Bench naive = new(Enc28J60Errata.EvenReadPointer, strict: false);
        naive.Start();
        naive.Arrive(Enc28J60Bench.Frame(60));
        byte[] first = naive.ReadBufferAt(0, 6 + 64);
        int next = first[0] | (first[1] << 8);
        naive.Write16(Register.ERXRDPTL, next);
        naive.SetBits(Register.ECON2, Econ2.PKTDEC);
        naive.Arrive(Enc28J60Bench.Frame(60));
        byte[] header = naive.ReadBufferAt(next, 6);
        Assert.NotEqual(2 * next, header[0] | (header[1] << 8));

        using Enc28J60LinkBench bench = Start(Enc28J60Errata.EvenReadPointer);
        for (int i = 0; i < 200; i++)
        {
            // This includes packets that end with the buffer, after which the pointer must not become -1.
            byte[] frame = Enc28J60LinkBench.Frame(i % 2 == 0 ? 1270 : 60 + (i * 7), number: i);
            bench.Arrive(frame);
            Assert.Equal(1, bench.Drain());
            Assert.Equal(frame, bench.Received[^1]);
            Assert.Equal(1, bench.Peek(Register.ERXRDPTL) & 1);
        }
    }

    [Fact]
    public void Erratum_14_the_pointer_stands_at_the_end_when_the_next_packet_is_at_the_start()
    {
        // 5120 bytes are 4 · (6 + 1274).
        using Enc28J60LinkBench bench = Start(Enc28J60Errata.EvenReadPointer);
        for (int i = 0; i < 40; i++)
        {
            bench.Arrive(Enc28J60LinkBench.Frame(1270, number: i));
            Assert.Equal(1, bench.Drain());
            int pointer = bench.Peek(Register.ERXRDPTL) | (bench.Peek(Register.ERXRDPTL + 1) << 8);
            Assert.Equal(((i % 4) + 1) * 1280 - 1, pointer);
        }
    }

    [Fact]
    public void Erratum_15_ESTAT_LATECOL_does_not_tell_of_a_late_collision()
    {
        Enc28J60Bench naive = new(Enc28J60Errata.LateCollisionFlag, strict: false);
        naive.Start();
        naive.Chip.Faults.Arrange(TransmitFault.LateCollision);
        naive.Send(Enc28J60Bench.Frame(60));
        naive.Wait(1_000_000);
        Assert.Equal(Eir.TXERIF, naive.Read(Register.EIR) & Eir.TXERIF);
        Assert.Equal(0, naive.Read(Register.ESTAT) & Estat.LATECOL);

        using Enc28J60LinkBench bench = Start(Enc28J60Errata.LateCollisionFlag);
        bench.Chip.Faults.Arrange(TransmitFault.LateCollision);
        bench.Send(Enc28J60LinkBench.Frame(60));
        bench.Run(5);
        Assert.Single(bench.Medium.Sent);
        Assert.Equal(1, bench.Statistics.LateCollisions);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Erratum_16_the_duplex_that_the_strap_suggests_may_be_wrong(bool fullDuplex)
    {
        Enc28J60Options wrong = new() { LinkUpNanoseconds = Enc28J60LinkBench.QuickLink, StrapFullDuplex = !fullDuplex };
        Enc28J60Bench naive = new(new Enc28J60Options { LinkUpNanoseconds = Enc28J60LinkBench.QuickLink, StrapFullDuplex = !fullDuplex, Strict = false });
        naive.Wait(1_000_000);
        naive.Write(Register.MACON3, fullDuplex ? 0x33 : 0x32);
        naive.SetBits(Register.ECON1, Econ1.RXEN);
        Assert.Equal(1, naive.Counters.Violations);

        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(new Enc28J60LinkOptions { FullDuplex = fullDuplex }, wrong);
        bench.Send(Enc28J60LinkBench.Frame(60));
        bench.Arrive(Enc28J60LinkBench.Frame(60));
        Assert.Equal(1, bench.Drain());
        Assert.Single(bench.Medium.Sent);
    }

    [Fact]
    public void Erratum_18_the_pattern_filter_lets_more_through_and_loses_nothing()
    {
        using Enc28J60LinkBench bench = Start(Enc28J60Errata.PatternMatchLeaks);
        byte[] request = Enc28J60LinkBench.Frame(60, Enc28J60LinkBench.Broadcast);
        request[13] = 0x06;
        byte[] other = Enc28J60LinkBench.Frame(60, Enc28J60LinkBench.Broadcast);
        for (int i = 0; i < 64; i++)
        {
            bench.Arrive(request, other);
            bench.Drain();
        }

        Assert.Equal(64, bench.Received.Count(frame => frame[13] == 0x06));
        Assert.InRange(bench.Received.Count(frame => frame[13] != 0x06), 1, 63);
    }

    [Fact]
    public void Erratum_19_SRC_does_nothing_in_power_save()
    {
        Enc28J60Bench naive = new(Enc28J60Errata.ResetInPowerSave, strict: false);
        naive.Wait(1_000_000);
        naive.SetBits(Register.ECON2, Econ2.PWRSV);
        naive.SystemReset();
        Assert.Equal(0, naive.Read(Register.ESTAT) & Estat.CLKRDY);

        using Enc28J60LinkBench bench = new(chip: new Enc28J60Options { LinkUpNanoseconds = Enc28J60LinkBench.QuickLink, Errata = Enc28J60Errata.ResetInPowerSave });
        bench.Wait(1_000_000);
        bench.Instruct(0x9E, Econ2.PWRSV);
        Assert.Equal(ControllerError.None, bench.Link.Start());
        bench.Run(200);
        Assert.True(bench.Link.IsUp);
    }

    private static Enc28J60LinkBench Start(Enc28J60Errata errata, Enc28J60LinkOptions? options = null, bool hasInterrupt = true)
    {
        return Enc28J60LinkBench.Started(options, new Enc28J60Options { LinkUpNanoseconds = Enc28J60LinkBench.QuickLink, Errata = errata }, hasInterrupt);
    }

    private static int Count(byte[] header)
    {
        return header[2] | (header[3] << 8);
    }
}
