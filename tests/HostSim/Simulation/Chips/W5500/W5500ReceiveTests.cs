// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Chips.W5500;

namespace NanoTcp.Tests.HostSim.Simulation.Chips.W5500;

/// <summary>From the wire into the receive buffer: records, pointers, filters, overflow.</summary>
public sealed class W5500ReceiveTests
{
    private static readonly byte[] s_group4 = [0x01, 0x00, 0x5E, 0x00, 0x00, 0xFB];
    private static readonly byte[] s_group6 = [0x33, 0x33, 0x00, 0x00, 0x00, 0xFB];

    private readonly W5500Bench _bench = new();

    [Fact]
    public void A_record_is_its_length_and_the_frame()
    {
        byte[] frame = W5500Bench.Frame(123);
        _bench.Open();
        _bench.Arrive(frame);

        Assert.Equal(125, _bench.Read16(W5500Bench.Socket0, 0x26));
        Assert.Equal(0, _bench.Read16(W5500Bench.Socket0, 0x28));
        Assert.Equal(125, _bench.Read16(W5500Bench.Socket0, 0x2A));
        Assert.Equal([0, 125, .. frame], _bench.Read(W5500Bench.Receive0, 0, 125));
        Assert.Equal(0x04, _bench.Read(W5500Bench.Socket0, 0x02));
    }

    [Fact]
    public void Records_stand_back_to_back()
    {
        byte[] first = W5500Bench.Frame(61);
        byte[] second = W5500Bench.Frame(1514);
        _bench.Open();
        _bench.Arrive(first, second);

        Assert.Equal(63 + 1516, _bench.Read16(W5500Bench.Socket0, 0x26));
        byte[] records = _bench.Read(W5500Bench.Receive0, 0, 63 + 1516);
        Assert.Equal([0, 63, .. first, 0x05, 0xEC, .. second], records);
    }

    [Fact]
    public void A_short_frame_of_the_medium_is_padded_to_60()
    {
        _bench.Open();
        _bench.Arrive(W5500Bench.Frame(42));

        Assert.Equal([0, 62, .. W5500Bench.Frame(42), .. new byte[18]], _bench.Read(W5500Bench.Receive0, 0, 62));
    }

    [Fact]
    public void RX_RD_counts_only_with_RECV()
    {
        _bench.Open();
        _bench.Arrive(W5500Bench.Frame(100));
        _bench.Write16(W5500Bench.Socket0, 0x28, 102);

        Assert.Equal(102, _bench.Read16(W5500Bench.Socket0, 0x28));
        Assert.Equal(102, _bench.Read16(W5500Bench.Socket0, 0x26));

        _bench.Command(0x40);
        Assert.Equal(0, _bench.Read16(W5500Bench.Socket0, 0x26));
    }

    [Fact]
    public void RX_RD_must_not_pass_what_was_received()
    {
        _bench.Open();
        _bench.Arrive(W5500Bench.Frame(100));
        _bench.Write16(W5500Bench.Socket0, 0x28, 103);

        Assert.Contains("Sn_RX_RD", _bench.Violation(() => _bench.Command(0x40)).Message);
    }

    [Fact]
    public void A_burst_wraps_at_the_end_of_the_block_and_the_pointers_run_on()
    {
        _bench.Open();
        int pointer = 0;
        for (int i = 0; i < 60; i++)
        {
            byte[] frame = W5500Bench.Frame(1400 + i);
            _bench.Arrive(frame);
            int size = _bench.Read16(W5500Bench.Socket0, 0x26);
            Assert.Equal(frame.Length + 2, size);
            Assert.Equal(frame, _bench.Read(W5500Bench.Receive0, pointer, size)[2..]);
            pointer = (pointer + size) & 0xFFFF;
            _bench.Write16(W5500Bench.Socket0, 0x28, pointer);
            _bench.Command(0x40);
        }

        // Five times round the memory, once round the pointer.
        Assert.Equal((60 * 1402) + (59 * 60 / 2) - 65536, pointer);
    }

    [Fact]
    public void A_frame_that_does_not_fit_is_lost_without_a_trace()
    {
        _bench.Open();
        for (int i = 0; i < 11; i++)
        {
            _bench.Arrive(W5500Bench.Frame(1514));
        }

        // 16384 / 1516 is 10.8.
        Assert.Equal(10 * 1516, _bench.Read16(W5500Bench.Socket0, 0x26));
        Assert.Equal(1, _bench.Chip.Counters.DroppedFull);

        int room = 16384 - (10 * 1516);
        _bench.Arrive(W5500Bench.Frame(room - 1));
        Assert.Equal(2, _bench.Chip.Counters.DroppedFull);
        _bench.Arrive(W5500Bench.Frame(room - 2));
        Assert.Equal(2, _bench.Chip.Counters.DroppedFull);
        Assert.Equal(16384, _bench.Read16(W5500Bench.Socket0, 0x26));
    }

    [Fact]
    public void Space_is_freed_by_RECV_only()
    {
        _bench.Open();
        for (int i = 0; i < 10; i++)
        {
            _bench.Arrive(W5500Bench.Frame(1514));
        }

        _bench.Write16(W5500Bench.Socket0, 0x28, 1516);
        _bench.Arrive(W5500Bench.Frame(1514));
        Assert.Equal(1, _bench.Chip.Counters.DroppedFull);

        _bench.Command(0x40);
        _bench.Arrive(W5500Bench.Frame(1514));
        Assert.Equal(11, _bench.Chip.Counters.FramesReceived);
    }

    [Theory]
    [InlineData(0x04, true, true, true, true, true)]
    [InlineData(0x84, true, false, true, true, true)]
    [InlineData(0xC4, true, false, false, true, true)]
    [InlineData(0xA4, true, false, true, false, true)]
    [InlineData(0x94, true, false, true, true, false)]
    [InlineData(0x24, true, true, true, false, true)]
    [InlineData(0xF4, true, false, false, false, false)]
    public void A_frame_passes_if_the_filters_of_Sn_MR_let_it(byte mode, bool own, bool foreign, bool broadcast, bool group4, bool group6)
    {
        _bench.Open(mode);

        Assert.Equal(own, Accepts(W5500Bench.Frame(60)));
        Assert.Equal(foreign, Accepts(W5500Bench.Frame(60, [0x02, 0, 0, 0, 0, 0x77])));
        Assert.Equal(broadcast, Accepts(W5500Bench.Frame(60, W5500Bench.Broadcast)));
        Assert.Equal(group4, Accepts(W5500Bench.Frame(60, s_group4)));
        Assert.Equal(group6, Accepts(W5500Bench.Frame(60, s_group6, 0x86DD)));
    }

    [Fact]
    public void MIP6B_blocks_by_EtherType()
    {
        _bench.Open(0x14);

        Assert.False(Accepts(W5500Bench.Frame(60, etherType: 0x86DD)));
        Assert.True(Accepts(W5500Bench.Frame(60, etherType: 0x86DE)));
    }

    [Fact]
    public void A_closed_socket_receives_nothing()
    {
        _bench.Arrive(W5500Bench.Frame(60));
        Assert.Equal(1, _bench.Chip.Counters.DroppedClosed);

        _bench.Open();
        _bench.Command(0x10);
        _bench.Arrive(W5500Bench.Frame(60));
        Assert.Equal(2, _bench.Chip.Counters.DroppedClosed);
        Assert.Equal(0, _bench.Read16(W5500Bench.Socket0, 0x26));
    }

    [Fact]
    public void The_line_keeps_frames_apart()
    {
        _bench.Open();
        for (int i = 0; i < 3; i++)
        {
            _bench.Medium.Arrive(W5500Bench.Frame(1514));
        }

        // The first is there; each further one needs (1514 + 24) · 80 ns.
        _bench.Wait(0);
        Assert.Equal(1, _bench.Chip.Counters.FramesReceived);
        Assert.Equal(_bench.Now + 123_040, _bench.Chip.NextEventNanoseconds);
        _bench.Wait(123_039);
        Assert.Equal(1, _bench.Chip.Counters.FramesReceived);
        _bench.Wait(1);
        Assert.Equal(2, _bench.Chip.Counters.FramesReceived);
        _bench.Wait(123_040);
        Assert.Equal(3, _bench.Chip.Counters.FramesReceived);
    }

    [Fact]
    public void Frames_longer_than_Ethernet_allows_are_dropped()
    {
        _bench.Open();
        _bench.Arrive(W5500Bench.Frame(1515));

        Assert.Equal(1, _bench.Chip.Counters.DroppedTooLong);
        Assert.Equal(0, _bench.Read16(W5500Bench.Socket0, 0x26));
    }

    [Fact]
    public void The_receive_pointer_starts_where_OPEN_puts_it()
    {
        W5500Bench bench = new(new W5500Options { NegotiationNanoseconds = 0, InitialReceivePointer = 0xFFF0 });
        bench.Open();
        Assert.Equal(0xFFF0, bench.Read16(W5500Bench.Socket0, 0x28));
        Assert.Equal(0xFFF0, bench.Read16(W5500Bench.Socket0, 0x2A));

        bench.Arrive(W5500Bench.Frame(60));
        Assert.Equal(0x002E, bench.Read16(W5500Bench.Socket0, 0x2A));
        Assert.Equal(62, bench.Read16(W5500Bench.Socket0, 0x26));
        Assert.Equal([0, 62, .. W5500Bench.Frame(60)], bench.Read(W5500Bench.Receive0, 0xFFF0, 62));
    }

    private bool Accepts(byte[] frame)
    {
        long before = _bench.Chip.Counters.FramesReceived;
        _bench.Arrive(frame);
        return _bench.Chip.Counters.FramesReceived > before;
    }
}
