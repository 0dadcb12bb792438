// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;
using NanoTcp.Udp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>An application calls long after the last poll. The effects of the call are timed from when they begin.</summary>
public class StaleClockTests
{
    private const int Pause = 30_000;

    private readonly QuietLink _link = new();
    private readonly TcpBench _bench;

    public StaleClockTests()
    {
        _bench = new TcpBench(link: _link);
        _link.IsQuiet = true;
    }

    /// <summary>Time passes in which nobody polls.</summary>
    private long After(int milliseconds) => _bench.Now + milliseconds;

    [Fact]
    public void Text_flushed_after_a_pause_is_not_sent_again_a_moment_later()
    {
        TcpConnection connection = _bench.Established("SYN seq=100 win=65535 mss=1460");
        _bench.Write(connection, 10);
        long now = After(Pause);
        _bench.Stack.Flush(now);
        _bench.Sends("ACK seq=301 len=10");
        Assert.Equal(now + 200, _bench.Stack.Poll(now + 1));
        _bench.SendsNothing();
    }

    [Fact]
    public void The_round_trip_of_text_flushed_after_a_pause_is_measured_from_then()
    {
        TcpConnection connection = _bench.Established();
        _bench.Write(connection, 10);
        long now = After(Pause);
        _bench.Stack.Flush(now);
        _bench.Sends("ACK seq=301 len=10");
        _bench.Queue(Segment.Parse("ACK seq=101 ack=311 win=4096"));
        _bench.Stack.Poll(now + 50);
        _bench.Write(connection, 10);
        _bench.Stack.Flush(now + 50);
        _bench.Sends("ACK seq=311 len=10");
        _bench.Stack.Poll(now + 50 + 199);
        _bench.SendsNothing();
        _bench.Stack.Poll(now + 50 + 300);
        _bench.Sends("ACK seq=311 len=10");
    }

    [Fact]
    public void A_SYN_that_is_asked_for_after_a_pause_leaves_once()
    {
        _bench.Connect();
        long now = After(Pause);
        _bench.Stack.Poll(now);
        _bench.Sends("SYN seq=300");
        Assert.Equal(now + 1000, _bench.Stack.Poll(now + 1));
        _bench.SendsNothing();
    }

    [Fact]
    public void A_connection_closed_after_a_pause_has_all_its_time_to_end()
    {
        TcpConnection connection = _bench.Established();
        connection.Close();
        _bench.Stack.Poll(After(1_000_000));
        _bench.Sends("FIN,ACK seq=301");
        _bench.SendsNothing();
    }

    [Fact]
    public void A_half_closed_connection_that_is_closed_after_a_pause_waits_for_the_FIN()
    {
        TcpConnection connection = _bench.Established();
        connection.Shutdown(SocketShutdown.Send);
        _bench.Poll();
        _bench.Sends("FIN,ACK seq=301");
        _bench.Arrives("ACK seq=101 ack=302 win=4096");
        connection.Close();
        long now = After(1_000_000);
        _bench.Stack.Poll(now);
        _bench.Queue(Segment.Parse("FIN,ACK seq=101 ack=302 win=4096"));
        _bench.Stack.Poll(now + 1);
        _bench.Sends("ACK seq=302 ack=102");
    }

    [Fact]
    public void Options_set_after_a_pause_send_nothing_by_the_old_clock()
    {
        TcpConnection connection = _bench.Established();
        _bench.Write(connection, 10);
        connection.Options = new TcpConnectionOptions { NoDelay = true };
        _bench.SendsNothing();
        long now = After(Pause);
        Assert.Equal(now + 200, _bench.Stack.Poll(now));
        _bench.Sends("ACK seq=301 len=10");
        _bench.SendsNothing();
    }

    [Fact]
    public void A_connection_closed_after_a_pause_is_not_given_up_for_the_next_one()
    {
        TcpBench bench = new(options => options.MaxConnections = 1, link: new QuietLink { IsQuiet = true });
        TcpConnection connection = bench.Established();
        bench.Advance(Pause);
        bench.Write(connection, 10);
        connection.Close();
        Assert.Equal(SocketError.NoBufferSpaceAvailable, bench.Tcp.Connect(Frames.PeerHost, 80, 0, out _));
        bench.Poll();
        bench.Sends("FIN,PSH,ACK seq=301 len=10");
    }

    [Fact]
    public void Each_of_two_half_closed_connections_closed_after_a_pause_waits_for_its_FIN()
    {
        TcpListener listener = _bench.Listen();
        TcpConnection first = HalfClosed(listener, 5001);
        TcpConnection second = HalfClosed(listener, 5002);
        TcpConnection third = Accepted(listener, 5003);
        first.Close();
        long now = After(Pause);
        _bench.Queue(Segment.Parse("ACK from=5003 seq=101 ack=301 win=4096 len=10"));
        _bench.Queue(Segment.Parse("ACK from=5003 seq=111 ack=301 win=4096 len=10"));
        _bench.Stack.Poll(now);
        Assert.Equal(20, third.Available);
        second.Close();
        _bench.Stack.Flush(now);
        _bench.Stack.Poll(now + 59_999);
        Assert.Equal(2, _bench.Tcp.CountConnections(TcpState.FinWait2));
        _bench.Stack.Poll(now + 60_000);
        Assert.Equal(0, _bench.Tcp.CountConnections(TcpState.FinWait2));
    }

    [Fact]
    public void A_neighbour_that_a_call_asks_for_its_address_has_its_time_to_answer()
    {
        TcpConnection connection = _bench.Established();
        _link.NeighboursConfirm = false;
        _link.SetCable(false);
        _bench.Poll();
        _link.SetCable(true);
        _bench.Advance(Pause);
        _link.Sent.Clear();
        connection.Abort();
        _bench.Advance(99);
        Assert.Equal(Frames.PeerMac, Assert.Single(_link.Sent)[..6]);
        _bench.Advance(1);
        Assert.Equal([Frames.PeerMac, Frames.BroadcastMac], _link.Sent.Select(request => request[..6]));
    }

    [Fact]
    public void A_datagram_sent_after_a_pause_asks_for_its_neighbour_and_waits_for_the_answer()
    {
        UdpSocket socket = new(new UdpTransport(_bench.Stack), new UdpSocketOptions());
        Assert.Equal(SocketError.Success, socket.SendTo([1], 0, 1, new HostEndPoint(new HostAddress(TcpBench.Address(9)), 7)));
        Assert.Single(_link.Sent);
        long now = After(Pause);
        _bench.Stack.Poll(now);
        _bench.Stack.Poll(now + 999);
        Assert.Single(_link.Sent);
        _bench.Stack.Poll(now + 1000);
        Assert.Equal(2, _link.Sent.Count);
    }

    private TcpConnection Accepted(TcpListener listener, int peerPort)
    {
        _bench.Arrives($"SYN from={peerPort} seq=100 win=4096");
        _bench.Sends($"SYN,ACK to={peerPort} seq=300");
        _bench.Arrives($"ACK from={peerPort} seq=101 ack=301 win=4096");
        return listener.Accept()!;
    }

    private TcpConnection HalfClosed(TcpListener listener, int peerPort)
    {
        TcpConnection connection = Accepted(listener, peerPort);
        connection.Shutdown(SocketShutdown.Send);
        _bench.Poll();
        _bench.Sends($"FIN,ACK to={peerPort} seq=301");
        _bench.Arrives($"ACK from={peerPort} seq=101 ack=302 win=4096");
        return connection;
    }

    /// <summary>A link that has nothing to do in a poll, as most of the time on a board: then a poll in which nothing is due ends at once.</summary>
    private sealed class QuietLink() : ScriptedLink(Frames.OwnMac)
    {
        private const int Never = 1_000_000_000;

        public bool IsQuiet { get; set; }

        public override long Poll(long now) => IsQuiet ? now + Never : base.Poll(now);

        public void SetCable(bool isThere)
        {
            HasCable = isThere;
            Due = 0;
        }
    }
}
