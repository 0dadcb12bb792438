// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Runtime.ExceptionServices;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Simulation.Wire;
using NanoTcp.Sockets;

namespace NanoTcp.Testing.Scheduling;

/// <summary>
/// Runs the threads of programs in virtual time, one at a time: the one that has the baton. A thread that blocks passes the baton on. It goes to the
/// threads whose wait is over, in the order in which they began to wait. If there is none, the network runs until a wait ends. The order depends on
/// nothing else, so the same programs always do the same.
/// </summary>
internal sealed partial class Baton
{
    /// <summary>
    /// Calls that a thread can make in one millisecond. A program that asks again and again without ever waiting would otherwise stop the time.
    /// </summary>
    public const int CallsPerMillisecond = 100;

    [ThreadStatic]
    private static ProgramThread? s_current;

    private readonly VirtualWire _wire;
    private readonly VirtualNetwork _network;
    private readonly ProgramThread _test;

    // All that have not ended, in the order in which they were started.
    private readonly List<ProgramThread> _threads = [];
    private readonly List<ProgramThread> _blocked = [];
    private readonly Queue<ProgramThread> _ready = new();
    private ProgramThread _holder;
    private ExceptionDispatchInfo? _failure;

    public Baton(VirtualWire wire, VirtualNetwork network, SplitMix64 seeds)
    {
        Seeds = seeds;
        _wire = wire;
        _network = network;
        _test = new ProgramThread(this, null, null);
        _holder = _test;
    }

    /// <summary>The program's thread that calls; null: the thread is none of the simulation's.</summary>
    public static ProgramThread? CurrentProgram => s_current;

    /// <summary>The virtual time in milliseconds.</summary>
    public long Now => _network.Now;

    /// <summary>The date at which virtual time begins, in UTC.</summary>
    public DateTime StartTime { get; set; } = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>All that is random comes from here.</summary>
    public SplitMix64 Seeds { get; }

    /// <summary>How long a thread may take in real time between two calls of the simulation.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the baton has gone to another thread.</summary>
    public long Switches { get; private set; }

    /// <summary>The thread that calls. A thread that no program has started is taken for the test's.</summary>
    private ProgramThread Current => s_current is ProgramThread current && current.Baton == this ? current : _test;

    /// <summary>Starts a thread. It runs when the baton comes to it.</summary>
    /// <param name="name">Its name in messages.</param>
    /// <param name="owner">Whose it is.</param>
    /// <param name="body">What it does.</param>
    public ProgramThread StartThread(string name, object? owner, Action body)
    {
        ProgramThread? program = null;
        Thread thread = new(() => Live(program!, body)) { Name = name };
        program = Add(thread, owner);
        thread.Start();
        return program;
    }

    /// <summary>Adds a thread that is about to be started, and then does nothing before it calls <see cref="Live"/>.</summary>
    public ProgramThread Add(Thread thread, object? owner)
    {
        CheckTurn();
        ProgramThread program = new(this, thread, owner);
        thread.IsBackground = true;
        _threads.Add(program);
        _ready.Enqueue(program);
        return program;
    }

    /// <summary>Counts a call of a program that does not block. After many of them within a millisecond, that millisecond is over.</summary>
    /// <exception cref="InvalidOperationException">The simulation does not know the calling thread.</exception>
    public void CountCall()
    {
        ProgramThread current = CheckTurn();
        if (current.CallsAt != Now)
        {
            current.CallsAt = Now;
            current.Calls = 0;
        }

        _progress++;
        if (++current.Calls > CallsPerMillisecond && !current.IsEnding)
        {
            Wait(null, Now + 1);
        }
    }

    /// <summary>Blocks the calling thread until its wait is over, or until a time of the network. False: the time has come.</summary>
    /// <param name="waiter">What it waits for; null: only for the time.</param>
    /// <param name="deadline">The time; <see cref="long.MaxValue"/>: never.</param>
    public bool Wait(Waiter? waiter, long deadline)
    {
        ProgramThread current = CheckTurn();
        if (current != _test)
        {
            ThrowIfEnding(current);
            Block(current, waiter, deadline);
            ThrowIfEnding(current);
        }
        else
        {
            Block(_test, new ConditionWaiter(() => _failure != null || (waiter != null && waiter.IsOver())), deadline);
            ThrowFailure();
        }

        return !current.HasTimedOut;
    }

    /// <summary>Blocks the calling thread until a condition holds.</summary>
    /// <exception cref="ProgramStuckException">It does not hold at the deadline, or nothing is left to happen. All programs are ended.</exception>
    public void WaitFor(Func<bool> condition, long deadline)
    {
        ProgramThread current = Current;
        current.StopsWhenIdle = true;
        bool isOver;
        try
        {
            isOver = Wait(new ConditionWaiter(condition), deadline);
        }
        finally
        {
            current.StopsWhenIdle = false;
        }

        if (!isOver)
        {
            string reason = Now < deadline ? "Nothing is left to happen" : "The time limit is over";
            throw new ProgramStuckException($"{reason} at {Now} ms of virtual time.{EndAndReport()}");
        }
    }

    /// <summary>The life of a thread, on that thread.</summary>
    public void Live(ProgramThread thread, Action body)
    {
        thread.AwaitTurn();
        s_current = thread;
        try
        {
            if (!thread.IsEnding)
            {
                body();
            }
        }
        catch (ProgramEndedException) when (thread.IsEnding)
        {
            // It was told to.
        }
        catch (Exception e)
        {
            thread.Failure = e;
            if (!thread.IsEnding)
            {
                _failure ??= ExceptionDispatchInfo.Capture(e);
            }
        }

        Leave(thread);
    }

    private ProgramThread CheckTurn()
    {
        ProgramThread current = Current;
        if (_isBroken)
        {
            throw new ProgramEndedException();
        }

        if (_holder != current)
        {
            throw new InvalidOperationException(
                $"The simulation does not know this thread ({Thread.CurrentThread.Name ?? "without a name"}): in the simulation, threads are started by TestHost.Start.");
        }

        return current;
    }

    private void Leave(ProgramThread thread)
    {
        thread.HasEnded = true;
        _threads.Remove(thread);
        PassOn();
    }

    private void ThrowFailure()
    {
        ExceptionDispatchInfo? failure = _failure;
        _failure = null;
        failure?.Throw();
    }
}
