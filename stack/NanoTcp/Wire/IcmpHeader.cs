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

        /// <summary>Next-hop MTU of Fragmentation Needed, 16 bits (RFC 1191 §4).</summary>
        public const int NextHopMtu = 6;

        /// <summary>Type: destination unreachable.</summary>
        public const int Unreachable = 3;

        /// <summary>Type: time exceeded.</summary>
        public const int TimeExceeded = 11;

        /// <summary>Type: parameter problem.</summary>
        public const int ParameterProblem = 12;

        /// <summary>Code of type 3: the packet is too large, and must not be cut.</summary>
        public const int CodeFragmentationNeeded = 4;

        /// <summary>Type: echo reply.</summary>
        public const int EchoReply = 0;

        /// <summary>Type: echo request.</summary>
        public const int EchoRequest = 8;
    }
}
