// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>A connection on which nothing is heard makes room for others.</summary>
public class IdleTimeoutTests
{
    private readonly TcpBench _bench = new(options => options.Server = new TcpConnectionOptions { NoDelay = true, IdleTimeout = 10_000 });

    [Fact]
    public void After_the_silence_it_is_reset()
    {
        TcpConnection connection = _bench.Established();
        Assert.Equal(10_000, _bench.UntilSends());
        _bench.Sends("RST,ACK seq=301 ack=101");
        Assert.Equal(SocketError.TimedOut, connection.Error);
        Assert.Equal(1, _bench.Count(TcpCounter.IdleTimedOut));
    }

    [Theory]
    [InlineData("ACK seq=101 ack=301 win=4096")]
    [InlineData("ACK seq=101 ack=301 win=4096 len=10")]
    [InlineData("ACK seq=100 ack=301 win=4096")]
    public void Whatever_arrives_starts_it_over(string arrives)
    {
        TcpConnection connection = _bench.Established();
        _bench.Advance(9999);
        _bench.Arrives(arrives);
        _bench.Advance(9999);
        Assert.Equal(TcpState.Established, connection.State);
        _bench.Advance(1);
        Assert.Equal(SocketError.TimedOut, connection.Error);
    }

    [Fact]
    public void What_is_sent_does_not_start_the_idle_time_over()
    {
        TcpConnection connection = _bench.Established();
        _bench.Advance(9000);
        _bench.Write(connection, 10);
        _bench.Advance(1000);
        Assert.Equal(SocketError.TimedOut, connection.Error);
    }

    [Fact]
    public void By_default_it_is_ten_minutes_for_those_that_others_began()
    {
        var options = new TcpOptions();
        Assert.Equal(600_000, options.Server.IdleTimeout);
        Assert.Equal(0, options.Client.IdleTimeout);
    }

    [Fact]
    public void One_that_nobody_has_accepted_leaves_the_backlog()
    {
        TcpListener listener = _bench.Listen(backlog: 1);
        _bench.Arrives("SYN seq=100 win=4096");
        _bench.Sends("SYN,ACK seq=300");
        _bench.Arrives("ACK seq=101 ack=301 win=4096");
        Assert.True(listener.Pending());
        _bench.Advance(10_000);
        Assert.False(listener.Pending());
        Assert.Equal(8, _bench.Tcp.CountConnections(TcpState.Closed));
    }
}
