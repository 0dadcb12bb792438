// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using NanoTcp.Measure.Fuzz;
using Spectre.Console;

namespace NanoTcp.HostSim.Commands;

/// <summary>The command <c>fuzz</c>: valid traffic of all kinds, broken in many ways, arrives at a host, each time from a seed, and rules are checked after each frame.</summary>
internal static class FuzzCommand
{
    private const int DefaultSeeds = 1000;
    private const int Failed = 1;
    private const int MaxMinutes = 60 * 24 * 7;

    public static Command Create()
    {
        Option<int> seeds = CommandOptions.Number("--seeds", DefaultSeeds, 1, int.MaxValue, $"How many seeds to run, of {FuzzCase.FramesPerSeed} frames each");
        Option<int> count = CommandOptions.Number("--count", null, 1, int.MaxValue, "How many frames to send instead, rounded up to whole seeds");
        Option<int> minutes = CommandOptions.Number("--minutes", null, 1, MaxMinutes, "How long to run instead");
        Option<int> from = CommandOptions.Number("--from", 1, 0, int.MaxValue, "The first seed");
        Option<int> seed = CommandOptions.Number("--seed", null, 0, int.MaxValue, "Run only this seed, and show the frames of a violation");
        Option<int> frames = CommandOptions.Number("--frames", null, 1, FuzzCase.FramesPerSeed, "With --seed: only so many of its frames");
        Option<bool> trace = new("--trace") { Description = "With --seed: print every frame" };
        Command command = new("fuzz", "Send broken frames of all protocols to a host in virtual time and check invariants after every frame") { seeds, count, minutes, from, seed, frames, trace };
        command.SetAction(Problem, Run);
        return command;

        string? Problem(ParseResult parsed)
        {
            bool isOne = parsed.IsGiven(seed);
            int lengths = new Option[] { seeds, count, minutes }.Count(parsed.IsGiven);
            return !isOne && parsed.IsGiven(frames) ? "--frames needs --seed."
                : isOne && (lengths > 0 || parsed.IsGiven(from)) ? "--seed runs that seed alone: --seeds, --count, --minutes and --from have no meaning with it."
                : lengths > 1 ? "--seeds, --count and --minutes exclude each other."
                : CommandOptions.SeedProblem(parsed, seeds, from, seed, trace);
        }

        int Run(ParseResult parsed)
        {
            IAnsiConsole console = AnsiConsole.Console;
            ulong first = (ulong)parsed.GetValue(from);
            int wanted = parsed.IsGiven(count) ? (int)((parsed.GetValue(count) + FuzzCase.FramesPerSeed - 1L) / FuzzCase.FramesPerSeed) : parsed.GetValue(seeds);
            bool holds = parsed.IsGiven(seed)
                ? FuzzReport.RunOne(console, (ulong)parsed.GetValue(seed), parsed.IsGiven(frames) ? parsed.GetValue(frames) : FuzzCase.FramesPerSeed, parsed.GetValue(trace))
                : parsed.IsGiven(minutes) ? FuzzReport.RunFor(console, first, TimeSpan.FromMinutes(parsed.GetValue(minutes)))
                : FuzzReport.Run(console, first, wanted);
            return holds ? 0 : Failed;
        }
    }
}
