// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    /// <summary>The sizes and times of a <see cref="TcpTransport"/>. Read once, by its constructor. Times are in milliseconds.</summary>
    public sealed partial class TcpOptions
    {
        /// <summary>Connections at a time, those in a handshake begun by this end included; those in one begun by another end, those in
        /// TIME-WAIT, and those in FIN-WAIT-2 that the application has closed not.</summary>
        public int MaxConnections = 8;

        /// <summary>Ports that can be bound at a time.</summary>
        public int MaxListeners = 4;

        /// <summary>
        /// Handshakes begun by others that can be under way at a time. When full, SYN cookies answer further ones: their connections have
        /// neither window scaling nor selective acknowledgments nor timestamps.
        /// </summary>
        public int HalfOpenEntries = 8;

        /// <summary>The largest backlog that a listener can ask for.</summary>
        public int MaxBacklog = 4;

        /// <summary>
        /// Connections remembered that the application has closed and the other end has not: FIN-WAIT-2. When full, the oldest goes.
        /// </summary>
        public int FinWait2Entries = 8;

        /// <summary>Connections remembered in TIME-WAIT. When full, the oldest goes.</summary>
        public int TimeWaitEntries = 8;

        /// <summary>
        /// Bytes of the receive buffer of each connection; the window never exceeds it, nor 65535 where the other end does not know window scaling.
        /// </summary>
        public int ReceiveBuffer = 2048;

        /// <summary>Bytes of the send buffer of each connection.</summary>
        public int SendBuffer = 2048;

        /// <summary>Retransmission timeout before the first measurement (RFC 6298 §2.1).</summary>
        public int InitialRto = 1000;

        /// <summary>
        /// Lower bound of the retransmission timeout. RFC 6298 §2.4 asks for a second; like every large stack this one goes lower, since its clock is
        /// finer than the one that rule was made for.
        /// </summary>
        public int MinRto = 200;

        /// <summary>Upper bound of the retransmission timeout and of the interval between window probes (RFC 6298 §2.5).</summary>
        public int MaxRto = 60_000;

        /// <summary>Retransmissions of a SYN before an open fails (R2 of RFC 9293 §3.8.3: with backoff at least three minutes, MUST-23).</summary>
        public int SynRetries = 7;

        /// <summary>Retransmissions of a SYN,ACK before a half-open connection is dropped.</summary>
        public int SynAckRetries = 5;

        /// <summary>Retransmissions of data or FIN before the connection is given up (R2 of RFC 9293 §3.8.3; with backoff well over 100 s).</summary>
        public int DataRetries = 12;

        /// <summary>The longest that an acknowledgment is held back (RFC 9293 §3.8.6.3 allows 500).</summary>
        public int DelayedAck = 40;

        /// <summary>Twice the maximum segment lifetime: how long TIME-WAIT lasts.</summary>
        public int TimeWait = 60_000;

        /// <summary>How long FIN-WAIT-2 lasts at the most once the application has closed the connection.</summary>
        public int FinWait2Timeout = 60_000;

        /// <summary>How long the other end may take nothing, though it answers, once the application has closed the connection.</summary>
        public int OrphanTimeout = 120_000;

        /// <summary>Ask for and give selective acknowledgments (RFC 2018).</summary>
        public bool SelectiveAcks = true;

        /// <summary>
        /// Ranges remembered of text that arrived out of order, and of text acknowledged so, for each connection. A further one is dropped. Buffers of at
        /// most 1460 bytes have one.
        /// </summary>
        public int SackRanges = 2;

        /// <summary>Ask for window scaling (RFC 7323 §2), without which windows end at 65535, and agree to it.</summary>
        public bool WindowScaling = true;

        /// <summary>
        /// Ask for timestamps (RFC 7323 §3) and agree to them. They protect against old segments where sequence numbers wrap within minutes, and cost
        /// twelve bytes a segment.
        /// </summary>
        public bool Timestamps;

        /// <summary>
        /// Send no more than the network seems to carry (RFC 5681). Without it only the other end's window counts: for a wire that loses frames
        /// for other reasons than that there are too many, and that nobody shares.
        /// </summary>
        public bool CongestionControl = true;

        /// <summary>Challenge ACKs in a second, about (RFC 5961 §7).</summary>
        public int ChallengeAcks = 100;

        /// <summary>How connections behave that this end begins, if nothing else is said.</summary>
        public TcpConnectionOptions Client = new TcpConnectionOptions();

        /// <summary>
        /// How connections behave that other ends begin, if their listener says nothing else. Those that are silent for long make room for others.
        /// </summary>
        public TcpConnectionOptions Server = new TcpConnectionOptions { IdleTimeout = 600_000 };
    }
}
