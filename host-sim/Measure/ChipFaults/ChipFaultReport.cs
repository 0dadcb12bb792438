// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Diagnostics;
using System.Globalization;
using NanoTcp.Measure.Seeds;
using Spectre.Console;

namespace NanoTcp.Measure.ChipFaults;

/// <summary>Runs seeds and prints the results on a console.</summary>
internal static class ChipFaultReport
{
    private const int MaxFailures = 20;

    /// <summary>Runs many seeds with a progress bar. Returns whether all rules held.</summary>
    public static bool Run(IAnsiConsole console, string board, ulong first, int count)
    {
        ChipFaultRunner runner = new(board, first, count);
        Stopwatch watch = Stopwatch.StartNew();
        SeedProgress.Show(console, runner);
        double seconds = watch.Elapsed.TotalSeconds;
        TextWriter output = console.Profile.Out.Writer;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{board}, {count} seeds from {first}: {runner.VirtualMs / 3_600_000.0:F1} hours of virtual time, {runner.Requests} requests in {seconds:F1} s, {count / seconds:F0} seeds/s"));
        foreach (ChipFaultResult failure in runner.Failures.Take(MaxFailures))
        {
            Show(output, board, failure);
        }

        if (runner.Failures.Count > 0)
        {
            string rules = string.Join(", ", runner.Failures.CountBy(failure => failure.Failure!.Rule).OrderByDescending(rule => rule.Value).Select(rule => $"{rule.Key} {rule.Value}"));
            output.WriteLine($"{runner.Failures.Count} failed: {rules}");
        }

        return runner.Failures.Count == 0;
    }

    /// <summary>Runs one seed. Returns whether all rules held.</summary>
    public static bool RunOne(IAnsiConsole console, string board, ulong seed, bool trace)
    {
        TextWriter output = console.Profile.Out.Writer;
        ChipFaultResult result = new ChipFaultWorld(board, seed, trace ? output.WriteLine : null).Run();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed}: {result.Served} of {result.Requests} requests served in {result.Time / 1000.0:F3} s of virtual time, trace hash {result.Hash:x16}"));
        if (result.Failure != null)
        {
            Show(output, board, result);
        }

        return result.Failure == null;
    }

    private static void Show(TextWriter output, string board, ChipFaultResult failure)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {failure.Seed}: {failure.Failure!.Rule} at {failure.Time / 1000.0:F3} s: {failure.Failure.Message}"));
        output.WriteLine($"    dotnet run --project host-sim -- chipfaults --board {board} --seed {failure.Seed} --trace");
    }
}
