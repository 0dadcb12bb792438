// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>A connection's object is reused. The next connection must find nothing of the last.</summary>
public class ReuseTests
{
    private readonly TcpBench _bench = new(options => options.MaxConnections = 1);
    private readonly TcpListener _listener;
    private uint _seq = 100;

    public ReuseTests()
    {
        _listener = _bench.Listen();
    }

    private TcpConnection Next(string mss = "mss=1000")
    {
        _seq += 100_000;
        _bench.Arrives($"SYN seq={_seq} win=4096 {mss}");
        _bench.Sends($"SYN,ACK ack={_seq + 1} win=2048");
        _bench.Arrives($"ACK seq={_seq + 1} ack=301 win=4096");
        _bench.SendsNothing();
        return _listener.Accept()!;
    }

    [Fact]
    public void Neither_unread_nor_unsent_data_is_left()
    {
        TcpConnection connection = Next();
        _bench.Arrives($"ACK seq={_seq + 1} ack=301 win=4096 len=50");
        _bench.Write(connection, 60);
        connection.Abort();
        _bench.Sends("RST,ACK seq=301");

        connection = Next();
        Assert.Equal(0, connection.Available);
        Assert.Equal(0, connection.Unacknowledged);
        Assert.Equal(2048, connection.SendSpace);
        _bench.Arrives($"ACK seq={_seq + 1} ack=301 win=4096 len=5");
        Assert.Equal(TcpBench.Text(_seq + 1, 5), _bench.Read(connection));
        connection.Send([1, 2, 3], 0, 3, out _);
        _bench.Poll();
        Assert.Equal([1, 2, 3], _bench.Sends($"ACK seq=301 ack={_seq + 6} len=3").Data);
    }

    [Fact]
    public void The_error_is_not_left()
    {
        TcpConnection connection = Next();
        _bench.Arrives($"RST seq={_seq + 1}");
        Assert.Equal(SocketError.ConnectionReset, connection.Error);
        connection.Close();

        connection = Next();
        Assert.Equal(SocketError.Success, connection.Error);
        Assert.Equal(0, connection.Receive(new byte[1], 0, 1, out SocketError error));
        Assert.Equal(SocketError.WouldBlock, error);
    }

    [Fact]
    public void A_shutdown_of_either_direction_is_not_left()
    {
        TcpConnection connection = Next();
        connection.Shutdown(SocketShutdown.Both);
        _bench.Poll();
        _bench.Sends("FIN,ACK seq=301");
        connection.Abort();
        _bench.Sends("RST,ACK seq=302");

        connection = Next();
        _bench.Write(connection, 5);
        _bench.Poll();
        _bench.Sends("ACK seq=301 len=5");
        _bench.Arrives($"ACK seq={_seq + 1} ack=306 win=4096 len=5");
        Assert.Equal(5, connection.Available);
    }

    [Fact]
    public void The_timers_and_the_measured_round_trips_are_not_left()
    {
        TcpConnection connection = Next();
        _bench.Write(connection, 5);
        _bench.Advance(20_000);
        _bench.Link.Sent.Clear();
        connection.Abort();
        _bench.Sends("RST,ACK");

        connection = Next();
        _bench.Advance(600_000);
        _bench.SendsNothing();
        _bench.Write(connection, 5);
        _bench.Poll();
        _bench.Sends("ACK seq=301 len=5");

        // The handshake took no time, so this is the lower bound.
        Assert.Equal(200, _bench.UntilSends());
    }

    [Fact]
    public void A_delayed_acknowledgment_is_not_left()
    {
        TcpConnection connection = Next();
        _bench.Arrives($"ACK seq={_seq + 1} ack=301 win=4096 len=5");
        connection.Abort();
        _bench.Sends("RST,ACK seq=301");
        Next();
        _bench.Advance(1000);
        _bench.SendsNothing();
        _bench.Arrives($"ACK seq={_seq + 1} ack=301 win=4096 len=5");
        _bench.SendsNothing();
    }

    [Fact]
    public void The_segment_size_is_not_left()
    {
        Next("mss=200").Abort();
        _bench.Sends("RST,ACK");
        TcpConnection connection = Next("mss=900");
        _bench.Write(connection, 1000);
        _bench.Poll();
        _bench.Sends("ACK seq=301 len=900");
    }

    [Fact]
    public void What_was_agreed_on_and_what_was_out_of_order_is_not_left()
    {
        TcpConnection connection = Next("mss=1000 sackok wscale=3");
        _bench.Arrives($"ACK seq={_seq + 101} ack=301 win=4096 len=100");
        _bench.Sends($"ACK ack={_seq + 1} sack={_seq + 101}-{_seq + 201}");
        _bench.Arrives($"ACK,URG seq={_seq + 1} ack=301 win=4096 len=10 urg=99");
        connection.Cork = true;
        connection.SendUrgent(new byte[10], 0, 10, out _);
        connection.Abort();
        _bench.Link.Sent.Clear();

        connection = Next();
        Assert.Equal(0, connection.UrgentCount);
        Assert.False(connection.Cork);
        _bench.Write(connection, 2000);
        _bench.Poll();
        _bench.Sends($"ACK seq=301 ack={_seq + 1} len=1000 urg=0");
        _bench.Link.Sent.Clear();
        _bench.Arrives($"ACK seq={_seq + 201} ack=301 win=4096 len=100");
        _bench.Sends($"ACK ack={_seq + 1} sack=none");
        _bench.Arrives($"ACK seq={_seq + 1} ack=301 win=4096 len=100");
        Assert.Equal(100, connection.Available);
    }

    [Fact]
    public void A_deadline_of_FIN_WAIT_2_is_not_left()
    {
        TcpConnection connection = Next();
        connection.Close();
        _bench.Poll();
        _bench.Sends("FIN,ACK seq=301");
        _bench.Arrives($"ACK seq={_seq + 1} ack=302 win=4096");
        _bench.Advance(30_000);
        _bench.Arrives($"RST seq={_seq + 1}");

        connection = Next();
        _bench.Advance(60_000);
        Assert.Equal(TcpState.Established, connection.State);
    }

    [Fact]
    public void A_call_that_was_waiting_to_send_does_no_harm()
    {
        TcpConnection connection = Next();
        _bench.Write(connection, 5);
        connection.Abort();
        _bench.Sends("RST,ACK seq=301");
        Next();
        _bench.Advance(1000);
        _bench.SendsNothing();
    }

    [Fact]
    public void An_open_that_failed_leaves_its_port_free()
    {
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(SocketError.Success, _bench.Tcp.Connect(Frames.PeerHost, 5000, 2000, out TcpConnection? connection));
            _bench.Poll();
            _bench.Sends("SYN from=2000 seq=300");
            _bench.Arrives("RST,ACK to=2000 ack=301");
            Assert.Equal(SocketError.ConnectionRefused, connection!.Error);
            connection.Close();
        }
    }
}
