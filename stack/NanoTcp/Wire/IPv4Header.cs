// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Wire
{
    /// <summary>IPv4 (RFC 791 §3.1): offsets from the first byte of the header.</summary>
    public static class IPv4Header
    {
        /// <summary>Bytes of a header without options.</summary>
        public const int MinLength = 20;

        /// <summary>Version (high four bits) and header length in words (low four bits).</summary>
        public const int VersionAndLength = 0;

        /// <summary>Total length of the packet in bytes, 16 bits.</summary>
        public const int TotalLength = 2;

        /// <summary>Identification, 16 bits.</summary>
        public const int Identification = 4;

        /// <summary>Flags (high three bits) and fragment offset (13 bits).</summary>
        public const int Fragment = 6;

        /// <summary>Time to live.</summary>
        public const int TimeToLive = 8;

        /// <summary>Protocol of the payload.</summary>
        public const int Protocol = 9;

        /// <summary>Header checksum, 16 bits.</summary>
        public const int HeaderChecksum = 10;

        /// <summary>Source address, 32 bits.</summary>
        public const int Source = 12;

        /// <summary>Destination address, 32 bits.</summary>
        public const int Destination = 16;

        /// <summary>In <see cref="Fragment"/>: Don't Fragment.</summary>
        public const int DontFragment = 0x4000;

        /// <summary>In <see cref="Fragment"/>: More Fragments.</summary>
        public const int MoreFragments = 0x2000;

        /// <summary>In <see cref="Fragment"/>: the fragment offset, in units of eight bytes.</summary>
        public const int FragmentOffsetMask = 0x1FFF;

        /// <summary><see cref="VersionAndLength"/> of a header without options.</summary>
        internal const byte VersionWithoutOptions = 0x45;

        /// <summary>More Fragments and the fragment offset, in the first eight bytes as BitConverter reads them. A whole packet has neither.</summary>
        internal const ulong WireFragmentMask = 0xFF3F000000000000;

        /// <summary>Protocol number of ICMP.</summary>
        public const int ProtocolIcmp = 1;

        /// <summary>Protocol number of IGMP.</summary>
        public const int ProtocolIgmp = 2;

        /// <summary>Protocol number of TCP.</summary>
        public const int ProtocolTcp = 6;

        /// <summary>Protocol number of UDP.</summary>
        public const int ProtocolUdp = 17;
    }
}
