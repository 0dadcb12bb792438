// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Ip;

/// <summary>The link comes up and goes down: announcements, known addresses, and frames that the link did not take.</summary>
public class LinkTests
{
    private readonly IpBench _bench = IpBench.Settled();

    /// <summary>A bench whose cable is not plugged in yet.</summary>
    private static IpBench WithoutCable()
    {
        var bench = new IpBench();
        bench.Link.HasCable = false;
        return bench;
    }

    private static byte[] Reply(int mac, uint address)
        => Frames.Arp(ArpPacket.Reply, IpBench.Mac(mac), address, Frames.OwnMac, Frames.Own);

    private void SendsUnicastRequest(byte[] mac, uint address)
    {
        byte[] request = Frames.Arp(ArpPacket.Request, Frames.OwnMac, Frames.Own, new byte[6], address);
        mac.CopyTo(request, 0);
        _bench.Sends(request);
    }

    /// <summary>The cable is pulled and plugged in again. The following announcements are ignored.</summary>
    private void Bounce()
    {
        _bench.Link.HasCable = false;
        _bench.Advance(100);
        _bench.Link.HasCable = true;
        _bench.Advance(5000);
        _bench.Link.Sent.Clear();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2500)]
    [InlineData(100_000)]
    public void The_address_is_announced_twice_once_the_link_is_up(int milliseconds)
    {
        IpBench bench = WithoutCable();
        bench.Advance(milliseconds);
        bench.SendsNothing();
        bench.Link.HasCable = true;
        bench.Advance(0);
        bench.Asks(Frames.Own);
        bench.Advance(1999);
        bench.SendsNothing();
        bench.Advance(1);
        bench.Asks(Frames.Own);
        bench.Advance(100_000);
        bench.SendsNothing();
    }

    [Fact]
    public void An_address_that_is_set_while_there_is_no_link_is_announced_once_it_is_up()
    {
        _bench.Link.HasCable = false;
        _bench.Advance(10);
        _bench.Ip.Configure(new HostAddress(IpBench.Host(3)), 24, HostAddress.Any);
        _bench.Advance(10_000);
        _bench.SendsNothing();
        _bench.Link.HasCable = true;
        _bench.Advance(10_000);
        for (int i = 0; i < 2; i++)
        {
            _bench.Sends(Frames.Arp(ArpPacket.Request, Frames.OwnMac, IpBench.Host(3), new byte[6], IpBench.Host(3)));
        }

        _bench.SendsNothing();
    }

    [Fact]
    public void The_address_is_announced_anew_each_time_the_link_comes_up()
    {
        for (int i = 0; i < 3; i++)
        {
            _bench.Link.HasCable = false;
            _bench.Advance(10);
            _bench.Link.HasCable = true;
            _bench.Advance(10_000);
            _bench.Asks(Frames.Own);
            _bench.Asks(Frames.Own);
            _bench.SendsNothing();
        }
    }

    [Fact]
    public void A_link_that_goes_between_two_announcements_gets_both_when_it_is_back()
    {
        var bench = new IpBench();
        bench.Advance(1000);
        bench.Asks(Frames.Own);
        bench.Link.HasCable = false;
        bench.Advance(5000);
        bench.SendsNothing();
        bench.Link.HasCable = true;
        bench.Advance(5000);
        bench.Asks(Frames.Own);
        bench.Asks(Frames.Own);
        bench.SendsNothing();
    }

    [Fact]
    public void An_announcement_that_the_link_did_not_take_does_not_count()
    {
        var bench = new IpBench();
        bench.Link.Room = 0;
        bench.Advance(5000);
        bench.Link.Room = int.MaxValue;
        bench.Advance(100);
        bench.Asks(Frames.Own);
        bench.Advance(5000);
        bench.Asks(Frames.Own);
        bench.SendsNothing();
    }

    [Fact]
    public void A_request_that_the_link_did_not_take_does_not_count()
    {
        _bench.Link.Room = 0;
        _bench.Arrives(IpBench.Ping(IpBench.Host(9)));
        _bench.Advance(60_000);
        Assert.Equal(0, _bench.Count(ArpCounter.RequestsSent));
        Assert.Equal(0, _bench.Count(ArpCounter.Unresolved));
        _bench.Link.Room = int.MaxValue;
        _bench.Advance(100);
        _bench.Asks(IpBench.Host(9));
        _bench.Arrives(Reply(9, IpBench.Host(9)));
        _bench.SendsReply(IpBench.Mac(9), IpBench.Host(9));
    }

    [Fact]
    public void While_there_is_no_link_nobody_is_asked_and_nobody_unreachable()
    {
        Assert.Equal(SocketError.Success, _bench.Tcp.Connect(new HostAddress(IpBench.Host(9)), 80, 0, out TcpConnection? connection));
        _bench.Advance(500);
        _bench.Asks(IpBench.Host(9));
        _bench.Link.HasCable = false;
        _bench.Advance(30_000);
        Assert.Equal(TcpState.SynSent, connection!.State);
        Assert.Equal(1, _bench.Count(ArpCounter.RequestsSent));
        _bench.Link.HasCable = true;
        _bench.Advance(0);
        _bench.Asks(Frames.Own);
        _bench.Asks(IpBench.Host(9));
    }

    [Fact]
    public void What_the_link_has_no_room_for_when_the_answer_comes_leaves_later_and_in_order()
    {
        for (byte i = 1; i <= 3; i++)
        {
            _bench.Arrives(IpBench.Ping(IpBench.Host(9), [i]));
        }

        _bench.Asks(IpBench.Host(9));
        _bench.Link.Room = 1;
        _bench.Arrives(Reply(9, IpBench.Host(9)));
        Assert.Equal([1], _bench.SendsReply(IpBench.Mac(9), IpBench.Host(9))[8..]);
        _bench.SendsNothing();
        _bench.Link.Room = int.MaxValue;
        _bench.Advance(1);
        Assert.Equal([2], _bench.SendsReply(IpBench.Mac(9), IpBench.Host(9))[8..]);
        Assert.Equal([3], _bench.SendsReply(IpBench.Mac(9), IpBench.Host(9))[8..]);
        _bench.SendsNothing();
    }

    [Fact]
    public void A_later_packet_does_not_overtake_those_that_wait_for_room()
    {
        _bench.Arrives(IpBench.Ping(IpBench.Host(9), [1]));
        _bench.Asks(IpBench.Host(9));
        _bench.Link.Room = 0;
        _bench.Arrives(Reply(9, IpBench.Host(9)));
        _bench.Link.Room = int.MaxValue;
        _bench.Arrives(IpBench.Ping(IpBench.Host(9), [2]));
        _bench.Advance(1);
        Assert.Equal([1], _bench.SendsReply(IpBench.Mac(9), IpBench.Host(9))[8..]);
        Assert.Equal([2], _bench.SendsReply(IpBench.Mac(9), IpBench.Host(9))[8..]);
        _bench.SendsNothing();
    }

    [Fact]
    public void What_waited_for_room_when_the_link_went_leaves_after_it_is_back_and_the_station_has_confirmed()
    {
        _bench.Arrives(IpBench.Ping(IpBench.Host(9), [1]));
        _bench.Asks(IpBench.Host(9));
        _bench.Link.Room = 0;
        _bench.Arrives(Reply(9, IpBench.Host(9)));
        _bench.Link.HasCable = false;
        _bench.Advance(10_000);
        _bench.Link.Room = int.MaxValue;
        _bench.SendsNothing();
        _bench.Link.HasCable = true;
        _bench.Advance(0);
        _bench.Asks(Frames.Own);
        SendsUnicastRequest(IpBench.Mac(9), IpBench.Host(9));
        _bench.SendsNothing();
        _bench.Arrives(Reply(9, IpBench.Host(9)));
        Assert.Equal([1], _bench.SendsReply(IpBench.Mac(9), IpBench.Host(9))[8..]);
    }

    [Fact]
    public void With_another_address_of_its_own_nobody_is_known_any_more()
    {
        _bench.Introduce(1);
        _bench.Introduce(9);
        uint own = IpBench.Host(3);
        _bench.Ip.Configure(new HostAddress(own), 24, HostAddress.Any);
        _bench.Advance(5000);
        _bench.Link.Sent.Clear();
        foreach (int host in (int[])[1, 9])
        {
            Assert.Equal(SocketError.Success, _bench.Tcp.Connect(new HostAddress(IpBench.Host(host)), 80, 0, out _));
            _bench.Advance(0);
            _bench.Sends(Frames.Arp(ArpPacket.Request, Frames.OwnMac, own, new byte[6], IpBench.Host(host)));
        }
    }

    [Fact]
    public void After_the_link_came_up_who_was_known_is_asked_before_anything_is_sent()
    {
        _bench.Introduce(9);
        Bounce();
        _bench.Arrives(IpBench.Ping(IpBench.Host(9)));
        SendsUnicastRequest(IpBench.Mac(9), IpBench.Host(9));
        _bench.SendsNothing();
        _bench.Arrives(Reply(9, IpBench.Host(9)));
        _bench.SendsReply(IpBench.Mac(9), IpBench.Host(9));

        // Once confirmed it is known as before.
        _bench.Arrives(IpBench.Ping(IpBench.Host(9)));
        _bench.SendsReply(IpBench.Mac(9), IpBench.Host(9));
        _bench.SendsNothing();
    }

    [Fact]
    public void Who_does_not_confirm_soon_is_asked_for_by_broadcast_and_may_be_another()
    {
        _bench.Introduce(1);
        Bounce();
        Assert.Equal(SocketError.Success, _bench.Tcp.Connect(new HostAddress(IpBench.Far), 81, 0, out TcpConnection? connection));
        _bench.Advance(0);
        SendsUnicastRequest(IpBench.Mac(1), Frames.Peer);
        _bench.Advance(100);
        _bench.Asks(Frames.Peer);
        _bench.SendsNothing();
        _bench.Arrives(Reply(77, Frames.Peer));
        Assert.Equal(IpBench.Mac(77), _bench.Link.Sent.Dequeue()[..6]);
        Assert.Equal(TcpState.SynSent, connection!.State);
    }

    [Fact]
    public void Who_has_gone_is_unreachable_after_three_broadcasts()
    {
        _bench.Introduce(9);
        Bounce();
        Assert.Equal(SocketError.Success, _bench.Tcp.Connect(new HostAddress(IpBench.Host(9)), 80, 0, out TcpConnection? connection));
        _bench.Advance(3099);
        SendsUnicastRequest(IpBench.Mac(9), IpBench.Host(9));
        for (int i = 0; i < 3; i++)
        {
            _bench.Asks(IpBench.Host(9));
        }

        Assert.Equal(SocketError.Success, connection!.Error);
        _bench.Advance(1);
        Assert.Equal(SocketError.HostUnreachable, connection.Error);
    }

    [Fact]
    public void An_old_entry_that_was_asked_for_when_the_link_went_is_confirmed_like_any_other()
    {
        _bench.Introduce(9);
        _bench.Advance(300_000);
        _bench.Arrives(IpBench.Ping(IpBench.Host(9)));
        SendsUnicastRequest(IpBench.Mac(9), IpBench.Host(9));
        _bench.SendsReply(IpBench.Mac(9), IpBench.Host(9));
        Bounce();
        _bench.Arrives(IpBench.Ping(IpBench.Host(9)));
        SendsUnicastRequest(IpBench.Mac(9), IpBench.Host(9));
        _bench.SendsNothing();
    }

    [Fact]
    public void A_link_that_goes_while_an_entry_is_confirmed_begins_that_anew_and_keeps_what_waits()
    {
        _bench.Introduce(9);
        Bounce();
        _bench.Arrives(IpBench.Ping(IpBench.Host(9)));
        SendsUnicastRequest(IpBench.Mac(9), IpBench.Host(9));
        _bench.Link.HasCable = false;
        _bench.Advance(50_000);
        _bench.Link.HasCable = true;
        _bench.Advance(0);
        _bench.Asks(Frames.Own);
        SendsUnicastRequest(IpBench.Mac(9), IpBench.Host(9));
        _bench.Arrives(Reply(9, IpBench.Host(9)));
        _bench.SendsReply(IpBench.Mac(9), IpBench.Host(9));
    }

    [Fact]
    public void Who_announces_itself_after_the_link_came_up_is_confirmed()
    {
        _bench.Introduce(9);
        Bounce();
        _bench.Arrives(Frames.Arp(ArpPacket.Request, IpBench.Mac(10), IpBench.Host(9), new byte[6], IpBench.Host(9)));
        _bench.Arrives(IpBench.Ping(IpBench.Host(9)));
        _bench.SendsReply(IpBench.Mac(10), IpBench.Host(9));
        _bench.SendsNothing();
    }

    [Fact]
    public void The_application_sees_whether_there_is_a_link_and_misses_no_change()
    {
        Assert.True(_bench.Stack.IsLinkUp);
        int changes = _bench.Stack.LinkChanges;
        _bench.Link.HasCable = false;
        _bench.Stack.Poll(_bench.Now);
        Assert.False(_bench.Stack.IsLinkUp);
        _bench.Link.HasCable = true;
        _bench.Stack.Poll(_bench.Now);
        Assert.True(_bench.Stack.IsLinkUp);
        Assert.Equal(changes + 2, _bench.Stack.LinkChanges);
        Assert.Equal(changes + 2, _bench.Count(Counter.LinkChanges));
        _bench.Advance(10_000);
        Assert.Equal(changes + 2, _bench.Stack.LinkChanges);
    }

    [Fact]
    public void A_stack_waits_for_its_link_without_asking_to_be_polled()
    {
        _bench.Link.HasCable = false;
        Assert.Equal(SocketError.Success, _bench.Tcp.Connect(new HostAddress(IpBench.Host(9)), 80, 0, out _));
        _bench.Stack.Poll(_bench.Now);
        Assert.InRange(_bench.Stack.Poll(_bench.Now), _bench.Now + 100, long.MaxValue);
    }
}
