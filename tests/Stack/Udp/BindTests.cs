// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;
using NanoTcp.Tests.Stack.Ip;
using NanoTcp.Udp;

namespace NanoTcp.Tests.Stack.Udp;

/// <summary>The ports of UDP: who has one, who gets one, and who gives it back.</summary>
public class BindTests
{
    private readonly UdpBench _bench = new();

    [Fact]
    public void A_port_has_one_socket_at_a_time()
    {
        UdpSocket first = _bench.Bound(53);
        UdpSocket second = _bench.Socket();
        Assert.Equal(SocketError.AddressAlreadyInUse, second.Bind(53));
        Assert.Equal(0, second.LocalPort);
        first.Close();
        Assert.Equal(SocketError.Success, second.Bind(53));
        _bench.Arrives([1], to: 53);
        UdpBench.ReceivesNothing(first);
        Assert.Equal([1], UdpBench.Receives(second));
    }

    [Fact]
    public void TCP_and_UDP_have_ports_of_their_own()
    {
        Assert.Equal(SocketError.Success, _bench.Bench.Tcp.Listen(53, 1, out _));
        UdpSocket socket = _bench.Bound(53);
        Assert.Equal(53, socket.LocalPort);
        socket.Close();
        Assert.Equal(SocketError.AddressAlreadyInUse, _bench.Bench.Tcp.Bind(53, out TcpListener? _));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65_536)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void A_port_has_16_bits(int port)
    {
        UdpSocket socket = _bench.Socket();
        Assert.Equal(SocketError.InvalidArgument, socket.Bind(port));
        Assert.Equal(0, socket.LocalPort);
    }

    [Fact]
    public void The_last_port_can_be_bound()
    {
        Assert.Equal(65_535, _bench.Bound(65_535).LocalPort);
    }

    [Fact]
    public void A_bound_socket_is_not_bound_again_before_it_is_closed()
    {
        UdpSocket socket = _bench.Bound(7);
        Assert.Equal(SocketError.InvalidArgument, socket.Bind(8));
        Assert.Equal(SocketError.InvalidArgument, socket.Bind(7));
        Assert.Equal(7, socket.LocalPort);
        socket.Close();
        Assert.Equal(0, socket.LocalPort);
        Assert.Equal(SocketError.Success, socket.Bind(8));
    }

    // RFC 6056 §3.3.1: chosen at random among 49152 to 65535.
    [Fact]
    public void Port_0_takes_a_free_port_that_cannot_be_told_from_the_one_before()
    {
        UdpSocket socket = _bench.Socket();
        HashSet<int> ports = [];
        HashSet<int> steps = [];
        for (int i = 0; i < 200; i++)
        {
            int before = socket.LocalPort;
            socket.Close();
            Assert.Equal(SocketError.Success, socket.Bind(0));
            Assert.InRange(socket.LocalPort, 49_152, 65_535);
            ports.Add(socket.LocalPort);
            steps.Add(socket.LocalPort - before);
        }

        Assert.True(ports.Count > 190, $"{ports.Count} ports");
        Assert.True(steps.Count > 190, $"{steps.Count} steps");
    }

    [Fact]
    public void A_socket_without_a_port_gets_one_when_it_sends_or_connects()
    {
        UdpSocket sends = _bench.Socket();
        Assert.Equal(SocketError.Success, sends.SendTo([1], 0, 1, UdpBench.EndPoint(1)));
        _bench.Sends([1], IpBench.Host(1), from: sends.LocalPort);
        UdpSocket connects = _bench.Socket();
        Assert.Equal(SocketError.Success, connects.Connect(UdpBench.EndPoint(1)));
        Assert.InRange(connects.LocalPort, 49_152, 65_535);
        Assert.NotEqual(sends.LocalPort, connects.LocalPort);
        _bench.Arrives([2], to: sends.LocalPort);
        Assert.Equal([2], UdpBench.Receives(sends));
    }

    [Fact]
    public void What_cannot_be_sent_takes_no_port()
    {
        UdpSocket socket = _bench.Socket(queueBytes: 1);
        Assert.Equal(SocketError.InvalidArgument, socket.SendTo([1], 0, 2, UdpBench.EndPoint(1)));
        Assert.Equal(SocketError.InvalidArgument, socket.SendTo([1], 0, 1, UdpBench.EndPoint(1, port: 0)));
        Assert.Equal(SocketError.AddressNotAvailable, socket.SendTo([1], 0, 1, UdpBench.EndPoint(2)));
        Assert.Equal(SocketError.MessageSize, socket.SendTo(new byte[70_000], 0, 70_000, UdpBench.EndPoint(1)));
        Assert.Equal(SocketError.InvalidArgument, socket.Connect(UdpBench.EndPoint(1, port: 0)));
        Assert.Equal(SocketError.AddressNotAvailable, socket.Connect(new HostEndPoint(HostAddress.Any, 7)));
        Assert.Equal(0, socket.LocalPort);
    }

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(0, 2, 1)]
    [InlineData(1, 0, 2)]
    [InlineData(1, 2, 0)]
    [InlineData(2, 0, 1)]
    [InlineData(2, 1, 0)]
    public void Sockets_are_closed_in_any_order_and_as_often_as_one_likes(int first, int second, int third)
    {
        UdpSocket[] sockets = [_bench.Bound(10), _bench.Bound(11), _bench.Bound(12)];
        foreach (int closed in (int[])[first, second, third])
        {
            sockets[closed].Close();
            sockets[closed].Close();
            Assert.Equal(SocketError.Success, sockets[closed].Bind(20 + closed));
        }

        for (int i = 0; i < 3; i++)
        {
            _bench.Arrives([(byte)i], to: 10 + i);
            _bench.Arrives([(byte)i], to: 20 + i);
            Assert.Equal([(byte)i], UdpBench.Receives(sockets[i]));
            UdpBench.ReceivesNothing(sockets[i]);
        }

        Assert.Equal(3, _bench.Count(UdpCounter.NoPort));
    }

    [Fact]
    public void A_closed_socket_forgets_what_waited_its_connected_end_and_its_errors()
    {
        UdpSocket socket = _bench.Connected();
        _bench.Arrives([1]);
        socket.Send([1], 0, 1);
        _bench.Error(3, 3, _bench.Sends([1], IpBench.Host(1)));
        socket.Close();
        Assert.Equal(0, socket.Waiting);
        Assert.Equal(SocketError.NotConnected, socket.Send([1], 0, 1));
        UdpBench.ReceivesNothing(socket);
        Assert.Equal(SocketError.Success, socket.Bind(UdpBench.Port));
        _bench.Arrives([2], host: 3, port: 9);
        Assert.Equal([2], UdpBench.Receives(socket));
    }

    [Fact]
    public void A_stack_has_one_UDP()
    {
        Assert.Throws<InvalidOperationException>(() => new UdpTransport(_bench.Bench.Stack));
        Assert.Throws<ArgumentNullException>(() => new UdpTransport(null!));
    }
}
