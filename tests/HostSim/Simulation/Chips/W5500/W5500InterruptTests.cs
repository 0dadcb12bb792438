// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Chips.W5500;

namespace NanoTcp.Tests.HostSim.Simulation.Chips.W5500;

/// <summary>Sn_IR, Sn_IMR, SIR, SIMR, IR, IMR, INTLEVEL and the pin.</summary>
public sealed class W5500InterruptTests
{
    private readonly W5500Bench _bench = new();
    private int _edges;

    public W5500InterruptTests()
    {
        _bench.Chip.InterruptChanged += () => _edges++;
    }

    [Fact]
    public void The_masks_let_a_frame_through_to_the_pin()
    {
        _bench.Open();
        _bench.Arrive(W5500Bench.Frame(60));
        Assert.Equal(0x01, _bench.Read(W5500Bench.Common, 0x17));
        Assert.False(_bench.Chip.InterruptLow);

        _bench.Write(W5500Bench.Common, 0x18, 0x01);
        Assert.True(_bench.Chip.InterruptLow);

        // RECV masked.
        _bench.Write(W5500Bench.Socket0, 0x2C, 0x10);
        Assert.False(_bench.Chip.InterruptLow);
        Assert.Equal(0x00, _bench.Read(W5500Bench.Common, 0x17));
        Assert.Equal(0x04, _bench.Read(W5500Bench.Socket0, 0x02));
        Assert.Equal(2, _edges);
    }

    [Fact]
    public void Writing_a_one_clears_a_flag_and_releases_the_pin()
    {
        OpenWithInterrupt();
        _bench.Arrive(W5500Bench.Frame(60));
        Assert.True(_bench.Chip.InterruptLow);

        _bench.Write(W5500Bench.Socket0, 0x02, 0x1B);
        Assert.Equal(0x04, _bench.Read(W5500Bench.Socket0, 0x02));
        Assert.True(_bench.Chip.InterruptLow);

        _bench.Write(W5500Bench.Socket0, 0x02, 0x04);
        Assert.Equal(0x00, _bench.Read(W5500Bench.Socket0, 0x02));
        Assert.Equal(0x00, _bench.Read(W5500Bench.Common, 0x17));
        Assert.False(_bench.Chip.InterruptLow);
    }

    [Fact]
    public void RECV_is_not_raised_again_for_what_is_left()
    {
        OpenWithInterrupt();
        _bench.Arrive(W5500Bench.Frame(60), W5500Bench.Frame(60));
        _bench.Write(W5500Bench.Socket0, 0x02, 0x04);
        _bench.Write16(W5500Bench.Socket0, 0x28, 62);
        _bench.Command(0x40);

        Assert.Equal(62, _bench.Read16(W5500Bench.Socket0, 0x26));
        Assert.Equal(0x00, _bench.Read(W5500Bench.Socket0, 0x02));
        Assert.False(_bench.Chip.InterruptLow);
    }

    [Fact]
    public void The_socket_mask_gates_the_pin_and_not_the_flag()
    {
        _bench.Open();
        _bench.Write(W5500Bench.Socket0, 0x2C, 0x04);
        _bench.Send(W5500Bench.Frame(60));
        _bench.Wait(10_000);

        Assert.Equal(0x10, _bench.Read(W5500Bench.Socket0, 0x02));
    }

    [Fact]
    public void As_the_data_sheet_has_it_the_mask_gates_the_flag()
    {
        W5500Bench bench = new(new W5500Options { NegotiationNanoseconds = 0, MaskGatesSocketInterrupt = true });
        bench.Open();
        bench.Write(W5500Bench.Socket0, 0x2C, 0x04);
        bench.Send(W5500Bench.Frame(60));
        bench.Wait(10_000);

        Assert.Equal(0x00, bench.Read(W5500Bench.Socket0, 0x02));
        Assert.Equal(60, bench.Read16(W5500Bench.Socket0, 0x22));
    }

    [Theory]
    [InlineData(0x0000, 0)]
    [InlineData(0x0001, 53)]
    [InlineData(0xFFFF, 1_747_626)]
    public void INTLEVEL_keeps_edges_apart(int level, long nanoseconds)
    {
        OpenWithInterrupt();
        _bench.Write16(W5500Bench.Common, 0x13, level);
        _bench.Arrive(W5500Bench.Frame(60));
        _bench.Write(W5500Bench.Socket0, 0x02, 0x04);
        _bench.Medium.Arrive(W5500Bench.Frame(60));
        if (nanoseconds > 0)
        {
            _bench.Wait(nanoseconds - 1);
            Assert.False(_bench.Chip.InterruptLow);
            Assert.Equal(0x04, _bench.Read(W5500Bench.Socket0, 0x02));
            Assert.Equal(_bench.Now + 1, _bench.Chip.NextEventNanoseconds);
            _bench.Wait(1);
        }
        else
        {
            _bench.Wait(0);
        }

        Assert.True(_bench.Chip.InterruptLow);
        Assert.Equal(3, _edges);
    }

    [Theory]
    [InlineData(0x0000, true)]
    [InlineData(0x1000, false)]
    public void With_an_INTLEVEL_every_clearing_shows_an_edge(int level, bool staysLow)
    {
        OpenWithInterrupt();
        _bench.Write16(W5500Bench.Common, 0x13, level);
        _bench.Send(W5500Bench.Frame(60));
        _bench.Arrive(W5500Bench.Frame(60));
        _bench.Write(W5500Bench.Socket0, 0x02, 0x04);

        Assert.Equal(0x10, _bench.Read(W5500Bench.Socket0, 0x02));
        Assert.Equal(staysLow, _bench.Chip.InterruptLow);
        _bench.Wait(1_000_000);
        Assert.True(_bench.Chip.InterruptLow);
    }

    [Fact]
    public void A_common_interrupt_reaches_the_pin_through_IMR()
    {
        // An ARP packet whose sender claims the address in SIPR: CONFLICT.
        _bench.Open();
        _bench.Write(W5500Bench.Common, 0x0F, 10, 0, 0, 7);
        byte[] arp = W5500Bench.Frame(60, W5500Bench.Broadcast, 0x0806);
        new byte[] { 10, 0, 0, 7 }.CopyTo(arp, 28);
        _bench.Arrive(arp);
        Assert.Equal(0x80, _bench.Read(W5500Bench.Common, 0x15));
        Assert.False(_bench.Chip.InterruptLow);

        _bench.Write(W5500Bench.Common, 0x16, 0x80);
        Assert.True(_bench.Chip.InterruptLow);

        _bench.Write(W5500Bench.Common, 0x15, 0x7F);
        Assert.True(_bench.Chip.InterruptLow);
        _bench.Write(W5500Bench.Common, 0x15, 0x80);
        Assert.False(_bench.Chip.InterruptLow);
    }

    private void OpenWithInterrupt()
    {
        _bench.Open();
        _bench.Write(W5500Bench.Common, 0x18, 0x01);
    }
}
