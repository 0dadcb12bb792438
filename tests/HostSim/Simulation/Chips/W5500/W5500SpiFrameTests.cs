// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Chips.W5500;

namespace NanoTcp.Tests.HostSim.Simulation.Chips.W5500;

/// <summary>The SPI frame: address, control, data; variable and fixed length.</summary>
public sealed class W5500SpiFrameTests
{
    private readonly W5500Bench _bench = new();

    [Fact]
    public void A_frame_reads_one_register()
    {
        byte[] answer = _bench.Clock(0x00, 0x39, 0x00, 0xEE);

        Assert.Equal(0x04, answer[3]);
    }

    [Fact]
    public void The_address_counts_up_within_a_frame()
    {
        _bench.Clock(0x00, 0x09, 0x04, 1, 2, 3, 4, 5, 6);

        Assert.Equal([1, 2, 3, 4, 5, 6], _bench.Read(W5500Bench.Common, 0x09, 6));
        Assert.Equal(4, _bench.Read(W5500Bench.Common, 0x0C));
    }

    [Fact]
    public void A_frame_may_be_clocked_in_pieces()
    {
        byte[] answer = new byte[2];
        _bench.Chip.Select();
        _bench.Chip.Exchange([0x00], answer.AsSpan(0, 1));
        _bench.Chip.Exchange([0x19, 0x00], answer);
        _bench.Chip.Exchange([0, 0], answer);
        _bench.Chip.Deselect();

        Assert.Equal([0x07, 0xD0], answer);
    }

    [Fact]
    public void What_the_chip_drives_during_header_and_write_means_nothing()
    {
        byte[] answer = _bench.Clock(0x00, 0x1D, 0x04, 0x77);

        Assert.Equal([0xA5, 0xA5, 0xA5, 0xA5], answer);
    }

    [Fact]
    public void The_zeros_that_the_platform_clocks_when_it_opens_a_bus_read_MR()
    {
        Assert.Equal(0x00, _bench.Clock(0, 0, 0, 0)[3]);
    }

    [Theory]
    [InlineData(1, new byte[] { 0x28 })]
    [InlineData(2, new byte[] { 0x28, 0x00 })]
    [InlineData(3, new byte[] { 0x28, 0x00, 0x00, 0x00 })]
    public void A_fixed_length_frame_is_followed_by_the_next_under_the_same_select(byte mode, byte[] expected)
    {
        byte[] frame = [0x00, 0x1C, mode, .. new byte[expected.Length]];

        byte[] answer = _bench.Clock([.. frame, .. frame]);

        Assert.Equal(expected, answer[3..frame.Length]);
        Assert.Equal(expected, answer[(frame.Length + 3)..]);
    }

    [Fact]
    public void A_fixed_length_frame_must_have_its_length()
    {
        Assert.Contains("fixed length", _bench.Violation(() => _bench.Clock(0, 0x19, 3, 0, 0)).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_frame_without_data_is_a_violation(int bytes)
    {
        Assert.Contains("N ≥ 1", _bench.Violation(() => _bench.Clock(new byte[bytes])).Message);
    }

    [Fact]
    public void A_reserved_block_is_a_violation()
    {
        for (int socket = 1; socket < 8; socket++)
        {
            byte control = (byte)(socket * 4 << 3);
            Assert.Contains("reserved", new W5500Bench().Violation(() => new W5500Bench().Clock(0, 0, control, 0)).Message);
        }
    }

    [Fact]
    public void Every_socket_has_its_registers()
    {
        for (int socket = 0; socket < 8; socket++)
        {
            _bench.Write((socket * 4) + 1, 0x16, (byte)(0x10 + socket));
        }

        for (int socket = 0; socket < 8; socket++)
        {
            Assert.Equal(0x10 + socket, _bench.Read((socket * 4) + 1, 0x16));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Only_modes_0_and_3_work(int mode)
    {
        _bench.Chip.CheckBus(0, 20_000_000);
        _bench.Chip.CheckBus(3, 20_000_000);

        Assert.Contains("mode", _bench.Violation(() => _bench.Chip.CheckBus(mode, 20_000_000)).Message);
    }

    [Fact]
    public void A_clock_beyond_the_guarantee_is_noted_and_one_beyond_the_limit_refused()
    {
        _bench.Chip.CheckBus(0, 33_300_000);
        Assert.False(_bench.Chip.Counters.ClockBeyondGuarantee);

        _bench.Chip.CheckBus(0, 40_000_000);
        Assert.True(_bench.Chip.Counters.ClockBeyondGuarantee);

        Assert.Contains("80 MHz", _bench.Violation(() => _bench.Chip.CheckBus(0, 80_000_001)).Message);
    }

    [Fact]
    public void Nothing_answers_without_chip_select()
    {
        byte[] answer = new byte[4];
        _bench.Chip.Exchange([0, 0x39, 0, 0], answer);

        Assert.Equal([0xFF, 0xFF, 0xFF, 0xFF], answer);
    }

    [Fact]
    public void Bytes_are_counted_by_class()
    {
        _bench.Read(W5500Bench.Common, 0x2E);
        _bench.Read(W5500Bench.Socket0, 0x26, 6);
        _bench.Write(W5500Bench.Common, 0x09, W5500Bench.Mac);
        _bench.Write(W5500Bench.Transmit0, 0, new byte[100]);
        _bench.Read(W5500Bench.Receive0, 0, 50);

        W5500Counters counters = _bench.Chip.Counters;
        Assert.Equal(5, counters.ChipSelects);
        Assert.Equal(15, counters.HeaderBytes);
        Assert.Equal(1 + 6 + 6, counters.RegisterBytes);
        Assert.Equal(150, counters.BufferBytes);
        Assert.Equal(15 + 13 + 150, counters.Bytes);
        Assert.Equal(2, counters.RegisterReads);
        Assert.Equal(1, counters.RegisterWrites);
        Assert.Equal(1, counters.StatusPolls);
        Assert.Equal(1, counters.LinkPolls);
        Assert.Equal(100, counters.LargestBurst);

        counters.ClearBus();
        Assert.Equal(0, counters.Bytes + counters.ChipSelects + counters.LargestBurst);
    }
}
