// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Diagnostics;
using System.Globalization;
using NanoTcp.Host;
using NanoTcp.Measure.Seeds;
using Spectre.Console;

namespace NanoTcp.Measure.Fuzz;

/// <summary>Runs seeds and prints the results on a console.</summary>
internal static class FuzzReport
{
    private const int MaxFailures = 20;
    private const int MaxFramesShown = 20;

    /// <summary>Runs many seeds with a progress bar. Returns whether all invariants held.</summary>
    public static bool Run(IAnsiConsole console, ulong first, int count, Func<FuzzHost, NetworkService>? sabotage = null)
    {
        FuzzRunner runner = new(first, count, sabotage);
        return Run(console, first, runner, runner);
    }

    /// <summary>The same for some minutes.</summary>
    public static bool RunFor(IAnsiConsole console, ulong first, TimeSpan time)
    {
        FuzzRunner runner = new(first, int.MaxValue) { Ends = DateTime.UtcNow + time };
        return Run(console, first, runner, new TimeProgress(runner, time));
    }

    /// <summary>
    /// Runs one seed, and shows the frames without which its violation would not be. Returns whether all invariants held.
    /// </summary>
    public static bool RunOne(IAnsiConsole console, ulong seed, int frames, bool trace, Func<FuzzHost, NetworkService>? sabotage = null)
    {
        TextWriter output = console.Profile.Out.Writer;
        List<FuzzArrival> arrivals = [];
        FuzzCase.RunSurely(() => new FuzzCase(seed, frames, sabotage: sabotage));
        FuzzResult result = new FuzzCase(seed, frames, trace ? output.WriteLine : null, sabotage) { Recording = arrivals }.Run();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed}: {result.Frames} frames arrived, {result.Sent} were sent in {result.Time / 1000.0:F3} s of virtual time, hash {result.Hash:x16}"));
        if (result.Violation == null)
        {
            return true;
        }

        Show(output, result);
        FuzzInvariant invariant = result.Violation.Invariant;
        List<FuzzArrival> few = FuzzMinimizer.Minimize(
            [.. arrivals.Take(frames)],
            some => new FuzzCase(seed, sabotage: sabotage).Replay(some).Violation?.Invariant == invariant);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{few.Count} frames are enough for {invariant}:"));
        foreach (FuzzArrival arrival in few.TakeLast(MaxFramesShown))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{arrival.Time / 1000.0,10:F3} {Convert.ToHexStringLower(arrival.Frame)}"));
        }

        return false;
    }

    private static bool Run(IAnsiConsole console, ulong first, FuzzRunner runner, ISeedProgress progress)
    {
        Stopwatch watch = Stopwatch.StartNew();
        SeedProgress.Show(console, progress);
        double seconds = watch.Elapsed.TotalSeconds;
        TextWriter output = console.Profile.Out.Writer;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{runner.Finished} seeds from {first}: {runner.Frames} frames arrived and {runner.Sent} were sent in {runner.VirtualMs / 3_600_000.0:F1} hours of virtual time, in {seconds:F1} s, {runner.Frames / seconds:F0} frames/s"));
        foreach (FuzzResult failure in runner.Failures.Take(MaxFailures))
        {
            Show(output, failure);
        }

        if (runner.Failures.Count > 0)
        {
            string kinds = string.Join(", ", runner.Failures.CountBy(failure => failure.Violation!.Invariant).OrderByDescending(kind => kind.Value).Select(kind => $"{kind.Key} {kind.Value}"));
            output.WriteLine($"{runner.Failures.Count} failed: {kinds}");
        }

        return runner.Failures.Count == 0;
    }

    private static void Show(TextWriter output, FuzzResult failure)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seed {failure.Seed}: {failure.Violation!.Invariant} after frame {failure.Frames}, at {failure.Time / 1000.0:F3} s: {failure.Violation.Message}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    dotnet run --project host-sim -- fuzz --seed {failure.Seed} --frames {Math.Min(failure.Frames, FuzzCase.FramesPerSeed)}"));
    }

    /// <summary>The progress of a run that ends by time, in seconds.</summary>
    private sealed class TimeProgress(FuzzRunner runner, TimeSpan time) : ISeedProgress
    {
        private readonly Stopwatch _watch = Stopwatch.StartNew();

        public int Count => (int)time.TotalSeconds;

        public int Finished => Math.Min(Count, (int)_watch.Elapsed.TotalSeconds);

        public int Failed => runner.Failed;

        public Task RunAsync()
        {
            return runner.RunAsync();
        }
    }
}
