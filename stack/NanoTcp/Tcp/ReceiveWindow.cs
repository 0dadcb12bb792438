// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    /// <summary>RCV.WND: what the other end is offered, without silly windows (RFC 9293 §3.8.6.2.2).</summary>
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
        /// RCV.WND as the header has it. The right edge never moves back, and it moves on only by a full segment or half of the buffer (RFC 9293
        /// §3.8.6.2.2), so that the other end is not invited to send crumbs; a window of two segments is wide already.
        /// </summary>
        internal static int Next(ControlBlock tcb)
        {
            int window = (int)(tcb.RcvAdv - tcb.RcvNxt);
            int scale = tcb.Marks & (15 << Mark.ReceiveScaleShift);
            int free = tcb.Words[Word.ReceiveLimit] - tcb.ReceiveCount;
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

            return scale == 0 ? window : window >> (scale >> Mark.ReceiveScaleShift);
        }

        /// <summary>
        /// A sender that has used the window up has nothing to send behind what it sends again: if that is lost too, nothing tells it, and it waits for
        /// its timer. So, where windows are used up while something is lost, a segment's worth of the next one is kept back until it has sent again what
        /// is missing there. Of few segments one would be too many.
        /// </summary>
        internal static void KeepBack(ControlBlock tcb, int bytes)
        {
            tcb.Words[Word.ReceiveLimit] = ControlBlock.Limit(tcb.Options.ReceiveBuffer, tcb.ReceiveBuffer.Length) - bytes;
        }

        /// <summary>
        /// After reading, when no acknowledgment is due anyway: tells the other end that the window can open. One that is about to close opens as soon
        /// as it may; a wide one waits for half of the buffer, because the next acknowledgment will tell as well.
        /// </summary>
        internal static void Update(ControlBlock tcb)
        {
            int window = (int)(tcb.RcvAdv - tcb.RcvNxt);
            int limit = tcb.Words[Word.ReceiveLimit];
            int half = limit >> 1;
            if (window > half && (window >= 2 * tcb.SndMss || limit - window < Step(tcb)))
            {
                return;
            }

            int free = Largest(tcb, limit - tcb.ReceiveCount);
            int step = window < 2 * tcb.SndMss ? Step(tcb) : half;
            if (free - window >= step)
            {
                tcb.Marks |= Mark.AckNow;
                tcb.Transport.QueueOutput(tcb);
            }
        }

        /// <summary>What there is room for, as far as a window can say it.</summary>
        private static int Largest(ControlBlock tcb, int free)
        {
            int scale = tcb.Marks >> Mark.ReceiveScaleShift & 15;
            return scale > 0 ? free & (-1 << scale) : free > 65535 ? 65535 : free;
        }

        private static int Step(ControlBlock tcb)
        {
            int half = tcb.Words[Word.ReceiveLimit] >> 1;
            return half < tcb.SndMss ? half : tcb.SndMss;
        }
    }
}
