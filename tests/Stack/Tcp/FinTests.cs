// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>A FIN that arrives (RFC 9293 §3.10.7.4, eighth check).</summary>
public class FinTests
{
    private readonly TcpBench _bench = new();

    [Theory]
    [InlineData(TcpState.Established, TcpState.CloseWait)]
    [InlineData(TcpState.FinWait1, TcpState.Closing)]
    [InlineData(TcpState.FinWait2, TcpState.TimeWait)]
    public void The_FIN_is_acknowledged_and_leads_to_the_next_state(TcpState state, TcpState next)
    {
        TcpConnection connection = _bench.In(state);
        _bench.Arrives($"FIN,ACK seq=101 ack={States.SndUna(state)} win=4096");
        _bench.Sends($"ACK seq={States.SndNxt(state)} ack=102");
        _bench.SendsNothing();
        Assert.Equal(next, connection.State);
    }

    [Theory]
    [InlineData(TcpState.Established, TcpState.CloseWait)]
    [InlineData(TcpState.FinWait1, TcpState.Closing)]
    [InlineData(TcpState.FinWait2, TcpState.TimeWait)]
    public void The_text_before_the_FIN_is_taken(TcpState state, TcpState next)
    {
        TcpConnection connection = _bench.In(state);
        _bench.Arrives($"FIN,ACK seq=101 ack={States.SndUna(state)} win=4096 len=20");
        _bench.Sends($"ACK seq={States.SndNxt(state)} ack=122");
        Assert.Equal(next, connection.State);
        Assert.Equal(TcpBench.Text(101, 20), _bench.Read(connection));
        Assert.Empty(_bench.Read(connection));
    }

    [Fact]
    public void A_FIN_that_acknowledges_ours_leads_from_FIN_WAIT_1_to_TIME_WAIT()
    {
        TcpConnection connection = _bench.In(TcpState.FinWait1);
        _bench.Arrives("FIN,ACK seq=101 ack=302 win=4096");
        _bench.Sends("ACK seq=302 ack=102");
        Assert.Equal(TcpState.TimeWait, connection.State);
        _bench.Advance(30_000);
        _bench.SendsNothing();
    }

    [Theory]
    [InlineData(TcpState.CloseWait)]
    [InlineData(TcpState.Closing)]
    [InlineData(TcpState.LastAck)]
    [InlineData(TcpState.TimeWait)]
    public void The_FIN_again_is_acknowledged_again_and_changes_nothing(TcpState state)
    {
        TcpConnection connection = _bench.In(state);
        _bench.Arrives($"FIN,ACK seq=101 ack={States.SndUna(state)} win=4096");
        _bench.Sends($"ACK seq={States.SndNxt(state)} ack=102");
        _bench.SendsNothing();
        Assert.Equal(state, connection.State);
    }

    [Theory]
    [InlineData(TcpState.CloseWait)]
    [InlineData(TcpState.Closing)]
    [InlineData(TcpState.LastAck)]
    public void Another_FIN_in_the_window_changes_nothing(TcpState state)
    {
        TcpConnection connection = _bench.In(state);
        _bench.Arrives("FIN,ACK seq=102 ack=301 win=4096");
        Assert.Equal(state, connection.State);
        _bench.Arrives("FIN,ACK seq=110 ack=301 win=4096");
        Assert.Equal(state, connection.State);
    }

    [Fact]
    public void A_FIN_in_SYN_SENT_is_dropped()
    {
        TcpConnection connection = _bench.Connect();
        _bench.Poll();
        _bench.Sends("SYN seq=300");
        _bench.Arrives("FIN,ACK seq=100 ack=301 win=4096");
        _bench.SendsNothing();
        Assert.Equal(TcpState.SynSent, connection.State);
    }

    [Fact]
    public void After_the_FIN_reading_gives_the_rest_and_then_the_end()
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives("FIN,ACK seq=101 ack=301 win=4096 len=20");
        byte[] buffer = new byte[15];
        Assert.Equal(15, connection.Receive(buffer, 0, 15, out SocketError error));
        Assert.Equal(5, connection.Receive(buffer, 0, 15, out error));
        Assert.Equal(0, connection.Receive(buffer, 0, 15, out error));
        Assert.Equal(SocketError.Success, error);
    }
}
