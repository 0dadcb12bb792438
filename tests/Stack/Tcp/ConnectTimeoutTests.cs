// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>How long a connection that this end opens may wait for its handshake (RFC 9293 §3.8.3, MUST-23).</summary>
public class ConnectTimeoutTests
{
    private readonly TcpBench _bench = new(options => options.Client = new TcpConnectionOptions { ConnectTimeout = 20_000 });

    [Fact]
    public void An_open_without_an_answer_fails_when_its_time_is_over_and_not_before()
    {
        TcpConnection connection = _bench.Connect();
        _bench.Advance(19_999);
        Assert.Equal(TcpState.SynSent, connection.State);

        // After 0, 1, 3, 7 and 15 seconds.
        Assert.Equal(5, _bench.Link.Sent.Count);
        _bench.Advance(1);
        Assert.Equal(TcpState.Closed, connection.State);
        Assert.Equal(SocketError.TimedOut, connection.Error);
        Assert.Equal(5, _bench.Link.Sent.Count);
        Assert.Equal(1, _bench.Count(TcpCounter.TimedOut));
    }

    [Fact]
    public void Without_a_limit_it_takes_more_than_three_minutes()
    {
        TcpBench bench = new();
        TcpConnection connection = bench.Connect();
        bench.Advance(180_000);
        Assert.Equal(TcpState.SynSent, connection.State);
        bench.Advance(20_000);
        Assert.Equal(SocketError.TimedOut, connection.Error);
    }

    [Fact]
    public void The_time_begins_when_the_SYN_leaves_and_not_at_the_last_poll_before_the_call()
    {
        TcpConnection connection = _bench.Connect();
        long begin = _bench.Now + 30_000;
        long now = begin;
        while (now < begin + 20_000)
        {
            now = Math.Max(now + 1, _bench.Stack.Poll(now));
            Assert.Equal(TcpState.SynSent, connection.State);
        }

        Assert.Equal(begin + 20_000, now);
        _bench.Stack.Poll(now);
        Assert.Equal(SocketError.TimedOut, connection.Error);
    }

    [Fact]
    public void An_open_connection_has_no_such_limit()
    {
        TcpConnection connection = _bench.Connect();
        _bench.Poll();
        _bench.Sends("SYN seq=300");
        _bench.Arrives("SYN,ACK seq=100 ack=301 win=4096");
        _bench.Sends("ACK seq=301 ack=101");
        _bench.Write(connection, 10);
        _bench.Advance(60_000);
        Assert.Equal(TcpState.Established, connection.State);
    }

    [Theory]
    [InlineData(5000, 20_000, 5000)]
    [InlineData(20_000, 5000, 5000)]
    [InlineData(0, 5000, 5000)]
    public void The_shorter_of_the_two_limits_counts(int connectTimeout, int userTimeout, int expected)
    {
        TcpBench bench = new(options => options.Client = new TcpConnectionOptions { ConnectTimeout = connectTimeout, UserTimeout = userTimeout });
        TcpConnection connection = bench.Connect();
        bench.Advance(expected - 1);
        Assert.Equal(TcpState.SynSent, connection.State);
        bench.Advance(1);
        Assert.Equal(SocketError.TimedOut, connection.Error);
    }

    [Fact]
    public void It_ends_an_attempt_on_a_link_that_takes_nothing()
    {
        _bench.Link.Room = 0;
        TcpConnection connection = _bench.Connect();
        _bench.Advance(9999);
        _bench.Advance(9999);
        _bench.Advance(1);
        Assert.Equal(TcpState.SynSent, connection.State);
        _bench.Advance(1);
        Assert.Equal(SocketError.TimedOut, connection.Error);
    }

    [Fact]
    public void A_simultaneous_open_that_is_not_completed_ends_by_it_too()
    {
        TcpConnection connection = _bench.Connect();
        _bench.Poll();
        _bench.Sends("SYN seq=300");
        _bench.Arrives("SYN seq=100 win=4096");
        Assert.Equal(TcpState.SynReceived, connection.State);
        _bench.Advance(19_999);
        Assert.Equal(TcpState.SynReceived, connection.State);
        _bench.Advance(1);
        Assert.Equal(SocketError.TimedOut, connection.Error);
    }

    [Fact]
    public void A_thousand_failed_attempts_in_a_row_give_everything_back()
    {
        TcpBench bench = new(options =>
        {
            options.MaxConnections = 1;
            options.Client = new TcpConnectionOptions { ConnectTimeout = 100 };
        });
        TcpConnection connection = new();
        for (int i = 0; i < 1000; i++)
        {
            Assert.Equal(SocketError.Success, bench.Tcp.Connect(Frames.PeerHost, 80, 0, new TcpConnectionOptions { ConnectTimeout = 100 }, connection));
            bench.Advance(100);
            Assert.Equal(SocketError.TimedOut, connection.Error);
            connection.Close();
            bench.Link.Sent.Clear();
        }
    }
}
