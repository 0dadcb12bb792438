// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>SEGMENT ARRIVES (RFC 9293 §3.10.7.4), in its order of checks.</summary>
    internal static class SegmentArrival
    {
        /// <summary>A segment for this connection, its checksum right and its header whole, that needs all the checks.</summary>
        /// <param name="tcb">The connection.</param>
        /// <param name="data">The frame.</param>
        /// <param name="offset">Where the header stands.</param>
        /// <param name="headerLength">Bytes of it.</param>
        /// <param name="length">Bytes of the segment.</param>
        /// <param name="first">The first eight bytes of the header as BitConverter reads them: ports and sequence number.</param>
        /// <param name="second">The second eight bytes: acknowledgment number, data offset, flags and window.</param>
        internal static void SegmentArrives(ControlBlock tcb, byte[] data, int offset, int headerLength, int length, ulong first, ulong second)
        {
            uint sequence = BigEndian.Swap((uint)(first >> 32));
            uint acknowledgment = BigEndian.Swap((uint)second);
            int control = (int)(second >> 40) & 0xFF;
            int window = (int)((second >> 40 & 0xFF00) | (second >> 56)) << (tcb.Marks & Mark.SendScale);
            length -= headerLength;
            TcpTransport transport = tcb.Transport;
            int[] words = tcb.Words;
            TcpOptionList options = transport.Received;
            transport.ReceivedData = data;
            if (headerLength > TcpHeader.MinLength || tcb.State < TcpState.Established)
            {
                options.Read(data, offset, headerLength);
            }
            else
            {
                // Nothing else is looked at.
                options.HasTimestamps = false;
                options.SackCount = 0;
            }

            int text = offset + headerLength;
            if (tcb.State < TcpState.Established)
            {
                if (tcb.State == TcpState.SynSent)
                {
                    Handshake.ArrivesInSynSent(tcb, data, text, length, sequence, acknowledgment, control, window);
                    return;
                }

                if ((control & (TcpHeader.Syn | TcpHeader.Rst)) == TcpHeader.Syn && sequence == (uint)words[Word.Irs])
                {
                    if ((control & TcpHeader.Ack) == 0)
                    {
                        // The SYN again: so our SYN,ACK was lost. Its timer would repeat it, but later.
                        Sending.RepeatSyn(tcb);
                        return;
                    }

                    // Figure 8, a simultaneous open: the SYN is known, its ACK is news. As if the SYN were trimmed.
                    control &= ~TcpHeader.Syn;
                    sequence++;

                    // RFC 7323 §2.2: the window of a SYN is not scaled.
                    window >>= tcb.Marks & Mark.SendScale;
                    tcb.Marks |= Mark.AckNow;
                }
            }

            if ((tcb.Marks & Mark.Timestamps) != 0 && (control & TcpHeader.Rst) == 0 && !Timestamps.Check(tcb, options))
            {
                return;
            }

            // First, the sequence number. What counts is the window that was advertised.
            int segmentLength = length + ((control & TcpHeader.Syn) >> 1) + (control & TcpHeader.Fin);
            int receiveWindow = (int)(tcb.RcvAdv - tcb.RcvNxt);
            int ahead = (int)(sequence - tcb.RcvNxt);
            uint arrived = sequence;
            if (ahead != 0 || segmentLength > receiveWindow)
            {
                // A bare ACK at the right edge is the one exception: that is where those of an end stand that has filled the window and
                // lost some of it on the way, and without them what this end has sent would be sent again for nothing.
                bool edge = ahead == receiveWindow && segmentLength == 0 && (control & (TcpHeader.Rst | TcpHeader.Ack)) == TcpHeader.Ack
                    && tcb.State != TcpState.SynReceived;
                if (!edge && !IsAcceptable(ahead, segmentLength, receiveWindow))
                {
                    bool probes = ahead == 0 && receiveWindow == 0
                        && ((control & TcpHeader.Rst) != 0 || (control & (TcpHeader.Ack | TcpHeader.Syn)) == TcpHeader.Ack);
                    if (!probes)
                    {
                        if (ahead == -1 && length <= 1 && (control & ~TcpHeader.Psh) == TcpHeader.Ack && acknowledgment - tcb.SndUna <= tcb.SndNxt - tcb.SndUna)
                        {
                            // A keep-alive probe (§3.8.4): the other end is there. What else is out of the window may be anybody's.
                            SlowTimers.IsHeard(tcb);
                        }

                        AnswerUnacceptable(tcb, control, sequence, length);
                        return;
                    }

                    // A probe of our closed window: its text is not taken, its ACK and RST are (§3.10.7.4). A FIN alone is
                    // taken too: it needs no room.
                    control &= length > 0 ? ~TcpHeader.Fin : ~0;
                    length = 0;
                    tcb.Marks |= Mark.AckNow;
                }

                // Tailor the segment to the window: first what is old, then what is too much.
                if (ahead < 0)
                {
                    int old = -ahead;
                    if ((control & (TcpHeader.Syn | TcpHeader.Rst)) != 0)
                    {
                        // RFC 5961 §4.2: a SYN is challenged wherever it stands; §3.2: an RST before the window is none.
                        AnswerUnacceptable(tcb, control & ~TcpHeader.Fin, sequence, 0);
                        return;
                    }

                    Reassembly.NoteDuplicate(tcb, tcb.RcvNxt - (uint)old, tcb.RcvNxt);
                    text += old;
                    length -= old;
                    sequence = tcb.RcvNxt;
                    ahead = 0;
                    tcb.Marks |= Mark.AckNow;
                }

                int excess = ahead + length - receiveWindow;
                if (excess > 0)
                {
                    length -= excess;
                    control &= ~TcpHeader.Fin;
                    tcb.Marks |= Mark.AckNow;
                }
            }

            // Second, RST: exactly at RCV.NXT, otherwise it may be forged.
            if ((control & TcpHeader.Rst) != 0)
            {
                if (arrived == tcb.RcvNxt)
                {
                    tcb.Count(TcpCounter.ResetsReceived);
                    tcb.Fail(tcb.State == TcpState.SynReceived ? SocketError.ConnectionRefused : SocketError.ConnectionReset);
                }
                else
                {
                    Sending.SendChallengeAck(tcb);
                }

                return;
            }

            if ((tcb.Marks & Mark.Timestamps) != 0)
            {
                Timestamps.Arrives(tcb, arrived, options.TimestampValue);
            }

            // Fourth, SYN.
            if ((control & TcpHeader.Syn) != 0)
            {
                Sending.SendChallengeAck(tcb);
                return;
            }

            // Fifth, ACK.
            if ((control & TcpHeader.Ack) == 0)
            {
                tcb.Count(TcpCounter.AckUnacceptable);
                return;
            }

            if (tcb.State == TcpState.SynReceived)
            {
                if ((int)(acknowledgment - tcb.SndUna) <= 0 || (int)(acknowledgment - tcb.SndNxt) > 0)
                {
                    tcb.Count(TcpCounter.AckUnacceptable);
                    transport.SendReset(tcb.Peer!, tcb.Ports, acknowledgment, 0, TcpHeader.Rst);
                    return;
                }

                Acknowledgment.SynIsAcked(tcb);
                Acknowledgment.SetSendWindow(tcb, window, sequence);
                Handshake.Establish(tcb);
                if ((tcb.Marks & Mark.OutOfOrder) != 0)
                {
                    // What came with the SYN.
                    Reassembly.Join(tcb);
                    DelayedAck.TextArrives(tcb, 0);
                    ahead = (int)(sequence - tcb.RcvNxt);
                    if (ahead < 0)
                    {
                        text -= ahead;
                        length += ahead;
                        sequence = tcb.RcvNxt;
                        ahead = 0;
                    }
                }
            }

            if (!Acknowledgment.Arrives(tcb, sequence, acknowledgment, window, length + (control & TcpHeader.Fin)))
            {
                return;
            }

            if ((control & TcpHeader.Urg) != 0)
            {
                // Sixth: the pointer counts to the last urgent byte (§3.8.5, RFC 6093).
                UrgentPointer.Arrives(tcb, arrived + (uint)BigEndian.ReadUInt16(data, offset + TcpHeader.UrgentPointer) + 1);
            }

            // Seventh, the text.
            if (length > 0 && !TextArrival.Arrives(tcb, data, text, length, sequence, ahead, acknowledgment))
            {
                return;
            }

            // Eighth, FIN.
            if (((control & TcpHeader.Fin) != 0 || (tcb.Marks & Mark.EarlyFin) != 0) && !TextArrival.FinArrives(tcb, control, sequence + (uint)length))
            {
                return;
            }

            if (tcb.State == TcpState.FinWait2 && (tcb.Marks & Mark.Orphan) != 0)
            {
                tcb.LeaveInFinWait2();
                return;
            }

            int due = tcb.Marks & (Mark.AckNow | Mark.OutOfOrder | Mark.DuplicateText);
            if (due == Mark.AckNow)
            {
                // After everything that has arrived with it (MUST-59).
                transport.QueueOutput(tcb);
            }
            else if (due != 0 || tcb.State != TcpState.FinWait2)
            {
                // In FIN-WAIT-2 there is nothing else to send.
                Sending.Flush(tcb);
            }
        }

        /// <summary>§3.10.7.4, first: an ACK. One that answers what is empty might be answered for ever, so there are not many of those.</summary>
        private static void AnswerUnacceptable(ControlBlock tcb, int control, uint sequence, int length)
        {
            tcb.Count(TcpCounter.Unacceptable);
            if ((control & TcpHeader.Rst) != 0)
            {
                return;
            }

            if (length == 0 && (control & TcpHeader.Fin) == 0)
            {
                Sending.SendChallengeAck(tcb);
                return;
            }

            // What lies beyond the window did not come twice, it was never taken.
            uint end = sequence + (uint)length;
            Reassembly.NoteDuplicate(tcb, sequence, (int)(end - tcb.RcvNxt) > 0 ? tcb.RcvNxt : end);
            tcb.Marks |= Mark.AckNow;
            Sending.Flush(tcb);
        }

        /// <summary>Whether a segment, so far ahead of RCV.NXT, has something inside the window.</summary>
        internal static bool IsAcceptable(int ahead, int segmentLength, int receiveWindow)
        {
            // RFC 9293, table 6. A window of 0 takes an empty segment at RCV.NXT and nothing else.
            if (ahead >= 0)
            {
                return ahead < receiveWindow || (ahead == 0 && segmentLength == 0);
            }

            return ahead + segmentLength > 0 && receiveWindow > 0;
        }
    }
}
