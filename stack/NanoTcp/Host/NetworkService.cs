// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Host
{
    /// <summary>
    /// A service or client that lives on the transports of a <see cref="NetworkStack"/>, such as DHCP, DNS or an HTTP server. It has no thread: who polls
    /// the stack polls it afterwards, and flushes the stack then.
    /// </summary>
    public abstract class NetworkService
    {
        /// <summary>Does what is due, without waiting. Called after each <see cref="NetworkStack.Poll"/>; when nothing is due it must cost little.</summary>
        /// <param name="now">The time in milliseconds, as the stack got it.</param>
        /// <returns>When it wants to be called again if nothing arrives before, on the same clock; <see cref="long.MaxValue"/>: it does not care.</returns>
        public abstract long Poll(long now);
    }
}
