// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using Spectre.Console;

namespace NanoTcp.Measure.Goodput;

/// <summary>Goodput under loss beside other stacks: one table for sending and one for receiving.</summary>
internal static class GoodputReport
{
    private const int Width = 110;

    // Mbit/s through a wire of 20 ms and 25 Mbit/s with 64 KiB buffers, the other end being Linux.
    private static readonly (int Percent, string LwipSends, string LwipReceives, string SmoltcpReceives)[] s_others =
    [
        (0, "24.6", "24.8", "24.2"),
        (1, "4.9", "16.1", "17.8"),
        (3, "1.2", "7.3", "14.0"),
        (5, "0.16", "3.2", "12.6"),
        (10, "0.016", "0.9", "9.0"),
    ];

    public static void Show(IAnsiConsole console, GoodputSetting setting, int seeds)
    {
        // A file or a pipe counts as 80 columns, which would break the table.
        console.Profile.Width = Math.Max(console.Profile.Width, Width);
        Table sends = MakeTable("NanoTcp sends", "lwIP 2.2");
        Table receives = MakeTable("NanoTcp receives, from a sender that losses do not slow down", "lwIP 2.2", "smoltcp");
        Table polite = MakeTable("NanoTcp receives, from itself");
        int broken = 0;
        foreach ((int percent, string lwipSends, string lwipReceives, string smoltcpReceives) in s_others)
        {
            GoodputSetting lossy = setting with { Loss = percent / 100.0 };
            sends.AddRow(Row(percent, GoodputBench.MeasureSeeds(lossy, GoodputDirection.Sends, seeds), ref broken, lwipSends));
            polite.AddRow(Row(percent, GoodputBench.MeasureSeeds(lossy, GoodputDirection.Receives, seeds), ref broken));
            lossy = lossy with { FarControlsCongestion = false };
            receives.AddRow(Row(percent, GoodputBench.MeasureSeeds(lossy, GoodputDirection.Receives, seeds), ref broken, lwipReceives, smoltcpReceives));
        }

        console.Write(sends);
        console.Write(receives);
        console.Write(polite);
        console.MarkupLine(string.Create(
            CultureInfo.InvariantCulture,
            $"[dim]Mbit/s of payload: median, least and most of {seeds} seeds, {setting.Size} bytes each. Per MB sent, all seeds: resent segments, and timeouts.[/]"));
        console.MarkupLine("[dim]lwIP and smoltcp: measured elsewhere in real time, at 20 ms, 25 Mbit/s and 64 KiB, with Linux at the other end.[/]");
        console.MarkupLine("[dim]No sender that halves its window for a loss reaches smoltcp's rate at 10 %, so that sender did not.[/]");
        if (broken > 0)
        {
            console.MarkupLine($"[red]{broken} transfers were given up before their end.[/]");
        }
    }

    private static Table MakeTable(string title, params string[] others)
    {
        Table table = new Table { Title = new TableTitle(title) }.RoundedBorder();
        foreach (string heading in (string[])["loss", "NanoTcp", "least", "most", "resent/MB", "timeouts/MB", .. others])
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        return table;
    }

    private static string[] Row(int percent, GoodputResult[] results, ref int broken, params string[] others)
    {
        broken += results.Count(result => !result.IsComplete);
        double megabytes = results.Sum(result => (long)result.Received) / 1e6;
        return
        [
            Format(percent, "0' %'"),
            Format(results[results.Length / 2].Rate, "0.00#"),
            Format(results[0].Rate, "0.00#"),
            Format(results[^1].Rate, "0.00#"),
            Format(results.Sum(result => result.Retransmissions) / megabytes, "0.0"),
            Format(results.Sum(result => result.Timeouts) / megabytes, "0.00"),
            .. others,
        ];
    }

    private static string Format(double value, string format)
    {
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}
