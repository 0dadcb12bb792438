// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Ip;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Hostile;

/// <summary>ICMP and IGMP (RFC 792, RFC 5927, RFC 2236).</summary>
internal static class HostileIcmp
{
    private const int Igmp = 2;

    public static IEnumerable<HostilePacket> All =>
    [
        new("ICMP: no byte of it", _ => Frames.IPv4(1, []), IcmpCounter.Invalid),
        new("ICMP: seven bytes", _ => Frames.IPv4(1, Message(8, 0, 7)), IcmpCounter.Invalid),
        new("ICMP: a wrong checksum", _ => Frames.IPv4(1, [8, 0, 1, 2, 3, 4, 5, 6]), IcmpCounter.Invalid),
        new("ICMP: larger than a frame of the host", _ => Frames.IPv4(1, Message(8, 0, 1481)), IcmpCounter.Invalid),
        new("ICMP: an echo request with a code", _ => Frames.IPv4(1, Message(8, 1, 8)), IcmpCounter.Ignored),
        new("ICMP: an answer that nobody asked for", _ => Frames.IPv4(1, Message(0, 0, 8)), IcmpCounter.Ignored),
        new("ICMP: source quench", _ => Frames.IPv4(1, [.. Message(4, 0, 36)]), IcmpCounter.Ignored),
        new("ICMP: a redirect for a network", _ => Frames.IPv4(1, Message(5, 0, 36)), IcmpCounter.Ignored),
        new("ICMP: a redirect for a host", _ => Frames.IPv4(1, Message(5, 1, 36)), IcmpCounter.Ignored),
        new("ICMP: a router advertises itself", _ => Frames.IPv4(1, Message(9, 0, 16)), IcmpCounter.Ignored),
        new("ICMP: a router is asked for", _ => Frames.IPv4(1, Message(10, 0, 8)), IcmpCounter.Ignored),
        new("ICMP: the time is asked for", _ => Frames.IPv4(1, Message(13, 0, 20)), IcmpCounter.Ignored),
        new("ICMP: the time is told", _ => Frames.IPv4(1, Message(14, 0, 20)), IcmpCounter.Ignored),
        new("ICMP: information is asked for", _ => Frames.IPv4(1, Message(15, 0, 8)), IcmpCounter.Ignored),
        new("ICMP: the mask is asked for", _ => Frames.IPv4(1, Message(17, 0, 12)), IcmpCounter.Ignored),
        new("ICMP: a mask is told", _ => Frames.IPv4(1, Message(18, 0, 12)), IcmpCounter.Ignored),
        new("ICMP: traceroute", _ => Frames.IPv4(1, Message(30, 0, 20)), IcmpCounter.Ignored),
        new("ICMP: an extended echo request", _ => Frames.IPv4(1, Message(42, 0, 8)), IcmpCounter.Ignored),
        new("ICMP: type 255", _ => Frames.IPv4(1, Message(255, 255, 8)), IcmpCounter.Ignored),
        new("ICMP error: nothing quoted", _ => Error(3, 1, []), IcmpCounter.Invalid),
        new("ICMP error: half a header quoted", _ => Error(3, 1, Quote()[..19]), IcmpCounter.Invalid),
        new("ICMP error: seven bytes of the segment quoted", _ => Error(3, 1, Quote()[..27]), IcmpCounter.Invalid),
        new("ICMP error: a quoted header of 0 bytes", _ => Error(3, 1, HostileFrames.With(Quote(), 0, 0x40)), IcmpCounter.Invalid),
        new("ICMP error: a quoted header longer than the message", _ => Error(3, 1, HostileFrames.With(Quote(), 0, 0x4F)), IcmpCounter.Invalid),
        new("ICMP error: IPv6 quoted", _ => Error(3, 1, HostileFrames.With(Quote(), 0, 0x65)), IcmpCounter.Invalid),
        new("ICMP error: about another host's packet", _ => Error(3, 1, HostileFrames.With(Quote(), 12, 192, 168, 7, 9)), IcmpCounter.Invalid),
        new("ICMP error: about a packet from 0.0.0.0", _ => Error(3, 1, HostileFrames.With(Quote(), 12, 0, 0, 0, 0)), IcmpCounter.Invalid),
        new("ICMP error: about a packet to everybody", _ => Error(3, 1, HostileFrames.With(Quote(), 16, 255, 255, 255, 255)), IcmpCounter.Invalid),
        new("ICMP error: about a packet to a group", _ => Error(3, 1, HostileFrames.With(Quote(), 16, 224, 0, 0, 251)), IcmpCounter.Invalid),
        new("ICMP error: about a packet to the host itself", _ => Error(3, 1, HostileFrames.With(Quote(), 16, 192, 168, 7, 2)), IcmpCounter.Invalid),
        new("ICMP error: about a protocol that the host does not speak", _ => Error(3, 2, HostileFrames.With(Quote(), 9, 132)), IcmpCounter.Ignored),
        new("ICMP error: about no connection (RFC 5927)", _ => Error(3, 3, Quote(port: 4999)), IcmpCounter.Errors),
        new("ICMP error: port unreachable about numbers not in flight (RFC 5927)", h => Error(3, 3, Quote(h.Acknowledgment + 77_777)), IcmpCounter.Errors),
        new("ICMP error: port unreachable about numbers long acknowledged (RFC 5927)", h => Error(3, 3, Quote(h.Acknowledgment - 77)), IcmpCounter.Errors),
        new("ICMP error: time exceeded about numbers not in flight", h => Error(11, 0, Quote(h.Acknowledgment + 77_777)), IcmpCounter.Errors),
        new("ICMP error: parameter problem about numbers not in flight", h => Error(12, 0, Quote(h.Acknowledgment + 77_777)), IcmpCounter.Errors),
        new("ICMP error: a path of 0 bytes", h => Error(3, 4, Quote(h.Acknowledgment), 0), IcmpCounter.Errors),
        new("ICMP error: a path of 1 byte", h => Error(3, 4, Quote(h.Acknowledgment), 1), IcmpCounter.Errors),
        new("ICMP error: a path of 67 bytes", h => Error(3, 4, Quote(h.Acknowledgment), 67), IcmpCounter.Errors),
        new("ICMP error: a path of 68 bytes for numbers not in flight", h => Error(3, 4, Quote(h.Acknowledgment + 77_777), 68), IcmpCounter.Errors),
        new("IGMP: seven bytes", _ => ToGroup(Message(0x11, 0, 7)), IgmpCounter.Invalid),
        new("IGMP: a wrong checksum", _ => ToGroup([0x11, 0, 1, 2, 0, 0, 0, 0]), IgmpCounter.Invalid),
        new("IGMP: an unknown type", _ => ToGroup(Message(0x99, 0, 8)), IgmpCounter.Ignored),
        new("IGMP: a query for the host alone", _ => Frames.IPv4(Igmp, Message(0x11, 1, 8)), IgmpCounter.Queries),
    ];

    /// <summary>A message with the right checksum, its other bytes 0.</summary>
    private static byte[] Message(int type, int code, int length)
    {
        byte[] message = new byte[length];
        message[0] = (byte)type;
        message[1] = (byte)code;
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), Frames.InternetChecksum(message));
        return message;
    }

    private static byte[] Error(int type, int code, byte[] quoted, int mtu = 0)
    {
        byte[] message = [.. Message(type, code, 8), .. quoted];
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), 0);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), (ushort)mtu);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), Frames.InternetChecksum(message));
        return Frames.IPv4(1, message);
    }

    /// <summary>The beginning of a packet that the host has sent on its connection.</summary>
    private static byte[] Quote(uint sequence = 1, int port = HostileHost.PeerPort)
    {
        byte[] segment = new byte[8];
        BinaryPrimitives.WriteUInt16BigEndian(segment, HostileHost.Port);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)port);
        BinaryPrimitives.WriteUInt32BigEndian(segment.AsSpan(4), sequence);
        return Frames.IPv4(6, segment, Frames.Own, Frames.Peer)[14..];
    }

    private static byte[] ToGroup(byte[] message)
    {
        return HostileFrames.With(Frames.IPv4(Igmp, message, destination: IPv4Address.From(224, 0, 0, 1)), 0, 1, 0, 0x5E, 0, 0, 1);
    }
}
