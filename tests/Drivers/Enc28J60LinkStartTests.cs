// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Drivers;
using NanoTcp.Simulation.Chips.Enc28j60;

namespace NanoTcp.Tests.Drivers;

/// <summary>Start: identification, written registers, and the errors.</summary>
public class Enc28J60LinkStartTests
{
    [Theory]
    [InlineData(0x00)]
    [InlineData(0xFF)]
    public void A_bus_without_a_chip_does_not_answer(byte floating)
    {
        using Enc28J60LinkBench bench = new(isWired: false, floatingMiso: floating);

        Assert.Equal(ControllerError.NoAnswer, bench.Link.Start());
        Assert.False(bench.Link.IsUp);
        Assert.False(bench.Link.CanTransmit());
        Assert.Null(bench.Link.Receive());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Every_revision_starts(byte revision)
    {
        using Enc28J60LinkBench bench = new(chip: new Enc28J60Options { LinkUpNanoseconds = Enc28J60LinkBench.QuickLink, Revision = revision });

        Assert.Equal(ControllerError.None, bench.Link.Start());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(0x80)]
    public void Another_revision_is_another_chip(byte revision)
    {
        using Enc28J60LinkBench bench = new(chip: new Enc28J60Options { LinkUpNanoseconds = Enc28J60LinkBench.QuickLink, Revision = revision });

        Assert.Equal(ControllerError.WrongChip, bench.Link.Start());
    }

    [Fact]
    public void A_clock_that_never_comes_is_a_stuck_reset()
    {
        using Enc28J60LinkBench bench = new();
        bench.Chip.Faults.ClockNeverReady = true;

        Assert.Equal(ControllerError.StuckReset, bench.Link.Start());
    }

    [Fact]
    public void A_chip_that_is_found_late_is_started_by_polling()
    {
        using Enc28J60LinkBench bench = new();
        bench.Chip.Faults.Silence = 0xFF;
        Assert.Equal(ControllerError.NoAnswer, bench.Link.Start());
        bench.Run(3_000);
        Assert.False(bench.Link.IsUp);

        bench.Chip.Faults.Silence = null;
        bench.RunUntil(() => bench.Link.IsUp, 1_500);
        Assert.Equal(ControllerError.None, bench.Link.Error);
    }

    [Fact]
    public void The_registers_hold_what_half_duplex_needs()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();

        Assert.Equal(0x32, bench.Peek(Register.MACON3));
        Assert.Equal(0x01, bench.Peek(Register.MACON1));
        Assert.Equal(0x40, bench.Peek(Register.MACON4));
        Assert.Equal(0x12, bench.Peek(Register.MABBIPG));
        Assert.Equal(0x12, bench.Peek(Register.MAIPGL));
        Assert.Equal(0x0C, bench.Peek(Register.MAIPGH));
        Assert.Equal(0x3F, bench.Peek(Register.MACLCON2));
    }

    [Fact]
    public void The_registers_hold_what_full_duplex_needs()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(new Enc28J60LinkOptions { FullDuplex = true });

        Assert.Equal(0x33, bench.Peek(Register.MACON3));
        Assert.Equal(0x0D, bench.Peek(Register.MACON1));
        Assert.Equal(0x15, bench.Peek(Register.MABBIPG));
    }

    [Fact]
    public void The_registers_hold_what_both_need()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();

        Assert.Equal([0xEE, 0x05], [bench.Peek(Register.MAMXFLL), bench.Peek(Register.MAMXFLL + 1)]);
        Assert.Equal([0x00, 0x00], [bench.Peek(Register.ERXSTL), bench.Peek(Register.ERXSTL + 1)]);
        Assert.Equal([0xFF, 0x13], [bench.Peek(Register.ERXNDL), bench.Peek(Register.ERXNDL + 1)]);
        Assert.Equal(0xB0, bench.Peek(Register.ERXFCON));
        Assert.Equal(0xC0, bench.Peek(Register.EIE));
        int[] address = [Register.MAADR1, Register.MAADR2, Register.MAADR3, Register.MAADR4, Register.MAADR5, Register.MAADR6];
        Assert.Equal(Enc28J60LinkBench.Mac, address.Select(register => (byte)bench.Peek(register)));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void Of_the_broadcasts_only_those_of_ARP_are_received_unless_all_are_wanted(bool all, int others)
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(new Enc28J60LinkOptions { AllBroadcasts = all });
        byte[] request = Enc28J60LinkBench.Frame(60, Enc28J60LinkBench.Broadcast);
        request[13] = 0x06;
        bench.Arrive(request, Enc28J60LinkBench.Frame(60, Enc28J60LinkBench.Broadcast));
        bench.Drain();

        Assert.Equal(1, bench.Received.Count(frame => frame[13] == 0x06));
        Assert.Equal(others, bench.Received.Count(frame => frame[13] == 0x00));
    }

    [Fact]
    public void What_is_for_others_never_reaches_the_bus()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Arrive(
            Enc28J60LinkBench.Frame(1514, Enc28J60LinkBench.OtherMac),
            Enc28J60LinkBench.Frame(60, [0x01, 0x00, 0x5E, 0x00, 0x00, 0xFB]),
            Enc28J60LinkBench.Frame(60, [0x33, 0x33, 0, 0, 0, 1]),
            Enc28J60LinkBench.Frame(300, Enc28J60LinkBench.Broadcast));
        Assert.Equal(0, bench.Drain());

        Assert.Equal(4, bench.Counters.DroppedByFilter);
        Assert.Equal(0, bench.Counters.ChipSelects);
        Assert.False(bench.Chip.InterruptLow);
    }

    [Fact]
    public void A_group_is_received_and_others_are_not()
    {
        Enc28J60LinkOptions options = new();
        options.AddGroup([0x01, 0x00, 0x5E, 0x00, 0x00, 0xFB], 0);
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(options);
        byte[] group = Enc28J60LinkBench.Frame(60, [0x01, 0x00, 0x5E, 0x00, 0x00, 0xFB]);
        bench.Arrive(group, Enc28J60LinkBench.Frame(60, [0x01, 0x00, 0x5E, 0x00, 0x00, 0x01]));
        bench.Drain();

        Assert.Equal(group, Assert.Single(bench.Received));
    }

    // Numbers of the bits in the hash table, computed by hand for the addresses.
    [Theory]
    [InlineData(new byte[] { 0x01, 0x00, 0x5E, 0x00, 0x00, 0x01 }, 63)]
    [InlineData(new byte[] { 0x01, 0x00, 0x5E, 0x00, 0x00, 0xFB }, 62)]
    [InlineData(new byte[] { 0x33, 0x33, 0x00, 0x00, 0x00, 0x01 }, 51)]
    [InlineData(new byte[] { 0x33, 0x33, 0xFF, 0x00, 0x00, 0x01 }, 45)]
    [InlineData(new byte[] { 0x00, 0x04, 0xA3, 0x00, 0x00, 0x01 }, 14)]
    public void A_group_sets_its_bit_in_the_hash_table(byte[] address, int bit)
    {
        Enc28J60LinkOptions options = new();
        options.AddGroup([0xEE, .. address], 1);
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(options);

        for (int i = 0; i < 8; i++)
        {
            Assert.Equal(i == bit >> 3 ? 1 << (bit & 7) : 0, bench.Peek(Register.EHT0 + i));
        }
    }

    [Fact]
    public void All_groups_can_be_received()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(new Enc28J60LinkOptions { AllMulticast = true });
        bench.Arrive(Enc28J60LinkBench.Frame(60, [0x01, 0x00, 0x5E, 0x00, 0x00, 0x01]), Enc28J60LinkBench.Frame(60, [0x33, 0x33, 0, 0, 0, 1]));

        Assert.Equal(2, bench.Drain());
    }
}
