// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Metering;
using Spectre.Console;
using static NanoTcp.Meter.Report.TableParts;

namespace NanoTcp.Meter.Report;

/// <summary>Writes down how far the stack is above the floor, and where.</summary>
internal sealed class FloorTables(IAnsiConsole console, MeterSession session)
{
    private static readonly (string Name, Func<ProfileRow, bool> Contains)[] s_areas =
    [
        ("framework", row => row.Method.StartsWith("System.", StringComparison.Ordinal)),
        ("driver", row => row.Method.StartsWith("NanoTcp.Drivers.", StringComparison.Ordinal) || IsFloorController(row)),
        ("IP", row => row.Method.StartsWith("NanoTcp.Host.", StringComparison.Ordinal) || row.Method.StartsWith("NanoTcp.Ip.", StringComparison.Ordinal) || row.Method.StartsWith("NanoTcp.Link.", StringComparison.Ordinal)),
        ("TCP", row => row.Method.StartsWith("NanoTcp.Tcp.", StringComparison.Ordinal) || row.Method.StartsWith("NanoTcp.Floor.Connection.", StringComparison.Ordinal)),
        ("sums", row => row.Method.StartsWith("NanoTcp.Wire.", StringComparison.Ordinal)),
        ("HTTP, application", row => IsApplication(row)),
    ];

    /// <summary>Both tables, for these links.</summary>
    public void Write(IReadOnlyList<string> links)
    {
        Table summary = NewTable("IL ops: floor, stack, budget (full segments besides the checksum)", "link", "step");
        AddNumbers(summary, "floor", "stack", "budget", "stack - floor", "budget - floor");
        Table areas = NewTable("Where they are: floor / stack", "link", "step");
        AddNumbers(areas, [.. s_areas.Select(area => area.Name)]);
        foreach (string link in links)
        {
            IReadOnlyList<Measurement> steps = FloorComparison.RunFloor(session, link);
            foreach (FloorComparison compared in FloorComparison.All)
            {
                Measurement measured = compared.RunStack(session, link);
                double floor = compared.Floor(steps);
                double stack = compared.Stack(measured);
                summary.AddRow(link, compared.Step, Number(floor), Number(stack), Number(compared.Budget), Number(stack - floor), Number(compared.Budget - floor));
                areas.AddRow(
                    [link, compared.Step, .. s_areas.Select(area => $"{Number(compared.Floor(steps, area.Contains))} / {Number(compared.Stack(measured, area.Contains))}")]);
            }
        }

        console.Write(summary);
        console.Write(areas);
    }

    private static bool IsFloorController(ProfileRow row)
    {
        return row.Method.StartsWith("NanoTcp.Floor.", StringComparison.Ordinal)
            && !row.Method.StartsWith("NanoTcp.Floor.Connection.", StringComparison.Ordinal)
            && !row.Method.StartsWith("NanoTcp.Floor.Page.", StringComparison.Ordinal);
    }

    private static bool IsApplication(ProfileRow row)
    {
        return ((string[])["NanoTcp.Http.", "NanoTcp.SensorNode.", "NanoTcp.Floor.Page."]).Any(start => row.Method.StartsWith(start, StringComparison.Ordinal));
    }
}
