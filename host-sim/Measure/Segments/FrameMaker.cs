// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Segments;

/// <summary>Makes the frames of stations that have no stack.</summary>
internal sealed class FrameMaker(byte[] mac)
{
    private const int ErrorLength = 2 * IPv4Header.MinLength + IcmpHeader.Length + 8;

    private readonly FrameBuffer _frame = new(EthernetHeader.MaxFrame);

    /// <summary>Turns an ARP request round.</summary>
    public FrameBuffer ArpReply(byte[] data, int offset)
    {
        byte[] frame = _frame.Data;
        int start = _frame.Offset;
        int request = offset + EthernetHeader.Length;
        int reply = start + EthernetHeader.Length;
        WriteEthernet(data.AsSpan(request + ArpPacket.SenderMac, EthernetHeader.AddressLength), EthernetHeader.TypeArp);
        data.AsSpan(request, ArpPacket.Length).CopyTo(frame.AsSpan(reply));
        BigEndian.WriteUInt16(frame, reply + ArpPacket.Operation, ArpPacket.Reply);
        mac.CopyTo(frame.AsSpan(reply + ArpPacket.SenderMac));
        data.AsSpan(request + ArpPacket.TargetAddress, 4).CopyTo(frame.AsSpan(reply + ArpPacket.SenderAddress));
        data.AsSpan(request + ArpPacket.SenderMac, 10).CopyTo(frame.AsSpan(reply + ArpPacket.TargetMac));
        _frame.Length = EthernetHeader.Length + ArpPacket.Length;
        return _frame;
    }

    /// <summary>A segment with the fields of <paramref name="segment"/>. The options' length is a multiple of four.</summary>
    public FrameBuffer Segment(ReadOnlySpan<byte> destinationMac, in TcpSegment segment, ReadOnlySpan<byte> options, ReadOnlySpan<byte> text, int urgent = 0, int? dataOffset = null)
    {
        byte[] frame = _frame.Data;
        int packet = _frame.Offset + EthernetHeader.Length;
        int tcp = packet + IPv4Header.MinLength;
        int length = TcpHeader.MinLength + options.Length + text.Length;
        WriteEthernet(destinationMac, EthernetHeader.TypeIPv4);
        Array.Clear(frame, packet, IPv4Header.MinLength + TcpHeader.MinLength);
        WritePacket(packet, IPv4Header.ProtocolTcp, segment.Source, segment.Destination, IPv4Header.MinLength + length);
        BigEndian.WriteUInt16(frame, tcp + TcpHeader.SourcePort, segment.SourcePort);
        BigEndian.WriteUInt16(frame, tcp + TcpHeader.DestinationPort, segment.DestinationPort);
        BigEndian.WriteUInt32(frame, tcp + TcpHeader.SequenceNumber, segment.Sequence);
        BigEndian.WriteUInt32(frame, tcp + TcpHeader.AcknowledgmentNumber, segment.Acknowledgment);
        frame[tcp + TcpHeader.DataOffset] = (byte)((dataOffset ?? (TcpHeader.MinLength + options.Length) / 4) << 4);
        frame[tcp + TcpHeader.Flags] = (byte)segment.Flags;
        BigEndian.WriteUInt16(frame, tcp + TcpHeader.Window, segment.Window);
        BigEndian.WriteUInt16(frame, tcp + TcpHeader.UrgentPointer, urgent);
        options.CopyTo(frame.AsSpan(tcp + TcpHeader.MinLength));
        text.CopyTo(frame.AsSpan(tcp + TcpHeader.MinLength + options.Length));
        _frame.Length = EthernetHeader.Length + IPv4Header.MinLength + length;
        WriteTcpChecksum(_frame);
        return _frame;
    }

    /// <summary>An ICMP error about a segment: it quotes its IPv4 header and the first eight bytes of its TCP header.</summary>
    public FrameBuffer Error(ReadOnlySpan<byte> destinationMac, uint router, in TcpSegment about, int type, int code, int mtu)
    {
        byte[] frame = _frame.Data;
        int packet = _frame.Offset + EthernetHeader.Length;
        int icmp = packet + IPv4Header.MinLength;
        int quoted = icmp + IcmpHeader.Length;
        WriteEthernet(destinationMac, EthernetHeader.TypeIPv4);
        Array.Clear(frame, packet, ErrorLength);
        WritePacket(packet, IPv4Header.ProtocolIcmp, router, about.Source, ErrorLength);
        WritePacket(quoted, IPv4Header.ProtocolTcp, about.Source, about.Destination, IPv4Header.MinLength + TcpHeader.MinLength);
        BigEndian.WriteUInt16(frame, quoted + IPv4Header.MinLength + TcpHeader.SourcePort, about.SourcePort);
        BigEndian.WriteUInt16(frame, quoted + IPv4Header.MinLength + TcpHeader.DestinationPort, about.DestinationPort);
        BigEndian.WriteUInt32(frame, quoted + IPv4Header.MinLength + TcpHeader.SequenceNumber, about.Sequence);
        frame[icmp + IcmpHeader.Type] = (byte)type;
        frame[icmp + IcmpHeader.Code] = (byte)code;
        BigEndian.WriteUInt16(frame, icmp + IcmpHeader.NextHopMtu, mtu);
        BigEndian.WriteUInt16(frame, icmp + IcmpHeader.MessageChecksum, 0xFFFF - TcpSegment.Fold(TcpSegment.Sum(frame.AsSpan(icmp, ErrorLength - IPv4Header.MinLength))));
        _frame.Length = EthernetHeader.Length + ErrorLength;
        return _frame;
    }

    /// <summary>Makes the checksum of a TCP segment right.</summary>
    public static void WriteTcpChecksum(FrameBuffer frame)
    {
        byte[] data = frame.Data;
        int packet = frame.Offset + EthernetHeader.Length;
        int tcp = packet + IPv4Header.MinLength;
        int length = BigEndian.ReadUInt16(data, packet + IPv4Header.TotalLength) - IPv4Header.MinLength;
        BigEndian.WriteUInt16(data, tcp + TcpHeader.SegmentChecksum, 0);
        ulong sum = TcpSegment.Sum(data.AsSpan(tcp, length)) + TcpSegment.Sum(data.AsSpan(packet + IPv4Header.Source, 8)) + (ulong)(IPv4Header.ProtocolTcp + length);
        BigEndian.WriteUInt16(data, tcp + TcpHeader.SegmentChecksum, 0xFFFF - TcpSegment.Fold(sum));
    }

    private void WritePacket(int packet, int protocol, uint source, uint destination, int length)
    {
        byte[] frame = _frame.Data;
        BigEndian.WriteUInt16(frame, packet, 0x4500);
        BigEndian.WriteUInt16(frame, packet + IPv4Header.TotalLength, length);
        frame[packet + IPv4Header.TimeToLive] = 64;
        frame[packet + IPv4Header.Protocol] = (byte)protocol;
        BigEndian.WriteUInt32(frame, packet + IPv4Header.Source, source);
        BigEndian.WriteUInt32(frame, packet + IPv4Header.Destination, destination);
        BigEndian.WriteUInt16(frame, packet + IPv4Header.HeaderChecksum, 0xFFFF - TcpSegment.Fold(TcpSegment.Sum(frame.AsSpan(packet, IPv4Header.MinLength))));
    }

    private void WriteEthernet(ReadOnlySpan<byte> destination, int type)
    {
        destination.CopyTo(_frame.Data.AsSpan(_frame.Offset));
        mac.CopyTo(_frame.Data.AsSpan(_frame.Offset + EthernetHeader.Source));
        BigEndian.WriteUInt16(_frame.Data, _frame.Offset + EthernetHeader.EtherType, type);
    }
}
