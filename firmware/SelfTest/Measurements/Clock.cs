// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.SelfTest.Measurements
{
    /// <summary>A clock by which operations are measured. It may have coarse steps.</summary>
    public abstract class Clock
    {
        // A clock that does not move in so many readings stands still.
        private const int MaxReadings = 1_000_000;

        /// <summary>The time in milliseconds, from any beginning.</summary>
        public abstract long Milliseconds { get; }

        /// <summary>The time in milliseconds when the clock has just moved. After a million readings it stands still, and its time is the same as before.</summary>
        public long NextStep()
        {
            long first = Milliseconds;
            long now = first;
            for (int i = 0; i < MaxReadings && now == first; i++)
            {
                now = Milliseconds;
            }

            return now;
        }
    }
}
