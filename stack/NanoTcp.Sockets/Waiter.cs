// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Threading;

namespace NanoTcp.Sockets
{
    /// <summary>What a blocked call waits for. One object serves one call at a time.</summary>
    public abstract class Waiter
    {
        /// <summary>The thread of the call sleeps on it while another thread polls the network. It is made when that first happens.</summary>
        internal AutoResetEvent? Signal;

        /// <summary>The time at which the call gives up; <see cref="long.MaxValue"/>: never.</summary>
        internal long Deadline;

        /// <summary>The call that was blocked after this one.</summary>
        internal Waiter? Next;

        /// <summary>
        /// Whether the call has to wait no longer. It is asked with the stack taken, by any thread, as often as something may have changed. It changes
        /// nothing.
        /// </summary>
        public abstract bool IsOver();
    }
}
