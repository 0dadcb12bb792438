// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;
using NanoTcp.Tests.Stack.Tcp;

namespace NanoTcp.Tests.Stack.Ip;

/// <summary>Any clock: it begins anywhere, falls back, stands still or jumps.</summary>
public class ClockTests
{
    private const long Tick32 = 1L << 32;
    private const long Day = 24 * 3600 * 1000;

    /// <summary>A connection with text in flight that the other end does not acknowledge. The clock says 5000, and the text leaves again 200 later.</summary>
    private static TcpBench Waiting(out TcpConnection connection)
    {
        var bench = new TcpBench();
        connection = bench.Established();
        bench.Write(connection, 10);
        bench.Poll();
        bench.Sends("ACK seq=301 len=10");
        Assert.Equal(5200, bench.Stack.Poll(5000));
        return bench;
    }

    public static TheoryData<long> Falls => [1, 100, 5000, 6000, Tick32, 1L << 62];

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(-Tick32)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_700_000_000_000)]
    [InlineData(long.MaxValue - 20_000)]
    public void A_clock_may_begin_anywhere(long start)
    {
        var bench = new IpBench();
        Assert.Equal(start + 2000, bench.Stack.Poll(start));
        bench.Asks(Frames.Own);
        Assert.Equal(start + 2000, bench.Stack.Poll(start + 1999));
        bench.SendsNothing();
        bench.Stack.Poll(start + 2000);
        bench.Asks(Frames.Own);
        Assert.Equal(0, bench.Count(Counter.ClockFellBack));
    }

    [Fact]
    public void A_deadline_behind_the_last_value_of_the_clock_is_none()
    {
        var bench = new IpBench();
        Assert.Equal(long.MaxValue, bench.Stack.Poll(long.MaxValue));
    }

    [Theory]
    [MemberData(nameof(Falls))]
    public void When_the_clock_falls_back_no_time_has_passed_and_it_goes_on_from_there(long fall)
    {
        TcpBench bench = Waiting(out _);
        long now = 5000 - fall;
        Assert.Equal(now + 200, bench.Stack.Poll(now));
        Assert.Equal(now + 200, bench.Stack.Poll(now + 199));
        bench.SendsNothing();
        bench.Stack.Poll(now + 200);
        bench.Sends("ACK seq=301 len=10");
        Assert.Equal(1, bench.Count(Counter.ClockFellBack));
    }

    [Theory]
    [MemberData(nameof(Falls))]
    public void A_clock_that_fell_back_and_is_set_right_again_has_jumped(long fall)
    {
        TcpBench bench = Waiting(out TcpConnection connection);
        bench.Stack.Poll(5000 - fall);
        bench.Stack.Poll(5000);
        if (fall < 200)
        {
            bench.SendsNothing();
        }
        else
        {
            bench.Sends("ACK seq=301 len=10");
        }

        Assert.Equal(TcpState.Established, connection.State);
    }

    [Fact]
    public void Each_fall_is_counted_once()
    {
        TcpBench bench = Waiting(out _);
        for (int fall = 1; fall <= 5; fall++)
        {
            long now = 5000 - fall * 1000;
            Assert.Equal(now + 200, bench.Stack.Poll(now));
            Assert.Equal(now + 200, bench.Stack.Poll(now));
            Assert.Equal(fall, bench.Count(Counter.ClockFellBack));
        }

        bench.SendsNothing();
    }

    [Fact]
    public void What_a_call_sends_after_a_fall_is_timed_by_the_clock_as_it_is()
    {
        TcpBench bench = Waiting(out TcpConnection connection);
        const long now = 5000 - Tick32;
        Assert.Equal(now + 200, bench.Stack.Flush(now));
        bench.Write(connection, 10);
        bench.Stack.Flush(now + 100);
        bench.Sends("ACK seq=311 len=10");
        Assert.Equal(now + 200, bench.Stack.Flush(now + 100));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(3_600_000)]
    [InlineData(10 * Day)]
    [InlineData(30 * Day)]
    [InlineData(50 * Day)]
    [InlineData(1_700_000_000_000)]
    [InlineData(long.MaxValue - 5000)]
    public void A_jump_ends_one_wait_and_no_connection(long jump)
    {
        TcpBench bench = Waiting(out TcpConnection connection);
        bench.Stack.Poll(5000 + jump);
        bench.Sends("ACK seq=301 len=10");
        bench.SendsNothing();
        bench.Stack.Poll(5000 + jump);
        bench.SendsNothing();
        Assert.Equal(TcpState.Established, connection.State);
        Assert.Equal(1, bench.Count(TcpCounter.Retransmissions));
    }

    [Theory]
    [InlineData(50 * Day)]
    [InlineData(1_700_000_000_000)]
    public void A_jump_ends_what_has_a_deadline_however_far_it_goes(long jump)
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.In(TcpState.TimeWait);
        bench.Stack.Poll(5000 + jump);
        Assert.Equal(TcpState.Closed, connection.State);
        Assert.Equal(0, bench.Tcp.CountConnections(TcpState.TimeWait));
    }

    [Fact]
    public void A_jump_is_no_round_trip()
    {
        TcpBench bench = Waiting(out TcpConnection connection);
        bench.Queue(Segment.Parse("ACK seq=101 ack=311 win=4096"));
        bench.Stack.Poll(5000 + Day);
        bench.Write(connection, 10);
        Assert.Equal(5000 + Day + 200, bench.Stack.Flush(5000 + Day));
    }

    [Fact]
    public void A_clock_that_stands_still_lets_everything_else_go_on()
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.Established();
        for (uint i = 0; i < 100; i++)
        {
            bench.Write(connection, 10);
            bench.Stack.Flush(5000);
            bench.Sends($"ACK seq={301 + 10 * i} len=10");
            bench.Arrives($"ACK seq=101 ack={311 + 10 * i} win=4096");
        }
    }
}
