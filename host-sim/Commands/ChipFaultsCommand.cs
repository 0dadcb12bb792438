// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using NanoTcp.Measure.ChipFaults;
using NanoTcp.Simulation.Boards;
using Spectre.Console;

namespace NanoTcp.HostSim.Commands;

/// <summary>
/// The command <c>chipfaults</c>: the controller of a board, or the wires to it, fail for a while, each time from a seed, and the board has to serve
/// again.
/// </summary>
internal static class ChipFaultsCommand
{
    private const int DefaultSeeds = 200;
    private const int Failed = 1;

    public static Command Create()
    {
        Option<string> board = CommandOptions.Word("--board", BoardCatalog.DefaultId, [.. BoardCatalog.Ids], "ID", "The board");
        Option<int> seeds = CommandOptions.Number("--seeds", DefaultSeeds, 1, int.MaxValue, "How many seeds to run");
        Option<int> from = CommandOptions.Number("--from", 1, 0, int.MaxValue, "The first seed");
        Option<int> seed = CommandOptions.Number("--seed", null, 0, int.MaxValue, "Run only this seed");
        Option<bool> trace = new("--trace") { Description = "With --seed: print the faults, and which requests are served" };
        Command command = new("chipfaults", "Let a controller, its wires and its supply fail in virtual time and check that the board serves again") { board, seeds, from, seed, trace };
        command.SetAction(parsed => CommandOptions.SeedProblem(parsed, seeds, from, seed, trace), Run);
        return command;

        int Run(ParseResult parsed)
        {
            string id = parsed.GetRequiredValue(board);
            bool holds = parsed.IsGiven(seed)
                ? ChipFaultReport.RunOne(AnsiConsole.Console, id, (ulong)parsed.GetValue(seed), parsed.GetValue(trace))
                : ChipFaultReport.Run(AnsiConsole.Console, id, (ulong)parsed.GetValue(from), parsed.GetValue(seeds));
            return holds ? 0 : Failed;
        }
    }
}
