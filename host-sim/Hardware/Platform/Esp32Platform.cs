// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Hardware.Platform;

/// <summary>
/// nanoFramework on an ESP32, as far as it takes time. The interpreter runs all managed threads on one native thread, in turn. The program is the
/// thread that calls; the others are <see cref="ComputingThread"/>s. A thread that becomes ready waits until the running one blocks, yields or has used
/// up its quantum. Without a ready thread the interpreter looks for events once in a tick of FreeRTOS.
/// </summary>
public sealed class Esp32Platform
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    // A chip's event can stay due.
    private const long Step = 1_000;

    private readonly VirtualBoard _board;
    private readonly IHardwareClock _clock;
    private readonly PlatformOptions _options;
    private readonly long _tick;
    private readonly List<ComputingThread> _threads = [];
    private long _ops = ExecutedIl.Ops;
    private long _bytes = ExecutedIl.Bytes;
    private long _quantumEnd;
    private long _computing;
    private long _dispatch;
    private long _collection;
    private long _waiting;
    private long _otherThreads;

    /// <summary>Makes it the platform of a board, from now on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A quantum is not a whole number of ticks.</exception>
    public Esp32Platform(VirtualBoard board, PlatformOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.TickMilliseconds, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(options.QuantumMilliseconds % options.TickMilliseconds, 0);
        _board = board;
        _clock = board.Clock;
        _options = options;
        _tick = options.TickMilliseconds * NanosecondsPerMillisecond;
        _quantumEnd = QuantumEnd();
        board.Platform = this;
    }

    /// <summary>The clock of the program in milliseconds. It moves by a tick.</summary>
    public long TickCount64
    {
        get
        {
            CatchUp();
            return Now;
        }
    }

    /// <summary>The use of the processor's time so far.</summary>
    public PlatformTimes Times => new(_computing, _dispatch, _collection, _waiting, _otherThreads);

    /// <summary>The bytes of garbage so far.</summary>
    public long Garbage { get; private set; }

    /// <summary>The edges of pins that have been handed to the program.</summary>
    public long Edges { get; private set; }

    private long Now => _clock.Nanoseconds / _tick * _options.TickMilliseconds;

    /// <summary>The platform of a board.</summary>
    /// <exception cref="InvalidOperationException">The board has none.</exception>
    public static Esp32Platform Of(VirtualBoard board)
    {
        return board.Platform ?? throw new InvalidOperationException("This board has no platform: its firmware takes no time.");
    }

    /// <summary>Starts a thread of the application. It computes for some milliseconds in each period, from now on.</summary>
    public ComputingThread Start(int milliseconds, int periodMilliseconds)
    {
        ComputingThread thread = new(milliseconds * NanosecondsPerMillisecond, periodMilliseconds * NanosecondsPerMillisecond, _clock.Nanoseconds);
        _threads.Add(thread);
        return thread;
    }

    /// <summary>Lets the time pass of what the program has executed since the last call. Called before each use of the hardware or the clock.</summary>
    public void CatchUp()
    {
        Execute(ref _computing);
        if (_clock.Nanoseconds >= _quantumEnd)
        {
            Dispatch();
            RunOthers();
        }
    }

    /// <summary>Lets the other threads run that are ready, each for a quantum at most: Thread.Sleep(0).</summary>
    public void Yield()
    {
        CatchUp();
        Spend(ref _dispatch, _options.SwitchOps);
        Dispatch();
        RunOthers();
    }

    /// <summary>Blocks for some milliseconds, by the clock of ticks.</summary>
    public void Sleep(int milliseconds)
    {
        if (milliseconds == 0)
        {
            Yield();
        }
        else
        {
            Block(null, milliseconds);
        }
    }

    /// <summary>Blocks until an event is set, or for some milliseconds by the clock of ticks. Says whether the event was set.</summary>
    internal bool Block(PlatformEvent? awaited, int milliseconds)
    {
        CatchUp();
        if (awaited != null && awaited.TryTake())
        {
            return true;
        }

        long due = milliseconds < 0 ? long.MaxValue : Now + milliseconds;
        Spend(ref _dispatch, _options.SwitchOps);
        for (; ; )
        {
            Dispatch();
            if (awaited != null && awaited.TryTake())
            {
                return true;
            }

            if (Now >= due)
            {
                return false;
            }

            if (!RunOthers())
            {
                long before = _clock.Nanoseconds;
                PassUntil((before / _tick + 1) * _tick);
                _waiting += _clock.Nanoseconds - before;
            }
        }
    }

    private void Execute(ref long part)
    {
        long ops = ExecutedIl.Ops - _ops;
        _ops += ops;
        Spend(ref part, ops);
        long bytes = ExecutedIl.Bytes - _bytes;
        _bytes += bytes;
        Allocate(bytes);
    }

    /// <summary>After each thread switch the interpreter hands out what the hardware has reported.</summary>
    private void Dispatch()
    {
        for (int waiting = _board.WaitingEdges; waiting > 0 && _board.WaitingEdges > 0; waiting--)
        {
            // To the thread that delivers events, and back. The rewritten handler counts the IL of the way to it.
            Spend(ref _dispatch, 2 * _options.SwitchOps);
            Edges++;
            _board.DeliverInterrupt();
            Execute(ref _dispatch);
        }
    }

    /// <summary>Each other thread that is ready computes until it has done its work or used up its quantum. Says whether there was one.</summary>
    private bool RunOthers()
    {
        bool hasRun = false;
        _threads.ForEach(thread => thread.Wake(_clock.Nanoseconds / _tick * _tick));
        foreach (ComputingThread thread in _threads.FindAll(thread => thread.Left > 0))
        {
            hasRun = true;
            long begin = _clock.Nanoseconds;
            PassUntil(begin + Math.Min(thread.Left, QuantumEnd() - begin));
            thread.Compute(_clock.Nanoseconds - begin, _clock.Nanoseconds);
            _otherThreads += _clock.Nanoseconds - begin;
            Spend(ref _dispatch, _options.SwitchOps);
            Dispatch();
        }

        _quantumEnd = QuantumEnd();
        return hasRun;
    }

    private void Allocate(long bytes)
    {
        long free = _options.FreeHeap - Garbage % _options.FreeHeap;
        Garbage += bytes;
        for (; bytes >= free; bytes -= _options.FreeHeap)
        {
            Spend(ref _collection, _options.CollectionOps);
        }
    }

    // The quantum is measured by a timer of FreeRTOS, which counts ticks.
    private long QuantumEnd()
    {
        return _clock.Nanoseconds / _tick * _tick + _options.QuantumMilliseconds * NanosecondsPerMillisecond;
    }

    private void Spend(ref long part, long ops)
    {
        long begin = _clock.Nanoseconds;
        PassUntil(begin + ops * _options.OpNanoseconds);
        part += _clock.Nanoseconds - begin;
    }

    private void PassUntil(long end)
    {
        while (_clock.Nanoseconds < end)
        {
            _clock.WaitUntil(Math.Min(end, Math.Max(_board.NextChipEvent, _clock.Nanoseconds + Step)));
            _board.Advance();
        }
    }
}
