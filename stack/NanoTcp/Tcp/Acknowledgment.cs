// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>
    /// The fifth step of RFC 9293 §3.10.7.4: the acknowledgment of what this end has sent (SND.UNA), and the other end's window (SND.WND).
    /// </summary>
    internal static class Acknowledgment
    {
        /// <summary>False when the segment needs no further step: the acknowledgment is unacceptable, or was the last one.</summary>
        internal static bool Arrives(ControlBlock tcb, ArrivingSegment segment)
        {
            uint acknowledgment = segment.Acknowledgment;
            int window = segment.Window;
            int acked = (int)(acknowledgment - tcb.SndUna);
            if ((int)(acknowledgment - tcb.SndNxt) > 0 || acked < -tcb.Variables[Variable.MaxSndWnd])
            {
                // It acknowledges data never sent, or is so old that it must be a guess (RFC 5961 §5.2).
                tcb.Count(TcpCounter.AckUnacceptable);
                Sending.SendChallengeAck(tcb);
                return false;
            }

            // Only a sender that knows the numbers of both sides counts as the other end.
            SlowTimers.IsHeard(tcb);
            if (acked < 0)
            {
                return true;
            }

            bool news = (tcb.Flags & ConnectionFlag.Sack) != 0 && Recovery.SackArrives(tcb, segment);
            if (acked > 0)
            {
                Advance(tcb, acknowledgment);
            }
            else if (tcb.SndNxt != tcb.SndUna && window > 0 && (news || IsDuplicate(tcb, segment)))
            {
                Recovery.DuplicateAckArrives(tcb);
            }

            // A segment older than the last one that set the window must not set it (SND.WL1). A segment that acknowledges something new is newer,
            // even if its own text was sent before. Predicted segments do not update SND.WL1, so a value that is far off says nothing.
            if (acked > 0 || (uint)(tcb.Variables[Variable.SndWl1] - (int)segment.TextSequence - 1) >= 65535)
            {
                if (tcb.SndWnd == 0 && window > 0)
                {
                    WindowOpens(tcb);
                }

                SetSendWindow(tcb, window, segment.TextSequence);
            }

            if (tcb.SndWnd == 0)
            {
                RetransmissionTimer.WindowArrives(tcb, false);
            }

            bool isFinAcked = acked > 0 && (tcb.Flags & ConnectionFlag.FinSent) != 0 && (int)(acknowledgment - (uint)tcb.Variables[Variable.FinSequence]) > 0;
            return !isFinAcked || TakeFinAck(tcb);
        }

        /// <summary>The other end has acknowledged this end's SYN.</summary>
        internal static void SynIsAcked(ControlBlock tcb)
        {
            uint una = (uint)tcb.Variables[Variable.Iss] + 1;
            RoundTrip.AckArrives(tcb, una);
            tcb.SndUna = una;
            tcb.SendCursor = una;
            if (tcb.Variables[Variable.Retransmits] > 0)
            {
                StartAfterLostSyn(tcb, tcb.Variables[Variable.Retransmits]);
            }

            RetransmissionTimer.EndBackOff(tcb);
            RetransmissionTimer.AckArrives(tcb);
        }

        /// <summary>The number of SYNs that the handshake lost.</summary>
        internal static void StartAfterLostSyn(ControlBlock tcb, int times)
        {
            if (times > 1)
            {
                Congestion.StartWithOne(tcb);
            }

            RoundTrip.StartAfterLostSyn(tcb);
        }

        internal static void SetSendWindow(ControlBlock tcb, int window, uint sequence)
        {
            tcb.SndWnd = window;
            int[] variables = tcb.Variables;
            variables[Variable.SndWl1] = (int)sequence;
            if (window > variables[Variable.MaxSndWnd])
            {
                variables[Variable.MaxSndWnd] = window;
            }
        }

        /// <summary>Whether an acknowledgment without SACK is a duplicate (RFC 5681 §2).</summary>
        private static bool IsDuplicate(ControlBlock tcb, ArrivingSegment segment)
        {
            return segment.TextLength + (segment.Control & TcpHeader.Fin) == 0 && segment.Window == tcb.SndWnd && (tcb.Flags & ConnectionFlag.Sack) == 0;
        }

        /// <summary>SND.UNA moves on.</summary>
        private static void Advance(ControlBlock tcb, uint acknowledgment)
        {
            int acked = (int)(acknowledgment - tcb.SndUna);
            int text = acked < tcb.SendCount ? acked : tcb.SendCount;
            int head = tcb.SendHead + text;
            tcb.SendHead = head >= tcb.SendBuffer.Length ? head - tcb.SendBuffer.Length : head;
            tcb.SendCount -= text;
            if (tcb.Readiness == Readiness.AwaitingSpace)
            {
                tcb.Readiness = Readiness.Ready;
            }

            RoundTrip.AckArrives(tcb, acknowledgment);
            tcb.SndUna = acknowledgment;
            if ((int)(tcb.SendCursor - acknowledgment) < 0)
            {
                tcb.SendCursor = acknowledgment;
            }

            if ((tcb.Flags & (ConnectionFlag.Lossy | ConnectionFlag.BackedOff | ConnectionFlag.UrgentOut | ConnectionFlag.Orphan)) == 0)
            {
                Congestion.Grow(tcb, acked);
            }
            else
            {
                if ((tcb.Flags & ConnectionFlag.Orphan) != 0)
                {
                    SlowTimers.StartOrphan(tcb);
                }

                UrgentPointer.AckArrives(tcb, acknowledgment);
                RetransmissionTimer.EndBackOff(tcb);
                tcb.Variables[Variable.SoftError] = 0;
                Recovery.AckArrives(tcb, acknowledgment, acked);
            }

            RetransmissionTimer.AckArrives(tcb);
        }

        /// <summary>
        /// A closed window opens. The probe is sent again as a full segment. So is the data in flight when it closed, but not each time that it
        /// opens.
        /// </summary>
        private static void WindowOpens(ControlBlock tcb)
        {
            if (tcb.SendCursor == tcb.SndUna)
            {
                Recovery.GoBack(tcb);
            }
            else if ((tcb.Flags & ConnectionFlag.LeftAnew) == 0)
            {
                Recovery.LeaveAnew(tcb);
            }
            else
            {
                return;
            }

            RetransmissionTimer.WindowArrives(tcb, true);
        }

        /// <summary>This end's FIN is acknowledged. False when that ends the connection.</summary>
        private static bool TakeFinAck(ControlBlock tcb)
        {
            switch (tcb.State)
            {
                case TcpState.FinWait1:
                    tcb.State = TcpState.FinWait2;
                    return true;
                case TcpState.Closing:
                    tcb.EnterTimeWait();
                    return false;
                case TcpState.LastAck:
                    tcb.Fail(SocketError.Success);
                    return false;
                default:
                    return true;
            }
        }
    }
}
