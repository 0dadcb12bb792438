// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Measure.Throughput;
using NanoTcp.Simulation.Boards;

namespace NanoTcp.Tests.HostSim.Measure.Throughput;

/// <summary>
/// Transfers through driver and model in virtual time. The models throw on every broken rule of a data sheet, and the transfer on every wrong byte.
/// So each test here also proves that there were none.
/// </summary>
[Trait(Speed.Trait, Speed.Slow)]
public class ThroughputTests
{
    private const string Enc28J60 = "esp32-devkitc-enc28j60";
    private const string W5500 = "esp32-devkitc-w5500";
    private const string FastW5500 = "lilygo-t-eth-lite-s3";
    private const string PollingW5500 = "m5-atompoe";
    private const int Megabyte = 1024 * 1024;
    private const long Microsecond = 1_000;

    // The payload rate of a 10 Mbit/s wire: 1460 of the 1538 byte times of a full frame.
    private const double SlowWireRate = 9.49;

    // A frame of 1514 bytes carries 1460. An SPI bus cannot do with less.
    private const double LeastBytesPerByte = 1.037;

    // With an acknowledgment for every second segment, and (those of the boards have room for one segment) for each, or looks in vain.
    private const double TargetBytesPerByte = 1.08;
    private const double MostBytesPerByte = 1.13;

    [Theory]
    [InlineData(Enc28J60)]
    [InlineData(W5500)]
    [InlineData(PollingW5500)]
    public void Two_runs_are_equal(string id)
    {
        foreach (BulkDirection direction in Enum.GetValues<BulkDirection>())
        {
            Assert.Equal(Measure(id, direction, 30), Measure(id, direction, 30));
        }
    }

    /// <summary>The relative timing of both ends' polls can compensate a little.</summary>
    private const double PhaseEffects = 0.02;

    [Theory]
    [InlineData(Enc28J60, false)]
    [InlineData(Enc28J60, true)]
    [InlineData(W5500, false)]
    [InlineData(FastW5500, false)]
    public void A_dearer_transaction_makes_it_slower(string id, bool fullDuplex)
    {
        foreach (BulkDirection direction in Enum.GetValues<BulkDirection>())
        {
            double before = double.MaxValue;
            foreach (int cost in (int[])[10, 30, 60, 120])
            {
                double rate = Measure(id, direction, cost, fullDuplex).Rate;
                Assert.True(rate < before * (1 + PhaseEffects), $"{direction}: {rate:F2} Mbit/s at {cost} µs, but {before:F2} at the one before.");
                before = rate;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void Nothing_gets_lost(string id)
    {
        foreach (BulkDirection direction in Enum.GetValues<BulkDirection>())
        {
            ThroughputResult result = Measure(id, direction, 30, size: Megabyte);
            Assert.Equal(0, result.Retransmissions);
            Assert.Equal(0, result.Dropped);
        }
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void A_byte_of_payload_costs_little_more_than_itself(string id)
    {
        foreach (BulkDirection direction in Enum.GetValues<BulkDirection>())
        {
            ThroughputResult result = Measure(id, direction, 30, size: Megabyte);
            Assert.InRange(result.BytesPerByte, LeastBytesPerByte, MostBytesPerByte);
        }
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void S9_with_room_for_eight_segments_a_byte_of_payload_costs_at_most_1_08_bytes_on_the_bus(string id)
    {
        foreach (BulkDirection direction in Enum.GetValues<BulkDirection>())
        {
            ThroughputResult result = Measure(id, direction, 30, largeBuffers: true, size: Megabyte);
            Assert.InRange(result.BytesPerByte, LeastBytesPerByte, TargetBytesPerByte);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_slow_wire_is_the_limit(bool fullDuplex)
    {
        Assert.InRange(Measure(Enc28J60, BulkDirection.In, 0, fullDuplex, largeBuffers: true).Rate, 0.9 * SlowWireRate, SlowWireRate);
        Assert.InRange(Measure(Enc28J60, BulkDirection.Out, 0, fullDuplex, largeBuffers: true).Rate, 0.9 * SlowWireRate, SlowWireRate);
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void The_parts_of_the_time_add_up(string id)
    {
        const int cost = 30;
        foreach (BulkDirection direction in Enum.GetValues<BulkDirection>())
        {
            ThroughputResult result = Measure(id, direction, cost);
            TimeParts parts = result.Parts;
            BusTime bus = parts.Data + parts.Acknowledgments + parts.Looks;
            Assert.Equal(result.Nanoseconds, parts.Total);
            Assert.Equal(result.Transactions * cost * Microsecond, bus.Cost);
            Assert.Equal(result.Bytes * 8 * 1000 / (BoardCatalog.Find(id)!.Wiring.ClockHz / 1_000_000.0), bus.Bytes, result.Bytes * 0.01 * 400);
            Assert.All([parts.Data.Total, parts.Acknowledgments.Total, parts.Looks.Total, parts.Wire, parts.Clock], part => Assert.True(part >= 0));
        }
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void Nothing_is_faster_than_the_SPI_clock_and_the_wire(string id)
    {
        Board board = BoardCatalog.Find(id)!;
        double limit = Math.Min(PhysicalLimit.OfBus(board), PhysicalLimit.OfWire(board));
        foreach (BulkDirection direction in Enum.GetValues<BulkDirection>())
        {
            Assert.InRange(Measure(id, direction, 0, largeBuffers: true).Rate, 0, limit);
        }
    }

    [Fact]
    public void An_ENC28J60_fills_the_wire_both_ways()
    {
        // The end of a transmission lowers INT, so that no frame waits for the loop's clock. In half duplex both directions share the wire.
        foreach (bool fullDuplex in (bool[])[false, true])
        {
            foreach (BulkDirection direction in Enum.GetValues<BulkDirection>())
            {
                ThroughputResult result = Measure(Enc28J60, direction, 30, fullDuplex, largeBuffers: true, size: Megabyte);
                Assert.True(result.Rate >= 0.89 * SlowWireRate, $"{direction}, full duplex {fullDuplex}: {result.Rate:F2} Mbit/s, {result.Parts}");
            }
        }
    }

    [Fact]
    public void Without_an_INT_line_a_board_looks_every_millisecond_while_there_is_traffic()
    {
        // One segment of its small buffer for each look, and no more than two looks for each segment.
        ThroughputResult result = Measure(PollingW5500, BulkDirection.In, 30, size: Megabyte);
        Assert.True(result.Rate >= 1460 * 8 / 2000.0, $"{result.Rate:F2} Mbit/s, {result.Parts}");
    }

    public static TheoryData<string> Boards()
    {
        return [.. BoardCatalog.CreateAll().Select(board => board.Id)];
    }

    private static ThroughputResult Measure(
        string id, BulkDirection direction, int cost, bool fullDuplex = false, bool largeBuffers = false, int size = Megabyte / 8)
    {
        Board board = BoardCatalog.Find(id)!;
        board.Wiring.FullDuplex = fullDuplex;
        if (largeBuffers)
        {
            board.TcpOptions.SendBuffer = 8 * 1460;
            board.TcpOptions.ReceiveBuffer = 8 * 1460;
        }

        return ThroughputBench.Measure(board, direction, size, cost * Microsecond);
    }
}
