// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>The other end's window is closed (RFC 9293 §3.8.6.1).</summary>
public class ZeroWindowTests
{
    private readonly TcpBench _bench = new();
    private readonly TcpConnection _connection;

    public ZeroWindowTests()
    {
        _connection = _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=0");
        _bench.Write(_connection, 500);
        _bench.Poll();
        _bench.SendsNothing();
    }

    [Fact]
    public void It_is_probed_with_one_byte_after_the_timeout_then_after_twice_as_long_for_ever()
    {
        foreach (int interval in new[] { 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 51_200, 60_000, 60_000 })
        {
            Assert.Equal(interval, _bench.UntilSends());
            _bench.Sends("ACK seq=301 ack=101 len=1");
            _bench.Arrives("ACK seq=101 ack=301 win=0");
            _bench.SendsNothing();
        }

        for (int i = 0; i < 1000; i++)
        {
            Assert.Equal(60_000, _bench.UntilSends());
            _bench.Sends("ACK seq=301 ack=101 len=1");
            _bench.Arrives("ACK seq=101 ack=301 win=0");
        }

        Assert.Equal(TcpState.Established, _connection.State);
        Assert.Equal(1011, _bench.Count(TcpCounter.WindowProbes));
    }

    [Fact]
    public void Probes_that_nobody_answers_are_given_up()
    {
        for (int i = 0; i < 12; i++)
        {
            _bench.UntilSends();
            _bench.Sends("ACK seq=301 len=1");
        }

        _bench.Advance(60_000);
        _bench.SendsNothing();
        Assert.Equal(SocketError.TimedOut, _connection.Error);
    }

    [Fact]
    public void When_it_opens_everything_is_sent_at_once()
    {
        _bench.UntilSends();
        _bench.Sends("ACK seq=301 len=1");
        _bench.Arrives("ACK seq=101 ack=301 win=4096");
        _bench.Sends("ACK seq=301 ack=101 len=500");
        _bench.SendsNothing();
    }

    [Fact]
    public void When_it_opens_before_the_first_probe_everything_is_sent_at_once()
    {
        _bench.Arrives("ACK seq=101 ack=301 win=4096");
        _bench.Sends("ACK seq=301 ack=101 len=500");
    }

    [Fact]
    public void A_probe_that_is_taken_is_data()
    {
        _bench.UntilSends();
        _bench.Sends("ACK seq=301 len=1");
        _bench.Arrives("ACK seq=101 ack=302 win=0");
        Assert.Equal(499, _connection.Unacknowledged);
        _bench.UntilSends();
        _bench.Sends("ACK seq=302 len=1");
        _bench.Arrives("ACK seq=101 ack=302 win=4096");
        _bench.Sends("ACK seq=302 len=499");
    }

    [Theory]
    [InlineData(302, 0)]
    [InlineData(301, 4096)]
    public void The_interval_begins_anew_when_something_is_taken_or_the_window_opens(uint ack, int window)
    {
        for (int i = 0; i < 3; i++)
        {
            _bench.UntilSends();
            _bench.Sends("ACK seq=301 len=1");
            _bench.Arrives("ACK seq=101 ack=301 win=0");
        }

        _bench.Arrives($"ACK seq=101 ack={ack} win={window}");
        _bench.Link.Sent.Clear();
        _bench.Arrives($"ACK seq=101 ack={ack} win=0");
        Assert.Equal(200, _bench.UntilSends());
        _bench.Sends($"ACK seq={ack} len=1");
        Assert.Equal(400, _bench.UntilSends());
    }

    [Fact]
    public void A_window_smaller_than_a_segment_and_half_of_the_largest_is_filled_after_the_timeout()
    {
        _bench.Arrives("ACK seq=101 ack=301 win=100");
        _bench.SendsNothing();
        _bench.UntilSends();
        _bench.Sends("ACK seq=301 len=100");
        _bench.Arrives("ACK seq=101 ack=401 win=100");
        _bench.UntilSends();
        _bench.Sends("ACK seq=401 len=100");
    }

    [Fact]
    public void Data_still_in_flight_when_it_closes_is_sent_again_when_it_opens()
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.Established();
        bench.Write(connection, 2000);
        bench.Poll();
        bench.Sends("ACK seq=301 len=1000");
        bench.Sends("ACK seq=1301 len=1000");
        bench.Arrives("ACK seq=101 ack=1301 win=0");
        bench.UntilSends();
        bench.Sends("ACK seq=1301 len=1");
        bench.Arrives("ACK seq=101 ack=1301 win=2000");
        bench.Sends("ACK seq=1301 len=1000");
        bench.Arrives("ACK seq=101 ack=2301 win=2000");
        Assert.Equal(0, connection.Unacknowledged);
    }

    [Fact]
    public void What_is_in_flight_still_is_sent_again_when_the_acknowledgment_of_a_part_opens_it()
    {
        var bench = new TcpBench(options => options.SendBuffer = 3000);
        TcpConnection connection = bench.Established();
        bench.Write(connection, 3000);
        bench.Poll();
        bench.Link.Sent.Clear();
        bench.Arrives("ACK seq=101 ack=1301 win=0");
        bench.SendsNothing();
        bench.Arrives("ACK seq=101 ack=2301 win=2000");
        bench.Sends("ACK seq=2301 len=1000");
    }

    [Fact]
    public void Data_still_in_flight_is_sent_again_though_it_opens_before_the_first_probe()
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.Established();
        bench.Write(connection, 2000);
        bench.Poll();
        bench.Sends("ACK seq=301 len=1000");
        bench.Sends("ACK seq=1301 len=1000");
        bench.Arrives("ACK seq=101 ack=1301 win=0");
        bench.SendsNothing();
        bench.Arrives("ACK seq=101 ack=1301 win=2000");
        bench.Sends("ACK seq=1301 len=1000");
    }
}
