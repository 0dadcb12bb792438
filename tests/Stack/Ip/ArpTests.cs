// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Ip;

/// <summary>ARP (RFC 826): what arrives, and announcements (RFC 5227).</summary>
public class ArpTests
{
    private readonly IpBench _bench = IpBench.Settled();

    private static byte[] Request(int sender, uint target) => Frames.Arp(ArpPacket.Request, IpBench.Mac(sender), IpBench.Host(sender), new byte[6], target);

    private bool Knows(int host)
    {
        int asked = _bench.Count(ArpCounter.RequestsSent);
        _bench.Arrives(IpBench.Ping(IpBench.Host(host)));
        _bench.Link.Sent.Clear();
        return _bench.Count(ArpCounter.RequestsSent) == asked;
    }

    [Fact]
    public void At_start_the_address_is_announced_twice_two_seconds_apart()
    {
        var bench = new IpBench();
        bench.SendsNothing();
        Assert.Equal(2000, bench.Stack.Poll(0));
        bench.Asks(Frames.Own);
        bench.Advance(1999);
        bench.SendsNothing();
        bench.Advance(1);
        bench.Asks(Frames.Own);
        bench.Advance(100_000);
        bench.SendsNothing();
        Assert.Equal(long.MaxValue, bench.Stack.Poll(bench.Now));
    }

    [Fact]
    public void A_new_address_is_announced_again()
    {
        _bench.Ip.Configure(new HostAddress(IpBench.Host(3)), 24, HostAddress.Any);
        _bench.Advance(10_000);
        for (int i = 0; i < 2; i++)
        {
            _bench.Sends(Frames.Arp(ArpPacket.Request, Frames.OwnMac, IpBench.Host(3), new byte[6], IpBench.Host(3)));
        }

        _bench.SendsNothing();
    }

    [Fact]
    public void A_request_for_our_address_is_answered_to_the_one_who_asked()
    {
        _bench.Arrives(Request(9, Frames.Own));
        _bench.Sends(Frames.Arp(ArpPacket.Reply, Frames.OwnMac, Frames.Own, IpBench.Mac(9), IpBench.Host(9)));
        _bench.SendsNothing();
    }

    [Fact]
    public void A_request_for_another_address_is_not_answered()
    {
        _bench.Arrives(Request(9, IpBench.Host(3)));
        _bench.SendsNothing();
    }

    [Fact]
    public void A_probe_of_our_address_is_answered_so_that_the_other_takes_another()
    {
        // RFC 5227 §2.1.1: the sender has no address yet.
        _bench.Arrives(Frames.Arp(ArpPacket.Request, IpBench.Mac(9), IPv4Address.Any, new byte[6], Frames.Own));
        _bench.Sends(Frames.Arp(ArpPacket.Reply, Frames.OwnMac, Frames.Own, IpBench.Mac(9), IPv4Address.Any));
    }

    [Fact]
    public void A_reply_is_never_answered()
    {
        _bench.Arrives(Frames.Arp(ArpPacket.Reply, IpBench.Mac(9), IpBench.Host(9), Frames.OwnMac, Frames.Own));
        _bench.SendsNothing();
    }

    [Fact]
    public void Who_asks_for_us_becomes_known()
    {
        _bench.Arrives(Request(9, Frames.Own));
        Assert.True(Knows(9));
    }

    [Fact]
    public void Who_asks_for_another_does_not_become_known()
    {
        _bench.Arrives(Request(9, IpBench.Host(3)));
        Assert.False(Knows(9));
    }

    [Fact]
    public void Who_is_known_is_brought_up_to_date_by_any_packet()
    {
        _bench.Introduce(9);
        _bench.Arrives(Frames.Arp(ArpPacket.Request, IpBench.Mac(10), IpBench.Host(9), new byte[6], IpBench.Host(9)));
        _bench.SendsNothing();
        _bench.Arrives(IpBench.Ping(IpBench.Host(9)));
        _bench.SendsReply(IpBench.Mac(10), IpBench.Host(9));
    }

    [Fact]
    public void Who_is_on_another_network_does_not_become_known()
    {
        _bench.Arrives(Frames.Arp(ArpPacket.Request, IpBench.Mac(9), IpBench.Far, new byte[6], Frames.Own));
        _bench.Link.Sent.Clear();
        _bench.Arrives(IpBench.Ping(IpBench.Far));
        _bench.Asks(Frames.Peer);
    }

    [Fact]
    public void Another_station_with_our_address_is_counted_and_not_learned()
    {
        _bench.Arrives(Frames.Arp(ArpPacket.Request, IpBench.Mac(9), Frames.Own, new byte[6], Frames.Own));
        _bench.Arrives(Frames.Arp(ArpPacket.Reply, IpBench.Mac(9), Frames.Own, Frames.OwnMac, Frames.Own));
        _bench.SendsNothing();
        Assert.Equal(2, _bench.Count(ArpCounter.Conflict));
    }

    [Theory]
    [InlineData(14, 1)]
    [InlineData(15, 6)]
    [InlineData(16, 0x86)]
    [InlineData(17, 1)]
    [InlineData(18, 8)]
    [InlineData(19, 16)]
    [InlineData(22, 0x03)]
    [InlineData(22, 0xFF)]
    [InlineData(28, 127)]
    [InlineData(28, 224)]
    [InlineData(28, 255)]
    public void A_malformed_packet_is_dropped_and_counted(int position, byte value)
    {
        byte[] frame = Request(9, Frames.Own);
        frame[position] = value;
        _bench.Arrives(frame);
        _bench.SendsNothing();
        Assert.Equal(1, _bench.Count(ArpCounter.Invalid));
        Assert.False(Knows(9));
    }

    [Fact]
    public void Padding_behind_the_packet_is_ignored()
    {
        _bench.Arrives([.. Request(9, Frames.Own), .. new byte[18]]);
        _bench.Sends(Frames.Arp(ArpPacket.Reply, Frames.OwnMac, Frames.Own, IpBench.Mac(9), IpBench.Host(9)));
    }
}
