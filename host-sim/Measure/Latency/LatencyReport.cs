// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using NanoTcp.Boards;
using Spectre.Console;

namespace NanoTcp.Measure.Latency;

/// <summary>Asks boards for their sensors and shows a table for each: the loop that blocks after each poll, and the firmware's.</summary>
internal static class LatencyReport
{
    private const int Width = 150;
    private const double NanosecondsPerMicrosecond = 1_000;

    /// <param name="measure">Measures a scenario.</param>
    /// <param name="settings">Each gives a row for each scenario.</param>
    public static void Show(IAnsiConsole console, PricedLatency measure, IEnumerable<Board> boards, IReadOnlyList<LatencySetting> settings)
    {
        // A file or a pipe counts as 80 columns, which would break the table.
        console.Profile.Width = Math.Max(console.Profile.Width, Width);
        foreach (Board board in boards)
        {
            Table table = new Table { Title = new TableTitle(Markup.Escape(board.Name)) }.RoundedBorder().AddColumn("GET /api/sensors");
            foreach (string heading in (string[])["tick", "µs/op", "blocks: p50", "p99", "longest", "a second", "Mbit/s", "firmware: p50", "p99", "longest", "a second", "Mbit/s"])
            {
                table.AddColumn(new TableColumn(heading).RightAligned());
            }

            foreach (LatencyScenario scenario in LatencyScenario.All)
            {
                foreach (LatencySetting setting in settings)
                {
                    table.AddRow(Row(measure, board, scenario, setting));
                }
            }

            console.Write(table);
        }

        console.MarkupLine($"[dim]{settings[0].Requests} requests each, in virtual time, on a model of nanoFramework's time. Milliseconds from the first segment (SYN, or the request on a kept[/]");
        console.MarkupLine("[dim]connection) to the last byte of the answer; answers a second where clients ask again at once; Mbit/s that the echo service takes in meanwhile.[/]");
        console.MarkupLine("[dim]blocks: a loop that blocks after each poll; firmware: the loop of the firmware, which polls while frames come and go.[/]");
    }

    /// <summary>Measures a scenario with both loops. Returns the cells of its row.</summary>
    public static string[] Row(PricedLatency measure, Board board, LatencyScenario scenario, LatencySetting setting)
    {
        return
        [
            scenario.Name,
            Format(setting.Platform.TickMilliseconds, "0"),
            Format(setting.Platform.OpNanoseconds / NanosecondsPerMicrosecond, "0.##"),
            .. Cells(scenario, measure.Measure(board.Id, scenario, setting with { Platform = setting.Platform with { IsBlocking = true } })),
            .. Cells(scenario, measure.Measure(board.Id, scenario, setting)),
        ];
    }

    private static string[] Cells(LatencyScenario scenario, LatencyResult result)
    {
        return
        [
            Format(result.Median, "0.0"),
            Format(result.Percentile99, "0.0"),
            Format(result.Longest, "0.0"),
            scenario.AsksAtOnce ? Format(result.Rate, "0.0") : "",
            scenario.HasBulk ? Format(result.BulkRate, "0.00") : "",
        ];
    }

    private static string Format(double value, string format)
    {
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}
