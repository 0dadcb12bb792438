// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using NanoTcp.HostSim.Occupation;
using Spectre.Console;

namespace NanoTcp.HostSim.Commands;

/// <summary>The command <c>occupation</c>: clients that occupy a server, and whether a visitor is served all the same.</summary>
internal static class OccupationCommand
{
    public static Command Create()
    {
        Option<string> scenario = new("--scenario") { Description = "Run this one alone", HelpName = "name" };
        scenario.Validators.Add(result =>
        {
            string? name = result.GetValueOrDefault<string>();
            if (name != null && OccupationCatalog.All.All(known => known.Name != name))
            {
                result.AddError($"There is no scenario '{name}', only {string.Join(", ", OccupationCatalog.All.Select(known => known.Name))}.");
            }
        });
        Command command = new("occupation", "Occupy the board in many ways, in virtual time, and tell how long a visitor waits") { scenario };
        command.SetAction(parsed =>
        {
            string? name = parsed.GetValue(scenario);
            OccupationReport.Show(AnsiConsole.Console, [.. OccupationCatalog.All.Where(known => name == null || known.Name == name)]);
        });
        return command;
    }
}
