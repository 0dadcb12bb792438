// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Dhcp;

namespace NanoTcp.Tests.Stack.Dhcp;

/// <summary>DHCP and link-local addresses under a clock that moves in steps. Messages come and go at their own times.</summary>
public class CoarseClockTests
{
    public static TheoryData<int> Steps => [1, 10, 16];

    /// <summary>A client for each millisecond of a step.</summary>
    private static IEnumerable<DhcpBench> Benches(int step)
    {
        for (int phase = 0; phase < step; phase++)
        {
            yield return new DhcpBench(seed: phase + 1, start: 1000 * step + phase, clockStep: step);
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void DISCOVERs_are_4_8_16_32_and_64_seconds_apart_a_second_more_or_less_and_no_further(int step)
    {
        // RFC 2131 §4.1.
        for (int round = 0; round < 100; round++)
        {
            DhcpBench bench = new(seed: round, clockStep: step);
            long before = bench.Sends(Option.Discover).At;
            foreach (int seconds in (int[])[4, 8, 16, 32, 64])
            {
                long at = bench.Sends(Option.Discover).At;
                Assert.InRange(at - before, (seconds * 1000) - 1000, (seconds * 1000) + 1000);
                before = at;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void After_a_DECLINE_the_client_is_silent_for_ten_seconds(int step)
    {
        // RFC 2131 §3.1, step 5.
        foreach (DhcpBench bench in Benches(step))
        {
            bench.Arrives(Reply.Ack(bench.Requested()));
            bench.FindsItTaken(DhcpBench.Leased);
            long declined = bench.Sends(Option.Decline, within: 0).At;
            Assert.InRange(bench.Sends(Option.Discover).At - declined, 10_000, 11_000 + (2 * step));
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void Everybody_is_not_asked_again_to_extend_a_lease_within_a_minute(int step)
    {
        // RFC 2131 §4.4.5: half of the time that is left, down to 60 seconds. From T2 on everybody is asked, at once.
        foreach (DhcpBench bench in Benches(step))
        {
            bench.Bound(reply => reply.With(Option.LeaseTime, 2000u));
            List<long> times = [];
            while (bench.Client.State is DhcpState.Bound or DhcpState.Renewing or DhcpState.Rebinding)
            {
                bench.Advance(1000);
                times.AddRange(bench.TakeMessages().Where(message => message.IsBroadcastFrame).Select(message => message.At));
            }

            Assert.InRange(times.Count, 3, 20);
            Assert.All(times.Skip(1).Zip(times, (later, earlier) => later - earlier), wait => Assert.InRange(wait, 60_000, 600_000));
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void After_ten_conflicts_a_link_local_address_is_tried_only_once_a_minute(int step)
    {
        // RFC 3927 §2.2.1, RATE_LIMIT_INTERVAL.
        for (int phase = 0; phase < step; phase++)
        {
            AutoIpBench bench = new(clockStep: step);
            bench.Advance(step + phase);
            bench.Auto.Start();
            bench.Refuse(10);
            long refused = bench.Now;
            bench.AdvanceToSent(1);
            Assert.InRange(bench.Now - refused, 60_000, 61_000 + (2 * step));
        }
    }
}
