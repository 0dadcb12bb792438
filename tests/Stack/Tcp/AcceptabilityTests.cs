// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>
/// The first check of every segment (RFC 9293 §3.10.7.4, table 6), with its length and the receive window zero or not. The window is 1000 bytes from
/// 101 on.
/// </summary>
public class AcceptabilityTests
{
    public static TheoryData<TcpState> Synchronized => States.Synchronized;

    public static TheoryData<TcpState> Attached => States.Attached;

    [Theory]
    [MemberData(nameof(Synchronized))]
    public void A_segment_before_the_window_is_answered_with_an_ACK_in_every_state(TcpState state)
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.In(state);
        bench.Arrives($"ACK seq={States.RcvNxt(state) - 1} ack={States.SndNxt(state)} win=4096");
        bench.Sends($"ACK seq={States.SndNxt(state)} ack={States.RcvNxt(state)}");
        bench.SendsNothing();

        // Not even its ACK is looked at.
        Assert.Equal(state, connection.State);
    }

    [Theory]
    [MemberData(nameof(Synchronized))]
    public void A_segment_behind_the_window_is_answered_with_an_ACK_in_every_state(TcpState state)
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.In(state);
        bench.Arrives($"ACK seq={States.RcvNxt(state) + 2048} ack={States.SndNxt(state)} win=4096 len=1");
        bench.Sends($"ACK seq={States.SndNxt(state)} ack={States.RcvNxt(state)}");
        bench.SendsNothing();
        Assert.Equal(state, connection.State);
    }

    [Theory]
    [MemberData(nameof(Attached))]
    public void What_is_dropped_is_counted(TcpState state)
    {
        var bench = new TcpBench();
        bench.In(state);
        bench.Arrives($"ACK seq={States.RcvNxt(state) - 1} ack={States.SndNxt(state)} win=4096");
        Assert.Equal(1, bench.Count(TcpCounter.Unacceptable));
    }

    [Fact]
    public void A_bare_ACK_at_the_right_edge_counts_since_an_end_that_has_filled_the_window_stands_there()
    {
        var bench = new TcpBench(options => options.ReceiveBuffer = 1000);
        TcpConnection connection = bench.Established();
        bench.Write(connection, 10);
        bench.Poll();
        bench.Sends("ACK seq=301 ack=101 len=10");
        bench.Arrives("ACK seq=601 ack=301 win=4096 len=500");
        bench.Sends("ACK seq=311 ack=101");
        bench.Arrives("ACK seq=1101 ack=311 win=4096");
        bench.SendsNothing();
        Assert.Equal(0, connection.Unacknowledged);
    }

    [Theory]
    [InlineData("ACK seq=101 ack=301 win=4096", true)]
    [InlineData("ACK seq=102 ack=301 win=4096", true)]
    [InlineData("ACK seq=1100 ack=301 win=4096", true)]
    [InlineData("ACK seq=1102 ack=301 win=4096", false)]
    [InlineData("ACK seq=100 ack=301 win=4096", false)]
    [InlineData("ACK seq=2147483748 ack=301 win=4096", false)]
    [InlineData("ACK seq=2147483749 ack=301 win=4096", false)]
    public void An_empty_segment_and_an_open_window(string arrives, bool acceptable)
    {
        Assert.Equal(acceptable, IsAcceptable(arrives, 0));
    }

    [Theory]
    [InlineData("ACK seq=101 ack=301 win=4096 len=1000", true)]
    [InlineData("ACK seq=101 ack=301 win=4096 len=1400", true)]
    [InlineData("ACK seq=1100 ack=301 win=4096 len=1", true)]
    [InlineData("ACK seq=1101 ack=301 win=4096 len=1", false)]
    [InlineData("ACK seq=100 ack=301 win=4096 len=1", false)]
    [InlineData("ACK seq=100 ack=301 win=4096 len=2", true)]
    [InlineData("FIN,ACK seq=100 ack=301 win=4096 len=1", true)]
    [InlineData("FIN,ACK seq=100 ack=301 win=4096", false)]
    [InlineData("FIN,ACK seq=1101 ack=301 win=4096", false)]
    [InlineData("SYN,ACK seq=100 ack=301 win=4096", false)]
    public void A_segment_with_text_and_an_open_window(string arrives, bool acceptable)
    {
        Assert.Equal(acceptable, IsAcceptable(arrives, 0));
    }

    [Theory]
    [InlineData("ACK seq=1101 ack=301 win=4096", true)]
    [InlineData("ACK seq=1102 ack=301 win=4096", false)]
    [InlineData("ACK seq=1100 ack=301 win=4096", false)]
    public void With_a_closed_window_an_empty_segment_is_acceptable_at_RCV_NXT_only(string arrives, bool acceptable)
    {
        Assert.Equal(acceptable, IsAcceptable(arrives, 1000));
    }

    [Theory]
    [InlineData("ACK seq=1102 ack=301 win=4096 len=1")]
    [InlineData("ACK seq=1100 ack=301 win=4096 len=2")]
    [InlineData("ACK seq=1100 ack=301 win=4096 len=1")]
    [InlineData("FIN,ACK seq=1100 ack=301 win=4096 len=1")]
    public void With_a_closed_window_a_segment_with_text_is_never_acceptable(string arrives)
    {
        Assert.False(IsAcceptable(arrives, 1000));
    }

    [Fact]
    public void A_probe_of_a_closed_window_leaves_its_text_but_its_ACK_counts()
    {
        var bench = new TcpBench(options => options.ReceiveBuffer = 1000);
        TcpConnection connection = bench.Established();
        bench.Arrives("ACK seq=101 ack=301 win=4096 len=1000");
        bench.Write(connection, 10);
        bench.Poll();
        bench.Sends("ACK seq=301 ack=1101 win=0 len=10");

        bench.Arrives("FIN,ACK seq=1101 ack=311 win=4096 len=1");
        bench.Sends("ACK seq=311 ack=1101 win=0");
        Assert.Equal(0, connection.Unacknowledged);
        Assert.Equal(1000, connection.Available);
        Assert.Equal(TcpState.Established, connection.State);
    }

    [Theory]
    [InlineData("RST seq=1101")]
    [InlineData("RST seq=1101 len=5")]
    [InlineData("RST,ACK seq=1101 ack=301 len=5")]
    public void A_closed_window_takes_an_RST_at_the_next_number(string arrives)
    {
        var bench = new TcpBench(options => options.ReceiveBuffer = 1000);
        TcpConnection connection = bench.Established();
        bench.Arrives("ACK seq=101 ack=301 win=4096 len=1000");
        bench.Arrives(arrives);
        Assert.Equal(SocketError.ConnectionReset, connection.Error);
    }

    private static bool IsAcceptable(string arrives, int filled)
    {
        var bench = new TcpBench(options => options.ReceiveBuffer = 1000);
        bench.Established();
        if (filled > 0)
        {
            bench.Arrives($"ACK seq=101 ack=301 win=4096 len={filled}");
            bench.Advance(100);
            bench.Sends($"ACK seq=301 ack={101 + filled} win={1000 - filled}");
        }

        int before = bench.Count(TcpCounter.Unacceptable);
        bench.Arrives(arrives);
        bool acceptable = bench.Count(TcpCounter.Unacceptable) == before;
        if (!acceptable)
        {
            bench.Sends($"ACK seq=301 ack={101 + filled}");
        }

        return acceptable;
    }
}
