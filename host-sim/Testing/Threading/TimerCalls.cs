// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.ComponentModel;
using System.Runtime.CompilerServices;
using NanoTcp.Testing.Scheduling;

namespace NanoTcp.Testing.Threading;

/// <summary>A timer of a program calls it in virtual time, on a thread of its own. A call that takes longer than the period delays the next one.</summary>
[Replaces(typeof(Timer))]
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TimerCalls
{
    private static readonly ConditionalWeakTable<Timer, ProgramTimer> s_timers = [];

    public static Timer Create(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        return Create(callback, state, (long)dueTime.TotalMilliseconds, (long)period.TotalMilliseconds);
    }

    public static Timer Create(TimerCallback callback, object? state, int dueTime, int period)
    {
        return Create(callback, state, (long)dueTime, period);
    }

    public static Timer Create(TimerCallback callback, object? state, long dueTime, long period)
    {
        if (Baton.CurrentProgram is not ProgramThread current)
        {
            return new Timer(callback, state, dueTime, period);
        }

        // The real one never fires. It stands for the other one in the program.
        Timer timer = new(callback, state, Timeout.Infinite, Timeout.Infinite);
        ProgramTimer life = new(current.Baton, () => callback(state));
        life.Change(dueTime, period);
        s_timers.Add(timer, life);
        current.Baton.StartThread("timer", current.Owner, life.Run);
        return timer;
    }

    public static bool Change(Timer timer, TimeSpan dueTime, TimeSpan period)
    {
        return Change(timer, (long)dueTime.TotalMilliseconds, (long)period.TotalMilliseconds);
    }

    public static bool Change(Timer timer, int dueTime, int period)
    {
        return Change(timer, (long)dueTime, period);
    }

    public static bool Change(Timer timer, long dueTime, long period)
    {
        return s_timers.TryGetValue(timer, out ProgramTimer? life) ? life.Change(dueTime, period) : timer.Change(dueTime, period);
    }

    public static void Dispose(Timer timer)
    {
        if (s_timers.TryGetValue(timer, out ProgramTimer? life))
        {
            life.End();
        }

        timer.Dispose();
    }

    internal static void Dispose(IDisposable disposable)
    {
        if (disposable is Timer timer)
        {
            Dispose(timer);
        }
        else
        {
            disposable.Dispose();
        }
    }
}
