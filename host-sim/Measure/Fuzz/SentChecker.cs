// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Segments;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Fuzz;

/// <summary>Checks that a frame of the host is well formed, with code that shares nothing with the stack.</summary>
internal static class SentChecker
{
    private const int Packet = EthernetHeader.Length;
    private const int MoreFragments = 0x2000;
    private const int FragmentOffset = 0x1FFF;

    /// <summary>Checks a frame.</summary>
    /// <exception cref="FuzzViolationException">It is not.</exception>
    public static void Check(byte[] data, int offset, int length, ReadOnlySpan<byte> mac)
    {
        if (length is < Packet or > EthernetHeader.MaxFrame)
        {
            throw Malformed($"a frame of {length} bytes");
        }

        if (!data.AsSpan(offset + EthernetHeader.Source, EthernetHeader.AddressLength).SequenceEqual(mac))
        {
            throw Malformed("a frame from another station's address");
        }

        switch (BigEndian.ReadUInt16(data, offset + EthernetHeader.EtherType))
        {
            case EthernetHeader.TypeArp when length == Packet + ArpPacket.Length:
                break;
            case EthernetHeader.TypeIPv4:
                CheckPacket(data, offset + Packet, length - Packet);
                break;
            default:
                throw Malformed("a frame of another type or length than the host sends");
        }
    }

    private static void CheckPacket(byte[] data, int packet, int room)
    {
        int header = room < IPv4Header.MinLength ? 0 : (data[packet] & 15) * 4;
        int total = header == 0 ? 0 : BigEndian.ReadUInt16(data, packet + IPv4Header.TotalLength);
        if (header < IPv4Header.MinLength || data[packet] >> 4 != 4 || header > total || total != room)
        {
            throw Malformed("impossible lengths in an IPv4 header");
        }

        if (TcpSegment.Fold(TcpSegment.Sum(data.AsSpan(packet, header))) != 0xFFFF)
        {
            throw Malformed("a wrong header checksum");
        }

        uint source = BigEndian.ReadUInt32(data, packet + IPv4Header.Source);
        uint destination = BigEndian.ReadUInt32(data, packet + IPv4Header.Destination);
        if ((source != IPv4Address.Any && !IPv4Address.IsHost(source)) || destination >> 24 is 0 or 127)
        {
            throw Malformed($"a packet from {IPv4Address.ToString(source)} to {IPv4Address.ToString(destination)}");
        }

        if ((BigEndian.ReadUInt16(data, packet + IPv4Header.Fragment) & (MoreFragments | FragmentOffset)) == 0)
        {
            CheckContent(data, packet, packet + header, total - header);
        }
    }

    private static void CheckContent(byte[] data, int packet, int start, int length)
    {
        int protocol = data[packet + IPv4Header.Protocol];
        ulong sum = TcpSegment.Sum(data.AsSpan(start, length));
        ulong pseudo = TcpSegment.Sum(data.AsSpan(packet + IPv4Header.Source, 8)) + (ulong)(protocol + length);
        bool isRight = protocol switch
        {
            IPv4Header.ProtocolTcp => length >= TcpHeader.MinLength && TcpSegment.Fold(sum + pseudo) == 0xFFFF,
            IPv4Header.ProtocolUdp => length >= UdpHeader.Length && BigEndian.ReadUInt16(data, start + UdpHeader.TotalLength) == length
                && (BigEndian.ReadUInt16(data, start + UdpHeader.DatagramChecksum) == 0 || TcpSegment.Fold(sum + pseudo) == 0xFFFF),
            _ => TcpSegment.Fold(sum) == 0xFFFF,
        };
        if (!isRight)
        {
            throw Malformed($"a wrong length or checksum in protocol {protocol}");
        }
    }

    private static FuzzViolationException Malformed(string what)
    {
        return new FuzzViolationException(FuzzInvariant.Malformed, $"the host sends {what}");
    }
}
