// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;

namespace NanoTcp.Tcp
{
    /// <summary>The sizes and times of a <see cref="TcpTransport"/>. Read once, by its constructor. Times are in milliseconds.</summary>
    public sealed partial class TcpOptions
    {
        /// <summary>
        /// Connections at a time, including handshakes that this end began. Handshakes from clients, TIME-WAIT, and FIN-WAIT-2 of closed connections
        /// do not count.
        /// </summary>
        public int MaxConnections = 8;

        /// <summary>Ports that can be bound at a time.</summary>
        public int MaxListeners = 4;

        /// <summary>
        /// Handshakes from clients that can be under way at a time. When the table is full, SYN cookies answer further ones. Connections from cookies
        /// have no window scaling, selective acknowledgments or timestamps.
        /// </summary>
        public int HalfOpenEntries = 8;

        /// <summary>The largest backlog that a listener can ask for.</summary>
        public int MaxBacklog = 4;

        /// <summary>Closed connections remembered in FIN-WAIT-2. When the table is full, the oldest goes.</summary>
        public int FinWait2Entries = 8;

        /// <summary>Connections remembered in TIME-WAIT. When the table is full, the oldest goes.</summary>
        public int TimeWaitEntries = 8;

        /// <summary>
        /// Bytes of the receive buffer of each connection. The window never exceeds it. Without window scaling it also never exceeds 65535.
        /// </summary>
        public int ReceiveBuffer = 2048;

        /// <summary>Bytes of the send buffer of each connection.</summary>
        public int SendBuffer = 2048;

        /// <summary>
        /// Retransmission timeout before the first measurement (RFC 6298 §2.1), in milliseconds. It is never more than <see cref="MaxRto"/>.
        /// </summary>
        public int InitialRto = 1000;

        /// <summary>
        /// Lower bound of the retransmission timeout. RFC 6298 §2.4 asks for a second. Like every large stack this one goes lower, because that rule
        /// was made for coarser clocks.
        /// </summary>
        public int MinRto = 200;

        /// <summary>Upper bound of the retransmission timeout and of the interval between window probes (RFC 6298 §2.5).</summary>
        public int MaxRto = 60_000;

        /// <summary>
        /// Retransmissions of a SYN before an open fails (R2 of RFC 9293 §3.8.3). With backoff this must take at least three minutes (MUST-23).
        /// </summary>
        public int SynRetries = 7;

        /// <summary>Retransmissions of a SYN,ACK before a half-open connection is dropped.</summary>
        public int SynAckRetries = 5;

        /// <summary>
        /// Retransmissions of data or FIN before the connection is given up (R2 of RFC 9293 §3.8.3). With backoff this takes well over 100 s.
        /// </summary>
        public int DataRetries = 12;

        /// <summary>
        /// The longest delay of an acknowledgment, in milliseconds. It must be less than 500 (RFC 9293 §3.8.6.3), so with a coarse clock the delay is
        /// never more than 500 less <see cref="StackOptions.ClockStep"/>.
        /// </summary>
        public int DelayedAck = 40;

        /// <summary>How long TIME-WAIT lasts: twice the maximum segment lifetime.</summary>
        public int TimeWait = 60_000;

        /// <summary>How long FIN-WAIT-2 lasts at the most once the application has closed the connection.</summary>
        public int FinWait2Timeout = 60_000;

        /// <summary>How long the other end may keep its window closed, even if it answers, once the application has closed the connection.</summary>
        public int OrphanTimeout = 120_000;

        /// <summary>Ask for and give selective acknowledgments (RFC 2018).</summary>
        public bool SelectiveAcks = true;

        /// <summary>
        /// For each connection, ranges of text that arrived out of order, and ranges that the other end acknowledged selectively. A further range is
        /// dropped. Connections with buffers of at most 1460 bytes have one.
        /// </summary>
        public int SackRanges = 2;

        /// <summary>Ask for window scaling (RFC 7323 §2) and agree to it. Without it windows end at 65535.</summary>
        public bool WindowScaling = true;

        /// <summary>
        /// Ask for timestamps (RFC 7323 §3) and agree to them. They protect against old segments when sequence numbers wrap within minutes. They cost
        /// twelve bytes a segment.
        /// </summary>
        public bool Timestamps;

        /// <summary>
        /// Send no more than the network seems to carry (RFC 5681). Without it only the other end's window counts. Turn it off only on a wire that
        /// nobody shares, and that loses frames for other reasons than congestion.
        /// </summary>
        public bool CongestionControl = true;

        /// <summary>
        /// Take the text of an expected segment without verifying its checksum. The Ethernet check sequence then is all that protects it, and that is
        /// not enough: it ends at each router and switch, and it does not cover the SPI bus between the controller and the processor. Text that was
        /// damaged there is given to the application. RFC 9293 §3.1 (MUST-3) forbids that. The device saves two thirds of the instructions of a received
        /// full segment. All headers are verified as always: a segment is expected if its ports, sequence number, acknowledgment number, data offset,
        /// flags and window have the only values that are possible next. All other segments are verified as always. See
        /// <see cref="TcpCounter.TextUnverified"/>.
        /// </summary>
        public bool TrustsEthernetForText;

        /// <summary>The approximate limit of challenge ACKs in a second (RFC 5961 §7).</summary>
        public int ChallengeAcks = 100;

        /// <summary>The default options of connections that this end opens.</summary>
        public TcpConnectionOptions Client = new TcpConnectionOptions();

        /// <summary>The default options of connections that clients open. Connections that are silent for long make room for others.</summary>
        public TcpConnectionOptions Server = new TcpConnectionOptions { IdleTimeout = 600_000 };
    }
}
