// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>A bound port serves either role: it is opened for clients, or a connection begins from it.</summary>
public class BoundPortTests
{
    private readonly TcpBench _bench = new();
    private readonly TcpConnection _connection = new();
    private readonly TcpConnectionOptions _options = new();

    [Fact]
    public void A_connection_begins_from_a_port_that_was_bound_before()
    {
        TcpListener bound = Bind(4000);
        Assert.Equal(SocketError.Success, ConnectFrom(bound));
        Assert.Equal(4000, _connection.LocalPort);
        _bench.Poll();
        _bench.Sends("SYN from=4000 to=5000 seq=300");
        _bench.Arrives("SYN,ACK to=4000 seq=100 ack=301 win=4096");
        _bench.Sends("ACK from=4000 seq=301 ack=101");
        Assert.Equal(TcpState.Established, _connection.State);
    }

    [Fact]
    public void A_port_chosen_by_the_stack_is_known_when_it_is_bound_and_kept_when_it_connects()
    {
        TcpListener bound = Bind(0);
        int port = bound.Port;
        Assert.InRange(port, 1024, 65535);
        Assert.Equal(SocketError.Success, ConnectFrom(bound));
        Assert.Equal(port, _connection.LocalPort);
    }

    [Fact]
    public void The_port_belongs_to_the_connection_then_and_its_place_is_free_for_another()
    {
        TcpBench bench = new(options => options.MaxListeners = 1);
        Assert.Equal(SocketError.Success, bench.Tcp.Bind(4000, out TcpListener? bound));
        Assert.Equal(SocketError.Success, bench.Tcp.Connect(Frames.PeerHost, TcpBench.PeerPort, bound!, _options, _connection));
        Assert.Equal(0, bound!.Port);
        Assert.Equal(SocketError.AddressAlreadyInUse, bench.Tcp.Bind(4000, out _));
        bench.Listen(80);
        _connection.Abort();
        Assert.Equal(SocketError.NoBufferSpaceAvailable, bench.Tcp.Bind(4000, out _));
    }

    [Fact]
    public void A_connection_that_cannot_begin_leaves_the_port_bound()
    {
        TcpListener bound = Bind(4000);
        HostAddress elsewhere = HostAddress.From(10, 0, 0, 1);
        Assert.Equal(SocketError.NetworkUnreachable, _bench.Tcp.Connect(elsewhere, 80, bound, _options, _connection));
        Assert.Equal(4000, bound.Port);
        Assert.Equal(SocketError.AddressAlreadyInUse, _bench.Tcp.Bind(4000, out _));
        Assert.Equal(SocketError.Success, ConnectFrom(bound));
    }

    [Fact]
    public void A_port_that_is_open_for_clients_or_closed_begins_no_connection()
    {
        TcpListener listener = _bench.Listen(80);
        Assert.Equal(SocketError.InvalidArgument, ConnectFrom(listener));
        Assert.True(listener.IsListening);
        listener.Close();
        Assert.Equal(SocketError.InvalidArgument, ConnectFrom(listener));
        Assert.Throws<ArgumentNullException>(() => ConnectFrom(null!));
    }

    [Fact]
    public void Connections_from_one_port_to_different_ends_stand_beside_each_other()
    {
        TcpConnection first = _bench.Connect(4000);
        Assert.Equal(SocketError.Success, _bench.Tcp.Connect(Frames.PeerHost, TcpBench.PeerPort + 1, 4000, _options, _connection));
        Assert.Equal(SocketError.AddressAlreadyInUse, _bench.Tcp.Connect(Frames.PeerHost, TcpBench.PeerPort, 4000, out _));
        _bench.Poll();
        _bench.Sends("SYN from=4000 to=5000 seq=300");
        _bench.Sends("SYN from=4000 to=5001 seq=300");
        _bench.Arrives("RST,ACK from=5000 to=4000 seq=0 ack=301");
        Assert.Equal(SocketError.ConnectionRefused, first.Error);
        Assert.Equal(TcpState.SynSent, _connection.State);
    }

    [Fact]
    public void The_same_end_is_connected_from_the_same_bound_port_once()
    {
        _bench.Connect(4000);
        TcpConnection other = new();
        Assert.Equal(SocketError.AddressAlreadyInUse, _bench.Tcp.Connect(new HostAddress(Frames.Peer), TcpBench.PeerPort, 4000, _options, other));
        Assert.Equal(TcpState.Closed, other.State);
    }

    private TcpListener Bind(int port)
    {
        Assert.Equal(SocketError.Success, _bench.Tcp.Bind(port, out TcpListener? bound));
        return bound!;
    }

    private SocketError ConnectFrom(TcpListener bound) => _bench.Tcp.Connect(Frames.PeerHost, TcpBench.PeerPort, bound, _options, _connection);
}
