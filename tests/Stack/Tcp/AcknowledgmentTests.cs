// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>The ACK field (RFC 9293 §3.10.7.4, fifth check): 400 bytes from 301 on are in flight.</summary>
public class AcknowledgmentTests
{
    private readonly TcpBench _bench = new();
    private readonly TcpConnection _connection;

    public AcknowledgmentTests()
    {
        _connection = _bench.Established();
        _bench.Write(_connection, 400);
        _bench.Poll();
        _bench.Sends("ACK seq=301 ack=101 len=400");
    }

    [Fact]
    public void An_ACK_of_everything_empties_the_send_buffer_and_stops_the_timer()
    {
        _bench.Arrives("ACK seq=101 ack=701 win=4096");
        Assert.Equal(0, _connection.Unacknowledged);
        Assert.Equal(2048, _connection.SendSpace);
        _bench.Advance(600_000);
        _bench.SendsNothing();
    }

    [Fact]
    public void An_ACK_of_a_part_leaves_the_rest()
    {
        _bench.Arrives("ACK seq=101 ack=401 win=4096");
        Assert.Equal(300, _connection.Unacknowledged);
        _bench.UntilSends();
        _bench.Sends("ACK seq=401 ack=101 len=300");
    }

    [Fact]
    public void A_duplicate_ACK_changes_nothing()
    {
        _bench.Arrives("ACK seq=101 ack=301 win=4096");
        _bench.Arrives("ACK seq=101 ack=301 win=4096");
        _bench.SendsNothing();
        Assert.Equal(400, _connection.Unacknowledged);
    }

    [Theory]
    [InlineData(702)]
    [InlineData(2_147_483_948)]
    public void An_ACK_of_something_never_sent_is_answered_with_an_ACK_and_the_segment_dropped(uint ack)
    {
        _bench.Arrives($"ACK seq=101 ack={ack} win=4096 len=5");
        _bench.Sends("ACK seq=701 ack=101");
        _bench.SendsNothing();
        Assert.Equal(400, _connection.Unacknowledged);
        Assert.Equal(0, _connection.Available);
        Assert.Equal(1, _bench.Count(TcpCounter.AckUnacceptable));
    }

    [Fact]
    public void An_old_ACK_is_ignored_but_the_text_with_it_is_taken()
    {
        _bench.Arrives("ACK seq=101 ack=701 win=4096");
        _bench.Arrives("ACK seq=101 ack=401 win=4096 len=5");
        Assert.Equal(5, _connection.Available);
        Assert.Equal(0, _connection.Unacknowledged);
    }

    [Fact]
    public void An_ACK_older_than_the_largest_window_may_be_forged_and_the_segment_is_dropped()
    {
        // RFC 5961 §5.2: SND.UNA - MAX.SND.WND is the oldest that is believed.
        _bench.Arrives($"ACK seq=101 ack={unchecked(301u - 4096u)} win=4096 len=5");
        _bench.SendsNothing();
        Assert.Equal(5, _connection.Available);
        _bench.Arrives($"ACK seq=106 ack={unchecked(301u - 4097u)} win=4096 len=5");
        _bench.Sends("ACK seq=701 ack=106");
        Assert.Equal(5, _connection.Available);
    }

    [Fact]
    public void The_largest_window_counts_though_it_is_smaller_by_now()
    {
        _bench.Arrives("ACK seq=101 ack=301 win=500");
        _bench.Arrives($"ACK seq=101 ack={unchecked(301u - 4096u)} win=500 len=5");
        _bench.SendsNothing();
        Assert.Equal(5, _connection.Available);
    }

    [Fact]
    public void The_window_is_taken_from_a_newer_segment()
    {
        _bench.Arrives("ACK seq=101 ack=301 win=500 len=1");
        _bench.Advance(50);
        _bench.Sends("ACK seq=701 ack=102");
        _bench.Write(_connection, 1000);
        _bench.Poll();
        _bench.SendsNothing();
    }

    [Fact]
    public void The_window_is_not_taken_from_a_segment_older_than_the_last_that_set_it()
    {
        // WL1: a segment with a lower sequence number.
        _bench.Arrives("ACK seq=111 ack=301 win=4096 len=1");
        _bench.Sends("ACK seq=701 ack=101");
        _bench.Arrives("ACK seq=101 ack=301 win=0 len=5");
        _bench.Sends("ACK seq=701 ack=106");
        _bench.Write(_connection, 100);
        _bench.Poll();
        _bench.Sends("ACK seq=701 ack=106 len=100");
    }

    [Fact]
    public void An_empty_segment_that_set_the_window_makes_what_comes_before_it_older_too()
    {
        _bench.Arrives("ACK seq=111 ack=301 win=4096");
        _bench.Arrives("ACK seq=101 ack=301 win=0 len=10");
        _bench.Write(_connection, 100);
        _bench.Poll();
        _bench.Sends("ACK seq=701 ack=111 len=100");
    }

    [Fact]
    public void The_window_is_not_taken_from_an_older_ACK_with_the_same_sequence_number()
    {
        // WL2: the same sequence number, a lower acknowledgment.
        _bench.Arrives("ACK seq=101 ack=401 win=4096");
        _bench.Arrives("ACK seq=101 ack=301 win=0");
        _bench.Write(_connection, 100);
        _bench.Poll();
        _bench.Sends("ACK seq=701 ack=101 len=100");
    }

    [Fact]
    public void The_same_ACK_again_may_shrink_the_window()
    {
        _bench.Arrives("ACK seq=101 ack=701 win=4096");
        _bench.Arrives("ACK seq=101 ack=701 win=0");
        _bench.Write(_connection, 100);
        _bench.Poll();
        _bench.SendsNothing();
        _bench.Arrives("ACK seq=101 ack=701 win=4096");
        _bench.Sends("ACK seq=701 ack=101 len=100");
    }

    [Fact]
    public void The_FIN_is_acknowledged_only_by_the_number_behind_it()
    {
        _connection.Shutdown(SocketShutdown.Send);
        _bench.Poll();
        _bench.Sends("FIN,ACK seq=701 ack=101");
        _bench.Arrives("ACK seq=101 ack=701 win=4096");
        Assert.Equal(TcpState.FinWait1, _connection.State);
        _bench.Arrives("ACK seq=101 ack=702 win=4096");
        Assert.Equal(TcpState.FinWait2, _connection.State);
    }

    [Theory]
    [InlineData(TcpState.FinWait1, TcpState.FinWait2)]
    [InlineData(TcpState.Closing, TcpState.TimeWait)]
    [InlineData(TcpState.LastAck, TcpState.Closed)]
    public void The_ACK_of_the_FIN_goes_on_to_the_next_state(TcpState state, TcpState next)
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.In(state);
        bench.Arrives($"ACK seq={States.RcvNxt(state)} ack=302 win=4096");
        bench.SendsNothing();
        Assert.Equal(next, connection.State);
        Assert.Equal(SocketError.Success, connection.Error);
    }
}
