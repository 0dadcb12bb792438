// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using NanoTcp.Boards;
using Spectre.Console;

namespace NanoTcp.Measure.Throughput;

/// <summary>Measures boards on the device's platform and shows a table for each. It runs in a world in which the firmware's IL counts.</summary>
internal static class PlatformReport
{
    private const int Width = 150;
    private const double NanosecondsPerMicrosecond = 1_000;
    private const double Percent = 100;

    private static readonly string[] s_headings =
    [
        "µs/op", "µs/tx", "Mbit/s", "allowed", "share", "IL", "bytes", "cost", "events", "GC", "looks", "waiting", "tx", "garbage", "resent", "dropped",
    ];

    /// <summary>Shows a table for each board. The caller is in another world, so all arguments are plain.</summary>
    /// <param name="trustsEthernet">Whether the boards take text without its checksum.</param>
    /// <param name="size">Bytes of a transfer.</param>
    /// <param name="costs">The costs of an SPI transaction besides its bytes and its IL, in microseconds; each is measured.</param>
    /// <param name="opPrices">The times of an IL instruction, in microseconds; each is measured.</param>
    /// <param name="tick">Milliseconds of a tick.</param>
    /// <param name="isBlocking">Whether the firmware blocks after each poll.</param>
    public static void Show(
        IAnsiConsole console, string board, bool fullDuplex, int buffers, bool trustsEthernet, int size, int[] costs, double[] opPrices, int tick, bool isBlocking)
    {
        // A file or a pipe counts as 80 columns, which would break the table.
        console.Profile.Width = Math.Max(console.Profile.Width, Width);
        foreach (Board one in new BoardChoice(board, fullDuplex, buffers, trustsEthernet).Make())
        {
            Table table = new Table { Title = new TableTitle(Markup.Escape(ThroughputReport.Describe(one))) }.RoundedBorder().AddColumn("payload");
            foreach (string heading in s_headings)
            {
                table.AddColumn(new TableColumn(heading).RightAligned());
            }

            foreach (BulkDirection direction in Enum.GetValues<BulkDirection>())
            {
                foreach (double price in opPrices)
                {
                    foreach (int cost in costs)
                    {
                        table.AddRow(Row(one, direction, size, Setting(tick, price, cost, isBlocking)));
                    }
                }
            }

            console.Write(table);
        }

        string loop = isBlocking ? "blocks after each poll until INT falls" : "polls while frames come and go";
        console.MarkupLine(CultureInfo.InvariantCulture, "[dim]{0} bytes each way on an ESP32, in virtual time. The program {1}; a tick takes {2} ms.[/]", size, loop, tick);
        console.MarkupLine("[dim]Mbit/s of payload: the rate that was reached, and the rate that SPI bytes and IL alone allow. The other columns are for 1460 bytes of payload, ACKs too.[/]");
        console.MarkupLine("[dim]In µs: IL, bytes and cost of SPI transactions, all in polls that handled a frame; events of INT; collections; polls that found nothing; being blocked. Garbage in bytes.[/]");
    }

    /// <summary>The setting of a row.</summary>
    public static PlatformSetting Setting(int tick, double price, int cost, bool isBlocking)
    {
        return new PlatformSetting(tick, (long)Math.Round(price * NanosecondsPerMicrosecond), (long)(cost * NanosecondsPerMicrosecond), isBlocking);
    }

    /// <summary>Measures one transfer. Returns the cells of its row.</summary>
    public static string[] Row(Board board, BulkDirection direction, int size, PlatformSetting setting)
    {
        PlatformResult result = ThroughputBench.Measure(board, direction, size, setting);
        PlatformParts parts = result.Parts;
        return
        [
            direction == BulkDirection.In ? "to board" : "to host",
            Format(setting.OpNanoseconds / NanosecondsPerMicrosecond, "0.##"),
            Format(setting.TransactionNanoseconds / NanosecondsPerMicrosecond, "0"),
            Format(result.Rate, "0.00"),
            Format(result.Allowed, "0.00"),
            Format(result.Share * Percent, "0") + " %",
            .. ((long[])[parts.Computing, parts.Bytes, parts.Cost, parts.Dispatch, parts.Collection, parts.Looks, parts.Waiting])
                .Select(part => Format(result.MicrosecondsPerSegment(part), "0")),
            Format(result.TransactionsPerSegment, "0.00"),
            Format(result.PerSegment(result.Garbage), "0"),
            Format(result.Retransmissions, "0"),
            Format(result.Dropped, "0"),
        ];
    }

    private static string Format(double value, string format)
    {
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}
