// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Drivers;
using NanoTcp.Simulation.Chips.Enc28j60;

namespace NanoTcp.Tests.Drivers;

/// <summary>The driver of a program that polls all the time: INT is off, and each poll asks the chip.</summary>
public class Enc28J60PollingTests
{
    private const int Enabled = Eir.INTIE | Eir.PKTIF;

    // The registers are compared every 15 s, at a check. Then the chip is started.
    private const int CompareTime = 15_600;

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void Frames_of_all_lengths_arrive_as_they_were_sent_and_INT_never_falls(bool hasInterrupt, bool countsPackets)
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(new Enc28J60LinkOptions { CountsPackets = countsPackets }, hasInterrupt: hasInterrupt);
        int edges = 0;
        bench.Link.BeginPolling();
        bench.Chip.InterruptChanged += () => edges++;
        List<byte[]> sent = [];
        for (int i = 0; i < 600; i++)
        {
            int length = i % 40 < 12 ? 1514 : 60 + (i * 389 % 1455);
            byte[] frame = Enc28J60LinkBench.Frame(length, number: i);
            sent.Add(frame);
            bench.Arrive(frame);
            if (i % 3 != 0)
            {
                bench.Poll();
            }
        }

        bench.Poll();
        Assert.Equal(sent, bench.Received);
        Assert.Equal(0, edges);
        Assert.Equal(0, bench.Counters.Violations + bench.Statistics.Resyncs + bench.Statistics.Phantoms + bench.Statistics.LineFailures);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Frames_of_all_lengths_leave_in_order(bool fullDuplex, bool hasInterrupt)
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(new Enc28J60LinkOptions { FullDuplex = fullDuplex }, hasInterrupt: hasInterrupt);
        bench.Link.BeginPolling();
        List<byte[]> sent = [];
        for (int i = 0; i < 300; i++)
        {
            byte[] frame = Enc28J60LinkBench.Frame(i % 40 < 12 ? 1514 : 60 + (i * 389 % 1455), Enc28J60LinkBench.OtherMac, i);
            bench.RunUntil(bench.Link.CanTransmit, 10);
            Assert.True(bench.Send(frame));
            sent.Add(frame);
        }

        bench.Run(10);
        Assert.Equal(sent, bench.Medium.Sent);
        Assert.False(bench.Chip.InterruptLow);
    }

    [Fact]
    public void The_end_of_a_frame_starts_the_next_at_the_next_poll()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(new Enc28J60LinkOptions { FullDuplex = true });
        bench.Link.BeginPolling();
        bench.Send(Enc28J60LinkBench.Frame(1514, number: 1));
        bench.Send(Enc28J60LinkBench.Frame(1514, number: 2));
        bench.Wait(Enc28J60LinkBench.FrameTime);
        Assert.Equal(0, bench.Drain());
        bench.Wait(Enc28J60LinkBench.FrameTime);
        Assert.Equal(2, bench.Medium.Sent.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_frame_that_came_before_polling_ended_is_found_by_the_next_poll(bool losesEdges)
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Link.BeginPolling();
        bench.Poll();
        bench.Board.DropInterrupts(losesEdges ? int.MaxValue : 0);
        bench.Arrive(Enc28J60LinkBench.Frame(100));
        bench.Link.EndPolling();
        Assert.True(bench.Chip.InterruptLow);
        Assert.True(bench.Bus.IsServiceDue());
        Assert.Equal(1, bench.Drain());
        Assert.Equal(0, bench.Statistics.LineFailures);
    }

    [Fact]
    public void After_polling_INT_reports_frames_again()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        for (int i = 0; i < 5; i++)
        {
            bench.Link.BeginPolling();
            bench.Arrive(Enc28J60LinkBench.Frame(100));
            Assert.False(bench.Chip.InterruptLow);
            Assert.Equal(1, bench.Drain());
            bench.Link.EndPolling();
            Assert.Equal(0, bench.Drain());
            Assert.False(bench.Bus.IsServiceDue());
            bench.Arrive(Enc28J60LinkBench.Frame(100));
            Assert.True(bench.Chip.InterruptLow);
            Assert.True(bench.Bus.IsServiceDue());
            Assert.Equal(1, bench.Drain());
        }
    }

    [Fact]
    public void A_second_slot_that_waits_when_polling_begins_or_ends_is_sent()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(new Enc28J60LinkOptions { FullDuplex = true });
        for (int i = 0; i < 4; i++)
        {
            bench.Send(Enc28J60LinkBench.Frame(1514, number: 2 * i));
            bench.Send(Enc28J60LinkBench.Frame(1514, number: (2 * i) + 1));
            if (i % 2 == 0)
            {
                bench.Link.BeginPolling();
            }
            else
            {
                bench.Link.EndPolling();
            }

            bench.Wait(Enc28J60LinkBench.FrameTime);
            Assert.Equal(0, bench.Drain());
            bench.Wait(Enc28J60LinkBench.FrameTime);
            Assert.Equal((2 * i) + 2, bench.Medium.Sent.Count);
            bench.Run(10);
        }
    }

    [Fact]
    public void A_chip_that_is_set_up_anew_is_still_polled()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Link.BeginPolling();
        bench.Chip.PowerCycle();
        bench.RunUntil(() => bench.Statistics.Restarts == 1, 1_100);
        bench.RunUntil(() => bench.Link.IsUp, 200);
        Assert.Equal(Eir.PKTIF, bench.Peek(Register.EIE));
        bench.Arrive(Enc28J60LinkBench.Frame(60));
        Assert.Equal(1, bench.Drain());

        bench.Link.EndPolling();
        Assert.Equal(Enabled, bench.Peek(Register.EIE));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Polling_that_begins_or_ends_while_the_chip_is_set_up_takes_effect(bool begins)
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        if (!begins)
        {
            bench.Link.BeginPolling();
        }

        bench.Chip.PowerCycle();
        bench.RunUntil(() => bench.Statistics.Restarts == 1, 1_100);
        if (begins)
        {
            bench.Link.BeginPolling();
        }
        else
        {
            bench.Link.EndPolling();
        }

        bench.RunUntil(() => bench.Link.IsUp, 200);
        Assert.Equal(begins ? Eir.PKTIF : Enabled, bench.Peek(Register.EIE));
        bench.Arrive(Enc28J60LinkBench.Frame(60));
        Assert.Equal(1, bench.Drain());
    }

    [Fact]
    public void A_driver_that_the_program_starts_again_works_by_interrupt()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Link.BeginPolling();
        Assert.Equal(ControllerError.None, bench.Link.Start());
        bench.RunUntil(() => bench.Link.IsUp, 200);
        bench.Arrive(Enc28J60LinkBench.Frame(60));
        Assert.True(bench.Chip.InterruptLow);
        Assert.Equal(1, bench.Drain());
    }

    [Fact]
    public void A_comparison_expects_INT_to_be_off()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Link.BeginPolling();
        bench.Run(2 * CompareTime);
        Assert.Equal(0, bench.Statistics.Mismatches);
        bench.Poke(Register.EIE, Enabled);
        bench.Run(CompareTime);
        Assert.Equal(1, bench.Statistics.Mismatches);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void INT_is_turned_on_again_although_transfers_get_lost(int lost)
    {
        BadWires? wires = null;
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(wrap: chip => wires = new BadWires(chip));
        bench.Link.BeginPolling();
        wires!.LostEnables = lost;
        bench.Link.EndPolling();
        bench.Drain();
        bench.Arrive(Enc28J60LinkBench.Frame(60));
        Assert.True(bench.Bus.IsServiceDue());
        Assert.Equal(1, bench.Drain());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_broken_INT_line_does_not_matter_while_the_chip_is_polled(bool isStuckLow)
    {
        BadWires? wires = null;
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(wrap: chip => wires = new BadWires(chip));
        bench.Link.BeginPolling();
        wires!.StuckInterruptLow = isStuckLow;
        for (int i = 0; i < 40; i++)
        {
            bench.Arrive(Enc28J60LinkBench.Frame(100, number: i));
            bench.Poll();
            Assert.Equal(i + 1, bench.Received.Count);
            bench.Run(1_000);
        }

        Assert.Equal(0, bench.Statistics.LineFailures + bench.Statistics.MissedInterrupts + bench.Statistics.Restarts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_line_that_broke_while_the_chip_was_polled_is_found_afterwards(bool isStuckLow)
    {
        BadWires? wires = null;
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(wrap: chip => wires = new BadWires(chip));
        bench.Link.BeginPolling();
        wires!.StuckInterruptLow = isStuckLow;
        bench.Run(100);
        bench.Link.EndPolling();
        bench.Arrive(Enc28J60LinkBench.Frame(100));
        bench.RunUntil(() => bench.Received.Count == 1, CompareTime);
        bench.RunUntil(() => bench.Statistics.LineFailures == 1, CompareTime);
        bench.Link.BeginPolling();
        bench.Counters.ClearBus();
        bench.Arrive(Enc28J60LinkBench.Frame(100));
        Assert.Equal(1, bench.Drain());
    }

    [Fact]
    public void A_line_that_is_stuck_low_is_found_although_the_program_begins_to_poll_again_at_once()
    {
        // It looks like a frame, so the program polls, and ends that when no frame comes. The check twice a second may never meet the line in use.
        BadWires? wires = null;
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(wrap: chip => wires = new BadWires(chip));
        wires!.StuckInterruptLow = true;
        for (int i = 0; i < 4; i++)
        {
            bench.Link.EndPolling();
            bench.Link.Receive();
            bench.Link.BeginPolling();
            bench.Link.Receive();
        }

        Assert.Equal(1, bench.Statistics.LineFailures);
        bench.Link.EndPolling();
        bench.Arrive(Enc28J60LinkBench.Frame(100));
        bench.Poll();
        Assert.Equal(Enc28J60LinkBench.Frame(100), Assert.Single(bench.Received));
    }

    // Frames of polling say nothing about INT. Edges that get lost are counted by the frames that wake a waiting board.
    [Fact]
    public void Lost_edges_are_found_out_although_many_frames_come_while_polling()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Board.DropInterrupts(int.MaxValue);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(0, bench.Statistics.LineFailures);
            bench.Received.Clear();
            bench.Arrive(Enc28J60LinkBench.Frame(100));
            bench.RunUntil(() => bench.Received.Count == 1, 510);
            bench.Link.BeginPolling();
            for (int j = 0; j < 50; j++)
            {
                bench.Arrive(Enc28J60LinkBench.Frame(100, number: j));
                Assert.Equal(1, bench.Drain());
            }

            bench.Link.EndPolling();
            Assert.Equal(0, bench.Drain());
        }

        Assert.Equal(3, bench.Statistics.MissedInterrupts);
        Assert.Equal(1, bench.Statistics.LineFailures);
    }

    // Edges that begin to poll speak for the line: two of many get lost, and that is chance.
    [Fact]
    public void Edges_that_begin_to_poll_speak_for_the_line()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        for (int i = 0; i < 6; i++)
        {
            bench.Received.Clear();
            bench.Board.DropInterrupts(1);
            bench.Arrive(Enc28J60LinkBench.Frame(100));
            bench.RunUntil(() => bench.Received.Count == 1, 510);
            for (int j = 0; j < 10; j++)
            {
                bench.Arrive(Enc28J60LinkBench.Frame(100));
                Assert.True(bench.Bus.IsServiceDue());
                bench.Link.BeginPolling();
                Assert.Equal(1, bench.Drain());
                bench.Link.EndPolling();
                Assert.Equal(0, bench.Drain());
                bench.Wait(1_000);
            }
        }

        Assert.Equal(6, bench.Statistics.MissedInterrupts);
        Assert.Equal(0, bench.Statistics.LineFailures);
    }

    [Fact]
    public void Without_an_INT_line_the_driver_looks_at_intervals_again_after_polling()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(hasInterrupt: false);
        bench.Link.BeginPolling();
        bench.Run(10);
        Assert.True(bench.Link.Poll(bench.Now) > bench.Now + 5, "While polling no look has a time.");
        bench.Link.EndPolling();
        Assert.True(bench.Link.Due <= bench.Now);
        Assert.InRange(bench.Link.Poll(bench.Now), bench.Now + 1, bench.Now + 5);
    }

    [Fact]
    public void A_bit_that_never_reports_anything_is_found_by_the_next_check()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Link.BeginPolling();
        bench.Chip.Faults.StuckInterruptFlag = false;
        bench.Arrive(Enc28J60LinkBench.Frame(100));
        bench.RunUntil(() => bench.Received.Count == 1, 510);
        AssertCountsPackets(bench);
    }

    [Fact]
    public void A_bit_that_never_reports_anything_is_found_when_silence_ends_polling()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Link.BeginPolling();
        bench.Chip.Faults.StuckInterruptFlag = false;
        bench.Arrive(Enc28J60LinkBench.Frame(100));
        Assert.Equal(0, bench.Drain());
        bench.Link.EndPolling();
        Assert.Equal(1, bench.Drain());
        bench.Link.BeginPolling();
        AssertCountsPackets(bench);
    }

    [Fact]
    public void A_bit_that_always_reports_a_packet_is_found_at_once()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Link.BeginPolling();
        bench.Chip.Faults.StuckInterruptFlag = true;
        bench.Poll();
        bench.Poll();
        AssertCountsPackets(bench);
        Assert.InRange(bench.Statistics.Phantoms, 1, 2);
    }

    [Fact]
    public void A_bit_that_always_reports_a_packet_is_found_although_old_packets_look_like_new_ones()
    {
        // 64 records of 80 bytes fill the buffer, so each lap leaves its records where the next one has its own.
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Link.BeginPolling();
        for (int i = 0; i < 64; i++)
        {
            bench.Arrive(Enc28J60LinkBench.Frame(70, number: i));
            Assert.Equal(1, bench.Drain());
        }

        bench.Chip.Faults.StuckInterruptFlag = true;
        for (int i = 0; i < 510; i++)
        {
            bench.Wait(1_000_000);
            bench.Link.Poll(bench.Now);
            bench.Link.Receive();
        }

        Assert.True(bench.Statistics.FramesReceived > 64, "Nothing was read twice.");
        AssertCountsPackets(bench);
        Assert.Equal(0, bench.Statistics.Restarts);
    }

    [Fact]
    public void A_bit_that_was_misread_is_used_again_after_the_next_comparison()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Link.BeginPolling();
        bench.Run(1_000);
        bench.Chip.Faults.StuckInterruptFlag = false;
        bench.Arrive(Enc28J60LinkBench.Frame(100));
        bench.RunUntil(() => bench.Received.Count == 1, 510);
        bench.Chip.Faults.StuckInterruptFlag = null;
        AssertCountsPackets(bench);

        bench.Run(2 * CompareTime);
        bench.Arrive(Enc28J60LinkBench.Frame(100));
        bench.Drain();
        bench.Counters.ClearBus();
        Assert.Equal(0, bench.Drain());
        Assert.Equal(1, bench.Counters.ChipSelects);
        Assert.Equal(0, bench.Counters.BankSwitches);
        Assert.Equal(1, bench.Statistics.LineFailures);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_impossible_header_empties_the_receive_buffer_and_reception_goes_on(bool fullDuplex)
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(new Enc28J60LinkOptions { FullDuplex = fullDuplex });
        bench.Link.BeginPolling();
        bench.Chip.Faults.CorruptHeaders.Next = 1;
        bench.Arrive(Enc28J60LinkBench.Frame(200, number: 2), Enc28J60LinkBench.Frame(200, number: 3));
        Assert.Equal(0, bench.Drain());
        Assert.Equal(1, bench.Statistics.Resyncs);
        for (int i = 4; i < 30; i++)
        {
            bench.Arrive(Enc28J60LinkBench.Frame(1000, number: i));
            Assert.Equal(1, bench.Drain());
            Assert.Equal(Enc28J60LinkBench.Frame(1000, number: i), bench.Received[^1]);
        }

        Assert.Equal(0, bench.Statistics.Restarts + bench.Statistics.LineFailures);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_frame_that_comes_while_another_is_sent_in_vain_is_received(bool isPolled)
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        if (isPolled)
        {
            bench.Link.BeginPolling();
        }

        bench.Chip.Faults.Arrange(TransmitFault.LateCollision);
        bench.Send(Enc28J60LinkBench.Frame(100));
        bench.Arrive(Enc28J60LinkBench.Frame(100, number: 1));
        Assert.Equal(1, bench.Drain());
        Assert.Equal(Enc28J60LinkBench.Frame(100, number: 1), bench.Received[^1]);
        Assert.Equal(1, bench.Statistics.LateCollisions);
        bench.Run(5);
        Assert.Equal(Enc28J60LinkBench.Frame(100), Assert.Single(bench.Medium.Sent));
        Assert.Equal(0, bench.Statistics.Resyncs + bench.Statistics.Phantoms);
    }

    private static void AssertCountsPackets(Enc28J60LinkBench bench)
    {
        Assert.Equal(1, bench.Statistics.LineFailures);
        int before = bench.Received.Count;
        for (int i = 0; i < 20; i++)
        {
            bench.Arrive(Enc28J60LinkBench.Frame(1000, number: i));
            bench.Poll();
            Assert.Equal(Enc28J60LinkBench.Frame(1000, number: i), bench.Received[^1]);
        }

        Assert.Equal(before + 20, bench.Received.Count);
        Assert.Equal(1, bench.Statistics.LineFailures);
    }
}
