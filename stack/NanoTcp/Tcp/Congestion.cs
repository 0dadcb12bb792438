// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.


namespace NanoTcp.Tcp
{
    /// <summary>Congestion control (RFC 5681): cwnd and ssthresh.</summary>
    internal static class Congestion
    {
        /// <summary>Larger than any buffer: without congestion control.</summary>
        private const int Unlimited = 1 << 30;

        /// <summary>The initial window (RFC 6928 §2). Its other bound, 14 600 bytes, is ten segments of the most that Ethernet takes.</summary>
        internal const int InitialSegments = 10;

        /// <summary>No initial window is larger (RFC 6928 §2), so none that is not needs to be taken back after a pause.</summary>
        internal const int SmallestRestart = 14600;

        internal static void SetWindow(ControlBlock tcb, int bytes)
        {
            tcb.CongestionWindow = tcb.Transport.CongestionControl ? bytes : Unlimited;
        }

        /// <summary>By what is acknowledged in slow start, by a segment for each window of it after that (RFC 5681 §3.1, RFC 3465 §2).</summary>
        internal static void Grow(ControlBlock tcb, int acked)
        {
            int window = tcb.CongestionWindow;
            if (window > tcb.SendBuffer.Length)
            {
                // Never used up: the buffer holds less.
                return;
            }

            int rest = tcb.Words[Word.SlowStartThreshold] - window;
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

        /// <summary>RFC 5681 §3.1, equation 4. What limited transmit has sent beyond the congestion window does not count (§3.2).</summary>
        internal static int HalfFlight(ControlBlock tcb)
        {
            int flight = (int)(tcb.SndNxt - tcb.SndUna);
            int half = (flight < tcb.CongestionWindow ? flight : tcb.CongestionWindow) >> 1;
            return half > 2 * tcb.SndMss ? half : 2 * tcb.SndMss;
        }
    }
}
