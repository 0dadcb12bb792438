// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Wire;

namespace NanoTcp.Host
{
    /// <summary>The counters of one part, in an array indexed by its enumeration. A counter wraps to negative after 2^31 events.</summary>
    internal static class CounterValues
    {
        /// <summary>The value of a counter. Throws if there is no such counter.</summary>
        internal static int Get(int[] values, int counter)
        {
            if ((uint)counter >= (uint)values.Length)
            {
                Throw.ArgumentOutOfRange();
            }

            return values[counter];
        }
    }
}
