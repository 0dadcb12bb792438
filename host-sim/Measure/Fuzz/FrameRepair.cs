// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Segments;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Fuzz;

/// <summary>Makes lengths and checksums of a frame right, so that a broken frame gets past the first checks.</summary>
internal static class FrameRepair
{
    private const int Packet = EthernetHeader.Length;

    /// <summary>Sets the lengths in the headers of IPv4 and UDP to what is there.</summary>
    public static void SetLengths(FuzzFrame frame)
    {
        if (!IsIPv4(frame, out int header))
        {
            return;
        }

        BigEndian.WriteUInt16(frame.Data, Packet + IPv4Header.TotalLength, frame.Length - Packet);
        int start = Packet + header;
        if (frame.Data[Packet + IPv4Header.Protocol] == IPv4Header.ProtocolUdp && frame.Length >= start + UdpHeader.Length)
        {
            BigEndian.WriteUInt16(frame.Data, start + UdpHeader.TotalLength, frame.Length - start);
        }
    }

    /// <summary>Computes the checksums of IPv4 and of what it carries. A fragment's content stays as it is.</summary>
    public static void SetChecksums(FuzzFrame frame)
    {
        if (!IsIPv4(frame, out int header))
        {
            return;
        }

        byte[] data = frame.Data;
        int start = Packet + header;
        int length = Math.Min(BigEndian.ReadUInt16(data, Packet + IPv4Header.TotalLength) - header, frame.Length - start);
        if ((BigEndian.ReadUInt16(data, Packet + IPv4Header.Fragment) & 0x3FFF) == 0)
        {
            SetContentChecksum(data, start, length);
        }

        Store(data, Packet + IPv4Header.HeaderChecksum, Packet, header, 0);
    }

    private static void SetContentChecksum(byte[] data, int start, int length)
    {
        int protocol = data[Packet + IPv4Header.Protocol];
        ulong pseudo = TcpSegment.Sum(data.AsSpan(Packet + IPv4Header.Source, 8)) + (ulong)(protocol + length);
        switch (protocol)
        {
            case IPv4Header.ProtocolTcp when length >= TcpHeader.MinLength:
                Store(data, start + TcpHeader.SegmentChecksum, start, length, pseudo);
                break;
            case IPv4Header.ProtocolUdp when length >= UdpHeader.Length:
                int said = BigEndian.ReadUInt16(data, start + UdpHeader.TotalLength);
                int datagram = said >= UdpHeader.Length && said <= length ? said : length;
                Store(data, start + UdpHeader.DatagramChecksum, start, datagram, pseudo - (ulong)(length - datagram));
                break;
            case IPv4Header.ProtocolIcmp or Igmp when length >= 4:
                Store(data, start + 2, start, length, 0);
                break;
        }
    }

    /// <summary>The protocol number of IGMP.</summary>
    private const int Igmp = 2;

    private static void Store(byte[] data, int field, int start, int length, ulong more)
    {
        BigEndian.WriteUInt16(data, field, 0);
        BigEndian.WriteUInt16(data, field, 0xFFFF - TcpSegment.Fold(TcpSegment.Sum(data.AsSpan(start, length)) + more));
    }

    private static bool IsIPv4(FuzzFrame frame, out int header)
    {
        header = 0;
        if (frame.Length < Packet + IPv4Header.MinLength || BigEndian.ReadUInt16(frame.Data, EthernetHeader.EtherType) != EthernetHeader.TypeIPv4)
        {
            return false;
        }

        header = (frame.Data[Packet] & 15) * 4;
        return header >= IPv4Header.MinLength && Packet + header <= frame.Length;
    }
}
