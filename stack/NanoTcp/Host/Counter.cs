// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Host
{
    /// <summary>What a <see cref="Counters"/> counts. Everything dropped or refused has its reason here.</summary>
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

        /// <summary>TCP segments received with a right checksum.</summary>
        TcpSegmentsReceived,

        /// <summary>Those of them that were known at a glance: from the host that sent the one before, for the same connection.</summary>
        TcpPredicted,

        /// <summary>TCP segments sent.</summary>
        TcpSegmentsSent,

        /// <summary>TCP segments whose header length is impossible.</summary>
        TcpInvalid,

        /// <summary>TCP segments with a wrong checksum.</summary>
        TcpChecksumError,

        /// <summary>TCP segments for a port or connection that does not exist.</summary>
        TcpPortClosed,

        /// <summary>SYNs, or last steps of handshakes, not answered because the listener's backlog was full.</summary>
        TcpBacklogFull,

        /// <summary>SYNs answered with a cookie because too many handshakes were under way.</summary>
        TcpCookiesSent,

        /// <summary>Last steps of handshakes not taken because all connections were in use; they come again.</summary>
        TcpConnectionsExhausted,

        /// <summary>Connections given up because others needed their slots: closed by the application, and not yet by the other end.</summary>
        TcpOrphansEvicted,

        /// <summary>Connections begun by this end.</summary>
        TcpActiveOpens,

        /// <summary>Connections begun by another end.</summary>
        TcpPassiveOpens,

        /// <summary>Connections that reached ESTABLISHED.</summary>
        TcpEstablished,

        /// <summary>TCP segments outside the receive window (RFC 9293 §3.10.7.4, first check).</summary>
        TcpUnacceptable,

        /// <summary>TCP segments without an ACK, or with one for data never sent.</summary>
        TcpAckUnacceptable,

        /// <summary>TCP segments whose data came before what precedes it.</summary>
        TcpOutOfOrder,

        /// <summary>Of those, the ones that could not be kept.</summary>
        TcpOutOfOrderDropped,

        /// <summary>TCP segments with an old timestamp (RFC 7323 §5, PAWS).</summary>
        TcpTimestampOld,

        /// <summary>TCP segments without timestamps, of a connection that has them.</summary>
        TcpTimestampMissing,

        /// <summary>TCP data that found the application gone.</summary>
        TcpDataAfterClose,

        /// <summary>Challenge ACKs sent (RFC 5961).</summary>
        TcpChallengeAcks,

        /// <summary>Challenge ACKs not sent because there were too many.</summary>
        TcpChallengesSuppressed,

        /// <summary>Segments sent again.</summary>
        TcpRetransmissions,

        /// <summary>Losses that duplicate or selective acknowledgments have told of.</summary>
        TcpFastRetransmits,

        /// <summary>Connections whose segments were made smaller because large ones seem not to get through.</summary>
        TcpBlackHoles,

        /// <summary>Probes of a closed window sent.</summary>
        TcpWindowProbes,

        /// <summary>Keep-alive probes sent.</summary>
        TcpKeepAliveProbes,

        /// <summary>RSTs sent.</summary>
        TcpResetsSent,

        /// <summary>RSTs received and obeyed.</summary>
        TcpResetsReceived,

        /// <summary>Connections given up because the other end did not answer.</summary>
        TcpTimedOut,

        /// <summary>Connections reset because nothing was heard on them for long.</summary>
        TcpIdleTimedOut,

        /// <summary>Connections that were lost before anybody accepted them, and whose text nobody will read, because their place was needed.</summary>
        TcpLostEvicted,

        /// <summary>TIME-WAITs ended early because the table was full.</summary>
        TcpTimeWaitEvicted,

        /// <summary>FIN-WAIT-2s of closed connections ended early because the table was full.</summary>
        TcpFinWait2Evicted,

        /// <summary>The number of counters; not one itself.</summary>
        Count,
    }
}
