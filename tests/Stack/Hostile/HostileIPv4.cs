// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Hostile;

/// <summary>The header of IPv4, its options, and fragments (RFC 791, RFC 1122 §3.2.1, RFC 6274).</summary>
internal static class HostileIPv4
{
    private const int Ping = 8;
    private const int MoreFragments = 0x2000;
    private const string ProtocolUnreachable = "ICMP 3/2";
    private const string EchoReply = "ICMP 0/0";

    public static IEnumerable<HostilePacket> All =>
    [
        new("IPv4: 19 bytes", _ => Frames.IPv4(1, Echo())[..33], Counter.FrameTruncated),
        new("IPv4: version 0", _ => Head(0, 0x05), IPv4Counter.Invalid),
        new("IPv4: version 5", _ => Head(0, 0x55), IPv4Counter.Invalid),
        new("IPv4: version 6", _ => Head(0, 0x65), IPv4Counter.Invalid),
        new("IPv4: version 15", _ => Head(0, 0xF5), IPv4Counter.Invalid),
        new("IPv4: a header of 0 bytes", _ => Head(0, 0x40), IPv4Counter.Invalid),
        new("IPv4: a header of 4 bytes", _ => Head(0, 0x41), IPv4Counter.Invalid),
        new("IPv4: a header of 16 bytes", _ => Head(0, 0x44), IPv4Counter.Invalid),
        new("IPv4: a header longer than the packet", _ => Head(0, 0x4F), IPv4Counter.Invalid),
        new("IPv4: a total length of 0", _ => Head(2, 0, 0), IPv4Counter.Invalid),
        new("IPv4: a total length of 19", _ => Head(2, 0, 19), IPv4Counter.Invalid),
        new("IPv4: a byte less than it says", _ => Frames.IPv4(1, Echo())[..^1], IPv4Counter.Invalid),
        new("IPv4: a total length of 65535", _ => Head(2, 255, 255), IPv4Counter.Invalid),
        new("IPv4: a total length below the header with options", _ => HeadOf(Frames.IPv4(1, Echo(), options: new byte[8]), 2, 0, 24), IPv4Counter.Invalid),
        new("IPv4: a wrong checksum", _ => HostileFrames.With(Frames.IPv4(1, Echo()), 24, 0x12, 0x34), IPv4Counter.ChecksumError),
        new("IPv4: a checksum of 0", _ => HostileFrames.With(Frames.IPv4(1, Echo()), 24, 0, 0), IPv4Counter.ChecksumError),
        new("IPv4: a checksum that leaves the options out", _ => HostileFrames.With(Frames.IPv4(1, Echo(), options: new byte[4]), 34, 7, 3, 4, 0), IPv4Counter.ChecksumError),
        new("IPv4: from 0.0.0.0", _ => From(0, 0, 0, 0), IPv4Counter.Invalid),
        new("IPv4: from everybody", _ => From(255, 255, 255, 255), IPv4Counter.Invalid),
        new("IPv4: from everybody on this network", _ => From(192, 168, 7, 255), IPv4Counter.Invalid),
        new("IPv4: from a group", _ => From(224, 0, 0, 1), IPv4Counter.Invalid),
        new("IPv4: from the loopback address", _ => From(127, 0, 0, 1), IPv4Counter.Invalid),
        new("IPv4: from class E", _ => From(240, 1, 2, 3), IPv4Counter.Invalid),
        new("IPv4: from the host itself", _ => From(192, 168, 7, 2), IPv4Counter.Invalid),
        new("IPv4: for another host", _ => To(192, 168, 7, 3), IPv4Counter.NotForUs),
        new("IPv4: for the loopback address", _ => To(127, 0, 0, 1), IPv4Counter.NotForUs),
        new("IPv4: for 0.0.0.0", _ => To(0, 0, 0, 0), IPv4Counter.NotForUs),
        new("IPv4: for a group in a frame for the host", _ => To(224, 0, 0, 251), IcmpCounter.EchoForMany),
        new("IPv4: for everybody in a frame for the host", _ => To(255, 255, 255, 255), IcmpCounter.EchoForMany),
        new("IPv4: for the host in a frame for everybody", _ => HostileFrames.With(Frames.IPv4(1, Echo()), 0, Frames.BroadcastMac), IPv4Counter.NotForUs),
        new("IPv4: for a group that the host has not joined", _ => ForMany(IPv4Address.From(239, 1, 2, 3)), Counter.FrameNotForUs),
        new("IPv4: a TCP segment for everybody", _ => HostileFrames.With(Frames.IPv4(6, new byte[20], destination: IPv4Address.Broadcast), 0, Frames.BroadcastMac), null),
        new("IPv4: a ping for everybody (smurf)", _ => ForMany(IPv4Address.Broadcast), IcmpCounter.EchoForMany),
        new("IPv4: a ping for everybody on this network (smurf)", _ => ForMany(IPv4Address.From(192, 168, 7, 255)), IcmpCounter.EchoForMany),
        new("IPv4: IPv6 inside", _ => Frames.IPv4(41, new byte[40]), IPv4Counter.ProtocolUnknown, ProtocolUnreachable),
        new("IPv4: IPv4 inside (Ripple20)", _ => Frames.IPv4(4, Frames.IPv4(1, Echo()).AsSpan(14)), IPv4Counter.ProtocolUnknown, ProtocolUnreachable),
        new("IPv4: GRE", _ => Frames.IPv4(47, new byte[8]), IPv4Counter.ProtocolUnknown, ProtocolUnreachable),
        new("IPv4: protocol 0", _ => Frames.IPv4(0, new byte[8]), IPv4Counter.ProtocolUnknown, ProtocolUnreachable),
        new("IPv4: protocol 255", _ => Frames.IPv4(255, new byte[8]), IPv4Counter.ProtocolUnknown, ProtocolUnreachable),
        new("IPv4: an option of 0 bytes", _ => WithOptions(7, 0, 4, 0), null, EchoReply),
        new("IPv4: an option of 1 byte", _ => WithOptions(7, 1, 4, 0), null, EchoReply),
        new("IPv4: an option longer than the header", _ => WithOptions(7, 40, 4, 0), null, EchoReply),
        new("IPv4: an option of 255 bytes", _ => WithOptions(68, 255, 5, 0), null, EchoReply),
        new("IPv4: an option that ends after its type", _ => WithOptions(1, 1, 1, 7), null, EchoReply),
        new("IPv4: a record of the route with its pointer at 0", _ => WithOptions(7, 7, 0, 0, 0, 0, 0, 0), null, EchoReply),
        new("IPv4: a record of the route with its pointer behind it", _ => WithOptions(7, 7, 255, 0, 0, 0, 0, 0), null, EchoReply),
        new("IPv4: a loose source route", _ => WithOptions(131, 7, 4, 10, 9, 8, 7, 0), null, EchoReply),
        new("IPv4: a strict source route", _ => WithOptions(137, 7, 4, 10, 9, 8, 7, 0), null, EchoReply),
        new("IPv4: two source routes", _ => WithOptions(131, 3, 4, 137, 3, 4, 0, 0), null, EchoReply),
        new("IPv4: a full timestamp option", _ => WithOptions(68, 8, 9, 0xF0, 0, 0, 0, 0), null, EchoReply),
        new("IPv4: 40 bytes of unknown options", _ => WithOptions([.. Enumerable.Repeat(new byte[] { 0x9E, 2 }, 20).SelectMany(option => option)]), null, EchoReply),
        new("IPv4: the reserved bit of RFC 3514", _ => Frames.IPv4(1, Echo(), fragment: 0x8000), null, EchoReply),
        new("fragment: no byte in it", _ => Fragment(0, 0, true), IPv4Counter.FragmentInvalid),
        new("fragment: the last one is empty", _ => Fragment(16, 0, false), IPv4Counter.FragmentInvalid),
        new("fragment: no multiple of eight bytes, and more follow", _ => Fragment(0, 20, true), IPv4Counter.FragmentInvalid),
        new("fragment: it ends behind 65535 (ping of death)", _ => Fragment(65528, 100, false), IPv4Counter.FragmentInvalid),
        new("fragment: it ends at 65536", _ => Fragment(65512, 24, true), IPv4Counter.FragmentInvalid),
        new("fragment: half a header of TCP (tiny fragment)", _ => Frames.IPv4(6, new byte[8], fragment: MoreFragments), IPv4Counter.FragmentInvalid),
        new("fragment: longer than a buffer", _ => Fragment(8000, 8, false), IPv4Counter.ReassemblyTooLong),
        new("fragment: the first one alone", _ => Fragment(0, 16, true), null),
        new("fragment: the last one alone", _ => Fragment(1480, 16, false), null),
        new("fragment: two overlap (teardrop)", h => After(h, Fragment(0, 24, true), Fragment(16, 24, false)), IPv4Counter.FragmentOverlap),
        new("fragment: the second inside the first (RFC 5722)", h => After(h, Fragment(0, 32, true), Fragment(8, 8, true)), IPv4Counter.FragmentOverlap),
        new("fragment: the second around the first", h => After(h, Fragment(8, 8, true), Fragment(0, 32, true)), IPv4Counter.FragmentOverlap),
        new("fragment: two different ends", h => After(h, Fragment(32, 8, false), Fragment(64, 8, false)), IPv4Counter.FragmentOverlap),
        new("fragment: more behind the end", h => After(h, Fragment(32, 8, false), Fragment(64, 8, true)), IPv4Counter.FragmentOverlap),
        new("fragment: one comes twice", h => After(h, Fragment(0, 24, true), Fragment(0, 24, true)), IPv4Counter.FragmentDuplicate),
        new("fragment: the next packet of a source that has not finished one", h => After(h, Fragment(0, 16, true), Frames.IPv4(17, new byte[16], fragment: MoreFragments)), IPv4Counter.ReassemblyReplaced),
    ];

    /// <summary>An echo request.</summary>
    public static byte[] Echo()
    {
        byte[] message = [Ping, 0, 0, 0, 0x12, 0x34, 0, 1, 1, 2, 3, 4];
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), Frames.InternetChecksum(message));
        return message;
    }

    /// <summary>An echo request with other bytes at a place in its header, and the right checksum.</summary>
    private static byte[] Head(int at, params byte[] bytes) => HeadOf(Frames.IPv4(1, Echo()), at, bytes);

    private static byte[] HeadOf(byte[] frame, int at, params byte[] bytes)
    {
        bytes.CopyTo(frame, 14 + at);
        frame[24] = 0;
        frame[25] = 0;
        int length = Math.Clamp((frame[14] & 15) * 4, 20, frame.Length - 14);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(24), Frames.InternetChecksum(frame.AsSpan(14, length)));
        return frame;
    }

    private static byte[] From(byte a, byte b, byte c, byte d) => Frames.IPv4(1, Echo(), source: IPv4Address.From(a, b, c, d));

    private static byte[] To(byte a, byte b, byte c, byte d) => Frames.IPv4(1, Echo(), destination: IPv4Address.From(a, b, c, d));

    private static byte[] ForMany(uint destination)
    {
        byte[] mac = destination >> 28 == 14 ? [1, 0, 0x5E, (byte)(destination >> 16 & 0x7F), (byte)(destination >> 8), (byte)destination] : Frames.BroadcastMac;
        return HostileFrames.With(Frames.IPv4(1, Echo(), destination: destination), 0, mac);
    }

    /// <summary>A fragment of an echo request.</summary>
    private static byte[] Fragment(int start, int length, bool more)
    {
        byte[] content = new byte[length];
        content.AsSpan(0, Math.Min(1, length)).Fill(Ping);
        return Frames.IPv4(1, content, fragment: (start / 8) | (more ? MoreFragments : 0));
    }

    /// <summary>A frame that comes after another.</summary>
    private static byte[] After(HostileHost host, byte[] first, byte[] second)
    {
        host.Arrive(first);
        return second;
    }

    private static byte[] WithOptions(params byte[] options) => Frames.IPv4(1, Echo(), options: options);
}
