// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Diagnostics;

namespace TestedPrograms;

/// <summary>Programs that use threads, locks, events, timers and clocks of .NET.</summary>
public static class ThreadPrograms
{
    public static long Sleep(int milliseconds)
    {
        long start = Environment.TickCount64;
        Thread.Sleep(milliseconds);
        return Environment.TickCount64 - start;
    }

    /// <summary>One thread keeps a lock while it sleeps. Returns when another one got it.</summary>
    public static long WaitForLock(int kept)
    {
        object door = new();
        Thread keeper = new(() =>
        {
            lock (door)
            {
                Thread.Sleep(kept);
            }
        });
        keeper.Start();
        Thread.Sleep(1);
        lock (door)
        {
            return Environment.TickCount64;
        }
    }

    /// <summary>Waits for a lock that another thread does not give back in time.</summary>
    public static bool TryLock(int kept, int patience)
    {
        object door = new();
        new Thread(() =>
        {
            lock (door)
            {
                Thread.Sleep(kept);
            }
        }).Start();
        Thread.Sleep(1);
        return Monitor.TryEnter(door, patience);
    }

    public static bool WaitForPulse(int pulsedAfter, int patience)
    {
        object door = new();
        new Thread(() =>
        {
            Thread.Sleep(pulsedAfter);
            lock (door)
            {
                Monitor.Pulse(door);
            }
        }).Start();
        lock (door)
        {
            return Monitor.Wait(door, patience);
        }
    }

    public static bool WaitForEvent(int setAfter, int patience)
    {
        AutoResetEvent signal = new(false);
        new Thread(() =>
        {
            Thread.Sleep(setAfter);
            signal.Set();
        }).Start();
        return signal.WaitOne(patience, false);
    }

    /// <summary>Which of two events is set first, and when.</summary>
    public static (int Index, long At) WaitForAny(int firstAfter, int secondAfter)
    {
        WaitHandle[] signals = [new ManualResetEvent(false), new AutoResetEvent(false)];
        new Thread(() => SetAfter((EventWaitHandle)signals[0], firstAfter)).Start();
        new Thread(() => SetAfter((EventWaitHandle)signals[1], secondAfter)).Start();
        return (WaitHandle.WaitAny(signals), Environment.TickCount64);
    }

    public static bool Join(int endsAfter, int patience)
    {
        Thread thread = new(() => Thread.Sleep(endsAfter));
        thread.Start();
        bool hasEnded = thread.Join(patience);
        return hasEnded && !thread.IsAlive ? true : hasEnded || !thread.IsAlive ? throw new InvalidOperationException() : false;
    }

    /// <summary>When a timer calls, until it is disposed of.</summary>
    public static long[] TimerCalls(int due, int period, int count)
    {
        List<long> calls = [];
        using (Timer timer = new(_ => calls.Add(Environment.TickCount64), null, due, period))
        {
            Thread.Sleep(due + (count - 1) * period);
        }

        Thread.Sleep(10 * period);
        return [.. calls];
    }

    /// <summary>When a timer calls that was changed before its first call.</summary>
    public static long ChangedTimerCall(int due, int later)
    {
        long call = 0;
        Timer timer = new(_ => call = Environment.TickCount64, null, due, Timeout.Infinite);
        timer.Change(later, Timeout.Infinite);
        Thread.Sleep(2 * later);
        return call;
    }

    public static DateTime ReadDate()
    {
        return DateTime.UtcNow;
    }

    public static (Guid, int) DrawAtRandom()
    {
        return (Guid.NewGuid(), new Random().Next());
    }

    public static long MeasureSleep(int milliseconds)
    {
        Stopwatch stopwatch = Stopwatch.StartNew();
        Thread.Sleep(milliseconds);
        stopwatch.Stop();
        Thread.Sleep(milliseconds);
        return stopwatch.ElapsedMilliseconds;
    }

    /// <summary>When a token is cancelled by its time-out.</summary>
    public static long WaitForCancellation(int delay)
    {
        using CancellationTokenSource source = new(delay);
        source.Token.WaitHandle.WaitOne();
        return Environment.TickCount64;
    }

    /// <summary>Looks at the clock until it is time, and never waits.</summary>
    public static void SpinUntil(long time)
    {
        while (Environment.TickCount64 < time)
        {
        }
    }

    /// <summary>A thread without end that nobody waits for.</summary>
    public static void LeaveThreadBehind(Action ended)
    {
        new Thread(() =>
        {
            try
            {
                Thread.Sleep(Timeout.Infinite);
            }
            finally
            {
                ended();
            }
        }).Start();
    }

    /// <summary>A thread that fails while the program goes on.</summary>
    public static void FailInThread()
    {
        new Thread(() => throw new InvalidDataException("in a thread")).Start();
        Thread.Sleep(1000);
    }

    private static void SetAfter(EventWaitHandle signal, int milliseconds)
    {
        Thread.Sleep(milliseconds);
        signal.Set();
    }
}
