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

        /// <summary>Code of type 3: nobody has the protocol.</summary>
        public const int CodeProtocol = 2;

        /// <summary>Code of type 3: nobody has the port.</summary>
        public const int CodePort = 3;

        /// <summary>Code of type 11: the fragments have not all arrived in time.</summary>
        public const int CodeReassembly = 1;

        /// <summary>Code of type 3: the packet is too large, and must not be cut.</summary>
        public const int CodeFragmentationNeeded = 4;

        /// <summary>Type: echo reply.</summary>
        public const int EchoReply = 0;

        /// <summary>Type: echo request.</summary>
        public const int EchoRequest = 8;

        /// <summary>The first of the types that ask and answer, besides echo: timestamp, information and address mask (RFC 1122 §3.2.2).</summary>
        public const int FirstQuery = 13;

        /// <summary>The last of them.</summary>
        public const int LastQuery = 18;
    }
}
