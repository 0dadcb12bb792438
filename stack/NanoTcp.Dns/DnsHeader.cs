// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Dns
{
    /// <summary>The header of a message (RFC 1035 §4.1.1): where its fields begin, and the bits of its flags.</summary>
    public static class DnsHeader
    {
        /// <summary>Bytes of the header.</summary>
        public const int Length = 12;

        /// <summary>The identifier.</summary>
        public const int Id = 0;

        /// <summary>The flags.</summary>
        public const int Flags = 2;

        /// <summary>The number of questions. Those of the other sections follow in their order, two bytes each.</summary>
        public const int Counts = 4;

        /// <summary>QR: it is a response.</summary>
        public const int Response = 0x8000;

        /// <summary>The kind of query; 0 is the standard one.</summary>
        public const int OpcodeMask = 0x7800;

        /// <summary>AA: the server is an authority for the name.</summary>
        public const int Authoritative = 0x0400;

        /// <summary>TC: more would not fit.</summary>
        public const int Truncated = 0x0200;

        /// <summary>RD: the server shall ask others.</summary>
        public const int RecursionDesired = 0x0100;

        /// <summary>RA: the server asks others.</summary>
        public const int RecursionAvailable = 0x0080;

        /// <summary>The response code, a <see cref="DnsResponseCode"/>.</summary>
        public const int ResponseCodeMask = 0x000F;
    }
}
