// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>When what was received is acknowledged (RFC 9293 §3.8.6.3).</summary>
public class DelayedAckTests
{
    private readonly TcpBench _bench = new();

    [Fact]
    public void A_single_segment_is_acknowledged_after_40_milliseconds()
    {
        _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        _bench.SendsNothing();
        Assert.Equal(40, _bench.UntilSends());
        _bench.Sends("ACK seq=301 ack=111");
        _bench.Advance(10_000);
        _bench.SendsNothing();
    }

    [Fact]
    public void Every_second_segment_is_acknowledged_at_once()
    {
        TcpConnection connection = _bench.Established();
        for (uint seq = 101; seq < 601; seq += 100)
        {
            _bench.Arrives($"ACK seq={seq} ack=301 win=4096 len=50");
            _bench.SendsNothing();
            _bench.Arrives($"ACK seq={seq + 50} ack=301 win=4096 len=50");
            _bench.Sends($"ACK seq=301 ack={seq + 100}");
            _bench.SendsNothing();
            _bench.Read(connection);
        }

        _bench.Advance(10_000);
        _bench.SendsNothing();
    }

    [Fact]
    public void Each_segment_of_a_long_transfer_is_acknowledged_at_once_if_asked_for()
    {
        var bench = new TcpBench(options =>
        {
            options.AckEachSegment = true;
            options.ReceiveBuffer = 4096;
        });
        TcpConnection connection = bench.Established();
        uint seq = 101;
        for (; seq < 101 + 4000; seq += 2000)
        {
            // Not longer than the buffer yet.
            bench.Arrives($"ACK seq={seq} ack=301 win=4096 len=1000");
            bench.SendsNothing();
            bench.Arrives($"ACK seq={seq + 1000} ack=301 win=4096 len=1000");
            bench.Sends($"ACK seq=301 ack={seq + 2000}");
            bench.Read(connection);
            bench.SendsNothing();
        }

        for (; seq < 101 + 8000; seq += 1000)
        {
            bench.Arrives($"ACK seq={seq} ack=301 win=4096 len=1000");
            bench.Sends($"ACK seq=301 ack={seq + 1000}");
            bench.Read(connection);
            bench.SendsNothing();
        }

        // Half of a full segment, and less, may be the end of a question.
        bench.Arrives($"ACK seq={seq} ack=301 win=4096 len=730");
        bench.SendsNothing();
        Assert.Equal(40, bench.UntilSends());
    }

    [Fact]
    public void An_answer_carries_the_acknowledgment()
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        _bench.Write(connection, 5);
        _bench.Poll();
        _bench.Sends("ACK seq=301 ack=111 len=5");
        _bench.Advance(100);
        _bench.SendsNothing();
    }

    [Fact]
    public void The_time_counts_from_the_first_segment_not_acknowledged()
    {
        _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        _bench.Advance(30);
        _bench.Arrives("ACK seq=111 ack=301 win=4096");
        Assert.Equal(10, _bench.UntilSends());
    }

    [Fact]
    public void A_FIN_is_acknowledged_at_once()
    {
        _bench.Established();
        _bench.Arrives("FIN,ACK seq=101 ack=301 win=4096 len=10");
        _bench.Sends("ACK seq=301 ack=112");
    }

    [Fact]
    public void An_empty_segment_is_not_acknowledged()
    {
        _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=4096");
        _bench.Advance(10_000);
        _bench.SendsNothing();
    }

    [Fact]
    public void A_keep_alive_probe_is_answered()
    {
        _bench.Established();
        _bench.Arrives("ACK seq=100 ack=301 win=4096");
        _bench.Sends("ACK seq=301 ack=101");
        _bench.Arrives("ACK seq=100 ack=301 win=4096 len=1");
        _bench.Sends("ACK seq=301 ack=101");
    }
}
