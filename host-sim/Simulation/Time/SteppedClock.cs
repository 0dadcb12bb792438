// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Time;

/// <summary>The clock of a host: it begins anywhere, moves in steps of some milliseconds, and can be set. The network's time goes on beneath it.</summary>
/// <param name="start">What it shows at the network's time 0.</param>
/// <param name="step">Milliseconds: it shows multiples of this.</param>
public sealed class SteppedClock(long start, int step)
{
    private long _ahead = start;

    /// <summary>The reading of the clock at a time of the network.</summary>
    public long Read(long now)
    {
        long exact = unchecked(now + _ahead);
        return exact - (exact % step + step) % step;
    }

    /// <summary>The time of the network at which the clock will show a reading; never before <paramref name="now"/>.</summary>
    public long Awaits(long shown, long now)
    {
        if (shown == long.MaxValue)
        {
            return long.MaxValue;
        }

        long wait = unchecked(shown - Read(now));
        if (wait <= 0)
        {
            return now;
        }

        // The clock shows multiples of its step.
        long behind = unchecked(now + _ahead - Read(now));
        return now + (wait + step - 1) / step * step - behind;
    }

    /// <summary>Sets the clock forward or back.</summary>
    public void Set(long change)
    {
        _ahead = unchecked(_ahead + change);
    }
}
