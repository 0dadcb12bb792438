// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.ComponentModel;
using System.Runtime.CompilerServices;
using NanoTcp.Testing.Scheduling;

namespace NanoTcp.Testing.Threading;

/// <summary>Threads that a program starts are threads of the simulation.</summary>
[Replaces(typeof(Thread))]
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ThreadCalls
{
    private static readonly ConditionalWeakTable<Thread, ThreadLife> s_lives = [];

    public static Thread Create(ThreadStart start)
    {
        return Create(new ThreadLife(_ => start()));
    }

    public static Thread Create(ThreadStart start, int maxStackSize)
    {
        return Create(start);
    }

    public static Thread Create(ParameterizedThreadStart start)
    {
        return Create(new ThreadLife(argument => start(argument)));
    }

    public static Thread Create(ParameterizedThreadStart start, int maxStackSize)
    {
        return Create(start);
    }

    public static void Start(Thread thread)
    {
        Start(thread, null);
    }

    public static void Start(Thread thread, object? parameter)
    {
        if (s_lives.TryGetValue(thread, out ThreadLife? life))
        {
            life.Argument = parameter;
            if (Baton.CurrentProgram is ProgramThread starter)
            {
                life.Program = starter.Baton.Add(thread, starter.Owner);
            }
        }

        thread.Start();
    }

    public static void Join(Thread thread)
    {
        Join(thread, Timeout.Infinite);
    }

    public static bool Join(Thread thread, TimeSpan timeout)
    {
        return Join(thread, ProgramTime.Milliseconds(timeout));
    }

    public static bool Join(Thread thread, int millisecondsTimeout)
    {
        if (Baton.CurrentProgram is ProgramThread current && ProgramOf(thread) is ProgramThread other)
        {
            return ProgramTime.Wait(current, () => other.HasEnded, millisecondsTimeout);
        }

        return thread.Join(millisecondsTimeout);
    }

    public static void Sleep(TimeSpan timeout)
    {
        Sleep(ProgramTime.Milliseconds(timeout));
    }

    public static void Sleep(int millisecondsTimeout)
    {
        if (Baton.CurrentProgram is ProgramThread current)
        {
            ProgramTime.Wait(current, null, millisecondsTimeout);
        }
        else
        {
            Thread.Sleep(millisecondsTimeout);
        }
    }

    public static bool Yield()
    {
        if (Baton.CurrentProgram is ProgramThread current)
        {
            return ProgramTime.Wait(current, null, 0);
        }

        return Thread.Yield();
    }

    public static void SpinWait(int iterations)
    {
        Sleep(0);
    }

    public static bool get_IsAlive(Thread thread)
    {
        return ProgramOf(thread) is ProgramThread program ? !program.HasEnded : thread.IsAlive;
    }

    private static ProgramThread? ProgramOf(Thread thread)
    {
        return s_lives.TryGetValue(thread, out ThreadLife? life) ? life.Program : null;
    }

    private static Thread Create(ThreadLife life)
    {
        Thread thread = new(life.Run);
        s_lives.Add(thread, life);
        return thread;
    }

    private sealed class ThreadLife(Action<object?> body)
    {
        public object? Argument { get; set; }

        /// <summary>Null: it was not started by a program of the simulation.</summary>
        public ProgramThread? Program { get; set; }

        public void Run()
        {
            if (Program is ProgramThread program)
            {
                program.Baton.Live(program, () => body(Argument));
            }
            else
            {
                body(Argument);
            }
        }
    }
}
