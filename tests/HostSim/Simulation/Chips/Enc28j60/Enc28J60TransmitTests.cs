// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Chips.Enc28j60;

namespace NanoTcp.Tests.HostSim.Simulation.Chips.Enc28j60;

/// <summary>Transmission without errors, and what aborts it in both duplex modes.</summary>
public class Enc28J60TransmitTests
{
    private readonly Enc28J60Bench _bench = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_frame_reaches_the_medium_after_its_time_on_the_wire(bool fullDuplex)
    {
        _bench.Start(fullDuplex);
        byte[] frame = Enc28J60Bench.Frame(1514);
        _bench.Send(frame);
        const long onWire = (8 + 1518) * 800;
        _bench.Wait(onWire - 1);
        Assert.Empty(_bench.Medium.Sent);
        Assert.Equal(Econ1.TXRTS, _bench.Read(Register.ECON1) & Econ1.TXRTS);
        _bench.Wait(1);
        Assert.Equal(frame, _bench.Medium.Sent.Dequeue());
        Assert.Equal(0, _bench.Read(Register.ECON1) & Econ1.TXRTS);
        Assert.Equal(Eir.TXIF, _bench.Read(Register.EIR));
        Assert.Equal(0, _bench.Read(Register.ESTAT) & Estat.TXABRT);
        Assert.Equal([0xEE, 0x05, 0xC0, 0x00, 0xEE, 0x05, 0x00], _bench.TransmitStatus(1514));
    }

    [Fact]
    public void The_gap_between_frames_is_that_of_MABBIPG()
    {
        _bench.Start(fullDuplex: true);
        _bench.Send(Enc28J60Bench.Frame(60));
        const long onWire = (8 + 64) * 800;
        _bench.Wait(onWire);
        _bench.SetBits(Register.ECON1, Econ1.TXRTS);
        Assert.Equal(_bench.Now + 9_600 + onWire, _bench.Chip.NextEventNanoseconds);
    }

    [Theory]
    [InlineData(0x32, 42, 64)]
    [InlineData(0x32, 60, 64)]
    [InlineData(0x32, 61, 65)]
    [InlineData(0x72, 42, 68)]
    [InlineData(0xF2, 42, 68)]
    [InlineData(0xB2, 42, 64)]
    [InlineData(0x12, 42, 46)]
    public void A_frame_is_padded_as_PADCFG_says(int macon3, int length, int onWire)
    {
        StartWith(macon3);
        _bench.Send(Enc28J60Bench.Frame(length));
        _bench.Wait(Enc28J60Bench.FrameTime);
        Assert.Equal(onWire, StatusCount(length));
    }

    [Fact]
    public void VLAN_frames_are_padded_to_their_own_minimum()
    {
        StartWith(0xB2);
        _bench.Send(Enc28J60Bench.Frame(42, etherType: 0x8100));
        _bench.Wait(Enc28J60Bench.FrameTime);
        Assert.Equal(68, StatusCount(42));
        Assert.Equal(0x08, _bench.TransmitStatus(42)[6]);
    }

    [Theory]
    [InlineData(0x07, 64)]
    [InlineData(0x03, 46)]
    [InlineData(0x0E, 68)]
    public void The_control_byte_overrides_MACON3_only_if_it_says_so(byte control, int onWire)
    {
        StartWith(0x72);
        _bench.Send(Enc28J60Bench.Frame(42), control);
        _bench.Wait(Enc28J60Bench.FrameTime);
        Assert.Equal(onWire, StatusCount(42));
    }

    [Fact]
    public void The_padding_of_a_frame_is_zero()
    {
        _bench.Start();
        byte[] frame = Enc28J60Bench.Frame(42);
        _bench.Send(frame);
        _bench.Wait(Enc28J60Bench.FrameTime);
        Assert.Equal([.. frame, .. new byte[18]], _bench.Medium.Sent.Dequeue());
    }

    [Fact]
    public void The_check_sequence_of_the_host_is_checked()
    {
        StartWith(0x02);
        byte[] whole = Enc28J60Bench.WithFcs(Enc28J60Bench.Frame(60));
        _bench.Send(whole);
        _bench.Wait(Enc28J60Bench.FrameTime);
        Assert.Equal(whole[..60], _bench.Medium.Sent.Dequeue());
        Assert.Equal(0xC0, _bench.TransmitStatus(64)[2]);

        whole[63] ^= 1;
        _bench.Send(whole);
        _bench.Wait(Enc28J60Bench.FrameTime);
        Assert.Empty(_bench.Medium.Sent);
        Assert.Equal(0xD0, _bench.TransmitStatus(64)[2]);
        Assert.Equal(1, _bench.Counters.TransmitLost);
    }

    [Fact]
    public void Too_long_a_frame_is_aborted()
    {
        _bench.Start();
        _bench.Send(Enc28J60Bench.Frame(1515));
        _bench.Wait(Enc28J60Bench.FrameTime);
        Assert.Empty(_bench.Medium.Sent);
        Assert.Equal(Eir.TXIF | Eir.TXERIF, _bench.Read(Register.EIR));
        Assert.Equal(Estat.TXABRT, _bench.Read(Register.ESTAT) & Estat.TXABRT);
        Assert.Equal(0x40, _bench.TransmitStatus(1515)[3] & 0x40);
        _bench.Send(Enc28J60Bench.Frame(60));
        _bench.Wait(Enc28J60Bench.FrameTime);
        Assert.Single(_bench.Medium.Sent);
    }

    [Fact]
    public void A_cancelled_transmission_never_reaches_the_medium()
    {
        _bench.Start();
        _bench.Send(Enc28J60Bench.Frame(1514));
        _bench.Wait(100_000);
        _bench.ClearBits(Register.ECON1, Econ1.TXRTS);
        Assert.Equal(Eir.TXIF, _bench.Read(Register.EIR));
        Assert.Equal(Estat.TXABRT, _bench.Read(Register.ESTAT) & Estat.TXABRT);
        _bench.Wait(Enc28J60Bench.FrameTime);
        Assert.Empty(_bench.Medium.Sent);
    }

    [Fact]
    public void A_bank_switch_by_WCR_cancels_the_transmission()
    {
        _bench.Start();
        _bench.Send(Enc28J60Bench.Frame(1514));
        _bench.Write(Register.ECON1, Econ1.RXEN | 1);
        _bench.Wait(Enc28J60Bench.FrameTime);
        Assert.Empty(_bench.Medium.Sent);
    }

    [Fact]
    public void Without_a_link_nobody_hears_a_frame()
    {
        _bench.Start();
        _bench.Chip.CablePlugged = false;
        _bench.Send(Enc28J60Bench.Frame(60));
        _bench.Wait(Enc28J60Bench.FrameTime);
        Assert.Empty(_bench.Medium.Sent);
        Assert.Equal(Eir.TXIF, _bench.Read(Register.EIR) & Eir.TXIF);
        Assert.Equal(1, _bench.Counters.TransmitLost);
    }

    [Fact]
    public void Half_duplex_waits_for_the_wire()
    {
        _bench.Start();
        _bench.Medium.Arrive(Enc28J60Bench.Frame(1514));
        _bench.Chip.Advance();
        long receiving = _bench.Now + (8 + 1518) * 800;
        _bench.Send(Enc28J60Bench.Frame(60));
        _bench.Wait(receiving - _bench.Now);
        Assert.Empty(_bench.Medium.Sent);
        _bench.Wait(9_600 + (8 + 64) * 800);
        Assert.Single(_bench.Medium.Sent);
        Assert.Equal(1, _bench.Read(Register.EPKTCNT));
    }

    [Fact]
    public void Full_duplex_sends_and_receives_at_a_time()
    {
        _bench.Start(fullDuplex: true);
        _bench.Medium.Arrive(Enc28J60Bench.Frame(1514));
        _bench.Chip.Advance();
        _bench.Send(Enc28J60Bench.Frame(60));
        _bench.Wait((8 + 64) * 800);
        Assert.Single(_bench.Medium.Sent);
        Assert.Equal(0, _bench.Read(Register.EPKTCNT));
    }

    [Fact]
    public void Half_duplex_hears_itself_unless_HDLDIS_is_set()
    {
        _bench.Start();
        _bench.Send(Enc28J60Bench.Frame(60, Enc28J60Bench.Broadcast));
        _bench.Wait(Enc28J60Bench.FrameTime);
        Assert.Equal(0, _bench.Read(Register.EPKTCNT));
        _bench.WritePhy(Phy.PHCON2, 0);
        _bench.SetBits(Register.ECON1, Econ1.TXRTS);
        _bench.Wait(Enc28J60Bench.FrameTime);
        Assert.Equal(1, _bench.Read(Register.EPKTCNT));
    }

    [Fact]
    public void The_other_slot_may_be_prepared_and_this_one_not()
    {
        _bench.Start();
        _bench.Send(Enc28J60Bench.Frame(1514));
        _bench.WriteBufferAt(0x1A00, 1, 2, 3);
        Enc28J60Bench.Violation(() => _bench.WriteBufferAt(0x1400, 1));
        Enc28J60Bench.Violation(() => _bench.ReadBufferAt(0x1400 + 1514 + 7, 1));
        Enc28J60Bench.Violation(() => _bench.Write(Register.ETXSTH, 0x1A));
        Enc28J60Bench.Violation(() => _bench.Write(Register.ETXNDL, 0));
        _bench.Wait(Enc28J60Bench.FrameTime);
        _bench.Write(Register.ETXSTH, 0x1A);
        Assert.Equal([1, 2, 3], _bench.ReadBufferAt(0x1A00, 3));
    }

    [Fact]
    public void The_MAC_and_the_PHY_must_agree_on_the_duplex_mode()
    {
        _bench.Start();
        Enc28J60Bench.Violation(() => _bench.Write(Register.MACON3, 0x33));
        _bench.ClearBits(Register.ECON1, Econ1.RXEN);
        _bench.Write(Register.MACON3, 0x33);
        Assert.Contains("PDPXMD", Enc28J60Bench.Violation(() => _bench.Send(Enc28J60Bench.Frame(60))).Message);
        _bench.ClearBits(Register.ECON1, Econ1.TXRTS);
        Assert.Contains("PDPXMD", Enc28J60Bench.Violation(() => _bench.SetBits(Register.ECON1, Econ1.RXEN)).Message);
    }

    [Fact]
    public void Padding_needs_the_check_sequence()
    {
        StartWith(0x22);
        Assert.Contains("PADCFG", Enc28J60Bench.Violation(() => _bench.Send(Enc28J60Bench.Frame(60))).Message);
    }

    [Fact]
    public void A_frame_to_send_needs_a_length()
    {
        _bench.Start();
        _bench.Write16(Register.ETXNDL, Enc28J60Bench.SlotA);
        Assert.Contains("no frame", Enc28J60Bench.Violation(() => _bench.SetBits(Register.ECON1, Econ1.TXRTS)).Message);
    }

    private void StartWith(int macon3)
    {
        _bench.Start();
        _bench.ClearBits(Register.ECON1, Econ1.RXEN);
        _bench.Write(Register.MACON3, macon3);
    }

    private int StatusCount(int length)
    {
        byte[] status = _bench.TransmitStatus(length);
        return status[0] | (status[1] << 8);
    }
}
