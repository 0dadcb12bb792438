// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>How long text may wait for the other end, sent or unsent (RFC 9293 §3.8.3, RFC 5482).</summary>
public class UserTimeoutTests
{
    private readonly TcpBench _bench = new(options =>
    {
        options.Server = new TcpConnectionOptions { NoDelay = true, UserTimeout = 5000 };
        options.Client = options.Server;
    });

    [Fact]
    public void Text_that_nobody_acknowledges_ends_the_connection_on_time()
    {
        TcpConnection connection = _bench.Established();
        _bench.Write(connection, 10);
        _bench.Advance(4999);
        Assert.Equal(TcpState.Established, connection.State);
        _bench.Link.Sent.Clear();
        _bench.Advance(1);
        Assert.Equal(TcpState.Closed, connection.State);
        Assert.Equal(SocketError.TimedOut, connection.Error);
        _bench.SendsNothing();
    }

    [Fact]
    public void An_acknowledgment_of_something_starts_it_over()
    {
        TcpConnection connection = _bench.Established();
        _bench.Write(connection, 2000);
        _bench.Advance(4000);
        _bench.Arrives("ACK seq=101 ack=1301 win=4096");
        _bench.Advance(4999);
        Assert.Equal(TcpState.Established, connection.State);
        _bench.Advance(1);
        Assert.Equal(SocketError.TimedOut, connection.Error);
    }

    [Fact]
    public void Silence_with_nothing_to_send_is_none_of_its_business()
    {
        TcpConnection connection = _bench.Established();
        _bench.Advance(1_000_000);
        Assert.Equal(TcpState.Established, connection.State);
    }

    [Fact]
    public void A_window_that_stays_closed_ends_the_connection_though_the_other_end_answers()
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=0");
        _bench.Write(connection, 10);
        for (int second = 0; second < 4; second++)
        {
            _bench.Advance(999);
            _bench.Arrives("ACK seq=101 ack=301 win=0");
        }

        Assert.Equal(TcpState.Established, connection.State);
        _bench.Advance(1100);
        Assert.Equal(SocketError.TimedOut, connection.Error);
    }

    [Fact]
    public void An_open_without_an_answer_fails_on_time()
    {
        TcpConnection connection = _bench.Connect();
        _bench.Advance(4999);
        Assert.Equal(TcpState.SynSent, connection.State);
        _bench.Advance(1);
        Assert.Equal(SocketError.TimedOut, connection.Error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_ends_on_time_on_a_link_that_takes_nothing(bool open)
    {
        TcpConnection connection = open ? _bench.Established() : _bench.Connect();
        _bench.Link.Room = 0;
        if (open)
        {
            _bench.Write(connection, 10);
        }

        // A busy link is asked every millisecond.
        _bench.Advance(5100);
        Assert.Equal(SocketError.TimedOut, connection.Error);
    }

    [Fact]
    public void It_can_be_set_while_something_is_on_its_way()
    {
        // MUST-21.
        var bench = new TcpBench();
        TcpConnection connection = bench.Established();
        bench.Write(connection, 10);
        bench.Advance(3000);
        connection.Options = new TcpConnectionOptions { UserTimeout = 10_000 };
        bench.Advance(6999);
        Assert.Equal(TcpState.Established, connection.State);
        bench.Advance(3000);
        Assert.Equal(SocketError.TimedOut, connection.Error);
    }
}
