// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Diagnostics;
using System.Globalization;
using NanoTcp.Measure.Seeds;
using Spectre.Console;

namespace NanoTcp.Measure.Soak;

/// <summary>Runs seeds and prints the results on a console.</summary>
internal static class SoakReport
{
    private const int MaxFailures = 20;

    /// <summary>Runs many seeds with a progress bar. Returns whether all invariants held.</summary>
    public static bool Run(IAnsiConsole console, ulong first, int count)
    {
        SoakRunner runner = new(first, count);
        Stopwatch watch = Stopwatch.StartNew();
        SeedProgress.Show(console, runner);
        double seconds = watch.Elapsed.TotalSeconds;
        console.Profile.Out.Writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count} seeds from {first}: {runner.VirtualMs / 3_600_000.0:F1} hours of virtual time, {runner.Frames} frames in {seconds:F1} s, {count / seconds:F0} seeds/s"));
        foreach (SoakResult failure in runner.Failures.Take(MaxFailures))
        {
            Show(console, failure);
        }

        if (runner.Failures.Count > 0)
        {
            string kinds = string.Join(", ", runner.Failures.CountBy(failure => failure.Violation!.Invariant).OrderByDescending(kind => kind.Value).Select(kind => $"{kind.Key} {kind.Value}"));
            console.Profile.Out.Writer.WriteLine($"{runner.Failures.Count} failed: {kinds}");
        }

        return runner.Failures.Count == 0;
    }

    /// <summary>Runs one seed. Returns whether all invariants held.</summary>
    public static bool RunOne(IAnsiConsole console, ulong seed, bool trace)
    {
        SoakResult result = SoakSeed.Run(seed, trace ? Console.WriteLine : null);
        console.Profile.Out.Writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed}: {result.Frames} frames in {result.Time / 1000.0:F3} s of virtual time, trace hash {result.Hash:x16}"));
        if (result.Violation != null)
        {
            Show(console, result);
        }

        return result.Violation == null;
    }

    private static void Show(IAnsiConsole console, SoakResult failure)
    {
        console.Profile.Out.Writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seed {failure.Seed}: {failure.Violation!.Invariant} at {failure.Time / 1000.0:F3} s: {failure.Violation.Message}"));
        console.Profile.Out.Writer.WriteLine($"    dotnet run --project host-sim -- soak --seed {failure.Seed} --trace");
    }
}
