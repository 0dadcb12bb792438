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
    public void Who_asks_for_us_is_not_asked_for_when_it_is_sent_something()
    {
        _bench.Arrives(Request(9, Frames.Own));
        Assert.True(Knows(9));
    }

    [Fact]
    public void Only_the_last_one_that_asked_for_us_is_remembered()
    {
        _bench.Arrives(Request(9, Frames.Own), Request(10, Frames.Own));
        Assert.False(Knows(9));
        Assert.True(Knows(10));
    }

    [Fact]
    public void Who_asked_for_us_is_remembered_as_long_as_an_entry_of_the_table_is_used_without_asking()
    {
        _bench.Arrives(Request(9, Frames.Own));
        _bench.Advance(299_999);
        Assert.True(Knows(9));
        _bench.Arrives(Request(10, Frames.Own));
        _bench.Advance(300_000);
        Assert.False(Knows(10));
    }

    [Fact]
    public void Who_asked_for_us_and_is_sent_something_is_asked_as_long_after_its_question_as_any_other()
    {
        _bench.Arrives(Request(9, Frames.Own));
        _bench.Advance(200_000);
        Assert.True(Knows(9));
        _bench.Advance(99_999);
        Assert.True(Knows(9));
        _bench.Advance(1);
        Assert.False(Knows(9));
    }

    [Fact]
    public void Who_asked_for_us_is_forgotten_when_the_link_goes_or_our_address_changes()
    {
        _bench.Arrives(Request(9, Frames.Own));
        _bench.Link.HasCable = false;
        _bench.Advance(10);
        _bench.Link.HasCable = true;
        _bench.Advance(5000);
        Assert.False(Knows(9));
        _bench.Arrives(Request(10, Frames.Own));
        _bench.Ip.Configure(Frames.OwnHost, 24, HostAddress.Any);
        _bench.Advance(5000);
        Assert.False(Knows(10));
    }

    [Fact]
    public void Who_asked_for_us_is_brought_up_to_date_by_any_packet()
    {
        _bench.Arrives(Request(9, Frames.Own));
        _bench.Arrives(Frames.Arp(ArpPacket.Request, IpBench.Mac(10), IpBench.Host(9), new byte[6], IpBench.Host(9)));
        _bench.Link.Sent.Clear();
        _bench.Arrives(IpBench.Ping(IpBench.Host(9)));
        _bench.SendsReply(IpBench.Mac(10), IpBench.Host(9));
    }

    [Fact]
    public void A_probe_of_our_address_does_not_make_us_forget_who_asked()
    {
        _bench.Arrives(Request(9, Frames.Own));
        _bench.Arrives(Frames.Arp(ArpPacket.Request, IpBench.Mac(10), IPv4Address.Any, new byte[6], Frames.Own));
        Assert.True(Knows(9));
    }

    [Fact]
    public void A_packet_that_says_another_station_has_our_MAC_address_is_not_believed()
    {
        _bench.Introduce(9);
        _bench.Arrives(Frames.Arp(ArpPacket.Reply, Frames.OwnMac, IpBench.Host(9), Frames.OwnMac, Frames.Own));
        _bench.Arrives(IpBench.Ping(IpBench.Host(9)));
        _bench.SendsReply(IpBench.Mac(9), IpBench.Host(9));
    }

    [Fact]
    public void Nobody_becomes_known_by_a_packet_that_was_not_asked_for()
    {
        // RFC 826 makes an entry for who asks for this host. Anybody could fill the table then.
        byte[][] packets =
        [
            Request(9, IpBench.Host(3)),
            Frames.Arp(ArpPacket.Request, IpBench.Mac(9), IpBench.Host(9), new byte[6], IpBench.Host(9)),
            Frames.Arp(ArpPacket.Reply, IpBench.Mac(9), IpBench.Host(9), Frames.OwnMac, Frames.Own),
            Frames.Arp(ArpPacket.Reply, IpBench.Mac(9), IpBench.Host(9), IpBench.Mac(3), IpBench.Host(3)),
            Frames.Arp(ArpPacket.Reply, IpBench.Mac(9), IpBench.Host(9), Frames.BroadcastMac, IpBench.Host(9)),
        ];
        foreach (byte[] packet in packets)
        {
            _bench.Arrives(packet);
            Assert.False(Knows(9));
            _bench.Advance(3000);
            _bench.Link.Sent.Clear();
        }
    }

    [Fact]
    public void A_flood_of_requests_and_replies_takes_no_entry_from_anybody()
    {
        for (int host = 10; host < 18; host++)
        {
            _bench.Introduce(host);
        }

        for (int i = 0; i < 5000; i++)
        {
            byte[] mac = [0x06, 0, 0, 1, (byte)(i >> 8), (byte)i];
            uint address = IpBench.Host(20 + (i % 200));
            _bench.Arrives(
                Frames.Arp(ArpPacket.Request, mac, address, new byte[6], Frames.Own),
                Frames.Arp(ArpPacket.Request, mac, address, new byte[6], address),
                Frames.Arp(ArpPacket.Reply, mac, address, Frames.OwnMac, Frames.Own));
        }

        _bench.Link.Sent.Clear();
        Assert.Equal(0, _bench.Count(ArpCounter.Evicted));
        for (int host = 10; host < 18; host++)
        {
            _bench.Arrives(IpBench.Ping(IpBench.Host(host)));
            _bench.SendsReply(IpBench.Mac(host), IpBench.Host(host));
        }

        _bench.SendsNothing();
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
    public void A_flood_of_any_packets_allocates_nothing()
    {
        byte[][] frames =
        [
            Request(9, Frames.Own),
            Request(10, IpBench.Host(77)),
            Frames.Arp(ArpPacket.Request, IpBench.Mac(9), Frames.Own, new byte[6], Frames.Own),
            Frames.Arp(ArpPacket.Request, IpBench.Mac(9), IPv4Address.Any, new byte[6], Frames.Own),
            Frames.Arp(ArpPacket.Request, IpBench.Mac(9), IPv4Address.Any, new byte[6], IpBench.Host(77)),
            Frames.Arp(ArpPacket.Reply, IpBench.Mac(9), IpBench.Host(77), Frames.OwnMac, Frames.Own),
            Frames.Arp(3, IpBench.Mac(9), IpBench.Host(9), Frames.OwnMac, Frames.Own),
        ];
        var wanted = new HostAddress(IpBench.Host(77));
        Allocations.AssertNone(() =>
        {
            IpBench bench = IpBench.Settled();
            bench.Link.Collects = false;
            Array.ForEach(frames, bench.Link.Arrive);
            bench.Stack.Poll(bench.Now);
            return () =>
            {
                for (int i = 0; i < 1000; i++)
                {
                    bench.Ip.StartProbe(wanted);
                    foreach (byte[] frame in frames)
                    {
                        bench.Link.Arrive(frame);
                    }

                    bench.Advance(100);
                }
            };
        });
    }

    [Fact]
    public void A_link_local_address_is_on_this_link_whatever_network_this_host_is_configured_for()
    {
        // RFC 3927 §2.6.2: the gateway never gets a packet for it.
        uint address = IPv4Address.From(169, 254, 3, 4);
        _bench.Arrives(IpBench.Ping(address));
        _bench.Asks(address);
        _bench.Arrives(Frames.Arp(ArpPacket.Reply, IpBench.Mac(9), address, Frames.OwnMac, Frames.Own));
        _bench.SendsReply(IpBench.Mac(9), address);
    }

    [Fact]
    public void Another_station_with_our_address_is_counted_and_not_learned()
    {
        _bench.Arrives(Frames.Arp(ArpPacket.Request, IpBench.Mac(9), Frames.Own, new byte[6], Frames.Own));
        _bench.Asks(Frames.Own);
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
    [InlineData(21, 0)]
    [InlineData(21, 3)]
    [InlineData(20, 1)]
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
