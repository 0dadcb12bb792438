// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Wire
{
    /// <summary>UDP (RFC 768): offsets from the first byte of the datagram.</summary>
    public static class UdpHeader
    {
        /// <summary>Bytes of the header.</summary>
        public const int Length = 8;

        /// <summary>Source port, 16 bits; 0: no answer is wanted.</summary>
        public const int SourcePort = 0;

        /// <summary>Destination port, 16 bits.</summary>
        public const int DestinationPort = 2;

        /// <summary>Bytes of header and data, 16 bits.</summary>
        public const int TotalLength = 4;

        /// <summary>Checksum, 16 bits; 0: none.</summary>
        public const int DatagramChecksum = 6;
    }
}
