// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Simulation.Chips.Enc28j60;

namespace NanoTcp.Tests.HostSim.Simulation.Chips.Enc28j60;

/// <summary>Frames that are not received: no room, a wrong length or check sequence, or the receiver is off.</summary>
public class Enc28J60DropTests
{
    private readonly Enc28J60Bench _bench = new();

    [Fact]
    public void A_full_buffer_drops_the_frame_and_says_so()
    {
        _bench.Start();
        for (int i = 0; i < 4; i++)
        {
            _bench.Arrive(Enc28J60Bench.Frame(1514));
        }

        Assert.Equal(3, _bench.Read(Register.EPKTCNT));
        Assert.Equal(1, _bench.Counters.DroppedBufferFull);
        Assert.Equal(Eir.RXERIF, _bench.Read(Register.EIR) & Eir.RXERIF);
        Assert.Equal(Estat.BUFER, _bench.Read(Register.ESTAT) & Estat.BUFER);
        Assert.Equal(3 * 1524, _bench.Read16(Register.ERXWRPTL));

        _bench.ClearBits(Register.EIR, Eir.RXERIF);
        _bench.ClearBits(Register.ESTAT, Estat.BUFER);
        Assert.Equal(0, _bench.Read(Register.EIR) & Eir.RXERIF);
        Assert.Equal(0, _bench.Read(Register.ESTAT) & Estat.BUFER);
    }

    [Theory]
    [InlineData(70, 1)]
    [InlineData(69, 0)]
    public void One_byte_of_the_buffer_is_never_used(int free, int expected)
    {
        _bench.Wait(1_000_000);
        _bench.Initialise();
        _bench.ClearBits(Register.ECON1, Econ1.RXEN);
        _bench.Write16(Register.ERXRDPTL, free + 1);
        _bench.SetBits(Register.ECON1, Econ1.RXEN);
        _bench.Wait(25_000_000);
        _bench.Arrive(Enc28J60Bench.Frame(60));
        Assert.Equal(expected, _bench.Read(Register.EPKTCNT));
    }

    [Fact]
    public void The_packet_count_stops_at_255_and_at_zero()
    {
        _bench.Start();
        _bench.SetBits(Register.ECON2, Econ2.PKTDEC);
        Assert.Equal(0, _bench.Read(Register.EPKTCNT));
        for (int i = 1; i <= 256; i++)
        {
            _bench.Arrive(Enc28J60Bench.Frame(60));
            int next = (i * 70) % 0x1400;
            _bench.Write16(Register.ERXRDPTL, next == 0 ? Enc28J60Bench.ReceiveEnd : next - 1);
        }

        Assert.Equal(255, _bench.Read(Register.EPKTCNT));
        Assert.Equal(1, _bench.Counters.DroppedCountFull);
        Assert.Equal(Eir.RXERIF, _bench.Read(Register.EIR) & Eir.RXERIF);
        _bench.SetBits(Register.ECON2, Econ2.PKTDEC);
        Assert.Equal(254, _bench.Read(Register.EPKTCNT));
        Assert.Equal(0x80, _bench.Read(Register.ECON2));
    }

    [Theory]
    [InlineData(17, 0)]
    [InlineData(18, 1)]
    [InlineData(63, 1)]
    [InlineData(1518, 1)]
    [InlineData(1519, 0)]
    public void Frames_that_are_too_short_or_too_long_are_dropped(int withFcs, int expected)
    {
        _bench.Start();
        _bench.ArriveRaw(Enc28J60Bench.WithFcs(Enc28J60Bench.Frame(1600)[..(withFcs - 4)]));
        Assert.Equal(expected, _bench.Read(Register.EPKTCNT));
        Assert.Equal(1 - expected, _bench.Counters.DroppedByLength);
    }

    [Fact]
    public void Huge_frames_pass_if_allowed()
    {
        _bench.Start();
        _bench.ClearBits(Register.ECON1, Econ1.RXEN);
        _bench.Write(Register.MACON3, 0x36);
        _bench.SetBits(Register.ECON1, Econ1.RXEN);
        _bench.ArriveRaw(Enc28J60Bench.WithFcs(Enc28J60Bench.Frame(1700)));
        Assert.Equal(1, _bench.Read(Register.EPKTCNT));
    }

    [Theory]
    [InlineData(0xA1, 0)]
    [InlineData(0x81, 1)]
    public void A_wrong_check_sequence_drops_the_frame_if_the_filter_says_so(int filter, int expected)
    {
        _bench.Start(filter: filter);
        byte[] raw = Enc28J60Bench.WithFcs(Enc28J60Bench.Frame(60));
        raw[63] ^= 1;
        _bench.ArriveRaw(raw);
        Assert.Equal(expected, _bench.Read(Register.EPKTCNT));
        Assert.Equal(1 - expected, _bench.Counters.DroppedByCrc);
        if (expected == 1)
        {
            Assert.Equal(0x50, _bench.ReadBufferAt(4, 1)[0]);
        }
    }

    [Fact]
    public void Control_frames_are_for_the_MAC_alone()
    {
        _bench.Start();
        _bench.Arrive(Enc28J60Bench.Frame(60, etherType: 0x8808));
        Assert.Equal(0, _bench.Read(Register.EPKTCNT));
        Assert.Equal(1, _bench.Counters.DroppedControl);

        _bench.Write(Register.MACON1, 0x0F);
        _bench.Arrive(Enc28J60Bench.Frame(60, etherType: 0x8808));
        Assert.Equal(0x28C0, BinaryPrimitives.ReadUInt16LittleEndian(_bench.ReadBufferAt(4, 2)));
    }

    [Fact]
    public void Nothing_is_received_while_the_receiver_is_off()
    {
        _bench.Start();
        _bench.ClearBits(Register.ECON1, Econ1.RXEN);
        _bench.Arrive(Enc28J60Bench.Frame(60));
        _bench.SetBits(Register.ECON1, Econ1.RXEN);
        _bench.Write(Register.MACON1, 0);
        _bench.Arrive(Enc28J60Bench.Frame(60));
        Assert.Equal(0, _bench.Read(Register.EPKTCNT));
        Assert.Equal(2, _bench.Counters.DroppedReceiverOff);
    }

    [Fact]
    public void A_frame_that_has_begun_is_received_to_its_end()
    {
        _bench.Start();
        _bench.Medium.Arrive(Enc28J60Bench.Frame(1514));
        _bench.Chip.Advance();
        _bench.ClearBits(Register.ECON1, Econ1.RXEN);
        _bench.Wait(Enc28J60Bench.FrameTime);
        Assert.Equal(1, _bench.Read(Register.EPKTCNT));
    }

    [Fact]
    public void A_receive_reset_loses_the_frame_under_way_and_keeps_the_rest()
    {
        _bench.Start();
        _bench.Arrive(Enc28J60Bench.Frame(60));
        _bench.Medium.Arrive(Enc28J60Bench.Frame(1514));
        _bench.Chip.Advance();
        _bench.SetBits(Register.ECON1, Econ1.RXRST);
        Assert.Equal(0, _bench.Read(Register.ECON1) & Econ1.RXEN);
        _bench.SetBits(Register.ECON1, Econ1.RXEN);
        Assert.Equal(0, _bench.Read(Register.ECON1) & Econ1.RXEN);
        _bench.ClearBits(Register.ECON1, Econ1.RXRST);
        _bench.SetBits(Register.ECON1, Econ1.RXEN);
        _bench.Wait(Enc28J60Bench.FrameTime);
        Assert.Equal(1, _bench.Read(Register.EPKTCNT));
        Assert.Equal(1, _bench.Counters.DroppedAborted);
    }
}
