// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Tests.Stack.Ip;
using NanoTcp.Udp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Udp;

/// <summary>A socket with one other end, and the errors that are reported to it (RFC 1122 §4.1.3.3).</summary>
public class ConnectedTests
{
    private readonly UdpBench _bench = new();

    [Fact]
    public void A_connected_socket_sends_to_its_other_end()
    {
        UdpSocket socket = _bench.Connected(3);
        Assert.Equal(SocketError.Success, socket.Send([1, 2], 0, 2));
        Assert.Equal(IpBench.Mac(3), _bench.Sends([1, 2], IpBench.Host(3))[..6]);
    }

    [Fact]
    public void A_socket_that_is_not_connected_has_nobody_to_send_to()
    {
        Assert.Equal(SocketError.NotConnected, _bench.Bound().Send([1], 0, 1));
    }

    [Fact]
    public void A_connected_socket_goes_on_whoever_else_is_spoken_to()
    {
        UdpSocket socket = _bench.Connected(1);
        UdpSocket other = _bench.Bound(8);
        HostEndPoint next = UdpBench.EndPoint(3);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(SocketError.Success, other.SendTo([3], 0, 1, next));
            _bench.Sends([3], next.IPv4, from: 8);
            _bench.Arrives([4], host: 3, to: 8);
            Assert.Equal([4], UdpBench.Receives(other, next));
            Assert.Equal(SocketError.Success, socket.Send([1], 0, 1));
            _bench.Sends([1], IpBench.Host(1));
        }
    }

    [Theory]
    [InlineData(3, UdpBench.PeerPort)]
    [InlineData(1, 4999)]
    public void Only_datagrams_of_the_other_end_are_taken(int host, int port)
    {
        UdpSocket socket = _bench.Connected(1);
        _bench.Arrives([1], host, port);
        UdpBench.ReceivesNothing(socket);
        Assert.Equal(1, _bench.Count(UdpCounter.NotConnectedTo));
        _bench.Arrives([2]);
        Assert.Equal([2], UdpBench.Receives(socket));
    }

    [Fact]
    public void Connecting_drops_what_waits_already_and_can_be_done_again()
    {
        UdpSocket socket = _bench.Bound();
        _bench.Arrives([1], host: 3);
        Assert.Equal(SocketError.Success, socket.Connect(UdpBench.EndPoint(1)));
        UdpBench.ReceivesNothing(socket);
        _bench.Arrives([2]);
        Assert.Equal(SocketError.Success, socket.Connect(UdpBench.EndPoint(3)));
        UdpBench.ReceivesNothing(socket);
        _bench.Arrives([3], host: 3);
        Assert.Equal([3], UdpBench.Receives(socket));
    }

    [Fact]
    public void A_connect_that_fails_changes_nothing()
    {
        UdpSocket socket = _bench.Connected(1);
        _bench.Arrives([1]);
        Assert.Equal(SocketError.AddressNotAvailable, socket.Connect(UdpBench.EndPoint(2)));
        Assert.Equal([1], UdpBench.Receives(socket));
        Assert.Equal(SocketError.Success, socket.Send([2], 0, 1));
        _bench.Sends([2], IpBench.Host(1));
    }

    [Fact]
    public void The_application_may_reuse_the_end_point_it_connected_to()
    {
        UdpSocket socket = _bench.Bound();
        HostEndPoint other = UdpBench.EndPoint(1);
        socket.Connect(other);
        other.Set(new HostAddress(IpBench.Host(3)), 9);
        socket.Send([1], 0, 1);
        _bench.Sends([1], IpBench.Host(1));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(13)]
    public void A_refusal_is_told_once_by_the_next_call(int code)
    {
        UdpSocket socket = _bench.Connected();
        socket.Send([1], 0, 1);
        byte[] sent = _bench.Sends([1], IpBench.Host(1));
        _bench.Error(IcmpHeader.Unreachable, code, sent);
        Assert.Equal(SocketError.ConnectionRefused, UdpBench.TakeError(socket));
        UdpBench.ReceivesNothing(socket);

        _bench.Error(IcmpHeader.Unreachable, code, sent);
        Assert.Equal(SocketError.ConnectionRefused, socket.Send([2], 0, 1));
        _bench.Bench.SendsNothing();
        Assert.Equal(SocketError.Success, socket.Send([2], 0, 1));
        _bench.Sends([2], IpBench.Host(1));
    }

    [Fact]
    public void What_waits_is_received_before_a_refusal_is_told()
    {
        UdpSocket socket = _bench.Connected();
        socket.Send([1], 0, 1);
        _bench.Arrives([5]);
        _bench.Error(IcmpHeader.Unreachable, 3, _bench.Sends([1], IpBench.Host(1)));
        Assert.Equal([5], UdpBench.Receives(socket));
        Assert.Equal(SocketError.ConnectionRefused, UdpBench.TakeError(socket));
    }

    // The network, the host or the route may be back with the next datagram.
    [Theory]
    [InlineData(IcmpHeader.Unreachable, 0)]
    [InlineData(IcmpHeader.Unreachable, 1)]
    [InlineData(IcmpHeader.Unreachable, 4)]
    [InlineData(IcmpHeader.Unreachable, 5)]
    [InlineData(IcmpHeader.TimeExceeded, 0)]
    [InlineData(IcmpHeader.ParameterProblem, 0)]
    public void An_error_that_may_pass_is_ignored(int type, int code)
    {
        UdpSocket socket = _bench.Connected();
        socket.Send([1], 0, 1);
        _bench.Error(type, code, _bench.Sends([1], IpBench.Host(1)));
        UdpBench.ReceivesNothing(socket);
        Assert.Equal(SocketError.Success, socket.Send([1], 0, 1));
    }

    [Theory]
    [InlineData(30, "another host")]
    [InlineData(35, "another own port")]
    [InlineData(37, "another port of the host")]
    public void An_error_about_a_datagram_that_the_socket_has_not_sent_is_ignored(int position, string difference)
    {
        UdpSocket socket = _bench.Connected();
        _bench.Bound(6);
        socket.Send([1], 0, 1);
        byte[] forged = _bench.Sends([1], IpBench.Host(1));
        forged[position == 30 ? 33 : position] ^= 1;
        _bench.Error(IcmpHeader.Unreachable, 3, forged);
        Assert.Equal(1, _bench.Count(UdpCounter.ErrorUnmatched));
        Assert.True(UdpBench.TakeError(socket) == SocketError.WouldBlock, difference);
    }

    [Fact]
    public void A_socket_that_is_not_connected_is_told_no_errors()
    {
        UdpSocket socket = _bench.Bound();
        socket.SendTo([1], 0, 1, UdpBench.EndPoint(1));
        _bench.Error(IcmpHeader.Unreachable, 3, _bench.Sends([1], IpBench.Host(1)));
        UdpBench.ReceivesNothing(socket);
        Assert.Equal(SocketError.Success, socket.SendTo([1], 0, 1, UdpBench.EndPoint(1)));
        Assert.Equal(1, _bench.Count(UdpCounter.ErrorUnmatched));
    }

    // The other end does not know; what it sends to the new address is taken.
    [Fact]
    public void A_connected_socket_sends_from_the_new_address_of_its_host()
    {
        UdpSocket socket = _bench.Connected();
        _bench.Bench.Ip.Configure(new HostAddress(IpBench.Host(77)), 24, HostAddress.Any);
        _bench.Bench.Advance(5000);
        _bench.Link.Sent.Clear();
        Assert.Equal(SocketError.Success, socket.Send([1], 0, 1));
        _bench.Link.Sent.Clear();
        _bench.Bench.Arrives(Frames.Arp(2, IpBench.Mac(1), IpBench.Host(1), Frames.OwnMac, IpBench.Host(77)));
        byte[] frame = _bench.Link.Sent.Dequeue();
        Assert.Equal([192, 168, 7, 77, 192, 168, 7, 1], frame[26..34]);
        Assert.Equal(0, Frames.UdpChecksum(frame));
        _bench.Arrives([2], destination: IpBench.Host(77));
        Assert.Equal([2], UdpBench.Receives(socket));
    }

    [Fact]
    public void A_connected_socket_says_when_its_host_has_no_address_or_no_way_any_more()
    {
        UdpSocket socket = _bench.Bound();
        socket.Connect(new HostEndPoint(new HostAddress(IpBench.Far), 5000));
        _bench.Bench.Ip.Configure(HostAddress.Any, 0, HostAddress.Any);
        Assert.Equal(SocketError.NetworkDown, socket.Send([1], 0, 1));
        _bench.Bench.Ip.Configure(Frames.OwnHost, 24, HostAddress.Any);
        Assert.Equal(SocketError.NetworkUnreachable, socket.Send([1], 0, 1));
        _bench.Bench.Ip.Configure(Frames.OwnHost, 24, Frames.PeerHost);
        Assert.Equal(SocketError.Success, socket.Send([1], 0, 1));
    }

    // RFC 791 §3.2: only the first fragment has the ports. In the others data stand in their place.
    [Fact]
    public void An_error_about_a_later_fragment_is_not_taken_for_one_about_its_data()
    {
        UdpSocket socket = _bench.Connected(1);
        Assert.Equal(SocketError.Success, socket.Send([1], 0, 1));
        byte[] sent = _bench.Sends([1], IpBench.Host(1));
        sent[20] |= 0x20;
        sent[21] = 185;
        _bench.Error(IcmpHeader.Unreachable, IcmpHeader.CodePort, sent);
        UdpBench.ReceivesNothing(socket);
        Assert.Equal(1, _bench.Bench.Count(IcmpCounter.Ignored));
        sent[21] = 0;
        _bench.Error(IcmpHeader.Unreachable, IcmpHeader.CodePort, sent);
        Assert.Equal(SocketError.ConnectionRefused, UdpBench.TakeError(socket));
    }
}
