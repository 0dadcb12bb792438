// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>An application's handle is its own. It never stands for another connection or another port.</summary>
public class HandleTests
{
    private readonly TcpBench _bench = new(options => options.MaxConnections = 1);
    private readonly byte[] _buffer = new byte[10];

    [Fact]
    public void A_closed_connection_does_not_stand_for_the_one_that_is_begun_next()
    {
        TcpConnection first = _bench.Established();
        first.Abort();
        _bench.Sends("RST,ACK seq=301");
        TcpConnection second = _bench.Connect(4000);
        _bench.Poll();
        _bench.Sends("SYN");

        AssertNotConnected(first);
        first.Close();
        first.Abort();

        _bench.SendsNothing();
        Assert.Equal(TcpState.SynSent, second.State);
    }

    [Fact]
    public void A_closed_connection_answers_NotConnected_while_its_teardown_goes_on()
    {
        TcpConnection connection = _bench.Established();
        connection.Close();
        _bench.Poll();
        _bench.Sends("FIN,ACK seq=301");

        Assert.Equal(TcpState.FinWait1, connection.State);
        AssertNotConnected(connection);
        _bench.SendsNothing();
    }

    [Fact]
    public void A_handle_serves_for_one_connection_after_the_other()
    {
        TcpListener listener = _bench.Listen();
        var handle = new TcpConnection();
        Assert.False(listener.Accept(handle));
        Open();
        Assert.True(listener.Accept(handle));
        Assert.Equal(TcpState.Established, handle.State);
        Assert.Equal(TcpBench.PeerPort, handle.RemotePort);
        handle.Abort();
        _bench.Sends("RST,ACK seq=301");
        Open();
        Assert.True(listener.Accept(handle));
        Assert.Equal(TcpState.Established, handle.State);
    }

    [Fact]
    public void A_handle_of_an_open_connection_is_not_given_another_one()
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.Connect();
        Assert.Throws<InvalidOperationException>(
            () => bench.Tcp.Connect(new HostAddress(TcpBench.Address(1)), 81, 0, new TcpConnectionOptions(), connection));
        Assert.Equal(TcpState.SynSent, connection.State);
    }

    [Fact]
    public void A_handle_may_be_used_again_while_the_old_connection_is_torn_down()
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.Established();
        connection.Close();
        bench.Poll();
        bench.Sends("FIN,ACK seq=301");
        Assert.Equal(SocketError.Success, bench.Tcp.Connect(new HostAddress(TcpBench.Address(1)), 81, 4000, new TcpConnectionOptions(), connection));
        bench.Poll();
        bench.Sends("SYN");
        Assert.Equal(TcpState.SynSent, connection.State);

        // The old connection goes on by itself, and its end does not affect the handle.
        bench.Arrives("FIN,ACK seq=101 ack=302 win=4096");
        bench.Sends("ACK seq=302 ack=102");
        Assert.Equal(TcpState.SynSent, connection.State);
        Assert.Equal(81, connection.RemotePort);
    }

    [Fact]
    public void A_closed_listener_does_not_stand_for_the_port_that_is_bound_next()
    {
        var bench = new TcpBench(options => options.MaxListeners = 1);
        TcpListener first = bench.Listen(81);
        first.Close();
        TcpListener second = bench.Listen();
        bench.Arrives("SYN seq=100 win=4096");
        bench.Sends("SYN,ACK seq=300 ack=101");
        bench.Arrives("ACK seq=101 ack=301 win=4096");

        Assert.False(first.Pending());
        Assert.Null(first.Accept());
        Assert.Equal(0, first.Port);
        Assert.Equal(SocketError.InvalidArgument, first.Start(1));
        first.Close();

        Assert.NotNull(second.Accept());
        Assert.True(second.IsListening);
    }

    private void Open()
    {
        _bench.Arrives("SYN seq=100 win=4096");
        _bench.Sends("SYN,ACK seq=300 ack=101");
        _bench.Arrives("ACK seq=101 ack=301 win=4096");
    }

    private void AssertNotConnected(TcpConnection connection)
    {
        Assert.Equal(0, connection.Send(_buffer, 0, 1, out SocketError error));
        Assert.Equal(SocketError.NotConnected, error);
        Assert.Equal(0, connection.SendUrgent(_buffer, 0, 1, out error));
        Assert.Equal(SocketError.NotConnected, error);
        Assert.Equal(0, connection.Receive(_buffer, 0, 1, out error));
        Assert.Equal(SocketError.NotConnected, error);
        Assert.Equal(0, connection.Peek(_buffer, 0, 1, out error));
        Assert.Equal(SocketError.NotConnected, error);
        Assert.Equal(0, connection.Skip(1, out error));
        Assert.Equal(SocketError.NotConnected, error);
        Assert.Equal(SocketError.NotConnected, connection.Shutdown(SocketShutdown.Both));
        Assert.Equal(0, connection.Available);
        Assert.Equal(0, connection.SendSpace);
    }
}
