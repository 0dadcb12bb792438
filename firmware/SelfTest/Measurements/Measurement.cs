// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.SelfTest.Measurements
{
    /// <summary>
    /// The time of an operation, by a clock of coarse steps. It begins at a step, and the operation is repeated twice as often until it takes half a second.
    /// So with steps of 10 ms the time is at most 2 % too short.
    /// </summary>
    public sealed class Measurement
    {
        /// <summary>So many milliseconds are enough.</summary>
        public const int Enough = 500;

        /// <summary>A clock that does not move in so many readings stands still.</summary>
        internal const int MaxReadings = 1_000_000;

        private const int NanosecondsPerMillisecond = 1_000_000;

        /// <summary>Measures an operation. The clock has to move.</summary>
        public Measurement(Operation operation)
        {
            int count = 1;
            long passed = Time(operation, count);
            while (passed < Enough && count < operation.MaxCount)
            {
                count *= 2;
                passed = Time(operation, count);
            }

            Count = count;
            Milliseconds = passed;
        }

        /// <summary>How often the operation was done.</summary>
        public int Count { get; }

        /// <summary>How long that took.</summary>
        public long Milliseconds { get; }

        /// <summary>How long once takes, with a turn of the loop.</summary>
        public long Nanoseconds
        {
            get { return Milliseconds * NanosecondsPerMillisecond / Count; }
        }

        /// <summary>The time in milliseconds when the clock has just moved, or its time after <see cref="MaxReadings"/>.</summary>
        internal static long NextStep()
        {
            long first = Environment.TickCount64;
            long now = first;
            for (int i = 0; i < MaxReadings && now == first; i++)
            {
                now = Environment.TickCount64;
            }

            return now;
        }

        private static long Time(Operation operation, int count)
        {
            long start = NextStep();
            operation.Repeat(count);
            return Environment.TickCount64 - start;
        }
    }
}
