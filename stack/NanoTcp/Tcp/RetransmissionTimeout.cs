// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;

namespace NanoTcp.Tcp
{
    /// <summary>The retransmission timer has expired: send again (RFC 6298 §5), probe a closed window (RFC 9293 §3.8.6.1), or give up.</summary>
    internal static class RetransmissionTimeout
    {
        internal static void Expired(ControlBlock tcb)
        {
            int[] words = tcb.Words;
            int limit = tcb.Options.UserTimeout;
            bool opening = tcb.State == TcpState.SynSent || tcb.State == TcpState.SynReceived;
            int now = (int)tcb.Stack.Now;
            if ((tcb.Marks & Mark.BackedOff) == 0)
            {
                // The timer has been running since what is first in line was sent, or the one before it acknowledged.
                int interval = words[Word.ProbeInterval] == 0 ? tcb.Rto : words[Word.ProbeInterval];
                words[Word.WaitingSince] = now - (limit > 0 && limit < interval ? limit : interval);
                tcb.Marks |= Mark.BackedOff;
            }

            int retries = opening ? tcb.Transport.SynRetries : tcb.Transport.DataRetries;
            bool isTaken = tcb.Stack.Controller.CanTransmit();
            if (limit == 0 && !isTaken)
            {
                limit = RoundTrip.Patience(tcb, retries);
            }

            if ((isTaken && words[Word.Retransmits] >= retries) || (limit > 0 && now - words[Word.WaitingSince] >= limit))
            {
                tcb.Fail(tcb.TimeoutReason());
                return;
            }

            if (!isTaken && (opening || tcb.SndWnd != 0))
            {
                WaitOutLink(tcb, opening);
                return;
            }

            if (isTaken && (tcb.SndUna != tcb.SndNxt || tcb.SndWnd == 0))
            {
                words[Word.Retransmits]++;
                if (words[Word.Retransmits] >= TcpTransport.R1)
                {
                    tcb.Stack.Network!.Doubt(tcb.Peer!);
                }
            }

            if (opening)
            {
                RoundTrip.BackOff(tcb);
                Handshake.RepeatSyn(tcb);
            }
            else if (tcb.SndWnd == 0 || tcb.SndUna == tcb.SndNxt)
            {
                Probe(tcb);
            }
            else
            {
                if (words[Word.Retransmits] == TcpTransport.BlackHoleRetries && tcb.SndMss > TcpTransport.SafeSegment)
                {
                    // What is large may not get through, and nobody says so (RFC 2923 §2.1): RFC 8899 in spirit.
                    tcb.Count(TcpCounter.BlackHoles);
                    SegmentSize.Set(tcb, TcpTransport.SafeSegment);
                }

                Recovery.RestartAfterTimeout(tcb);
                if (words[Word.Retransmits] > 1 || (tcb.Marks & Mark.Sack) == 0 || (int)(tcb.SndNxt - tcb.SndUna) > tcb.SndMss)
                {
                    // Otherwise this was the probe of RFC 8985 §7, which is due no sooner than the timeout when one segment is in flight.
                    RoundTrip.BackOff(tcb);
                }

                RetransmissionTimer.Start(tcb);
            }
        }

        /// <summary>
        /// What the link does not take is no retransmission: it is not counted, nothing is backed off, and it leaves as soon as the link takes it.
        /// </summary>
        private static void WaitOutLink(ControlBlock tcb, bool opening)
        {
            if (opening)
            {
                tcb.SendCursor = (uint)tcb.Words[Word.Iss];
            }
            else if (tcb.SndUna != tcb.SndNxt)
            {
                Congestion.SetWindow(tcb, tcb.SndMss);
                Recovery.GoBack(tcb);
            }

            RetransmissionTimer.Start(tcb);
            tcb.Transport.QueueOutput(tcb);
        }

        /// <summary>
        /// Sends what the window forbids: one byte, or the FIN, when it is closed; a short segment when it is open by less than would
        /// be worth it. The interval doubles, and goes on for ever while the other end answers (RFC 9293 §3.8.6.1).
        /// </summary>
        private static void Probe(ControlBlock tcb)
        {
            int[] words = tcb.Words;
            int interval = words[Word.ProbeInterval] == 0 ? tcb.Rto : words[Word.ProbeInterval];
            words[Word.ProbeInterval] = interval > tcb.Transport.MaxRto >> 1 ? tcb.Transport.MaxRto : interval << 1;
            if (!tcb.Stack.Controller.CanTransmit())
            {
                RetransmissionTimer.StartProbe(tcb);
                return;
            }

            tcb.Count(TcpCounter.WindowProbes);
            tcb.SendCursor = tcb.SndUna;
            int length = tcb.SendCount;
            int room = tcb.SndWnd == 0 ? 1 : tcb.SndWnd < tcb.SndMss ? tcb.SndWnd : tcb.SndMss;
            bool all = length <= room;
            Sending.SendText(tcb, all ? length : room, (tcb.Marks & Mark.FinQueued) != 0 && length == 0, all);
            RetransmissionTimer.StartProbe(tcb);
            if (tcb.SndWnd == 0)
            {
                tcb.SendCursor = tcb.SndUna;
            }
            else if (tcb.SendCursor != tcb.SndNxt)
            {
                tcb.Marks |= Mark.GoneBack;
            }
        }
    }
}
