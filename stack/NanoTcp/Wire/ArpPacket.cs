// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Wire
{
    /// <summary>ARP for IPv4 over Ethernet (RFC 826): offsets from the first byte of the packet.</summary>
    public static class ArpPacket
    {
        /// <summary>Bytes of the packet.</summary>
        public const int Length = 28;

        /// <summary>Hardware type (16 bits) and protocol type (16 bits).</summary>
        public const int HardwareType = 0;

        /// <summary>Both address lengths.</summary>
        public const int AddressLengths = 4;

        /// <summary>Operation, 16 bits.</summary>
        public const int Operation = 6;

        /// <summary>Sender's MAC address.</summary>
        public const int SenderMac = 8;

        /// <summary>Sender's IPv4 address.</summary>
        public const int SenderAddress = 14;

        /// <summary>Target's MAC address.</summary>
        public const int TargetMac = 18;

        /// <summary>Target's IPv4 address.</summary>
        public const int TargetAddress = 24;

        /// <summary>Ethernet (1) and IPv4 (0x0800), as the first 32 bits hold them.</summary>
        public const uint EthernetIPv4 = 0x00010800;

        /// <summary>Address lengths 6 and 4, as their 16 bits hold them.</summary>
        public const int Lengths6And4 = 0x0604;

        /// <summary>Operation: request.</summary>
        public const int Request = 1;

        /// <summary>Operation: reply.</summary>
        public const int Reply = 2;
    }
}
