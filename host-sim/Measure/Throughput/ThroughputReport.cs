// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using NanoTcp.Boards;
using Spectre.Console;

namespace NanoTcp.Measure.Throughput;

/// <summary>Measures boards and shows a table for each.</summary>
internal static class ThroughputReport
{
    private const int Width = 140;
    private const long NanosecondsPerMicrosecond = 1_000;

    /// <param name="size">Bytes of a transfer.</param>
    /// <param name="costs">The costs of an SPI transaction besides its bytes, in microseconds; each is measured.</param>
    public static void Show(IAnsiConsole console, IEnumerable<Board> boards, int size, IReadOnlyList<int> costs)
    {
        // A file or a pipe counts as 80 columns, which would break the table.
        console.Profile.Width = Math.Max(console.Profile.Width, Width);
        foreach (Board board in boards)
        {
            console.Write(Measure(board, size, costs));
        }

        console.MarkupLine($"[dim]{size} bytes each way, in virtual time. Mbit/s of payload: the limits of the SPI clock and of the wire, and the rate that was reached.[/]");
        console.MarkupLine("[dim]tx, B: SPI transactions and bytes; /seg: for 1460 bytes of payload, ACKs too. The last six columns are the µs of 1460 bytes of payload:[/]");
        console.MarkupLine("[dim]bytes of the frame on the SPI bus, cost of its transactions, ACKs on the SPI bus, looks that found nothing, waiting for the wire, waiting for a poll or timer.[/]");
    }

    /// <summary>Measures one transfer. Returns the cells of its row.</summary>
    public static string[] Row(Board board, BulkDirection direction, int size, int cost)
    {
        ThroughputResult result = ThroughputBench.Measure(board, direction, size, cost * NanosecondsPerMicrosecond);
        return
        [
            direction == BulkDirection.In ? "to board" : "to host",
            Format(cost, "0"),
            Format(PhysicalLimit.OfBus(board), "0.00"),
            Format(PhysicalLimit.OfWire(board), "0.00"),
            Format(result.Rate, "0.00"),
            Format(result.TransactionsPerSegment, "0.00"),
            Format(result.BytesPerSegment, "0"),
            Format(result.BytesPerByte, "0.000"),
            Format(result.Retransmissions, "0"),
            Format(result.Dropped, "0"),
            Format(result.MicrosecondsPerSegment(result.Parts.Data.Bytes), "0"),
            Format(result.MicrosecondsPerSegment(result.Parts.Data.Cost), "0"),
            Format(result.MicrosecondsPerSegment(result.Parts.Acknowledgments.Total), "0"),
            Format(result.MicrosecondsPerSegment(result.Parts.Looks.Total), "0"),
            Format(result.MicrosecondsPerSegment(result.Parts.Wire), "0"),
            Format(result.MicrosecondsPerSegment(result.Parts.Clock), "0"),
        ];
    }

    private static Table Measure(Board board, int size, IReadOnlyList<int> costs)
    {
        Table table = new Table { Title = new TableTitle(Markup.Escape(Describe(board))) }.RoundedBorder().AddColumn("payload");
        foreach (string heading in (string[])["µs/tx", "SPI", "wire", "Mbit/s", "tx/seg", "B/seg", "B/pB", "resent", "dropped", "bytes", "cost", "ACKs", "looks", "wire", "clock"])
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (BulkDirection direction in Enum.GetValues<BulkDirection>())
        {
            foreach (int cost in costs)
            {
                table.AddRow(Row(board, direction, size, cost));
            }
        }

        return table;
    }

    /// <summary>A board in a line.</summary>
    public static string Describe(Board board)
    {
        bool isFast = board.Controller == EthernetController.W5500;
        string duplex = isFast || board.Wiring.FullDuplex ? "full" : "half";
        string interrupt = board.Wiring.Interrupt == ControllerWiring.NotWired ? ", no INT line" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{board.Name}: SPI at {board.Wiring.ClockHz / 1e6:0.##} MHz{interrupt}, {(isFast ? 100 : 10)} Mbit/s {duplex} duplex");
    }

    private static string Format(double value, string format)
    {
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}
