// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Dns
{
    /// <summary>Types of resource records (RFC 1035 §3.2.2 and later ones), as they stand in a message.</summary>
    public static class DnsType
    {
        /// <summary>An IPv4 address (RFC 1035 §3.4.1).</summary>
        public const int A = 1;

        /// <summary>A name server of a zone (RFC 1035 §3.3.11).</summary>
        public const int NS = 2;

        /// <summary>The canonical name of an alias (RFC 1035 §3.3.1).</summary>
        public const int CNAME = 5;

        /// <summary>The start of a zone of authority (RFC 1035 §3.3.13).</summary>
        public const int SOA = 6;

        /// <summary>A pointer to another name (RFC 1035 §3.3.12).</summary>
        public const int PTR = 12;

        /// <summary>Texts (RFC 1035 §3.3.14).</summary>
        public const int TXT = 16;

        /// <summary>An IPv6 address (RFC 3596 §2.1).</summary>
        public const int AAAA = 28;

        /// <summary>Host and port of a service (RFC 2782).</summary>
        public const int SRV = 33;

        /// <summary>EDNS, no record of a zone (RFC 6891 §6.1).</summary>
        public const int OPT = 41;

        /// <summary>The types that a name has (RFC 4034 §4, RFC 6762 §6.1).</summary>
        public const int NSEC = 47;

        /// <summary>In a question: all types (RFC 1035 §3.2.3).</summary>
        public const int ANY = 255;
    }
}
