// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    // One segment of what is to be sent: where it stands in the sequence, and what it means for the timers.
    internal static partial class Sending
    {
        /// <summary>The SYN is sent again.</summary>
        internal static void RepeatSyn(ControlBlock tcb)
        {
            GoBackToSyn(tcb);
            Flush(tcb);
        }

        /// <summary>The SYN is the next to leave.</summary>
        internal static void GoBackToSyn(ControlBlock tcb)
        {
            tcb.SendCursor = (uint)tcb.Variables[Variable.Iss];
        }

        /// <summary>
        /// Probes the window: with one byte or the FIN when it is closed, and with a short segment when it is too small for a normal one. The
        /// interval doubles, and goes on for ever while the other end answers (RFC 9293 §3.8.6.1).
        /// </summary>
        internal static void Probe(ControlBlock tcb)
        {
            int interval = RetransmissionTimer.NextProbeInterval(tcb);
            if (!tcb.Stack.Controller.CanTransmit() && !tcb.Peer!.IsThisHost)
            {
                RetransmissionTimer.StartProbe(tcb, interval);
                return;
            }

            tcb.Count(TcpCounter.WindowProbes);
            tcb.SendCursor = tcb.SndUna;
            int length = tcb.SendCount;
            int room = tcb.SndWnd == 0 ? 1 : tcb.SndWnd < tcb.SndMss ? tcb.SndWnd : tcb.SndMss;
            bool all = length <= room;
            SendText(tcb, all ? length : room, (tcb.Flags & ConnectionFlag.FinQueued) != 0 && length == 0, all);
            RetransmissionTimer.StartProbe(tcb, interval);
            if (tcb.SndWnd == 0)
            {
                tcb.SendCursor = tcb.SndUna;
            }
            else
            {
                Recovery.SendAgainFromCursor(tcb);
            }
        }

        /// <summary>Something is sent again: its acknowledgment would not say which of the copies it means, so it is not measured (Karn's rule, RFC 6298 §3).</summary>
        private static void CountAgain(ControlBlock tcb)
        {
            tcb.Count(TcpCounter.Retransmissions);
            tcb.Variables[Variable.MeasuredSequence] = (int)tcb.SndUna;
        }

        private static void SendSyn(ControlBlock tcb)
        {
            uint iss = (uint)tcb.Variables[Variable.Iss];
            if (tcb.SndNxt == iss)
            {
                RetransmissionTimer.StartSyn(tcb);
                tcb.Variables[Variable.MeasuredSequence] = (int)iss + 1;
                tcb.Variables[Variable.MeasuredAt] = (int)tcb.Stack.Now;
            }
            else
            {
                CountAgain(tcb);
                if (tcb.Variables[Variable.ProbeInterval] != 0)
                {
                    // It has waited for the link, and its timer counts from now. One that answers the other end's SYN leaves the timer as it is.
                    tcb.Variables[Variable.ProbeInterval] = 0;
                    RetransmissionTimer.StartSyn(tcb);
                }
            }

            tcb.SendCursor = iss + 1;
            tcb.SndNxt = tcb.SendCursor;
            int control = TcpHeader.Syn | TcpHeader.Ack;
            if (tcb.State == TcpState.SynSent)
            {
                control = TcpHeader.Syn;
                ReceiveWindow.Begin(tcb, tcb.Variables[Variable.ReceiveLimit]);
            }

            SegmentOutput.Emit(tcb, control, iss, tcb.Transport.WriteSynOptions(SegmentSize.Largest(tcb), tcb.Flags, tcb.Peer!, tcb.Variables[Variable.TimestampRecent]), 0);
        }

        /// <summary>Sends text from the cursor on, and FIN with or without it.</summary>
        private static void SendText(ControlBlock tcb, int length, bool fin, bool push)
        {
            uint sequence = tcb.SendCursor;
            int control = push && length > 0 ? TcpHeader.Ack | TcpHeader.Psh : TcpHeader.Ack;
            uint end = sequence + (uint)length;
            if (fin)
            {
                control |= TcpHeader.Fin;
                tcb.Flags |= ConnectionFlag.FinSent;
                tcb.Variables[Variable.FinSequence] = (int)end;
                end++;
            }

            if (sequence == tcb.SndNxt)
            {
                int[] variables = tcb.Variables;
                if ((int)((uint)variables[Variable.MeasuredSequence] - tcb.SndUna) <= 0)
                {
                    variables[Variable.MeasuredSequence] = (int)end;
                    variables[Variable.MeasuredAt] = (int)tcb.Stack.Now;
                    if (sequence == tcb.SndUna && tcb.RetransmitAt != 0)
                    {
                        // The segment has waited for the link or the window. The timer counts from when the first segment in line leaves.
                        tcb.RetransmitAt = 0;
                        variables[Variable.ProbeInterval] = 0;
                    }
                }

                if (length < tcb.SndMss)
                {
                    variables[Variable.SmallEnd] = (int)end;
                }

                tcb.SndNxt = end;
            }
            else
            {
                CountAgain(tcb);
                if (sequence == tcb.SndUna)
                {
                    tcb.RetransmitAt = 0;
                    tcb.Variables[Variable.ProbeInterval] = 0;
                }

                if ((int)(end - tcb.SndNxt) >= 0)
                {
                    tcb.SndNxt = end;
                    Recovery.HasCaughtUp(tcb);
                }
            }

            tcb.SendCursor = end;

            if (tcb.RetransmitAt == 0)
            {
                RetransmissionTimer.Start(tcb);
            }

            SegmentOutput.EmitText(tcb, control, sequence, length);
        }

        /// <summary>Sends the text of one segment again, in a recovery.</summary>
        private static void SendAgain(ControlBlock tcb, uint sequence)
        {
            int position = (int)(sequence - tcb.SndUna);
            int length = tcb.SendCount - position;
            length = length > tcb.SndMss ? tcb.SndMss : length;
            int gap = (int)(Scoreboard.NextStart(tcb, sequence) - sequence);
            length = length > gap ? gap : length;
            bool fin = length <= 0;
            CountAgain(tcb);
            if (sequence == tcb.SndUna)
            {
                RetransmissionTimer.Start(tcb);
            }

            Recovery.HasSentAgain(tcb, sequence + (uint)(fin ? 1 : length));
            SegmentOutput.EmitText(tcb, fin ? TcpHeader.Ack | TcpHeader.Fin : TcpHeader.Ack, sequence, fin ? 0 : length);
        }
    }
}
