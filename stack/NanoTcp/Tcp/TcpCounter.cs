// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    /// <summary>The counters of a <see cref="TcpTransport"/>. Every reason to drop or refuse something has a counter.</summary>
    public enum TcpCounter
    {
        /// <summary>Segments received with a right checksum, and those of <see cref="TextUnverified"/>.</summary>
        SegmentsReceived,

        /// <summary>Received segments that header prediction took: from the host of the last segment, for the same connection.</summary>
        Predicted,

        /// <summary>Received segments whose checksum was not verified (<see cref="TcpOptions.TrustsEthernetForText"/>). They had text, and the expected header.</summary>
        TextUnverified,

        /// <summary>Segments sent.</summary>
        SegmentsSent,

        /// <summary>Segments whose header length is impossible.</summary>
        Invalid,

        /// <summary>Segments with a wrong checksum.</summary>
        ChecksumError,

        /// <summary>Segments for a port or connection that does not exist.</summary>
        PortClosed,

        /// <summary>SYNs, or last steps of handshakes, not answered because the listener's backlog was full.</summary>
        BacklogFull,

        /// <summary>SYNs answered with a cookie because too many handshakes were under way.</summary>
        CookiesSent,

        /// <summary>Last steps of handshakes that found all connections in use. The client waits for one.</summary>
        ConnectionsExhausted,

        /// <summary>Connections given up because others needed their slots. The application had closed them, and the other end had not yet.</summary>
        OrphansEvicted,

        /// <summary>Connections begun by this end.</summary>
        ActiveOpens,

        /// <summary>Connections begun by another end.</summary>
        PassiveOpens,

        /// <summary>Connections that reached ESTABLISHED.</summary>
        Established,

        /// <summary>Segments outside the receive window (RFC 9293 §3.10.7.4, first check).</summary>
        Unacceptable,

        /// <summary>Segments without an ACK, or with one for data never sent.</summary>
        AckUnacceptable,

        /// <summary>Segments with text out of order.</summary>
        OutOfOrder,

        /// <summary>Segments with text out of order that could not be kept.</summary>
        OutOfOrderDropped,

        /// <summary>Segments with an old timestamp (RFC 7323 §5, PAWS).</summary>
        TimestampOld,

        /// <summary>Segments without timestamps, of a connection that has them.</summary>
        TimestampMissing,

        /// <summary>Data that found the application gone.</summary>
        DataAfterClose,

        /// <summary>Challenge ACKs sent (RFC 5961).</summary>
        ChallengeAcks,

        /// <summary>Challenge ACKs not sent because there were too many.</summary>
        ChallengesSuppressed,

        /// <summary>Segments sent again.</summary>
        Retransmissions,

        /// <summary>Losses reported by duplicate or selective acknowledgments.</summary>
        FastRetransmits,

        /// <summary>Connections whose segments were made smaller because large ones seemed not to get through.</summary>
        BlackHoles,

        /// <summary>Probes of a closed window sent.</summary>
        WindowProbes,

        /// <summary>Keep-alive probes sent.</summary>
        KeepAliveProbes,

        /// <summary>RSTs sent.</summary>
        ResetsSent,

        /// <summary>RSTs received and obeyed.</summary>
        ResetsReceived,

        /// <summary>Connections given up because the other end did not answer.</summary>
        TimedOut,

        /// <summary>Connections reset after a long silence.</summary>
        IdleTimedOut,

        /// <summary>Connections that were lost before the application accepted them, and that made room for others. Their text was not read.</summary>
        LostEvicted,

        /// <summary>TIME-WAITs ended early because the table was full.</summary>
        TimeWaitEvicted,

        /// <summary>FIN-WAIT-2s of closed connections ended early because the table was full.</summary>
        FinWait2Evicted,

        /// <summary>The number of counters; not one itself.</summary>
        Count,
    }
}
