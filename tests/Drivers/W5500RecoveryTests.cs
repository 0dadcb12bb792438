// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Drivers;
using NanoTcp.Simulation.Chips;
using NanoTcp.Simulation.Chips.W5500;

namespace NanoTcp.Tests.Drivers;

/// <summary>Faults that users of real chips report, injected into the model. Each test fails without the driver's recovery.</summary>
public class W5500RecoveryTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(61)]
    [InlineData(1517)]
    [InlineData(0xFFFE)]
    public void A_broken_length_costs_what_the_chip_holds_and_no_more(int prefix)
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        byte[][] frames = [.. Enumerable.Range(0, 5).Select(i => W5500DriverBench.Frame(100 + i, i))];
        bench.Arrive(frames[0]);
        Break(bench, prefix, 1);
        bench.Arrive(frames[1], frames[2]);
        Assert.Equal(frames[0], Assert.Single(bench.PollOnce()));
        bench.Arrive(frames[3]);
        bench.Arrive(frames[4]);
        Assert.Equal(frames[3..], bench.PollOnce());
        Assert.Equal(1, bench.Link.Statistics.BrokenPrefixes);
        Assert.Equal(0, bench.Link.Statistics.Reopens);
    }

    [Fact]
    public void A_length_beyond_what_was_received_is_broken()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        Break(bench, 500, 1);
        bench.Arrive(W5500DriverBench.Frame(100));
        Assert.Empty(bench.PollOnce());
        Assert.Equal(1, bench.Link.Statistics.BrokenPrefixes);
    }

    [Fact]
    public void A_second_broken_length_in_a_row_opens_the_socket_again()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        for (int i = 0; i < 2; i++)
        {
            Break(bench, 0, 1);
            bench.Arrive(W5500DriverBench.Frame(100));
            Assert.Empty(bench.PollOnce());
        }

        Assert.Equal(1, bench.Link.Statistics.Reopens);
        AssertWorks(bench);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 2)]
    [InlineData(0, 1)]
    public void A_torn_read_of_a_pointer_is_noticed_and_costs_no_frame(int next, int every)
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        FaultSwitch faults = bench.Chip.Faults.TornReads;
        faults.Next = next;
        faults.Every = every;
        for (int i = 0; i < 30; i++)
        {
            byte[][] frames = [W5500DriverBench.Frame(1000, i), W5500DriverBench.Frame(1514, i)];
            bench.Arrive(frames);
            Assert.Equal(frames, bench.PollOnce());
        }

        Assert.True(faults.Struck > 0);
        Assert.Equal(faults.Struck, bench.Link.Statistics.TornReads);
        Assert.Equal(0, bench.Link.Statistics.BrokenPrefixes);
        Assert.Equal(0, bench.Link.Statistics.Reopens);
    }

    [Fact]
    public void A_size_that_stays_wrong_means_that_RECV_got_lost()
    {
        CommandThief? thief = null;
        using W5500DriverBench bench = W5500DriverBench.Started(wrap: chip => thief = new CommandThief(chip));
        byte[][] frames = [.. Enumerable.Range(0, 4).Select(i => W5500DriverBench.Frame(700, i))];
        thief!.Steal(0x40, 1);
        bench.Arrive(frames[0]);
        Assert.Equal(frames[0], Assert.Single(bench.PollOnce()));
        bench.Arrive(frames[1], frames[2]);
        Assert.Equal(frames[1..3], bench.PollOnce());
        Assert.Equal(0, thief.ToSteal);
        Assert.Equal(0, bench.Link.Statistics.Reopens);
        Assert.Equal(0, bench.Link.Statistics.BrokenPrefixes);

        // Worse: the chip does not take it at all.
        thief.Steal(0x40, 3);
        bench.Arrive(frames[3]);
        Assert.Equal(frames[3], Assert.Single(bench.PollOnce()));
        bench.Arrive(frames[0], frames[1]);
        Assert.Empty(bench.PollOnce());
        Assert.Equal(1, bench.Link.Statistics.Reopens);
        AssertWorks(bench);
    }

    [Fact]
    public void A_RECV_that_got_lost_is_made_up_for_by_the_next()
    {
        // A single frame whose length is what the pointers say is good, whatever Sn_RX_RSR says.
        CommandThief? thief = null;
        using W5500DriverBench bench = W5500DriverBench.Started(wrap: chip => thief = new CommandThief(chip));
        for (int i = 0; i < 100; i++)
        {
            thief!.Steal(0x40, 1);
            byte[] lost = W5500DriverBench.Frame(700, i);
            bench.Arrive(lost);
            Assert.Equal(lost, Assert.Single(bench.PollOnce()));
            Assert.Equal(0, thief.ToSteal);
            byte[] next = W5500DriverBench.Frame(900, i);
            bench.Arrive(next);
            Assert.Equal(next, Assert.Single(bench.PollOnce()));
        }

        Assert.Equal(0, bench.Chip.Counters.DroppedFull + bench.Link.Statistics.TornReads + bench.Link.Statistics.Reopens);
    }

    [Fact]
    public void A_frame_that_is_never_sent_is_given_up()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        bench.Chip.Faults.LostSends.Next = 1;
        Assert.True(bench.Transmit(W5500DriverBench.Frame(100)));
        Assert.True(bench.Transmit(W5500DriverBench.Frame(100)));
        Assert.False(bench.Transmit(W5500DriverBench.Frame(100)));
        Assert.Empty(bench.Run(300));
        Assert.Equal(1, bench.Link.Statistics.SendTimeouts);
        Assert.Equal(1, bench.Link.Statistics.Reopens);
        AssertWorks(bench);
    }

    [Fact]
    public void A_lost_SEND_is_noticed_without_another_frame()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        bench.Chip.Faults.LostSends.Next = 1;
        Assert.True(bench.Transmit(W5500DriverBench.Frame(100)));
        Assert.Empty(bench.Run(1_001));
        Assert.Equal(1, bench.Link.Statistics.SendTimeouts);
        Assert.Equal(1, bench.Link.Statistics.Reopens);
        AssertWorks(bench);
    }

    [Fact]
    public void A_frame_that_is_just_being_sent_is_not_given_up()
    {
        // Each look finds a frame under way, but never the one that it found before.
        using W5500DriverBench bench = W5500DriverBench.Started();
        bench.Chip.SetPartner(is100Mbit: false, isFullDuplex: false);
        for (int i = 0; i < 1_500; i++)
        {
            Assert.True(bench.Transmit(W5500DriverBench.Frame(1200)));
            _ = bench.Link.Poll(bench.NowMs);
            bench.Pass(1_000_000);
        }

        Assert.Equal(0, bench.Link.Statistics.SendTimeouts);
        Assert.Equal(1_500, bench.Link.Statistics.FramesSent);
    }

    [Fact]
    public void Frames_in_memory_survive_the_reopening()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        byte[][] frames = [W5500DriverBench.Frame(100, 1), W5500DriverBench.Frame(100, 2)];
        bench.Chip.Faults.LostSends.Next = 1;
        Assert.True(bench.Transmit(W5500DriverBench.Frame(100)));
        Assert.True(bench.Transmit(W5500DriverBench.Frame(100)));
        bench.Arrive(frames);
        Assert.NotNull(bench.Link.Receive());
        bench.Pass(300_000_000);
        Assert.Equal(frames[1], Assert.Single(bench.PollOnce()));
        Assert.Equal(1, bench.Link.Statistics.Reopens);
    }

    [Fact]
    public void A_link_lost_during_a_send_works_again_when_the_cable_is_back()
    {
        using W5500DriverBench bench = W5500DriverBench.Started(new W5500Options { NegotiationNanoseconds = 5_000_000 });
        Assert.True(bench.Transmit(W5500DriverBench.Frame(1514)));
        bench.Chip.SetCable(false);
        Assert.Empty(bench.Run(501));
        Assert.Equal(1, bench.Chip.Counters.StalledSends);
        Assert.False(bench.Link.IsUp);
        Assert.False(bench.Link.CanTransmit());
        Assert.False(bench.Transmit(W5500DriverBench.Frame(100)));

        bench.Chip.SetCable(true);
        Assert.Empty(bench.Run(600));
        Assert.True(bench.Link.IsUp);
        AssertWorks(bench);
        Assert.Equal(3, bench.Link.Statistics.LinkChanges);
    }

    [Fact]
    public void The_cable_is_followed_within_half_a_second()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        bench.Chip.SetCable(false);
        Assert.Empty(bench.Run(501));
        Assert.False(bench.Link.IsUp);
        bench.Chip.SetCable(true);
        Assert.Empty(bench.Run(501));
        Assert.True(bench.Link.IsUp);
    }

    [Fact]
    public void A_missed_edge_is_found_within_a_second()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        Assert.Empty(bench.Run(20));
        bench.Board.DropInterrupts(1);
        byte[] frame = W5500DriverBench.Frame(100);
        bench.Arrive(frame);
        Assert.Equal(1, bench.Board.DroppedInterrupts);
        Assert.True(bench.Chip.InterruptLow);
        Assert.Equal(frame, Assert.Single(bench.Run(1_001)));
        Assert.Equal(1, bench.Link.Statistics.MissedInterrupts);

        // The line has risen, so that edges work again.
        Assert.False(bench.Chip.InterruptLow);
        bench.Arrive(frame);
        Assert.Single(bench.PollOnce());
        Assert.Equal(1, bench.Link.Statistics.MissedInterrupts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_chip_that_was_reset_is_set_up_again(bool hasInterrupt)
    {
        using W5500DriverBench bench = W5500DriverBench.Started(hasInterrupt: hasInterrupt);
        bench.Arrive(W5500DriverBench.Frame(100));
        Assert.Single(bench.Run(10));
        bench.Chip.ResetLow = true;
        bench.Pass(1_000_000);
        bench.Chip.ResetLow = false;
        Assert.Empty(bench.Run(2_000));
        Assert.Equal(2, bench.Link.Statistics.Starts);
        Assert.True(bench.Link.IsUp);
        AssertWorks(bench);
    }

    [Fact]
    public void A_bus_that_falls_silent_takes_the_link_down()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        bench.Chip.ResetLow = true;
        Assert.Empty(bench.Run(2_500));
        Assert.False(bench.Link.IsUp);
        Assert.Equal(ControllerError.NoAnswer, bench.Link.Error);
        bench.Chip.ResetLow = false;
        Assert.Empty(bench.Run(2_000));
        Assert.True(bench.Link.IsUp);
        AssertWorks(bench);
    }

    [Fact]
    public void A_socket_that_does_not_open_again_means_a_full_start()
    {
        CommandThief? thief = null;
        using W5500DriverBench bench = W5500DriverBench.Started(wrap: chip => thief = new CommandThief(chip));
        bench.Chip.Faults.LostSends.Next = 1;
        thief!.Steal(0x10, 1);
        Assert.True(bench.Transmit(W5500DriverBench.Frame(100)));
        Assert.Empty(bench.Run(1_500));
        Assert.Equal(0, thief.ToSteal);
        Assert.Equal(2, bench.Link.Statistics.Starts);
        AssertWorks(bench);
    }

    private static void Break(W5500DriverBench bench, int prefix, int count)
    {
        bench.Chip.Faults.BrokenPrefix = (ushort)prefix;
        bench.Chip.Faults.BrokenPrefixes.Next = count;
    }

    private static void AssertWorks(W5500DriverBench bench)
    {
        bench.Medium.Sent.Clear();
        for (int i = 0; i < 20; i++)
        {
            byte[] frame = W5500DriverBench.Frame(1000 + i, i);
            bench.Arrive(frame);
            Assert.Equal(frame, Assert.Single(bench.PollOnce()));
            Assert.True(bench.Transmit(frame));
            bench.Pass(200_000);
            Assert.Equal(frame, bench.Medium.Sent.Dequeue());
        }
    }
}
