// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

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

        private const int NanosecondsPerMillisecond = 1_000_000;

        /// <summary>Measures an operation. The clock has to move.</summary>
        public Measurement(Operation operation, Clock clock)
        {
            int count = 1;
            long passed = Time(operation, clock, count);
            while (passed < Enough && count < operation.MaxCount)
            {
                count *= 2;
                passed = Time(operation, clock, count);
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

        private static long Time(Operation operation, Clock clock, int count)
        {
            long start = clock.NextStep();
            operation.Repeat(count);
            return clock.Milliseconds - start;
        }
    }
}
