// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Latency;

/// <summary>Who asks the board, how, and beside what.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Clients">How many ask at a time.</param>
/// <param name="Habit">How each of them asks.</param>
/// <param name="HasBulk">Whether a connection to the echo service is kept busy.</param>
/// <param name="HasThread">Whether an application thread of the board computes.</param>
internal sealed record LatencyScenario(string Name, int Clients, GetHabit Habit, bool HasBulk = false, bool HasThread = false)
{
    private const long Millisecond = 1_000_000;

    // The loop is blocked again when the next request comes, whatever it does after traffic.
    private static readonly GetHabit s_seldom = new(1_000 * Millisecond, 3_000 * Millisecond, KeepsConnection: false);

    // Another request has left no trace when the next one comes.
    private static readonly GetHabit s_often = new(50 * Millisecond, 250 * Millisecond, KeepsConnection: false);

    private static readonly GetHabit s_atOnce = new(0, 0, KeepsConnection: false);

    /// <summary>Whether clients ask again as soon as they have their answer.</summary>
    public bool AsksAtOnce => Habit.MostPause == 0;

    /// <summary>After seconds of silence, at any time of the tick, with a connection for each request.</summary>
    public static LatencyScenario Idle { get; } = new("from idle", 1, s_seldom);

    /// <summary>The same over one connection.</summary>
    public static LatencyScenario IdleKept { get; } = new("from idle, kept connection", 1, s_seldom with { KeepsConnection = true });

    /// <summary>While bytes are echoed as fast as that goes.</summary>
    public static LatencyScenario Traffic { get; } = new("beside a transfer", 1, s_often, HasBulk: true);

    /// <summary>While an application thread computes half of the time.</summary>
    public static LatencyScenario Thread { get; } = new("beside a computing thread", 1, s_seldom, HasThread: true);

    /// <summary>In the order of the table.</summary>
    public static IReadOnlyList<LatencyScenario> All { get; } =
    [
        Idle,
        IdleKept,
        Traffic,
        Thread,
        Crowd(1),
        Crowd(2),
        Crowd(4),
        Crowd(8),
        Crowd(1, keepsConnection: true),
        Crowd(8, keepsConnection: true),
    ];

    /// <summary>Clients that ask again as soon as they have their answer.</summary>
    public static LatencyScenario Crowd(int clients, bool keepsConnection = false)
    {
        string name = clients == 1 ? "back to back" : $"{clients} clients, back to back";
        return new LatencyScenario(keepsConnection ? name + ", kept" : name, clients, s_atOnce with { KeepsConnection = keepsConnection });
    }
}
