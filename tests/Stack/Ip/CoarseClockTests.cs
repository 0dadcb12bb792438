// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Ip;

/// <summary>ARP, its probes and IGMP under a clock that moves in steps. Frames come and go at their own times.</summary>
public class CoarseClockTests
{
    private static readonly uint s_wanted = IpBench.Host(77);

    public static TheoryData<int> Steps => [1, 10, 16];

    /// <summary>A bench for each millisecond of a step.</summary>
    private static IEnumerable<IpBench> Benches(int step)
    {
        for (int phase = 0; phase < step; phase++)
        {
            var bench = IpBench.Settled(clockStep: step);
            bench.Advance(step - bench.Now % step + phase);
            yield return bench;
        }
    }

    /// <summary>Lets time pass, and returns when frames were sent.</summary>
    private static List<long> TimesIn(IpBench bench, int milliseconds)
    {
        List<long> times = [];
        for (long end = bench.Now + milliseconds; bench.Now < end; bench.Advance(1))
        {
            bench.Poll();
            times.AddRange(Enumerable.Repeat(bench.Now, bench.Link.Sent.Count));
            bench.Link.Sent.Clear();
        }

        return times;
    }

    private static IEnumerable<long> Waits(IReadOnlyList<long> times) => times.Skip(1).Zip(times, (later, earlier) => later - earlier);

    [Theory]
    [MemberData(nameof(Steps))]
    public void An_address_is_not_asked_for_more_than_once_a_second(int step)
    {
        // RFC 1122 §2.3.2.1.
        foreach (IpBench bench in Benches(step))
        {
            bench.Arrives(IpBench.Ping(IpBench.Host(9)));
            List<long> times = TimesIn(bench, 5000);
            Assert.Equal(3, times.Count);
            Assert.All(Waits(times), wait => Assert.InRange(wait, 1000, 1000 + (2 * (step - 1))));
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void The_probes_for_an_address_are_PROBE_MIN_to_PROBE_MAX_apart_and_it_is_free_after_ANNOUNCE_WAIT(int step)
    {
        // RFC 5227 §1.1.
        for (int round = 0; round < 5; round++)
        {
            foreach (IpBench bench in Benches(step))
            {
                long start = bench.Now;
                bench.Ip.StartProbe(new HostAddress(s_wanted));
                List<long> times = [];
                while (bench.Ip.ProbeState == AddressProbeState.Probing)
                {
                    times.AddRange(TimesIn(bench, 1));
                }

                Assert.Equal(3, times.Count);
                Assert.InRange(times[0] - start, 0, 1000);
                Assert.All(Waits(times), wait => Assert.InRange(wait, 1000, 2000));
                Assert.InRange(bench.Now - times[2], 2000, 2001 + (2 * (step - 1)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void The_announcements_are_ANNOUNCE_INTERVAL_apart(int step)
    {
        foreach (IpBench bench in Benches(step))
        {
            bench.Ip.Configure(new HostAddress(s_wanted), 24, HostAddress.Any);
            List<long> times = TimesIn(bench, 5000);
            Assert.InRange(Assert.Single(Waits(times)), 2000, 2000 + (2 * (step - 1)));
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void An_address_is_not_defended_twice_in_DEFEND_INTERVAL(int step)
    {
        foreach (IpBench bench in Benches(step))
        {
            List<long> times = [];
            for (int i = 0; i < 3100; i++)
            {
                bench.Arrives(Frames.Arp(ArpPacket.Request, IpBench.Mac(5), Frames.Own, new byte[6], Frames.Own));
                times.AddRange(TimesIn(bench, 7));
            }

            Assert.Equal(3, times.Count);
            Assert.All(Waits(times), wait => Assert.InRange(wait, 10_000, 10_007 + (2 * step)));
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void The_first_claim_of_an_address_is_defended_even_in_the_first_step(int step)
    {
        // RFC 5227 §2.4 (b). The stack's time begins at 0.
        var bench = new IpBench(clockStep: step);
        bench.Poll();
        bench.Link.Sent.Clear();
        bench.Arrives(Frames.Arp(ArpPacket.Request, IpBench.Mac(5), Frames.Own, new byte[6], Frames.Own));

        bench.Sends(Frames.Arp(ArpPacket.Request, Frames.OwnMac, Frames.Own, new byte[6], Frames.Own));
        Assert.False(bench.Ip.IsAddressLost);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_router_that_waits_for_a_tenth_of_a_second_has_the_report_in_time(int step)
    {
        // RFC 2236 §3: the delay is at most the Max Response Time. It is drawn anew each time.
        uint group = IPv4Address.From(239, 1, 2, 3);
        foreach (IpBench bench in Benches(step))
        {
            Assert.Equal(SocketError.Success, bench.Ip.Join(new HostAddress(group)));
            bench.Advance(30_000);
            bench.Link.Sent.Clear();
            for (int i = 0; i < 100; i++)
            {
                bench.Advance(step + 1);
                bench.Arrives(IgmpTests.FrameOf(IgmpTests.WithChecksum(IgmpTests.Query(group, 1)), group));
                Assert.Single(TimesIn(bench, 101));
            }
        }
    }
}
