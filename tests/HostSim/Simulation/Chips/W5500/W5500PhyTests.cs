// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Chips.W5500;

namespace NanoTcp.Tests.HostSim.Simulation.Chips.W5500;

/// <summary>PHYCFGR, the cable and the partner.</summary>
public sealed class W5500PhyTests
{
    private const int PhyCfgr = 0x2E;

    private readonly W5500Bench _bench = new();

    [Theory]
    [InlineData(true, true, 0xBF)]
    [InlineData(true, false, 0xBB)]
    [InlineData(false, true, 0xBD)]
    [InlineData(false, false, 0xB9)]
    public void The_status_bits_tell_what_was_negotiated(bool fast, bool full, byte expected)
    {
        _bench.Chip.SetPartner(fast, full);

        Assert.Equal(expected, _bench.Read(W5500Bench.Common, PhyCfgr));
    }

    [Fact]
    public void The_status_bits_cannot_be_written()
    {
        _bench.Chip.SetCable(false);
        _bench.Write(W5500Bench.Common, PhyCfgr, 0xBF);

        Assert.Equal(0xB8, _bench.Read(W5500Bench.Common, PhyCfgr));
    }

    [Fact]
    public void The_link_follows_the_cable()
    {
        _bench.Chip.SetCable(false);
        Assert.Equal(0xB8, _bench.Read(W5500Bench.Common, PhyCfgr));
        Assert.False(_bench.Chip.IsLinkUp);

        _bench.Chip.SetCable(true);
        Assert.Equal(0xBF, _bench.Read(W5500Bench.Common, PhyCfgr));
    }

    [Fact]
    public void Negotiation_takes_its_time()
    {
        W5500Bench bench = new(new W5500Options { NegotiationNanoseconds = 1_500_000_000 });
        Assert.Equal(0xB8, bench.Read(W5500Bench.Common, PhyCfgr));
        Assert.Equal(1_500_000_000, bench.Chip.NextEventNanoseconds);
        bench.Wait(1_499_999_999);
        Assert.Equal(0xB8, bench.Read(W5500Bench.Common, PhyCfgr));
        bench.Wait(1);
        Assert.Equal(0xBF, bench.Read(W5500Bench.Common, PhyCfgr));

        bench.Chip.SetCable(false);
        bench.Chip.SetCable(true);
        Assert.Equal(0xB8, bench.Read(W5500Bench.Common, PhyCfgr));
    }

    [Fact]
    public void Frames_without_a_link_are_lost()
    {
        _bench.Open();
        _bench.Chip.SetCable(false);
        _bench.Arrive(W5500Bench.Frame(60));
        _bench.Chip.SetCable(true);

        Assert.Equal(1, _bench.Chip.Counters.DroppedLinkDown);
        Assert.Equal(0, _bench.Read16(W5500Bench.Socket0, 0x26));
    }

    // OPMDC; with a partner that can do everything; with one that has 10 Mbit/s only.
    [Theory]
    [InlineData(0, 0xC1, 0xC1)]
    [InlineData(1, 0xCD, 0xCD)]
    [InlineData(2, 0xD3, 0xD0)]
    [InlineData(3, 0xDF, 0xD8)]
    [InlineData(4, 0xE3, 0xE0)]
    [InlineData(6, 0xF0, 0xF0)]
    [InlineData(7, 0xFF, 0xFD)]
    public void A_mode_is_chosen_by_writing_it_and_resetting_the_PHY(int mode, byte withFast, byte withSlow)
    {
        byte value = (byte)(0xC0 | (mode << 3));
        _bench.Write(W5500Bench.Common, PhyCfgr, value);
        Assert.Equal(value | 0x07, _bench.Read(W5500Bench.Common, PhyCfgr));

        _bench.Write(W5500Bench.Common, PhyCfgr, (byte)(value & 0x7F));
        Assert.Equal(value & 0x7F, _bench.Read(W5500Bench.Common, PhyCfgr));

        _bench.Write(W5500Bench.Common, PhyCfgr, value);
        Assert.Equal(withFast, _bench.Read(W5500Bench.Common, PhyCfgr));

        _bench.Chip.SetPartner(is100Mbit: false, isFullDuplex: true);
        Assert.Equal(withSlow, _bench.Read(W5500Bench.Common, PhyCfgr));
    }

    [Fact]
    public void Without_OPMD_the_pins_decide()
    {
        _bench.Write(W5500Bench.Common, PhyCfgr, 0x30);
        _bench.Write(W5500Bench.Common, PhyCfgr, 0xB0);

        Assert.Equal(0xB7, _bench.Read(W5500Bench.Common, PhyCfgr));
    }

    [Fact]
    public void The_unused_mode_is_a_violation()
    {
        Assert.Contains("OPMDC", _bench.Violation(() => _bench.Write(W5500Bench.Common, PhyCfgr, 0xE8)).Message);
    }
}
