// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Mdns;

namespace NanoTcp.Tests.Stack.Mdns;

/// <summary>mDNS under a clock that moves in steps. Messages come and go at their own times.</summary>
public class CoarseClockTests
{
    public static TheoryData<int> Steps => [1, 10, 16];

    private static MdnsBench Begun(int step, int phase, int seed = 1)
    {
        MdnsBench bench = new(seed: seed, clockStep: step);
        Assert.True(bench.Responder.Add(new MdnsService { Instance = "Kitchen" }));
        bench.Advance(step + phase);
        bench.Start();
        return bench;
    }

    private static MdnsBench Established(int step, int phase)
    {
        MdnsBench bench = Begun(step, phase);
        bench.Advance(10_000);
        bench.Sent.Clear();
        return bench;
    }

    /// <summary>How long after each of many queries the answer is sent. The queries come at all milliseconds of a step.</summary>
    private static List<long> Delays(int step, MdnsMessage query)
    {
        MdnsBench bench = Established(step, 0);
        List<long> delays = [];
        for (int i = 0; i < 60 * step; i++)
        {
            long asked = bench.Now;
            bench.Arrives(query);
            delays.Add(bench.SendsWithin(1000).Time - asked);
            bench.Advance(1500 + i);
        }

        return delays;
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void Probes_are_250_ms_apart_at_least_and_announcements_a_second(int step)
    {
        // RFC 6762 §8.1, §8.3.
        for (int phase = 0; phase < step; phase++)
        {
            MdnsBench bench = Begun(step, phase);
            bench.Advance(10_000);
            MdnsMessage[] sent = [.. bench.Sent];
            Assert.Equal([false, false, false, true, true], sent.Select(message => message.IsResponse));
            long[] waits = [.. sent.Skip(1).Zip(sent, (later, earlier) => later.Time - earlier.Time)];
            Assert.All(waits[..3], wait => Assert.InRange(wait, 250, 250 + (2 * (step - 1))));
            Assert.InRange(waits[3], 1000, 1000 + (2 * (step - 1)));
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void What_others_may_answer_too_is_answered_after_20_to_120_ms(int step)
    {
        // RFC 6762 §6.
        List<long> delays = Delays(step, MdnsMessage.Query("_http._tcp.local PTR QM"));
        Assert.InRange(delays.Min(), 20, 30 + (2 * step));
        Assert.InRange(delays.Max(), 110 - (2 * step), 120);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_truncated_query_is_answered_after_400_to_500_ms(int step)
    {
        // RFC 6762 §7.2.
        List<long> delays = Delays(step, MdnsMessage.Query("_http._tcp.local PTR QM") with { Flags = 0x0200 });
        Assert.InRange(delays.Min(), 400, 410 + (2 * step));
        Assert.InRange(delays.Max(), 490 - (2 * step), 500);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_record_is_not_sent_to_all_twice_in_a_second(int step)
    {
        // RFC 6762 §6: however often it is asked for.
        for (int phase = 0; phase < step; phase++)
        {
            MdnsBench bench = Established(step, phase);
            for (int i = 0; i < 280; i++)
            {
                bench.Arrives(MdnsMessage.Query("kitchen.local A QM"));
                bench.Advance(17);
            }

            MdnsMessage[] sent = [.. bench.Sent];
            Assert.Equal(5, sent.Length);
            Assert.All(sent.Skip(1).Zip(sent, (later, earlier) => later.Time - earlier.Time), wait => Assert.InRange(wait, 1000, 1000 + (2 * (step - 1))));
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void The_loser_of_a_tie_waits_for_a_second(int step)
    {
        // RFC 6762 §8.2.
        for (int phase = 0; phase < step; phase++)
        {
            MdnsBench bench = Begun(step, phase);
            bench.FirstProbe();
            bench.Advance(100);
            long lost = bench.Now;
            bench.Arrives(MdnsMessage.Query("kitchen.local ANY QU") with { Authorities = ["kitchen.local 120 IN A 192.168.7.200"] });
            Assert.Equal(1, bench.Count(MdnsCounter.TieBreaksLost));
            bench.Sent.Clear();
            MdnsMessage probe = bench.SendsWithin(2000);
            while (!probe.Questions.Contains("kitchen.local ANY QU"))
            {
                probe = bench.SendsWithin(2000);
            }

            Assert.InRange(probe.Time - lost, 1000, 1000 + (2 * (step - 1)));
        }
    }
}
