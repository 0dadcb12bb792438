// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>RST and SYN in the synchronized states (RFC 9293 §3.10.7.4, second and fourth check; RFC 5961).</summary>
public class ResetTests
{
    private readonly TcpBench _bench = new();

    public static TheoryData<TcpState> Synchronized => States.Synchronized;

    public static TheoryData<TcpState> Attached => States.Attached;

    [Theory]
    [InlineData(TcpState.Established, SocketError.ConnectionReset)]
    [InlineData(TcpState.FinWait1, SocketError.ConnectionReset)]
    [InlineData(TcpState.FinWait2, SocketError.ConnectionReset)]
    [InlineData(TcpState.CloseWait, SocketError.ConnectionReset)]
    [InlineData(TcpState.Closing, SocketError.ConnectionReset)]
    [InlineData(TcpState.LastAck, SocketError.ConnectionReset)]
    public void An_RST_at_the_next_number_ends_the_connection(TcpState state, SocketError error)
    {
        TcpConnection connection = _bench.In(state);
        _bench.Arrives($"RST seq={States.RcvNxt(state)}");
        _bench.SendsNothing();
        Assert.Equal(TcpState.Closed, connection.State);
        Assert.Equal(error, connection.Error);
        Assert.Equal(1, _bench.Count(TcpCounter.ResetsReceived));
        _bench.Advance(600_000);
        _bench.SendsNothing();
    }

    [Theory]
    [InlineData(102)]
    [InlineData(103)]
    [InlineData(90000)]
    public void TIME_WAIT_is_not_cut_short_by_an_RST(uint seq)
    {
        TcpConnection connection = _bench.In(TcpState.TimeWait);
        _bench.Arrives($"RST seq={seq}");
        _bench.SendsNothing();
        Assert.Equal(TcpState.TimeWait, connection.State);
    }

    [Theory]
    [MemberData(nameof(Attached))]
    public void An_RST_elsewhere_in_the_window_is_challenged_with_an_ACK(TcpState state)
    {
        TcpConnection connection = _bench.In(state);
        _bench.Arrives($"RST seq={States.RcvNxt(state) + 1}");
        _bench.Sends($"ACK seq={States.SndNxt(state)} ack={States.RcvNxt(state)}");
        _bench.SendsNothing();
        Assert.Equal(state, connection.State);
        Assert.Equal(1, _bench.Count(TcpCounter.ChallengeAcks));
    }

    [Theory]
    [MemberData(nameof(Synchronized))]
    public void An_RST_outside_the_window_is_dropped(TcpState state)
    {
        TcpConnection connection = _bench.In(state);
        uint next = States.RcvNxt(state);
        foreach (uint seq in new[] { next - 1, next + 2048, next + 0x80000000, 0u })
        {
            _bench.Arrives($"RST seq={seq}");
            _bench.SendsNothing();
            Assert.Equal(state, connection.State);
        }
    }

    [Theory]
    [MemberData(nameof(Attached))]
    public void The_ACK_of_an_RST_does_not_matter(TcpState state)
    {
        TcpConnection connection = _bench.In(state);
        _bench.Arrives($"RST,ACK seq={States.RcvNxt(state)} ack=77777");
        _bench.SendsNothing();
        Assert.Equal(TcpState.Closed, connection.State);
    }

    [Theory]
    [MemberData(nameof(Synchronized))]
    public void A_SYN_in_the_window_is_challenged_with_an_ACK(TcpState state)
    {
        TcpConnection connection = _bench.In(state);
        foreach (string flags in new[] { "SYN", "SYN,ACK" })
        {
            // In TIME-WAIT a SYN beyond all that was received would be welcome.
            uint seq = States.RcvNxt(state) + (state == TcpState.TimeWait ? 0u : 5u);
            _bench.Arrives($"{flags} seq={seq} ack=302 win=4096");
            _bench.Sends($"ACK seq={States.SndNxt(state)} ack={States.RcvNxt(state)}");
            _bench.SendsNothing();
            Assert.Equal(state, connection.State);
        }
    }

    [Theory]
    [MemberData(nameof(Synchronized))]
    public void A_SYN_before_the_window_is_answered_with_an_ACK(TcpState state)
    {
        TcpConnection connection = _bench.In(state);
        _bench.Arrives("SYN,ACK seq=100 ack=301 win=4096");
        _bench.Sends($"ACK seq={States.SndNxt(state)} ack={States.RcvNxt(state)}");
        _bench.SendsNothing();
        Assert.Equal(state, connection.State);
    }

    [Fact]
    public void A_peer_that_rebooted_clears_the_old_connection_with_the_RST_that_the_challenge_provokes()
    {
        TcpConnection connection = _bench.In(TcpState.Established);
        _bench.Arrives("SYN seq=90000 win=4096");
        _bench.Sends("ACK seq=301 ack=101");
        _bench.Arrives("RST seq=101");
        Assert.Equal(TcpState.Closed, connection.State);
        connection.Close();

        _bench.Arrives("SYN seq=90000 win=4096");
        _bench.Sends("SYN,ACK ack=90001");
    }

    [Theory]
    [MemberData(nameof(Attached))]
    public void A_segment_without_ACK_is_dropped_and_counted(TcpState state)
    {
        TcpConnection connection = _bench.In(state);
        _bench.Arrives($"- seq={States.RcvNxt(state)} len=5");
        _bench.Arrives($"FIN seq={States.RcvNxt(state)}");
        _bench.SendsNothing();
        Assert.Equal(state, connection.State);
        Assert.Equal(0, connection.Available);
        Assert.Equal(2, _bench.Count(TcpCounter.AckUnacceptable));
    }

    [Theory]
    [InlineData(TcpState.Established)]
    [InlineData(TcpState.FinWait1)]
    [InlineData(TcpState.FinWait2)]
    [InlineData(TcpState.CloseWait)]
    [InlineData(TcpState.Closing)]
    [InlineData(TcpState.LastAck)]
    public void What_was_acknowledged_before_an_RST_can_be_read_and_then_the_calls_say_why(TcpState state)
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=600");
        _bench.Arrives("ACK seq=701 ack=301 win=4096 len=600");
        _bench.Link.Sent.Clear();
        uint next = 1301;
        if (state is TcpState.CloseWait or TcpState.LastAck)
        {
            _bench.Arrives($"FIN,ACK seq={next++} ack=301 win=4096");
        }

        if (state is not (TcpState.Established or TcpState.CloseWait))
        {
            connection.Shutdown(SocketShutdown.Send);
            _bench.Poll();
        }

        if (state == TcpState.FinWait2)
        {
            _bench.Arrives($"ACK seq={next} ack=302 win=4096");
        }
        else if (state == TcpState.Closing)
        {
            _bench.Arrives($"FIN,ACK seq={next++} ack=301 win=4096");
        }

        Assert.Equal(state, connection.State);
        _bench.Link.Sent.Clear();
        _bench.Arrives($"RST seq={next}");
        Assert.Equal(TcpState.Closed, connection.State);
        Assert.Equal(SocketError.ConnectionReset, connection.Error);
        Assert.Equal(1200, connection.Available);
        byte[] buffer = new byte[100];
        Assert.Equal(100, connection.Peek(buffer, 0, 100, out SocketError error));
        Assert.Equal(SocketError.Success, error);
        Assert.Equal(TcpBench.Text(101, 100), buffer);
        Assert.Equal(500, connection.Skip(500, out error));
        Assert.Equal(TcpBench.Text(601, 600), _bench.Read(connection, 600));
        Assert.Equal(TcpBench.Text(1201, 100), _bench.Read(connection));
        Assert.Equal(0, connection.Available);
        Assert.Equal(0, connection.Receive(buffer, 0, 10, out error));
        Assert.Equal(SocketError.ConnectionReset, error);
        Assert.Equal(0, connection.Peek(buffer, 0, 10, out error));
        Assert.Equal(SocketError.ConnectionReset, error);
        Assert.Equal(0, connection.Skip(10, out error));
        Assert.Equal(SocketError.ConnectionReset, error);
        connection.Close();
        _bench.SendsNothing();
        Assert.Equal(8, _bench.Tcp.CountConnections(TcpState.Closed));
    }

    [Fact]
    public void What_stood_behind_a_hole_was_not_acknowledged_and_is_lost()
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        _bench.Arrives("ACK seq=121 ack=301 win=4096 len=10");
        _bench.Arrives("RST seq=111");
        Assert.Equal(TcpBench.Text(101, 10), _bench.Read(connection));
        Assert.Equal(0, connection.Receive(new byte[10], 0, 10, out SocketError error));
        Assert.Equal(SocketError.ConnectionReset, error);
    }

    [Fact]
    public void What_arrived_before_a_timeout_can_be_read_too()
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        _bench.Write(connection, 10);
        _bench.Advance(1_000_000);
        Assert.Equal(SocketError.TimedOut, connection.Error);
        Assert.Equal(TcpBench.Text(101, 10), _bench.Read(connection));
    }

    [Fact]
    public void A_reader_that_has_shut_down_reads_nothing()
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        connection.Shutdown(SocketShutdown.Receive);
        _bench.Arrives("RST seq=111");
        Assert.Equal(0, connection.Available);
    }

    [Fact]
    public void A_client_that_has_sent_and_reset_before_anybody_accepted_is_accepted_with_what_it_sent()
    {
        TcpListener listener = _bench.Listen();
        _bench.Arrives("SYN seq=100 win=4096");
        _bench.Sends("SYN,ACK seq=300 ack=101");
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        _bench.Arrives("RST seq=111");
        TcpConnection connection = listener.Accept()!;
        Assert.Equal(TcpBench.Text(101, 10), _bench.Read(connection));
        Assert.Equal(SocketError.ConnectionReset, connection.Error);
        connection.Close();
        Assert.Equal(8, _bench.Tcp.CountConnections(TcpState.Closed));
        Assert.False(listener.Pending());
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(1, 8)]
    public void A_client_that_has_reset_before_anybody_accepted_makes_room_for_one_that_is_there(int connections, int backlog)
    {
        var bench = new TcpBench(options =>
        {
            options.MaxConnections = connections;
            options.MaxBacklog = 8;
        });
        TcpListener listener = bench.Listen(backlog: backlog);
        bench.Arrives("SYN seq=100 win=4096");
        bench.Sends("SYN,ACK seq=300 ack=101");
        bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        bench.Arrives("RST seq=111");
        bench.Arrives("SYN seq=100 win=4096 from=5001");
        Assert.Equal(1, bench.Count(TcpCounter.LostEvicted));
        Assert.False(listener.Pending());
        Assert.Equal(1, bench.Tcp.CountConnections(TcpState.SynReceived));
    }

    [Fact]
    public void After_an_RST_the_calls_say_why()
    {
        TcpConnection connection = _bench.In(TcpState.Established);
        _bench.Arrives("RST seq=101");
        byte[] buffer = new byte[10];
        Assert.Equal(0, connection.Receive(buffer, 0, 10, out SocketError error));
        Assert.Equal(SocketError.ConnectionReset, error);
        Assert.Equal(0, connection.Send(buffer, 0, 10, out error));
        Assert.Equal(SocketError.ConnectionReset, error);
        Assert.Equal(SocketError.NotConnected, connection.Shutdown(SocketShutdown.Send));
        Assert.Equal(0, connection.SendSpace);
    }

    [Fact]
    public void A_connection_that_was_reset_occupies_its_slot_until_the_application_closes_it()
    {
        var bench = new TcpBench(options => options.MaxConnections = 1);
        TcpConnection connection = bench.Established();
        bench.Arrives("RST seq=101");
        bench.Arrives("SYN seq=5000 win=4096");
        bench.Sends("SYN,ACK seq=300 ack=5001");
        bench.Arrives("ACK seq=5001 ack=301 win=4096");
        Assert.Equal(1, bench.Count(TcpCounter.ConnectionsExhausted));
        connection.Close();
        bench.Arrives("ACK seq=5001 ack=301 win=4096");
        Assert.Equal(1, bench.Tcp.CountConnections(TcpState.Established));
    }
}
