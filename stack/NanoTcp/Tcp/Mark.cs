// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    /// <summary>What is true or not of a connection, a bit each in <see cref="ControlBlock.Marks"/>; and its two window scales.</summary>
    internal static class Mark
    {
        /// <summary>Bits 0 to 3: Snd.Wind.Shift (RFC 7323 §2.3).</summary>
        internal const int SendScale = 15;

        /// <summary>Bits 4 to 7: Rcv.Wind.Shift.</summary>
        internal const int ReceiveScaleShift = 4;

        /// <summary>This end has closed: a FIN is due, or sent.</summary>
        internal const int FinQueued = 1 << 8;

        /// <summary>The FIN has been sent at <see cref="Word.FinSequence"/>.</summary>
        internal const int FinSent = 1 << 9;

        /// <summary>What arrives is thrown away.</summary>
        internal const int ReceiveShutdown = 1 << 10;

        /// <summary>Neither the application nor, for it, a listener holds the connection.</summary>
        internal const int Orphan = 1 << 11;

        /// <summary>
        /// What is in flight has left anew because of a word from outside: that the path takes only smaller segments, or that a closed window is open
        /// again. It does so once: the next acknowledgment of something new ends that. It goes with <see cref="Duplicates"/>.
        /// </summary>
        internal const int LeftAnew = 1 << 12;

        /// <summary>Its local port was bound for it alone.</summary>
        internal const int PortBound = 1 << 13;

        /// <summary>Segments find it: it stands in the transport's table.</summary>
        internal const int Attached = 1 << 14;

        /// <summary>It stands in the transport's queue of those that want to send.</summary>
        internal const int OutputQueued = 1 << 15;

        /// <summary>An acknowledgment must leave at the next chance.</summary>
        internal const int AckNow = 1 << 16;

        /// <summary>It stands in the transport's list of those to which something has happened: only on a desktop.</summary>
        internal const int News = 1 << 17;

        /// <summary>Where it stands whatever becomes of the connection.</summary>
        internal const int Listed = OutputQueued | News;

        /// <summary>The other end's FIN has come before what precedes it: it stands at <see cref="Word.EarlyFin"/>.</summary>
        internal const int EarlyFin = 1 << 18;

        /// <summary>Segments that are not full wait.</summary>
        internal const int Cork = 1 << 19;

        /// <summary>The other end has announced urgent text, until <see cref="Word.RcvUp"/>.</summary>
        internal const int UrgentIn = 1 << 20;

        /// <summary>Window scaling has been agreed on, or is offered by a SYN.</summary>
        internal const int WindowScaling = 1 << 21;

        /// <summary>Selective acknowledgments are permitted, or offered.</summary>
        internal const int Sack = 1 << 22;

        /// <summary>Every segment carries timestamps, or a SYN offers to.</summary>
        internal const int Timestamps = 1 << 23;

        /// <summary>What the two SYNs agree on.</summary>
        internal const int Agreed = WindowScaling | Sack | Timestamps | SendScale | (15 << ReceiveScaleShift);

        /// <summary>Fast recovery (RFC 6582, RFC 6675).</summary>
        internal const int Recovering = 1 << 24;

        /// <summary>After a timeout everything from <c>_cursor</c> on is sent again.</summary>
        internal const int GoneBack = 1 << 25;

        /// <summary>
        /// Duplicate acknowledgments have been counted, ranges acknowledged selectively, or an ICMP error remembered: the next acknowledgment of something new
        /// ends that.
        /// </summary>
        internal const int Duplicates = 1 << 26;

        /// <summary>A timer has expired since the other end last acknowledged something.</summary>
        internal const int BackedOff = 1 << 27;

        /// <summary>Text has arrived that is not the next, or a FIN.</summary>
        internal const int OutOfOrder = 1 << 28;

        /// <summary>The next acknowledgment tells of text that came twice (RFC 2883).</summary>
        internal const int DuplicateText = 1 << 29;

        /// <summary>Segments point to urgent text, until <see cref="Word.SndUp"/>.</summary>
        internal const int UrgentOut = 1 << 30;

        /// <summary>It stands in its listener's backlog.</summary>
        internal const int Waiting = 1 << 31;

        /// <summary>With none of these the next segment in line can be taken without a second look.</summary>
        internal const int Unusual = FinQueued | ReceiveShutdown | Orphan | Timestamps | Lossy | BackedOff | OutOfOrder | UrgentOut;

        /// <summary>More than the congestion window says how much may be sent.</summary>
        internal const int Lossy = Recovering | GoneBack | Duplicates;
    }
}
