// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Ip
{
    /// <summary>Counts what happened, by <see cref="Counter"/>. A counter wraps to negative after 2^31 events.</summary>
    public sealed class Counters
    {
        /// <summary>The counters themselves.</summary>
        internal readonly int[] Values = new int[(int)Counter.Count];

        /// <summary>The events of one kind since construction.</summary>
        public int Get(Counter counter)
        {
            return Values[(int)counter];
        }
    }
}
