// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Host;
using NanoTcp.Udp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Hostile;

/// <summary>UDP (RFC 768, RFC 1122 §4.1).</summary>
internal static class HostileUdp
{
    private const string PortUnreachable = "ICMP 3/3";

    public static IEnumerable<HostilePacket> All =>
    [
        new("UDP: no byte of it", _ => Frames.IPv4(17, []), UdpCounter.Invalid),
        new("UDP: seven bytes", _ => Frames.IPv4(17, new byte[7]), UdpCounter.Invalid),
        new("UDP: a length of 0", _ => WithLength(0), UdpCounter.Invalid),
        new("UDP: a length of 7", _ => WithLength(7), UdpCounter.Invalid),
        new("UDP: a length of one more than there is", _ => WithLength(13), UdpCounter.Invalid),
        new("UDP: a length of 65535", _ => WithLength(65535), UdpCounter.Invalid),
        new("UDP: a wrong checksum", _ => HostileFrames.With(ToEcho(), 40, 0x12, 0x34), UdpCounter.ChecksumError),
        new("UDP: a checksum for another destination", _ => HostileFrames.With(ToEcho(), 40, Checksum(Frames.Udp(4000, 7, new byte[4], destination: Frames.Peer))), UdpCounter.ChecksumError),
        new("UDP: to port 0", _ => Frames.Udp(4000, 0, new byte[4]), UdpCounter.NoPort, PortUnreachable),
        new("UDP: from port 0 to a closed port", _ => Frames.Udp(0, 9, new byte[4]), UdpCounter.NoPort, PortUnreachable),
        new("UDP: to the host's DHCP port, and it is no client", _ => Frames.Udp(67, 68, new byte[300]), UdpCounter.NoPort, PortUnreachable),
        new("UDP: a question for a name server", _ => Frames.Udp(4000, 53, new byte[20]), UdpCounter.NoPort, PortUnreachable),
        new("UDP: an answer of a name server that was not asked", _ => Frames.Udp(53, 50_000, new byte[20]), UdpCounter.NoPort, PortUnreachable),
        new("UDP: NTP's list of clients (monlist)", _ => Frames.Udp(4000, 123, [0x17, 0, 3, 0x2A, 0, 0, 0, 0]), UdpCounter.NoPort, PortUnreachable),
        new("UDP: memcached's statistics", _ => Frames.Udp(4000, 11211, [0, 0, 0, 0, 0, 1, 0, 0, .. "stats\r\n"u8]), UdpCounter.NoPort, PortUnreachable),
        new("UDP: SNMP's bulk", _ => Frames.Udp(4000, 161, [0x30, 0x26, 2, 1, 1]), UdpCounter.NoPort, PortUnreachable),
        new("UDP: from the echo port to the character generator's", _ => Frames.Udp(7, 19, new byte[4]), UdpCounter.NoPort, PortUnreachable),
        new("UDP: for everybody to the echo port (fraggle)", _ => ForMany(IPv4Address.Broadcast, HostileHost.EchoPort), Counter.FrameNotForUs),
        new("UDP: for everybody on this network to the echo port (fraggle)", _ => ForMany(IPv4Address.From(192, 168, 7, 255), HostileHost.EchoPort), Counter.FrameNotForUs),
        new("UDP: for a group to a port that nobody has", _ => ForMany(HostileHost.Group, 5353), UdpCounter.NoPortForMany),
    ];

    private static byte[] ToEcho() => Frames.Udp(4000, HostileHost.EchoPort, new byte[4]);

    private static byte[] Checksum(byte[] frame) => frame[40..42];

    private static byte[] WithLength(int length)
    {
        byte[] frame = ToEcho();
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(38), (ushort)length);
        return frame;
    }

    private static byte[] ForMany(uint destination, int port)
    {
        byte[] mac = destination == HostileHost.Group ? [1, 0, 0x5E, 0, 0, 251] : Frames.BroadcastMac;
        return HostileFrames.With(Frames.Udp(4000, port, new byte[4], destination: destination), 0, mac);
    }
}
