// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>SEGMENT ARRIVES for a connection that is being opened or open (RFC 9293 §3.10.7.4), in its order of checks.</summary>
    internal static class SegmentArrival
    {
        /// <summary>Handles a segment for this connection with all the checks.</summary>
        internal static void SegmentArrives(ControlBlock tcb, ArrivingSegment segment)
        {
            segment.Window = BigEndian.ReadUInt16(segment.Data, segment.Offset + TcpHeader.Window) << (tcb.Flags & ConnectionFlag.SendScale);
            segment.TextSequence = segment.Sequence;
            if (segment.HasOptions || tcb.State < TcpState.Established)
            {
                segment.ReadOptions();
            }
            else
            {
                // Nothing else is looked at.
                segment.Options.HasTimestamps = false;
                segment.Options.SackCount = 0;
            }

            if (tcb.State < TcpState.Established)
            {
                if (tcb.State == TcpState.SynSent)
                {
                    Handshake.ArrivesInSynSent(tcb, segment);
                    return;
                }

                if (!Handshake.SynArrivesAgain(tcb, segment))
                {
                    return;
                }
            }

            bool hasTimestamps = (tcb.Flags & ConnectionFlag.Timestamps) != 0;
            if (hasTimestamps && (segment.Control & TcpHeader.Rst) == 0 && !Timestamps.Check(tcb, segment.Options))
            {
                return;
            }

            // First, check the sequence number.
            if (!CheckSequence(tcb, segment))
            {
                return;
            }

            // Second, check the RST bit. The third step would be security, which does not exist here.
            int control = segment.Control;
            if ((control & TcpHeader.Rst) != 0)
            {
                ResetArrives(tcb, segment);
                return;
            }

            if (hasTimestamps)
            {
                Timestamps.Arrives(tcb, segment.Sequence, segment.Options.TimestampValue);
            }

            // Fourth, check the SYN bit (RFC 5961 §4.2).
            if ((control & TcpHeader.Syn) != 0)
            {
                Sending.SendChallengeAck(tcb);
                return;
            }

            // Fifth, check the ACK field.
            if (!CheckAck(tcb, segment))
            {
                return;
            }

            // Sixth, check the URG bit: the pointer counts to the last urgent byte (§3.8.5, RFC 6093).
            if ((control & TcpHeader.Urg) != 0)
            {
                UrgentPointer.Arrives(tcb, segment.Sequence + (uint)BigEndian.ReadUInt16(segment.Data, segment.Offset + TcpHeader.UrgentPointer) + 1);
            }

            // Seventh, process the text. Eighth, check the FIN bit.
            if ((segment.TextLength <= 0 || TextArrival.TakeText(tcb, segment))
                && (((control & TcpHeader.Fin) == 0 && (tcb.Flags & ConnectionFlag.EarlyFin) == 0) || TextArrival.TakeFin(tcb, segment)))
            {
                Answer(tcb);
            }
        }

        /// <summary>Whether a segment this far ahead of RCV.NXT has a part inside the window.</summary>
        internal static bool IsAcceptable(int ahead, int segmentLength, int receiveWindow)
        {
            // RFC 9293, table 6. A window of 0 takes only an empty segment at RCV.NXT.
            if (ahead >= 0)
            {
                return ahead < receiveWindow || (ahead == 0 && segmentLength == 0);
            }

            return ahead + segmentLength > 0 && receiveWindow > 0;
        }

        /// <summary>Whether a part of the segment is in the window. The segment is trimmed to that part. The advertised window counts.</summary>
        private static bool CheckSequence(ControlBlock tcb, ArrivingSegment segment)
        {
            int length = segment.Length;
            int receiveWindow = (int)(tcb.RcvAdv - tcb.RcvNxt);
            int ahead = (int)(segment.Sequence - tcb.RcvNxt);
            if (ahead == 0 && length <= receiveWindow)
            {
                return true;
            }

            // A bare ACK at the right edge is the one exception. An end that has filled the window and lost a part of it sends its ACKs there.
            // Without them this end would retransmit without need.
            bool edge = ahead == receiveWindow && length == 0 && (segment.Control & (TcpHeader.Rst | TcpHeader.Ack)) == TcpHeader.Ack
                && tcb.State != TcpState.SynReceived;
            if (!edge && !IsAcceptable(ahead, length, receiveWindow))
            {
                bool probes = ahead == 0 && receiveWindow == 0
                    && ((segment.Control & TcpHeader.Rst) != 0 || (segment.Control & (TcpHeader.Ack | TcpHeader.Syn)) == TcpHeader.Ack);
                if (!probes)
                {
                    NoteKeepAlive(tcb, segment, ahead);
                    AnswerUnacceptable(tcb, segment, segment.TextLength + (segment.Control & TcpHeader.Fin));
                    return false;
                }

                // A probe of our closed window. Its text is not taken, but its ACK and RST are (§3.10.7.4). A FIN alone is taken too, because it
                // needs no room.
                segment.Control &= segment.TextLength > 0 ? ~TcpHeader.Fin : ~0;
                segment.TextLength = 0;
                tcb.Flags |= ConnectionFlag.AckNow;
            }

            return Trim(tcb, segment, ahead, receiveWindow);
        }

        /// <summary>Trims a segment to the window: first the old part, then the part beyond the window.</summary>
        private static bool Trim(ControlBlock tcb, ArrivingSegment segment, int ahead, int receiveWindow)
        {
            if (ahead < 0)
            {
                if ((segment.Control & (TcpHeader.Syn | TcpHeader.Rst)) != 0)
                {
                    // RFC 5961 §4.2: a SYN is challenged, whatever its number. §3.2: an RST before the window is ignored.
                    AnswerUnacceptable(tcb, segment, 0);
                    return false;
                }

                Reassembly.NoteDuplicate(tcb, segment.Sequence, tcb.RcvNxt);
                segment.TextOffset -= ahead;
                segment.TextLength += ahead;
                segment.TextSequence = tcb.RcvNxt;
                ahead = 0;
                tcb.Flags |= ConnectionFlag.AckNow;
            }

            int excess = ahead + segment.TextLength - receiveWindow;
            if (excess > 0)
            {
                segment.TextLength -= excess;
                segment.Control &= ~TcpHeader.Fin;
                tcb.Flags |= ConnectionFlag.AckNow;
            }

            return true;
        }

        /// <summary>A keep-alive probe (§3.8.4) shows that the other end is there. Any other segment out of the window may be forged.</summary>
        private static void NoteKeepAlive(ControlBlock tcb, ArrivingSegment segment, int ahead)
        {
            if (ahead == -1 && segment.TextLength <= 1 && (segment.Control & ~TcpHeader.Psh) == TcpHeader.Ack
                && segment.Acknowledgment - tcb.SndUna <= tcb.SndNxt - tcb.SndUna)
            {
                SlowTimers.IsHeard(tcb);
            }
        }

        /// <summary>An ACK. Answers to empty segments might be answered for ever, so their number is limited.</summary>
        private static void AnswerUnacceptable(ControlBlock tcb, ArrivingSegment segment, int length)
        {
            tcb.Count(TcpCounter.Unacceptable);
            if ((segment.Control & TcpHeader.Rst) != 0)
            {
                return;
            }

            if (length == 0)
            {
                Sending.SendChallengeAck(tcb);
                return;
            }

            // Text beyond the window was never taken, so it did not come twice.
            uint end = segment.Sequence + (uint)segment.TextLength;
            Reassembly.NoteDuplicate(tcb, segment.Sequence, (int)(end - tcb.RcvNxt) > 0 ? tcb.RcvNxt : end);
            tcb.Flags |= ConnectionFlag.AckNow;
            Sending.Flush(tcb);
        }

        /// <summary>An RST counts exactly at RCV.NXT, otherwise it may be forged (RFC 5961 §3.2).</summary>
        private static void ResetArrives(ControlBlock tcb, ArrivingSegment segment)
        {
            if (segment.Sequence != tcb.RcvNxt)
            {
                Sending.SendChallengeAck(tcb);
                return;
            }

            tcb.Count(TcpCounter.ResetsReceived);
            tcb.Fail(tcb.State == TcpState.SynReceived ? SocketError.ConnectionRefused : SocketError.ConnectionReset);
        }

        private static bool CheckAck(ControlBlock tcb, ArrivingSegment segment)
        {
            if ((segment.Control & TcpHeader.Ack) == 0)
            {
                tcb.Count(TcpCounter.AckUnacceptable);
                return false;
            }

            return (tcb.State != TcpState.SynReceived || Handshake.AckArrives(tcb, segment)) && Acknowledgment.Arrives(tcb, segment);
        }

        /// <summary>Sends what an accepted segment calls for.</summary>
        private static void Answer(ControlBlock tcb)
        {
            if (tcb.State == TcpState.FinWait2 && (tcb.Flags & ConnectionFlag.Orphan) != 0)
            {
                tcb.LeaveInFinWait2();
                return;
            }

            int due = tcb.Flags & (ConnectionFlag.AckNow | ConnectionFlag.OutOfOrder | ConnectionFlag.DuplicateText);
            if (due == ConnectionFlag.AckNow)
            {
                // This comes after everything that has arrived with it (MUST-59).
                tcb.Transport.QueueOutput(tcb);
            }
            else if (due != 0 || tcb.State != TcpState.FinWait2)
            {
                // In FIN-WAIT-2 there is nothing else to send.
                Sending.Flush(tcb);
            }
        }
    }
}
