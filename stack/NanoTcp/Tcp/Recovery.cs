// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>Loss recovery: limited transmit (RFC 3042), NewReno (RFC 6582), with selective acknowledgments RFC 6675; and going back after a timeout.</summary>
    internal static class Recovery
    {
        /// <summary>Takes in the blocks of the segment that has arrived. Whether they say anything new.</summary>
        internal static bool SackArrives(ControlBlock tcb, ArrivingSegment segment)
        {
            TcpOptionList options = segment.Options;
            byte[] data = segment.Data;
            bool news = false;
            for (int i = 0; i < options.SackCount; i++)
            {
                uint start = BigEndian.ReadUInt32(data, options.SackBlocks + 8 * i);
                uint end = BigEndian.ReadUInt32(data, options.SackBlocks + 8 * i + 4);

                // Others are nonsense, or tell of text that came twice (RFC 2883).
                bool counts = (int)(end - start) > 0 && (int)(start - tcb.SndUna) > 0 && (int)(end - tcb.SndNxt) <= 0;
                uint first = Ranges.FirstOutside(tcb.Words, Scoreboard.List(tcb), start);
                if (!counts || (int)(first - end) >= 0)
                {
                    continue;
                }

                uint last = Ranges.LastOutside(tcb.Words, Scoreboard.List(tcb), end);
                if (Scoreboard.Add(tcb, start, end))
                {
                    news = true;
                    tcb.Marks |= Mark.Duplicates;
                    LookForLostAgain(tcb, first, last);
                }
            }

            return news;
        }

        /// <summary>The other end has acknowledged something new, and something was lost or unusual before.</summary>
        internal static void AckArrives(ControlBlock tcb, uint acknowledgment, int acked)
        {
            int[] words = tcb.Words;
            tcb.Marks &= ~Mark.LeftAnew;
            Scoreboard.RemoveBefore(tcb, acknowledgment);
            if ((tcb.Marks & Mark.Recovering) != 0)
            {
                AckArrivesInRecovery(tcb, acknowledgment, acked);
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

        /// <summary>An acknowledgment that says that a segment has left the network, but not the one that is waited for.</summary>
        internal static void DuplicateAckArrives(ControlBlock tcb)
        {
            tcb.Marks |= Mark.Duplicates;
            tcb.Words[Word.DuplicateAcks]++;
            if ((tcb.Marks & Mark.Recovering) == 0)
            {
                if (MeansLoss(tcb))
                {
                    Begin(tcb);
                }
            }
            else if ((tcb.Marks & Mark.Sack) == 0)
            {
                Congestion.Inflate(tcb);
            }
        }

        /// <summary>Everything that is not acknowledged is sent again, from the first on.</summary>
        internal static void GoBack(ControlBlock tcb)
        {
            tcb.SendCursor = tcb.SndUna;
            tcb.Words[Word.SkipFrom] = 0;
            tcb.Words[Word.SkipTo] = 0;
            SendAgainFromCursor(tcb);
        }

        /// <summary>What stands behind the cursor is sent again.</summary>
        internal static void SendAgainFromCursor(ControlBlock tcb)
        {
            if (tcb.SendCursor != tcb.SndNxt)
            {
                tcb.Marks |= Mark.GoneBack;
            }
        }

        /// <summary>Because of a word from outside what is in flight leaves anew, until something of it is acknowledged.</summary>
        internal static void LeaveAnew(ControlBlock tcb)
        {
            tcb.Marks |= Mark.LeftAnew | Mark.Duplicates;
            GoBack(tcb);
        }

        /// <summary>What was to be sent again has been.</summary>
        internal static void HasCaughtUp(ControlBlock tcb)
        {
            tcb.Marks &= ~Mark.GoneBack;
        }

        /// <summary>A retransmission timeout: slow start again (RFC 5681 §3.1, RFC 6582 §4).</summary>
        internal static void RestartAfterTimeout(ControlBlock tcb)
        {
            int[] words = tcb.Words;
            if (words[Word.Retransmits] == 1)
            {
                // Not twice for the same loss.
                Congestion.HalveThreshold(tcb);
            }

            Congestion.StartWithOne(tcb);
            words[Word.Recover] = (int)tcb.SndNxt;
            words[Word.DuplicateAcks] = 0;
            tcb.Marks &= Scoreboard.SurvivesTimeout(tcb) ? ~Mark.Recovering : ~(Mark.Recovering | Mark.Duplicates);
            GoBack(tcb);
        }

        /// <summary>
        /// The next text to send again now in a recovery; SND.NXT: none. In the way of RFC 6675 §4, NextSeg: first what is lost, and, when nothing
        /// new can be sent, what only may be lost. While going back it steps over what the other end has.
        /// </summary>
        internal static uint NextLost(ControlBlock tcb)
        {
            int[] words = tcb.Words;
            if ((tcb.Marks & Mark.GoneBack) != 0)
            {
                tcb.SendCursor = Scoreboard.NextHole(tcb, tcb.SendCursor);
                if ((int)(tcb.SendCursor - tcb.SndNxt) >= 0)
                {
                    tcb.SendCursor = tcb.SndNxt;
                    tcb.Marks &= ~Mark.GoneBack;
                }

                return tcb.SndNxt;
            }

            if ((tcb.Marks & Mark.Recovering) == 0)
            {
                return tcb.SndNxt;
            }

            uint next = (uint)words[Word.HighRxt];
            if ((int)(next - tcb.SndUna) < 0)
            {
                // The first one goes in any case (RFC 6675 §5, step 4.3).
                return tcb.SndUna;
            }

            if ((tcb.Marks & Mark.Sack) == 0 || Room(tcb, (int)(tcb.SendCursor - tcb.SndUna)) < tcb.SndMss)
            {
                return tcb.SndNxt;
            }

            next = Scoreboard.NextHole(tcb, next);
            words[Word.HighRxt] = (int)next;
            bool isLost = (int)(next - Scoreboard.LostEdge(tcb)) < 0;
            int inFlight = (int)(tcb.SendCursor - tcb.SndUna);
            bool nothingNew = tcb.SendCount <= inFlight || tcb.SndWnd - inFlight < tcb.SndMss;
            return isLost || (nothingNew && Scoreboard.MayBeLost(tcb, next)) ? next : tcb.SndNxt;
        }

        /// <summary>A recovery has sent again everything before a number.</summary>
        internal static void HasSentAgain(ControlBlock tcb, uint end)
        {
            tcb.Words[Word.HighRxt] = (int)end;
        }

        /// <summary>How much the congestion window leaves when some of what is in flight is known to have left the network.</summary>
        internal static int Room(ControlBlock tcb, int inFlight)
        {
            if ((tcb.Marks & Mark.Recovering) != 0)
            {
                return tcb.CongestionWindow - ((tcb.Marks & Mark.Sack) != 0 ? Scoreboard.Pipe(tcb) : inFlight);
            }

            if ((tcb.Marks & Mark.GoneBack) != 0)
            {
                int room = tcb.CongestionWindow - inFlight + Scoreboard.CountBefore(tcb, tcb.SendCursor);

                // No further than to what the other end has.
                uint next = Scoreboard.NextStart(tcb, tcb.SendCursor);
                return next == tcb.SndNxt || room < (int)(next - tcb.SendCursor) ? room : (int)(next - tcb.SendCursor);
            }

            // Limited transmit (RFC 3042): a new segment for each of the first two duplicates.
            int duplicates = tcb.Words[Word.DuplicateAcks];
            return tcb.CongestionWindow + (duplicates < Scoreboard.DuplicateThreshold ? duplicates : Scoreboard.DuplicateThreshold - 1) * tcb.SndMss - inFlight;
        }

        private static void AckArrivesInRecovery(ControlBlock tcb, uint acknowledgment, int acked)
        {
            int[] words = tcb.Words;
            if ((int)(acknowledgment - (uint)words[Word.Recover]) >= 0)
            {
                Congestion.EndRecovery(tcb, acknowledgment);
                words[Word.DuplicateAcks] = 0;
                tcb.Marks &= ~Mark.Recovering;
            }
            else if ((tcb.Marks & Mark.Sack) == 0)
            {
                // A partial acknowledgment: the next segment is lost, too.
                words[Word.HighRxt] = (int)acknowledgment - 1;
                Congestion.Deflate(tcb, acked);
            }
            else if ((int)((uint)words[Word.HighRxt] - acknowledgment) < 0)
            {
                words[Word.HighRxt] = (int)acknowledgment;
            }
        }

        /// <summary>Whether the duplicates mean a loss: three, or fewer when less is in flight and nothing new can follow (RFC 5827 §3).</summary>
        private static bool MeansLoss(ControlBlock tcb)
        {
            int inFlight = (int)(tcb.SndNxt - tcb.SndUna);
            int threshold = (inFlight + tcb.SndMss - 1) / tcb.SndMss - 1;
            if (threshold > Scoreboard.DuplicateThreshold || threshold < 1 || (tcb.SendCount > inFlight && tcb.SndWnd > inFlight))
            {
                threshold = Scoreboard.DuplicateThreshold;
            }

            // RFC 6582 §3.2, step 2: not for what was sent before the last recovery or timeout. With SACK nothing of that is counted twice.
            bool isNew = (tcb.Marks & Mark.Sack) != 0 || (int)(tcb.SndUna - (uint)tcb.Words[Word.Recover]) > 0;
            return (tcb.Marks & Mark.GoneBack) == 0 && isNew && (tcb.Words[Word.DuplicateAcks] >= threshold || Scoreboard.LostEdge(tcb) != tcb.SndUna);
        }

        /// <summary>Fast retransmit, and fast recovery after it.</summary>
        private static void Begin(ControlBlock tcb)
        {
            int[] words = tcb.Words;
            tcb.Count(TcpCounter.FastRetransmits);
            Congestion.BeginRecovery(tcb);
            words[Word.Recover] = (int)tcb.SndNxt;
            words[Word.HighRxt] = (int)tcb.SndUna - 1;
            words[Word.PassEnd] = (int)tcb.SndNxt;
            words[Word.SkipFrom] = 0;
            words[Word.SkipTo] = 0;
            tcb.Marks |= Mark.Recovering;
        }

        /// <summary>
        /// The other end has got something that was sent after the first hole was sent again: so that was lost once more. It and what follows,
        /// up to there, is sent again.
        /// </summary>
        /// <param name="tcb">The connection.</param>
        /// <param name="start">The first number that it had not got before.</param>
        /// <param name="end">The one behind the last.</param>
        private static void LookForLostAgain(ControlBlock tcb, uint start, uint end)
        {
            int[] words = tcb.Words;
            if ((tcb.Marks & Mark.Recovering) == 0 || (int)((uint)words[Word.HighRxt] - tcb.SndUna) <= 0)
            {
                return;
            }

            bool sentAgain = (int)(start - (uint)words[Word.HighRxt]) < 0
                && !((int)(start - (uint)words[Word.SkipFrom]) >= 0 && (int)(start - (uint)words[Word.SkipTo]) < 0);
            bool sentSince = (int)(end - (uint)words[Word.PassEnd]) > 0;
            if (!sentAgain && !sentSince)
            {
                return;
            }

            words[Word.SkipTo] = words[Word.HighRxt];
            words[Word.SkipFrom] = sentAgain ? (int)start : words[Word.HighRxt];
            words[Word.HighRxt] = (int)tcb.SndUna - 1;
            words[Word.PassEnd] = (int)tcb.SndNxt;
            Congestion.HalveAgain(tcb);
        }
    }
}
