// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Mdns
{
    /// <summary>For what a record is written. Its class and time to live depend on that.</summary>
    internal enum MessagePurpose
    {
        /// <summary>It answers, or announces.</summary>
        Response,

        /// <summary>It answers a querier of plain DNS (RFC 6762 §6.7).</summary>
        Legacy,

        /// <summary>It is proposed (RFC 6762 §8.2).</summary>
        Probe,

        /// <summary>It is over (RFC 6762 §10.1).</summary>
        Goodbye,
    }
}
