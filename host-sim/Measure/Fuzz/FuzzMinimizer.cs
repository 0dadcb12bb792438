// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Fuzz;

/// <summary>Finds a few of a seed's frames that break the same rule.</summary>
internal static class FuzzMinimizer
{
    private const int MaxReplays = 400;

    /// <summary>Leaves out frames, in ever smaller runs, as long as the rule stays broken.</summary>
    /// <param name="arrivals">The frames up to the one that broke it.</param>
    /// <param name="isBroken">Lets frames arrive at a new host and tells whether the rule is broken.</param>
    public static List<FuzzArrival> Minimize(List<FuzzArrival> arrivals, Func<List<FuzzArrival>, bool> isBroken)
    {
        int replays = 0;
        for (int run = Math.Max(1, arrivals.Count / 2); run >= 1; run /= 2)
        {
            for (int start = arrivals.Count - run; start > -run && replays < MaxReplays; start -= run)
            {
                int from = Math.Max(start, 0);
                List<FuzzArrival> fewer = [.. arrivals.Take(from), .. arrivals.Skip(start + run)];
                replays++;
                if (isBroken(fewer))
                {
                    arrivals = fewer;
                }
            }
        }

        return arrivals;
    }
}
