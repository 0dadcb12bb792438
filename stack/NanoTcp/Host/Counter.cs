// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Host
{
    /// <summary>What a <see cref="NetworkStack"/> counts. Everything dropped or refused has its reason here.</summary>
    public enum Counter
    {
        /// <summary>Frames handed over by the link.</summary>
        FramesReceived,

        /// <summary>Frames taken by the link.</summary>
        FramesSent,

        /// <summary>Frames not sent because the link had no room.</summary>
        LinkBusy,

        /// <summary>Times that the link came up or went.</summary>
        LinkChanges,

        /// <summary>Polls at which the clock said less than before: no time had passed then.</summary>
        ClockFellBack,

        /// <summary>Frames received that are too short for their headers.</summary>
        FrameTruncated,

        /// <summary>Frames received for another MAC address.</summary>
        FrameNotForUs,

        /// <summary>Frames received of an EtherType the stack does not know.</summary>
        EtherTypeUnknown,

        /// <summary>ARP packets that are not Ethernet and IPv4, or whose addresses no host can have.</summary>
        ArpInvalid,

        /// <summary>ARP packets in which another station claims this stack's address (RFC 5227 §2.4).</summary>
        ArpConflict,

        /// <summary>ARP requests sent.</summary>
        ArpRequestsSent,

        /// <summary>Live ARP entries given up because the table was full.</summary>
        ArpEvicted,

        /// <summary>Packets not sent because too many already waited for an address to be resolved.</summary>
        ArpQueueFull,

        /// <summary>Packets not sent because nobody answered for the address.</summary>
        ArpUnresolved,

        /// <summary>IPv4 packets whose version, lengths or addresses are impossible.</summary>
        IPv4Invalid,

        /// <summary>IPv4 packets with a wrong header checksum.</summary>
        IPv4ChecksumError,

        /// <summary>IPv4 packets for another address.</summary>
        IPv4NotForUs,

        /// <summary>IPv4 fragments: not reassembled.</summary>
        IPv4Fragment,

        /// <summary>IPv4 packets of a protocol without a transport.</summary>
        IPv4ProtocolUnknown,

        /// <summary>IPv4 packets not sent because the address is not on this network and there is no gateway.</summary>
        IPv4NoRoute,

        /// <summary>ICMP messages that are too short, too long for a frame, or have a wrong checksum.</summary>
        IcmpInvalid,

        /// <summary>ICMP messages of a type the stack does not act on.</summary>
        IcmpIgnored,

        /// <summary>ICMP echo requests answered.</summary>
        IcmpEchoReplies,

        /// <summary>ICMP errors about packets of this stack's, handed to their transport.</summary>
        IcmpErrors,

        /// <summary>Contacts refused because the table of peers was full.</summary>
        PeersExhausted,

        /// <summary>The number of counters; not one itself.</summary>
        Count,
    }
}
