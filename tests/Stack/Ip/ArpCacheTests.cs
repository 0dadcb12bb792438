// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Tcp;
using NanoTcp.Tests.Stack.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Ip;

/// <summary>The ARP cache: questions, the queue behind them, ageing (RFC 1122 §2.3.2) and eviction.</summary>
public class ArpCacheTests
{
    private readonly IpBench _bench = IpBench.Settled();

    private static byte[] Reply(int host) => Frames.Arp(ArpPacket.Reply, IpBench.Mac(host), IpBench.Host(host), Frames.OwnMac, Frames.Own);

    private static IpBench WithQueue(int frames) => IpBench.Settled(options => options.ArpQueueFrames = frames);

    [Fact]
    public void An_unknown_address_is_asked_for_three_times_a_second_apart_and_given_up()
    {
        Assert.Equal(SocketError.Success, _bench.Tcp.Connect(new HostAddress(IpBench.Host(9)), 80, 0, out TcpConnection? connection));
        for (int i = 0; i < 3; i++)
        {
            _bench.Advance(i == 0 ? 0 : 999);
            if (i > 0)
            {
                _bench.SendsNothing();
                _bench.Advance(1);
            }

            _bench.Asks(IpBench.Host(9));
        }

        _bench.Advance(999);
        Assert.Equal(TcpState.SynSent, connection!.State);
        _bench.Advance(1);
        _bench.SendsNothing();
        Assert.Equal(SocketError.HostUnreachable, connection.Error);
        Assert.Equal(3, _bench.Count(ArpCounter.RequestsSent));
        Assert.NotEqual(0, _bench.Count(ArpCounter.Unresolved));
    }

    [Fact]
    public void A_gateway_that_does_not_answer_makes_what_lies_behind_it_unreachable()
    {
        _bench.Introduce(9);
        Assert.Equal(SocketError.Success, _bench.Tcp.Connect(new HostAddress(IpBench.Far), 80, 0, out TcpConnection? far));
        Assert.Equal(SocketError.Success, _bench.Tcp.Connect(new HostAddress(IpBench.Host(9)), 80, 0, out TcpConnection? near));
        _bench.Advance(3000);
        Assert.Equal(SocketError.HostUnreachable, far!.Error);
        Assert.Equal(TcpState.SynSent, near!.State);
    }

    [Fact]
    public void After_giving_up_the_next_packet_asks_again()
    {
        _bench.Arrives(IpBench.Ping(IpBench.Host(9)));
        _bench.Advance(10_000);
        _bench.Link.Sent.Clear();
        _bench.Arrives(IpBench.Ping(IpBench.Host(9)));
        _bench.Asks(IpBench.Host(9));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_latest_packets_wait_in_order_and_those_before_are_dropped_and_counted(int frames)
    {
        IpBench bench = WithQueue(frames);
        for (byte i = 1; i <= 4; i++)
        {
            bench.Arrives(IpBench.Ping(IpBench.Host(9), [i]));
        }

        bench.Asks(IpBench.Host(9));
        bench.SendsNothing();
        Assert.Equal(4 - frames, bench.Count(ArpCounter.QueueFull));
        bench.Arrives(Reply(9));
        for (int i = 4 - frames + 1; i <= 4; i++)
        {
            Assert.Equal([(byte)i], bench.SendsReply(IpBench.Mac(9), IpBench.Host(9))[8..]);
        }

        bench.SendsNothing();
    }

    [Fact]
    public void Without_a_queue_every_packet_for_an_unknown_address_is_dropped_and_counted()
    {
        IpBench bench = WithQueue(0);
        bench.Arrives(IpBench.Ping(IpBench.Host(9)));
        bench.Asks(IpBench.Host(9));
        Assert.Equal(1, bench.Count(ArpCounter.QueueFull));
        bench.Arrives(Reply(9));
        bench.SendsNothing();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(600)]
    [InlineData(1472)]
    public void A_packet_of_any_length_waits(int length)
    {
        _bench.Arrives(IpBench.Ping(IpBench.Host(9), new byte[length]));
        _bench.Asks(IpBench.Host(9));
        _bench.Arrives(Reply(9));
        Assert.Equal(length, _bench.SendsReply(IpBench.Mac(9), IpBench.Host(9))[8..].Length);
        Assert.Equal(0, _bench.Count(ArpCounter.QueueFull));
    }

    [Fact]
    public void A_few_short_packets_wait_beside_a_long_one()
    {
        int[] lengths = [40, 1472, 30, 20];
        _bench.Arrives([.. lengths.Select(length => IpBench.Ping(IpBench.Host(9), new byte[length]))]);
        _bench.Asks(IpBench.Host(9));
        _bench.Arrives(Reply(9));
        Assert.All(lengths, length => Assert.Equal(length, _bench.SendsReply(IpBench.Mac(9), IpBench.Host(9))[8..].Length));
        Assert.Equal(0, _bench.Count(ArpCounter.QueueFull));
    }

    [Fact]
    public void A_long_packet_takes_the_place_of_a_long_one_and_leaves_the_short_ones_behind_it()
    {
        _bench.Arrives(IpBench.Ping(IpBench.Host(9), new byte[1400]), IpBench.Ping(IpBench.Host(9), new byte[10]), IpBench.Ping(IpBench.Host(9), new byte[1000]));
        _bench.Asks(IpBench.Host(9));
        Assert.Equal(1, _bench.Count(ArpCounter.QueueFull));
        _bench.Arrives(Reply(9));
        Assert.Equal(10, _bench.SendsReply(IpBench.Mac(9), IpBench.Host(9))[8..].Length);
        Assert.Equal(1000, _bench.SendsReply(IpBench.Mac(9), IpBench.Host(9))[8..].Length);
        _bench.SendsNothing();
    }

    [Fact]
    public void Three_connections_begun_at_once_by_a_new_host_are_all_answered()
    {
        Assert.Equal(SocketError.Success, _bench.Tcp.Listen(80, 4, out _));
        for (int port = 5000; port < 5003; port++)
        {
            _bench.Arrives(Frames.Tcp(Segment.Parse($"SYN from={port} to=80 seq=100 win=4096 mss=1460").ToBytes(), IpBench.Host(9)));
        }

        _bench.Asks(IpBench.Host(9));
        _bench.Arrives(Reply(9));
        Assert.Equal([5000, 5001, 5002], _bench.Link.Sent.Select(frame => Segment.FromFrame(frame).DestinationPort));
    }

    [Fact]
    public void Packets_for_two_addresses_wait_side_by_side()
    {
        IpBench bench = WithQueue(2);
        bench.Arrives(IpBench.Ping(IpBench.Host(9), [1]), IpBench.Ping(IpBench.Host(10), [2]));
        bench.Asks(IpBench.Host(9));
        bench.Asks(IpBench.Host(10));
        bench.Arrives(Reply(10));
        Assert.Equal([2], bench.SendsReply(IpBench.Mac(10), IpBench.Host(10))[8..]);
        bench.SendsNothing();
        bench.Arrives(Reply(9));
        Assert.Equal([1], bench.SendsReply(IpBench.Mac(9), IpBench.Host(9))[8..]);
    }

    [Fact]
    public void A_new_MAC_address_counts_from_the_next_packet_on()
    {
        _bench.Introduce(9);
        _bench.Arrives(IpBench.Ping(IpBench.Host(9)));
        _bench.SendsReply(IpBench.Mac(9), IpBench.Host(9));
        _bench.Arrives(Frames.Arp(ArpPacket.Reply, IpBench.Mac(99), IpBench.Host(9), Frames.OwnMac, Frames.Own));
        _bench.Arrives(IpBench.Ping(IpBench.Host(9)));
        _bench.SendsReply(IpBench.Mac(99), IpBench.Host(9));
    }

    [Fact]
    public void An_address_that_nobody_answers_for_gives_its_place_in_the_queue_back()
    {
        _bench.Arrives(IpBench.Ping(IpBench.Host(9), [1]));
        _bench.Advance(3000);
        Assert.Equal(1, _bench.Count(ArpCounter.Unresolved));
        _bench.Link.Sent.Clear();
        _bench.Arrives(IpBench.Ping(IpBench.Host(10), [3]));
        _bench.Asks(IpBench.Host(10));
        _bench.Arrives(Reply(10));
        Assert.Equal([3], _bench.SendsReply(IpBench.Mac(10), IpBench.Host(10))[8..]);
    }

    [Fact]
    public void An_old_entry_is_used_on_and_asked_for_by_unicast_when_it_is_needed()
    {
        _bench.Introduce(9);
        _bench.Advance(299_999);
        _bench.Arrives(IpBench.Ping(IpBench.Host(9)));
        _bench.SendsReply(IpBench.Mac(9), IpBench.Host(9));
        _bench.SendsNothing();

        // Nobody asks as long as nobody needs it.
        _bench.Advance(100_000);
        _bench.SendsNothing();
        _bench.Arrives(IpBench.Ping(IpBench.Host(9)));
        byte[] request = Frames.Arp(ArpPacket.Request, Frames.OwnMac, Frames.Own, new byte[6], IpBench.Host(9));
        IpBench.Mac(9).CopyTo(request, 0);
        _bench.Sends(request);
        _bench.SendsReply(IpBench.Mac(9), IpBench.Host(9));

        _bench.Arrives(Reply(9));
        _bench.Advance(200_000);
        _bench.SendsNothing();
        _bench.Arrives(IpBench.Ping(IpBench.Host(9)));
        _bench.SendsReply(IpBench.Mac(9), IpBench.Host(9));
        _bench.SendsNothing();
    }

    [Fact]
    public void An_old_entry_that_does_not_answer_is_given_up_after_three_questions()
    {
        _bench.Introduce(9);
        int asked = _bench.Count(ArpCounter.RequestsSent);
        _bench.Advance(300_000);
        _bench.Arrives(IpBench.Ping(IpBench.Host(9)));
        _bench.Advance(3000);
        Assert.Equal(asked + 3, _bench.Count(ArpCounter.RequestsSent));
        _bench.Link.Sent.Clear();
        _bench.Arrives(IpBench.Ping(IpBench.Host(9)));
        _bench.Asks(IpBench.Host(9));
        _bench.SendsNothing();
    }

    [Fact]
    public void When_the_table_is_full_the_entry_used_longest_ago_goes()
    {
        for (int host = 10; host < 18; host++)
        {
            _bench.Introduce(host);
            _bench.Advance(10);
        }

        // A new answer counts as use, so the second is the oldest now.
        _bench.Arrives(Reply(10));
        _bench.Introduce(20);
        Assert.Equal(1, _bench.Count(ArpCounter.Evicted));
        foreach (int host in new[] { 10, 12, 13, 14, 15, 16, 17, 20 })
        {
            _bench.Arrives(IpBench.Ping(IpBench.Host(host)));
            _bench.SendsReply(IpBench.Mac(host), IpBench.Host(host));
        }

        _bench.Arrives(IpBench.Ping(IpBench.Host(11)));
        _bench.Asks(IpBench.Host(11));
    }

    [Fact]
    public void The_entry_of_a_busy_connection_is_not_the_one_used_longest_ago()
    {
        _bench.Introduce(10);
        Assert.Equal(SocketError.Success, _bench.Tcp.Connect(new HostAddress(IpBench.Host(10)), 80, 0, out _));
        _bench.Advance(0);
        for (int host = 11; host < 18; host++)
        {
            _bench.Advance(10);
            _bench.Link.Sent.Clear();
            _bench.Introduce(host);
        }

        // The SYN goes out again, and with it the entry is used.
        _bench.Advance(1000);
        _bench.Link.Sent.Clear();
        _bench.Introduce(30);
        _bench.Link.Sent.Clear();
        _bench.Advance(2000);
        Assert.Equal(IpBench.Mac(10), _bench.Link.Sent.Peek()[..6]);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(200)]
    public void Strangers_do_not_take_the_entry_of_a_host_that_a_connection_has(int strangers)
    {
        _bench.Introduce(1);
        Assert.Equal(SocketError.Success, _bench.Tcp.Connect(new HostAddress(IpBench.Host(1)), 80, 0, out TcpConnection? connection));
        _bench.Advance(0);
        for (int host = 10; host < 10 + strangers; host++)
        {
            _bench.Advance(1);
            _bench.Arrives(IpBench.Ping(IpBench.Host(host)));
        }

        _bench.Link.Sent.Clear();
        connection!.Abort();
        Assert.Equal(SocketError.Success, _bench.Tcp.Connect(new HostAddress(IpBench.Host(1)), 81, 0, out _));
        _bench.Stack.Poll(_bench.Now);
        Assert.Equal(IpBench.Mac(1), _bench.Link.Sent.Dequeue()[..6]);
        _bench.SendsNothing();
    }

    [Fact]
    public void A_frame_of_its_own_that_comes_back_is_no_conflict()
    {
        _bench.Arrives(Frames.Arp(ArpPacket.Request, Frames.OwnMac, Frames.Own, new byte[6], Frames.Own));
        _bench.SendsNothing();
        Assert.Equal(0, _bench.Count(ArpCounter.Conflict));
    }
}
