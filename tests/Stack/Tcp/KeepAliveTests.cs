// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>Keep-alive (RFC 9293 §3.8.4).</summary>
public class KeepAliveTests
{
    private readonly TcpBench _bench = new(options => options.Server = new TcpConnectionOptions
    {
        NoDelay = true,
        KeepAlive = true,
        KeepAliveTime = 10_000,
        KeepAliveInterval = 1000,
        KeepAliveRetries = 3,
    });

    [Fact]
    public void It_is_off_unless_asked_for_and_then_waits_two_hours()
    {
        // MUST-24, MUST-25, MUST-28.
        var options = new TcpConnectionOptions();
        Assert.False(options.KeepAlive);
        Assert.Equal(7_200_000, options.KeepAliveTime);
        var bench = new TcpBench();
        TcpConnection connection = bench.Established();
        bench.Advance(3 * 24 * 3600 * 1000);
        bench.SendsNothing();
        Assert.Equal(TcpState.Established, connection.State);
    }

    [Fact]
    public void After_a_silence_an_empty_segment_one_number_too_low_asks_for_an_answer()
    {
        _bench.Established();
        Assert.Equal(10_000, _bench.UntilSends());
        _bench.Sends("ACK seq=300 ack=101 len=0");
        Assert.Equal(1, _bench.Count(TcpCounter.KeepAliveProbes));
    }

    [Fact]
    public void Switched_on_after_a_month_of_silence_it_asks_at_once()
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.Established();
        bench.Advance(30L * 24 * 3600 * 1000);
        bench.Resolve(1);
        connection.Options = new TcpConnectionOptions { KeepAlive = true, KeepAliveTime = 10_000 };
        bench.Poll();
        bench.Sends("ACK seq=300 ack=101 len=0");
    }

    [Fact]
    public void Switched_on_it_does_not_take_the_place_of_a_window_that_opens()
    {
        var bench = new TcpBench(options => options.ReceiveBuffer = 1000);
        TcpConnection connection = bench.Established();
        bench.Arrives("ACK seq=101 ack=301 win=4096 len=1000");
        bench.UntilSends();
        bench.Sends("ACK seq=301 ack=1101 win=0");
        bench.Advance(100_000);
        bench.Read(connection);
        connection.Options = new TcpConnectionOptions { KeepAlive = true, KeepAliveTime = 10_000 };
        bench.Poll();
        bench.Sends("ACK seq=301 ack=1101 win=1000");
        bench.Sends("ACK seq=300 ack=1101 win=1000");
    }

    [Fact]
    public void An_answer_starts_the_silence_over()
    {
        TcpConnection connection = _bench.Established();
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(10_000, _bench.UntilSends());
            _bench.Sends("ACK seq=300 ack=101");
            _bench.Arrives("ACK seq=101 ack=301 win=4096");
        }

        Assert.Equal(TcpState.Established, connection.State);
    }

    [Fact]
    public void Text_starts_the_silence_over()
    {
        _bench.Established();
        _bench.Advance(9_000);
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        _bench.Advance(40);
        _bench.Sends("ACK seq=301 ack=111");
        Assert.Equal(9_960, _bench.UntilSends());
    }

    [Fact]
    public void An_acknowledgment_of_text_starts_the_silence_over()
    {
        TcpConnection connection = _bench.Established();
        _bench.Advance(9_000);
        _bench.Write(connection, 10);
        _bench.Poll();
        _bench.Sends("ACK seq=301 len=10");
        _bench.Advance(100);
        _bench.Arrives("ACK seq=101 ack=311 win=4096");
        Assert.Equal(10_000, _bench.UntilSends());
        _bench.Sends("ACK seq=310 ack=101");
    }

    [Fact]
    public void One_does_not_take_the_place_of_an_acknowledgment_that_is_owed()
    {
        TcpConnection connection = _bench.Established();
        connection.Options = new TcpConnectionOptions { KeepAlive = true, KeepAliveTime = 20 };
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        Assert.Equal(40, _bench.UntilSends());
        _bench.Sends("ACK seq=301 ack=111");
    }

    [Fact]
    public void One_without_an_answer_ends_nothing_so_many_do()
    {
        // MUST-29.
        TcpConnection connection = _bench.Established();
        foreach (int interval in new[] { 10_000, 1000, 1000 })
        {
            Assert.Equal(interval, _bench.UntilSends());
            _bench.Sends("ACK seq=300 ack=101");
            Assert.Equal(TcpState.Established, connection.State);
        }

        Assert.Equal(1000, _bench.UntilSends());
        _bench.Sends("RST,ACK seq=301 ack=101");
        Assert.Equal(SocketError.TimedOut, connection.Error);
    }

    [Fact]
    public void An_RST_in_answer_ends_the_connection()
    {
        TcpConnection connection = _bench.Established();
        _bench.UntilSends();
        _bench.Sends("ACK seq=300 ack=101");
        _bench.Arrives("RST seq=101");
        Assert.Equal(SocketError.ConnectionReset, connection.Error);
    }

    [Fact]
    public void None_is_sent_while_something_waits_for_its_acknowledgment()
    {
        // MUST-26: the retransmissions ask as well.
        TcpConnection connection = _bench.Established();
        _bench.Write(connection, 10);
        _bench.Advance(60_000);
        while (_bench.Link.Sent.Count > 0)
        {
            _bench.Sends("ACK seq=301 len=10");
        }

        Assert.Equal(0, _bench.Count(TcpCounter.KeepAliveProbes));
    }

    [Fact]
    public void Its_times_can_be_set_for_a_connection_at_any_time()
    {
        // MUST-27.
        TcpConnection connection = _bench.Established();
        _bench.Advance(5000);
        connection.Options = new TcpConnectionOptions { KeepAlive = true, KeepAliveTime = 7000 };
        Assert.Equal(2000, _bench.UntilSends());
        _bench.Sends("ACK seq=300 ack=101");
    }

    [Fact]
    public void A_user_timeout_takes_the_place_of_the_number_of_probes()
    {
        // RFC 5482 §4.2.
        TcpConnection connection = _bench.Established();
        connection.Options = new TcpConnectionOptions { KeepAlive = true, KeepAliveTime = 10_000, KeepAliveInterval = 1000, KeepAliveRetries = 1, UserTimeout = 15_000 };
        _bench.Advance(14_999);
        Assert.Equal(TcpState.Established, connection.State);
        _bench.Advance(1);
        Assert.Equal(SocketError.TimedOut, connection.Error);
    }

    [Theory]
    [InlineData(TcpState.CloseWait, 1)]
    [InlineData(TcpState.FinWait2, 1)]
    [InlineData(TcpState.TimeWait, 0)]
    public void It_is_for_connections_that_can_still_receive_or_send(TcpState state, int probes)
    {
        _bench.In(state);
        _bench.Advance(10_000);
        Assert.Equal(probes, _bench.Link.Sent.Count);
    }
}
