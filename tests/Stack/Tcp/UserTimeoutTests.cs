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
        bench.Advance(1);
        Assert.Equal(SocketError.TimedOut, connection.Error);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20_000)]
    public void When_it_is_prolonged_what_is_sent_again_leaves_no_sooner_than_its_timeout(int prolonged)
    {
        // RFC 6298 §5: the timer runs for 1 s, and the user timeout would have ended the connection after half of that.
        TcpBench bench = new(WithTimeoutOfOneSecond);
        TcpConnection connection = bench.Established();
        connection.Options = new TcpConnectionOptions { NoDelay = true, UserTimeout = 500 };
        bench.Write(connection, 10);
        bench.Poll();
        bench.Sends("ACK seq=301 len=10");
        bench.Advance(400);
        connection.Options = new TcpConnectionOptions { NoDelay = true, UserTimeout = prolonged };
        Assert.Equal(600, bench.UntilSends());
        bench.Sends("ACK seq=301 len=10");
    }

    [Fact]
    public void When_it_is_prolonged_a_timeout_that_has_doubled_has_its_full_length_too()
    {
        TcpBench bench = new(WithTimeoutOfOneSecond);
        TcpConnection connection = bench.Established();
        connection.Options = new TcpConnectionOptions { NoDelay = true, UserTimeout = 2500 };
        bench.Write(connection, 10);
        bench.Poll();
        bench.Sends("ACK seq=301 len=10");
        Assert.Equal(1000, bench.UntilSends());
        bench.Sends("ACK seq=301 len=10");
        bench.Advance(1000);
        connection.Options = new TcpConnectionOptions { NoDelay = true };
        Assert.Equal(1000, bench.UntilSends());
        bench.Sends("ACK seq=301 len=10");
    }

    [Fact]
    public void When_it_is_prolonged_a_closed_window_is_probed_no_sooner_than_the_timeout()
    {
        TcpBench bench = new(WithTimeoutOfOneSecond);
        TcpConnection connection = bench.Established();
        connection.Options = new TcpConnectionOptions { NoDelay = true, UserTimeout = 500 };
        bench.Arrives("ACK seq=101 ack=301 win=0");
        bench.Write(connection, 10);
        bench.Advance(400);
        connection.Options = new TcpConnectionOptions { NoDelay = true };
        Assert.Equal(600, bench.UntilSends());
        bench.Sends("ACK seq=301 len=1");
    }

    [Fact]
    public void When_it_is_prolonged_a_SYN_is_sent_again_no_sooner_than_its_timeout()
    {
        TcpBench bench = new(WithTimeoutOfOneSecond);
        TcpConnection connection = bench.Connect();
        connection.Options = new TcpConnectionOptions { UserTimeout = 500 };
        bench.Poll();
        bench.Sends("SYN seq=300");
        bench.Advance(400);
        connection.Options = new TcpConnectionOptions();
        Assert.Equal(600, bench.UntilSends());
        bench.Sends("SYN seq=300");
    }

    [Fact]
    public void When_the_limit_for_connecting_is_lifted_a_SYN_is_sent_again_no_sooner_than_its_timeout()
    {
        TcpBench bench = new(WithTimeoutOfOneSecond);
        TcpConnection connection = bench.Connect();
        connection.Options = new TcpConnectionOptions { ConnectTimeout = 500 };
        bench.Poll();
        bench.Sends("SYN seq=300");
        bench.Advance(400);
        connection.Options = new TcpConnectionOptions();
        Assert.Equal(600, bench.UntilSends());
        bench.Sends("SYN seq=300");
    }

    [Fact]
    public void A_limit_for_connecting_that_has_ended_does_not_count_for_what_follows()
    {
        TcpBench bench = new(WithTimeoutOfOneSecond);
        TcpConnection connection = bench.Connect();
        connection.Options = new TcpConnectionOptions { NoDelay = true, ConnectTimeout = 500 };
        bench.Poll();
        bench.Sends("SYN seq=300");
        bench.Arrives("SYN,ACK seq=100 ack=301 win=4096");
        bench.Sends("ACK seq=301 ack=101");
        bench.Write(connection, 10);
        bench.Poll();
        bench.Sends("ACK seq=301 len=10");
        bench.Advance(400);
        connection.Options = new TcpConnectionOptions { NoDelay = true };
        Assert.Equal(600, bench.UntilSends());
        bench.Sends("ACK seq=301 len=10");
    }

    [Fact]
    public void When_it_is_shortened_the_connection_ends_on_time_though_the_timer_would_run_longer()
    {
        // Sent again after 1 and 3 s, and the next time would be after 7 s.
        TcpBench bench = new(WithTimeoutOfOneSecond);
        TcpConnection connection = bench.Established();
        bench.Write(connection, 10);
        bench.Advance(3500);
        connection.Options = new TcpConnectionOptions { NoDelay = true, UserTimeout = 5000 };
        bench.Advance(1499);
        Assert.Equal(TcpState.Established, connection.State);
        bench.Advance(1);
        Assert.Equal(SocketError.TimedOut, connection.Error);
    }

    [Fact]
    public void When_it_is_shortened_to_less_than_the_text_has_waited_the_connection_ends_at_once()
    {
        TcpBench bench = new(WithTimeoutOfOneSecond);
        TcpConnection connection = bench.Established();
        bench.Write(connection, 10);
        bench.Advance(800);
        connection.Options = new TcpConnectionOptions { NoDelay = true, UserTimeout = 500 };
        bench.Poll();
        Assert.Equal(SocketError.TimedOut, connection.Error);
    }

    [Fact]
    public void Options_that_are_set_again_and_again_do_not_postpone_the_timer()
    {
        TcpBench bench = new(WithTimeoutOfOneSecond);
        TcpConnection connection = bench.Established();
        bench.Write(connection, 10);
        bench.Poll();
        bench.Sends("ACK seq=301 len=10");
        for (int i = 0; i < 9; i++)
        {
            bench.Advance(100);
            connection.Options = new TcpConnectionOptions { NoDelay = true, UserTimeout = i % 2 == 0 ? 950 : 20_000 };
        }

        connection.Options = new TcpConnectionOptions { NoDelay = true };
        Assert.Equal(100, bench.UntilSends());
        bench.Sends("ACK seq=301 len=10");
    }

    private static void WithTimeoutOfOneSecond(TcpOptions options)
    {
        options.InitialRto = 1000;
        options.MinRto = 1000;
    }
}
