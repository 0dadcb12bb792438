// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Addresses;
using NanoTcp.Wire;

namespace NanoTcp.Simulation.Trace;

/// <summary>Reads frames for the trace. It trusts nothing: a frame that is too short for its claims is refused.</summary>
public static class FrameDecoder
{
    private const int ProtocolIgmp = 2;
    private const int IgmpLength = 8;
    private const int FragmentOffset = 0x1FFF;

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

        int fragment = (BigEndian.ReadUInt16(data, offset + EthernetHeader.Length + IPv4Header.Fragment) & FragmentOffset) * 8;
        text = protocol switch
        {
            _ when fragment > 0 => $"IPv4 fragment from byte {fragment} on, {end - start} bytes",
            IPv4Header.ProtocolIcmp when end - start >= IcmpHeader.Length => DescribeIcmp(data[start + IcmpHeader.Type], data[start + IcmpHeader.Code], end - start - IcmpHeader.Length),
            IPv4Header.ProtocolUdp => DatagramText.Describe(data.AsSpan(start, end - start)),
            ProtocolIgmp when end - start >= IgmpLength => DescribeIgmp(data[start], BigEndian.ReadUInt32(data, start + 4)),
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

        if (sender == 0)
        {
            // RFC 5227 §2.1.1.
            return $"ARP: is {IPv4Address.ToString(target)} free?";
        }

        return BigEndian.ReadUInt16(data, arp + ArpPacket.Operation) == ArpPacket.Request
            ? $"ARP: who has {IPv4Address.ToString(target)}?"
            : $"ARP: {IPv4Address.ToString(sender)} is at {MacAddress.Format(data[(arp + ArpPacket.SenderMac)..(arp + ArpPacket.SenderAddress)])}";
    }

    private static string DescribeIcmp(int type, int code, int bytes)
    {
        return type switch
        {
            IcmpHeader.EchoRequest => $"ICMP echo request, {bytes} bytes",
            IcmpHeader.EchoReply => $"ICMP echo reply, {bytes} bytes",
            // RFC 792 and RFC 1122 §3.2.2.1.
            IcmpHeader.Unreachable => code switch
            {
                2 => "ICMP protocol unreachable",
                3 => "ICMP port unreachable",
                IcmpHeader.CodeFragmentationNeeded => "ICMP fragmentation needed",
                _ => $"ICMP unreachable, code {code}",
            },
            IcmpHeader.TimeExceeded => "ICMP time exceeded",
            _ => $"ICMP type {type}",
        };
    }

    // RFC 2236 §2.
    private static string DescribeIgmp(int type, uint group)
    {
        return type switch
        {
            0x11 => group == 0 ? "IGMP: who is in which group?" : $"IGMP: who is in {IPv4Address.ToString(group)}?",
            0x12 or 0x16 => $"IGMP: in {IPv4Address.ToString(group)}",
            0x17 => $"IGMP: out of {IPv4Address.ToString(group)}",
            _ => $"IGMP type {type}",
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
