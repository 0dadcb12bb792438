// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Host
{
    /// <summary>The error that a router or the other host reports about a packet, which this stack may have sent (in IPv4, RFC 1122 §3.2.2).</summary>
    internal enum PathError
    {
        /// <summary>The packet did not get there this time.</summary>
        Unreachable,

        /// <summary>The packet will never get there: the other host has no such protocol or port, or a router forbids it.</summary>
        Refused,

        /// <summary>The packet is too large for the path, and must not be fragmented (RFC 1191 §3).</summary>
        TooLarge,
    }
}
