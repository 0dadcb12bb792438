// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Host
{
    /// <summary>What a router, or the other host, reports of a packet that this stack is said to have sent (in IPv4, RFC 1122 §3.2.2).</summary>
    internal enum PathError
    {
        /// <summary>It did not get there this time.</summary>
        Unreachable,

        /// <summary>It never will: the other host knows no such protocol or port, or somebody forbids it.</summary>
        Refused,

        /// <summary>It is too large for the path, and must not be cut (RFC 1191 §3).</summary>
        TooLarge,
    }
}
