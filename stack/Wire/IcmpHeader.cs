// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Wire
{
    /// <summary>ICMP (RFC 792): offsets from the first byte of the message.</summary>
    public static class IcmpHeader
    {
        /// <summary>Bytes of the header of an echo message.</summary>
        public const int Length = 8;

        /// <summary>Type.</summary>
        public const int Type = 0;

        /// <summary>Code.</summary>
        public const int Code = 1;

        /// <summary>Checksum of the whole message, 16 bits.</summary>
        public const int MessageChecksum = 2;

        /// <summary>Type: echo reply.</summary>
        public const int EchoReply = 0;

        /// <summary>Type: echo request.</summary>
        public const int EchoRequest = 8;
    }
}
