// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Hardware.Platform;

/// <summary>A thread of the application beside the network: it computes for some time, again and again.</summary>
public sealed class ComputingThread
{
    private readonly long _burst;
    private readonly long _period;
    private long _release;

    internal ComputingThread(long burst, long period, long start)
    {
        _burst = burst;
        _period = period;
        _release = start;
    }

    /// <summary>The nanoseconds that it has computed.</summary>
    public long Computed { get; private set; }

    /// <summary>The longest time between being ready and having computed a whole burst.</summary>
    public long LongestResponse { get; private set; }

    /// <summary>What is left of its burst; 0: it waits for its next one.</summary>
    internal long Left { get; private set; }

    /// <summary>Begins the next burst if it is time for it, by the clock of ticks.</summary>
    internal void Wake(long tick)
    {
        if (Left == 0 && tick >= _release)
        {
            Left = _burst;
        }
    }

    /// <summary>It has computed for some time until now. It does not sleep after a burst that took longer than its period.</summary>
    internal void Compute(long nanoseconds, long now)
    {
        Computed += nanoseconds;
        Left -= nanoseconds;
        if (Left == 0)
        {
            LongestResponse = Math.Max(LongestResponse, now - _release);
            _release += _period;
            if (_release <= now)
            {
                _release = now;
                Left = _burst;
            }
        }
    }
}
