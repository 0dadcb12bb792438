// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Soak;

/// <summary>The clock of a host. It begins anywhere, may be coarse, and falls back or jumps.</summary>
internal sealed class SoakClock(long start, int grain)
{
    private long _ahead = start;

    /// <summary>The reading of the clock at a time of the network.</summary>
    public long Read(long now)
    {
        long exact = unchecked(now + _ahead);
        return exact - (exact % grain + grain) % grain;
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

        // The clock shows multiples of its grain.
        long behind = unchecked(now + _ahead - Read(now));
        return now + (wait + grain - 1) / grain * grain - behind;
    }

    /// <summary>Sets the clock forward or back.</summary>
    public void Set(long step)
    {
        _ahead = unchecked(_ahead + step);
    }
}
