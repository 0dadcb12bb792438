// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Threading;

namespace NanoTcp.SelfTest.Measurements
{
    /// <summary>The thread sleeps. For 0 ms it only lets others run; there are none.</summary>
    public sealed class SleepRun : Operation
    {
        private readonly int _milliseconds;

        /// <summary>Sleeps for so long.</summary>
        public SleepRun(int milliseconds)
        {
            _milliseconds = milliseconds;
        }

        /// <inheritdoc/>
        public override int MaxCount
        {
            get { return 1 << 15; }
        }

        /// <inheritdoc/>
        public override void Repeat(int count)
        {
            int milliseconds = _milliseconds;
            for (int i = 0; i < count; i++)
            {
                Thread.Sleep(milliseconds);
            }
        }
    }
}
