// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tests.Stack;
using NanoTcp.Tests.Stack.Ip;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim.Simulation.Boards;

/// <summary>Drivers and models in real time, on a machine of any speed.</summary>
public class SimulatedControllerTests
{
    public static TheoryData<string> Controllers => ["w5500", "enc28j60"];

    [Theory]
    [MemberData(nameof(Controllers))]
    public void What_lies_on_the_cable_is_answered_before_the_next_poll_is_due_later(string controller)
    {
        using ControllerBench bench = new(controller);
        bench.Arrive(Request());
        bench.Arrive(IpBench.Ping(Frames.Peer, new byte[1400]));
        bench.Settle();
        Assert.Equal([60, 14 + 20 + 8 + 1400], bench.Cable.Sent.Select(frame => frame.Length));
    }

    [Theory]
    [MemberData(nameof(Controllers))]
    public void An_answer_takes_a_machine_that_does_nothing_else_less_than_two_milliseconds(string controller)
    {
        using ControllerBench bench = new(controller);
        bench.Arrive(Request());
        bench.Settle();
        long start = bench.Machine.Nanoseconds;
        bench.Arrive(IpBench.Ping(Frames.Peer));
        bench.Settle();
        Assert.Equal(2, bench.Cable.Sent.Count);
        Assert.InRange(bench.Machine.Nanoseconds - start, 0, 2_000_000);
    }

    [Theory]
    [MemberData(nameof(Controllers))]
    public void A_flood_on_a_machine_that_takes_no_time_breaks_no_rule_and_every_frame_of_it_is_counted(string controller)
    {
        using ControllerBench bench = new(controller);
        long before = Accounted(bench);
        bench.Arrive(Request());
        for (int i = 0; i < 2000; i++)
        {
            bench.Arrive(IpBench.Ping(Frames.Peer, new byte[i % 1400]));
        }

        bench.Settle();
        Assert.Equal(0, bench.Count("violations"));
        Assert.Equal(0, bench.Count("failures"));
        Assert.Equal("", bench.Told);
        Assert.Equal(2001, Accounted(bench) - before);
        Assert.InRange(bench.Cable.Sent.Count, 100, 2001);
        bench.Cable.Sent.Clear();
        bench.Arrive(IpBench.Ping(Frames.Peer));
        bench.Settle();
        Assert.Single(bench.Cable.Sent);
    }

    [Theory]
    [MemberData(nameof(Controllers))]
    public void Frames_that_are_tagged_or_too_long_or_of_no_known_type_harm_nothing_and_are_counted(string controller)
    {
        using ControllerBench bench = new(controller);
        long before = Accounted(bench);
        bench.Arrive(Request());
        foreach (int length in new[] { 60, 64, 1514, 1515, 1518, 1522, 1900 })
        {
            foreach (int type in new[] { 0x8100, 0x88A8, 0x0010, 0x0800, 0x0806, 0xFFFF })
            {
                bench.Arrive(Frames.Ethernet(Frames.OwnMac, Frames.PeerMac, type, new byte[length - EthernetHeader.Length]));
            }
        }

        // A frame that the chip itself drops causes no interrupt, so the board sleeps meanwhile.
        bench.RunFor(100);
        bench.Arrive(IpBench.Ping(Frames.Peer));
        bench.Settle();
        Assert.Equal(2, bench.Cable.Sent.Count);
        Assert.Equal(2 + 7 * 6, Accounted(bench) - before);
        Assert.Equal(0, bench.Count("violations"));
        Assert.Equal(0, bench.Count("failures"));
    }

    [Theory]
    [MemberData(nameof(Controllers))]
    public void The_machine_waits_as_long_as_the_bytes_take_on_the_boards_bus(string controller)
    {
        using ControllerBench bench = new(controller);
        bench.Arrive(Request());
        bench.Settle();
        long start = bench.Machine.Nanoseconds;
        const int pings = 100;
        for (int i = 0; i < pings; i++)
        {
            bench.Arrive(IpBench.Ping(Frames.Peer, new byte[1400]));
            bench.Settle();
        }

        // The time of both ways at 20 MHz, and at most three times as much for everything else.
        const long bytes = pings * 2 * 1442 * 400L;
        Assert.Equal(pings + 1, bench.Cable.Sent.Count);
        Assert.InRange(bench.Machine.Nanoseconds - start, bytes - 1_000_000, 3 * bytes + (controller == "w5500" ? 0 : pings * 2 * 1_300_000L));
    }

    [Theory]
    [MemberData(nameof(Controllers))]
    public void An_idle_board_is_polled_a_few_times_a_second_and_sleeps_by_itself_hardly_at_all(string controller)
    {
        using ControllerBench bench = new(controller);
        bench.RunFor(2_000);
        long polls = bench.Polls;
        int sleeps = bench.Machine.Sleeps.Count;
        bench.RunFor(60_000);
        Assert.InRange((bench.Polls - polls) / 60.0, 0, 20);
        Assert.InRange(bench.Machine.Sleeps.Count - sleeps, 0, 60);
    }

    private static byte[] Request()
    {
        return Frames.Arp(ArpPacket.Request, Frames.PeerMac, Frames.Peer, new byte[6], Frames.Own);
    }

    private static long Accounted(ControllerBench bench)
    {
        return bench.Count("frames_received") + bench.Controller.Counters.Where(counter => counter.Name.StartsWith("dropped_", StringComparison.Ordinal)).Sum(counter => counter.Value);
    }
}
