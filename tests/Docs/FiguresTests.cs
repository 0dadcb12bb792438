// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using NanoTcp.Boards;
using NanoTcp.Measure.Goodput;
using NanoTcp.Measure.Memory;
using NanoTcp.Measure.Throughput;
using NanoTcp.Meter;
using NanoTcp.Simulation.Boards;
using NanoTcp.Tests.Economy;
using NanoTcp.Tests.HostSim.Measure.Throughput;

namespace NanoTcp.Tests.Docs;

/// <summary>Figures in docs/ that do not depend on the machine are those that the commands print now.</summary>
[Trait(Speed.Trait, Speed.Slow)]
public class FiguresTests
{
    private const int Megabyte = 1024 * 1024;
    private const int PlatformSize = Megabyte / 4;
    private const int OneSegment = 1460;
    private const int FourSegments = 4 * 1460;
    private const int Seeds = 9;

    // As the command measures without options.
    private static readonly GoodputSetting s_goodput = new()
    {
        Size = 16 * Megabyte,
        DelayNanoseconds = 10_000_000,
        BitRate = 25_000_000,
        QueueFrames = 1000,
        NearBuffers = 65_536,
        FarBuffers = Megabyte,
    };

    [Theory]
    [InlineData(1, true, true)]
    [InlineData(2, false, false)]
    [InlineData(4, false, true)]
    public void The_goodput_table_shows_what_the_bench_measures(int column, bool sends, bool farControlsCongestion)
    {
        Assert.All(MarkdownTable.Read("goodput.md", "## 20 ms, 25 Mbit/s, 64 KiB"), row =>
        {
            double loss = MarkdownTable.Number(row[0].TrimEnd('%')) / 100.0;
            GoodputResult[] results = GoodputBench.MeasureSeeds(
                s_goodput with { Loss = loss, FarControlsCongestion = farControlsCongestion },
                sends ? GoodputDirection.Sends : GoodputDirection.Receives,
                Seeds);
            Assert.Equal(results[Seeds / 2].Rate.ToString("0.00#", CultureInfo.InvariantCulture), row[column]);
        });
    }

    [Theory]
    [InlineData("## The boards as they are", 0)]
    [InlineData("## With larger buffers", 11680)]
    public void The_throughput_tables_show_what_the_bench_measures(string heading, int buffers)
    {
        Assert.All(MarkdownTable.Read("throughput.md", heading), row =>
        {
            foreach (Board board in BoardsOf(row[0]))
            {
                if (buffers > 0)
                {
                    board.TcpOptions.SendBuffer = buffers;
                    board.TcpOptions.ReceiveBuffer = buffers;
                }

                BulkDirection direction = row[1] == "to board" ? BulkDirection.In : BulkDirection.Out;
                string[][] rows = Array.ConvertAll((int[])[10, 30, 60, 120], cost => ThroughputReport.Row(board, direction, Megabyte, cost));
                Assert.All(rows, cells => Assert.Equal(["0", "0"], cells[8..10]));

                // Both limits, the rate at each cost, and transactions, bytes and times at the second cost.
                string[] shown = rows[1];
                string[] due = [.. shown[2..4], .. rows.Select(cells => cells[4]), shown[5], shown[7], .. shown[10..]];
                Assert.Equal(due, row[2..]);
            }
        });
    }

    [Fact]
    public void The_table_of_the_platform_shows_what_the_bench_measures()
    {
        Assert.All(MarkdownTable.Read("throughput.md", "## On the device's platform"), row =>
        {
            foreach (Board board in BoardsOf(row[0]))
            {
                string[] before = Measure(isBlocking: true);
                string[] now = Measure(isBlocking: false);
                Assert.Equal(["0", "0"], now[15..]);
                Assert.Equal([before[3], .. now[3..12], now[14]], row[4..]);

                string[] Measure(bool isBlocking)
                {
                    return PlatformRow(
                        board,
                        BoardChoice.OwnBuffers,
                        false,
                        row[1] == "to board",
                        MarkdownTable.Number(row[3].Replace("ms", "")),
                        double.Parse(row[2], CultureInfo.InvariantCulture),
                        isBlocking);
                }
            }
        });
    }

    [Fact]
    public void The_table_of_what_makes_a_board_faster_shows_what_the_bench_measures()
    {
        Assert.All(MarkdownTable.Read("throughput.md", "### What makes it faster"), row =>
        {
            foreach (Board board in BoardsOf(row[0]))
            {
                IEnumerable<string[]> rows = (((int Buffers, bool Trusts)[])[(OneSegment, false), (FourSegments, false), (OneSegment, true), (FourSegments, true)])
                    .Select(choice => PlatformRow(board, choice.Buffers, choice.Trusts, true, 10, 1, false));
                Assert.Equal(rows.Select(cells => $"{cells[3]} ({cells[5]})"), row[1..]);
            }
        });
    }

    private static string[] PlatformRow(Board board, int buffers, bool trusts, bool isIn, int tick, double price, bool isBlocking)
    {
        return PlatformWorld.Call<string[]>(nameof(PlatformWorld.Row), board.Id, buffers, trusts, isIn, PlatformSize, tick, price, isBlocking);
    }

    [Fact]
    public void The_memory_table_shows_what_the_model_computes()
    {
        MemoryConfiguration configuration = new(null, MemoryApplication.None);
        IReadOnlyList<string[]> rows = MarkdownTable.Read("performance.md", "## Memory");
        Assert.Equal(MemoryModel.Bytes(configuration, MemoryParts.Core), MarkdownTable.Number(rows[0][1]));
        Assert.Equal(MemoryCosts.Connection(configuration), MarkdownTable.Number(rows[1][1]));
        Assert.Equal(Math.Ceiling(MemoryCosts.HalfOpen(configuration)), MarkdownTable.Number(rows[2][1]));
        Assert.Equal(Math.Ceiling(MemoryCosts.FinWait2(configuration)), MarkdownTable.Number(rows[3][1]));
        Assert.Equal(Math.Ceiling(MemoryCosts.TimeWait(configuration)), MarkdownTable.Number(rows[4][1]));
    }

    /// <summary>The figures are those of the budgets. The two columns at the end are the garbage with each controller.</summary>
    [Fact]
    public void The_instructions_and_the_garbage_in_performance_md_are_the_budgets()
    {
        Assert.All(MarkdownTable.Read("performance.md", "## The interpreter"), row =>
        {
            Budget budget = Assert.Single(Budgets.All, budget => budget.Step == row[0]);
            Assert.Equal(MeterSession.Links.Select(budget.On), row[1..4].Select(MarkdownTable.Number));
            Assert.Equal(MeterSession.Links.Skip(1).Select(budget.GarbageOn), row[5..7].Select(MarkdownTable.Number));
        });
    }

    [Fact]
    public void The_loop_in_performance_md_has_the_figures_of_the_budgets()
    {
        string[] links = ["w5500", "enc28j60"];
        Assert.All(MarkdownTable.Read("performance.md", "### The loop and the first frame"), row =>
        {
            Budget budget = Assert.Single(Budgets.All, budget => budget.Step == row[0]);
            Assert.Equal(links.Select(budget.On).Concat(links.Select(budget.GarbageOn)), row[1..].Select(MarkdownTable.Number));
        });
    }

    private static Board[] BoardsOf(string label)
    {
        string[] ids = label switch
        {
            "ESP32-DevKitC + ENC28J60, half duplex" or "the same, full duplex" => ["esp32-devkitc-enc28j60"],
            "ESP32-DevKitC + W5500, M5Stack Module13.2 (20 MHz)" => ["esp32-devkitc-w5500", "m5stack-module13-lan"],
            "LILYGO T-ETH-Lite S3 (26.67 MHz)" => ["lilygo-t-eth-lite-s3"],
            "Waveshare ESP32-S3-ETH (26.67 MHz)" => ["waveshare-esp32-s3-eth"],
            "LILYGO T-ETH-Lite S3, Waveshare ESP32-S3-ETH (26.67 MHz)" => ["lilygo-t-eth-lite-s3", "waveshare-esp32-s3-eth"],
            "M5Stack AtomPoE (20 MHz, no INT)" => ["m5-atompoe"],
            _ => throw new ArgumentException($"No board is known as '{label}'."),
        };
        Board[] boards = Array.ConvertAll(ids, id => BoardCatalog.Find(id)!);
        Array.ForEach(boards, board => board.Wiring.FullDuplex |= label == "the same, full duplex");
        return boards;
    }
}
