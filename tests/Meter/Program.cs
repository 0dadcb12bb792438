// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using NanoTcp.Meter.Report;
using Spectre.Console;

namespace NanoTcp.Meter;

/// <summary>The command line.</summary>
internal static class Program
{
    private const int AllMethods = int.MaxValue;

    // A table is not broken at the edge of a window that is not there.
    private const int WidthOfFile = 200;

    public static int Main(string[] arguments)
    {
        Argument<string[]> scenarios = new("scenario") { Description = "What to measure; everything unless said.", DefaultValueFactory = _ => [.. MeterSession.Scenarios] };
        scenarios.AcceptOnlyFromAmong([.. MeterSession.Scenarios]);
        Option<string[]> links = new("--link") { Description = "Under the stack: a bare link or a driver.", DefaultValueFactory = _ => [.. MeterSession.Links] };
        links.AcceptOnlyFromAmong([.. MeterSession.Links]);
        Option<int> top = new("--top") { Description = "Methods of each step; 0 prints the summary alone.", DefaultValueFactory = _ => AllMethods };
        RootCommand root = new("Counts what the device executes: IL instructions, objects, calls, and all of it in machine instructions.") { scenarios, links, top };
        root.SetAction(parsed => Measure(parsed.GetRequiredValue(scenarios), parsed.GetRequiredValue(links), parsed.GetValue(top)));
        root.Subcommands.Add(MakeFloor(links));
        root.Subcommands.Add(MakeWalk());
        return root.Parse(arguments).Invoke();
    }

    private static Command MakeFloor(Option<string[]> links)
    {
        Command floor = new("floor", "Compares the stack with the least that it can take: hand-made sequences for one connection, chip and API.") { links };
        floor.SetAction(parsed => new FloorTables(Console(), new MeterSession()).Write(parsed.GetRequiredValue(links)));
        return floor;
    }

    private static Command MakeWalk()
    {
        Command walk = new("walk", "Follows four ways through the code, on a board with a W5500: every method that is entered, in its order.");
        walk.SetAction(parsed => WalkTables.Write(parsed.InvocationConfiguration.Output, new MeterSession()));
        return walk;
    }

    private static void Measure(string[] scenarios, string[] links, int top)
    {
        IAnsiConsole console = Console();
        MeterSession session = new();
        List<Measurement> measurements = [];
        foreach (string scenario in scenarios)
        {
            measurements.AddRange(links.Where(link => scenario is not ("checksum" or "crowd") || link == "core").SelectMany(link => session.Run(scenario, link)));
        }

        MeterTables tables = new(console);
        tables.WriteSummary(measurements);
        foreach (Measurement measured in measurements.Where(_ => top > 0))
        {
            tables.WriteProfile(measured, top);
        }
    }

    private static IAnsiConsole Console()
    {
        IAnsiConsole console = AnsiConsole.Console;
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = WidthOfFile;
        }

        return console;
    }
}
