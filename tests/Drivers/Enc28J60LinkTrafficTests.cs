// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Drivers;
using NanoTcp.Simulation.Chips.Enc28j60;

namespace NanoTcp.Tests.Drivers;

/// <summary>Frames in both directions, the interrupt line, and the link.</summary>
public class Enc28J60LinkTrafficTests
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void Frames_of_all_lengths_arrive_as_they_were_sent(bool hasInterrupt, bool countsPackets)
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(new Enc28J60LinkOptions { CountsPackets = countsPackets }, hasInterrupt: hasInterrupt);
        List<byte[]> sent = [];
        for (int i = 0; i < 600; i++)
        {
            // Lengths in random order, with series of full frames, which are read in another way.
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
        Assert.Equal(sent.Count, bench.Received.Count);
        for (int i = 0; i < sent.Count; i++)
        {
            Assert.True(sent[i].AsSpan().SequenceEqual(bench.Received[i]), $"frame {i} of {sent[i].Length} bytes");
        }

        Assert.Equal(0, bench.Counters.Violations + bench.Statistics.Resyncs + bench.Statistics.Phantoms);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Frames_of_all_lengths_leave_in_order(bool fullDuplex)
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(new Enc28J60LinkOptions { FullDuplex = fullDuplex });
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
        Assert.Equal(300, bench.Statistics.FramesSent);
    }

    [Fact]
    public void A_short_frame_is_padded()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Send(Enc28J60LinkBench.Frame(42, Enc28J60LinkBench.OtherMac));
        bench.Run(2);

        Assert.Equal([.. Enc28J60LinkBench.Frame(42, Enc28J60LinkBench.OtherMac), .. new byte[18]], Assert.Single(bench.Medium.Sent));
    }

    [Fact]
    public void What_the_memory_held_when_the_supply_came_does_not_change_how_frames_are_sent()
    {
        // The control byte in front of each slot could override the padding and the check sequence.
        for (ulong seed = 1; seed <= 8; seed++)
        {
            using Enc28J60LinkBench bench = new(chip: new Enc28J60Options { LinkUpNanoseconds = Enc28J60LinkBench.QuickLink, Seed = seed });
            bench.Chip.PowerCycle();
            Assert.Equal(ControllerError.None, bench.Link.Start());
            bench.Run(200);
            byte[] frame = Enc28J60LinkBench.Frame(42, Enc28J60LinkBench.OtherMac);
            byte[] padded = [.. frame, .. new byte[18]];
            for (int i = 0; i < 2; i++)
            {
                Assert.True(bench.Send(Enc28J60LinkBench.Frame(1514, Enc28J60LinkBench.OtherMac)));
                Assert.True(bench.Send(frame));
                bench.Run(5);
                Assert.Equal(padded, bench.Medium.Sent.Last());
                Assert.True(bench.Send(frame));
                bench.Run(5);
                Assert.Equal(padded, bench.Medium.Sent.Last());
            }

            Assert.Equal(6, bench.Medium.Sent.Count);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_frame_is_written_while_another_is_sent_and_a_third_is_refused(bool fullDuplex)
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(new Enc28J60LinkOptions { FullDuplex = fullDuplex }, transactionNanoseconds: 0);
        byte[] first = Enc28J60LinkBench.Frame(1514, Enc28J60LinkBench.OtherMac, 1);
        byte[] second = Enc28J60LinkBench.Frame(200, Enc28J60LinkBench.OtherMac, 2);
        Assert.True(bench.Send(first));
        Assert.True(bench.Send(second));
        Assert.False(bench.Link.CanTransmit());
        Assert.False(bench.Send(second));
        Assert.Empty(bench.Medium.Sent);

        bench.Wait(Enc28J60LinkBench.FrameTime);
        bench.Link.Poll(bench.Now);
        Assert.True(bench.Link.CanTransmit());
        bench.Run(3);
        Assert.Equal([first, second], bench.Medium.Sent);
    }

    [Fact]
    public void A_frame_that_waits_is_started_by_polling_alone()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(new Enc28J60LinkOptions { FullDuplex = true }, hasInterrupt: false);
        bench.Send(Enc28J60LinkBench.Frame(1514, Enc28J60LinkBench.OtherMac));
        bench.Send(Enc28J60LinkBench.Frame(60, Enc28J60LinkBench.OtherMac));
        Assert.Equal(bench.Now + 1, bench.Link.Poll(bench.Now));
        bench.Run(4);

        Assert.Equal(2, bench.Medium.Sent.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_frame_that_waits_is_started_as_soon_as_INT_tells_that_the_one_before_has_left(bool fullDuplex)
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(new Enc28J60LinkOptions { FullDuplex = fullDuplex });
        Assert.False(bench.Bus.InterruptPending());
        bench.Send(Enc28J60LinkBench.Frame(1514, Enc28J60LinkBench.OtherMac));
        bench.Send(Enc28J60LinkBench.Frame(1514, Enc28J60LinkBench.OtherMac));
        bench.Wait(Enc28J60LinkBench.FrameTime);
        Assert.Single(bench.Medium.Sent);
        Assert.True(bench.Bus.InterruptPending());
        Assert.Null(bench.Link.Receive());
        bench.Wait(Enc28J60LinkBench.FrameTime);
        Assert.Equal(2, bench.Medium.Sent.Count);

        // Then no end is awaited any more, and only packets lower INT again.
        Assert.Null(bench.Link.Receive());
        Assert.Equal(0xC0, bench.Peek(Register.EIE));
        Assert.False(bench.Chip.InterruptLow);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_INT_line_that_the_end_of_a_transmission_lowers_is_no_proof_of_a_packet(bool fullDuplex)
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(new Enc28J60LinkOptions { FullDuplex = fullDuplex });
        for (int i = 0; i < 50; i++)
        {
            // Three frames cross three that arrive, and some ends fall between two packets.
            bench.Medium.Arrive(Enc28J60LinkBench.Frame(60 + (i * 20), number: i));
            Assert.True(bench.Send(Enc28J60LinkBench.Frame(60 + (i * 7), number: i)));
            Assert.True(bench.Send(Enc28J60LinkBench.Frame(100, number: i)));
            bench.RunUntil(bench.Link.CanTransmit, 10);
            Assert.True(bench.Send(Enc28J60LinkBench.Frame(60, number: i)));
            bench.Medium.Arrive(Enc28J60LinkBench.Frame(60, number: i));
            bench.Run(8);
        }

        Assert.Equal(150, bench.Medium.Sent.Count);
        Assert.Equal(100, bench.Received.Count);
        Assert.Equal(0, bench.Statistics.Phantoms + bench.Statistics.Resyncs);
        Assert.Equal(0, bench.Counters.Violations);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_lost_edge_delays_a_frame_that_waits_by_milliseconds(bool fullDuplex)
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(new Enc28J60LinkOptions { FullDuplex = fullDuplex });
        bench.Send(Enc28J60LinkBench.Frame(1514, Enc28J60LinkBench.OtherMac));
        bench.Send(Enc28J60LinkBench.Frame(1514, Enc28J60LinkBench.OtherMac));
        bench.Board.DropInterrupts(2);
        bench.Run(8);

        Assert.Equal(2, bench.Medium.Sent.Count);
    }

    [Fact]
    public void Without_INT_packets_are_looked_for_more_often_while_there_are_some()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(hasInterrupt: false);
        Assert.Equal(2, Pause());
        bench.Arrive(Enc28J60LinkBench.Frame(60));
        bench.Run(2);
        Assert.Single(bench.Received);
        Assert.Equal(1, Pause());
        bench.Run(22);
        Assert.Equal(2, Pause());

        // From one time that the driver has asked for to the next.
        long Pause()
        {
            bench.Wait((bench.Link.Poll(bench.Now) - bench.Now) * 1_000_000);
            return bench.Link.Poll(bench.Now) - bench.Now;
        }
    }

    [Fact]
    public void A_frame_can_be_turned_round_in_place()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        foreach (int length in new[] { 60, 61, 500, 1514 })
        {
            bench.Arrive(Enc28J60LinkBench.Frame(length));
            Assert.True(bench.Link.Transmit(bench.Link.Receive()!));
            bench.Run(3);
            Assert.Equal(Enc28J60LinkBench.Frame(length), bench.Medium.Sent.Last());
        }
    }

    [Fact]
    public void Frames_of_changing_lengths_go_round_the_buffer_in_any_order()
    {
        // Each length comes expected and unexpected, before, across and after the end of the buffer.
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        int[] lengths = [60, 60, 61, 60, 700, 1514, 1514, 1514, 1514, 1514, 60, 1514, 333];
        int count = 20 * 1024 / 60;
        for (int i = 0; i < count; i++)
        {
            byte[] frame = Enc28J60LinkBench.Frame(lengths[i % lengths.Length], number: i);
            bench.Arrive(frame);
            Assert.Equal(1, bench.Drain());
            Assert.Equal(frame, bench.Received[^1]);
        }

        Assert.Equal(count, bench.Statistics.FramesReceived);
        Assert.Equal(0, bench.Statistics.Phantoms + bench.Statistics.Resyncs + bench.Counters.DroppedBufferFull);
    }

    [Fact]
    public void A_burst_waits_in_the_chip()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        byte[][] frames = [.. Enumerable.Range(0, 3).Select(i => Enc28J60LinkBench.Frame(1514, number: i))];
        for (int round = 0; round < 20; round++)
        {
            bench.Arrive(frames);
            bench.Drain();
        }

        Assert.Equal(60, bench.Received.Count);
        Assert.Equal(0, bench.Counters.DroppedBufferFull);
    }

    [Fact]
    public void A_frame_that_comes_while_another_is_taken_is_found_without_an_edge()
    {
        // No edge is delivered after the first: the line stays low.
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Arrive(Enc28J60LinkBench.Frame(60, number: 1));
        Assert.NotNull(bench.Link.Receive());
        bench.Medium.Arrive(Enc28J60LinkBench.Frame(60, number: 2));
        bench.Board.Advance();
        bench.Clock.Elapse(Enc28J60LinkBench.FrameTime);
        bench.Board.Advance();

        Assert.Equal(1, bench.Drain());
    }

    [Fact]
    public void An_edge_that_is_told_late_is_no_proof_of_a_packet()
    {
        // The look after the first frame finds the second one, before its edge is reported.
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Arrive(Enc28J60LinkBench.Frame(60, number: 1));
        Assert.NotNull(bench.Link.Receive());
        bench.Medium.Arrive(Enc28J60LinkBench.Frame(60, number: 2));
        bench.Board.Advance();
        bench.Clock.Elapse(Enc28J60LinkBench.FrameTime);
        bench.Board.Advance();
        Assert.NotNull(bench.Link.Receive());
        Assert.Null(bench.Link.Receive());

        bench.Board.DeliverInterrupts();
        Assert.True(bench.Bus.InterruptPending());
        Assert.Null(bench.Link.Receive());
        Assert.Equal(0, bench.Statistics.Phantoms + bench.Statistics.Resyncs);
    }

    [Fact]
    public void A_lost_edge_delays_a_frame_and_no_more()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Board.DropInterrupts(1);
        bench.Arrive(Enc28J60LinkBench.Frame(60));
        Assert.Equal(0, bench.Drain());

        bench.RunUntil(() => bench.Received.Count == 1, 600);
        bench.Arrive(Enc28J60LinkBench.Frame(60));
        Assert.Equal(1, bench.Drain());
    }

    [Fact]
    public void Runts_and_foreign_frames_are_not_handed_over()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        byte[] runt = Enc28J60LinkBench.Frame(40);
        byte[] whole = new byte[44];
        runt.CopyTo(whole, 0);
        EthernetCrc.Write(whole, 40);
        bench.Chip.InjectFrame(whole);
        bench.Arrive(Enc28J60LinkBench.Frame(60, Enc28J60LinkBench.OtherMac), Enc28J60LinkBench.Frame(100));
        bench.Drain();

        Assert.Equal(100, Assert.Single(bench.Received).Length);
        Assert.Equal(1, bench.Statistics.Runts);
    }

    [Fact]
    public void The_link_follows_the_cable()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Chip.CablePlugged = false;
        bench.RunUntil(() => !bench.Link.IsUp, 1_100);
        Assert.False(bench.Link.CanTransmit());
        Assert.False(bench.Send(Enc28J60LinkBench.Frame(60)));

        bench.Chip.CablePlugged = true;
        bench.RunUntil(() => bench.Link.IsUp, 200);
        Assert.Equal(2, bench.Statistics.LinkUps);
        bench.Arrive(Enc28J60LinkBench.Frame(60));
        Assert.Equal(1, bench.Drain());
    }

    [Fact]
    public void A_link_that_was_down_for_a_moment_is_up_again()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Chip.CablePlugged = false;
        bench.Wait(1_000_000);
        bench.Chip.CablePlugged = true;
        bench.Run(1_500);

        Assert.True(bench.Link.IsUp);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        NanoTcp.Link.FrameBuffer frame = new(1514) { Length = 1000 };
        byte[] arriving = Enc28J60LinkBench.Frame(1514);
        for (int i = 0; i < 10; i++)
        {
            Exchange()();
        }

        // The medium of this bench stores sent frames. The driver and everything below it allocate nothing.
        for (int i = 0; i < 190; i++)
        {
            Allocations.AssertNone(Exchange);
        }

        Action Exchange()
        {
            bench.Run(2);
            bench.Arrive(arriving);
            return () =>
            {
                bench.Link.Poll(bench.Now);
                Assert.NotNull(bench.Link.Receive());
                Assert.Null(bench.Link.Receive());
                Assert.True(bench.Link.Transmit(frame));
            };
        }
    }
}
