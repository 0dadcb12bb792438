// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using NanoTcp.Metering;
using NanoTcp.Metering.Prices;
using Spectre.Console;
using static NanoTcp.Meter.Report.TableParts;

namespace NanoTcp.Meter.Report;

/// <summary>Writes measurements down.</summary>
internal sealed class MeterTables(IAnsiConsole console)
{
    /// <summary>A line for each step.</summary>
    public void WriteSummary(IEnumerable<Measurement> measurements)
    {
        Table table = NewTable("Each step, mean of its repetitions", "link", "step");
        AddNumbers(table, "times", "IL ops", "min", "max", "- checksum", "objects", "bytes", "static", "instance", "virtual", "delegate", "framework", "instructions");
        foreach (Measurement measured in measurements)
        {
            Metering.Profile total = measured.Total;
            table.AddRow(
                [
                    measured.Link,
                    Markup.Escape(measured.Step),
                    Number(measured.Repetitions),
                    Number(measured.Ops),
                    Number(measured.MinOps),
                    Number(measured.MaxOps),
                    Number(measured.OpsBesidesChecksum),
                    Number(measured.Mean(total.Objects)),
                    Number(measured.Mean(total.Bytes)),
                    .. Enum.GetValues<CallKind>().Select(kind => Number(measured.Mean(total.Calls(kind)))),
                    Number(Math.Round(measured.Mean(total.Instructions))),
                ]);
        }

        console.Write(table);
    }

    /// <summary>The methods of a step.</summary>
    public void WriteProfile(Measurement measured, int top)
    {
        Table table = NewTable(Markup.Escape($"{measured.Step} ({measured.Scenario}, {measured.Link}): {Number(measured.Ops)} IL ops"), "method");
        AddNumbers(table, "calls", "IL ops", "%", "objects", "bytes", "instructions", "%");
        foreach (ProfileRow row in measured.Total.Rows.Take(top))
        {
            table.AddRow(
                Markup.Escape(row.Method.Replace("NanoTcp.", "", StringComparison.Ordinal)),
                Number(measured.Mean(row.Calls)),
                Number(measured.Mean(row.Ops)),
                Percent(row.Ops, measured.Total.Ops),
                Number(measured.Mean(row.Objects)),
                Number(measured.Mean(row.Bytes)),
                Number(Math.Round(measured.Mean(row.Instructions))),
                Percent(row.Instructions, measured.Total.Instructions));
        }

        console.Write(table);
    }

    private static string Percent(double part, double whole)
    {
        return (100 * part / whole).ToString("0.0", CultureInfo.InvariantCulture);
    }
}
