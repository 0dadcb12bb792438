// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>The rest of the life of a connection that the application has closed.</summary>
public class OrphanTests
{
    private readonly TcpBench _bench = new(options =>
    {
        options.OrphanTimeout = 30_000;
        options.FinWait2Timeout = 20_000;
    });

    [Fact]
    public void Closed_with_unread_text_it_is_reset()
    {
        // RFC 9293 §3.6, SHLD-3: the other end must not believe that its text was read.
        TcpConnection connection = _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        connection.Close();
        _bench.Sends("RST,ACK seq=301 ack=111");
        Assert.Equal(8, _bench.Tcp.CountConnections(TcpState.Closed));
    }

    [Fact]
    public void Closed_with_everything_read_it_ends_in_order()
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        _bench.Read(connection);
        connection.Close();
        _bench.Poll();
        _bench.Sends("FIN,ACK seq=301 ack=111");
    }

    [Theory]
    [InlineData(TcpState.Established, 301)]
    [InlineData(TcpState.FinWait2, 302)]
    public void Text_that_arrives_after_Close_is_answered_with_an_RST(TcpState state, uint ack)
    {
        _bench.In(state).Close();
        _bench.Poll();
        _bench.Link.Sent.Clear();
        _bench.Arrives($"ACK seq=101 ack={ack} win=4096 len=10");
        _bench.Sends($"RST seq={ack}");
        Assert.Equal(8, _bench.Tcp.CountConnections(TcpState.Closed));
        Assert.Equal(1, _bench.Count(TcpCounter.DataAfterClose));
    }

    [Fact]
    public void If_the_other_end_takes_nothing_it_ends_though_the_other_end_answers()
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=0");
        _bench.Write(connection, 10);
        connection.Close();
        for (int second = 0; second < 29; second++)
        {
            _bench.Advance(1000);
            _bench.Arrives("ACK seq=101 ack=301 win=0");
        }

        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.FinWait1));
        _bench.Link.Sent.Clear();
        _bench.Advance(1000);
        _bench.Sends("RST,ACK ack=101");
        Assert.Equal(8, _bench.Tcp.CountConnections(TcpState.Closed));
    }

    [Fact]
    public void As_long_as_it_takes_something_it_goes_on()
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=0");
        _bench.Write(connection, 2000);
        connection.Close();
        _bench.Arrives("ACK seq=101 ack=301 win=500");
        for (uint ack = 801; ack <= 2301; ack += 500)
        {
            _bench.Advance(25_000);
            _bench.Arrives($"ACK seq=101 ack={ack} win=500");
        }

        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.FinWait1));
    }

    [Fact]
    public void In_FIN_WAIT_2_it_waits_so_long_for_the_other_ends_FIN()
    {
        _bench.In(TcpState.FinWait2).Close();
        _bench.Advance(19_999);
        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.FinWait2));
        _bench.Advance(1);
        Assert.Equal(0, _bench.Tcp.CountConnections(TcpState.FinWait2));
        Assert.Equal(8, _bench.Tcp.CountConnections(TcpState.Closed));
        _bench.SendsNothing();
    }

    [Fact]
    public void One_that_the_application_still_holds_waits_for_ever()
    {
        TcpConnection connection = _bench.In(TcpState.FinWait2);
        _bench.Advance(1_000_000);
        Assert.Equal(TcpState.FinWait2, connection.State);
    }

    [Fact]
    public void The_user_timeout_bounds_FIN_WAIT_2_too()
    {
        TcpConnection connection = _bench.In(TcpState.FinWait2);
        connection.Options = new TcpConnectionOptions { UserTimeout = 1000 };
        connection.Close();
        _bench.Advance(999);
        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.FinWait2));
        _bench.Advance(1);
        Assert.Equal(0, _bench.Tcp.CountConnections(TcpState.FinWait2));
    }
}
