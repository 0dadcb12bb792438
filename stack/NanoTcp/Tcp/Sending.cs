// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>
    /// Sending, as far as the windows and the link allow. Each level has one verb. A connection with something to send is queued. Flush sends all
    /// that may leave now. Send makes one segment of it. <see cref="SegmentOutput"/> emits that segment with its header.
    /// </summary>
    internal static partial class Sending
    {
        /// <summary>Without these flags, and with nothing to send or in flight, an acknowledgment is only a header.</summary>
        private const int UnusualAck = ConnectionFlag.FinQueued | ConnectionFlag.OutOfOrder | ConnectionFlag.DuplicateText | ConnectionFlag.Timestamps | ConnectionFlag.UrgentOut;

        /// <summary>Sends all that may be sent now.</summary>
        internal static void Flush(ControlBlock tcb)
        {
            if (tcb.SendCount == 0 && tcb.State == TcpState.Established && (tcb.Flags & (ConnectionFlag.AckNow | UnusualAck)) == ConnectionFlag.AckNow)
            {
                if (!tcb.Stack.Controller.CanTransmit() && !tcb.Peer!.IsThisHost)
                {
                    SegmentOutput.WaitForLink(tcb);
                    return;
                }

                // SegmentOutput.This is Emit, inlined, because most acknowledgments need no more.
                int word = (TcpHeader.MinLength << 26) | (TcpHeader.Ack << 16) | ReceiveWindow.Next(tcb);
                tcb.Flags &= ~ConnectionFlag.AckNow;
                tcb.AckAt = 0;
                tcb.Transport.SendSegment(tcb.Peer!, tcb.Ports, tcb.SndNxt, tcb.RcvNxt, word, TcpHeader.MinLength);
                return;
            }

            if ((uint)(tcb.State - TcpState.Established) <= TcpState.LastAck - TcpState.Established)
            {
                FlushAll(tcb);
            }
            else if (tcb.State == TcpState.SynSent || tcb.State == TcpState.SynReceived)
            {
                FlushSyn(tcb);
            }
        }

        /// <summary>RFC 5961: a segment that may be forged is answered with an ACK, and has an effect only if it comes again in the right form.</summary>
        internal static void SendChallengeAck(ControlBlock tcb)
        {
            if (tcb.Transport.MayChallenge())
            {
                tcb.Flags |= ConnectionFlag.AckNow;
                Flush(tcb);
            }
        }

        /// <summary>Text, FIN and acknowledgment of a connection that is established.</summary>
        private static void FlushAll(ControlBlock tcb)
        {
            // A report of missing text goes on a segment without text, whose options have room for it.
            if ((tcb.Flags & (ConnectionFlag.OutOfOrder | ConnectionFlag.DuplicateText)) != 0 && (tcb.Flags & ConnectionFlag.AckNow) != 0 && !SegmentOutput.SendAck(tcb))
            {
                return;
            }

            if (tcb.CongestionWindow > Congestion.SmallestRestart && tcb.SndUna == tcb.SndNxt
                && (uint)((int)tcb.Stack.Now - tcb.Variables[Variable.HeardAt]) > (uint)tcb.Rto)
            {
                Congestion.Start(tcb);
            }

            // A FIN that has been sent is sent again only when something is lost.
            if ((tcb.SendCount > (int)(tcb.SendCursor - tcb.SndUna) || (tcb.Flags & ConnectionFlag.Lossy) != 0 || (tcb.Flags & (ConnectionFlag.FinQueued | ConnectionFlag.FinSent)) == ConnectionFlag.FinQueued)
                && !FlushText(tcb))
            {
                SegmentOutput.WaitForLink(tcb);
                return;
            }

            if ((tcb.Flags & ConnectionFlag.AckNow) != 0)
            {
                SegmentOutput.SendAck(tcb);
            }

            if (tcb.RetransmitAt == 0 && (tcb.SendCount > 0 || (tcb.Flags & (ConnectionFlag.FinQueued | ConnectionFlag.FinSent)) == ConnectionFlag.FinQueued))
            {
                // Text waits for the window to open, and nothing in flight would report that: §3.8.6.1.
                RetransmissionTimer.StartProbe(tcb, tcb.Rto);
            }
        }

        /// <summary>Sends text and FIN. False when the link is busy.</summary>
        private static bool FlushText(ControlBlock tcb)
        {
            while (true)
            {
                int inFlight = (int)(tcb.SendCursor - tcb.SndUna);
                int room = tcb.CongestionWindow - inFlight;
                if ((tcb.Flags & ConnectionFlag.Lossy) != 0)
                {
                    uint hole = Recovery.NextLost(tcb);
                    if (hole != tcb.SndNxt)
                    {
                        if (!tcb.Stack.Controller.CanTransmit() && !tcb.Peer!.IsThisHost)
                        {
                            return false;
                        }

                        SendAgain(tcb, hole);
                        continue;
                    }

                    inFlight = (int)(tcb.SendCursor - tcb.SndUna);
                    room = Recovery.Room(tcb, inFlight);
                }

                int open = tcb.SndWnd - inFlight;
                int queued = tcb.SendCount - inFlight;
                int length = queued < room ? queued : room;
                length = length < open ? length : open;
                length = length < tcb.SndMss ? NextLength(tcb, length, queued) : tcb.SndMss;
                Lengthen(tcb, queued, room, open, ref length);
                bool fin = (tcb.Flags & ConnectionFlag.FinQueued) != 0 && length == queued && FinMayFollow(tcb, inFlight + length);
                if (length <= 0 && !fin)
                {
                    return true;
                }

                if (!tcb.Stack.Controller.CanTransmit() && !tcb.Peer!.IsThisHost)
                {
                    return false;
                }

                SendText(tcb, length, fin, length == queued);
                if (fin || (length == queued && (tcb.Flags & (ConnectionFlag.Lossy | ConnectionFlag.FinQueued)) == 0))
                {
                    return true;
                }
            }
        }

        /// <summary>On the desktop: a link that cuts segments takes more than a full one, as far as what is queued and both windows allow.</summary>
        static partial void Lengthen(ControlBlock tcb, int queued, int room, int open, ref int length);

        /// <summary>
        /// How much text may leave in one segment now, when what is queued and both windows allow less than a full one; 0: none, or only a FIN.
        /// </summary>
        private static int NextLength(ControlBlock tcb, int length, int queued)
        {
            if (length <= 0)
            {
                return length < 0 && queued <= 0 ? queued : 0;
            }

            if ((tcb.Flags & ConnectionFlag.GoneBack) != 0)
            {
                // It went out like that before.
                return length;
            }

            // Less than all text, and less than a full segment, leaves only if it fills half of the other end's buffer (RFC 9293 §3.8.6.2.1).
            bool worthwhile = length < queued ? length * 2 >= tcb.Variables[Variable.MaxSndWnd] : !MustWait(tcb);
            return worthwhile ? length : 0;
        }

        /// <summary>
        /// Whether a short segment with all queued text waits for more. Either the application wants that, or Nagle's algorithm (RFC 9293 §3.7.4) in
        /// Minshall's form. There a short segment waits only for an earlier short one, so the end of a long answer does not wait.
        /// </summary>
        private static bool MustWait(ControlBlock tcb)
        {
            return (tcb.Flags & (ConnectionFlag.FinQueued | ConnectionFlag.UrgentOut)) == 0
                && ((tcb.Flags & ConnectionFlag.Cork) != 0 || (!tcb.Options.NoDelay && (int)((uint)tcb.Variables[Variable.SmallEnd] - tcb.SndUna) > 0));
        }

        /// <summary>
        /// Whether the FIN goes with text that ends so many bytes behind SND.UNA. It needs room, and is sent once, except after going back.
        /// </summary>
        private static bool FinMayFollow(ControlBlock tcb, int end)
        {
            return tcb.SndWnd > end
                && ((tcb.Flags & ConnectionFlag.FinSent) == 0 || ((tcb.Flags & ConnectionFlag.Recovering) == 0 && (int)(tcb.SendCursor - (uint)tcb.Variables[Variable.FinSequence]) <= 0));
        }

        /// <summary>The SYN, or the acknowledgment of the other end's.</summary>
        private static void FlushSyn(ControlBlock tcb)
        {
            if (tcb.SendCursor != (uint)tcb.Variables[Variable.Iss])
            {
                if ((tcb.Flags & ConnectionFlag.AckNow) != 0)
                {
                    SegmentOutput.SendAck(tcb);
                }

                return;
            }

            if (tcb.RetransmitAt == 0)
            {
                // This comes before the SYN leaves, so that the attempt also ends in time on a link that takes nothing. A repetition caused by the
                // other end's repeated SYN must not postpone the end.
                RetransmissionTimer.StartSyn(tcb);
            }

            if (tcb.Stack.Controller.CanTransmit() || tcb.Peer!.IsThisHost)
            {
                SendSyn(tcb);
            }
            else
            {
                SegmentOutput.WaitForLink(tcb);
            }
        }
    }
}
