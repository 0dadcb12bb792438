// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Dns
{
    /// <summary>Classes of resource records (RFC 1035 §3.2.4), and the bit that mDNS puts above them.</summary>
    public static class DnsClass
    {
        /// <summary>The Internet.</summary>
        public const int IN = 1;

        /// <summary>In a question: all classes.</summary>
        public const int ANY = 255;

        /// <summary>Added to the class of a record of mDNS: it replaces all that was known (RFC 6762 §10.2).</summary>
        public const int CacheFlush = 0x8000;

        /// <summary>Added to the class of a question of mDNS: the answer may be unicast (RFC 6762 §5.4).</summary>
        public const int UnicastResponse = 0x8000;
    }
}
