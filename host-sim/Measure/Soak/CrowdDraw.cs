// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Occupation;
using NanoTcp.Simulation.Seeds;

namespace NanoTcp.Measure.Soak;

/// <summary>
/// Draws clients that occupy the default board, and checks that a visitor is served beside them. That is another network than those of the other
/// invariants, so only some seeds have it.
/// </summary>
internal static class CrowdDraw
{
    private const int Every = 20;
    private const int Habits = 4;

    // Half a minute.
    private const int Duration = 30_000;

    // There are as many as connections, and as many more as can wait for one.
    private const int Clients = 20;

    private static readonly string[] s_texts =
    [
        "", "G", "GET / HTTP/1.1\r\nHost: board\r\nX: ", "GET / HTTP/1.1\r\nHost: board\r\n\r\n", "GET / HTTP/1.1\r\nHost: board\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n", "GET /bytes/100000 HTTP/1.1\r\nHost: board\r\n\r\n", "POST / HTTP/1.1\r\nHost: board\r\nContent-Length: 100000\r\n\r\nx", "nonsense\r\n\r\n",
    ];

    /// <summary>Whether a seed has such clients.</summary>
    public static bool Has(ulong seed)
    {
        return seed % Every == 0;
    }

    /// <summary>Lets them come. Returns what is wrong, or null.</summary>
    public static SoakViolationException? Run(ulong seed, Sabotage? sabotage = null)
    {
        OccupationScenario scenario = Draw(new SplitMix64(seed), sabotage);
        OccupationResult result = scenario.Run(Duration);
        return result.Served == result.Visits ? null
            : new SoakViolationException(SoakInvariant.Served, $"{result.Visits - result.Served} of {result.Visits} visitors are not served beside {scenario.Input}");
    }

    private static OccupationScenario Draw(SplitMix64 random, Sabotage? sabotage)
    {
        Habit[] habits = [.. Enumerable.Range(0, 1 + random.Below(Habits)).Select(_ => DrawHabit(random))];
        int[] counts = [.. habits.Select(_ => 1 + random.Below(Clients / habits.Length))];
        string[] words = [.. habits.Zip(counts, (habit, count) => $"{count} x {habit}".ReplaceLineEndings("\\n"))];
        return new OccupationScenario("drawn", string.Join(", ", words), world =>
        {
            sabotage?.Crowds(world);
            for (int i = 0; i < habits.Length; i++)
            {
                for (int j = 0; j < counts[i]; j++)
                {
                    _ = new Occupier(world.Crowd, habits[i], random.Below(5000));
                }
            }
        });
    }

    private static Habit DrawHabit(SplitMix64 random)
    {
        // Vanished clients leave connections that only a timeout can distinguish from others. More than ten of them a second are a flood that no
        // table is large enough for.
        int vanishesAfter = Of(random, [0, 0, 0, 1, 50, 700]);
        return new Habit
        {
            Port = random.Chance(0.2) ? 7 : 80,
            Text = Of(random, s_texts),
            BytePause = Of(random, [0, 0, 0, 100, 500, 2000]),
            Period = Of(random, [0, 0, 20, 300, 3000]),
            IgnoresAnswer = random.Chance(0.2),
            EndsSending = random.Chance(0.2),
            Resets = random.Chance(0.1),
            Closes = random.Chance(0.5),
            VanishesAfter = vanishesAfter,
            ReturnsAfter = vanishesAfter > 0 ? Of(random, [0, 5000, 10_000]) : Of(random, [0, 100, 1000, 5000]),
        };
    }

    private static T Of<T>(SplitMix64 random, T[] choices)
    {
        return choices[random.Below(choices.Length)];
    }
}
