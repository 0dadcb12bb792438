// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Soak;

/// <summary>What a host takes for the time: a clock that began anywhere, may be coarse, and falls back or jumps.</summary>
internal sealed class SoakClock(long start, int grain)
{
    private long _ahead = start;

    /// <summary>What it shows at a time of the network.</summary>
    public long Read(long now)
    {
        long exact = unchecked(now + _ahead);
        return exact - (exact % grain + grain) % grain;
    }

    /// <summary>The time of the network at which it will show something; never before <paramref name="now"/>.</summary>
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

        // The clock shows a multiple of its grain, from the moment on at which it is right.
        long behind = unchecked(now + _ahead - Read(now));
        return now + (wait + grain - 1) / grain * grain - behind;
    }

    /// <summary>It is set, by so much forward or back.</summary>
    public void Set(long step)
    {
        _ahead = unchecked(_ahead + step);
    }
}
