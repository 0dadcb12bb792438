// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Testing.Scheduling;

/// <summary>A thread of a program in virtual time, or the test's own thread. It runs while it has the baton.</summary>
internal sealed class ProgramThread(Baton baton, Thread? real, object? owner)
{
    // Who gives the baton to this thread releases it.
    private readonly SemaphoreSlim _turn = new(0);

    public Baton Baton { get; } = baton;

    /// <summary>The real thread; null: the test's own.</summary>
    public Thread? Real { get; } = real;

    public string Name => Real?.Name ?? $"A thread of {Owner}";

    /// <summary>Whose sockets it uses. An owner's threads can be ended together.</summary>
    public object? Owner { get; } = owner;

    /// <summary>What it waits for; null: only for its deadline.</summary>
    public Sockets.Waiter? Waiter { get; set; }

    /// <summary>When it waits no longer, by the network's time.</summary>
    public long Deadline { get; set; }

    /// <summary>Whether the last wait ended by its deadline.</summary>
    public bool HasTimedOut { get; set; }

    /// <summary>For the test's thread: its wait is over when nothing is left to happen.</summary>
    public bool StopsWhenIdle { get; set; }

    /// <summary>Its next blocking call, or the one that it is in, throws <see cref="ProgramEndedException"/>.</summary>
    public bool IsEnding { get; set; }

    /// <summary>How often a blocking call has told it to end.</summary>
    public int ToldToEnd { get; set; }

    public bool HasEnded { get; set; }

    /// <summary>What ended it; null: it ran to its end, or was told to end.</summary>
    public Exception? Failure { get; set; }

    /// <summary>The calls in which it was when it was told to end, if somebody asks.</summary>
    public string? WaitedAt { get; set; }

    /// <summary>How many calls it has made at <see cref="CallsAt"/>.</summary>
    public int Calls { get; set; }

    public long CallsAt { get; set; }

    public void GiveTurn()
    {
        _turn.Release();
    }

    public void AwaitTurn()
    {
        _turn.Wait();
    }

    /// <summary>False: the time is over, and it has no turn.</summary>
    public bool AwaitTurn(TimeSpan limit)
    {
        return _turn.Wait(limit);
    }
}
