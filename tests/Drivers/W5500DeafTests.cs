// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Drivers;
using NanoTcp.Simulation.Chips.W5500;

namespace NanoTcp.Tests.Drivers;

/// <summary>A chip that answers and has a link, but is deaf, because its INT line is broken or its registers have changed.</summary>
public class W5500DeafTests
{
    // The registers are compared every 15 s, at a check. Then the chip is started.
    private const int CompareTime = 15_600;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Behind_a_broken_INT_line_the_chip_is_asked(bool isStuckLow)
    {
        BadWires? wires = null;
        using W5500DriverBench bench = new(wrap: chip => wires = new BadWires(chip) { StuckInterruptLow = isStuckLow });
        bench.StartUp();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(0, bench.Link.Statistics.LineFailures);
            bench.Arrive(W5500DriverBench.Frame(100, i));
            Assert.Equal(W5500DriverBench.Frame(100, i), Assert.Single(bench.Run(1_010)));
        }

        Assert.Equal(1, bench.Link.Statistics.LineFailures);
        AssertReceives(bench, withinMilliseconds: 6);

        wires!.StuckInterruptLow = null;
        bench.Run(1_100);
        AssertReceives(bench, withinMilliseconds: 6);
        bench.Run(2_100);
        bench.Chip.Counters.ClearBus();
        bench.Run(2_000);
        Assert.InRange(bench.Chip.Counters.ChipSelects, 1, 8);
        Assert.Equal(1, bench.Link.Statistics.Starts);
    }

    [Theory]
    [InlineData(0x04, 0x00, 0x02)]
    [InlineData(0x04, 0x09, 0xFF)]
    [InlineData(0x04, 0x0E, 0x00)]
    [InlineData(0x04, 0x0F, 0xC0)]
    [InlineData(0x04, 0x13, 0xFF)]
    [InlineData(0x04, 0x16, 0xF0)]
    [InlineData(0x04, 0x18, 0x00)]
    [InlineData(0x04, 0x2E, 0x38)]
    [InlineData(0x04, 0x2E, 0xF8)]
    [InlineData(0x0C, 0x00, 0x84)]
    [InlineData(0x0C, 0x00, 0x04)]
    [InlineData(0x0C, 0x01, 0x10)]
    [InlineData(0x0C, 0x1E, 0x02)]
    [InlineData(0x0C, 0x1F, 0x00)]
    [InlineData(0x0C, 0x2C, 0xFF)]
    [InlineData(0x2C, 0x1E, 0x02)]
    [InlineData(0xEC, 0x1F, 0x02)]
    public void A_register_that_holds_something_else_is_found_and_the_chip_started_anew(byte control, byte address, byte value)
    {
        using W5500DriverBench bench = W5500DriverBench.Started(new W5500Options { NegotiationNanoseconds = 0, Strict = false });
        Instruct(bench, 0, address, control, value);
        Assert.Empty(bench.Run(CompareTime));
        Assert.Equal(2, bench.Link.Statistics.Starts);
        Assert.True(bench.Link.IsUp);
        AssertReceives(bench, withinMilliseconds: 2);
        Assert.Equal(0, bench.Chip.Counters.EngineAnswers);
    }

    [Fact]
    public void After_a_sign_of_trouble_registers_are_compared_at_once()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();

        // MFEN and a wrong SHAR: broadcasts are still received.
        Instruct(bench, 0, 0x0E, 0x04, 0x99);
        bench.Chip.Faults.BrokenPrefix = 7;
        bench.Chip.Faults.BrokenPrefixes.Next = 1;
        bench.Arrive(W5500DriverBench.Frame(100, destination: [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]));
        Assert.Empty(bench.Run(1_010));
        Assert.Equal(1, bench.Link.Statistics.BrokenPrefixes);
        Assert.Equal(1, bench.Link.Statistics.Mismatches);
        Assert.Empty(bench.Run(100));
        AssertReceives(bench, withinMilliseconds: 2);
    }

    [Fact]
    public void A_comparison_costs_some_twenty_transfers_every_fifteen_seconds()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        bench.Run(1_500);
        bench.Chip.Counters.ClearBus();
        bench.Run(15_000);
        Assert.InRange(bench.Chip.Counters.ChipSelects - 45, 15, 25);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(9)]
    public void A_bit_that_flips_on_its_way_to_the_processor_restarts_nothing(int transfer)
    {
        BadWires? wires = null;
        using W5500DriverBench bench = W5500DriverBench.Started(wrap: chip => wires = new BadWires(chip));
        int before = wires!.Transfers;
        for (int i = 0; i < CompareTime && wires.Transfers - before < 15; i++)
        {
            before = wires.Transfers;
            wires.WrongAnswer = transfer;
            Assert.Empty(bench.Run(1));
        }

        Assert.True(wires.Transfers - before > transfer, "No comparison has been seen.");
        Assert.Empty(bench.Run(2_000));
        Assert.Equal(1, bench.Link.Statistics.Starts);
    }

    [Fact]
    public void A_reset_that_has_not_ended_is_not_begun_again()
    {
        W5500Options chip = new();
        chip.Faults.StuckReset = true;
        using W5500DriverBench bench = new(chip);

        // A write while MR.RST is set breaks a rule: the model throws.
        Assert.Empty(bench.Run(3_000));
        Assert.Equal(ControllerError.StuckReset, bench.Link.Error);
        Assert.InRange(bench.Link.Statistics.Starts, 2, 4);
    }

    private static void AssertReceives(W5500DriverBench bench, int withinMilliseconds)
    {
        byte[] frame = W5500DriverBench.Frame(1000, 5);
        bench.Arrive(frame);
        Assert.Equal(frame, Assert.Single(bench.Run(withinMilliseconds)));
    }

    private static void Instruct(W5500DriverBench bench, params byte[] bytes)
    {
        bench.Chip.Select();
        bench.Chip.Exchange(bytes, new byte[bytes.Length]);
        bench.Chip.Deselect();
    }
}
