// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>Congestion control (RFC 5681, RFC 6928), with segments of 1000 bytes and a window that does not limit.</summary>
public class CongestionTests
{
    private readonly TcpBench _bench = new(options => options.SendBuffer = 60_000);

    private int Burst(ref uint next)
    {
        int count = 0;
        while (_bench.Link.Sent.Count > 0)
        {
            _bench.Sends($"ACK seq={next} len=1000");
            next += 1000;
            count++;
        }

        return count;
    }

    [Theory]
    [InlineData(1000, 10)]
    [InlineData(500, 10)]
    [InlineData(1460, 10)]
    public void The_first_burst_has_ten_segments(int mss, int segments)
    {
        TcpConnection connection = _bench.Established($"SYN seq=100 win=65535 mss={mss}");
        _bench.Write(connection, 60_000);
        _bench.Poll();
        for (int i = 0; i < segments; i++)
        {
            _bench.Sends($"ACK seq={301 + i * mss} len={mss}");
        }

        _bench.SendsNothing();
    }

    [Fact]
    public void In_slow_start_each_acknowledgment_lets_two_more_segments_go()
    {
        TcpConnection connection = _bench.Established("SYN seq=100 win=65535 mss=1000");
        _bench.Write(connection, 60_000);
        _bench.Poll();
        uint next = 301;
        Assert.Equal(10, Burst(ref next));
        for (uint ack = 1301; ack <= 10_301; ack += 1000)
        {
            _bench.Arrives($"ACK seq=101 ack={ack} win=65535");
            Assert.Equal(2, Burst(ref next));
        }
    }

    [Fact]
    public void After_a_timeout_one_segment_is_sent_and_slow_start_goes_on_to_half_of_what_was_in_flight()
    {
        TcpConnection connection = _bench.Established("SYN seq=100 win=65535 mss=1000");
        _bench.Write(connection, 60_000);
        _bench.Poll();
        uint next = 301;
        Assert.Equal(10, Burst(ref next));
        _bench.UntilSends();
        next = 301;
        Assert.Equal(1, Burst(ref next));

        // 1, 2, 3, 4 segments, then ssthresh of 5 is reached and the window grows by a segment per round trip.
        int[] bursts = new int[5];
        uint ack = 301;
        for (int i = 0; i < bursts.Length; i++)
        {
            ack += 1000;
            _bench.Arrives($"ACK seq=101 ack={ack} win=65535");
            bursts[i] = Burst(ref next);
        }

        Assert.Equal([2, 2, 2, 2, 1], bursts);
    }

    [Fact]
    public void The_smaller_of_both_windows_binds()
    {
        TcpConnection connection = _bench.Established("SYN seq=100 win=3000 mss=1000");
        _bench.Write(connection, 60_000);
        _bench.Poll();
        uint next = 301;
        Assert.Equal(3, Burst(ref next));
        _bench.Arrives("ACK seq=101 ack=1301 win=3000");
        Assert.Equal(1, Burst(ref next));
    }
}
