// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Occupation;

/// <summary>How a client uses its connection, and above all how it keeps it. Times are in milliseconds.</summary>
internal sealed record Habit
{
    /// <summary>The board's port.</summary>
    public int Port { get; init; } = 80;

    /// <summary>The text that it sends once it is connected.</summary>
    public string Text { get; init; } = "";

    /// <summary>The pause between two bytes of it; 0: it is sent at once.</summary>
    public int BytePause { get; init; }

    /// <summary>The time from one request to the next on the same connection; 0 for a single request.</summary>
    public int Period { get; init; }

    /// <summary>Whether it leaves unread what comes.</summary>
    public bool IgnoresAnswer { get; init; }

    /// <summary>Whether a FIN follows what it sends.</summary>
    public bool EndsSending { get; init; }

    /// <summary>Whether it resets its connection once it is open.</summary>
    public bool Resets { get; init; }

    /// <summary>Whether it closes its end when the board has closed its own.</summary>
    public bool Closes { get; init; }

    /// <summary>How long after its first byte it vanishes; 0: it stays.</summary>
    public int VanishesAfter { get; init; }

    /// <summary>How long after the end of its connection, or after it vanished, it comes back with a new one; 0: never.</summary>
    public int ReturnsAfter { get; init; }
}
