// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>Listeners: backlog, accept, and what happens when something is full.</summary>
public class BacklogTests
{
    [Fact]
    public void A_SYN_beyond_the_backlog_is_not_answered_and_accepted_once_there_is_room()
    {
        var bench = new TcpBench();
        TcpListener listener = bench.Listen(80, 2);
        Complete(bench, 5000);
        Complete(bench, 5001);
        bench.Arrives("SYN from=5002 seq=100 win=4096");
        bench.SendsNothing();
        Assert.Equal(1, bench.Count(TcpCounter.BacklogFull));

        Assert.NotNull(listener.Accept());
        Complete(bench, 5002);
        Assert.Equal(5001, listener.Accept()!.RemotePort);
        Assert.Equal(5002, listener.Accept()!.RemotePort);
        Assert.Null(listener.Accept());
    }

    [Fact]
    public void Handshakes_do_not_count_for_the_backlog_and_the_last_step_waits_for_room()
    {
        var bench = new TcpBench();
        TcpListener listener = bench.Listen(80, 1);
        bench.Arrives("SYN from=5000 seq=100 win=4096");
        bench.Sends("SYN,ACK to=5000");
        bench.Arrives("SYN from=5001 seq=100 win=4096");
        bench.Sends("SYN,ACK to=5001");
        bench.Arrives("ACK from=5000 seq=101 ack=301 win=4096");
        bench.Arrives("ACK from=5001 seq=101 ack=301 win=4096");
        Assert.Equal(1, bench.Count(TcpCounter.BacklogFull));
        Assert.Equal(5000, listener.Accept()!.RemotePort);
        Assert.Null(listener.Accept());

        bench.Advance(50);
        Assert.Equal(5001, listener.Accept()!.RemotePort);
    }

    [Fact]
    public void Half_open_connections_make_room_when_nobody_answers_them()
    {
        var bench = new TcpBench();
        bench.Listen(80, 1);
        bench.Arrives("SYN from=5000 seq=100 win=4096");
        bench.Advance(100_000);
        for (int i = 0; i < 6; i++)
        {
            bench.Sends("SYN,ACK to=5000 seq=300 ack=101");
        }

        bench.SendsNothing();
        Assert.Equal(1, bench.Count(TcpCounter.TimedOut));
        Complete(bench, 5001);
    }

    [Fact]
    public void A_half_open_connection_whose_SYN_keeps_coming_times_out_all_the_same()
    {
        var bench = new TcpBench(options => options.SynAckRetries = 3);
        bench.Listen(80, 1);
        for (int i = 0; i < 200; i++)
        {
            bench.Arrives("SYN from=5000 seq=100 win=4096");
            bench.Advance(500);
        }

        Assert.NotEqual(0, bench.Count(TcpCounter.TimedOut));
    }

    [Fact]
    public void Connections_are_accepted_in_the_order_in_which_they_were_established()
    {
        var bench = new TcpBench();
        TcpListener listener = bench.Listen();
        for (int port = 5000; port < 5004; port++)
        {
            bench.Arrives($"SYN from={port} seq=100 win=4096");
            bench.Sends($"SYN,ACK to={port}");
        }

        int[] order = [5002, 5000, 5003, 5001];
        foreach (int port in order)
        {
            Assert.False(listener.Pending() && port == order[0]);
            bench.Arrives($"ACK from={port} seq=101 ack=301 win=4096");
            Assert.True(listener.Pending());
        }

        Assert.Equal(order, order.Select(_ => listener.Accept()!.RemotePort));
        Assert.False(listener.Pending());
    }

    [Fact]
    public void A_connection_reset_before_it_was_accepted_vanishes_and_its_siblings_stay()
    {
        var bench = new TcpBench();
        TcpListener listener = bench.Listen();
        Complete(bench, 5000);
        Complete(bench, 5001);
        Complete(bench, 5002);
        bench.Arrives("RST from=5001 seq=101");
        Assert.Equal(5000, listener.Accept()!.RemotePort);
        Assert.Equal(5002, listener.Accept()!.RemotePort);
        Assert.Null(listener.Accept());
        Assert.Equal(6, bench.Tcp.CountConnections(TcpState.Closed));
    }

    [Fact]
    public void A_connection_closed_by_the_other_end_before_it_was_accepted_can_still_be_read()
    {
        var bench = new TcpBench();
        TcpListener listener = bench.Listen();
        Complete(bench, 5000);
        bench.Arrives("FIN,ACK from=5000 seq=101 ack=301 win=4096 len=10");
        bench.Sends("ACK seq=301 ack=112");
        TcpConnection connection = listener.Accept()!;
        Assert.Equal(TcpState.CloseWait, connection.State);
        Assert.Equal(TcpBench.Text(101, 10), bench.Read(connection));
    }

    [Fact]
    public void Closing_a_listener_aborts_what_nobody_has_accepted()
    {
        var bench = new TcpBench();
        TcpListener listener = bench.Listen();
        Complete(bench, 5000);
        Complete(bench, 5001);
        bench.Arrives("SYN from=5002 seq=100 win=4096");
        bench.Sends("SYN,ACK to=5002");
        TcpConnection accepted = listener.Accept()!;
        listener.Close();
        bench.Sends("RST,ACK to=5001 seq=301");
        bench.SendsNothing();
        Assert.Equal(0, bench.Tcp.CountConnections(TcpState.SynReceived));
        bench.Arrives("ACK from=5002 seq=101 ack=301 win=4096");
        bench.Sends("RST to=5002 seq=301");
        Assert.Equal(TcpState.Established, accepted.State);
        Assert.Equal(7, bench.Tcp.CountConnections(TcpState.Closed));
        bench.Arrives("ACK from=5000 seq=101 ack=301 win=4096 len=10");
        Assert.Equal(10, accepted.Available);
    }

    [Fact]
    public void A_listener_used_again_starts_empty()
    {
        var bench = new TcpBench(options => options.MaxListeners = 1);
        TcpListener listener = bench.Listen();
        Complete(bench, 5000);
        listener.Close();
        bench.Link.Sent.Clear();
        TcpListener next = bench.Listen(81);
        Assert.False(next.Pending());
        Assert.Null(next.Accept());
        bench.Arrives("SYN to=81 from=5000 seq=100 win=4096");
        bench.Sends("SYN,ACK from=81 to=5000");
    }

    [Fact]
    public void When_all_connections_are_in_use_the_last_step_of_a_handshake_waits_for_one_and_an_open_is_refused()
    {
        var bench = new TcpBench(options => options.MaxConnections = 2);
        TcpListener listener = bench.Listen();
        Complete(bench, 5000);
        Complete(bench, 5001);
        bench.Arrives("SYN from=5002 seq=100 win=4096");
        bench.Sends("SYN,ACK to=5002 seq=300 ack=101");
        bench.Arrives("ACK from=5002 seq=101 ack=301 win=4096");
        bench.SendsNothing();
        Assert.Equal(1, bench.Count(TcpCounter.ConnectionsExhausted));
        Assert.Equal(SocketError.NoBufferSpaceAvailable, bench.Tcp.Connect(Frames.PeerHost, 80, 0, out TcpConnection? refused));
        Assert.Null(refused);

        listener.Accept()!.Abort();
        bench.Sends("RST,ACK to=5000");

        // There is a slot now, and the window opens.
        bench.Poll();
        bench.Sends("ACK to=5002 seq=301 ack=101 win=2048");
        bench.Arrives("ACK from=5002 seq=101 ack=301 win=4096 len=10");
        Assert.Equal(5001, listener.Accept()!.RemotePort);
        TcpConnection late = listener.Accept()!;
        Assert.Equal(5002, late.RemotePort);
        Assert.Equal(10, late.Available);
    }

    [Fact]
    public void When_all_peers_are_in_use_a_SYN_from_another_host_is_not_answered()
    {
        var bench = new TcpBench(options => options.MaxConnections = options.MaxBacklog = 20);
        TcpListener listener = bench.Listen(80, 20);
        for (int host = 11; host <= 18; host++)
        {
            bench.Resolve(host);
            Complete(bench, 5000, host);
        }

        bench.Resolve(9);
        bench.Arrives("SYN host=9 seq=100 win=4096");
        bench.SendsNothing();
        Assert.Equal(1, bench.Count(Counter.PeersExhausted));
        Assert.Equal(SocketError.NoBufferSpaceAvailable, bench.Tcp.Connect(new HostAddress(TcpBench.Address(9)), 80, 0, out _));

        // A host that is in contact already needs no further entry.
        bench.Resolve(18);
        Complete(bench, 5001, 18);
        listener.Accept()!.Abort();
        bench.Link.Sent.Clear();
        bench.Resolve(9);
        Complete(bench, 5000, 9);
    }

    [Fact]
    public void TIME_WAIT_holds_no_peer()
    {
        var bench = new TcpBench(options => options.MaxConnections = options.MaxBacklog = 20);
        TcpListener listener = bench.Listen(80, 20);
        for (int host = 11; host <= 18; host++)
        {
            bench.Resolve(host);
            Complete(bench, 5000, host);
        }

        TcpConnection first = listener.Accept()!;
        bench.Resolve(11);
        first.Close();
        bench.Poll();
        bench.Sends("FIN,ACK host=11 seq=301");
        bench.Arrives("FIN,ACK host=11 seq=101 ack=302 win=4096");
        bench.Sends("ACK host=11 seq=302 ack=102");

        bench.Resolve(9);
        Complete(bench, 5000, 9);
        Assert.Equal(1, bench.Tcp.CountConnections(TcpState.TimeWait));
        bench.Resolve(11);
        bench.Arrives("FIN,ACK host=11 seq=101 ack=302 win=4096");
        bench.Sends("ACK host=11 seq=302 ack=102");
    }

    [Fact]
    public void One_host_going_does_not_hide_another()
    {
        var bench = new TcpBench();
        TcpListener listener = bench.Listen();
        bench.Resolve(8);
        bench.Resolve(9);
        Complete(bench, 5000, 8);
        Complete(bench, 5000, 9);
        TcpConnection first = listener.Accept()!;
        TcpConnection second = listener.Accept()!;
        bench.Arrives("RST host=8 seq=101");
        first.Close();
        bench.Arrives("ACK host=9 seq=101 ack=301 win=4096 len=5");
        bench.SendsNothing();
        Assert.Equal(5, second.Available);
    }

    private static void Complete(TcpBench bench, int port, int host = 1)
    {
        bench.Arrives($"SYN host={host} from={port} seq=100 win=4096 mss=1000");
        bench.Sends($"SYN,ACK host={host} to={port} seq=300 ack=101");
        bench.Arrives($"ACK host={host} from={port} seq=101 ack=301 win=4096");
        bench.SendsNothing();
    }
}
