// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.SelfTest.Measurements
{
    /// <summary>The steps, in milliseconds, in which the clock moves.</summary>
    public sealed class ClockSteps
    {
        /// <summary>How many steps are watched.</summary>
        public const int Watched = 32;

        private readonly int[] _steps = new int[Watched];

        /// <summary>Watches the clock. Ends early if it stands still.</summary>
        public ClockSteps(Clock clock)
        {
            long last = clock.NextStep();
            for (int i = 0; i < Watched; i++)
            {
                long now = clock.NextStep();
                if (now == last)
                {
                    return;
                }

                _steps[i] = (int)(now - last);
                last = now;
                Count++;
            }
        }

        /// <summary>How many were seen: fewer than <see cref="Watched"/> if the clock stands still.</summary>
        public int Count { get; private set; }

        /// <summary>The smallest.</summary>
        public int Smallest
        {
            get
            {
                int smallest = _steps[0];
                for (int i = 1; i < Count; i++)
                {
                    smallest = _steps[i] < smallest ? _steps[i] : smallest;
                }

                return smallest;
            }
        }

        /// <summary>The most frequent.</summary>
        public int Usual
        {
            get
            {
                int usual = 0;
                int most = 0;
                for (int i = 0; i < Count; i++)
                {
                    int same = CountOf(_steps[i]);
                    if (same > most)
                    {
                        most = same;
                        usual = _steps[i];
                    }
                }

                return usual;
            }
        }

        private int CountOf(int step)
        {
            int count = 0;
            for (int i = 0; i < Count; i++)
            {
                if (_steps[i] == step)
                {
                    count++;
                }
            }

            return count;
        }
    }
}
