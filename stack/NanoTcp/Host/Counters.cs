// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Wire;

namespace NanoTcp.Host
{
    /// <summary>Counts what happened, by <see cref="Counter"/>. A counter wraps to negative after 2^31 events.</summary>
    public sealed class Counters
    {
        /// <summary>The counters themselves, but that what header prediction has taken is counted once for all that it was.</summary>
        internal readonly int[] Values = new int[(int)Counter.Count];

        /// <summary>The events of one kind since construction.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such kind.</exception>
        public int Get(Counter counter)
        {
            if ((uint)counter >= (uint)Counter.Count)
            {
                Throw.ArgumentOutOfRange();
            }

            int count = Values[(int)counter];
            return counter == Counter.FramesReceived || counter == Counter.TcpSegmentsReceived ? count + Values[(int)Counter.TcpPredicted] : count;
        }
    }
}
