// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    // It has expired: send again (RFC 6298 §5), probe a closed window, or give up.
    internal static partial class RetransmissionTimer
    {
        internal static void Expire(ControlBlock tcb)
        {
            tcb.RetransmitAt = 0;
            bool opening = tcb.State == TcpState.SynSent || tcb.State == TcpState.SynReceived;
            bool isTaken = tcb.Stack.Controller.CanTransmit() || tcb.Peer!.IsThisHost;
            NoteWaiting(tcb, opening);
            if (IsTooLong(tcb, opening, opening ? tcb.Transport.SynRetries : tcb.Transport.DataRetries, isTaken))
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
                CountRetransmission(tcb);
            }

            if (opening)
            {
                RoundTrip.BackOff(tcb);
                Sending.RepeatSyn(tcb);
            }
            else if (tcb.SndWnd == 0 || tcb.SndUna == tcb.SndNxt)
            {
                Sending.Probe(tcb);
            }
            else
            {
                Retransmit(tcb);
            }
        }

        private static void NoteWaiting(ControlBlock tcb, bool opening)
        {
            if ((tcb.Flags & ConnectionFlag.BackedOff) == 0)
            {
                // It has been running since what is first in line was sent, or the one before it acknowledged.
                int limit = Limit(tcb, opening);
                int interval = Interval(tcb);
                tcb.Variables[Variable.WaitingSince] = (int)tcb.Stack.Now - (limit > 0 && limit < interval ? limit : interval);
                tcb.Flags |= ConnectionFlag.BackedOff;
            }
        }

        /// <summary>
        /// Whether the connection is given up, by the number of retries (R2 of RFC 9293 §3.8.3), its limit in time, or the limit for a dead link.
        /// </summary>
        private static bool IsTooLong(ControlBlock tcb, bool opening, int retries, bool isTaken)
        {
            int limit = Limit(tcb, opening);
            if (limit == 0 && !isTaken)
            {
                limit = RoundTrip.Patience(tcb, retries);
            }

            return (isTaken && tcb.Variables[Variable.Retransmits] >= retries) || (limit > 0 && (int)tcb.Stack.Now - tcb.Variables[Variable.WaitingSince] >= limit);
        }

        private static void CountRetransmission(ControlBlock tcb)
        {
            tcb.Variables[Variable.Retransmits]++;
            if (tcb.Variables[Variable.Retransmits] >= TcpTransport.R1)
            {
                tcb.Stack.Network!.Doubt(tcb.Peer!);
            }
        }

        private static void Retransmit(ControlBlock tcb)
        {
            int retransmits = tcb.Variables[Variable.Retransmits];
            if (retransmits == TcpTransport.BlackHoleRetries && tcb.SndMss > TcpTransport.SafeSegment)
            {
                // Large segments may not get through, without a message from a router (RFC 2923 §2.1). This follows the idea of RFC 8899.
                tcb.Count(TcpCounter.BlackHoles);
                SegmentSize.Set(tcb, TcpTransport.SafeSegment);
            }

            Recovery.RestartAfterTimeout(tcb);
            if (retransmits > 1 || (tcb.Flags & ConnectionFlag.Sack) == 0 || (int)(tcb.SndNxt - tcb.SndUna) > tcb.SndMss)
            {
                // Otherwise this was the probe of RFC 8985 §7. With one segment in flight it is due no sooner than the timeout.
                RoundTrip.BackOff(tcb);
            }

            Start(tcb);
        }

        /// <summary>
        /// A segment that the link refuses is no retransmission. It is not counted, there is no backoff, and it leaves as soon as the link takes it.
        /// </summary>
        private static void WaitOutLink(ControlBlock tcb, bool opening)
        {
            if (opening)
            {
                Sending.GoBackToSyn(tcb);
                tcb.Variables[Variable.ProbeInterval] = tcb.Rto;
                StartSyn(tcb);
            }
            else
            {
                if (tcb.SndUna != tcb.SndNxt)
                {
                    Congestion.StartWithOne(tcb);
                    Recovery.GoBack(tcb);
                }

                Start(tcb);
            }

            tcb.Transport.QueueOutput(tcb);
        }
    }
}
