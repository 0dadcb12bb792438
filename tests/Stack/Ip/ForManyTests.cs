// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Udp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Ip;

/// <summary>Broadcasts and multicasts: nobody's are dropped at the first look, and none that somebody wants is lost by that.</summary>
public class ForManyTests
{
    private const int Port = 5353;
    private const int PortThatLooksAlike = Port + 32;

    private static readonly uint s_broadcast = IpBench.Host(255);
    private static readonly uint s_group = IPv4Address.From(224, 0, 0, 251);
    private static readonly uint s_groupThatLooksAlike = IPv4Address.From(239, 1, 2, 251 - 32);

    private readonly IpBench _bench = IpBench.Settled();
    private readonly UdpTransport _udp;
    private readonly UdpSocket _socket;

    public ForManyTests()
    {
        _udp = new UdpTransport(_bench.Stack);
        _socket = NewSocket();
    }

    private UdpSocket NewSocket() => new(_udp, new UdpSocketOptions()) { ReceivesBroadcasts = true };

    [Theory]
    [InlineData(192, 168, 7, 255)]
    [InlineData(255, 255, 255, 255)]
    public void A_broadcast_to_a_bound_port_is_received(byte a, byte b, byte c, byte d)
    {
        _socket.Bind(Port);
        _bench.Arrives(Frames.Udp(9, Port, [1, 2, 3], destination: IPv4Address.From(a, b, c, d)));
        Assert.Equal(1, _socket.Waiting);
    }

    [Fact]
    public void A_broadcast_to_a_port_that_nobody_has_bound_goes_no_further_than_the_frame()
    {
        _socket.Bind(Port);
        _bench.Arrives(Frames.Udp(9, Port + 1, [1, 2, 3], destination: s_broadcast));
        Assert.Equal(1, _bench.Count(Counter.FrameNotForUs));
        Assert.Equal(0, _udp.GetCount(UdpCounter.NoPortForMany));
    }

    [Fact]
    public void A_broadcast_to_a_port_that_looks_like_a_bound_one_is_dropped_by_UDP()
    {
        _socket.Bind(Port);
        _bench.Arrives(Frames.Udp(9, PortThatLooksAlike, [1, 2, 3], destination: s_broadcast));
        Assert.Equal(0, _socket.Waiting);
        Assert.Equal(1, _udp.GetCount(UdpCounter.NoPortForMany));
    }

    [Fact]
    public void A_port_stays_open_to_broadcasts_while_one_that_looks_like_it_is_closed()
    {
        UdpSocket other = NewSocket();
        UdpSocket third = NewSocket();
        other.Bind(PortThatLooksAlike);
        _socket.Bind(Port);
        third.Bind(1);
        other.Close();
        byte[] datagram = Frames.Udp(9, Port, [1, 2, 3], destination: s_broadcast);
        _bench.Arrives(datagram);
        Assert.Equal(1, _socket.Waiting);

        _socket.Close();
        _bench.Arrives(datagram);
        Assert.Equal(1, _bench.Count(Counter.FrameNotForUs));
    }

    [Fact]
    public void A_broadcast_with_options_in_its_header_is_received()
    {
        _socket.Bind(Port);
        byte[] datagram = Frames.Udp(9, Port, [1, 2, 3], destination: s_broadcast);
        byte[] frame = Frames.IPv4(IPv4Header.ProtocolUdp, datagram.AsSpan(34), destination: s_broadcast, options: [1, 1, 1, 0]);
        Frames.BroadcastMac.CopyTo(frame, 0);
        _bench.Arrives(frame);
        Assert.Equal(1, _socket.Waiting);
    }

    [Fact]
    public void A_datagram_to_a_group_is_received_while_it_is_joined()
    {
        _socket.Bind(Port);
        byte[] datagram = Frames.Udp(9, Port, [1, 2, 3], destination: s_group);
        _bench.Arrives(datagram);
        Assert.Equal(1, _bench.Count(Counter.FrameNotForUs));

        Assert.Equal(SocketError.Success, _bench.Ip.Join(new HostAddress(s_group)));
        _bench.Arrives(datagram);
        Assert.Equal(1, _socket.Waiting);

        _bench.Ip.Leave(new HostAddress(s_group));
        _bench.Arrives(datagram);
        Assert.Equal(1, _socket.Waiting);
        Assert.Equal(2, _bench.Count(Counter.FrameNotForUs));
    }

    [Fact]
    public void A_group_that_looks_like_a_joined_one_is_told_from_it()
    {
        _socket.Bind(Port);
        _bench.Ip.Join(new HostAddress(s_group));
        _bench.Ip.Join(new HostAddress(s_groupThatLooksAlike));
        _bench.Ip.Leave(new HostAddress(s_groupThatLooksAlike));
        _bench.Arrives(Frames.Udp(9, Port, [1, 2, 3], destination: s_groupThatLooksAlike));
        Assert.Equal(0, _socket.Waiting);
        Assert.Equal(1, _bench.Count(IPv4Counter.NotForUs));

        _bench.Arrives(Frames.Udp(9, Port, [1, 2, 3], destination: s_group));
        Assert.Equal(1, _socket.Waiting);
    }
}
