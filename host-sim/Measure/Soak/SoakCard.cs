// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;
using NanoTcp.Measure.Segments;
using NanoTcp.Simulation.Wire;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Soak;

/// <summary>
/// A network card with offload. It computes checksums, cuts long frames into segments for the wire, and joins waiting segments that follow each
/// other.
/// </summary>
internal sealed class SoakCard(WirePort port, SegmentChecker checker, int maxFrame)
{
    private const int Packet = EthernetHeader.Length;
    private const int Tcp = Packet + IPv4Header.MinLength;

    private readonly FrameBuffer _piece = new(FrameBuffer.MaxEthernetFrame);
    private readonly FrameBuffer _joined = new(maxFrame);
    private readonly FrameBuffer _waiting = new(FrameBuffer.MaxEthernetFrame);

    /// <summary>Whether a frame waits in here.</summary>
    public bool HasWaiting => _waiting.Length > 0;

    /// <summary>How many frames the wire gets for one of the stack.</summary>
    public static int CountPieces(FrameBuffer frame)
    {
        return frame.SegmentSize == 0 ? 1 : (frame.Length - HeadersOf(frame) + frame.SegmentSize - 1) / frame.SegmentSize;
    }

    /// <summary>One of them.</summary>
    public FrameBuffer Cut(FrameBuffer frame, int index)
    {
        byte[] data = _piece.Data;
        int start = _piece.Offset;
        int tcp = start + Tcp;
        if (!IsSegment(frame))
        {
            Copy(frame, _piece);
            return _piece;
        }

        int headers = HeadersOf(frame);
        int text = BigEndian.ReadUInt16(frame.Data, frame.Offset + Packet + IPv4Header.TotalLength) + Packet - headers;
        int size = frame.SegmentSize == 0 ? text : frame.SegmentSize;
        int first = index * size;
        int length = Math.Min(size, text - first);
        frame.Data.AsSpan(frame.Offset, headers).CopyTo(data.AsSpan(start));
        frame.Data.AsSpan(frame.Offset + headers + first, length).CopyTo(data.AsSpan(start + headers));
        _piece.Length = headers + length;
        BigEndian.WriteUInt32(data, tcp + TcpHeader.SequenceNumber, BigEndian.ReadUInt32(data, tcp + TcpHeader.SequenceNumber) + (uint)first);
        if (first + length < text)
        {
            data[tcp + TcpHeader.Flags] &= unchecked((byte)~(TcpHeader.Fin | TcpHeader.Psh));
        }

        WriteTotalLength(_piece, headers + length - Packet);

        // The field holds the sum of a pseudo header with the length of all segments.
        ulong sum = TcpSegment.Sum(data.AsSpan(tcp, headers - Tcp + length)) + 0xFFFF - (ulong)(text - length);
        BigEndian.WriteUInt16(data, tcp + TcpHeader.SegmentChecksum, 0xFFFF - TcpSegment.Fold(sum));
        return _piece;
    }

    /// <summary>The next frame that has arrived, or several as one; null when there is none.</summary>
    public FrameBuffer? Receive()
    {
        FrameBuffer? first = HasWaiting ? _waiting : port.Receive();
        if (first == null)
        {
            return null;
        }

        Copy(first, _joined);
        _waiting.Length = 0;
        checker.Received(_joined.Data, _joined.Offset, _joined.Length);
        _joined.ChecksumVerified = TcpSegment.Read(_joined.Data, _joined.Offset, _joined.Length, out TcpSegment segment) == FrameKind.Segment;
        while (_joined.ChecksumVerified && port.Receive() is { } next)
        {
            if (!TryJoin(ref segment, next))
            {
                Copy(next, _waiting);
                break;
            }
        }

        return _joined;
    }

    private static bool IsSegment(FrameBuffer frame)
    {
        return BigEndian.ReadUInt16(frame.Data, frame.Offset + EthernetHeader.EtherType) == EthernetHeader.TypeIPv4
            && frame.Data[frame.Offset + Packet + IPv4Header.Protocol] == IPv4Header.ProtocolTcp;
    }

    private static int HeadersOf(FrameBuffer frame)
    {
        return Tcp + ((frame.Data[frame.Offset + Tcp + TcpHeader.DataOffset] >> 4) * 4);
    }

    private static void WriteTotalLength(FrameBuffer frame, int length)
    {
        byte[] data = frame.Data;
        int packet = frame.Offset + Packet;
        BigEndian.WriteUInt16(data, packet + IPv4Header.TotalLength, length);
        BigEndian.WriteUInt16(data, packet + IPv4Header.HeaderChecksum, 0);
        BigEndian.WriteUInt16(data, packet + IPv4Header.HeaderChecksum, 0xFFFF - TcpSegment.Fold(TcpSegment.Sum(data.AsSpan(packet, IPv4Header.MinLength))));
    }

    private static void Copy(FrameBuffer from, FrameBuffer to)
    {
        from.Data.AsSpan(from.Offset, from.Length).CopyTo(to.Data.AsSpan(to.Offset));
        to.Length = from.Length;
    }

    /// <summary>Appends a segment that is the next of the same connection and differs only in its text. Its checksum is that of the first.</summary>
    private bool TryJoin(ref TcpSegment last, FrameBuffer frame)
    {
        if (TcpSegment.Read(frame.Data, frame.Offset, frame.Length, out TcpSegment next) != FrameKind.Segment
            || next.Sequence != last.End || last.Length == 0 || next.Length == 0
            || (last.Flags & ~TcpHeader.Ack) != 0 || (next.Flags & ~(TcpHeader.Psh | TcpHeader.Fin)) != last.Flags
            || !HaveSameHeaders(last, next, frame))
        {
            return false;
        }

        int length = last.Text + last.Length - _joined.Offset;
        if (length + next.Length > maxFrame)
        {
            return false;
        }

        checker.Received(frame.Data, frame.Offset, frame.Length);
        frame.Data.AsSpan(next.Text, next.Length).CopyTo(_joined.Data.AsSpan(_joined.Offset + length));
        _joined.Length = length + next.Length;
        _joined.Data[_joined.Offset + Tcp + TcpHeader.Flags] = (byte)next.Flags;
        WriteTotalLength(_joined, _joined.Length - Packet);
        last.Length += next.Length;
        last.Flags = next.Flags;
        return true;
    }

    /// <summary>Compares everything from the addresses to the options, except sequence number, flags and checksum.</summary>
    private bool HaveSameHeaders(in TcpSegment last, in TcpSegment next, FrameBuffer frame)
    {
        ReadOnlySpan<byte> one = _joined.Data.AsSpan(_joined.Offset, last.Text - _joined.Offset);
        ReadOnlySpan<byte> two = frame.Data.AsSpan(frame.Offset, next.Text - frame.Offset);
        const int addresses = Packet + IPv4Header.Source;
        return one[Packet] == two[Packet] && one[Packet] == 0x45 && one.Length == two.Length
            && one[..EthernetHeader.EtherType].SequenceEqual(two[..EthernetHeader.EtherType])
            && one[addresses..(Tcp + TcpHeader.SequenceNumber)].SequenceEqual(two[addresses..(Tcp + TcpHeader.SequenceNumber)])
            && one[(Tcp + TcpHeader.AcknowledgmentNumber)..(Tcp + TcpHeader.Flags)].SequenceEqual(two[(Tcp + TcpHeader.AcknowledgmentNumber)..(Tcp + TcpHeader.Flags)])
            && one.Slice(Tcp + TcpHeader.Window, 2).SequenceEqual(two.Slice(Tcp + TcpHeader.Window, 2))
            && one[(Tcp + TcpHeader.MinLength)..].SequenceEqual(two[(Tcp + TcpHeader.MinLength)..]);
    }
}
