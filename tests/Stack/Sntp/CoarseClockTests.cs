// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Messages;

namespace NanoTcp.Tests.Stack.Sntp;

/// <summary>The time from the network under a clock that moves in steps. Requests and answers come and go at their own times.</summary>
public class CoarseClockTests
{
    public static MatrixTheoryData<int, int> StepsAndRoundTrips => new([1, 10, 16], [0, 1, 7, 30, 99]);

    public static TheoryData<int> Steps => [1, 10, 16];

    /// <summary>The true time at a time of the network. What the client is told and what it tells are compared with it.</summary>
    private static DateTimeOffset True(long now) => SntpBench.Time.AddMilliseconds(now);

    [Theory]
    [MemberData(nameof(StepsAndRoundTrips))]
    public void The_time_is_never_wrong_by_a_step_or_more_when_both_ways_take_as_long(int step, int roundTrip)
    {
        for (int phase = 0; phase < step; phase++)
        {
            SntpBench bench = new(step, null, 1);
            bench.Advance(step + phase);
            SntpRequest request = bench.Asks();
            bench.Advance(roundTrip - (roundTrip / 2));
            NtpMessage answer = SntpBench.Answer(request, True(bench.Now));
            bench.Advance(roundTrip / 2);
            bench.Arrives(request, answer);
            for (int i = 0; i < 2 * step; i++)
            {
                Assert.True(bench.Sntp.TryGetUtc(bench.Clock.Read(bench.Now), out long utc));

                // Half a millisecond of an odd round trip.
                Assert.InRange(utc - True(bench.Now).ToUnixTimeMilliseconds(), -step, step);
                bench.Advance(1);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_server_is_not_asked_twice_in_15_seconds(int step)
    {
        // RFC 4330 §10.
        for (int phase = 0; phase < step; phase++)
        {
            SntpBench bench = new(step, options => options.PollInterval = 15_000, 1);
            bench.Advance(step + phase);
            SntpRequest request = bench.Asks();
            for (int i = 0; i < 10; i++)
            {
                bench.Arrives(request, SntpBench.Answer(request));
                SntpRequest next = bench.Asks();
                Assert.InRange(next.At - request.At, 15_000, 17_000);
                request = next;
            }
        }
    }
}
