// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Simulation.Chips.Enc28j60;

namespace NanoTcp.Tests.HostSim.Simulation.Chips.Enc28j60;

/// <summary>The receive buffer: layout, pointers, timing, and the errata about them.</summary>
public class Enc28J60ReceiveTests
{
    private readonly Enc28J60Bench _bench = new();

    [Fact]
    public void A_packet_has_a_header_the_frame_and_its_check_sequence()
    {
        _bench.Start();
        byte[] frame = Enc28J60Bench.Frame(60);
        _bench.Arrive(frame);

        Assert.Equal(1, _bench.Read(Register.EPKTCNT));
        byte[] packet = _bench.ReadBufferAt(0, 70);
        Assert.Equal(70, BinaryPrimitives.ReadUInt16LittleEndian(packet));
        Assert.Equal(64, BinaryPrimitives.ReadUInt16LittleEndian(packet.AsSpan(2)));
        Assert.Equal(0x00C0, BinaryPrimitives.ReadUInt16LittleEndian(packet.AsSpan(4)));
        Assert.Equal(Enc28J60Bench.WithFcs(frame), packet[6..]);
        Assert.Equal(70, _bench.Read16(Register.ERXWRPTL));
        Assert.Equal(1, _bench.Counters.FramesReceived);
    }

    [Fact]
    public void The_check_sequence_is_the_one_of_Ethernet()
    {
        // The check value of this CRC over the digits 1 to 9.
        Assert.Equal(0xCBF43926, EthernetCrc.Compute("123456789"u8));
    }

    [Fact]
    public void An_odd_packet_is_followed_by_a_skipped_byte()
    {
        _bench.Start();
        _bench.Arrive(Enc28J60Bench.Frame(61));
        _bench.Arrive(Enc28J60Bench.Frame(60));
        Assert.Equal(72, BinaryPrimitives.ReadUInt16LittleEndian(_bench.ReadBufferAt(0, 2)));
        Assert.Equal(65, BinaryPrimitives.ReadUInt16LittleEndian(_bench.ReadBufferAt(2, 2)));
        Assert.Equal(142, BinaryPrimitives.ReadUInt16LittleEndian(_bench.ReadBufferAt(72, 2)));
    }

    [Fact]
    public void A_frame_takes_its_time_on_the_wire()
    {
        _bench.Start();
        _bench.Medium.Arrive(Enc28J60Bench.Frame(1514));
        _bench.Chip.Advance();
        const long onWire = (8 + 1518) * 800;
        Assert.Equal(_bench.Now + onWire, _bench.Chip.NextEventNanoseconds);
        Assert.Equal(Estat.RXBUSY, _bench.Read(Register.ESTAT) & Estat.RXBUSY);
        _bench.Wait(onWire - 1);
        Assert.Equal(0, _bench.Read(Register.EPKTCNT));
        Assert.Equal(0, _bench.Read16(Register.ERXWRPTL));
        _bench.Wait(1);
        Assert.Equal(1, _bench.Read(Register.EPKTCNT));
        Assert.Equal(0, _bench.Read(Register.ESTAT) & Estat.RXBUSY);
    }

    [Fact]
    public void Frames_come_one_after_the_other()
    {
        _bench.Start();
        _bench.Medium.Arrive(Enc28J60Bench.Frame(60));
        _bench.Medium.Arrive(Enc28J60Bench.Frame(60));
        _bench.Chip.Advance();
        const long onWire = (8 + 64) * 800;
        _bench.Wait(2 * onWire + 9_599);
        Assert.Equal(1, _bench.Read(Register.EPKTCNT));
        _bench.Wait(1);
        Assert.Equal(2, _bench.Read(Register.EPKTCNT));
    }

    [Fact]
    public void A_packet_wraps_round_the_buffer()
    {
        _bench.Start();
        for (int i = 0; i < 3; i++)
        {
            _bench.Arrive(Enc28J60Bench.Frame(1514));
        }

        // Three packets of 1524 bytes; the fourth crosses the end at 0x1400.
        _bench.Write16(Register.ERXRDPTL, 2 * 1524 - 1);
        byte[] frame = Enc28J60Bench.Frame(1514, Enc28J60Bench.Broadcast);
        _bench.Arrive(frame);
        Assert.Equal(4, _bench.Read(Register.EPKTCNT));
        Assert.Equal(4 * 1524 - 0x1400, BinaryPrimitives.ReadUInt16LittleEndian(_bench.ReadBufferAt(3 * 1524, 2)));
        byte[] packet = _bench.ReadBufferAt(3 * 1524, 1524);
        Assert.Equal(Enc28J60Bench.WithFcs(frame), packet[6..]);
        Assert.Equal(4 * 1524 - 0x1400, _bench.Read16(Register.ERDPTL));
    }

    [Theory]
    [InlineData(0x0800, false, 0x00C0)]
    [InlineData(0x0800, true, 0x02C0)]
    [InlineData(46, false, 0x0080)]
    [InlineData(30, false, 0x0080)]
    [InlineData(47, false, 0x00A0)]
    [InlineData(0x8100, false, 0x40C0)]
    public void The_status_of_a_packet_tells_what_frame_it_is(int etherType, bool broadcast, int expected)
    {
        _bench.Start();
        _bench.Arrive(Enc28J60Bench.Frame(60, broadcast ? Enc28J60Bench.Broadcast : null, etherType));
        Assert.Equal(expected, BinaryPrimitives.ReadUInt16LittleEndian(_bench.ReadBufferAt(4, 2)));
    }

    [Fact]
    public void Multicast_is_marked_in_the_status()
    {
        _bench.Start(filter: 0x22);
        _bench.Arrive(Enc28J60Bench.Frame(60, [0x01, 0, 0x5E, 0, 0, 1]));
        Assert.Equal(0x01C0, BinaryPrimitives.ReadUInt16LittleEndian(_bench.ReadBufferAt(4, 2)));
    }

    [Fact]
    public void The_bounds_of_the_buffer_load_the_hidden_pointer_only()
    {
        _bench.Start();
        _bench.Arrive(Enc28J60Bench.Frame(60));
        _bench.ClearBits(Register.ECON1, Econ1.RXEN);
        _bench.Write16(Register.ERXSTL, 0x0200);
        Assert.Equal(70, _bench.Read16(Register.ERXWRPTL));
        _bench.SetBits(Register.ECON1, Econ1.RXEN);
        _bench.Arrive(Enc28J60Bench.Frame(60));
        Assert.Equal(0x0200 + 70, _bench.Read16(Register.ERXWRPTL));
    }

    [Fact]
    public void Erratum_5_starts_the_receive_buffer_at_zero_instead()
    {
        Enc28J60Bench bench = new(Enc28J60Errata.ReceiveBufferNotAtZero);
        bench.Start();
        bench.ClearBits(Register.ECON1, Econ1.RXEN);
        bench.Write16(Register.ERXSTL, 0x0200);
        bench.SetBits(Register.ECON1, Econ1.RXEN);
        bench.Arrive(Enc28J60Bench.Frame(60));
        Assert.Equal(70, bench.Read16(Register.ERXWRPTL));
    }

    [Fact]
    public void Erratum_14_forbids_even_read_pointers()
    {
        Enc28J60Bench strict = new(Enc28J60Errata.EvenReadPointer);
        strict.Start();
        Assert.Contains("erratum 14", Enc28J60Bench.Violation(() => strict.Write16(Register.ERXRDPTL, 0x0100)).Message);

        Enc28J60Bench lenient = new(Enc28J60Errata.EvenReadPointer, strict: false);
        lenient.Start();
        lenient.Write16(Register.ERXRDPTL, 0x1000);
        lenient.Arrive(Enc28J60Bench.Frame(60));
        Assert.Equal(1, lenient.Counters.Violations);
        Assert.NotEqual(70, BinaryPrimitives.ReadUInt16LittleEndian(lenient.ReadBufferAt(0, 2)));
    }

    [Fact]
    public void Headers_are_corrupted_on_demand()
    {
        _bench.Start();
        _bench.Chip.Faults.CorruptHeaders.Next = 1;
        _bench.Arrive(Enc28J60Bench.Frame(60));
        _bench.Arrive(Enc28J60Bench.Frame(60));
        Assert.NotEqual(70, BinaryPrimitives.ReadUInt16LittleEndian(_bench.ReadBufferAt(0, 2)));
        Assert.Equal(140, BinaryPrimitives.ReadUInt16LittleEndian(_bench.ReadBufferAt(70, 2)));
    }

    [Fact]
    public void The_bounds_of_the_buffer_must_not_change_while_receiving()
    {
        _bench.Start();
        Enc28J60Bench.Violation(() => _bench.Write(Register.ERXNDL, 0xFF));
        Enc28J60Bench.Violation(() => _bench.Write(Register.ERXSTH, 0));
    }
}
