// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Wire
{
    /// <summary>IGMP version 2 (RFC 2236 §2): offsets from the first byte of the message.</summary>
    public static class IgmpHeader
    {
        /// <summary>Bytes of a message. Version 3 has longer ones, which begin in the same way.</summary>
        public const int Length = 8;

        /// <summary>Type.</summary>
        public const int Type = 0;

        /// <summary>In a query: the longest time to wait before the report, in tenths of a second; 0 in a query of version 1.</summary>
        public const int MaxResponseTime = 1;

        /// <summary>Checksum of the whole message, 16 bits.</summary>
        public const int MessageChecksum = 2;

        /// <summary>The group, 32 bits; 0 in a query for all groups.</summary>
        public const int Group = 4;

        /// <summary>Type: a router asks who is a member.</summary>
        public const int Query = 0x11;

        /// <summary>Type: a host is a member, in version 1.</summary>
        public const int ReportVersion1 = 0x12;

        /// <summary>Type: a host is a member.</summary>
        public const int Report = 0x16;

        /// <summary>Type: a host is a member no more.</summary>
        public const int Leave = 0x17;
    }
}
