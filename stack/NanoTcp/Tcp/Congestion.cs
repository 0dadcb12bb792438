// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    /// <summary>Congestion control (RFC 5681): cwnd and ssthresh, and what the events of a transfer make of them.</summary>
    internal static class Congestion
    {
        /// <summary>No initial window is larger (RFC 6928 §2), so a smaller window need not be reduced after a pause.</summary>
        internal const int SmallestRestart = 14600;

        /// <summary>Larger than any buffer: without congestion control.</summary>
        private const int Unlimited = 1 << 30;

        /// <summary>The initial window (RFC 6928 §2). Its other bound, 14 600 bytes, is ten of Ethernet's largest segments.</summary>
        private const int InitialSegments = 10;

        /// <summary>The connection is established, or goes on after a pause in which the path has become another one (RFC 5681 §4.1).</summary>
        internal static void Start(ControlBlock tcb)
        {
            tcb.CongestionWindow = tcb.Transport.CongestionControl ? InitialSegments * tcb.SndMss : Unlimited;
        }

        /// <summary>A timeout, or a SYN that was lost twice: slow start with one segment (RFC 5681 §3.1, as RFC 6928 §2 has it).</summary>
        internal static void StartWithOne(ControlBlock tcb)
        {
            SetWindow(tcb, tcb.SndMss);
        }

        /// <summary>
        /// In slow start the window grows by the acknowledged bytes. After that it grows by a segment for each acknowledged window (RFC 5681 §3.1,
        /// RFC 3465 §2).
        /// </summary>
        internal static void Grow(ControlBlock tcb, int acked)
        {
            int window = tcb.CongestionWindow;
            if (window > tcb.SendBuffer.Length)
            {
                // Never used up: the buffer holds less.
                return;
            }

            int rest = tcb.Variables[Variable.SlowStartThreshold] - window;
            if (rest <= 0)
            {
                acked = tcb.SndMss * acked / window;
            }
            else if (acked > rest)
            {
                acked = rest;
            }

            tcb.CongestionWindow = window + (acked > 0 ? acked : 1);
        }

        /// <summary>A loss was found: ssthresh is half of what is in flight (RFC 5681 §3.1, equation 4).</summary>
        internal static void HalveThreshold(ControlBlock tcb)
        {
            // Segments that limited transmit has sent beyond the congestion window do not count (§3.2).
            int flight = (int)(tcb.SndNxt - tcb.SndUna);
            SetThreshold(tcb, (flight < tcb.CongestionWindow ? flight : tcb.CongestionWindow) >> 1);
        }

        /// <summary>Fast recovery begins (RFC 5681 §3.2, step 3).</summary>
        internal static void BeginRecovery(ControlBlock tcb)
        {
            HalveThreshold(tcb);

            // Without SACK only the duplicates show that three segments have left the network.
            int extra = (tcb.Flags & ConnectionFlag.Sack) == 0 ? Scoreboard.DuplicateThreshold * tcb.SndMss : 0;
            SetWindow(tcb, tcb.Variables[Variable.SlowStartThreshold] + extra);
        }

        /// <summary>In a recovery without SACK a segment more has left the network (RFC 5681 §3.2, step 4).</summary>
        internal static void Inflate(ControlBlock tcb)
        {
            tcb.CongestionWindow += tcb.SndMss;
        }

        /// <summary>A partial acknowledgment in a recovery without SACK (RFC 6582 §3.2, step 3).</summary>
        internal static void Deflate(ControlBlock tcb, int acked)
        {
            int window = tcb.CongestionWindow - acked + (acked >= tcb.SndMss ? tcb.SndMss : 0);
            SetWindow(tcb, window < tcb.SndMss ? tcb.SndMss : window);
        }

        /// <summary>Something was lost again in a recovery: half once more (RFC 5681 §4.3).</summary>
        internal static void HalveAgain(ControlBlock tcb)
        {
            SetThreshold(tcb, tcb.CongestionWindow >> 1);
            SetWindow(tcb, tcb.Variables[Variable.SlowStartThreshold]);
        }

        /// <summary>A full acknowledgment ends a recovery (RFC 6582 §3.2, step 3, the first choice, which makes no burst).</summary>
        internal static void EndRecovery(ControlBlock tcb, uint acknowledgment)
        {
            int threshold = tcb.Variables[Variable.SlowStartThreshold];
            int inFlight = (int)(tcb.SndNxt - acknowledgment);
            int atMost = (inFlight > tcb.SndMss ? inFlight : tcb.SndMss) + tcb.SndMss;
            SetWindow(tcb, (tcb.Flags & ConnectionFlag.Sack) != 0 || threshold < atMost ? threshold : atMost);
        }

        /// <summary>Segments have become smaller: as many small ones in flight as there were large ones (RFC 5681 §3.1).</summary>
        internal static void SegmentsShrink(ControlBlock tcb, int before)
        {
            SetWindow(tcb, tcb.CongestionWindow / before * tcb.SndMss);
        }

        private static void SetThreshold(ControlBlock tcb, int half)
        {
            tcb.Variables[Variable.SlowStartThreshold] = half > 2 * tcb.SndMss ? half : 2 * tcb.SndMss;
        }

        private static void SetWindow(ControlBlock tcb, int bytes)
        {
            tcb.CongestionWindow = tcb.Transport.CongestionControl ? bytes : Unlimited;
        }
    }
}
