// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using Spectre.Console;

namespace NanoTcp.Measure.Seeds;

/// <summary>A progress bar for seeds.</summary>
internal static class SeedProgress
{
    private static readonly TimeSpan s_refresh = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs all seeds.</summary>
    public static void Show(IAnsiConsole console, ISeedProgress seeds)
    {
        console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask bar = context.AddTask("seeds", maxValue: seeds.Count);
                Task running = seeds.RunAsync();
                while (!running.Wait(s_refresh))
                {
                    bar.Value = seeds.Finished;
                    bar.Description = seeds.Failed == 0 ? "seeds" : string.Create(CultureInfo.InvariantCulture, $"seeds ({seeds.Failed} failed)");
                }

                bar.Value = seeds.Count;
            });
    }
}
