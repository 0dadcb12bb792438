// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Addresses;
using NanoTcp.Wire;

namespace NanoTcp.Simulation.Trace;

/// <summary>Reads frames for the trace. It trusts nothing: a frame that is too short for its claims is refused.</summary>
public static class FrameDecoder
{
    /// <summary>Whether the frame holds a whole TCP segment, and the segment.</summary>
    public static bool TryReadSegment(byte[] data, int offset, int length, out TraceSegment segment)
    {
        segment = default;
        if (!TryFindPayload(data, offset, length, out int protocol, out int start, out int end)
            || protocol != IPv4Header.ProtocolTcp || end - start < TcpHeader.MinLength)
        {
            return false;
        }

        int headerLength = (data[start + TcpHeader.DataOffset] >> 4) * 4;
        if (headerLength < TcpHeader.MinLength || headerLength > end - start)
        {
            return false;
        }

        int packet = offset + EthernetHeader.Length;
        bool isSyn = (data[start + TcpHeader.Flags] & TcpHeader.Syn) != 0;
        segment = new TraceSegment(
            BigEndian.ReadUInt32(data, packet + IPv4Header.Source),
            BigEndian.ReadUInt16(data, start + TcpHeader.SourcePort),
            BigEndian.ReadUInt32(data, packet + IPv4Header.Destination),
            BigEndian.ReadUInt16(data, start + TcpHeader.DestinationPort),
            BigEndian.ReadUInt32(data, start + TcpHeader.SequenceNumber),
            BigEndian.ReadUInt32(data, start + TcpHeader.AcknowledgmentNumber),
            data[start + TcpHeader.Flags],
            BigEndian.ReadUInt16(data, start + TcpHeader.Window),
            end - start - headerLength,
            isSyn ? DescribeOptions(data, start, headerLength) : "");
        return true;
    }

    /// <summary>A few words on a frame that is no TCP segment; false for frames that the trace leaves out.</summary>
    public static bool TryDescribe(byte[] data, int offset, int length, out string text)
    {
        text = "";
        if (length >= EthernetHeader.Length + ArpPacket.Length
            && BigEndian.ReadUInt16(data, offset + EthernetHeader.EtherType) == EthernetHeader.TypeArp)
        {
            int arp = offset + EthernetHeader.Length;
            text = DescribeArp(data, arp);
            return true;
        }

        if (!TryFindPayload(data, offset, length, out int protocol, out int start, out int end))
        {
            return false;
        }

        text = protocol switch
        {
            IPv4Header.ProtocolIcmp when end - start >= IcmpHeader.Length => DescribeIcmp(data[start + IcmpHeader.Type], end - start - IcmpHeader.Length),
            IPv4Header.ProtocolUdp => $"UDP, {end - start} bytes",
            IPv4Header.ProtocolTcp => "TCP, malformed",
            _ => $"IPv4 protocol {protocol}, {end - start} bytes",
        };
        return true;
    }

    private static string DescribeOptions(byte[] data, int start, int headerLength)
    {
        TcpOptionList options = new();
        options.Read(data, start, headerLength);
        List<string> words = headerLength > TcpHeader.MinLength ? [$"MSS {options.Mss}"] : [];
        if (options.WindowScale != TcpOptionList.None)
        {
            words.Add($"window scale {options.WindowScale}");
        }

        if (options.SackPermitted)
        {
            words.Add("SACK permitted");
        }

        if (options.HasTimestamps)
        {
            words.Add("timestamps");
        }

        return string.Join(", ", words);
    }

    private static string DescribeArp(byte[] data, int arp)
    {
        uint sender = BigEndian.ReadUInt32(data, arp + ArpPacket.SenderAddress);
        uint target = BigEndian.ReadUInt32(data, arp + ArpPacket.TargetAddress);
        if (sender == target)
        {
            return $"ARP: {IPv4Address.ToString(sender)} is here";
        }

        return BigEndian.ReadUInt16(data, arp + ArpPacket.Operation) == ArpPacket.Request
            ? $"ARP: who has {IPv4Address.ToString(target)}?"
            : $"ARP: {IPv4Address.ToString(sender)} is at {MacAddress.Format(data[(arp + ArpPacket.SenderMac)..(arp + ArpPacket.SenderAddress)])}";
    }

    private static string DescribeIcmp(int type, int bytes)
    {
        return type switch
        {
            IcmpHeader.EchoRequest => $"ICMP echo request, {bytes} bytes",
            IcmpHeader.EchoReply => $"ICMP echo reply, {bytes} bytes",
            _ => $"ICMP type {type}",
        };
    }

    private static bool TryFindPayload(byte[] data, int offset, int length, out int protocol, out int start, out int end)
    {
        protocol = 0;
        start = 0;
        end = 0;
        int packet = offset + EthernetHeader.Length;
        int room = length - EthernetHeader.Length;
        if (room < IPv4Header.MinLength || BigEndian.ReadUInt16(data, offset + EthernetHeader.EtherType) != EthernetHeader.TypeIPv4)
        {
            return false;
        }

        int headerLength = (data[packet + IPv4Header.VersionAndLength] & 15) * 4;
        int totalLength = BigEndian.ReadUInt16(data, packet + IPv4Header.TotalLength);
        if (data[packet + IPv4Header.VersionAndLength] >> 4 != 4 || headerLength < IPv4Header.MinLength || totalLength < headerLength || totalLength > room)
        {
            return false;
        }

        protocol = data[packet + IPv4Header.Protocol];
        start = packet + headerLength;
        end = packet + totalLength;
        return true;
    }
}
