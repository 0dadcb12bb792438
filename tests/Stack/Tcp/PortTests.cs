// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>Services and their ports (RFC 9293 §3.9.1).</summary>
public class PortTests
{
    [Fact]
    public void Two_services_cannot_share_a_port_on_one_transport()
    {
        var bench = new TcpBench();
        TcpListener first = bench.Listen(80);
        Assert.Equal(SocketError.AddressAlreadyInUse, bench.Tcp.Listen(80, 1, out TcpListener? second));
        Assert.Null(second);
        Assert.Equal(SocketError.AddressAlreadyInUse, bench.Tcp.Bind(80, out second));
        Assert.Null(second);

        first.Close();
        Assert.Equal(SocketError.Success, bench.Tcp.Listen(80, 1, out second));
        Assert.Equal(80, second!.Port);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65536)]
    public void A_port_outside_its_range_is_an_invalid_argument(int port)
    {
        var bench = new TcpBench();
        Assert.Equal(SocketError.InvalidArgument, bench.Tcp.Listen(port, 1, out TcpListener? listener));
        Assert.Null(listener);
        Assert.Equal(SocketError.InvalidArgument, bench.Tcp.Connect(Frames.PeerHost, 80, port, out TcpConnection? connection));
        Assert.Null(connection);
        Assert.Equal(SocketError.InvalidArgument, bench.Tcp.Connect(Frames.PeerHost, port, 0, out connection));
        Assert.Null(connection);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(65535)]
    public void The_first_and_the_last_port_can_be_bound(int port)
    {
        Assert.Equal(port, new TcpBench().Listen(port).Port);
    }

    [Fact]
    public void Port_0_of_another_host_cannot_be_connected_to()
    {
        Assert.Equal(SocketError.InvalidArgument, new TcpBench().Tcp.Connect(Frames.PeerHost, 0, 0, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_backlog_below_1_is_an_invalid_argument_and_leaves_the_port_free(int backlog)
    {
        var bench = new TcpBench();
        Assert.Equal(SocketError.InvalidArgument, bench.Tcp.Listen(80, backlog, out TcpListener? listener));
        Assert.Null(listener);
        bench.Listen(80);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(int.MaxValue)]
    public void A_backlog_beyond_the_largest_is_the_largest(int backlog)
    {
        var bench = new TcpBench();
        bench.Listen(80, backlog);
        for (int port = 5001; port <= 5004; port++)
        {
            bench.Arrives($"SYN seq=100 win=4096 from={port}");
            bench.Sends("SYN,ACK seq=300 ack=101");
            bench.Arrives($"ACK seq=101 ack=301 win=4096 from={port}");
        }

        Assert.Equal(4, bench.Tcp.CountConnections(TcpState.Established));
        bench.Arrives("SYN seq=100 win=4096 from=5005");
        Assert.Equal(1, bench.Count(TcpCounter.BacklogFull));
    }

    [Fact]
    public void When_all_listeners_are_in_use_no_further_port_can_be_bound()
    {
        var bench = new TcpBench(options => options.MaxListeners = 2);
        bench.Listen(1);
        TcpListener second = bench.Listen(2);
        Assert.Equal(SocketError.NoBufferSpaceAvailable, bench.Tcp.Listen(3, 1, out TcpListener? third));
        Assert.Null(third);

        second.Close();
        bench.Listen(3);
    }

    [Fact]
    public void A_bound_port_is_closed_until_it_is_started()
    {
        var bench = new TcpBench();
        Assert.Equal(SocketError.Success, bench.Tcp.Bind(80, out TcpListener? listener));
        Assert.False(listener!.IsListening);
        Assert.Equal(0, bench.Tcp.CountConnections(TcpState.Listen));
        bench.Arrives("SYN seq=100");
        bench.Sends("RST,ACK seq=0 ack=101");

        Assert.Equal(SocketError.Success, listener.Start(1));
        Assert.True(listener.IsListening);
        Assert.Equal(1, bench.Tcp.CountConnections(TcpState.Listen));
        bench.Arrives("SYN seq=100 win=4096");
        bench.Sends("SYN,ACK seq=300 ack=101");
    }

    [Fact]
    public void A_closed_listener_leaves_its_port_closed()
    {
        var bench = new TcpBench();
        TcpListener listener = bench.Listen();
        listener.Close();
        Assert.Equal(0, listener.Port);
        Assert.False(listener.IsListening);
        Assert.Equal(SocketError.InvalidArgument, listener.Start(1));
        bench.Arrives("SYN seq=100");
        bench.Sends("RST,ACK seq=0 ack=101");
    }

    [Fact]
    public void A_listener_may_be_closed_twice()
    {
        var bench = new TcpBench();
        TcpListener listener = bench.Listen();
        listener.Close();
        listener.Close();
        bench.Listen();
    }

    [Fact]
    public void Every_open_port_serves_its_own_connections_at_the_same_time()
    {
        var bench = new TcpBench();
        int[] ports = [7, 80, 443, 65535];
        TcpListener[] listeners = [.. ports.Select(port => bench.Listen(port, 1))];
        foreach (int port in ports)
        {
            bench.Arrives($"SYN to={port} seq=100 win=4096");
        }

        foreach (int port in ports)
        {
            bench.Sends($"SYN,ACK from={port} to=5000 seq=300 ack=101");
            bench.Arrives($"ACK to={port} seq=101 ack=301 win=4096");
        }

        TcpConnection[] connections = [.. listeners.Select(listener => listener.Accept()!)];
        for (int i = 0; i < ports.Length; i++)
        {
            Assert.Equal(ports[i], connections[i].LocalPort);
            bench.Arrives($"ACK to={ports[i]} seq=101 ack=301 win=4096 len={i + 1}");
        }

        for (int i = 0; i < ports.Length; i++)
        {
            Assert.Equal(TcpBench.Text(101, i + 1), bench.Read(connections[i]));
            bench.Write(connections[i], 10 + i);
        }

        bench.Poll();
        for (int i = 0; i < ports.Length; i++)
        {
            bench.Sends($"ACK from={ports[i]} to=5000 seq=301 ack={102 + i} len={10 + i}");
        }
    }

    [Fact]
    public void An_active_open_cannot_take_the_port_of_a_service()
    {
        var bench = new TcpBench();
        bench.Listen(80);
        Assert.Equal(SocketError.AddressAlreadyInUse, bench.Tcp.Connect(Frames.PeerHost, 5000, 80, out TcpConnection? connection));
        Assert.Null(connection);
    }

    [Fact]
    public void A_service_cannot_take_the_port_that_an_active_open_asked_for_until_that_is_closed()
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.Connect(80);
        Assert.Equal(SocketError.AddressAlreadyInUse, bench.Tcp.Listen(80, 1, out _));
        connection.Close();
        bench.Listen(80);
    }

    [Fact]
    public void The_same_connection_cannot_exist_twice()
    {
        var bench = new TcpBench();
        TcpListener listener = bench.Listen();
        bench.Arrives("SYN seq=100 win=4096");
        bench.Sends("SYN,ACK seq=300 ack=101");
        bench.Arrives("ACK seq=101 ack=301 win=4096");
        TcpConnection connection = listener.Accept()!;
        listener.Close();
        Assert.Equal(SocketError.AddressAlreadyInUse, bench.Tcp.Connect(Frames.PeerHost, TcpBench.PeerPort, TcpBench.Port, out _));
        Assert.Equal(SocketError.Success, bench.Tcp.Connect(Frames.PeerHost, TcpBench.PeerPort + 1, TcpBench.Port, out _));
        Assert.Equal(TcpState.Established, connection.State);
    }

    [Fact]
    public void A_connection_in_TIME_WAIT_still_exists()
    {
        var bench = new TcpBench();
        Assert.Equal(SocketError.Success, bench.Tcp.Connect(Frames.PeerHost, TcpBench.PeerPort, 2000, out TcpConnection? connection));
        bench.Poll();
        bench.Sends("SYN seq=300");
        bench.Arrives("SYN,ACK to=2000 seq=100 ack=301 win=4096");
        bench.Sends("ACK seq=301");
        connection!.Close();
        bench.Poll();
        bench.Sends("FIN,ACK seq=301");
        bench.Arrives("FIN,ACK to=2000 seq=101 ack=302 win=4096");
        bench.Sends("ACK seq=302");
        Assert.Equal(1, bench.Tcp.CountConnections(TcpState.TimeWait));
        Assert.Equal(SocketError.AddressAlreadyInUse, bench.Tcp.Connect(Frames.PeerHost, TcpBench.PeerPort, 2000, out _));
        Assert.Equal(SocketError.Success, bench.Tcp.Connect(Frames.PeerHost, TcpBench.PeerPort + 1, 2000, out _));
    }
}
