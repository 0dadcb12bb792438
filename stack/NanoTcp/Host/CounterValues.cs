// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Wire;

namespace NanoTcp.Host
{
    /// <summary>What somebody counts, in an array of his own by an enumeration of his own. A counter wraps to negative after 2^31 events.</summary>
    internal static class CounterValues
    {
        /// <summary>One of them; an exception if there is none.</summary>
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
