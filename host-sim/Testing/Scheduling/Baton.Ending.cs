// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Text;

namespace NanoTcp.Testing.Scheduling;

// How threads end that would wait for ever.
internal sealed partial class Baton
{
    /// <summary>A thread that has been told to end this often catches what should end it. It is left behind, and sleeps for ever.</summary>
    private const int MostTellings = 100;

    private bool _reports;

    /// <summary>Ends the threads of an owner; null: all. Their blocking calls throw. Returns when they have ended.</summary>
    public void End(object? owner)
    {
        if (_isBroken)
        {
            EndWithoutBaton();
            return;
        }

        ProgramThread current = CheckTurn();
        ProgramThread[] others = [.. _threads.Where(thread => thread != current && (owner == null || thread.Owner == owner))];
        foreach (ProgramThread thread in others)
        {
            thread.IsEnding = true;
            if (_blocked.Remove(thread))
            {
                _ready.Enqueue(thread);
            }
        }

        if (others.Length > 0)
        {
            Block(current, new ConditionWaiter(() => Array.TrueForAll(others, thread => thread.HasEnded)), long.MaxValue);
        }

        foreach (ProgramThread thread in others)
        {
            if (thread.ToldToEnd < MostTellings)
            {
                thread.Real!.Join();
            }
        }

        if (current != _test && (owner == null || current.Owner == owner))
        {
            current.IsEnding = true;
            ThrowIfEnding(current);
        }
    }

    /// <summary>Ends all and throws what has not been told yet.</summary>
    public void EndAll()
    {
        End(null);
        ThrowFailure();
    }

    /// <summary>Ends all threads. Returns where each of them waited.</summary>
    private string EndAndReport()
    {
        ProgramThread[] all = [.. _threads];
        _reports = true;
        End(null);
        StringBuilder report = new();
        foreach (ProgramThread thread in all)
        {
            report.AppendLine().Append(thread.Name).AppendLine(" waits:").Append(thread.WaitedAt ?? "   for its first turn");
        }

        return report.ToString();
    }

    private void ThrowIfEnding(ProgramThread thread)
    {
        if (!thread.IsEnding)
        {
            return;
        }

        if (_reports)
        {
            thread.WaitedAt ??= UserFrames();
        }

        if (++thread.ToldToEnd == MostTellings)
        {
            _failure ??= ExceptionDispatchInfo.Capture(new ProgramStuckException(
                $"{thread.Name} does not end: it catches every exception, and goes on.{Environment.NewLine}{UserFrames()}"));
            Leave(thread);
            Thread.Sleep(Timeout.Infinite);
        }

        throw new ProgramEndedException();
    }

    private static string UserFrames()
    {
        string own = typeof(Baton).Namespace!;
        StackTrace stack = new(fNeedFileInfo: true);
        return string.Concat(stack.GetFrames()
            .Where(frame => frame.GetMethod()?.DeclaringType?.Namespace?.StartsWith(own, StringComparison.Ordinal) == false)
            .Select(frame => "   at " + frame));
    }

    // A thread never gave the baton back. The others are ended one by one.
    private void EndWithoutBaton()
    {
        foreach (ProgramThread thread in _threads.Where(thread => thread != _holder).ToArray())
        {
            thread.IsEnding = true;
            thread.GiveTurn();
            thread.Real!.Join();
        }
    }
}
