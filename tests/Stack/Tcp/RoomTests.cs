// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>
/// Who gets a connection when they run out. Connections that no application holds make room. A service that holds connections learns that a client
/// waits.
/// </summary>
public class RoomTests
{
    private readonly TcpBench _bench = new(options => options.MaxConnections = 2);
    private readonly TcpListener _listener;

    public RoomTests()
    {
        _listener = _bench.Listen();
    }

    /// <summary>A bench on which the second handshake at a time is a cookie's.</summary>
    private static TcpBench WithOneSlotAndOneHandshake()
    {
        return new TcpBench(options =>
        {
            options.MaxConnections = 1;
            options.HalfOpenEntries = 1;
        });
    }

    [Theory]
    [InlineData(TcpState.FinWait1)]
    [InlineData(TcpState.Closing)]
    [InlineData(TcpState.LastAck)]
    public void A_closed_connection_makes_room_whatever_it_waits_for_and_the_other_end_is_told(TcpState state)
    {
        Orphan(5000, state);
        Orphan(5001, state);
        _bench.Advance(50);
        Complete(5002);
        _bench.Sends("RST,ACK to=5000 seq=302");
        _bench.Sends("ACK to=5002 seq=301 ack=101 win=2048");
        Assert.Equal(5002, _listener.Accept()!.RemotePort);
        Assert.Equal(1, _bench.Count(TcpCounter.OrphansEvicted));
        Assert.Equal(1, _bench.Tcp.CountConnections(state));
    }

    [Fact]
    public void The_one_that_has_waited_longest_goes_first()
    {
        Orphan(5001, TcpState.LastAck);
        Orphan(5000, TcpState.LastAck);
        _bench.Advance(50);
        Complete(5002);
        _bench.Sends("RST,ACK to=5001");
    }

    [Fact]
    public void Who_waits_is_told_a_closed_window_until_there_is_a_slot_and_an_end_that_answers_needs_no_RST()
    {
        Orphan(5000, TcpState.FinWait1);
        Orphan(5001, TcpState.FinWait1);
        Assert.Equal(0, Complete(5002).Win);
        _bench.SendsNothing();

        // A probe is answered, and its text not taken.
        _bench.Arrives("ACK from=5002 seq=101 ack=301 win=4096 len=1");
        _bench.Sends("ACK to=5002 seq=301 ack=101 win=0");
        _bench.Advance(20);
        _bench.SendsNothing();
        _bench.Arrives("ACK from=5001 seq=101 ack=302 win=4096");
        _bench.Poll();
        _bench.Sends("ACK to=5002 seq=301 ack=101 win=2048");
        _bench.Arrives("ACK from=5002 seq=101 ack=301 win=4096 len=10");
        Assert.Equal(10, _listener.Accept()!.Available);
        Assert.Equal(0, _bench.Count(TcpCounter.OrphansEvicted));
    }

    [Fact]
    public void Those_who_wait_are_served_in_the_order_in_which_they_came()
    {
        TcpConnection first = Accept(5000);
        TcpConnection second = Accept(5001);
        for (int port = 5002; port < 5005; port++)
        {
            Complete(port);
            _bench.Advance(1);
        }

        foreach ((TcpConnection held, int port) in new[] { (first, 5002), (second, 5003) })
        {
            held.Abort();
            _bench.Sends("RST,ACK");
            _bench.Poll();
            _bench.Sends($"ACK to={port} win=2048");
        }

        _bench.SendsNothing();
        Assert.Equal([5002, 5003], [_listener.Accept()!.RemotePort, _listener.Accept()!.RemotePort]);
    }

    [Fact]
    public void Who_waits_in_vain_is_told_so()
    {
        Accept(5000);
        Accept(5001);
        Complete(5002);
        _bench.Advance(29_999);
        _bench.SendsNothing();
        _bench.Advance(1);
        _bench.Sends("RST to=5002 seq=301");
        _bench.SendsNothing();
        Assert.Equal(0, _bench.Tcp.CountConnections(TcpState.SynReceived));
    }

    [Fact]
    public void When_most_entries_wait_the_one_that_waits_longest_goes_for_one_who_comes()
    {
        var bench = new TcpBench(options =>
        {
            options.MaxConnections = 1;
            options.HalfOpenEntries = 2;
        });
        TcpListener listener = bench.Listen();
        for (int port = 5000; port < 5003; port++)
        {
            bench.Arrives($"SYN from={port} seq=100 win=4096");
            bench.Sends($"SYN,ACK to={port} seq=300");
            bench.Arrives($"ACK from={port} seq=101 ack=301 win=4096");
            bench.Advance(500);
        }

        // One client is not sent away before it has waited for a second. The other gets a cookie.
        bench.Arrives("SYN from=5003 seq=100 win=4096");
        bench.Sends("RST to=5001 seq=301");
        Assert.Equal(0, bench.Sends("SYN,ACK to=5003 seq=300").Win);
        bench.Arrives("SYN from=5004 seq=100 win=4096");
        Assert.Equal(0, bench.Sends("SYN,ACK to=5004 seq=300").Win);
        Assert.Equal(1, bench.Count(TcpCounter.CookiesSent));
        Assert.NotNull(listener.Accept());
    }

    [Fact]
    public void One_that_has_text_to_send_goes_after_those_that_have_none()
    {
        TcpConnection connection = Accept(5000);
        _bench.Write(connection, 10);
        connection.Close();
        _bench.Advance(2000);
        _bench.Link.Sent.Clear();
        Orphan(5001, TcpState.FinWait1);
        _bench.Advance(50);
        _bench.Link.Sent.Clear();
        Complete(5002);
        _bench.Sends("RST,ACK to=5001");
        Assert.Equal(5002, _listener.Accept()!.RemotePort);
    }

    [Fact]
    public void One_whose_text_nobody_acknowledges_makes_room_after_a_second()
    {
        foreach (int port in new[] { 5000, 5001 })
        {
            TcpConnection connection = Accept(port);
            _bench.Write(connection, 10);
            connection.Close();
            _bench.Poll();
            _bench.Sends($"FIN,ACK to={port} len=10");
            _bench.Advance(port == 5000 ? 1 : 0);
        }

        _bench.Advance(949);
        _bench.Link.Sent.Clear();
        Complete(5002);
        Assert.False(_listener.Pending());
        Assert.Equal(1, _bench.Count(TcpCounter.ConnectionsExhausted));
        _bench.Advance(49);
        _bench.SendsNothing();
        _bench.Advance(1);
        _bench.Sends("RST,ACK to=5000");
        Assert.True(_listener.Pending());
    }

    [Fact]
    public void What_a_service_holds_is_never_taken()
    {
        TcpConnection first = Accept(5000);
        TcpConnection second = Accept(5001);
        second.Shutdown(SocketShutdown.Send);
        _bench.Poll();
        _bench.Sends("FIN,ACK to=5001");
        _bench.Advance(600_000);
        _bench.Link.Sent.Clear();
        Complete(5002);
        Assert.False(_listener.Pending());
        Assert.NotEqual(TcpState.Closed, first.State);
        Assert.Equal(0, _bench.Count(TcpCounter.OrphansEvicted));
    }

    [Fact]
    public void An_open_from_this_end_finds_room_as_well()
    {
        Orphan(5000, TcpState.LastAck);
        Orphan(5001, TcpState.LastAck);
        Assert.Equal(SocketError.Success, _bench.Tcp.Connect(Frames.PeerHost, 5000, 0, out _));
        _bench.Sends("RST,ACK to=5000");
        _bench.Poll();
        Assert.Equal(TcpBench.PeerPort, _bench.Sends("SYN").DestinationPort);
    }

    [Fact]
    public void A_service_learns_that_somebody_waits_when_every_slot_is_taken()
    {
        TcpConnection first = Accept(5000);
        Accept(5001);
        Assert.False(_listener.IsAwaited);
        _bench.Arrives("SYN from=5002 seq=100 win=4096");
        Assert.True(_listener.IsAwaited);

        // One released connection is enough, and is available at once.
        first.Close();
        Assert.False(_listener.IsAwaited);
        _bench.Poll();
        _bench.Sends("SYN,ACK to=5002 seq=300");
        _bench.Sends("FIN,ACK to=5000");
        _bench.Arrives("ACK from=5002 seq=101 ack=301 win=4096");
        Assert.False(_listener.IsAwaited);
        _bench.Arrives("ACK from=5000 seq=101 ack=302 win=4096");
        _bench.Poll();
        Assert.True(_listener.IsAwaited);
        Assert.Equal(5002, _listener.Accept()!.RemotePort);
    }

    [Fact]
    public void Who_has_stopped_trying_does_not_wait()
    {
        Accept(5000);
        Accept(5001);
        _bench.Arrives("SYN from=5002 seq=100 win=4096");
        _bench.Arrives("RST from=5002 seq=101");
        _bench.Advance(2999);
        Assert.True(_listener.IsAwaited);
        _bench.Advance(1);
        Assert.False(_listener.IsAwaited);
    }

    [Fact]
    public void As_many_as_have_ended_their_handshake_are_waited_for()
    {
        TcpConnection first = Accept(5000);
        TcpConnection second = Accept(5001);
        Complete(5002);
        Complete(5003);
        first.Close();
        Assert.True(_listener.IsAwaited);
        second.Close();
        Assert.False(_listener.IsAwaited);
    }

    [Fact]
    public void A_cookie_that_comes_back_and_finds_no_slot_is_told_too()
    {
        TcpBench bench = WithOneSlotAndOneHandshake();
        TcpListener listener = bench.Listen();
        bench.Arrives("SYN from=5000 seq=100 win=4096");
        bench.Sends("SYN,ACK to=5000 seq=300");
        bench.Arrives("SYN from=5001 seq=100 win=4096");
        bench.Sends("SYN,ACK to=5001 seq=300");
        bench.Arrives("ACK from=5000 seq=101 ack=301 win=4096");
        TcpConnection first = listener.Accept()!;
        Assert.False(listener.IsAwaited);
        bench.Arrives("ACK from=5001 seq=101 ack=301 win=4096");
        Assert.True(listener.IsAwaited);
        first.Close();
        bench.Advance(50);
        bench.Sends("FIN,ACK to=5000");
        bench.Sends("RST,ACK to=5000");
        bench.Sends("ACK to=5001 seq=301 ack=101 win=2048");
        bench.Arrives("ACK from=5001 seq=101 ack=301 win=4096 len=5");
        Assert.Equal(5, listener.Accept()!.Available);
    }

    [Theory]
    [InlineData("ACK from=5001 seq=101 ack=301 win=4096")]
    [InlineData("ACK from=5001 seq=100 ack=301 win=4096")] // as Linux asks whether a closed window has opened
    [InlineData("ACK from=5001 seq=101 ack=301 win=4096 len=1")] // as others do
    public void A_cookie_tells_a_closed_window_too_and_its_probe_finds_the_slot(string probe)
    {
        TcpBench bench = WithOneSlotAndOneHandshake();
        TcpListener listener = bench.Listen();
        bench.Arrives("SYN from=5000 seq=100 win=4096");
        bench.Sends("SYN,ACK to=5000 seq=300");
        bench.Arrives("ACK from=5000 seq=101 ack=301 win=4096");
        bench.Arrives("SYN from=5002 seq=100 win=4096");
        bench.Sends("SYN,ACK to=5002 seq=300");
        bench.Arrives("SYN from=5001 seq=100 win=4096");
        Assert.Equal(0, bench.Sends("SYN,ACK to=5001 seq=300").Win);
        Assert.Equal(1, bench.Count(TcpCounter.CookiesSent));
        listener.Accept()!.Abort();
        bench.Sends("RST,ACK to=5000");
        bench.Arrives(probe);
        bench.Poll();
        Assert.InRange(bench.Sends("ACK to=5001 seq=301").Win!.Value, 2047, 2048);
        Assert.Equal(5001, listener.Accept()!.RemotePort);
    }

    [Fact]
    public void A_reserved_slot_is_not_for_others()
    {
        TcpListener other = _bench.Listen(81);
        other.Reserved = 1;
        Accept(5000);
        Complete(5001);
        Assert.False(_listener.Pending());
        Assert.True(_listener.IsAwaited);
        Assert.Equal(SocketError.NoBufferSpaceAvailable, _bench.Tcp.Connect(Frames.PeerHost, 5000, 0, out _));
        _bench.Link.Sent.Clear();

        _bench.Arrives("SYN to=81 from=5005 seq=100 win=4096");
        _bench.Sends("SYN,ACK from=81 to=5005 seq=300");
        _bench.Arrives("ACK to=81 from=5005 seq=101 ack=301 win=4096");
        TcpConnection reserved = other.Accept()!;

        // A released slot is reserved again. No orphan is given up for a client that cannot have its slot.
        reserved.Close();
        _bench.Poll();
        _bench.Link.Sent.Clear();
        _bench.Arrives("ACK from=5001 seq=101 ack=301 win=4096");
        Assert.False(_listener.Pending());
        Assert.Equal(0, _bench.Count(TcpCounter.OrphansEvicted));
        other.Close();
        _bench.Advance(50);
        Assert.True(_listener.Pending());
    }

    [Fact]
    public void Listeners_reserve_what_others_have_left()
    {
        TcpListener other = _bench.Listen(81);
        other.Reserved = 1;
        _listener.Reserved = 5;
        Assert.Equal(1, _listener.Reserved);
        other.Close();
        _listener.Reserved = 5;
        Assert.Equal(2, _listener.Reserved);
        Assert.Throws<ArgumentOutOfRangeException>(() => _listener.Reserved = -1);
        Assert.Throws<InvalidOperationException>(() => other.Reserved = 1);
    }

    [Fact]
    public void Whoever_makes_room_makes_room_for_another_host_too()
    {
        // The peers are as many as the connections, and all are in use.
        var bench = new TcpBench(options => options.MaxBacklog = 8);
        TcpListener listener = bench.Listen(backlog: 8);
        for (int host = 11; host <= 18; host++)
        {
            bench.Resolve(host);
            bench.Arrives($"SYN host={host} seq=100 win=4096");
            bench.Sends($"SYN,ACK host={host} seq=300");
            bench.Arrives($"ACK host={host} seq=101 ack=301 win=4096");
            listener.Accept()!.Close();
            bench.Poll();
            bench.Sends($"FIN,ACK host={host} seq=301");
        }

        bench.Resolve(9);
        bench.Arrives("SYN host=9 seq=100 win=4096");
        bench.Sends("SYN,ACK host=9 seq=300");
        bench.Resolve(9);
        bench.Arrives("ACK host=9 seq=101 ack=301 win=4096");
        bench.Advance(50);
        Assert.NotNull(listener.Accept());
    }

    [Fact]
    public void The_next_segment_of_a_flow_is_not_taken_for_one_of_who_has_waited()
    {
        TcpConnection first = Accept(5000);
        TcpConnection second = Accept(5001);
        Complete(5002);
        _bench.Arrives("ACK from=5000 seq=101 ack=301 win=4096 len=10");
        _bench.Arrives("ACK from=5000 seq=111 ack=301 win=4096 len=10");
        second.Abort();
        _bench.Poll();
        _bench.Arrives("ACK from=5000 seq=121 ack=301 win=4096 len=10");
        Assert.Equal(30, first.Available);
        Assert.Equal(0, _listener.Accept()!.Available);
    }

    [Fact]
    public void Who_comes_is_answered_himself_when_another_host_is_sent_away_for_him()
    {
        TcpBench bench = WithOneSlotAndOneHandshake();
        bench.Listen();
        for (int host = 7; host <= 9; host++)
        {
            bench.Resolve(host);
        }

        for (int host = 7; host <= 8; host++)
        {
            bench.Arrives($"SYN host={host} seq=100 win=4096");
            bench.Sends($"SYN,ACK host={host} seq=300");
            bench.Arrives($"ACK host={host} seq=101 ack=301 win=4096");
        }

        bench.Advance(1000);
        bench.Arrives("SYN host=9 seq=200 win=4096");
        bench.Sends("RST host=8 seq=301");
        bench.Sends("SYN,ACK host=9 seq=300 ack=201");
    }

    /// <summary>A connection from a port that the application has closed, in that state.</summary>
    private void Orphan(int port, TcpState state)
    {
        TcpConnection connection = Accept(port);
        if (state == TcpState.LastAck)
        {
            _bench.Arrives($"FIN,ACK from={port} seq=101 ack=301 win=4096");
            _bench.Sends($"ACK to={port} ack=102");
        }

        connection.Close();
        _bench.Poll();
        _bench.Sends($"FIN,ACK to={port} seq=301");
        _bench.Advance(1);
        if (state == TcpState.Closing)
        {
            _bench.Arrives($"FIN,ACK from={port} seq=101 ack=301 win=4096");
            _bench.Sends($"ACK to={port} seq=302 ack=102");
        }
    }

    private TcpConnection Accept(int port)
    {
        Complete(port);
        return _listener.Accept()!;
    }

    private Segment Complete(int port)
    {
        _bench.Arrives($"SYN from={port} seq=100 win=4096");
        Segment answer = _bench.Sends($"SYN,ACK to={port} seq=300 ack=101");
        _bench.Arrives($"ACK from={port} seq=101 ack=301 win=4096");
        return answer;
    }
}
