// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Chips;
using NanoTcp.Simulation.Chips.W5500;

namespace NanoTcp.Tests.Drivers;

/// <summary>A driver whose every poll asks the chip, for as long as the program polls all the time.</summary>
public class W5500PollingTests
{
    private const int FullFrame = 1514;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_frame_is_found_by_the_next_poll_without_any_edge(bool hasInterrupt)
    {
        using W5500DriverBench bench = Polling(hasInterrupt: hasInterrupt);
        bench.Board.DropEveryInterrupt(1);
        for (int i = 0; i < 20; i++)
        {
            byte[] frame = W5500DriverBench.Frame(60 + 70 * i, i);
            bench.Arrive(frame);
            Assert.Equal(frame, Assert.Single(bench.PollOnce()));
            Assert.Empty(bench.PollOnce());
        }

        Assert.Equal(0, bench.Link.Statistics.MissedInterrupts + bench.Link.Statistics.TornReads);
    }

    [Fact]
    public void INT_stays_low_from_the_first_frame_on_so_that_no_further_edge_comes()
    {
        using W5500DriverBench bench = Polling();
        for (int i = 0; i < 10; i++)
        {
            bench.Arrive(W5500DriverBench.Frame(100, i));
            Assert.Single(bench.PollOnce());
            Assert.True(bench.Chip.InterruptLow);
        }
    }

    [Fact]
    public void Behind_a_single_frame_the_same_poll_does_not_look_again()
    {
        using W5500DriverBench bench = Polling();
        bench.Arrive(W5500DriverBench.Frame(100));
        Assert.NotNull(bench.Link.Receive());
        Assert.True(bench.Link.Pending < 0);
    }

    [Fact]
    public void What_is_left_in_memory_is_taken_in_the_same_poll()
    {
        using W5500DriverBench bench = Polling();
        bench.Arrive(W5500DriverBench.Frame(100), W5500DriverBench.Frame(200), W5500DriverBench.Frame(300));
        Assert.NotNull(bench.Link.Receive());
        Assert.True(bench.Link.Pending > 0);
        Assert.NotNull(bench.Link.Receive());
        Assert.True(bench.Link.Pending > 0);
        Assert.NotNull(bench.Link.Receive());
        Assert.True(bench.Link.Pending < 0);
    }

    [Fact]
    public void After_polling_INT_reports_frames_again()
    {
        using W5500DriverBench bench = Polling();
        bench.Arrive(W5500DriverBench.Frame(100));
        Assert.Single(bench.PollOnce());
        bench.Link.EndPolling();
        Assert.True(bench.Spi.IsServiceDue());
        Assert.Empty(bench.PollOnce());
        Assert.False(bench.Spi.IsServiceDue());
        Assert.False(bench.Chip.InterruptLow);

        bench.Arrive(W5500DriverBench.Frame(100, 1));
        Assert.True(bench.Spi.IsServiceDue());
        Assert.Equal(W5500DriverBench.Frame(100, 1), Assert.Single(bench.PollOnce()));
    }

    // In steps of 10 µs: the frame comes before polling ends, between that and the look that is left, or during that look.
    [Fact]
    public void A_frame_that_comes_when_polling_ends_is_found_by_the_last_look_or_reported_by_INT()
    {
        for (int lead = -300_000; lead <= 300_000; lead += 10_000)
        {
            using W5500DriverBench bench = Polling();
            byte[] frame = W5500DriverBench.Frame(FullFrame);
            bench.Arrive(W5500DriverBench.Frame(60));
            Assert.Single(bench.PollOnce());
            bench.Medium.Arrive(frame);
            bench.Board.Advance();
            bench.Pass(300_000 + lead);
            bench.Link.EndPolling();
            bench.Pass(20_000);
            List<byte[]> found = bench.PollOnce();
            bench.Pass(400_000);
            if (found.Count == 0)
            {
                Assert.True(bench.Spi.IsServiceDue(), $"{lead} ns");
                found = bench.PollOnce();
            }

            Assert.Equal(frame, Assert.Single(found));
        }
    }

    [Fact]
    public void A_frame_that_waits_for_the_one_before_leaves_without_the_clock_moving()
    {
        using W5500DriverBench bench = Polling();
        bench.Chip.SetPartner(is100Mbit: false, isFullDuplex: false);
        long now = bench.NowMs;
        _ = bench.Link.Poll(now);
        Assert.True(bench.Transmit(W5500DriverBench.Frame(FullFrame, 1)));
        Assert.True(bench.Transmit(W5500DriverBench.Frame(60, 2)));
        Assert.True(bench.Link.Due <= now);

        // The clock of the polls has coarse steps. The wire goes on.
        for (int i = 0; i < 20; i++)
        {
            Assert.True(bench.Link.Poll(now) <= now || bench.Link.Statistics.FramesSent == 2);
            Assert.Empty(bench.Receive());
            bench.Pass(100_000);
        }

        Assert.Equal([FullFrame, 60], bench.Medium.Sent.Select(frame => frame.Length));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 2)]
    [InlineData(0, 1)]
    public void A_torn_read_of_a_pointer_costs_no_frame(int next, int every)
    {
        using W5500DriverBench bench = Polling();
        FaultSwitch faults = bench.Chip.Faults.TornReads;
        faults.Next = next;
        faults.Every = every;
        for (int i = 0; i < 30; i++)
        {
            byte[][] frames = [W5500DriverBench.Frame(1000, i), W5500DriverBench.Frame(FullFrame, i)];
            bench.Arrive(frames);
            Assert.Equal(frames, bench.PollOnce());
        }

        Assert.True(faults.Struck > 0);
        Assert.Equal(0, bench.Link.Statistics.BrokenPrefixes + bench.Link.Statistics.Reopens);
    }

    [Fact]
    public void A_broken_length_costs_what_the_chip_holds_and_a_second_one_opens_the_socket_again()
    {
        using W5500DriverBench bench = Polling();
        for (int i = 1; i <= 2; i++)
        {
            Assert.Equal(0, bench.Link.Statistics.Reopens);
            bench.Chip.Faults.BrokenPrefix = 7;
            bench.Chip.Faults.BrokenPrefixes.Next = 1;
            bench.Arrive(W5500DriverBench.Frame(100));
            Assert.Empty(bench.PollOnce());
            Assert.Equal(i, bench.Link.Statistics.BrokenPrefixes);
        }

        Assert.Equal(1, bench.Link.Statistics.Reopens);
        AssertPolls(bench);
    }

    // The pointers of a chip that has lost its supply may look as if it held nothing.
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void A_chip_that_loses_its_configuration_is_found_and_polled_again(int framesBefore)
    {
        using W5500DriverBench bench = Polling(new W5500Options { NegotiationNanoseconds = 0, Strict = false });
        for (int i = 0; i < framesBefore; i++)
        {
            bench.Arrive(W5500DriverBench.Frame(100));
            Assert.Single(bench.PollOnce());
        }

        bench.Chip.PowerCycle();
        Assert.Empty(bench.Run(1_200));
        Assert.Equal(2, bench.Link.Statistics.Starts);
        Assert.True(bench.Link.IsUp);
        AssertPolls(bench);
    }

    [Fact]
    public void Frames_that_wait_at_a_regular_check_are_no_missed_edges()
    {
        using W5500DriverBench bench = Polling();
        for (int i = 0; i < 20; i++)
        {
            bench.Pass(1_000_000_000);
            byte[] frame = W5500DriverBench.Frame(100, i);
            bench.Arrive(frame);
            Assert.Equal(frame, Assert.Single(bench.PollOnce()));
        }

        Assert.Equal(0, bench.Link.Statistics.MissedInterrupts + bench.Link.Statistics.LineFailures);
    }

    // Frames of polling say nothing about INT. A dead line is found out by those that wake a waiting board.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_broken_INT_line_is_found_out_although_many_frames_come_while_polling(bool isStuckLow)
    {
        BadWires? wires = null;
        using W5500DriverBench bench = new(wrap: chip => wires = new BadWires(chip) { StuckInterruptLow = isStuckLow });
        bench.StartUp();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(0, bench.Link.Statistics.LineFailures);
            bench.Arrive(W5500DriverBench.Frame(100, i));
            Assert.Single(bench.Run(1_010));
            bench.Link.BeginPolling();
            for (int j = 0; j < 50; j++)
            {
                bench.Arrive(W5500DriverBench.Frame(100, j));
                Assert.Single(bench.PollOnce());
            }

            bench.Link.EndPolling();
            Assert.Empty(bench.PollOnce());
        }

        Assert.Equal(1, bench.Link.Statistics.LineFailures);
        bench.Link.BeginPolling();
        AssertPolls(bench);
        bench.Link.EndPolling();
        Assert.Empty(bench.PollOnce());
        bench.Arrive(W5500DriverBench.Frame(100));
        Assert.Single(bench.Run(6));

        // It works again: polling notices that too.
        wires!.StuckInterruptLow = null;
        bench.Link.BeginPolling();
        for (int i = 0; i < 4; i++)
        {
            Assert.Empty(bench.Run(600));
            AssertPolls(bench);
        }

        bench.Link.EndPolling();
        Assert.Empty(bench.PollOnce());
        Assert.False(bench.Spi.IsServiceDue());
        bench.Arrive(W5500DriverBench.Frame(100));
        Assert.True(bench.Spi.IsServiceDue());
    }

    // Each frame finds the program waiting. It begins to poll at once, long before the next check.
    [Fact]
    public void A_failed_line_that_works_again_is_noticed_although_each_edge_begins_to_poll()
    {
        BadWires? wires = null;
        using W5500DriverBench bench = new(wrap: chip => wires = new BadWires(chip) { StuckInterruptLow = false });
        bench.StartUp();
        for (int i = 0; i < 3; i++)
        {
            bench.Arrive(W5500DriverBench.Frame(100, i));
            Assert.Single(bench.Run(1_010));
        }

        Assert.Equal(1, bench.Link.Statistics.LineFailures);
        wires!.StuckInterruptLow = null;
        for (int i = 0; i < 20; i++)
        {
            bench.Arrive(W5500DriverBench.Frame(100, i));
            Assert.Single(bench.PollOnce());
            bench.Link.BeginPolling();
            Assert.Empty(bench.Run(50));
            bench.Link.EndPolling();
            Assert.Empty(bench.Run(250));
        }

        bench.Arrive(W5500DriverBench.Frame(100));
        Assert.True(bench.Spi.IsServiceDue());
        Assert.Single(bench.PollOnce());
        Assert.False(bench.Spi.IsServiceDue());
    }

    // Two edges of many get lost: that is chance, although most frames were polled.
    [Fact]
    public void Edges_that_begin_to_poll_speak_for_the_line()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        for (int i = 0; i < 6; i++)
        {
            bench.Board.DropInterrupts(2);
            bench.Arrive(W5500DriverBench.Frame(100));
            Assert.Single(bench.Run(1_010));
            for (int j = 0; j < 10; j++)
            {
                bench.Arrive(W5500DriverBench.Frame(100));
                Assert.True(bench.Spi.IsServiceDue());
                bench.Link.BeginPolling();
                Assert.Single(bench.PollOnce());
                bench.Link.EndPolling();
                Assert.Empty(bench.PollOnce());
                bench.Pass(0);
            }
        }

        Assert.Equal(6, bench.Link.Statistics.MissedInterrupts);
        Assert.Equal(0, bench.Link.Statistics.LineFailures);
    }

    [Fact]
    public void Without_an_INT_line_the_driver_looks_at_intervals_again_after_polling()
    {
        using W5500DriverBench bench = Polling(hasInterrupt: false);
        bench.Pass(10_000_000);
        Assert.True(bench.Link.Poll(bench.NowMs) > bench.NowMs + 5, "While polling no look has a time.");
        bench.Link.EndPolling();
        Assert.True(bench.Link.Due <= bench.NowMs);
        Assert.InRange(bench.Link.Poll(bench.NowMs), bench.NowMs + 1, bench.NowMs + 5);
    }

    [Fact]
    public void To_begin_or_end_polling_twice_is_to_do_it_once()
    {
        using W5500DriverBench bench = Polling();
        bench.Link.BeginPolling();
        AssertPolls(bench);
        bench.Link.EndPolling();
        Assert.Empty(bench.PollOnce());
        bench.Link.EndPolling();
        Assert.False(bench.Spi.IsServiceDue());
    }

    private static W5500DriverBench Polling(W5500Options? chip = null, bool hasInterrupt = true)
    {
        W5500DriverBench bench = W5500DriverBench.Started(chip, hasInterrupt: hasInterrupt);
        bench.Link.BeginPolling();
        return bench;
    }

    private static void AssertPolls(W5500DriverBench bench)
    {
        byte[] frame = W5500DriverBench.Frame(1000, 5);
        bench.Arrive(frame);
        Assert.Equal(frame, Assert.Single(bench.PollOnce()));
        Assert.True(bench.Link.Pending < 0);
    }
}
