// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Ip
{
    /// <summary>What a <see cref="FragmentBuffer"/> holds.</summary>
    internal enum FragmentState
    {
        /// <summary>Nothing.</summary>
        Free,

        /// <summary>The part of a packet that has arrived so far.</summary>
        Arriving,

        /// <summary>Nothing but the name of a packet whose further fragments are dropped (RFC 5722 §4).</summary>
        Refused,

        /// <summary>A whole packet that somebody reads or writes in this moment.</summary>
        Taken,

        /// <summary>A packet that has not left completely.</summary>
        Leaving,
    }
}
