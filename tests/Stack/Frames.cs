// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack;

/// <summary>Ethernet frames made by hand, with code that shares nothing with the stack.</summary>
internal static class Frames
{
    public static readonly byte[] OwnMac = [0x02, 0, 0, 0, 0, 2];
    public static readonly byte[] PeerMac = [0x02, 0, 0, 0, 0, 1];
    public static readonly byte[] BroadcastMac = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
    public static readonly uint Own = IPv4Address.From(192, 168, 7, 2);
    public static readonly uint Peer = IPv4Address.From(192, 168, 7, 1);
    public static readonly HostAddress OwnHost = new(Own);
    public static readonly HostAddress PeerHost = new(Peer);

    public static byte[] Ethernet(byte[] destination, byte[] source, int type, ReadOnlySpan<byte> payload)
        => [.. destination, .. source, (byte)(type >> 8), (byte)type, .. payload];

    public static byte[] Arp(int operation, byte[] senderMac, uint sender, byte[] targetMac, uint target)
    {
        byte[] packet = [0, 1, 8, 0, 6, 4, 0, (byte)operation, .. senderMac, .. Bytes(sender), .. targetMac, .. Bytes(target)];
        byte[] destination = operation == ArpPacket.Request ? BroadcastMac : targetMac;
        return Ethernet(destination, senderMac, EthernetHeader.TypeArp, packet);
    }

    /// <summary>
    /// The answer of a station to a unicast ARP request that asks whether it still has its address. Null when that is not what the frame asks.
    /// </summary>
    public static byte[]? ArpConfirmation(ReadOnlySpan<byte> frame)
    {
        ReadOnlySpan<byte> packet = frame[EthernetHeader.Length..];
        if (frame[0] == BroadcastMac[0] || BinaryPrimitives.ReadUInt16BigEndian(frame[EthernetHeader.EtherType..]) != EthernetHeader.TypeArp
            || BinaryPrimitives.ReadUInt16BigEndian(packet[ArpPacket.Operation..]) != ArpPacket.Request)
        {
            return null;
        }

        uint target = BinaryPrimitives.ReadUInt32BigEndian(packet[ArpPacket.TargetAddress..]);
        uint sender = BinaryPrimitives.ReadUInt32BigEndian(packet[ArpPacket.SenderAddress..]);
        return Arp(ArpPacket.Reply, [.. frame[..6]], target, [.. packet.Slice(ArpPacket.SenderMac, 6)], sender);
    }

    /// <summary>An IPv4 packet from the peer to the stack, with options if wanted.</summary>
    public static byte[] IPv4(int protocol, ReadOnlySpan<byte> payload, uint? source = null, uint? destination = null, byte[]? options = null, int fragment = 0, int identification = 0, int timeToLive = 64)
    {
        options ??= [];
        byte[] packet = new byte[20 + options.Length + payload.Length];
        packet[0] = (byte)(0x45 + options.Length / 4);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), (ushort)identification);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), (ushort)fragment);
        packet[8] = (byte)timeToLive;
        packet[9] = (byte)protocol;
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(12), source ?? Peer);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(16), destination ?? Own);
        options.CopyTo(packet.AsSpan(20));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(10), InternetChecksum(packet.AsSpan(0, 20 + options.Length)));
        payload.CopyTo(packet.AsSpan(20 + options.Length));
        return Ethernet(OwnMac, PeerMac, EthernetHeader.TypeIPv4, packet);
    }

    /// <summary>A TCP segment in a packet, its checksum filled in.</summary>
    public static byte[] Tcp(byte[] segment, uint? source = null, uint? destination = null)
    {
        byte[] frame = IPv4(IPv4Header.ProtocolTcp, segment, source, destination);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(34 + TcpHeader.SegmentChecksum), TcpChecksum(frame));
        return frame;
    }

    /// <summary>A UDP datagram in a packet, its checksum filled in unless it is to have none. A group or everybody gets it in a frame for many.</summary>
    public static byte[] Udp(int sourcePort, int destinationPort, ReadOnlySpan<byte> data, uint? source = null, uint? destination = null, bool hasChecksum = true)
    {
        int length = 8 + data.Length;
        byte[] datagram =
        [
            (byte)(sourcePort >> 8), (byte)sourcePort, (byte)(destinationPort >> 8), (byte)destinationPort, (byte)(length >> 8), (byte)length, 0, 0, .. data,
        ];
        byte[] frame = IPv4(IPv4Header.ProtocolUdp, datagram, source, destination);
        uint address = destination ?? Own;
        if (address >> 28 == 14)
        {
            byte[] group = [1, 0, 0x5E, (byte)(address >> 16 & 0x7F), (byte)(address >> 8), (byte)address];
            group.CopyTo(frame, 0);
        }
        else if ((address & 0xFF) == 0xFF)
        {
            BroadcastMac.CopyTo(frame, 0);
        }

        if (hasChecksum)
        {
            ushort checksum = UdpChecksum(frame);
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(40), checksum == 0 ? ushort.MaxValue : checksum);
        }

        return frame;
    }

    /// <summary>The right value of a UDP datagram's checksum field; 0 when it is right already. For headers without IP options.</summary>
    public static ushort UdpChecksum(byte[] frame)
    {
        int length = BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(38));
        byte[] pseudo = [.. frame[26..34], 0, IPv4Header.ProtocolUdp, (byte)(length >> 8), (byte)length, .. frame.AsSpan(34, length)];
        return InternetChecksum(pseudo);
    }

    /// <summary>An ICMP message: type, code, four bytes that depend on both, and a body.</summary>
    public static byte[] Icmp(int type, int code, uint rest, byte[] body, uint? source = null)
    {
        byte[] message = [(byte)type, (byte)code, 0, 0, .. Bytes(rest), .. body];
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), InternetChecksum(message));
        return IPv4(IPv4Header.ProtocolIcmp, message, source);
    }

    /// <summary>The right value of a TCP segment's checksum field; 0 when it is right already. For headers without IP options.</summary>
    public static ushort TcpChecksum(byte[] frame)
    {
        int length = BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(16)) - 20;
        byte[] pseudo = [.. frame[26..34], 0, IPv4Header.ProtocolTcp, (byte)(length >> 8), (byte)length, .. frame.AsSpan(34, length)];
        return InternetChecksum(pseudo);
    }

    /// <summary>RFC 1071, word by word.</summary>
    public static ushort InternetChecksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            sum += (uint)(i % 2 == 0 ? bytes[i] << 8 : bytes[i]);
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return (ushort)~sum;
    }

    private static byte[] Bytes(uint address) => [(byte)(address >> 24), (byte)(address >> 16), (byte)(address >> 8), (byte)address];
}
