// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>The seventh and eighth step of RFC 9293 §3.10.7.4: text and FIN.</summary>
    internal static partial class TextArrival
    {
        /// <summary>Text inside the window. False when the segment is done with.</summary>
        internal static bool TakeText(ControlBlock tcb, ArrivingSegment segment)
        {
            int length = segment.TextLength;
            if ((uint)(tcb.State - TcpState.Established) > TcpState.FinWait2 - TcpState.Established)
            {
                return true;
            }

            if ((tcb.Flags & ConnectionFlag.Orphan) != 0)
            {
                // Nobody will ever read it, so the other end gets an RST (RFC 9293 §3.6, RFC 1122 §4.2.2.13).
                tcb.Count(TcpCounter.DataAfterClose);
                tcb.Transport.SendReset(tcb.Peer!, tcb.Ports, segment.Acknowledgment, 0, TcpHeader.Rst);
                tcb.Fail(SocketError.Success);
                return false;
            }

            bool hole = (tcb.Flags & ConnectionFlag.OutOfOrder) != 0;
            if (hole)
            {
                Reassembly.NoteDuplicateAhead(tcb, segment.TextSequence, segment.TextSequence + (uint)length);
            }

            if (segment.TextSequence != tcb.RcvNxt)
            {
                Reassembly.Keep(tcb, segment.Data, segment.TextOffset, length, segment.TextSequence);
                return true;
            }

            Reassembly.Append(tcb, segment.Data, segment.TextOffset, length);
            tcb.Readiness = Readiness.Ready;
            if (hole)
            {
                // RFC 5681 §4.2: a filled hole, also in part, is acknowledged at once. Only the application may read everything first.
                Reassembly.Join(tcb);
                tcb.Flags |= ConnectionFlag.AckNow;
                tcb.Stack.ApplicationFirst = true;
                if (tcb.ReceiveCount > 8 * tcb.SndMss && tcb.Variables[Variable.ReceiveLimit] > 32 * tcb.SndMss)
                {
                    ReceiveWindow.KeepBack(tcb, tcb.SndMss);
                }
            }
            else
            {
                DelayedAck.TextArrives(tcb, length);
            }

            return true;
        }

        /// <summary>Handles a FIN, or an early FIN whose turn may have come. False when the segment is done with.</summary>
        internal static bool TakeFin(ControlBlock tcb, ArrivingSegment segment)
        {
            uint sequence = segment.TextSequence + (uint)segment.TextLength;
            if ((segment.Control & TcpHeader.Fin) == 0)
            {
                sequence = (uint)tcb.Variables[Variable.EarlyFin];
            }

            bool isKnown = (uint)(tcb.State - TcpState.Established) > TcpState.FinWait2 - TcpState.Established;
            if (sequence != tcb.RcvNxt || isKnown)
            {
                tcb.Flags |= ConnectionFlag.AckNow;
                if ((int)(sequence - tcb.RcvNxt) > 0 && !isKnown && (tcb.Flags & ConnectionFlag.ReceiveShutdown) == 0)
                {
                    Reassembly.KeepFin(tcb, sequence);
                }

                return true;
            }

            ReceiveWindow.FinArrives(tcb);
            Reassembly.TakeFin(tcb);
            tcb.Readiness = Readiness.Ready;
            tcb.Flags |= ConnectionFlag.AckNow;
            switch (tcb.State)
            {
                case TcpState.Established:
                    tcb.State = TcpState.CloseWait;

                    // The acknowledgment leaves at once.
                    tcb.Stack.ApplicationFirst = false;
                    LetTheApplicationClose(tcb);
                    break;
                case TcpState.FinWait1:
                    // If this segment had acknowledged our FIN, the state would be FIN-WAIT-2 by now.
                    tcb.State = TcpState.Closing;
                    break;
                case TcpState.FinWait2:
                    SegmentOutput.SendAck(tcb);
                    tcb.EnterTimeWait();
                    return false;
            }

            return true;
        }

        /// <summary>On the desktop: a FIN of the application's may acknowledge this one.</summary>
        static partial void LetTheApplicationClose(ControlBlock tcb);
    }
}
