// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    /// <summary>When text that has arrived is acknowledged (RFC 9293 §3.8.6.3, RFC 5681 §4.2).</summary>
    internal static class DelayedAck
    {
        /// <summary>Acknowledge every second segment at once, a single one a little later.</summary>
        internal static void TextArrives(ControlBlock tcb, int length)
        {
#if NANOFRAMEWORK_1_0
            if (tcb.AckAt == 0)
#else
            if (tcb.AckAt == 0 && MayWait(tcb, length))
#endif
            {
                long at = tcb.Stack.Now + tcb.Transport.DelayedAck;
                tcb.AckAt = at;
                if (tcb.WakeAt > at)
                {
                    tcb.Transport.Timers.Schedule(tcb, at);
                }

                return;
            }

            // The second one. After everything that has arrived with it (MUST-59), and after the
            // application has read: then the window is at its widest.
            tcb.Marks |= Mark.AckNow;
            tcb.Stack.ApplicationFirst = true;
            tcb.Transport.QueueOutput(tcb);
        }

#if !NANOFRAMEWORK_1_0
        /// <summary>
        /// Whether one segment's text may wait for its acknowledgment: not many in one from a link that joins them, and not as
        /// <see cref="TcpOptions.AckEachSegment"/> says.
        /// </summary>
        private static bool MayWait(ControlBlock tcb, int length)
        {
            bool isLong = tcb.RcvNxt - (uint)tcb.Words[Word.Irs] > (uint)tcb.Words[Word.ReceiveLimit];
            return length <= TcpTransport.MaxSegment && !(tcb.Transport.AckEachSegment && isLong && length > TcpTransport.MaxSegment / 2);
        }
#endif
    }
}
