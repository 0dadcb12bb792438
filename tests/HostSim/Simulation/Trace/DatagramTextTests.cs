// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Messages;
using NanoTcp.Simulation.Trace;
using NanoTcp.Tests.Stack;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim.Simulation.Trace;

/// <summary>What the trace says of a datagram, and of other frames of the protocols around it.</summary>
public class DatagramTextTests
{
    private static readonly uint s_address = IPv4Address.From(192, 168, 7, 2);

    [Fact]
    public void DHCP_shows_the_kind_of_message_and_the_address()
    {
        Assert.Equal("DHCP DISCOVER", Dhcp(false, DhcpMessageType.Discover));
        Assert.Equal("DHCP OFFER 192.168.7.2 by 192.168.7.1", Dhcp(true, DhcpMessageType.Offer, (DhcpOption.ServerIdentifier, Frames.Peer)));
        Assert.Equal("DHCP REQUEST 192.168.7.2", Dhcp(false, DhcpMessageType.Request, (DhcpOption.RequestedAddress, s_address)));
        Assert.Equal("DHCP ACK 192.168.7.2 for 3600 s", Dhcp(true, DhcpMessageType.Ack, (DhcpOption.LeaseTime, 3600)));
        Assert.Equal("DHCP NAK", Dhcp(true, DhcpMessageType.Nak));
    }

    [Fact]
    public void DNS_shows_the_question_or_what_is_known()
    {
        Assert.Equal("DNS: who is A gateway.home.arpa?", Dns(53, DnsMessage.Ask(7, 0x0100, "gateway.home.arpa", DnsMessage.TypeA)));
        Assert.Equal("DNS: x.home.arpa: no such name", Dns(53, DnsMessage.Ask(7, 0x8183, "x.home.arpa", DnsMessage.TypeA)));
        Assert.Equal("DNS: error 5", Dns(53, new DnsMessage(7, 0x8185, [], [], [])));
    }

    [Fact]
    public void MDNS_shows_probes_announcements_and_goodbyes()
    {
        DnsRecord address = new("nanotcp-0702.local", DnsMessage.TypeA, 0x8001, 120, [192, 168, 7, 2]);
        DnsMessage probe = DnsMessage.Ask(0, 0, address.Name, 255) with { Others = [address] };
        Assert.Equal("mDNS: probe for ANY nanotcp-0702.local?", Dns(5353, probe));
        DnsMessage announcement = new(0, 0x8400, [], [address, new DnsRecord("_http._tcp.local", DnsMessage.TypePtr, 1, 4500, [0])], []);
        Assert.Equal("mDNS: nanotcp-0702.local A 192.168.7.2, _http._tcp.local PTR", Dns(5353, announcement));
        Assert.Equal("mDNS: nanotcp-0702.local A 192.168.7.2 goodbye", Dns(5353, new DnsMessage(0, 0x8400, [], [address with { TimeToLive = 0 }], [])));
    }

    [Fact]
    public void NTP_shows_who_asks_and_who_knows()
    {
        Assert.Equal("NTP: what time is it?", Text(50_000, 123, new NtpMessage(0, 4, 3, 0, 0, 0, 0, 1).ToBytes()));
        Assert.Equal("NTP: time of stratum 2", Text(123, 50_000, new NtpMessage(0, 4, 4, 2, 0, 0, 0, 1).ToBytes()));
        Assert.Equal("NTP: kiss of death", Text(123, 50_000, new NtpMessage(3, 4, 4, 0, 0, 0, 0, 0).ToBytes()));
    }

    [Fact]
    public void Any_other_datagram_shows_its_ports()
    {
        Assert.Equal("UDP 50000 > 7, 5 bytes", Text(50_000, 7, "hello"u8));

        // At DNS's port, and no message of DNS.
        Assert.Equal("UDP 50000 > 53, 5 bytes", Text(50_000, 53, "hello"u8));
    }

    [Fact]
    public void A_probe_of_an_address_is_no_question_for_a_neighbour()
    {
        Assert.Equal("ARP: is 192.168.7.2 free?", Text(Frames.Arp(ArpPacket.Request, Frames.OwnMac, 0, new byte[6], s_address)));
        Assert.Equal("ARP: who has 192.168.7.2?", Text(Frames.Arp(ArpPacket.Request, Frames.PeerMac, Frames.Peer, new byte[6], s_address)));
    }

    [Fact]
    public void Groups_errors_and_fragments_are_named()
    {
        Assert.Equal("IGMP: in 224.0.0.251", Text(Frames.IPv4(2, [0x16, 0, 0, 0, 224, 0, 0, 251])));
        Assert.Equal("IGMP: out of 224.0.0.251", Text(Frames.IPv4(2, [0x17, 0, 0, 0, 224, 0, 0, 251])));
        Assert.Equal("ICMP port unreachable", Text(Frames.Icmp(3, 3, 0, [])));
        Assert.Equal("IPv4 fragment from byte 1480 on, 100 bytes", Text(Frames.IPv4(IPv4Header.ProtocolUdp, new byte[100], fragment: 185)));
    }

    [Fact]
    public void Control_characters_of_a_name_do_not_reach_the_terminal()
    {
        Assert.Equal("DNS: who is A a?[2jb?", Dns(53, DnsMessage.Ask(7, 0, "a\u001b[2jb", DnsMessage.TypeA)));
    }

    [Fact]
    public void A_message_cut_anywhere_is_described_by_its_ports()
    {
        byte[] whole = new DnsMessage(0, 0x8400, [new DnsQuestion("a.local", 1, 1)], [new DnsRecord("a.local", 1, 1, 120, [1, 2, 3, 4])], []).ToBytes();
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.StartsWith("UDP 5353 > 5353", Text(5353, 5353, whole.AsSpan(0, length)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_name_that_points_at_itself_or_ahead_is_not_followed()
    {
        byte[] message = [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xC0, 12, 0, 1, 0, 1];
        Assert.StartsWith("UDP 5353 > 5353", Text(5353, 5353, message), StringComparison.Ordinal);
        message[13] = 16;
        Assert.StartsWith("UDP 5353 > 5353", Text(5353, 5353, message), StringComparison.Ordinal);
    }

    private static string Dhcp(bool isReply, DhcpMessageType type, params (DhcpOption Option, uint Value)[] options)
    {
        DhcpMessage message = new() { IsReply = isReply, YourAddress = isReply ? s_address : 0 };
        message.Add(DhcpOption.MessageType, (byte)type);
        foreach ((DhcpOption option, uint value) in options)
        {
            message.Add(option, value);
        }

        return Text(isReply ? 67 : 68, isReply ? 68 : 67, message.ToBytes());
    }

    private static string Dns(int port, DnsMessage message)
    {
        return Text(port == 53 ? 50_000 : port, port, message.ToBytes());
    }

    private static string Text(int source, int destination, ReadOnlySpan<byte> payload)
    {
        int length = 8 + payload.Length;
        return Text(Frames.IPv4(
            IPv4Header.ProtocolUdp,
            [(byte)(source >> 8), (byte)source, (byte)(destination >> 8), (byte)destination, (byte)(length >> 8), (byte)length, 0, 0, .. payload]));
    }

    private static string Text(byte[] frame)
    {
        Assert.True(FrameDecoder.TryDescribe(frame, 0, frame.Length, out string text));
        return text;
    }
}
