// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;

namespace NanoTcp.Tcp
{
    /// <summary>
    /// The fifth step of RFC 9293 §3.10.7.4: what an acknowledgment says of what this end has sent, and of the other end's window (SND.UNA, SND.WND).
    /// </summary>
    internal static class Acknowledgment
    {
        /// <summary>False when the segment is done with: the acknowledgment is of no use, or was the last one.</summary>
        internal static bool Arrives(ControlBlock tcb, uint sequence, uint acknowledgment, int window, int segmentLength)
        {
            int[] words = tcb.Words;
            int acked = (int)(acknowledgment - tcb.SndUna);
            if ((int)(acknowledgment - tcb.SndNxt) > 0 || acked < -words[Word.MaxSndWnd])
            {
                // Something never sent, or so old that it must be a guess (RFC 5961 §5.2).
                tcb.Count(TcpCounter.AckUnacceptable);
                Sending.SendChallengeAck(tcb);
                return false;
            }

            // Only who knows the numbers on both sides has been heard.
            words[Word.HeardAt] = (int)tcb.Stack.Now;
            if (acked < 0)
            {
                return true;
            }

            bool news = (tcb.Marks & Mark.Sack) != 0 && Recovery.TakeSack(tcb);
            if (acked > 0)
            {
                TakeAck(tcb, acknowledgment);
            }
            else if (tcb.SndNxt != tcb.SndUna && window > 0 && (news || (segmentLength == 0 && window == tcb.SndWnd && (tcb.Marks & Mark.Sack) == 0)))
            {
                Recovery.DuplicateAckArrives(tcb);
            }

            // The window: not from a segment older than the last one that set it (SND.WL1). One that acknowledges something is newer, even if its own
            // text has been sent before. What is predicted does not move SND.WL1 on, so one that is far off says nothing.
            if (acked > 0 || (uint)(words[Word.SndWl1] - (int)sequence - 1) >= 65535)
            {
                if (tcb.SndWnd == 0 && window > 0 && (tcb.SendCursor == tcb.SndUna || (tcb.Marks & Mark.LeftAnew) == 0))
                {
                    // What probed the closed window is sent again, in full. So is what was in flight when it closed, but not each time that it opens.
                    if (tcb.SendCursor != tcb.SndUna)
                    {
                        tcb.Marks |= Mark.LeftAnew | Mark.Duplicates;
                    }

                    Recovery.GoBack(tcb);
                    tcb.RetransmitAt = 0;
                    words[Word.ProbeInterval] = 0;
                    words[Word.Retransmits] = 0;
                }

                SetSendWindow(tcb, window, sequence);
            }

            if (tcb.SndWnd == 0)
            {
                // A closed window may stay closed for ever, as long as somebody says so (RFC 9293 §3.8.6.1, MUST-37).
                words[Word.Retransmits] = 0;
            }

            if (acked > 0 && (tcb.Marks & Mark.FinSent) != 0 && (int)(acknowledgment - (uint)words[Word.FinSequence]) > 0)
            {
                switch (tcb.State)
                {
                    case TcpState.FinWait1:
                        tcb.State = TcpState.FinWait2;
                        break;
                    case TcpState.Closing:
                        tcb.EnterTimeWait();
                        return false;
                    case TcpState.LastAck:
                        tcb.Fail(SocketError.Success);
                        return false;
                }
            }

            return true;
        }

        /// <summary>What the other end has acknowledged that it had not before.</summary>
        private static void TakeAck(ControlBlock tcb, uint acknowledgment)
        {
            int[] words = tcb.Words;
            int acked = (int)(acknowledgment - tcb.SndUna);
            int text = acked < tcb.SendCount ? acked : tcb.SendCount;
            int head = tcb.SendHead + text;
            tcb.SendHead = head >= tcb.SendBuffer.Length ? head - tcb.SendBuffer.Length : head;
            tcb.SendCount -= text;
            RoundTrip.Measure(tcb, acknowledgment);
            tcb.SndUna = acknowledgment;
            if ((int)(tcb.SendCursor - acknowledgment) < 0)
            {
                tcb.SendCursor = acknowledgment;
            }

            words[Word.ProbeInterval] = 0;
            if ((tcb.Marks & (Mark.Lossy | Mark.BackedOff | Mark.UrgentOut | Mark.Orphan)) == 0)
            {
                Congestion.Grow(tcb, acked);
            }
            else
            {
                if ((tcb.Marks & Mark.Orphan) != 0)
                {
                    SlowTimers.StartOrphan(tcb);
                }

                if ((tcb.Marks & Mark.UrgentOut) != 0 && (int)(acknowledgment - (uint)words[Word.SndUp]) >= 0)
                {
                    tcb.Marks &= ~Mark.UrgentOut;
                }

                words[Word.Retransmits] = 0;
                words[Word.SoftError] = 0;
                tcb.Marks &= ~(Mark.BackedOff | Mark.LeftAnew);
                Ranges.RemoveBefore(words, Scoreboard.List(tcb), acknowledgment);
                if ((tcb.Marks & Mark.Recovering) != 0)
                {
                    Recovery.AckedInRecovery(tcb, acknowledgment, acked);
                }
                else
                {
                    words[Word.DuplicateAcks] = 0;
                    Congestion.Grow(tcb, acked);
                }

                if (tcb.SendCursor == tcb.SndNxt)
                {
                    tcb.Marks &= ~Mark.GoneBack;
                }

                if (words[Scoreboard.List(tcb)] == 0 && words[Word.DuplicateAcks] == 0)
                {
                    tcb.Marks &= ~Mark.Duplicates;
                }
            }

            if (tcb.SndUna == tcb.SndNxt)
            {
                tcb.RetransmitAt = 0;
            }
            else
            {
                RetransmissionTimer.Start(tcb);
            }
        }

        internal static void SetSendWindow(ControlBlock tcb, int window, uint sequence)
        {
            tcb.SndWnd = window;
            int[] words = tcb.Words;
            words[Word.SndWl1] = (int)sequence;
            if (window > words[Word.MaxSndWnd])
            {
                words[Word.MaxSndWnd] = window;
            }
        }
    }
}
