// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>The times of retransmissions, to the millisecond, and of giving up (RFC 6298 §5, RFC 9293 §3.8.3).</summary>
public class RetransmissionTests
{
    private readonly TcpBench _bench = new();

    [Fact]
    public void A_SYN_is_sent_again_after_a_second_then_after_twice_as_long_each_time()
    {
        TcpConnection connection = _bench.Connect();
        _bench.Poll();
        _bench.Sends("SYN seq=300");
        foreach (int interval in new[] { 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000 })
        {
            Assert.Equal(interval, _bench.UntilSends());
            _bench.Sends("SYN seq=300 mss=1460");
        }

        _bench.Advance(59_999);
        Assert.Equal(TcpState.SynSent, connection.State);
        _bench.Advance(1);
        _bench.SendsNothing();
        Assert.Equal(TcpState.Closed, connection.State);
        Assert.Equal(SocketError.TimedOut, connection.Error);
        Assert.Equal(1, _bench.Count(TcpCounter.TimedOut));
        Assert.Equal(7, _bench.Count(TcpCounter.Retransmissions));
    }

    [Fact]
    public void An_open_is_not_given_up_before_three_minutes()
    {
        // RFC 9293 §3.8.3, MUST-23.
        TcpConnection connection = _bench.Connect();
        _bench.Advance(180_000);
        Assert.Equal(TcpState.SynSent, connection.State);
    }

    [Fact]
    public void A_SYN_ACK_is_sent_again_after_a_second_then_after_twice_as_long_each_time()
    {
        _bench.Listen();
        _bench.Arrives("SYN seq=100 win=4096");
        _bench.Sends("SYN,ACK seq=300 ack=101");
        foreach (int interval in new[] { 1000, 2000, 4000, 8000, 16_000 })
        {
            Assert.Equal(interval, _bench.UntilSends());
            _bench.Sends("SYN,ACK seq=300 ack=101 mss=1460");
        }

        _bench.Advance(31_999);
        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.SynReceived));
        _bench.Advance(1);
        _bench.SendsNothing();
        Assert.Equal(8, _bench.Tcp.CountConnections(TcpState.Closed));
    }

    [Fact]
    public void Data_is_sent_again_after_the_timeout_then_after_twice_as_long_up_to_the_upper_bound()
    {
        TcpConnection connection = _bench.Established();
        _bench.Write(connection, 10);
        _bench.Poll();
        _bench.Sends("ACK seq=301 ack=101 len=10");
        foreach (int interval in new[] { 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 51_200, 60_000, 60_000, 60_000 })
        {
            Assert.Equal(interval, _bench.UntilSends());
            _bench.Sends("ACK seq=301 ack=101 len=10");
        }

        _bench.Advance(59_999);
        Assert.Equal(TcpState.Established, connection.State);
        _bench.Advance(1);
        _bench.SendsNothing();
        Assert.Equal(TcpState.Closed, connection.State);
        Assert.Equal(SocketError.TimedOut, connection.Error);
        Assert.Equal(0, connection.Send(new byte[1], 0, 1, out SocketError error));
        Assert.Equal(SocketError.TimedOut, error);
        Assert.Equal(12, _bench.Count(TcpCounter.Retransmissions));
    }

    // RFC 8985 §7: with SACK a probe is due before the timeout. With a single segment in flight it is not due before it. The timeout starts anew
    // then.
    [Theory]
    [InlineData(10)]
    [InlineData(1000)]
    public void The_first_time_that_a_lone_segment_is_sent_again_is_a_probe_after_which_the_timeout_is_the_same(int length)
    {
        TcpConnection connection = _bench.Established("SYN seq=100 win=4096 mss=1000 sackok");
        _bench.Write(connection, length);
        _bench.Poll();
        _bench.Sends($"ACK seq=301 ack=101 len={length}");
        foreach (int interval in new[] { 200, 200, 400, 800 })
        {
            Assert.Equal(interval, _bench.UntilSends());
            _bench.Sends($"ACK seq=301 ack=101 len={length}");
        }
    }

    [Fact]
    public void Of_several_segments_the_first_is_sent_again_and_the_timeout_doubles_at_once()
    {
        TcpConnection connection = _bench.Established("SYN seq=100 win=4096 mss=1000 sackok");
        _bench.Write(connection, 1001);
        _bench.Poll();
        _bench.Link.Sent.Clear();
        foreach (int interval in new[] { 200, 400, 800 })
        {
            Assert.Equal(interval, _bench.UntilSends());
            _bench.Sends("ACK seq=301 ack=101 len=1000");
            _bench.Link.Sent.Clear();
        }
    }

    [Fact]
    public void A_FIN_is_sent_again_like_data()
    {
        TcpConnection connection = _bench.Established();
        connection.Shutdown(SocketShutdown.Send);
        _bench.Poll();
        _bench.Sends("FIN,ACK seq=301 ack=101");
        foreach (int interval in new[] { 200, 400, 800 })
        {
            Assert.Equal(interval, _bench.UntilSends());
            _bench.Sends("FIN,ACK seq=301 ack=101");
        }

        _bench.Arrives("ACK seq=101 ack=302 win=4096");
        Assert.Equal(TcpState.FinWait2, connection.State);
        _bench.Advance(50_000);
        _bench.SendsNothing();
    }

    [Fact]
    public void What_is_sent_again_carries_the_same_bytes_and_the_latest_ACK_and_window()
    {
        TcpConnection connection = _bench.Established();
        byte[] data = [.. Enumerable.Range(0, 100).Select(i => (byte)(i * 7))];
        connection.Send(data, 0, 100, out _);
        _bench.Poll();
        Assert.Equal(data, _bench.Sends("ACK seq=301 ack=101 win=2048 len=100").Data);
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=300");
        _bench.Advance(40);
        _bench.Sends("ACK seq=401 ack=401");
        Assert.Equal(160, _bench.UntilSends());
        Assert.Equal(data, _bench.Sends("ACK seq=301 ack=401 win=1748 len=100").Data);
    }

    [Fact]
    public void Each_acknowledgment_of_something_new_starts_the_timer_over()
    {
        TcpConnection connection = _bench.Established();
        _bench.Write(connection, 2000);
        _bench.Poll();
        _bench.Sends("ACK seq=301 len=1000");
        _bench.Sends("ACK seq=1301 len=1000");
        _bench.Advance(150);
        _bench.Arrives("ACK seq=101 ack=1301 win=4096");
        _bench.SendsNothing();
        Assert.True(_bench.UntilSends() >= 200);
        _bench.Sends("ACK seq=1301 len=1000");
    }

    [Fact]
    public void A_duplicate_acknowledgment_does_not_start_the_timer_over()
    {
        TcpConnection connection = _bench.Established();
        _bench.Write(connection, 10);
        _bench.Poll();
        _bench.Sends("ACK seq=301 len=10");
        _bench.Advance(150);
        _bench.Arrives("ACK seq=101 ack=301 win=4096");
        Assert.Equal(50, _bench.UntilSends());
    }

    [Fact]
    public void What_is_written_later_does_not_start_the_timer_over()
    {
        TcpConnection connection = _bench.Established();
        _bench.Write(connection, 10);
        _bench.Poll();
        _bench.Sends("ACK seq=301 len=10");
        _bench.Advance(150);
        _bench.Write(connection, 20);
        _bench.Poll();
        _bench.Sends("ACK seq=311 len=20");
        Assert.Equal(50, _bench.UntilSends());

        // Both are sent again as one segment.
        _bench.Sends("ACK seq=301 len=30");
    }

    [Fact]
    public void An_answer_after_a_timeout_counts_the_attempts_anew()
    {
        var bench = new TcpBench(options => options.DataRetries = 2);
        TcpConnection connection = bench.Established();
        for (uint seq = 301; seq < 601; seq += 100)
        {
            bench.Write(connection, 100);
            for (int i = 0; i < 3; i++)
            {
                bench.UntilSends();
                bench.Sends($"ACK seq={seq} len=100");
            }

            bench.Arrives($"ACK seq=101 ack={seq + 100} win=4096");
        }

        Assert.Equal(TcpState.Established, connection.State);
    }
}
