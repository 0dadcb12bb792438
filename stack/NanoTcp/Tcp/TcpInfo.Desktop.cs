// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    /// <summary>The numbers of a connection at the time of <see cref="TcpConnection.GetInfo"/>. One object serves for any number of calls.</summary>
    public sealed class TcpInfo
    {
        /// <summary>cwnd (RFC 5681 §2), in bytes; 0 before the other end's SYN.</summary>
        public int CongestionWindow;

        /// <summary>ssthresh (RFC 5681 §2), in bytes; <see cref="int.MaxValue"/> before the first loss.</summary>
        public int SlowStartThreshold;

        /// <summary>RTO (RFC 6298) with its present backoff, in milliseconds.</summary>
        public int RetransmissionTimeout;

        /// <summary>SRTT (RFC 6298), in milliseconds; 0 before the first measurement.</summary>
        public int RoundTrip;

        /// <summary>RTTVAR (RFC 6298), in milliseconds.</summary>
        public int RoundTripVariation;

        /// <summary>The most text that a segment to the other end takes.</summary>
        public int SegmentSize;

        /// <summary>SND.WND: the window that the other end offers, in bytes.</summary>
        public int SendWindow;

        /// <summary>RCV.WND: the unused part of the window that this end has offered, in bytes.</summary>
        public int ReceiveWindow;

        /// <summary>Sequence numbers sent and not acknowledged yet.</summary>
        public int InFlight;

        /// <summary>Timeouts since the last acknowledgment of new data.</summary>
        public int Timeouts;
    }
}
