// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Drivers;
using NanoTcp.Link;
using NanoTcp.Simulation.Chips.W5500;

namespace NanoTcp.Tests.Drivers;

/// <summary>Frames from the wire to the stack.</summary>
public class W5500ReceiveTests
{
    [Theory]
    [InlineData(60)]
    [InlineData(61)]
    [InlineData(1513)]
    [InlineData(1514)]
    public void A_frame_comes_once_and_as_it_was_on_the_wire(int length)
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        byte[] frame = W5500DriverBench.Frame(length);
        bench.Arrive(frame);
        Assert.Equal(frame, Assert.Single(bench.PollOnce()));
        Assert.False(bench.Chip.InterruptLow);
        Assert.Empty(bench.Run(2_000));
    }

    [Fact]
    public void Nothing_is_found_behind_frames_whose_pointers_have_gone_round()
    {
        // 100 frames are more than 64 KB. Once a second there is a look for missed interrupts between them.
        using W5500DriverBench bench = W5500DriverBench.Started();
        for (int i = 0; i < 100; i++)
        {
            byte[] frame = W5500DriverBench.Frame(1514, i);
            bench.Arrive(frame);
            Assert.Equal(frame, Assert.Single(bench.PollOnce()));
            bench.Pass(1_000_000_000);
            Assert.Empty(bench.PollOnce());
        }

        Assert.Equal(0, bench.Link.Statistics.MissedInterrupts + bench.Link.Statistics.TornReads + bench.Link.Statistics.Reopens);
    }

    [Fact]
    public void Frames_alone_and_together_have_their_own_lengths()
    {
        // The remembered length of the last frame must not outlive a batch, whose frames lie in other places.
        using W5500DriverBench bench = W5500DriverBench.Started();
        for (int round = 0; round < 3; round++)
        {
            foreach (int[] lengths in new int[][] { [60], [60], [300, 60], [60], [1514], [60, 1514, 60], [1514] })
            {
                byte[][] frames = [.. lengths.Select((length, i) => W5500DriverBench.Frame(length, i))];
                bench.Arrive(frames);
                Assert.Equal(frames, bench.Receive());
            }
        }

        Assert.Equal(0, bench.Link.Statistics.BrokenPrefixes + bench.Link.Statistics.TornReads);
    }

    [Fact]
    public void What_is_left_for_the_next_time_is_pending()
    {
        // A program may wait for INT only when all frames have been taken, because no further edge reports the rest.
        using W5500DriverBench bench = W5500DriverBench.Started();
        bench.Arrive(W5500DriverBench.Frame(100), W5500DriverBench.Frame(100));
        Assert.NotNull(bench.Link.Receive());
        Assert.True(bench.Spi.InterruptPending());
        Assert.NotNull(bench.Link.Receive());
        Assert.False(bench.Spi.InterruptPending());
        bench.Chip.Counters.ClearBus();
        Assert.Null(bench.Link.Receive());
        Assert.Equal(0, bench.Chip.Counters.ChipSelects);
    }

    [Fact]
    public void Several_frames_come_in_one_transfer()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        byte[][] frames = [W5500DriverBench.Frame(60, 1), W5500DriverBench.Frame(333, 2), W5500DriverBench.Frame(1514, 3), W5500DriverBench.Frame(61, 4)];
        bench.Arrive(frames);
        Assert.Equal(frames, bench.PollOnce());
        Assert.Equal(1, bench.Link.Statistics.Batches);
        Assert.Equal(4, bench.Link.Statistics.FramesReceived);
    }

    [Theory]
    [InlineData(1516)]
    [InlineData(2000)]
    [InlineData(4548)]
    [InlineData(16381)]
    public void Frames_that_need_several_transfers_come_whole_and_in_order(int receiveBuffer)
    {
        using W5500DriverBench bench = W5500DriverBench.Started(options: new W5500LinkOptions { ReceiveBuffer = receiveBuffer });
        byte[][] frames = [.. Enumerable.Range(0, 40).Select(i => W5500DriverBench.Frame(60 + (i * 331) % 700, i))];
        bench.Arrive(frames);
        Assert.Equal(frames, bench.PollOnce());
        Assert.Equal(0, bench.Link.Statistics.BrokenPrefixes);
    }

    [Fact]
    public void Frames_come_and_go_whole_when_the_pointers_wrap()
    {
        W5500Options chip = new() { NegotiationNanoseconds = 0, InitialReceivePointer = 0xFFF0, InitialTransmitPointer = 0xFA00 };
        using W5500DriverBench bench = W5500DriverBench.Started(chip);
        for (int i = 0; i < 60; i++)
        {
            byte[] frame = W5500DriverBench.Frame(1500, i);
            bench.Arrive(frame);
            Assert.Equal(frame, Assert.Single(bench.PollOnce()));
            Assert.True(bench.Transmit(frame));
            bench.Pass(200_000);
            Assert.Equal(frame, bench.Medium.Sent.Dequeue());
        }
    }

    [Fact]
    public void A_full_buffer_loses_frames_and_recovers()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        byte[][] frames = [.. Enumerable.Range(0, 15).Select(i => W5500DriverBench.Frame(1514, i))];
        bench.Arrive(frames);
        Assert.Equal(5, bench.Chip.Counters.DroppedFull);
        Assert.Equal(frames[..10], bench.PollOnce());
        bench.Arrive(frames[14]);
        Assert.Equal(frames[14], Assert.Single(bench.PollOnce()));
    }

    [Fact]
    public void A_frame_that_comes_during_the_look_is_not_forgotten()
    {
        // The second frame is complete 123 µs after the first, while the first goes over the bus. Only its own edge can tell of it.
        using W5500DriverBench bench = W5500DriverBench.Started();
        byte[][] frames = [W5500DriverBench.Frame(1514, 1), W5500DriverBench.Frame(1514, 2)];
        bench.Medium.Arrive(frames[0]);
        bench.Pass(0);
        bench.Medium.Arrive(frames[1]);
        Assert.Equal(frames[0], Assert.Single(bench.Receive()));
        Assert.Equal(2, bench.Chip.Counters.FramesReceived);
        bench.Pass(200_000);
        Assert.Equal(frames[1], Assert.Single(bench.Receive()));
    }

    [Fact]
    public void Without_an_interrupt_line_it_asks_each_time()
    {
        using W5500DriverBench bench = W5500DriverBench.Started(options: new W5500LinkOptions { PollInterval = 7 }, hasInterrupt: false);
        long now = bench.NowMs;
        Assert.InRange(bench.Link.Poll(now), now + 1, now + 7);
        bench.Arrive(W5500DriverBench.Frame(100));
        Assert.Single(bench.Receive());
        Assert.Empty(bench.Receive());

        // Two looks at an empty buffer and the one that found the frame.
        Assert.Equal(3, bench.Chip.Counters.StatusPolls);
    }

    [Fact]
    public void A_transfer_leaves_room_for_the_words_of_the_hardware()
    {
        // The platform reads in words of four bytes: the transfer starts at a multiple of four and has three bytes to spare at its end.
        using W5500DriverBench bench = W5500DriverBench.Started(options: new W5500LinkOptions { ReceiveBuffer = 1516 });
        bench.Arrive(W5500DriverBench.Frame(1514));
        FrameBuffer? frame = bench.Link.Receive();
        Assert.NotNull(frame);
        const int headerAndPrefix = 5;
        Assert.Equal(0, (frame.Offset - headerAndPrefix) % 4);
        Assert.True(frame.Offset + frame.Length + 3 <= frame.Data.Length);
    }
}
