// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.ComponentModel;
using System.Runtime.CompilerServices;
using NanoTcp.Testing.Scheduling;

namespace NanoTcp.Testing.Threading;

/// <summary>A program that finds a lock taken waits in virtual time. So another one may keep a lock during a blocking call.</summary>
[Replaces(typeof(Monitor))]
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MonitorCalls
{
    private static readonly ConditionalWeakTable<object, Queue<Ticket>> s_waiting = [];

    public static void Enter(object obj)
    {
        TryEnter(obj, Timeout.Infinite);
    }

    public static void Enter(object obj, ref bool lockTaken)
    {
        TryEnter(obj, Timeout.Infinite, ref lockTaken);
    }

    public static bool TryEnter(object obj, TimeSpan timeout)
    {
        return TryEnter(obj, ProgramTime.Milliseconds(timeout));
    }

    public static void TryEnter(object obj, TimeSpan timeout, ref bool lockTaken)
    {
        TryEnter(obj, ProgramTime.Milliseconds(timeout), ref lockTaken);
    }

    public static void TryEnter(object obj, int millisecondsTimeout, ref bool lockTaken)
    {
        lockTaken = TryEnter(obj, millisecondsTimeout);
    }

    public static bool TryEnter(object obj, int millisecondsTimeout)
    {
        if (Baton.CurrentProgram is not ProgramThread current)
        {
            return Monitor.TryEnter(obj, millisecondsTimeout);
        }

        long start = current.Baton.Now;
        while (!Monitor.TryEnter(obj))
        {
            int left = millisecondsTimeout == Timeout.Infinite ? Timeout.Infinite : (int)(start + millisecondsTimeout - current.Baton.Now);
            if (!ProgramTime.Wait(current, () => IsFree(obj), left))
            {
                return false;
            }
        }

        return true;
    }

    public static bool Wait(object obj)
    {
        return Wait(obj, Timeout.Infinite);
    }

    public static bool Wait(object obj, TimeSpan timeout)
    {
        return Wait(obj, ProgramTime.Milliseconds(timeout));
    }

    public static bool Wait(object obj, int millisecondsTimeout)
    {
        if (Baton.CurrentProgram is not ProgramThread current)
        {
            return Monitor.Wait(obj, millisecondsTimeout);
        }

        int depth = 0;
        Ticket ticket = new();
        s_waiting.GetOrCreateValue(obj).Enqueue(ticket);
        do
        {
            Monitor.Exit(obj);
            depth++;
        }
        while (Monitor.IsEntered(obj));
        try
        {
            return ProgramTime.Wait(current, () => ticket.IsPulsed, millisecondsTimeout);
        }
        finally
        {
            ticket.IsOver = true;
            for (; depth > 0; depth--)
            {
                Enter(obj);
            }
        }
    }

    public static void Pulse(object obj)
    {
        Monitor.Pulse(obj);
        if (s_waiting.TryGetValue(obj, out Queue<Ticket>? waiting))
        {
            while (waiting.TryDequeue(out Ticket? ticket))
            {
                if (!ticket.IsOver)
                {
                    ticket.IsPulsed = true;
                    return;
                }
            }
        }
    }

    public static void PulseAll(object obj)
    {
        Monitor.PulseAll(obj);
        if (s_waiting.TryGetValue(obj, out Queue<Ticket>? waiting))
        {
            while (waiting.TryDequeue(out Ticket? ticket))
            {
                ticket.IsPulsed = true;
            }
        }
    }

    // Whoever asks may hold it, and could then enter it again.
    private static bool IsFree(object obj)
    {
        if (Monitor.IsEntered(obj) || !Monitor.TryEnter(obj))
        {
            return false;
        }

        Monitor.Exit(obj);
        return true;
    }

    private sealed class Ticket
    {
        public bool IsPulsed { get; set; }

        public bool IsOver { get; set; }
    }
}
