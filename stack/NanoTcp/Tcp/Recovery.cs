// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>
    /// Loss recovery: limited transmit (RFC 3042), NewReno (RFC 6582), or RFC 6675 with selective acknowledgments, and going back after a timeout.
    /// </summary>
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

                // Other blocks are nonsense, or report text that came twice (RFC 2883).
                bool counts = (int)(end - start) > 0 && (int)(start - tcb.SndUna) > 0 && (int)(end - tcb.SndNxt) <= 0;
                uint first = Ranges.FirstOutside(tcb.Variables, Scoreboard.List(tcb), start);
                if (!counts || (int)(first - end) >= 0)
                {
                    continue;
                }

                uint last = Ranges.LastOutside(tcb.Variables, Scoreboard.List(tcb), end);
                if (Scoreboard.Add(tcb, start, end))
                {
                    news = true;
                    tcb.Flags |= ConnectionFlag.Duplicates;
                    LookForLostAgain(tcb, first, last);
                }
            }

            return news;
        }

        /// <summary>Handles an acknowledgment of new data after a loss or another unusual event.</summary>
        internal static void AckArrives(ControlBlock tcb, uint acknowledgment, int acked)
        {
            int[] variables = tcb.Variables;
            tcb.Flags &= ~ConnectionFlag.LeftAnew;
            Scoreboard.RemoveBefore(tcb, acknowledgment);
            if ((tcb.Flags & ConnectionFlag.Recovering) != 0)
            {
                AckArrivesInRecovery(tcb, acknowledgment, acked);
            }
            else
            {
                variables[Variable.DuplicateAcks] = 0;
                Congestion.Grow(tcb, acked);
            }

            if (tcb.SendCursor == tcb.SndNxt)
            {
                tcb.Flags &= ~ConnectionFlag.GoneBack;
            }

            if (variables[Scoreboard.List(tcb)] == 0 && variables[Variable.DuplicateAcks] == 0)
            {
                tcb.Flags &= ~ConnectionFlag.Duplicates;
            }
        }

        /// <summary>Handles an acknowledgment that shows that another segment than the awaited one has left the network.</summary>
        internal static void DuplicateAckArrives(ControlBlock tcb)
        {
            tcb.Flags |= ConnectionFlag.Duplicates;
            tcb.Variables[Variable.DuplicateAcks]++;
            if ((tcb.Flags & ConnectionFlag.Recovering) == 0)
            {
                if (MeansLoss(tcb))
                {
                    Begin(tcb);
                }
            }
            else if ((tcb.Flags & ConnectionFlag.Sack) == 0)
            {
                Congestion.Inflate(tcb);
            }
        }

        /// <summary>Sends everything again that is not acknowledged, from the first on.</summary>
        internal static void GoBack(ControlBlock tcb)
        {
            tcb.SendCursor = tcb.SndUna;
            tcb.Variables[Variable.SkipFrom] = 0;
            tcb.Variables[Variable.SkipTo] = 0;
            SendAgainFromCursor(tcb);
        }

        /// <summary>Everything from the cursor on is sent again.</summary>
        internal static void SendAgainFromCursor(ControlBlock tcb)
        {
            if (tcb.SendCursor != tcb.SndNxt)
            {
                tcb.Flags |= ConnectionFlag.GoneBack;
            }
        }

        /// <summary>Because of an outside event the data in flight leaves anew, until a part of it is acknowledged.</summary>
        internal static void LeaveAnew(ControlBlock tcb)
        {
            tcb.Flags |= ConnectionFlag.LeftAnew | ConnectionFlag.Duplicates;
            GoBack(tcb);
        }

        /// <summary>All retransmissions were sent.</summary>
        internal static void HasCaughtUp(ControlBlock tcb)
        {
            tcb.Flags &= ~ConnectionFlag.GoneBack;
        }

        /// <summary>A retransmission timeout: slow start again (RFC 5681 §3.1, RFC 6582 §4).</summary>
        internal static void RestartAfterTimeout(ControlBlock tcb)
        {
            int[] variables = tcb.Variables;
            if (variables[Variable.Retransmits] == 1)
            {
                // The same loss does not count twice.
                Congestion.HalveThreshold(tcb);
            }

            Congestion.StartWithOne(tcb);
            variables[Variable.Recover] = (int)tcb.SndNxt;
            variables[Variable.DuplicateAcks] = 0;
            tcb.Flags &= Scoreboard.SurvivesTimeout(tcb) ? ~ConnectionFlag.Recovering : ~(ConnectionFlag.Recovering | ConnectionFlag.Duplicates);
            GoBack(tcb);
        }

        /// <summary>
        /// The next text to send again in a recovery; SND.NXT: none. By RFC 6675 §4, NextSeg, lost text comes first. When nothing new can be sent,
        /// text that may be lost follows. While going back it skips text that the other end has.
        /// </summary>
        internal static uint NextLost(ControlBlock tcb)
        {
            int[] variables = tcb.Variables;
            if ((tcb.Flags & ConnectionFlag.GoneBack) != 0)
            {
                tcb.SendCursor = Scoreboard.NextHole(tcb, tcb.SendCursor);
                if ((int)(tcb.SendCursor - tcb.SndNxt) >= 0)
                {
                    tcb.SendCursor = tcb.SndNxt;
                    tcb.Flags &= ~ConnectionFlag.GoneBack;
                }

                return tcb.SndNxt;
            }

            if ((tcb.Flags & ConnectionFlag.Recovering) == 0)
            {
                return tcb.SndNxt;
            }

            uint next = (uint)variables[Variable.HighRxt];
            if ((int)(next - tcb.SndUna) < 0)
            {
                // The first segment always goes (RFC 6675 §5, step 4.3).
                return tcb.SndUna;
            }

            if ((tcb.Flags & ConnectionFlag.Sack) == 0 || Room(tcb, (int)(tcb.SendCursor - tcb.SndUna)) < tcb.SndMss)
            {
                return tcb.SndNxt;
            }

            next = Scoreboard.NextHole(tcb, next);
            variables[Variable.HighRxt] = (int)next;
            bool isLost = (int)(next - Scoreboard.LostEdge(tcb)) < 0;
            int inFlight = (int)(tcb.SendCursor - tcb.SndUna);
            bool nothingNew = tcb.SendCount <= inFlight || tcb.SndWnd - inFlight < tcb.SndMss;
            return isLost || (nothingNew && Scoreboard.MayBeLost(tcb, next)) ? next : tcb.SndNxt;
        }

        /// <summary>A recovery has sent again everything before a number.</summary>
        internal static void HasSentAgain(ControlBlock tcb, uint end)
        {
            tcb.Variables[Variable.HighRxt] = (int)end;
        }

        /// <summary>The free part of the congestion window, when a part of the data in flight is known to have left the network.</summary>
        internal static int Room(ControlBlock tcb, int inFlight)
        {
            if ((tcb.Flags & ConnectionFlag.Recovering) != 0)
            {
                return tcb.CongestionWindow - ((tcb.Flags & ConnectionFlag.Sack) != 0 ? Scoreboard.Pipe(tcb) : inFlight);
            }

            if ((tcb.Flags & ConnectionFlag.GoneBack) != 0)
            {
                int room = tcb.CongestionWindow - inFlight + Scoreboard.CountBefore(tcb, tcb.SendCursor);

                // It goes only up to the text that the other end has.
                uint next = Scoreboard.NextStart(tcb, tcb.SendCursor);
                return next == tcb.SndNxt || room < (int)(next - tcb.SendCursor) ? room : (int)(next - tcb.SendCursor);
            }

            // Limited transmit (RFC 3042): a new segment for each of the first two duplicates.
            int duplicates = tcb.Variables[Variable.DuplicateAcks];
            return tcb.CongestionWindow + (duplicates < Scoreboard.DuplicateThreshold ? duplicates : Scoreboard.DuplicateThreshold - 1) * tcb.SndMss - inFlight;
        }

        private static void AckArrivesInRecovery(ControlBlock tcb, uint acknowledgment, int acked)
        {
            int[] variables = tcb.Variables;
            if ((int)(acknowledgment - (uint)variables[Variable.Recover]) >= 0)
            {
                Congestion.EndRecovery(tcb, acknowledgment);
                variables[Variable.DuplicateAcks] = 0;
                tcb.Flags &= ~ConnectionFlag.Recovering;
            }
            else if ((tcb.Flags & ConnectionFlag.Sack) == 0)
            {
                // A partial acknowledgment: the next segment is lost, too.
                variables[Variable.HighRxt] = (int)acknowledgment - 1;
                Congestion.Deflate(tcb, acked);
            }
            else if ((int)((uint)variables[Variable.HighRxt] - acknowledgment) < 0)
            {
                variables[Variable.HighRxt] = (int)acknowledgment;
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

            // RFC 6582 §3.2, step 2: segments sent before the last recovery or timeout begin no recovery. With SACK they are not counted twice.
            bool isNew = (tcb.Flags & ConnectionFlag.Sack) != 0 || (int)(tcb.SndUna - (uint)tcb.Variables[Variable.Recover]) > 0;
            return (tcb.Flags & ConnectionFlag.GoneBack) == 0 && isNew && (tcb.Variables[Variable.DuplicateAcks] >= threshold || Scoreboard.LostEdge(tcb) != tcb.SndUna);
        }

        /// <summary>Fast retransmit, and fast recovery after it.</summary>
        private static void Begin(ControlBlock tcb)
        {
            int[] variables = tcb.Variables;
            tcb.Count(TcpCounter.FastRetransmits);
            Congestion.BeginRecovery(tcb);
            variables[Variable.Recover] = (int)tcb.SndNxt;
            variables[Variable.HighRxt] = (int)tcb.SndUna - 1;
            variables[Variable.PassEnd] = (int)tcb.SndNxt;
            variables[Variable.SkipFrom] = 0;
            variables[Variable.SkipTo] = 0;
            tcb.Flags |= ConnectionFlag.Recovering;
        }

        /// <summary>
        /// The other end has got text that was sent after the retransmission of the first hole. So that retransmission was lost. The hole and
        /// everything up to that text is sent again.
        /// </summary>
        /// <param name="tcb">The connection.</param>
        /// <param name="start">The first number that the other end had not got before.</param>
        /// <param name="end">The one behind the last.</param>
        private static void LookForLostAgain(ControlBlock tcb, uint start, uint end)
        {
            int[] variables = tcb.Variables;
            if ((tcb.Flags & ConnectionFlag.Recovering) == 0 || (int)((uint)variables[Variable.HighRxt] - tcb.SndUna) <= 0)
            {
                return;
            }

            bool sentAgain = (int)(start - (uint)variables[Variable.HighRxt]) < 0
                && !((int)(start - (uint)variables[Variable.SkipFrom]) >= 0 && (int)(start - (uint)variables[Variable.SkipTo]) < 0);
            bool sentSince = (int)(end - (uint)variables[Variable.PassEnd]) > 0;
            if (!sentAgain && !sentSince)
            {
                return;
            }

            variables[Variable.SkipTo] = variables[Variable.HighRxt];
            variables[Variable.SkipFrom] = sentAgain ? (int)start : variables[Variable.HighRxt];
            variables[Variable.HighRxt] = (int)tcb.SndUna - 1;
            variables[Variable.PassEnd] = (int)tcb.SndNxt;
            Congestion.HalveAgain(tcb);
        }
    }
}
