// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>Loss recovery: limited transmit (RFC 3042), NewReno (RFC 6582), with selective acknowledgments RFC 6675; and going back after a timeout.</summary>
    internal static class Recovery
    {
        /// <summary>Takes in the blocks of the segment that has arrived. Whether they say anything new.</summary>
        internal static bool TakeSack(ControlBlock tcb)
        {
            TcpOptionList options = tcb.Transport.Received;
            byte[] data = tcb.Transport.ReceivedData;
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
                if (Ranges.Add(tcb.Words, Scoreboard.List(tcb), tcb.Transport.SackRanges, start, end, false))
                {
                    news = true;
                    tcb.Marks |= Mark.Duplicates;
                    LookForLostAgain(tcb, first, last);
                }
            }

            return news;
        }

        /// <summary>
        /// The other end has got something that was sent after the first hole was sent again: so that was lost once more. It and what follows,
        /// up to there, is sent again; the congestion window is halved once more (RFC 5681 §4.3).
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
            int half = tcb.CongestionWindow >> 1 > 2 * tcb.SndMss ? tcb.CongestionWindow >> 1 : 2 * tcb.SndMss;
            words[Word.SlowStartThreshold] = half;
            Congestion.SetWindow(tcb, half);
        }

        internal static void AckedInRecovery(ControlBlock tcb, uint acknowledgment, int acked)
        {
            int[] words = tcb.Words;
            bool selective = (tcb.Marks & Mark.Sack) != 0;
            if ((int)(acknowledgment - (uint)words[Word.Recover]) >= 0)
            {
                // A full acknowledgment (RFC 6582 §3.2, step 3, the first choice, which makes no burst).
                int inFlight = (int)(tcb.SndNxt - acknowledgment);
                int atMost = (inFlight > tcb.SndMss ? inFlight : tcb.SndMss) + tcb.SndMss;
                Congestion.SetWindow(tcb, selective || words[Word.SlowStartThreshold] < atMost ? words[Word.SlowStartThreshold] : atMost);
                words[Word.DuplicateAcks] = 0;
                tcb.Marks &= ~Mark.Recovering;
                return;
            }

            if (selective)
            {
                if ((int)((uint)words[Word.HighRxt] - acknowledgment) < 0)
                {
                    words[Word.HighRxt] = (int)acknowledgment;
                }

                return;
            }

            // A partial acknowledgment: the next segment is lost, too.
            words[Word.HighRxt] = (int)acknowledgment - 1;
            int window = tcb.CongestionWindow - acked + (acked >= tcb.SndMss ? tcb.SndMss : 0);
            Congestion.SetWindow(tcb, window < tcb.SndMss ? tcb.SndMss : window);
        }

        /// <summary>An acknowledgment that says that a segment has left the network, but not the one that is waited for.</summary>
        internal static void DuplicateAckArrives(ControlBlock tcb)
        {
            int[] words = tcb.Words;
            tcb.Marks |= Mark.Duplicates;
            words[Word.DuplicateAcks]++;
            if ((tcb.Marks & Mark.Recovering) != 0)
            {
                if ((tcb.Marks & Mark.Sack) == 0)
                {
                    tcb.CongestionWindow += tcb.SndMss;
                }

                return;
            }

            // Duplicates that mean a loss: three, or fewer when less is in flight and nothing new can follow (RFC 5827 §3).
            int inFlight = (int)(tcb.SndNxt - tcb.SndUna);
            int threshold = (inFlight + tcb.SndMss - 1) / tcb.SndMss - 1;
            if (threshold > Scoreboard.DuplicateThreshold || threshold < 1 || (tcb.SendCount > inFlight && tcb.SndWnd > inFlight))
            {
                threshold = Scoreboard.DuplicateThreshold;
            }

            // RFC 6582 §3.2, step 2: not for what was sent before the last recovery or timeout. With SACK nothing of that is counted twice.
            bool isNew = (tcb.Marks & Mark.Sack) != 0 || (int)(tcb.SndUna - (uint)words[Word.Recover]) > 0;
            if ((tcb.Marks & Mark.GoneBack) != 0 || !isNew || (words[Word.DuplicateAcks] < threshold && Scoreboard.LostEdge(tcb) == tcb.SndUna))
            {
                return;
            }

            tcb.Count(TcpCounter.FastRetransmits);
            int half = Congestion.HalfFlight(tcb);
            words[Word.SlowStartThreshold] = half;

            // Without SACK nothing else says that the three segments behind the duplicates have left the network.
            Congestion.SetWindow(tcb, (tcb.Marks & Mark.Sack) == 0 ? half + Scoreboard.DuplicateThreshold * tcb.SndMss : half);

            words[Word.Recover] = (int)tcb.SndNxt;
            words[Word.HighRxt] = (int)tcb.SndUna - 1;
            words[Word.PassEnd] = (int)tcb.SndNxt;
            words[Word.SkipFrom] = 0;
            words[Word.SkipTo] = 0;
            tcb.Marks |= Mark.Recovering;
        }

        /// <summary>Everything that is not acknowledged is sent again, from the first on.</summary>
        internal static void GoBack(ControlBlock tcb)
        {
            tcb.SendCursor = tcb.SndUna;
            tcb.Words[Word.SkipFrom] = 0;
            tcb.Words[Word.SkipTo] = 0;
            if (tcb.SendCursor != tcb.SndNxt)
            {
                tcb.Marks |= Mark.GoneBack;
            }
        }

        /// <summary>A retransmission timeout: slow start again (RFC 5681 §3.1, RFC 6582 §4).</summary>
        internal static void RestartAfterTimeout(ControlBlock tcb)
        {
            int[] words = tcb.Words;
            if (words[Word.Retransmits] == 1)
            {
                // Not twice for the same loss.
                words[Word.SlowStartThreshold] = Congestion.HalfFlight(tcb);
            }

            Congestion.SetWindow(tcb, tcb.SndMss);
            words[Word.Recover] = (int)tcb.SndNxt;
            words[Word.DuplicateAcks] = 0;
            int scoreboard = Scoreboard.List(tcb);
            if (words[scoreboard] > 0 && Ranges.Start(words, scoreboard, 0) == tcb.SndUna)
            {
                // The other end has thrown away what it had acknowledged selectively (RFC 2018 §8).
                words[scoreboard] = 0;
            }

            tcb.Marks &= words[scoreboard] > 0 ? ~Mark.Recovering : ~(Mark.Recovering | Mark.Duplicates);

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
            bool mayBeLost = words[Scoreboard.List(tcb)] > 0 && (int)(next - Ranges.Start(words, Scoreboard.List(tcb), words[Scoreboard.List(tcb)] - 1)) < 0;
            int inFlight = (int)(tcb.SendCursor - tcb.SndUna);
            return isLost || (mayBeLost && (tcb.SendCount <= inFlight || tcb.SndWnd - inFlight < tcb.SndMss)) ? next : tcb.SndNxt;
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
                int room = tcb.CongestionWindow - inFlight;
                for (int i = 0; i < tcb.Words[Scoreboard.List(tcb)]; i++)
                {
                    uint end = Ranges.End(tcb.Words, Scoreboard.List(tcb), i);
                    room += (int)(end - tcb.SendCursor) <= 0 ? (int)(end - Ranges.Start(tcb.Words, Scoreboard.List(tcb), i)) : 0;
                }

                // No further than to what the other end has.
                uint next = Scoreboard.NextStart(tcb, tcb.SendCursor);
                return next == tcb.SndNxt || room < (int)(next - tcb.SendCursor) ? room : (int)(next - tcb.SendCursor);
            }

            // Limited transmit (RFC 3042): a new segment for each of the first two duplicates.
            int duplicates = tcb.Words[Word.DuplicateAcks];
            return tcb.CongestionWindow + (duplicates < Scoreboard.DuplicateThreshold ? duplicates : Scoreboard.DuplicateThreshold - 1) * tcb.SndMss - inFlight;
        }
    }
}
