// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Tests.Stack.Ip;
using NanoTcp.Udp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Udp;

/// <summary>Datagrams for many hosts: broadcasts, groups, and those to a host that has no address yet.</summary>
public class ManyTests
{
    private readonly UdpBench _bench = new();

    [Theory]
    [InlineData("255.255.255.255")]
    [InlineData("192.168.7.255")]
    public void A_broadcast_reaches_a_socket_that_receives_broadcasts(string address)
    {
        uint destination = HostAddress.Parse(address).IPv4;
        UdpSocket socket = _bench.Bound();
        _bench.Arrives([1], destination: destination);
        UdpBench.ReceivesNothing(socket);
        Assert.Equal(1, _bench.Bench.Count(Counter.FrameNotForUs));
        socket.ReceivesBroadcasts = true;
        _bench.Arrives([2], destination: destination);
        Assert.Equal([2], UdpBench.Receives(socket));
        Assert.True(socket.ReceivedForMany);
        _bench.Arrives([3]);
        Assert.Equal([3], UdpBench.Receives(socket));
        Assert.False(socket.ReceivedForMany);
        _bench.Bench.SendsNothing();
    }

    [Fact]
    public void The_link_is_asked_for_broadcasts_as_long_as_a_bound_socket_wants_them()
    {
        UdpSocket first = _bench.Bound(10);
        UdpSocket second = _bench.Socket();
        Assert.False(_bench.Link.BroadcastsWanted);
        second.ReceivesBroadcasts = true;
        Assert.False(_bench.Link.BroadcastsWanted);
        second.Bind(11);
        Assert.True(_bench.Link.BroadcastsWanted);
        first.IsUnconfigured = true;
        second.Close();
        Assert.True(_bench.Link.BroadcastsWanted);
        first.IsUnconfigured = false;
        Assert.False(_bench.Link.BroadcastsWanted);
        second.Bind(12);
        Assert.True(_bench.Link.BroadcastsWanted);
        second.ReceivesBroadcasts = false;
        Assert.False(_bench.Link.BroadcastsWanted);
    }

    [Fact]
    public void A_datagram_to_a_group_reaches_the_socket_of_its_port_once_the_host_has_joined()
    {
        UdpSocket socket = _bench.Bound();
        UdpSocket other = _bench.Bound(8);
        _bench.Arrives([1], destination: UdpBench.Group);
        UdpBench.ReceivesNothing(socket);
        Assert.Equal(SocketError.Success, _bench.Bench.Ip.Join(new HostAddress(UdpBench.Group)));
        _bench.Arrives([2], destination: UdpBench.Group);
        Assert.Equal([2], UdpBench.Receives(socket));
        Assert.True(socket.ReceivedForMany);
        UdpBench.ReceivesNothing(other);
        _bench.Arrives([3], destination: UdpBench.Group + 1);
        UdpBench.ReceivesNothing(socket);
        Assert.Equal(SocketError.Success, _bench.Bench.Ip.Leave(new HostAddress(UdpBench.Group)));
        _bench.Arrives([4], destination: UdpBench.Group);
        UdpBench.ReceivesNothing(socket);
    }

    // RFC 1122 §3.2.2: no error is ever sent about a packet to many.
    [Fact]
    public void A_datagram_to_many_that_nobody_takes_is_counted_and_not_answered()
    {
        UdpSocket socket = _bench.Bound(9);
        socket.ReceivesBroadcasts = true;
        _bench.Bench.Ip.Join(new HostAddress(UdpBench.Group));
        _bench.Bench.Advance(20_000);
        _bench.Link.Sent.Clear();
        _bench.Arrives([1], destination: UdpBench.NetworkBroadcast);
        _bench.Arrives([1], destination: UdpBench.Group);
        Assert.Equal(2, _bench.Count(UdpCounter.NoPortForMany) + _bench.Bench.Count(Counter.FrameNotForUs));
        _bench.Bench.SendsNothing();
    }

    [Theory]
    [InlineData("255.255.255.255", "FFFFFFFFFFFF", 64)]
    [InlineData("192.168.7.255", "FFFFFFFFFFFF", 64)]
    [InlineData("224.0.0.251", "01005E0000FB", 1)]
    [InlineData("239.129.2.3", "01005E010203", 1)]
    public void A_datagram_to_many_has_their_MAC_address_and_asks_nobody(string address, string mac, byte timeToLive)
    {
        UdpSocket socket = _bench.Bound();
        HostEndPoint many = new(HostAddress.Parse(address), 5000);
        Assert.Equal(SocketError.Success, socket.SendTo([1], 0, 1, many));
        byte[] frame = _bench.Sends([1], many.IPv4);
        Assert.Equal(mac, Convert.ToHexString(frame[..6]));
        Assert.Equal(timeToLive, frame[22]);
        _bench.Bench.SendsNothing();
        UdpBench.ReceivesNothing(socket);
    }

    [Fact]
    public void A_group_needs_no_router()
    {
        _bench.Bench.Ip.Configure(Frames.OwnHost, 24, HostAddress.Any);
        HostEndPoint group = new(new HostAddress(UdpBench.Group), 5000);
        Assert.Equal(SocketError.Success, _bench.Bound().SendTo([1], 0, 1, group));
    }

    // RFC 1122 §3.2.1.3: a source address is never one of many, whoever was sent to just before.
    [Theory]
    [InlineData("239.1.2.3")]
    [InlineData("192.168.7.255")]
    [InlineData("255.255.255.255")]
    public void A_group_or_everybody_never_is_a_sender(string address)
    {
        uint many = HostAddress.Parse(address).IPv4;
        UdpSocket socket = _bench.Bound();
        Assert.Equal(SocketError.Success, socket.SendTo([1], 0, 1, new HostEndPoint(new HostAddress(many), 5000)));
        _bench.Link.Sent.Clear();
        _bench.Bench.Arrives(Frames.Udp(5000, 7, [2], many));
        UdpBench.ReceivesNothing(socket);
        Assert.Equal(1, _bench.Bench.Count(IPv4Counter.Invalid));
        _bench.Bench.Arrives(IpBench.Ping(many));
        _bench.Bench.SendsNothing();
    }

    [Fact]
    public void A_client_that_asks_for_its_address_sends_from_none_and_receives_for_any()
    {
        _bench.Bench.Ip.Configure(HostAddress.Any, 0, HostAddress.Any);
        UdpSocket socket = _bench.Bound(68);
        socket.IsUnconfigured = true;
        HostEndPoint servers = new(HostAddress.Broadcast, 67);
        Assert.Equal(SocketError.Success, socket.SendTo([1], 0, 1, servers));
        byte[] frame = _bench.Link.Sent.Dequeue();
        Assert.Equal([0, 0, 0, 0, 255, 255, 255, 255], frame[26..34]);
        Assert.Equal(0, Frames.InternetChecksum(frame.AsSpan(14, 20)));
        Assert.Equal(0, Frames.UdpChecksum(frame));
        _bench.Arrives([2], port: 67, to: 68, destination: IPv4Address.Broadcast);
        Assert.Equal([2], UdpBench.Receives(socket));
        Assert.True(socket.ReceivedForMany);
        _bench.Arrives([3], port: 67, to: 68, destination: IpBench.Host(99));
        Assert.Equal([3], UdpBench.Receives(socket));
        Assert.False(socket.ReceivedForMany);

        // A unicast needs a next hop, and an address for the answer.
        Assert.Equal(SocketError.NetworkDown, socket.SendTo([1], 0, 1, UdpBench.EndPoint(1, 67)));
    }

    [Fact]
    public void No_other_socket_receives_for_an_address_that_this_host_does_not_have()
    {
        _bench.Bench.Ip.Configure(HostAddress.Any, 0, HostAddress.Any);
        UdpSocket socket = _bench.Bound();
        socket.ReceivesBroadcasts = true;
        _bench.Arrives([3], destination: IpBench.Host(99));
        UdpBench.ReceivesNothing(socket);
        Assert.Equal(1, _bench.Count(UdpCounter.NoPortForMany));
        _bench.Bench.SendsNothing();
    }

    [Fact]
    public void The_next_datagram_of_a_configured_socket_has_the_address_again()
    {
        UdpSocket socket = _bench.Bound();
        socket.IsUnconfigured = true;
        socket.SendTo([1], 0, 1, new HostEndPoint(HostAddress.Broadcast, 67));
        Assert.Equal([0, 0, 0, 0], _bench.Link.Sent.Dequeue()[26..30]);
        socket.IsUnconfigured = false;
        socket.SendTo([1], 0, 1, UdpBench.EndPoint(1));
        _bench.Sends([1], IpBench.Host(1));
    }
}
