// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Drivers;
using NanoTcp.Link;
using NanoTcp.Simulation.Chips.W5500;

namespace NanoTcp.Tests.Drivers;

/// <summary>Frames from the stack to the wire.</summary>
public class W5500TransmitTests
{
    [Theory]
    [InlineData(60)]
    [InlineData(61)]
    [InlineData(1514)]
    public void A_frame_leaves_once_and_as_it_was_given(int length)
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        byte[] frame = W5500DriverBench.Frame(length);
        Assert.True(bench.Transmit(frame));
        bench.Pass(1_000_000);
        Assert.Equal(frame, Assert.Single(bench.Medium.Sent));
    }

    [Theory]
    [InlineData(42, 42)]
    [InlineData(42, 1514)]
    [InlineData(59, 59)]
    public void Short_frames_are_padded_with_zeros(int length, int bufferSize)
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        FrameBuffer buffer = new(bufferSize) { Length = length };
        Array.Fill(buffer.Data, (byte)0xEE);
        byte[] frame = W5500DriverBench.Frame(length);
        frame.CopyTo(buffer.Data, buffer.Offset);
        Assert.True(bench.Link.Transmit(buffer));
        bench.Pass(1_000_000);
        Assert.Equal([.. frame, .. new byte[60 - length]], Assert.Single(bench.Medium.Sent));
    }

    [Fact]
    public void Padding_holds_nothing_of_the_frame_before()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        foreach (int length in new[] { 59, 42, 54, 54, 60, 50, 42 })
        {
            byte[] frame = W5500DriverBench.Frame(length);
            Assert.True(bench.Transmit(frame));
            bench.Pass(1_000_000);
            Assert.Equal([.. frame, .. new byte[60 - length]], bench.Medium.Sent.Dequeue());
        }
    }

    [Fact]
    public void Only_the_head_room_of_the_buffer_is_touched()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        FrameBuffer buffer = new(1514) { Length = 1000 };
        byte[] frame = W5500DriverBench.Frame(1000);
        frame.CopyTo(buffer.Data, buffer.Offset);
        Assert.True(bench.Link.Transmit(buffer));
        Assert.Equal(frame, buffer.Data.AsSpan(buffer.Offset, 1000).ToArray());
        Assert.Equal(FrameBuffer.HeadRoom, buffer.Offset);
        Assert.Equal(1000, buffer.Length);
    }

    [Fact]
    public void A_received_frame_can_be_turned_round_in_place()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        byte[][] frames = [W5500DriverBench.Frame(1514, 1), W5500DriverBench.Frame(60, 2), W5500DriverBench.Frame(200, 3)];
        bench.Arrive(frames);
        foreach (byte[] expected in frames)
        {
            FrameBuffer? frame = bench.Link.Receive();
            Assert.NotNull(frame);
            Assert.Equal(expected, frame.Data.AsSpan(frame.Offset, frame.Length).ToArray());
            Assert.True(bench.Link.Transmit(frame));
            bench.Pass(200_000);
            Assert.Equal(expected, bench.Medium.Sent.Dequeue());
        }
    }

    [Fact]
    public void The_next_frame_is_written_while_one_is_on_the_wire()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        bench.Chip.SetPartner(is100Mbit: false, isFullDuplex: false);
        byte[][] frames = [.. Enumerable.Range(0, 3).Select(i => W5500DriverBench.Frame(1514, i))];
        Assert.True(bench.Transmit(frames[0]));
        Assert.True(bench.Link.CanTransmit());
        Assert.True(bench.Transmit(frames[1]));
        Assert.Empty(bench.Medium.Sent);
        Assert.False(bench.Link.CanTransmit());
        Assert.False(bench.Transmit(frames[2]));

        // The staged frame goes as soon as the driver is asked again after the first has left.
        bench.Pass(1_300_000);
        Assert.Single(bench.Medium.Sent);
        long now = bench.NowMs;
        _ = bench.Link.Poll(now);
        Assert.True(bench.Link.CanTransmit());
        Assert.True(bench.Transmit(frames[2]));
        bench.Pass(1_300_000);
        _ = bench.Link.Poll(bench.NowMs);
        bench.Pass(1_300_000);
        Assert.Equal(frames, bench.Medium.Sent);
        Assert.Equal(3, bench.Link.Statistics.FramesSent);
    }

    [Fact]
    public void A_staged_frame_wants_to_be_polled_soon()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        bench.Chip.SetPartner(is100Mbit: false, isFullDuplex: false);
        Assert.True(bench.Transmit(W5500DriverBench.Frame(1514)));
        Assert.True(bench.Transmit(W5500DriverBench.Frame(1514)));
        long now = bench.NowMs;
        Assert.Equal(now + 1, bench.Link.Poll(now));
    }

    [Fact]
    public void Frames_longer_than_Ethernet_allows_are_refused()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        FrameBuffer buffer = new(2000) { Length = 1515 };
        Assert.False(bench.Link.Transmit(buffer));
        Assert.Equal(0, bench.Chip.Counters.ChipSelects);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_pointers_may_be_written_whole_or_byte_by_byte(bool split)
    {
        W5500LinkOptions options = new() { SplitPointerWrites = split };
        using W5500DriverBench bench = W5500DriverBench.Started(new W5500Options { NegotiationNanoseconds = 0, InitialTransmitPointer = 0x12FE, InitialReceivePointer = 0x43FF }, options);
        for (int i = 0; i < 20; i++)
        {
            byte[] frame = W5500DriverBench.Frame(300, i);
            bench.Arrive(frame);
            Assert.Equal(frame, Assert.Single(bench.PollOnce()));
            Assert.True(bench.Transmit(frame));
            bench.Pass(200_000);
            Assert.Equal(frame, bench.Medium.Sent.Dequeue());
        }

        Assert.Equal(split ? 0 : 40, bench.Chip.Counters.IgnoredWrites);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2_000)]
    public void No_command_is_given_before_the_last_was_accepted(int acceptance)
    {
        // The model throws when a command comes before the one before it was accepted.
        using W5500DriverBench bench = W5500DriverBench.Started(new W5500Options { NegotiationNanoseconds = 0, CommandNanoseconds = acceptance });
        for (int i = 0; i < 50; i++)
        {
            bench.Arrive(W5500DriverBench.Frame(60, i), W5500DriverBench.Frame(1514, i));
            Assert.NotNull(bench.Link.Receive());
            Assert.True(bench.Transmit(W5500DriverBench.Frame(60)));
            Assert.True(bench.Transmit(W5500DriverBench.Frame(60)));
            Assert.Single(bench.PollOnce());
            Assert.True(bench.Transmit(W5500DriverBench.Frame(60)));
            bench.Pass(100_000);
        }

        Assert.Empty(bench.Run(2));
        Assert.Equal(150, bench.Medium.Sent.Count);
    }
}
