// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Chips.W5500;

namespace NanoTcp.Tests.HostSim.Simulation.Chips.W5500;

/// <summary>From the transmit buffer onto the wire.</summary>
public sealed class W5500TransmitTests
{
    // (length + 4 + 8 + 12) bytes of 80 ns.
    private const long FullFrameTime = 1538 * 80;

    private readonly W5500Bench _bench = new();

    [Fact]
    public void SEND_emits_what_lies_between_the_pointers()
    {
        byte[] frame = W5500Bench.Frame(100);
        _bench.Open();
        _bench.Send(frame);
        _bench.Wait(124 * 80);

        Assert.Equal(frame, _bench.Medium.Sent.Single());
        Assert.Equal(0x10, _bench.Read(W5500Bench.Socket0, 0x02));
        Assert.Equal(100, _bench.Read16(W5500Bench.Socket0, 0x22));
        Assert.Equal(100, _bench.Read16(W5500Bench.Socket0, 0x24));
        Assert.Equal(16384, _bench.Read16(W5500Bench.Socket0, 0x20));
    }

    [Theory]
    [InlineData(true, 80)]
    [InlineData(false, 800)]
    public void SENDOK_comes_when_the_frame_has_left(bool fast, int nanosecondsPerByte)
    {
        _bench.Chip.SetPartner(fast, isFullDuplex: true);
        _bench.Open();
        _bench.Send(W5500Bench.Frame(1514));
        Assert.Equal(16384 - 1514, _bench.Read16(W5500Bench.Socket0, 0x20));
        Assert.Equal(_bench.Now + (1538 * nanosecondsPerByte), _bench.Chip.NextEventNanoseconds);

        _bench.Wait((1538 * nanosecondsPerByte) - 1);
        Assert.Equal(0, _bench.Read(W5500Bench.Socket0, 0x02));
        Assert.Empty(_bench.Medium.Sent);
        _bench.Wait(1);
        Assert.Equal(0x10, _bench.Read(W5500Bench.Socket0, 0x02));
        Assert.Single(_bench.Medium.Sent);
    }

    [Fact]
    public void The_next_frame_may_be_written_while_one_is_on_the_wire()
    {
        byte[] second = W5500Bench.Frame(90);
        _bench.Open();
        _bench.Send(W5500Bench.Frame(1514));
        _bench.Write(W5500Bench.Transmit0, 1514, second);
        _bench.Wait(FullFrameTime);
        _bench.Write16(W5500Bench.Socket0, 0x24, 1604);
        _bench.Command(0x20);
        _bench.Wait(FullFrameTime);

        Assert.Equal([1514, 90], _bench.Medium.Sent.Select(frame => frame.Length));
        Assert.Equal(second, _bench.Medium.Sent.Last());
    }

    [Fact]
    public void TX_WR_before_SENDOK_is_a_violation()
    {
        _bench.Open();
        _bench.Send(W5500Bench.Frame(1514));

        Assert.Contains("Sn_TX_WR", _bench.Violation(() => _bench.Write16(W5500Bench.Socket0, 0x24, 1600)).Message);
    }

    [Fact]
    public void TX_WR_before_SEND_is_accepted_is_a_violation()
    {
        _bench.Open();
        _bench.Write16(W5500Bench.Socket0, 0x24, 100);
        _bench.Write(W5500Bench.Socket0, 0x01, 0x20);

        Assert.Contains("Sn_TX_WR", _bench.Violation(() => _bench.Write16(W5500Bench.Socket0, 0x24, 200)).Message);
    }

    [Fact]
    public void TX_WR_may_be_written_while_a_RECV_is_not_accepted()
    {
        byte[] frame = W5500Bench.Frame(100);
        _bench.Open();
        _bench.Write(W5500Bench.Socket0, 0x01, 0x40);
        _bench.Write(W5500Bench.Transmit0, 0, frame);
        _bench.Write16(W5500Bench.Socket0, 0x24, 100);
        _bench.Wait(1_000);
        _bench.Command(0x20);
        _bench.Wait(FullFrameTime);

        Assert.Equal(frame, _bench.Medium.Sent.Single());
    }

    [Fact]
    public void SEND_before_SENDOK_is_a_violation()
    {
        _bench.Open();
        _bench.Send(W5500Bench.Frame(1514));

        Assert.Contains("SEND before SENDOK", _bench.Violation(() => _bench.Command(0x20)).Message);
    }

    [Fact]
    public void Overwriting_the_frame_under_way_is_a_violation()
    {
        _bench.Open();
        _bench.Send(W5500Bench.Frame(1514));
        _bench.Write(W5500Bench.Transmit0, 1514, 1);

        Assert.Contains("being sent", _bench.Violation(() => _bench.Write(W5500Bench.Transmit0, 1513, 1)).Message);
        Assert.Contains("being sent", _bench.Violation(() => _bench.Write(W5500Bench.Transmit0, 16384, 1)).Message);
    }

    [Theory]
    [InlineData(1515, "at most 1514")]
    [InlineData(59, "not said to pad")]
    [InlineData(0, "not said to pad")]
    public void A_frame_has_60_to_1514_bytes(int length, string rule)
    {
        _bench.Open();
        _bench.Write16(W5500Bench.Socket0, 0x24, length);

        Assert.Contains(rule, _bench.Violation(() => _bench.Command(0x20)).Message);
    }

    [Fact]
    public void A_SEND_beyond_the_buffer_is_a_violation()
    {
        _bench.Open();
        _bench.Write16(W5500Bench.Socket0, 0x24, 16385);

        Assert.Contains("Sn_TX_FSR", _bench.Violation(() => _bench.Command(0x20)).Message);
    }

    [Fact]
    public void Padding_by_the_chip_is_an_option()
    {
        W5500Bench bench = new(new W5500Options { NegotiationNanoseconds = 0, PadsShortFrames = true });
        bench.Open();
        bench.Send(W5500Bench.Frame(42));
        bench.Wait(84 * 80);

        Assert.Equal([.. W5500Bench.Frame(42), .. new byte[18]], bench.Medium.Sent.Single());
    }

    [Fact]
    public void A_frame_that_wraps_round_the_buffer_is_sent_whole()
    {
        W5500Bench bench = new(new W5500Options { NegotiationNanoseconds = 0, InitialTransmitPointer = 0xFF00 });
        bench.Open();
        Assert.Equal(0xFF00, bench.Read16(W5500Bench.Socket0, 0x22));
        Assert.Equal(0xFF00, bench.Read16(W5500Bench.Socket0, 0x24));

        byte[] frame = W5500Bench.Frame(1514);
        bench.Send(frame);
        bench.Wait(FullFrameTime);

        Assert.Equal(frame, bench.Medium.Sent.Single());
        Assert.Equal(1514 - 0x100, bench.Read16(W5500Bench.Socket0, 0x22));
    }

    [Fact]
    public void A_busy_medium_defers_the_frame()
    {
        _bench.Open();
        _bench.Medium.Room = 0;
        _bench.Send(W5500Bench.Frame(60));
        _bench.Wait(1_000_000);
        Assert.Equal(0, _bench.Read(W5500Bench.Socket0, 0x02));

        _bench.Medium.Room = 1;
        _bench.Wait(10_000);
        Assert.Equal(0x10, _bench.Read(W5500Bench.Socket0, 0x02));
        Assert.Single(_bench.Medium.Sent);
    }

    [Fact]
    public void Without_a_link_a_SEND_never_ends_until_CLOSE()
    {
        _bench.Open();
        _bench.Send(W5500Bench.Frame(1514));
        _bench.Chip.SetCable(false);
        _bench.Wait(1_000_000_000);
        Assert.Equal(0, _bench.Read(W5500Bench.Socket0, 0x02));
        Assert.Equal(1, _bench.Chip.Counters.StalledSends);

        _bench.Chip.SetCable(true);
        _bench.Wait(1_000_000_000);
        Assert.Equal(0, _bench.Read(W5500Bench.Socket0, 0x02));
        Assert.Empty(_bench.Medium.Sent);

        _bench.Command(0x10);
        _bench.Command(0x01);
        _bench.Send(W5500Bench.Frame(60));
        _bench.Wait(FullFrameTime);
        Assert.Equal(60, _bench.Medium.Sent.Single().Length);
    }
}
