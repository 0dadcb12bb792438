// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Hostile;

/// <summary>Ethernet and ARP (RFC 894, RFC 826, RFC 5227).</summary>
internal static class HostileFrames
{
    private static readonly byte[] s_zero = new byte[6];
    private static readonly byte[] s_rival = [0x02, 0, 0, 0, 9, 9];

    public static IEnumerable<HostilePacket> All =>
    [
        new("Ethernet: one byte", _ => [2], Counter.FrameTruncated),
        new("Ethernet: no type", _ => [.. Frames.OwnMac, .. Frames.PeerMac], Counter.FrameTruncated),
        new("Ethernet: half a type", _ => [.. Frames.OwnMac, .. Frames.PeerMac, 8], Counter.FrameTruncated),
        new("Ethernet: for another station", _ => Frames.Ethernet([2, 0, 0, 0, 0, 3], Frames.PeerMac, 0x0800, new byte[46]), Counter.FrameNotForUs),
        new("Ethernet: a length instead of a type", _ => Frames.Ethernet(Frames.OwnMac, Frames.PeerMac, 46, new byte[46]), Counter.EtherTypeUnknown),
        new("Ethernet: a VLAN tag", _ => Frames.Ethernet(Frames.OwnMac, Frames.PeerMac, 0x8100, new byte[46]), Counter.EtherTypeUnknown),
        new("Ethernet: IPv6", _ => Frames.Ethernet(Frames.OwnMac, Frames.PeerMac, 0x86DD, new byte[46]), Counter.EtherTypeUnknown),
        new("Ethernet: flow control", _ => Frames.Ethernet([1, 0x80, 0xC2, 0, 0, 1], Frames.PeerMac, 0x8808, new byte[46]), Counter.EtherTypeUnknown),
        new("Ethernet: IPv4 without a byte of it", _ => Frames.Ethernet(Frames.OwnMac, Frames.PeerMac, 0x0800, []), Counter.FrameTruncated),
        new("ARP: no byte of it", _ => Frames.Ethernet(Frames.OwnMac, Frames.PeerMac, 0x0806, []), Counter.FrameTruncated),
        new("ARP: a byte is missing", _ => Request()[..^1], Counter.FrameTruncated),
        new("ARP: hardware type 0", _ => With(Request(), 15, 0), ArpCounter.Invalid),
        new("ARP: hardware type IEEE 802", _ => With(Request(), 15, 6), ArpCounter.Invalid),
        new("ARP: addresses of IPv6", _ => With(Request(), 16, 0x86, 0xDD), ArpCounter.Invalid),
        new("ARP: MAC addresses of 0 bytes", _ => With(Request(), 18, 0), ArpCounter.Invalid),
        new("ARP: MAC addresses of 8 bytes", _ => With(Request(), 18, 8), ArpCounter.Invalid),
        new("ARP: MAC addresses of 255 bytes", _ => With(Request(), 18, 255), ArpCounter.Invalid),
        new("ARP: addresses of 0 bytes", _ => With(Request(), 19, 0), ArpCounter.Invalid),
        new("ARP: addresses of 16 bytes", _ => With(Request(), 19, 16), ArpCounter.Invalid),
        new("ARP: addresses of 255 bytes", _ => With(Request(), 19, 255), ArpCounter.Invalid),
        new("ARP: operation 0", _ => With(Request(), 20, 0, 0), ArpCounter.Invalid),
        new("ARP: RARP's operation", _ => With(Request(), 20, 0, 3), ArpCounter.Invalid),
        new("ARP: InARP's operation", _ => With(Request(), 20, 0, 8), ArpCounter.Invalid),
        new("ARP: operation 65535", _ => With(Request(), 20, 255, 255), ArpCounter.Invalid),
        new("ARP: a sender with a group's MAC address", _ => With(Request(), 22, 1), ArpCounter.Invalid),
        new("ARP: a sender with everybody's MAC address", _ => With(Request(), 22, 255, 255, 255, 255, 255, 255), ArpCounter.Invalid),
        new("ARP: from a group", _ => From(IPv4Address.From(224, 0, 0, 1)), ArpCounter.Invalid),
        new("ARP: from everybody", _ => From(IPv4Address.Broadcast), ArpCounter.Invalid),
        new("ARP: from the loopback address", _ => From(IPv4Address.From(127, 0, 0, 1)), ArpCounter.Invalid),
        new("ARP: from network 0", _ => From(IPv4Address.From(0, 0, 0, 7)), ArpCounter.Invalid),
        new("ARP: from class E", _ => From(IPv4Address.From(240, 0, 0, 1)), ArpCounter.Invalid),
        new("ARP: another station announces the host's address", _ => Frames.Arp(ArpPacket.Request, s_rival, Frames.Own, s_zero, Frames.Own), ArpCounter.Conflict, "ARP request"),
        new("ARP: another station answers for the host's address", _ => Frames.Arp(ArpPacket.Reply, s_rival, Frames.Own, Frames.OwnMac, Frames.Peer), ArpCounter.Conflict, "ARP request"),
        new("ARP: the host's own packet comes back", _ => Frames.Arp(ArpPacket.Request, Frames.OwnMac, Frames.Own, s_zero, Frames.Own), null),
        new("ARP: an answer that nobody asked for", _ => Frames.Arp(ArpPacket.Reply, s_rival, IPv4Address.From(192, 168, 7, 77), Frames.OwnMac, Frames.Own), null),
        new("ARP: an announcement of a stranger", _ => Frames.Arp(ArpPacket.Request, s_rival, IPv4Address.From(192, 168, 7, 77), s_zero, IPv4Address.From(192, 168, 7, 77)), null),
        new("ARP: an answer from an address far away", _ => Frames.Arp(ArpPacket.Reply, s_rival, IPv4Address.From(8, 8, 8, 8), Frames.OwnMac, Frames.Own), null),
        new("ARP: a request for a group", _ => Frames.Arp(ArpPacket.Request, s_rival, IPv4Address.From(192, 168, 7, 77), s_zero, HostileHost.Group), null),
        new("ARP: a probe for the host's address", _ => Frames.Arp(ArpPacket.Request, s_rival, IPv4Address.Any, s_zero, Frames.Own), null, "ARP reply"),
    ];

    /// <summary>A frame with other bytes at a place.</summary>
    public static byte[] With(byte[] frame, int at, params byte[] bytes)
    {
        bytes.CopyTo(frame, at);
        return frame;
    }

    private static byte[] Request() => From(IPv4Address.From(192, 168, 7, 77));

    private static byte[] From(uint sender) => Frames.Arp(ArpPacket.Request, s_rival, sender, s_zero, Frames.Own);
}
