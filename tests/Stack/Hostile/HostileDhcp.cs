// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Dhcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Hostile;

/// <summary>DHCP, to a client that asks for offers (RFC 2131, RFC 2132, RFC 3396).</summary>
internal static class HostileDhcp
{
    private const int Offer = 2;
    private const int Cookie = 236;
    private const int Options = 240;

    private static readonly byte[] s_server = [54, 4, 192, 168, 7, 1];
    private static readonly byte[] s_lease = [51, 4, 0, 0, 14, 16];

    public static IEnumerable<HostilePacket> All =>
    [
        new("DHCP: no byte of it", h => Wrap([]), DhcpCounter.Invalid),
        new("DHCP: it ends in front of the options", h => Wrap(Good(h)[..Cookie]), DhcpCounter.Invalid),
        new("DHCP: it ends in the cookie", h => Wrap(Good(h)[..(Options - 1)]), DhcpCounter.Invalid),
        new("DHCP: no options", h => Wrap(Good(h)[..Options]), DhcpCounter.Invalid),
        new("DHCP: a request", h => Wrap(With(h, 0, 1)), DhcpCounter.Invalid),
        new("DHCP: operation 0", h => Wrap(With(h, 0, 0)), DhcpCounter.Invalid),
        new("DHCP: hardware type 6", h => Wrap(With(h, 1, 6)), DhcpCounter.Invalid),
        new("DHCP: hardware addresses of 0 bytes", h => Wrap(With(h, 2, 0)), DhcpCounter.Invalid),
        new("DHCP: hardware addresses of 16 bytes", h => Wrap(With(h, 2, 16)), DhcpCounter.Invalid),
        new("DHCP: hardware addresses of 255 bytes", h => Wrap(With(h, 2, 255)), DhcpCounter.Invalid),
        new("DHCP: another transaction", h => Wrap(With(h, 4, 1, 2, 3, 4)), DhcpCounter.NotForUs),
        new("DHCP: another station's", h => Wrap(With(h, 28, 9, 9)), DhcpCounter.NotForUs),
        new("DHCP: no cookie", h => Wrap(With(h, Cookie, 0, 0, 0, 0)), DhcpCounter.Invalid),
        new("DHCP: an option behind the end of the message", h => Wrap(Message(h, 53, 1, 2, 51, 200)), DhcpCounter.Malformed),
        new("DHCP: an option of 255 bytes that is not there", h => Wrap(Message(h, 53, 1, 2, 12, 255, 1)), DhcpCounter.Malformed),
        new("DHCP: an option without a length", h => Wrap(Message(h, 53, 1, 2, 51)), DhcpCounter.Malformed),
        new("DHCP: a type of 0 bytes", h => Wrap(Message(h, [53, 0, .. s_server, .. s_lease, 255])), DhcpCounter.Invalid),
        new("DHCP: no type", h => Wrap(Message(h, [.. s_server, .. s_lease, 255])), DhcpCounter.Invalid),
        new("DHCP: nothing but padding", h => Wrap(Message(h, new byte[300])), DhcpCounter.Invalid),
        new("DHCP: type 0", h => Wrap(OfType(h, 0)), DhcpCounter.Unexpected),
        new("DHCP: DISCOVER to a client", h => Wrap(OfType(h, 1)), DhcpCounter.Unexpected),
        new("DHCP: ACK of nothing", h => Wrap(OfType(h, 5)), DhcpCounter.Unexpected),
        new("DHCP: NAK of nothing", h => Wrap(OfType(h, 6)), DhcpCounter.Unexpected),
        new("DHCP: FORCERENEW", h => Wrap(OfType(h, 9)), DhcpCounter.Unexpected),
        new("DHCP: type 255", h => Wrap(OfType(h, 255)), DhcpCounter.Unexpected),
        new("DHCP: an offer of 0.0.0.0", h => Wrap(Offering(h, 0, 0, 0, 0)), DhcpCounter.Unusable),
        new("DHCP: an offer of everybody's address", h => Wrap(Offering(h, 255, 255, 255, 255)), DhcpCounter.Unusable),
        new("DHCP: an offer of a group", h => Wrap(Offering(h, 224, 0, 0, 251)), DhcpCounter.Unusable),
        new("DHCP: an offer of the loopback address", h => Wrap(Offering(h, 127, 0, 0, 1)), DhcpCounter.Unusable),
        new("DHCP: an offer of class E", h => Wrap(Offering(h, 250, 0, 0, 1)), DhcpCounter.Unusable),
        new("DHCP: an offer of the network's address", h => Wrap(Offering(h, 192, 168, 7, 0)), DhcpCounter.Unusable),
        new("DHCP: an offer of the network's broadcast address", h => Wrap(Offering(h, 192, 168, 7, 255)), DhcpCounter.Unusable),
        new("DHCP: an offer of the server's own address", h => Wrap(Offering(h, 192, 168, 7, 1)), DhcpCounter.Unusable),
        new("DHCP: an offer of a link-local address", h => Wrap(Offering(h, 169, 254, 1, 1)), DhcpCounter.Unusable),
        new("DHCP: an offer for 0 seconds", h => Wrap(Message(h, [53, 1, Offer, .. s_server, 51, 4, 0, 0, 0, 0, 255])), DhcpCounter.Unusable),
        new("DHCP: an offer for 1 second", h => Wrap(Message(h, [53, 1, Offer, .. s_server, 51, 4, 0, 0, 0, 1, 255])), DhcpCounter.Unusable),
        new("DHCP: an offer of nobody", h => Wrap(Message(h, [53, 1, Offer, .. s_lease, 255])), DhcpCounter.Unusable),
        new("DHCP: a server's identifier of 3 bytes", h => Wrap(Message(h, [53, 1, Offer, 54, 3, 1, 2, 3, .. s_lease, 255])), DhcpCounter.Unusable),
        new("DHCP: options in the file that leave it", h => Wrap(Overloaded(h, 1, 108, 127)), DhcpCounter.Malformed),
        new("DHCP: options in the server's name that leave it", h => Wrap(Overloaded(h, 2, 44, 63)), DhcpCounter.Malformed),
    ];

    private static byte[] Good(HostileHost host) => Message(host, [53, 1, Offer, .. s_server, .. s_lease, 1, 4, 255, 255, 255, 0, 255]);

    private static byte[] OfType(HostileHost host, byte type) => Message(host, [53, 1, type, .. s_server, .. s_lease, 255]);

    private static byte[] With(HostileHost host, int at, params byte[] bytes) => HostileFrames.With(Good(host), at, bytes);

    private static byte[] Offering(HostileHost host, params byte[] address) => With(host, 16, address);

    /// <summary>A reply to the host with options.</summary>
    private static byte[] Message(HostileHost host, params byte[] options)
    {
        byte[] message = new byte[Options + options.Length];
        message[0] = 2;
        message[1] = 1;
        message[2] = 6;
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(4), host.Transaction);
        new byte[] { 192, 168, 7, 2 }.CopyTo(message, 16);
        Frames.OwnMac.CopyTo(message, 28);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(Cookie), 0x63825363);
        options.CopyTo(message, Options);
        return message;
    }

    /// <summary>An offer with options in another field, and the last byte of that says that more follow.</summary>
    private static byte[] Overloaded(HostileHost host, byte fields, int at, int length)
    {
        byte[] message = Message(host, [53, 1, Offer, 52, 1, fields, .. s_server, .. s_lease, 255]);
        message.AsSpan(at, length).Clear();
        message[at + length] = 12;
        return message;
    }

    private static byte[] Wrap(byte[] message)
    {
        return HostileFrames.With(Frames.Udp(67, 68, message, source: IPv4Address.From(192, 168, 7, 1), destination: IPv4Address.Broadcast), 0, Frames.BroadcastMac);
    }
}
