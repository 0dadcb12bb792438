// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;
using NanoTcp.Measure.Segments;
using NanoTcp.Measure.Soak;
using NanoTcp.Simulation.Wire;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim.Measure.Soak;

/// <summary>The effects of a simulated host's network card on segments.</summary>
public class SoakCardTests
{
    private const int Tcp = EthernetHeader.Length + IPv4Header.MinLength;

    private readonly VirtualWire _wire = new();
    private readonly WirePort _sender;
    private readonly SoakCard _card;
    private readonly FrameMaker _maker = new(SoakPlan.MacOf(0));

    public SoakCardTests()
    {
        _sender = _wire.Attach(SoakPlan.MacOf(0));
        _card = new SoakCard(_wire.Attach(SoakPlan.MacOf(1)), new SegmentChecker(new SoakWorld(1), SoakPlan.AddressOf(1)), 5000);
    }

    [Fact]
    public void A_frame_is_cut_into_segments_with_right_checksums_and_the_FIN_behind_the_last()
    {
        FrameBuffer frame = Make(100, 1000, TcpHeader.Ack | TcpHeader.Psh | TcpHeader.Fin);
        frame.SegmentSize = 400;
        int total = frame.Length - Tcp;
        ulong pseudo = TcpSegment.Sum(frame.Data.AsSpan(frame.Offset + EthernetHeader.Length + IPv4Header.Source, 8)) + (ulong)(IPv4Header.ProtocolTcp + total);
        BigEndian.WriteUInt16(frame.Data, frame.Offset + Tcp + TcpHeader.SegmentChecksum, TcpSegment.Fold(pseudo));

        Assert.Equal(3, SoakCard.CountPieces(frame));
        (uint, int, int)[] cut = [.. Enumerable.Range(0, 3).Select(i => Read(_card.Cut(frame, i))).Select(piece => (piece.Sequence, piece.Length, piece.Flags))];
        Assert.Equal([(100, 400, TcpHeader.Ack), (500, 400, TcpHeader.Ack), (900, 200, TcpHeader.Ack | TcpHeader.Psh | TcpHeader.Fin)], cut);
    }

    [Fact]
    public void What_follows_on_one_another_arrives_as_one()
    {
        _sender.Transmit(Make(100, 500, TcpHeader.Ack));
        _sender.Transmit(Make(600, 500, TcpHeader.Ack));
        _sender.Transmit(Make(1100, 300, TcpHeader.Ack | TcpHeader.Psh));
        _sender.Transmit(Make(1400, 500, TcpHeader.Ack));
        FrameBuffer joined = _card.Receive()!;
        Assert.True(joined.ChecksumVerified);
        Assert.Equal(Tcp + TcpHeader.MinLength + 1300, joined.Length);
        Assert.Equal(Enumerable.Range(0, 1300).Select(i => (byte)(100 + i)), joined.Data.Skip(joined.Offset + Tcp + TcpHeader.MinLength).Take(1300));
        Assert.True(_card.HasWaiting);
        Assert.Equal(1400u, Read(_card.Receive()!).Sequence);
        Assert.Null(_card.Receive());
    }

    [Fact]
    public void A_wrong_checksum_is_not_vouched_for()
    {
        FrameBuffer frame = Make(100, 500, TcpHeader.Ack);
        frame.Data[frame.Offset + frame.Length - 1] ^= 1;
        _sender.Transmit(frame);
        Assert.False(_card.Receive()!.ChecksumVerified);
    }

    private FrameBuffer Make(uint sequence, int length, int flags)
    {
        TcpSegment segment = new() { Source = SoakPlan.AddressOf(0), Destination = SoakPlan.AddressOf(1), SourcePort = 5000, DestinationPort = 80, Sequence = sequence, Acknowledgment = 7, Flags = flags, Window = 99 };
        return _maker.Segment(SoakPlan.MacOf(1), segment, [], [.. Enumerable.Range(0, length).Select(i => (byte)(sequence + i))]);
    }

    private static TcpSegment Read(FrameBuffer frame)
    {
        Assert.Equal(FrameKind.Segment, TcpSegment.Read(frame.Data, frame.Offset, frame.Length, out TcpSegment segment));
        return segment;
    }
}
