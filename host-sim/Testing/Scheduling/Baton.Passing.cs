// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Diagnostics;
using System.Runtime.ExceptionServices;
using NanoTcp.Sockets;

namespace NanoTcp.Testing.Scheduling;

// Who gets the baton next.
internal sealed partial class Baton
{
    /// <summary>A thread that is interrupted in a wait unknown to the simulation ends within this time, if it can.</summary>
    private static readonly TimeSpan s_timeToUnwind = TimeSpan.FromSeconds(1);

    private bool _isBroken;
    private long _progress;

    private void Block(ProgramThread self, Waiter? waiter, long deadline)
    {
        self.Waiter = waiter;
        self.Deadline = deadline;
        self.HasTimedOut = false;
        _blocked.Add(self);
        ProgramThread next = ChooseNext();
        if (next == self)
        {
            return;
        }

        Give(next);
        if (self == _test)
        {
            Watch();
        }
        else
        {
            self.AwaitTurn();
        }
    }

    /// <summary>The calling thread has ended, and the next one goes on.</summary>
    private void PassOn()
    {
        if (!_isBroken)
        {
            Give(ChooseNext());
        }
    }

    private void Give(ProgramThread next)
    {
        Switches++;
        _holder = next;
        next.GiveTurn();
    }

    private ProgramThread ChooseNext()
    {
        try
        {
            return RunToNext();
        }
        catch (Exception e)
        {
            // The stacks or a condition of the test have failed, not the thread that happens to run them.
            _failure ??= ExceptionDispatchInfo.Capture(e);
            _blocked.Remove(_test);
            return _test;
        }
    }

    private ProgramThread RunToNext()
    {
        while (true)
        {
            _progress++;
            FindReady();
            if (_ready.TryDequeue(out ProgramThread? ready))
            {
                return ready;
            }

            long next = Math.Min(_network.NextEvent, NextDeadline());
            bool isIdle = next == long.MaxValue;
            if (next > _test.Deadline || isIdle)
            {
                if (!(isIdle && _test.StopsWhenIdle))
                {
                    _wire.Advance(_test.Deadline);
                }

                _test.HasTimedOut = true;
                _blocked.Remove(_test);
                return _test;
            }

            _network.RunRound(next);
        }
    }

    /// <summary>Moves the threads whose wait is over to those that are ready. The test's thread gives up last of all, when all others have done what was due.</summary>
    private void FindReady()
    {
        int kept = 0;
        for (int i = 0; i < _blocked.Count; i++)
        {
            ProgramThread thread = _blocked[i];
            bool isOver = thread.Waiter != null && thread.Waiter.IsOver();
            thread.HasTimedOut = !isOver && thread != _test && thread.Deadline <= Now;
            if (isOver || thread.HasTimedOut)
            {
                _ready.Enqueue(thread);
            }
            else
            {
                _blocked[kept++] = thread;
            }
        }

        _blocked.RemoveRange(kept, _blocked.Count - kept);
    }

    private long NextDeadline()
    {
        long next = long.MaxValue;
        foreach (ProgramThread thread in _blocked)
        {
            if (thread != _test)
            {
                next = Math.Min(next, thread.Deadline);
            }
        }

        return next;
    }

    /// <summary>Waits for the test's turn, and sees to it that the programs do something meanwhile.</summary>
    private void Watch()
    {
        while (true)
        {
            long progress = Volatile.Read(ref _progress);
            if (_test.AwaitTurn(Patience))
            {
                return;
            }

            if (Volatile.Read(ref _progress) == progress && !Debugger.IsAttached)
            {
                throw new ProgramStuckException(Interrupt(_holder));
            }
        }
    }

    /// <summary>Interrupts a thread that keeps the baton. Returns what is known of it.</summary>
    private string Interrupt(ProgramThread stuck)
    {
        stuck.Real!.Interrupt();
        bool hasEnded = _test.AwaitTurn(s_timeToUnwind);
        _isBroken = !hasEnded;
        _failure = null;
        string where = stuck.Failure is ThreadInterruptedException interrupted
            ? $"It waits for something that is not of the simulation, such as a lock that another program holds, or Thread.Sleep in real time:{Environment.NewLine}{interrupted.StackTrace}"
            : "It computes, perhaps in an endless loop. .NET cannot tell where.";
        return $"{stuck.Name} has not called the simulation for {Patience.TotalSeconds} s of real time. {where}";
    }
}
