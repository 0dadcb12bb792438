// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using NanoTcp.Measure.Occupation;
using Spectre.Console;

namespace NanoTcp.HostSim.Commands;

/// <summary>The command <c>occupation</c>: clients occupy a server, and a visitor has to be served all the same.</summary>
internal static class OccupationCommand
{
    public static Command Create()
    {
        const string All = "all";
        Option<string> scenario = CommandOptions.Word(
            "--scenario", All, [.. OccupationCatalog.All.Select(known => known.Name), All], "name", "Run only this scenario");
        Command command = new("occupation", "Occupy the board in many ways, in virtual time, and print how long a visitor waits") { scenario };
        command.SetAction(parsed =>
        {
            string name = parsed.GetValue(scenario)!;
            OccupationReport.Show(AnsiConsole.Console, [.. OccupationCatalog.All.Where(known => name == All || known.Name == name)]);
        });
        return command;
    }
}
