// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.HostSim.Simulation.Chips.W5500;

/// <summary>The injected faults behave as observed on real chips. The TCP/IP engine must be kept quiet.</summary>
public sealed class W5500FaultTests
{
    private readonly W5500Bench _bench = new();

    public W5500FaultTests()
    {
        _bench.Open();
    }

    [Fact]
    public void A_torn_read_takes_the_high_byte_of_the_value_before()
    {
        _bench.Arrive(W5500Bench.Frame(0xF0));
        _bench.Arrive(W5500Bench.Frame(0x40));
        _bench.Chip.Faults.TornReads.Next = 1;

        // 0x00F2 has become 0x0134.
        Assert.Equal([0x00, 0x34, 0, 0, 0x01, 0x34], _bench.Read(W5500Bench.Socket0, 0x26, 6));
        Assert.Equal([0x01, 0x34, 0, 0, 0x01, 0x34], _bench.Read(W5500Bench.Socket0, 0x26, 6));
        Assert.Equal(1, _bench.Chip.Faults.TornReads.Struck);
    }

    [Fact]
    public void A_read_that_would_show_nothing_does_not_use_up_a_tear()
    {
        _bench.Arrive(W5500Bench.Frame(60));
        _bench.Chip.Faults.TornReads.Next = 1;
        Assert.Equal(62, _bench.Read16(W5500Bench.Socket0, 0x26));

        Assert.Equal(0, _bench.Chip.Faults.TornReads.Struck);
    }

    [Fact]
    public void The_free_size_can_be_torn_too()
    {
        _bench.Send(W5500Bench.Frame(300));
        _bench.Chip.Faults.TornReads.Next = 1;

        // 0x4000 has become 0x3ED4.
        Assert.Equal(0x40D4, _bench.Read16(W5500Bench.Socket0, 0x20));
        Assert.Equal(0x3ED4, _bench.Read16(W5500Bench.Socket0, 0x20));
    }

    [Theory]
    [InlineData(0x0000)]
    [InlineData(0xFFFE)]
    public void A_record_may_have_a_broken_prefix(ushort prefix)
    {
        _bench.Chip.Faults.BrokenPrefix = prefix;
        _bench.Chip.Faults.BrokenPrefixes.Every = 2;
        _bench.Arrive(W5500Bench.Frame(60), W5500Bench.Frame(60), W5500Bench.Frame(60));

        Assert.Equal(3 * 62, _bench.Read16(W5500Bench.Socket0, 0x26));
        Assert.Equal(62, _bench.Read16(W5500Bench.Receive0, 0));
        Assert.Equal(prefix, _bench.Read16(W5500Bench.Receive0, 62));
        Assert.Equal(62, _bench.Read16(W5500Bench.Receive0, 124));
    }

    [Fact]
    public void A_SEND_may_never_end()
    {
        _bench.Chip.Faults.LostSends.Next = 1;
        _bench.Send(W5500Bench.Frame(60));
        _bench.Wait(1_000_000_000);
        Assert.Equal(0, _bench.Read(W5500Bench.Socket0, 0x02));
        Assert.Equal(0, _bench.Read16(W5500Bench.Socket0, 0x22));

        _bench.Command(0x10);
        _bench.Command(0x01);
        _bench.Send(W5500Bench.Frame(60));
        _bench.Wait(10_000);
        Assert.Equal(0x10, _bench.Read(W5500Bench.Socket0, 0x02));
        Assert.Single(_bench.Medium.Sent);
    }

    [Fact]
    public void With_an_address_in_SIPR_the_chip_answers_ARP()
    {
        _bench.Arrive(ArpRequest());
        Assert.Empty(_bench.Medium.Sent);

        _bench.Write(W5500Bench.Common, 0x0F, 10, 0, 0, 7);
        _bench.Arrive(ArpRequest());

        byte[] expected =
        [
            .. W5500Bench.OtherMac, .. W5500Bench.Mac, 0x08, 0x06,
            0, 1, 8, 0, 6, 4, 0, 2,
            .. W5500Bench.Mac, 10, 0, 0, 7,
            .. W5500Bench.OtherMac, 10, 0, 0, 1,
            .. new byte[18],
        ];
        Assert.Equal(expected, _bench.Medium.Sent.Single());
        Assert.Equal(1, _bench.Chip.Counters.EngineAnswers);
    }

    [Fact]
    public void With_an_address_in_SIPR_the_chip_answers_ping_unless_blocked()
    {
        _bench.Write(W5500Bench.Common, 0x0F, 10, 0, 0, 7);
        _bench.Write(W5500Bench.Common, 0x00, 0x10);
        _bench.Arrive(Ping());
        Assert.Empty(_bench.Medium.Sent);

        _bench.Write(W5500Bench.Common, 0x00, 0x00);
        _bench.Arrive(Ping());

        byte[] answer = _bench.Medium.Sent.Single();
        Assert.Equal([.. W5500Bench.OtherMac, .. W5500Bench.Mac], answer[..12]);
        Assert.Equal([10, 0, 0, 7, 10, 0, 0, 1], answer[26..34]);
        Assert.Equal([0x00, 0x00, 0x04, 0xFE], answer[34..38]);
    }

    private static byte[] ArpRequest()
    {
        return
        [
            .. W5500Bench.Broadcast, .. W5500Bench.OtherMac, 0x08, 0x06,
            0, 1, 8, 0, 6, 4, 0, 1,
            .. W5500Bench.OtherMac, 10, 0, 0, 1,
            0, 0, 0, 0, 0, 0, 10, 0, 0, 7,
            .. new byte[18],
        ];
    }

    private static byte[] Ping()
    {
        byte[] frame = W5500Bench.Frame(60);
        frame[14] = 0x45;
        frame[23] = 1;
        new byte[] { 10, 0, 0, 1, 10, 0, 0, 7 }.CopyTo(frame, 26);

        // Checksum 0xFCFE rises by 0x0800 with a carry.
        new byte[] { 8, 0, 0xFC, 0xFD }.CopyTo(frame, 34);
        return frame;
    }
}
