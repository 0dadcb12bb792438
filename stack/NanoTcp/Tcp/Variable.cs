// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    /// <summary>
    /// The seldom used part of a connection's state. These are indexes in its <c>int[]</c>, where a number costs four bytes and not twelve. Times are
    /// the low 32 bits of milliseconds, sequence numbers the bits of a <c>uint</c>.
    /// </summary>
    internal static class Variable
    {
        /// <summary>ISS: this end's initial sequence number.</summary>
        internal const int Iss = 0;

        /// <summary>IRS: the other end's.</summary>
        internal const int Irs = 1;

        /// <summary>Why the connection was lost: a <see cref="Host.SocketError"/>.</summary>
        internal const int Error = 2;

        /// <summary>The error that ICMP has reported, in case the connection times out: a <see cref="Host.SocketError"/>.</summary>
        internal const int SoftError = 3;

        /// <summary>The sequence number of this end's FIN, once it was sent.</summary>
        internal const int FinSequence = 4;

        /// <summary>The number behind the last segment sent that was not full (Minshall's Snd.sml).</summary>
        internal const int SmallEnd = 5;

        /// <summary>The sequence number of the other end's FIN, when it came before the text in front of it.</summary>
        internal const int EarlyFin = 6;

        /// <summary>The largest window that the other end has offered.</summary>
        internal const int MaxSndWnd = 7;

        /// <summary>Bytes that the receive buffer may hold.</summary>
        internal const int ReceiveLimit = 8;

        /// <summary>Bytes that the send buffer may hold.</summary>
        internal const int SendLimit = 9;

        /// <summary>
        /// The acknowledgment of this number ends the measurement of a round trip. There is one measurement at a time, and never over a
        /// retransmission (Karn's rule, RFC 6298 §3). None is under way when the number is not beyond SND.UNA.
        /// </summary>
        internal const int MeasuredSequence = 10;

        /// <summary>When that measurement began.</summary>
        internal const int MeasuredAt = 11;

        /// <summary>SRTT in eighths of a millisecond; 0 before the first measurement.</summary>
        internal const int Srtt8 = 12;

        /// <summary>RTTVAR in quarters of a millisecond.</summary>
        internal const int RttVar4 = 13;

        /// <summary>Timeouts since the last acknowledgment of new data.</summary>
        internal const int Retransmits = 14;

        /// <summary>When the unacknowledged data began to wait, once a timer has expired.</summary>
        internal const int WaitingSince = 15;

        /// <summary>The wait before the next probe of a closed window, or of the link; 0: nothing waits for them.</summary>
        internal const int ProbeInterval = 16;

        /// <summary>Duplicate acknowledgments in a row.</summary>
        internal const int DuplicateAcks = 17;

        /// <summary>ssthresh (RFC 5681 §3.1), in bytes.</summary>
        internal const int SlowStartThreshold = 18;

        /// <summary>recover (RFC 6582 §3.2), RecoveryPoint (RFC 6675 §2).</summary>
        internal const int Recover = 19;

        /// <summary>HighRxt (RFC 6675 §2): behind what has been sent again in this pass of a recovery.</summary>
        internal const int HighRxt = 20;

        /// <summary>SND.NXT when this pass began at SND.UNA.</summary>
        internal const int PassEnd = 21;

        /// <summary>From here to <see cref="SkipTo"/> the pass before has sent everything again, and it is in flight.</summary>
        internal const int SkipFrom = 22;

        /// <summary>The end of <see cref="SkipFrom"/>.</summary>
        internal const int SkipTo = 23;

        /// <summary>The first number of text that came twice.</summary>
        internal const int DuplicateStart = 24;

        /// <summary>The number behind text that came twice.</summary>
        internal const int DuplicateEnd = 25;

        /// <summary>TS.Recent (RFC 7323 §4.3).</summary>
        internal const int TimestampRecent = 26;

        /// <summary>Last.ACK.sent (RFC 7323 §4.3).</summary>
        internal const int LastAckSent = 27;

        /// <summary>The time of the last segment from the other end.</summary>
        internal const int HeardAt = 28;

        /// <summary>When a closed connection is given up; 0: never.</summary>
        internal const int ExpireAt = 29;

        /// <summary>Keep-alive probes since the last segment from the other end.</summary>
        internal const int KeepAliveProbes = 30;

        /// <summary>When the last of them was sent.</summary>
        internal const int ProbedAt = 31;

        /// <summary>RCV.UP: behind the last urgent byte of the other end.</summary>
        internal const int RcvUp = 32;

        /// <summary>SND.UP: behind the last urgent byte of this end.</summary>
        internal const int SndUp = 33;

        /// <summary>When the slow timers have to be checked; 0: never.</summary>
        internal const int CheckAt = 34;

        /// <summary>SND.WL1: the sequence number of the segment that last changed the window, or that came while text was missing.</summary>
        internal const int SndWl1 = 35;

        /// <summary>Not 0: the SYN,ACK had a closed window because there was no slot. So the other end sent nothing before there was one.</summary>
        internal const int WasKept = 36;

        /// <summary>By how many milliseconds a limit in time shortens the present run of the retransmission timer.</summary>
        internal const int Shortened = 37;

        /// <summary>The number of words. After them come the ranges that arrived out of order, then those acknowledged selectively.</summary>
        internal const int Count = 38;
    }
}
