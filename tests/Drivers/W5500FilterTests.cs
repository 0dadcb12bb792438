// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Drivers;

/// <summary>Groups that the stack joins while the driver runs: the chip receives all of IPv4's or none (data sheet 4.2, Sn_MR).</summary>
public class W5500FilterTests
{
    private static readonly byte[] s_mdns = [0x01, 0, 0x5E, 0, 0, 0xFB];
    private static readonly byte[] s_allSystems = [0x01, 0, 0x5E, 0, 0, 0x01];

    [Fact]
    public void Groups_are_received_from_the_next_poll_on_and_as_long_as_one_is_joined()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        bench.Link.Join(s_mdns, 0);
        bench.Link.Join(s_allSystems, 0);
        Assert.Empty(bench.PollOnce());
        bench.Arrive(W5500DriverBench.Frame(100, destination: s_mdns));
        Assert.Single(bench.Receive());

        bench.Link.Leave(s_mdns, 0);
        Assert.Empty(bench.PollOnce());
        bench.Arrive(W5500DriverBench.Frame(100, destination: s_allSystems));
        Assert.Single(bench.Receive());

        bench.Link.Leave(s_allSystems, 0);
        Assert.Empty(bench.PollOnce());
        bench.Arrive(W5500DriverBench.Frame(100, destination: s_mdns), W5500DriverBench.Frame(100, number: 1));
        Assert.Equal(W5500DriverBench.Mac, Assert.Single(bench.Receive())[..6]);
        Assert.Equal(0, bench.Link.Statistics.Reopens);
    }

    [Fact]
    public void IPv6_stays_out_and_broadcasts_come_as_ever()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        bench.Link.Join(s_mdns, 0);
        bench.Link.ReceiveBroadcasts(true);
        bench.PollOnce();
        byte[] group6 = W5500DriverBench.Frame(60, destination: [0x33, 0x33, 0, 0, 0, 1]);
        group6[12] = 0x86;
        group6[13] = 0xDD;
        bench.Arrive(group6, W5500DriverBench.Frame(60, destination: [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]));
        Assert.Equal(0xFF, Assert.Single(bench.Receive())[0]);
    }

    [Fact]
    public void What_the_chip_has_received_already_is_not_lost()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        bench.Link.Join(s_mdns, 0);
        byte[][] frames = [.. Enumerable.Range(0, 5).Select(number => W5500DriverBench.Frame(1000, number))];
        bench.Arrive(frames);
        List<byte[]> received = bench.Run(5);
        Assert.Equal(frames, received);
        bench.Arrive(W5500DriverBench.Frame(100, destination: s_mdns));
        Assert.Single(bench.Run(5));
    }

    [Fact]
    public void What_is_being_sent_still_leaves()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        byte[][] frames = [.. Enumerable.Range(0, 2).Select(number => W5500DriverBench.Frame(1514, number, W5500DriverBench.OtherMac))];
        Assert.All(frames, frame => Assert.True(bench.Transmit(frame)));
        bench.Link.Join(s_mdns, 0);
        bench.Run(10);
        Assert.Equal(frames, bench.Medium.Sent);
        bench.Arrive(W5500DriverBench.Frame(100, destination: s_mdns));
        Assert.Single(bench.Run(5));
        Assert.True(bench.Transmit(frames[0]));
        bench.Run(5);
        Assert.Equal(3, bench.Medium.Sent.Count);
    }

    [Fact]
    public void Under_a_flood_the_group_is_received_all_the_same()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        bench.Link.Join(s_mdns, 0);
        int groups = 0;
        for (int i = 0; i < 500; i++)
        {
            bench.Arrive(W5500DriverBench.Frame(500, i), W5500DriverBench.Frame(500, i), W5500DriverBench.Frame(100, destination: s_mdns));
            groups += bench.PollOnce().Count(frame => frame[0] == s_mdns[0]);
            bench.Pass(100_000);
        }

        Assert.True(groups > 100, $"{groups} of 500");
    }

    [Fact]
    public void Without_an_INT_line_it_is_the_same()
    {
        using W5500DriverBench bench = W5500DriverBench.Started(hasInterrupt: false);
        bench.Link.Join(s_mdns, 0);
        bench.Run(10);
        bench.Arrive(W5500DriverBench.Frame(100, destination: s_mdns));
        Assert.Single(bench.Run(10));
    }

    [Fact]
    public void What_was_asked_for_before_the_start_is_received()
    {
        using W5500DriverBench bench = new();
        bench.Link.Join(s_mdns, 0);
        bench.StartUp();
        bench.Arrive(W5500DriverBench.Frame(100, destination: s_mdns));
        Assert.Single(bench.Run(5));
        Assert.Equal(0, bench.Link.Statistics.Reopens);
    }

    [Fact]
    public void A_chip_that_was_reset_gets_the_mode_of_before()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        bench.Link.Join(s_mdns, 0);
        bench.PollOnce();
        int starts = bench.Link.Statistics.Starts;
        bench.Chip.Select();
        bench.Chip.Exchange([0, 0, 0x04, 0x80], new byte[4]);
        bench.Chip.Deselect();
        bench.Run(40_000);
        Assert.True(bench.Link.Statistics.Starts > starts);
        Assert.True(bench.Link.IsUp);
        bench.Arrive(W5500DriverBench.Frame(100, destination: s_mdns));
        Assert.Single(bench.Run(5));
    }

    [Fact]
    public void A_second_group_costs_nothing()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        bench.Link.Join(s_mdns, 0);
        bench.PollOnce();
        bench.Chip.Counters.ClearBus();
        bench.Link.Join(s_allSystems, 0);
        bench.Link.ReceiveBroadcasts(true);
        bench.PollOnce();
        Assert.Equal(0, bench.Chip.Counters.ChipSelects);
    }
}
