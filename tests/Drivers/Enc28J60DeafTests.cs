// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Drivers;
using NanoTcp.Simulation.Chips.Enc28j60;
using NanoTcp.Tests.HostSim.Simulation.Chips.Enc28j60;

namespace NanoTcp.Tests.Drivers;

/// <summary>A chip that answers and has a link, but is deaf, because its INT line is broken or its registers have changed.</summary>
public class Enc28J60DeafTests
{
    // The registers are compared every 15 s, at a check. Then the chip is started.
    private const int CompareTime = 15_600;

    // EIR.PKTIF reports it, but not always (erratum 6). Otherwise the comparison finds it.
    private static readonly Enc28J60Options s_trueFlags = new() { LinkUpNanoseconds = Enc28J60LinkBench.QuickLink, Errata = Enc28J60Errata.All & ~Enc28J60Errata.PacketFlagUnreliable };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Behind_a_broken_INT_line_packets_are_counted(bool isStuckLow)
    {
        BadWires? wires = null;
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(chip: s_trueFlags, wrap: chip => wires = new BadWires(chip));
        wires!.StuckInterruptLow = isStuckLow;
        bench.Arrive(Enc28J60LinkBench.Frame(100, number: 1));
        bench.Run(2_500);
        Assert.Equal(Enc28J60LinkBench.Frame(100, number: 1), Assert.Single(bench.Received));
        Assert.Equal(1, bench.Statistics.LineFailures);

        AssertReceives(bench, withinMilliseconds: 5);
        Assert.Equal(0, bench.Statistics.Restarts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_line_that_is_broken_from_the_start_does_not_keep_anybody_from_being_served(bool isStuckLow)
    {
        BadWires? wires = null;
        using Enc28J60LinkBench bench = new(wrap: chip => wires = new BadWires(chip) { StuckInterruptLow = isStuckLow });
        Assert.Equal(ControllerError.None, bench.Link.Start());
        bench.RunUntil(() => bench.Link.IsUp, 200);
        bench.Arrive(Enc28J60LinkBench.Frame(100));
        bench.RunUntil(() => bench.Received.Count == 1, CompareTime);
        AssertReceives(bench, withinMilliseconds: 5);
    }

    [Fact]
    public void Edges_that_the_platform_never_tells_of_are_not_waited_for()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Board.DropInterrupts(int.MaxValue);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(0, bench.Statistics.LineFailures);
            bench.Arrive(Enc28J60LinkBench.Frame(100, number: i));
            bench.Run(510);
        }

        Assert.Equal(3, bench.Received.Count);
        Assert.Equal(3, bench.Statistics.MissedInterrupts);
        Assert.Equal(1, bench.Statistics.LineFailures);
        AssertReceives(bench, withinMilliseconds: 5);
    }

    [Fact]
    public void A_line_that_works_again_is_relied_on_again()
    {
        BadWires? wires = null;
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(wrap: chip => wires = new BadWires(chip));
        wires!.StuckInterruptLow = false;
        bench.Arrive(Enc28J60LinkBench.Frame(100));
        bench.Run(CompareTime);
        wires.StuckInterruptLow = null;
        AssertReceives(bench, withinMilliseconds: 5);

        bench.Run(1_000);
        bench.Counters.ClearBus();
        bench.Run(1_000);
        Assert.InRange(bench.Counters.ChipSelects, 1, 4);
        bench.Arrive(Enc28J60LinkBench.Frame(100));
        Assert.Equal(1, bench.Drain());
    }

    [Theory]
    [InlineData(Register.ERXFCON, 0x00)]
    [InlineData(Register.ERXFCON, 0x30)]
    [InlineData(Register.EPMM0, 0x3E)]
    [InlineData(Register.EPMM0 + 7, 0x01)]
    [InlineData(Register.EPMCSL, 0x00)]
    [InlineData(Register.EPMOL, 0x01)]
    [InlineData(Register.MACON1, 0x00)]
    [InlineData(Register.MACON4, 0x00)]
    [InlineData(Register.MAMXFLL + 1, 0x00)]
    [InlineData(Register.MAADR1, 0x12)]
    [InlineData(Register.MAADR6, 0x00)]
    [InlineData(Register.MACLCON1, 0x00)]
    [InlineData(Register.EFLOCON, 0x02)]
    [InlineData(Register.ERXNDL + 1, 0x0B)]
    [InlineData(Register.ETXSTL, 0x40)]
    [InlineData(Register.EIE, 0x00)]
    [InlineData(Register.EIE, 0x40)]
    [InlineData(Register.EIE, 0xD0)]
    [InlineData(Register.ECON2, 0x00)]
    public void A_register_that_holds_something_else_is_found_and_the_chip_set_up_anew(int register, int value)
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(chip: new Enc28J60Options { LinkUpNanoseconds = Enc28J60LinkBench.QuickLink, Strict = false });
        bench.Poke(register, value);
        bench.Run(CompareTime);
        Assert.Equal(1, bench.Statistics.Mismatches);
        Assert.Equal(1, bench.Statistics.Restarts);
        bench.RunUntil(() => bench.Link.IsUp, 200);
        AssertReceives(bench, withinMilliseconds: 2);
        AssertSends(bench);
    }

    [Theory]
    [InlineData(0x00, 0x0100)]
    [InlineData(0x00, 0x4000)]
    [InlineData(0x10, 0x2000)]
    [InlineData(0x12, 0x0000)]
    public void A_register_of_the_PHY_is_compared_too(byte register, int value)
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(chip: new Enc28J60Options { LinkUpNanoseconds = Enc28J60LinkBench.QuickLink, Strict = false });
        bench.Poke(Register.MIREGADR, register);
        bench.Poke(Register.MIWRL, value & 0xFF);
        bench.Poke(Register.MIWRL + 1, value >> 8);
        bench.Run(CompareTime);
        Assert.Equal(1, bench.Statistics.Mismatches);
        bench.RunUntil(() => bench.Link.IsUp, 200);
        AssertReceives(bench, withinMilliseconds: 2);
    }

    [Theory]
    [InlineData(Register.ERXRDPTL, 0x0101)]
    [InlineData(Register.ERXRDPTL, 0x0001)]
    [InlineData(Register.ETXSTL, 0x1A00)]
    [InlineData(Register.ETXNDL, 0x1405)]
    [InlineData(Register.EWRPTL, 0x0000)]
    public void A_pointer_that_stands_elsewhere_is_set_again_and_nothing_else_happens(int register, int value)
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        AssertReceives(bench, withinMilliseconds: 2);
        AssertSends(bench);
        bench.Poke(register, value & 0xFF);
        bench.Poke(register + 1, value >> 8);
        bench.Run(CompareTime);

        // More than the buffer holds.
        for (int i = 0; i < 10; i++)
        {
            AssertReceives(bench, withinMilliseconds: 2);
        }

        AssertSends(bench);
        Assert.Equal(0, bench.Statistics.Restarts + bench.Statistics.Resyncs + bench.Chip.Counters.DroppedBufferFull);
    }

    [Fact]
    public void A_control_byte_that_has_changed_is_written_again()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        AssertSends(bench);
        bench.Poke(Register.EWRPTL, 0x00);
        bench.Poke(Register.EWRPTL + 1, 0x14);

        // POVERRIDE without PCRCEN: the frame would go without its check sequence.
        bench.Instruct(0x7A, 0x01);
        bench.Run(CompareTime);
        AssertSends(bench);
        Assert.Equal(0, bench.Statistics.Restarts);
    }

    [Fact]
    public void A_packet_that_is_not_counted_is_not_left_until_the_next_comes()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        AssertReceives(bench, withinMilliseconds: 2);
        bench.Arrive(Enc28J60LinkBench.Frame(100, number: 7));

        // ECON2.PKTDEC.
        bench.Instruct(0x9E, 0x40);
        bench.Run(CompareTime);
        AssertReceives(bench, withinMilliseconds: 2);
        Assert.Equal(1, bench.Statistics.Resyncs);
        Assert.Equal(0, bench.Statistics.Restarts);
    }

    [Fact]
    public void A_buffer_that_stays_full_although_nothing_is_in_it_is_emptied()
    {
        // The chip stores at the beginning of the buffer again, although the driver has read some packets.
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(chip: new Enc28J60Options { LinkUpNanoseconds = Enc28J60LinkBench.QuickLink, Strict = false });
        bench.Arrive(Enc28J60LinkBench.Frame(60));
        bench.Run(2);
        bench.Poke(Register.ERXNDL, 0xFF);
        bench.Poke(Register.ERXRDPTL, 0x45);
        bench.Poke(Register.ERXRDPTL + 1, 0x00);
        for (int i = 0; i < 4; i++)
        {
            bench.Arrive(Enc28J60LinkBench.Frame(1000));
            bench.Run(1_000);
        }

        AssertReceives(bench, withinMilliseconds: 2);
        Assert.Equal(1, bench.Statistics.Resyncs);
    }

    [Fact]
    public void After_a_sign_of_trouble_registers_are_compared_at_once()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Poke(Register.MAADR6, 0x77);
        bench.Chip.Faults.CorruptHeaders.Next = 1;
        byte[] request = Enc28J60LinkBench.Frame(60, Enc28J60LinkBench.Broadcast);
        request[13] = 0x06;
        bench.Arrive(request);
        bench.Drain();
        Assert.Equal(1, bench.Statistics.Resyncs);
        bench.Run(600);
        Assert.Equal(1, bench.Statistics.Mismatches);
        bench.RunUntil(() => bench.Link.IsUp, 200);
        AssertReceives(bench, withinMilliseconds: 2);
    }

    [Fact]
    public void A_comparison_costs_some_hundred_transfers_every_fifteen_seconds()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Run(1_000);
        bench.Counters.ClearBus();
        bench.Run(15_000);
        Assert.InRange(bench.Counters.ChipSelects - 30, 50, 130);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(60)]
    public void A_bit_that_flips_on_its_way_to_the_processor_restarts_nothing(int transfer)
    {
        BadWires? wires = null;
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(wrap: chip => wires = new BadWires(chip));
        int before = wires!.Transfers;
        for (int i = 0; i < CompareTime && wires.Transfers - before < 100; i++)
        {
            before = wires.Transfers;
            wires.WrongAnswer = transfer;
            bench.Run(1);
        }

        Assert.True(wires.Transfers - before > transfer, "No comparison has been seen.");
        bench.Run(2_000);
        Assert.Equal(0, bench.Statistics.Restarts);
    }

    [Fact]
    public void A_flood_of_packets_that_are_no_frames_does_not_hold_up_a_look()
    {
        BadWires? wires = null;
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(wrap: chip => wires = new BadWires(chip));
        for (int i = 0; i < 40; i++)
        {
            bench.Chip.InjectFrame(Enc28J60Bench.WithFcs(Enc28J60LinkBench.Frame(40)));
            bench.Wait(100_000);
        }

        int before = wires!.Transfers;
        Assert.Null(bench.Link.Receive());
        Assert.InRange(wires.Transfers - before, 16, 100);
        bench.Run(5);
        Assert.Equal(40, bench.Statistics.Runts);
    }

    private static void AssertReceives(Enc28J60LinkBench bench, int withinMilliseconds)
    {
        byte[] frame = Enc28J60LinkBench.Frame(1000, number: bench.Received.Count);
        bench.Arrive(frame);
        bench.Run(withinMilliseconds);
        Assert.Equal(frame, bench.Received[^1]);
    }

    private static void AssertSends(Enc28J60LinkBench bench)
    {
        byte[] frame = Enc28J60LinkBench.Frame(100, number: bench.Received.Count);
        bench.Medium.Sent.Clear();
        Assert.True(bench.Send(frame));
        bench.Run(3);
        Assert.Equal(frame, Assert.Single(bench.Medium.Sent));
    }
}
