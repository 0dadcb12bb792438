// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Dns
{
    /// <summary>The sections of a message, in their order (RFC 1035 §4.1).</summary>
    public enum DnsSection
    {
        /// <summary>What is asked.</summary>
        Question,

        /// <summary>Records that answer the question.</summary>
        Answer,

        /// <summary>Records of the authority. In a probe of mDNS: the records wanted (RFC 6762 §8.2).</summary>
        Authority,

        /// <summary>Records that may be useful besides.</summary>
        Additional,
    }
}
