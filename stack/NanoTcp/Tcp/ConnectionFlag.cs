// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    /// <summary>The flags of a connection, one bit each in <see cref="ControlBlock.Flags"/>, and its two window scales.</summary>
    internal static class ConnectionFlag
    {
        /// <summary>Bits 0 to 3: Snd.Wind.Shift (RFC 7323 §2.3).</summary>
        internal const int SendScale = 15;

        /// <summary>Bits 4 to 7: Rcv.Wind.Shift.</summary>
        internal const int ReceiveScaleShift = 4;

        /// <summary>This end has closed, so a FIN is due or sent.</summary>
        internal const int FinQueued = 1 << 8;

        /// <summary>The FIN has been sent at <see cref="Variable.FinSequence"/>.</summary>
        internal const int FinSent = 1 << 9;

        /// <summary>Arriving text is discarded.</summary>
        internal const int ReceiveShutdown = 1 << 10;

        /// <summary>Neither the application nor a listener holds the connection.</summary>
        internal const int Orphan = 1 << 11;

        /// <summary>
        /// The data in flight has left anew because of an outside event: the path takes only smaller segments, or a closed window has opened. It does
        /// so only once, until new data is acknowledged. It goes with <see cref="Duplicates"/>.
        /// </summary>
        internal const int LeftAnew = 1 << 12;

        /// <summary>Its local port was bound only for this connection.</summary>
        internal const int PortBound = 1 << 13;

        /// <summary>It is in the transport's table, so segments find it.</summary>
        internal const int Attached = 1 << 14;

        /// <summary>It is in the transport's output queue.</summary>
        internal const int OutputQueued = 1 << 15;

        /// <summary>An acknowledgment must leave at the next chance.</summary>
        internal const int AckNow = 1 << 16;

        /// <summary>It is in the transport's list of news, which exists only on a desktop.</summary>
        internal const int News = 1 << 17;

        /// <summary>The flags for its places in lists, which outlive the connection.</summary>
        internal const int Listed = OutputQueued | News;

        /// <summary>The other end's FIN has come before the text in front of it. Its number is in <see cref="Variable.EarlyFin"/>.</summary>
        internal const int EarlyFin = 1 << 18;

        /// <summary>Segments that are not full wait.</summary>
        internal const int Cork = 1 << 19;

        /// <summary>The other end has announced urgent text, until <see cref="Variable.RcvUp"/>.</summary>
        internal const int UrgentIn = 1 << 20;

        /// <summary>Window scaling has been agreed on, or is offered by a SYN.</summary>
        internal const int WindowScaling = 1 << 21;

        /// <summary>Selective acknowledgments are permitted, or offered.</summary>
        internal const int Sack = 1 << 22;

        /// <summary>Every segment carries timestamps, or a SYN offers to.</summary>
        internal const int Timestamps = 1 << 23;

        /// <summary>The options that the two SYNs agree on.</summary>
        internal const int Agreed = WindowScaling | Sack | Timestamps | SendScale | (15 << ReceiveScaleShift);

        /// <summary>Fast recovery (RFC 6582, RFC 6675).</summary>
        internal const int Recovering = 1 << 24;

        /// <summary>After a timeout everything from <c>_cursor</c> on is sent again.</summary>
        internal const int GoneBack = 1 << 25;

        /// <summary>Duplicate acknowledgments, selectively acknowledged ranges, or an ICMP error are remembered, until new data is acknowledged.</summary>
        internal const int Duplicates = 1 << 26;

        /// <summary>A timer has expired since the last acknowledgment of new data.</summary>
        internal const int BackedOff = 1 << 27;

        /// <summary>Text or a FIN has arrived out of order.</summary>
        internal const int OutOfOrder = 1 << 28;

        /// <summary>The next acknowledgment reports text that came twice (RFC 2883).</summary>
        internal const int DuplicateText = 1 << 29;

        /// <summary>Segments point to urgent text, until <see cref="Variable.SndUp"/>.</summary>
        internal const int UrgentOut = 1 << 30;

        /// <summary>It stands in its listener's backlog.</summary>
        internal const int Waiting = 1 << 31;

        /// <summary>With none of these the next segment in order needs no further check.</summary>
        internal const int Unusual = FinQueued | ReceiveShutdown | Orphan | Timestamps | Lossy | BackedOff | OutOfOrder | UrgentOut;

        /// <summary>Other rules than the congestion window also limit what may be sent.</summary>
        internal const int Lossy = Recovering | GoneBack | Duplicates;
    }
}
