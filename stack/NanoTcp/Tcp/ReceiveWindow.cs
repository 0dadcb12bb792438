// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    /// <summary>RCV.WND: the window that this end offers, without silly windows (RFC 9293 §3.8.6.2.2).</summary>
    internal static class ReceiveWindow
    {
        /// <summary>A handshake tells of the first one, which is never scaled (RFC 7323 §2.2).</summary>
        internal static void Begin(ControlBlock tcb, int free)
        {
            tcb.RcvAdv = tcb.RcvNxt + (uint)(free > 65535 ? 65535 : free);
        }

        /// <summary>A FIN is about to be taken. It needs no room: at the edge of the window the edge moves with it.</summary>
        internal static void FinArrives(ControlBlock tcb)
        {
            if (tcb.RcvAdv == tcb.RcvNxt)
            {
                tcb.RcvAdv++;
            }
        }

        /// <summary>
        /// RCV.WND as the header has it. The right edge never moves back. It moves on only by a full segment or half of the buffer (RFC 9293
        /// §3.8.6.2.2), so that the other end does not send small segments. A window of two segments counts as wide.
        /// </summary>
        internal static int Next(ControlBlock tcb)
        {
            int window = (int)(tcb.RcvAdv - tcb.RcvNxt);
            int scale = tcb.Flags & (15 << ConnectionFlag.ReceiveScaleShift);
            int free = tcb.Variables[Variable.ReceiveLimit] - tcb.ReceiveCount;
            if (free > window)
            {
                // Something has been read since.
                if (scale != 0 || free > 65535)
                {
                    free = Largest(tcb, free);
                }

                if (window >= 2 * tcb.SndMss ? free > window : free - window >= Step(tcb))
                {
                    window = free;
                    tcb.RcvAdv = tcb.RcvNxt + (uint)free;
                }
            }

            return scale == 0 ? window : window >> (scale >> ConnectionFlag.ReceiveScaleShift);
        }

        /// <summary>
        /// A sender that has used up the window has nothing to send behind a retransmission. If the retransmission is lost too, no duplicate shows
        /// it, and the sender waits for its timer. So after a loss in a used-up window, a segment's worth of the next window is kept back. It is
        /// offered once the sender has retransmitted what is missing there. In a small window one segment would be too much.
        /// </summary>
        internal static void KeepBack(ControlBlock tcb, int bytes)
        {
            tcb.Variables[Variable.ReceiveLimit] = ControlBlock.Limit(tcb.Options.ReceiveBuffer, tcb.ReceiveBuffer.Length) - bytes;
        }

        /// <summary>
        /// Called after reading, when no acknowledgment is due: announces that the window can open. A window that is about to close opens as soon as
        /// it may. A wide one waits for half of the buffer, because the next acknowledgment will announce it too.
        /// </summary>
        internal static void Update(ControlBlock tcb)
        {
            int window = (int)(tcb.RcvAdv - tcb.RcvNxt);
            int limit = tcb.Variables[Variable.ReceiveLimit];
            int half = limit >> 1;
            if (window > half && (window >= 2 * tcb.SndMss || limit - window < Step(tcb)))
            {
                return;
            }

            int free = Largest(tcb, limit - tcb.ReceiveCount);
            int step = window < 2 * tcb.SndMss ? Step(tcb) : half;
            if (free - window >= step)
            {
                tcb.Flags |= ConnectionFlag.AckNow;
                tcb.Transport.QueueOutput(tcb);
            }
        }

        /// <summary>The free room, as far as a window can express it.</summary>
        private static int Largest(ControlBlock tcb, int free)
        {
            int scale = tcb.Flags >> ConnectionFlag.ReceiveScaleShift & 15;
            return scale > 0 ? free & (-1 << scale) : free > 65535 ? 65535 : free;
        }

        private static int Step(ControlBlock tcb)
        {
            int half = tcb.Variables[Variable.ReceiveLimit] >> 1;
            return half < tcb.SndMss ? half : tcb.SndMss;
        }
    }
}
