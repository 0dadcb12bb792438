// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using Spectre.Console;

namespace NanoTcp.Measure.Goodput;

/// <summary>The setting of smoltcp's own simulated table, side by side with its numbers.</summary>
internal static class NetsimReport
{
    private const int Width = 110;
    private const int Size = 10 * 1024 * 1024;

    // Half of the round trip, which is 100 ms. No limit of rate or queue.
    private const long DelayNanoseconds = 50_000_000;

    private static readonly double[] s_losses = [0, 0.001, 0.01, 0.02, 0.05, 0.10];

    // Bytes a second, as smoltcp's repository has them (tests/snapshots/netsim__netsim.snap).
    private static readonly (int Buffers, double[] Smoltcp)[] s_rows =
    [
        (1024, [10238.50, 10023.19, 8340.90, 7084.25, 4003.34, 1869.94]),
        (2048, [17535.11, 17171.82, 14093.50, 11963.68, 7399.06, 3416.41]),
        (4096, [35062.41, 33859.80, 26937.41, 21886.99, 14073.67, 7870.66]),
        (8192, [77374.28, 72992.18, 58490.74, 46527.73, 29421.45, 15515.23]),
        (16384, [161842.28, 159310.62, 127090.53, 104233.16, 55319.33, 27269.28]),
        (32768, [322944.88, 314779.73, 219670.76, 166587.86, 76626.48, 37774.62]),
    ];

    public static void Show(IAnsiConsole console, int seeds)
    {
        console.Profile.Width = Math.Max(console.Profile.Width, Width);
        Table table = new Table { Title = new TableTitle("100 ms round trip, 10 MiB, buffers of both ends alike: bytes a second") }.RoundedBorder();
        table.AddColumn(new TableColumn("buffers").RightAligned()).AddColumn("");
        foreach (double loss in s_losses)
        {
            table.AddColumn(new TableColumn(Format(loss * 100, "0.#' %'")).RightAligned());
        }

        foreach ((int buffers, double[] smoltcp) in s_rows)
        {
            GoodputSetting setting = new()
            {
                Size = Size,
                DelayNanoseconds = DelayNanoseconds,
                CountsHandshake = true,
                NearBuffers = buffers,
                FarBuffers = buffers,
            };
            GoodputSetting free = setting with { NearControlsCongestion = false, FarControlsCongestion = false };
            table.AddRow([Format(buffers, "0"), "NanoTcp", .. s_losses.Select(loss => Format(Median(free with { Loss = loss }, seeds), "0"))]);
            table.AddRow(["", "  slowing down", .. s_losses.Select(loss => Format(Median(setting with { Loss = loss }, seeds), "0"))]);
            table.AddRow(["", "smoltcp", .. smoltcp.Select(rate => Format(rate, "0"))]);
        }

        console.Write(table);
        console.MarkupLine($"[dim]NanoTcp: median of {seeds} seeds. smoltcp: one seed, from its repository. Loss in both directions, handshake included.[/]");
        console.MarkupLine("[dim]smoltcp does not slow down when frames are lost. Neither does NanoTcp in the first row of each three.[/]");
    }

    private static double Median(GoodputSetting setting, int seeds)
    {
        GoodputResult[] results = GoodputBench.MeasureSeeds(setting, GoodputDirection.Sends, seeds);
        return results[seeds / 2].ByteRate;
    }

    private static string Format(double value, string format)
    {
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}
