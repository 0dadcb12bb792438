// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using Spectre.Console;

namespace NanoTcp.Measure.Occupation;

/// <summary>The table of the command.</summary>
internal static class OccupationReport
{
    private const int Width = 140;

    public static void Show(IAnsiConsole console, IReadOnlyList<OccupationScenario> scenarios)
    {
        // A file or a pipe counts as 80 columns, which would break the table.
        console.Profile.Width = Math.Max(console.Profile.Width, Width);
        Table table = new Table().RoundedBorder();
        table.AddColumns("scenario", "what is done to the board");
        foreach (string heading in (string[])["visits", "served", "median ms", "95 % ms", "longest ms"])
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (OccupationScenario scenario in scenarios)
        {
            table.AddRow(Row(scenario));
        }

        console.Write(table);
        console.MarkupLine("[dim]The default board in virtual time, three minutes each. A visitor asks for the page every 5 s over a new connection, and goes away after 5 s without an answer.[/]");
    }

    /// <summary>The cells of a scenario.</summary>
    public static string[] Row(OccupationScenario scenario)
    {
        OccupationResult result = scenario.Run();
        return
        [
            scenario.Name, scenario.Input, Text(result.Visits), Text(result.Served), Text(result.Median), Text(result.Percentile95), Text(result.Longest),
        ];
    }

    private static string Text(int number)
    {
        return number == OccupationResult.NotServed ? "–" : number.ToString(CultureInfo.InvariantCulture);
    }
}
