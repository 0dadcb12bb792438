// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Wire
{
    /// <summary>Ethernet II: offsets from the first byte of the frame, and the EtherTypes the stack knows.</summary>
    public static class EthernetHeader
    {
        /// <summary>Bytes in front of the payload.</summary>
        public const int Length = 14;

        /// <summary>Bytes of a MAC address.</summary>
        public const int AddressLength = 6;

        /// <summary>Destination address.</summary>
        public const int Destination = 0;

        /// <summary>Source address.</summary>
        public const int Source = 6;

        /// <summary>EtherType, 16 bits.</summary>
        public const int EtherType = 12;

        /// <summary>The shortest frame without its check sequence; shorter ones are padded (IEEE 802.3 §3.2.8).</summary>
        public const int MinFrame = 60;

        /// <summary>The longest frame without its check sequence.</summary>
        public const int MaxFrame = Length + 1500;

        /// <summary>EtherType of IPv4.</summary>
        public const int TypeIPv4 = 0x0800;

        /// <summary>EtherType of ARP.</summary>
        public const int TypeArp = 0x0806;

        /// <summary>EtherType of IPv4 as BitConverter reads it.</summary>
        public const int WireTypeIPv4 = 0x0008;

        /// <summary>EtherType of ARP as BitConverter reads it.</summary>
        public const int WireTypeArp = 0x0608;
    }
}
