// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>Either end goes on sending after the other's FIN (RFC 9293 §3.6).</summary>
public class HalfCloseTests
{
    private readonly TcpBench _bench = new();

    [Fact]
    public void This_end_sends_after_the_other_ends_FIN()
    {
        TcpConnection connection = _bench.In(TcpState.CloseWait);
        for (uint seq = 301; seq < 3301; seq += 1000)
        {
            _bench.Write(connection, 1000);
            _bench.Poll();
            _bench.Sends($"ACK seq={seq} ack=102 len=1000");
            _bench.Arrives($"ACK seq=102 ack={seq + 1000} win=4096");
        }

        connection.Shutdown(SocketShutdown.Send);
        _bench.Poll();
        _bench.Sends("FIN,ACK seq=3301 ack=102");
        Assert.Equal(TcpState.LastAck, connection.State);
        _bench.Arrives("ACK seq=102 ack=3302 win=4096");
        Assert.Equal(TcpState.Closed, connection.State);
    }

    [Theory]
    [InlineData(TcpState.FinWait1)]
    [InlineData(TcpState.FinWait2)]
    public void The_other_end_sends_after_this_ends_FIN(TcpState state)
    {
        TcpConnection connection = _bench.In(state);
        for (uint seq = 101; seq < 10_101; seq += 1000)
        {
            _bench.Arrives($"ACK seq={seq} ack=302 win=4096 len=1000");
            Assert.Equal(TcpBench.Text(seq, 1000), _bench.Read(connection));
            _bench.Poll();
            _bench.Sends($"ACK seq=302 ack={seq + 1000} win=2048");
        }

        _bench.Arrives("FIN,ACK seq=10101 ack=302 win=4096");
        _bench.Sends("ACK seq=302 ack=10102");
        Assert.Equal(TcpState.TimeWait, connection.State);
    }

    [Fact]
    public void Sending_is_refused_after_the_own_FIN()
    {
        TcpConnection connection = _bench.In(TcpState.FinWait2);
        Assert.Equal(0, connection.Send(new byte[5], 0, 5, out SocketError error));
        Assert.Equal(SocketError.Shutdown, error);
        Assert.Equal(0, connection.SendSpace);
        Assert.Equal(SocketError.Success, connection.Shutdown(SocketShutdown.Send));
        _bench.Poll();
        _bench.SendsNothing();
    }

    [Fact]
    public void FIN_WAIT_2_lasts_as_long_as_the_application_wants()
    {
        TcpConnection connection = _bench.In(TcpState.FinWait2);
        _bench.Advance(24 * 3600_000);
        Assert.Equal(TcpState.FinWait2, connection.State);
    }

    [Fact]
    public void FIN_WAIT_2_ends_by_itself_once_the_application_is_gone()
    {
        TcpConnection connection = _bench.In(TcpState.FinWait2);
        connection.Close();
        _bench.Advance(59_999);
        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.FinWait2));
        _bench.Advance(1);
        Assert.Equal(0, _bench.Tcp.CountConnections(TcpState.FinWait2));
        Assert.Equal(8, _bench.Tcp.CountConnections(TcpState.Closed));
    }

    [Fact]
    public void FIN_WAIT_2_after_Close_ends_by_itself_too()
    {
        TcpConnection connection = _bench.Established();
        connection.Close();
        _bench.Poll();
        _bench.Sends("FIN,ACK seq=301");
        _bench.Arrives("ACK seq=101 ack=302 win=4096");
        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.FinWait2));
        _bench.Advance(60_000);
        Assert.Equal(8, _bench.Tcp.CountConnections(TcpState.Closed));
        _bench.SendsNothing();
    }

    [Fact]
    public void Text_for_FIN_WAIT_1_after_Close_is_answered_with_an_RST()
    {
        TcpConnection connection = _bench.In(TcpState.FinWait1);
        connection.Close();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        _bench.Sends("RST seq=301");
        Assert.Equal(8, _bench.Tcp.CountConnections(TcpState.Closed));
        Assert.Equal(1, _bench.Count(TcpCounter.DataAfterClose));
    }

    [Fact]
    public void Text_for_FIN_WAIT_2_after_Close_is_answered_with_an_RST()
    {
        TcpConnection connection = _bench.In(TcpState.FinWait2);
        connection.Close();
        _bench.Arrives("ACK seq=101 ack=302 win=4096 len=10");
        _bench.Sends("RST seq=302");
        Assert.Equal(8, _bench.Tcp.CountConnections(TcpState.Closed));
        Assert.Equal(1, _bench.Count(TcpCounter.DataAfterClose));
    }

    [Fact]
    public void A_FIN_for_FIN_WAIT_2_after_Close_is_acknowledged()
    {
        TcpConnection connection = _bench.In(TcpState.FinWait2);
        connection.Close();
        _bench.Arrives("FIN,ACK seq=101 ack=302 win=4096");
        _bench.Sends("ACK seq=302 ack=102");
        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.TimeWait));
    }
}
