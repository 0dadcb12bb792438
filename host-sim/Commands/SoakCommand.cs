// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using NanoTcp.Measure.Soak;
using Spectre.Console;

namespace NanoTcp.HostSim.Commands;

/// <summary>The command <c>soak</c>: runs whole networks with all kinds of faults, each from a seed, and checks rules that hold in all of them.</summary>
internal static class SoakCommand
{
    private const int DefaultSeeds = 1000;
    private const int Failed = 1;

    public static Command Create()
    {
        Option<int> seeds = CommandOptions.Number("--seeds", DefaultSeeds, 1, int.MaxValue, "How many seeds to run");
        Option<int> from = CommandOptions.Number("--from", 1, 0, int.MaxValue, "The first seed");
        Option<int> seed = CommandOptions.Number("--seed", null, 0, int.MaxValue, "Run only this seed");
        Option<bool> trace = new("--trace") { Description = "With --seed: print every segment, and what the applications do" };
        Command command = new("soak", "Simulate networks with faults in virtual time and check invariants after every event") { seeds, from, seed, trace };
        command.SetAction(parsed => CommandOptions.SeedProblem(parsed, seeds, from, seed, trace), Run);
        return command;

        int Run(ParseResult parsed)
        {
            bool holds = parsed.IsGiven(seed)
                ? SoakReport.RunOne(AnsiConsole.Console, (ulong)parsed.GetValue(seed), parsed.GetValue(trace))
                : SoakReport.Run(AnsiConsole.Console, (ulong)parsed.GetValue(from), parsed.GetValue(seeds));
            return holds ? 0 : Failed;
        }
    }
}
