// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>
/// The timers under a clock that moves in steps, as an ESP32's does by 10 ms. Segments come and go at their own times. Each test begins at each
/// millisecond of a step.
/// </summary>
public class CoarseClockTests
{
    public static TheoryData<int> Steps => [1, 10, 16];

    /// <summary>A bench for each millisecond of a step.</summary>
    private static IEnumerable<TcpBench> Benches(int step, Action<TcpOptions>? configure = null)
    {
        for (int phase = 0; phase < step; phase++)
        {
            var bench = new TcpBench(configure, clockStep: step);
            bench.Advance(step - bench.Now % step + phase);
            yield return bench;
        }
    }

    /// <summary>The next segment leaves after a time at the earliest. A timer that ends on time may be noticed a step late, and was a step too long.</summary>
    private static void SendsAfter(TcpBench bench, int milliseconds, int step, string expected)
    {
        Assert.InRange(bench.UntilSends(), milliseconds, milliseconds + (2 * (step - 1)));
        bench.Sends(expected);
    }

    private static void RoundTrip(TcpBench bench, TcpConnection connection, int milliseconds)
    {
        bench.Write(connection, 10);
        bench.Poll();
        bench.Sends("ACK seq=301 len=10");
        bench.Advance(milliseconds);
        bench.Arrives("ACK seq=101 ack=311 win=4096");
        bench.SendsNothing();
        bench.Write(connection, 10);
        bench.Poll();
        bench.Sends("ACK seq=311 len=10");
    }

    [Theory]
    [InlineData(500, 1)]
    [InlineData(500, 16)]
    [InlineData(490, 16)]
    [InlineData(1000, 250)]
    public void An_acknowledgment_never_takes_half_a_second_whatever_the_option_and_the_step(int delayedAck, int step)
    {
        // RFC 9293 §3.8.6.3, MUST-40.
        foreach (TcpBench bench in Benches(step, options => options.DelayedAck = delayedAck))
        {
            bench.Established();
            bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
            Assert.InRange(bench.UntilSends(), 1, 499);
            bench.Sends("ACK seq=301 ack=111");
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_lone_segment_is_acknowledged_after_40_ms_give_or_take_less_than_a_step(int step)
    {
        foreach (TcpBench bench in Benches(step))
        {
            bench.Established();
            bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
            Assert.InRange(bench.UntilSends(), 40 - (step - 1), 40 + (step - 1));
            bench.Sends("ACK seq=301 ack=111");
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void No_SYN_is_sent_again_before_its_timeout(int step)
    {
        foreach (TcpBench bench in Benches(step))
        {
            bench.Connect();
            bench.Poll();
            bench.Sends("SYN seq=300");
            foreach (int timeout in (int[])[1000, 2000, 4000, 8000, 16_000, 32_000, 60_000])
            {
                SendsAfter(bench, timeout, step, "SYN seq=300");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void No_SYN_ACK_is_sent_again_before_its_timeout(int step)
    {
        foreach (TcpBench bench in Benches(step))
        {
            bench.Listen();
            bench.Arrives("SYN seq=100 win=4096");
            bench.Sends("SYN,ACK seq=300 ack=101");
            foreach (int timeout in (int[])[1000, 2000, 4000, 8000, 16_000])
            {
                SendsAfter(bench, timeout, step, "SYN,ACK seq=300 ack=101");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void Text_is_not_sent_again_before_its_timeout_then_after_twice_as_long_each_time(int step)
    {
        foreach (TcpBench bench in Benches(step))
        {
            TcpConnection connection = bench.Established();
            bench.Write(connection, 10);
            bench.Poll();
            bench.Sends("ACK seq=301 len=10");
            foreach (int timeout in (int[])[200, 400, 800, 1600, 3200])
            {
                SendsAfter(bench, timeout, step, "ACK seq=301 len=10");
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 1)]
    [InlineData(10, 9)]
    [InlineData(16, 1)]
    [InlineData(16, 15)]
    public void A_round_trip_shorter_than_a_step_gives_no_timeout_below_the_least(int step, int roundTrip)
    {
        // It is measured as 0, or as a whole step when the clock moves in between.
        foreach (TcpBench bench in Benches(step))
        {
            TcpConnection connection = bench.Established();
            RoundTrip(bench, connection, roundTrip);
            Assert.InRange(bench.UntilSends(), 200, 200 + (3 * step));
            bench.Sends("ACK seq=311 len=10");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(16)]
    public void However_small_the_least_timeout_is_set_it_is_a_step_of_the_clock(int step)
    {
        // RFC 6298 §2.3: RTO = SRTT + max(G, 4 RTTVAR).
        foreach (TcpBench bench in Benches(step, options => options.MinRto = 1))
        {
            TcpConnection connection = bench.Established();
            RoundTrip(bench, connection, 0);
            Assert.InRange(bench.UntilSends(), step, (3 * step) - 2);
            bench.Sends("ACK seq=311 len=10");
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_varying_round_trip_adds_to_the_timeout_and_so_does_a_step(int step)
    {
        foreach (TcpBench bench in Benches(step))
        {
            TcpConnection connection = bench.Connect();
            bench.Poll();
            bench.Sends("SYN seq=300");
            bench.Advance(400);
            bench.Arrives("SYN,ACK seq=100 ack=301 win=4096 mss=1000");
            bench.Sends("ACK seq=301 ack=101");
            int seen = 400 / step * step;
            bench.Write(connection, 10);
            bench.Poll();
            bench.Sends("ACK seq=301 len=10");
            Assert.InRange(bench.UntilSends(), 3 * seen, (3 * (seen + step)) + (2 * step));
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void The_probe_of_a_lone_segment_comes_after_the_timeout_and_so_does_the_first_repetition(int step)
    {
        // RFC 8985 §7: with a single segment in flight it is due no sooner.
        foreach (TcpBench bench in Benches(step))
        {
            TcpConnection connection = bench.Established("SYN seq=100 win=4096 mss=1000 sackok");
            bench.Write(connection, 10);
            bench.Poll();
            bench.Sends("ACK seq=301 len=10");
            foreach (int timeout in (int[])[200, 200, 400, 800])
            {
                SendsAfter(bench, timeout, step, "ACK seq=301 len=10");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_closed_window_is_not_probed_before_the_timeout(int step)
    {
        foreach (TcpBench bench in Benches(step))
        {
            TcpConnection connection = bench.Established();
            bench.Arrives("ACK seq=101 ack=301 win=0");
            bench.Write(connection, 500);
            bench.Poll();
            bench.SendsNothing();
            foreach (int timeout in (int[])[200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 51_200, 60_000])
            {
                SendsAfter(bench, timeout, step, "ACK seq=301 ack=101 len=1");
                bench.Arrives("ACK seq=101 ack=301 win=0");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void TIME_WAIT_is_not_shorter_than_twice_the_maximum_segment_lifetime(int step)
    {
        foreach (TcpBench bench in Benches(step))
        {
            TcpConnection connection = bench.In(TcpState.TimeWait);
            bench.Advance(59_999);
            Assert.Equal(TcpState.TimeWait, connection.State);
            bench.Advance((2 * step) - 1);
            Assert.Equal(TcpState.Closed, connection.State);
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void The_first_keep_alive_probe_comes_after_two_hours_of_silence_not_before(int step)
    {
        // RFC 9293 §3.8.4, MUST-28.
        foreach (TcpBench bench in Benches(step, options => options.Server = new TcpConnectionOptions { KeepAlive = true, KeepAliveInterval = 75_000 }))
        {
            bench.Established();
            bench.Advance(7_199_999);
            bench.SendsNothing();
            SendsAfter(bench, 1, step, "ACK seq=300 ack=101");
            SendsAfter(bench, 75_000, step, "ACK seq=300 ack=101");
        }
    }
}
