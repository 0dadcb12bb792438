// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>The bounds of the congestion window by RFC 5681, with segments of 1000 bytes and a window that does not limit.</summary>
public class CongestionBoundTests
{
    private readonly TcpBench _bench = new(options => options.SendBuffer = 60_000);

    [Fact]
    public void After_a_SYN_that_was_lost_twice_the_first_burst_is_one_segment()
    {
        // RFC 6928 §2 ignores the first loss, which may only have been a long round trip.
        TcpConnection connection = _bench.Connect();
        for (int i = 0; i < 3; i++)
        {
            _bench.UntilSends();
            _bench.Sends("SYN seq=300");
        }

        _bench.Arrives("SYN,ACK seq=100 ack=301 win=65535 mss=1000");
        _bench.Sends("ACK seq=301");
        _bench.Write(connection, 60_000);
        _bench.Poll();
        Assert.Equal(1, Burst());
    }

    [Fact]
    public void After_a_SYN_ACK_that_was_lost_twice_the_first_burst_is_one_segment()
    {
        TcpListener listener = _bench.Listen();
        _bench.Arrives("SYN seq=100 win=65535 mss=1000");
        for (int i = 0; i < 3; i++)
        {
            _bench.UntilSends();
            _bench.Sends("SYN,ACK seq=300");
        }

        _bench.Arrives("ACK seq=101 ack=301 win=65535");
        _bench.Write(listener.Accept()!, 60_000);
        _bench.Poll();
        Assert.Equal(1, Burst());
    }

    [Fact]
    public void After_a_SYN_that_was_lost_once_the_first_burst_is_as_long_as_ever()
    {
        TcpConnection connection = _bench.Connect();
        for (int i = 0; i < 2; i++)
        {
            _bench.UntilSends();
            _bench.Sends("SYN seq=300");
        }

        _bench.Arrives("SYN,ACK seq=100 ack=301 win=65535 mss=1000");
        _bench.Sends("ACK seq=301");
        _bench.Write(connection, 60_000);
        _bench.Poll();
        Assert.Equal(10, Burst());
    }

    [Fact]
    public void Acknowledgments_of_parts_of_a_segment_open_the_window_by_no_more_than_the_segment()
    {
        Start();

        // One segment is acknowledged in twenty pieces. That makes room for the segment, and one more.
        for (uint ack = 351; ack <= 1301; ack += 50)
        {
            _bench.Arrives($"ACK seq=101 ack={ack} win=65535");
        }

        Assert.InRange(Burst(), 1, 2);
    }

    [Fact]
    public void Beyond_half_of_what_was_lost_a_round_trip_opens_the_window_by_one_segment_at_most()
    {
        Start();
        _bench.UntilSends();
        uint ack = 301;
        uint next = Last();
        int flight = 1;
        List<int> flights = [];
        for (int trip = 0; trip < 12; trip++)
        {
            for (int i = 0; i < flight; i++)
            {
                ack += 1000;
                _bench.Arrives($"ACK seq=101 ack={ack} win=65535");
            }

            next = Last(next);
            flight = (int)(next - ack) / 1000;
            flights.Add(flight);
            if (next > 50_000)
            {
                break;
            }
        }

        // 2, 4, then ssthresh of 5 segments.
        int[] growth = [.. flights.Where(count => count >= 5).Zip(flights.Where(count => count >= 5).Skip(1), (a, b) => b - a)];
        Assert.Contains(1, growth);
        Assert.All(growth, segments => Assert.InRange(segments, 0, 1));
    }

    [Fact]
    public void A_second_timeout_of_one_segment_leaves_the_threshold_of_slow_start()
    {
        Start();
        for (int i = 0; i < 3; i++)
        {
            _bench.UntilSends();
            Assert.Equal(1, Burst());
        }

        // Half of the ten segments that were in flight when the first was lost.
        int[] bursts = new int[5];
        for (int i = 0; i < bursts.Length; i++)
        {
            _bench.Arrives($"ACK seq=101 ack={1301 + i * 1000} win=65535");
            bursts[i] = Burst();
        }

        Assert.Equal([2, 2, 2, 2, 1], bursts);
    }

    [Theory]
    [InlineData(60_000)]
    [InlineData(30L * 24 * 3600 * 1000)]
    public void After_a_pause_the_first_burst_is_no_larger_than_at_the_start(long pause)
    {
        TcpConnection connection = Start();
        uint ack = 301;
        for (int i = 0; i < 60; i++)
        {
            ack += 1000;
            _bench.Arrives($"ACK seq=101 ack={ack} win=65535");
        }

        _bench.Link.Sent.Clear();
        Assert.Equal(0, connection.Unacknowledged);
        _bench.Advance(pause);
        _bench.Resolve(1);
        _bench.Write(connection, 60_000);
        _bench.Poll();
        Assert.Equal(10, Burst());
    }

    [Fact]
    public void Without_a_pause_the_window_stays_as_it_is()
    {
        TcpConnection connection = Start();
        for (uint ack = 1301; ack <= 60_301; ack += 1000)
        {
            _bench.Arrives($"ACK seq=101 ack={ack} win=65535");
        }

        _bench.Link.Sent.Clear();
        Assert.Equal(0, connection.Unacknowledged);
        _bench.Write(connection, 60_000);
        _bench.Poll();
        Assert.InRange(Burst(), 11, 60);
    }

    [Fact]
    public void The_threshold_of_slow_start_is_no_less_than_two_segments()
    {
        var sender = new Sender(segments: 3);
        Assert.Equal([1], sender.Timeout());
        Assert.Equal([2, 3], sender.Acknowledges(1));
    }

    [Fact]
    public void One_acknowledgment_of_everything_after_a_timeout_opens_the_window_no_further_than_the_threshold()
    {
        Start();
        _bench.UntilSends();
        Assert.Equal(1, Burst());

        // Half of the ten segments that were in flight.
        _bench.Arrives("ACK seq=101 ack=10301 win=65535");
        Assert.Equal(5, Burst());
    }

    [Fact]
    public void Turned_off_the_other_ends_window_alone_binds()
    {
        var bench = new TcpBench(options =>
        {
            options.SendBuffer = 60_000;
            options.CongestionControl = false;
        });
        TcpConnection connection = bench.Established("SYN seq=100 win=65535 mss=1000");
        bench.Write(connection, 60_000);
        bench.Poll();
        Assert.Equal(60, bench.Link.Sent.Count);
        bench.Link.Sent.Clear();
        bench.UntilSends();
        Assert.Equal(60, bench.Link.Sent.Count);
    }

    /// <summary>A connection that has sent its first ten segments of sixty.</summary>
    private TcpConnection Start()
    {
        TcpConnection connection = _bench.Established("SYN seq=100 win=65535 mss=1000");
        _bench.Write(connection, 60_000);
        _bench.Poll();
        Assert.Equal(10, Burst());
        return connection;
    }

    private int Burst()
    {
        int count = _bench.Link.Sent.Count;
        _bench.Link.Sent.Clear();
        return count;
    }

    /// <summary>The number behind the last segment sent.</summary>
    private uint Last(uint next = 301)
    {
        while (_bench.Link.Sent.Count > 0)
        {
            Segment sent = _bench.Take();
            next = Math.Max(next, sent.Seq!.Value + (uint)sent.Length);
        }

        return next;
    }
}
