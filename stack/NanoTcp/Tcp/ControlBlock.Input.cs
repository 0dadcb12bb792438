// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    // SEGMENT ARRIVES (RFC 9293 §3.10.7), in its order of checks.
    internal sealed partial class ControlBlock
    {
        private const int TimestampLifetime = 24 * 24 * 3600 * 1000;

        /// <summary>A segment for this connection, its checksum right and its header whole, that needs all the checks.</summary>
        /// <param name="data">The frame.</param>
        /// <param name="offset">Where the header stands.</param>
        /// <param name="headerLength">Bytes of it.</param>
        /// <param name="length">Bytes of the segment.</param>
        /// <param name="first">The first eight bytes of the header as BitConverter reads them: ports and sequence number.</param>
        /// <param name="second">The second eight bytes: acknowledgment number, data offset, flags and window.</param>
        internal void SegmentArrives(byte[] data, int offset, int headerLength, int length, ulong first, ulong second)
        {
            uint sequence = BigEndian.Swap((uint)(first >> 32));
            uint acknowledgment = BigEndian.Swap((uint)second);
            int control = (int)(second >> 40) & 0xFF;
            int window = (int)((second >> 40 & 0xFF00) | (second >> 56)) << (Marks & Mark.SendScale);
            length -= headerLength;
            TcpTransport transport = _transport;
            int[] words = _words;
            TcpOptionList options = transport.Received;
            transport.ReceivedData = data;
            if (headerLength > TcpHeader.MinLength || _state < TcpState.Established)
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
            if (_state < TcpState.Established)
            {
                if (_state == TcpState.SynSent)
                {
                    ArrivesInSynSent(data, text, length, sequence, acknowledgment, control, window);
                    return;
                }

                if ((control & (TcpHeader.Syn | TcpHeader.Rst)) == TcpHeader.Syn && sequence == (uint)words[Word.Irs])
                {
                    if ((control & TcpHeader.Ack) == 0)
                    {
                        // The SYN again: so our SYN,ACK was lost. Its timer would repeat it, but later.
                        RepeatSyn();
                        return;
                    }

                    // Figure 8, a simultaneous open: the SYN is known, its ACK is news. As if the SYN were trimmed.
                    control &= ~TcpHeader.Syn;
                    sequence++;

                    // RFC 7323 §2.2: the window of a SYN is not scaled.
                    window >>= Marks & Mark.SendScale;
                    Marks |= Mark.AckNow;
                }
            }

            if ((Marks & Mark.Timestamps) != 0 && (control & TcpHeader.Rst) == 0)
            {
                if (!options.HasTimestamps)
                {
                    // RFC 7323 §3.2: agreed on, so a segment without is none of this connection's.
                    Count(Counter.TcpTimestampMissing);
                    return;
                }

                // PAWS (§5.3). A TS.Recent of 24 days ago says nothing any more (§5.5): the clock may have gone around.
                if ((int)(options.TimestampValue - (uint)words[Word.TimestampRecent]) < 0
                    && (uint)((int)_stack.Now - words[Word.HeardAt]) <= TimestampLifetime)
                {
                    Count(Counter.TcpTimestampOld);
                    SendChallengeAck();
                    return;
                }
            }

            // First, the sequence number. What counts is the window that was advertised.
            int segmentLength = length + ((control & TcpHeader.Syn) >> 1) + (control & TcpHeader.Fin);
            int receiveWindow = (int)(_rcvAdv - _rcvNxt);
            int ahead = (int)(sequence - _rcvNxt);
            uint arrived = sequence;
            if (ahead != 0 || segmentLength > receiveWindow)
            {
                // A bare ACK at the right edge is the one exception: that is where those of an end stand that has filled the window and
                // lost some of it on the way, and without them what this end has sent would be sent again for nothing.
                bool edge = ahead == receiveWindow && segmentLength == 0 && (control & (TcpHeader.Rst | TcpHeader.Ack)) == TcpHeader.Ack
                    && _state != TcpState.SynReceived;
                if (!edge && !IsAcceptable(ahead, segmentLength, receiveWindow))
                {
                    bool probes = ahead == 0 && receiveWindow == 0
                        && ((control & TcpHeader.Rst) != 0 || (control & (TcpHeader.Ack | TcpHeader.Syn)) == TcpHeader.Ack);
                    if (!probes)
                    {
                        if (ahead == -1 && length <= 1 && (control & ~TcpHeader.Psh) == TcpHeader.Ack && acknowledgment - _sndUna <= _sndNxt - _sndUna)
                        {
                            // A keep-alive probe (§3.8.4): the other end is there. What else is out of the window may be anybody's.
                            words[Word.HeardAt] = (int)_stack.Now;
                        }

                        AnswerUnacceptable(control, sequence, length);
                        return;
                    }

                    // A probe of our closed window: its text is not taken, its ACK and RST are (§3.10.7.4). A FIN alone is
                    // taken too: it needs no room.
                    control &= length > 0 ? ~TcpHeader.Fin : ~0;
                    length = 0;
                    Marks |= Mark.AckNow;
                }

                // Tailor the segment to the window: first what is old, then what is too much.
                if (ahead < 0)
                {
                    int old = -ahead;
                    if ((control & (TcpHeader.Syn | TcpHeader.Rst)) != 0)
                    {
                        // RFC 5961 §4.2: a SYN is challenged wherever it stands; §3.2: an RST before the window is none.
                        AnswerUnacceptable(control & ~TcpHeader.Fin, sequence, 0);
                        return;
                    }

                    NoteDuplicate(_rcvNxt - (uint)old, _rcvNxt);
                    text += old;
                    length -= old;
                    sequence = _rcvNxt;
                    ahead = 0;
                    Marks |= Mark.AckNow;
                }

                int excess = ahead + length - receiveWindow;
                if (excess > 0)
                {
                    length -= excess;
                    control &= ~TcpHeader.Fin;
                    Marks |= Mark.AckNow;
                }
            }

            // Second, RST: exactly at RCV.NXT, otherwise it may be forged.
            if ((control & TcpHeader.Rst) != 0)
            {
                if (arrived == _rcvNxt)
                {
                    Count(Counter.TcpResetsReceived);
                    Fail(_state == TcpState.SynReceived ? SocketError.ConnectionRefused : SocketError.ConnectionReset);
                }
                else
                {
                    SendChallengeAck();
                }

                return;
            }

            if ((Marks & Mark.Timestamps) != 0 && (int)(arrived - (uint)words[Word.LastAckSent]) <= 0)
            {
                // RFC 7323 §4.3 (2): the one that the next acknowledgment answers.
                words[Word.TimestampRecent] = (int)options.TimestampValue;
            }

            // Fourth, SYN.
            if ((control & TcpHeader.Syn) != 0)
            {
                SendChallengeAck();
                return;
            }

            // Fifth, ACK.
            if ((control & TcpHeader.Ack) == 0)
            {
                Count(Counter.TcpAckUnacceptable);
                return;
            }

            if (_state == TcpState.SynReceived)
            {
                if ((int)(acknowledgment - _sndUna) <= 0 || (int)(acknowledgment - _sndNxt) > 0)
                {
                    Count(Counter.TcpAckUnacceptable);
                    transport.SendReset(Peer!, Ports, acknowledgment, 0, TcpHeader.Rst);
                    return;
                }

                AckSyn();
                SetSendWindow(window, sequence);
                Establish();
                if ((Marks & Mark.OutOfOrder) != 0)
                {
                    // What came with the SYN.
                    JoinOutOfOrder();
                    AckText(0);
                    ahead = (int)(sequence - _rcvNxt);
                    if (ahead < 0)
                    {
                        text -= ahead;
                        length += ahead;
                        sequence = _rcvNxt;
                        ahead = 0;
                    }
                }
            }

            if (!AckArrives(sequence, acknowledgment, window, length + (control & TcpHeader.Fin)))
            {
                return;
            }

            if ((control & TcpHeader.Urg) != 0)
            {
                // Sixth: the pointer counts to the last urgent byte (§3.8.5, RFC 6093).
                uint behind = arrived + (uint)BigEndian.ReadUInt16(data, offset + TcpHeader.UrgentPointer) + 1;
                if ((int)(behind - _rcvNxt) > 0 && ((Marks & Mark.UrgentIn) == 0 || (int)(behind - (uint)words[Word.RcvUp]) > 0))
                {
                    Marks |= Mark.UrgentIn;
                    words[Word.RcvUp] = (int)behind;
                }
            }

            // Seventh, the text.
            if (length > 0 && !TextArrives(data, text, length, sequence, ahead, acknowledgment))
            {
                return;
            }

            // Eighth, FIN.
            if (((control & TcpHeader.Fin) != 0 || (Marks & Mark.EarlyFin) != 0) && !FinArrives(control, sequence + (uint)length))
            {
                return;
            }

            if (_state == TcpState.FinWait2 && (Marks & Mark.Orphan) != 0)
            {
                LeaveInFinWait2();
                return;
            }

            int due = Marks & (Mark.AckNow | Mark.OutOfOrder | Mark.DuplicateText);
            if (due == Mark.AckNow)
            {
                // After everything that has arrived with it (MUST-59).
                transport.QueueOutput(this);
            }
            else if (due != 0 || _state != TcpState.FinWait2)
            {
                // In FIN-WAIT-2 there is nothing else to send.
                Transmit();
            }
        }

        /// <summary>§3.10.7.4, first: an ACK. One that answers what is empty might be answered for ever, so there are not many of those.</summary>
        private void AnswerUnacceptable(int control, uint sequence, int length)
        {
            Count(Counter.TcpUnacceptable);
            if ((control & TcpHeader.Rst) != 0)
            {
                return;
            }

            if (length == 0 && (control & TcpHeader.Fin) == 0)
            {
                SendChallengeAck();
                return;
            }

            // What lies beyond the window did not come twice, it was never taken.
            uint end = sequence + (uint)length;
            NoteDuplicate(sequence, (int)(end - _rcvNxt) > 0 ? _rcvNxt : end);
            Marks |= Mark.AckNow;
            Transmit();
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

        /// <summary>False when the segment is done with: the acknowledgment is of no use, or was the last one.</summary>
        private bool AckArrives(uint sequence, uint acknowledgment, int window, int segmentLength)
        {
            int[] words = _words;
            int acked = (int)(acknowledgment - _sndUna);
            if ((int)(acknowledgment - _sndNxt) > 0 || acked < -words[Word.MaxSndWnd])
            {
                // Something never sent, or so old that it must be a guess (RFC 5961 §5.2).
                Count(Counter.TcpAckUnacceptable);
                SendChallengeAck();
                return false;
            }

            // Only who knows the numbers on both sides has been heard.
            words[Word.HeardAt] = (int)_stack.Now;
            if (acked < 0)
            {
                return true;
            }

            bool news = (Marks & Mark.Sack) != 0 && TakeSack();
            if (acked > 0)
            {
                TakeAck(acknowledgment);
            }
            else if (_sndNxt != _sndUna && window > 0 && (news || (segmentLength == 0 && window == _sndWnd && (Marks & Mark.Sack) == 0)))
            {
                TakeDuplicateAck();
            }

            // The window: not from a segment older than the last one that set it (SND.WL1). One that acknowledges something is newer, even if its own
            // text has been sent before. What is predicted does not move SND.WL1 on, so one that is far off says nothing.
            if (acked > 0 || (uint)(words[Word.SndWl1] - (int)sequence - 1) >= 65535)
            {
                if (_sndWnd == 0 && window > 0 && (_cursor == _sndUna || (Marks & Mark.LeftAnew) == 0))
                {
                    // What probed the closed window is sent again, in full. So is what was in flight when it closed, but not each time that it opens.
                    if (_cursor != _sndUna)
                    {
                        Marks |= Mark.LeftAnew | Mark.Duplicates;
                    }

                    GoBack();
                    _retransmitAt = 0;
                    words[Word.ProbeInterval] = 0;
                    words[Word.Retransmits] = 0;
                }

                SetSendWindow(window, sequence);
            }

            if (_sndWnd == 0)
            {
                // A closed window may stay closed for ever, as long as somebody says so (RFC 9293 §3.8.6.1, MUST-37).
                words[Word.Retransmits] = 0;
            }

            if (acked > 0 && (Marks & Mark.FinSent) != 0 && (int)(acknowledgment - (uint)words[Word.FinSequence]) > 0)
            {
                switch (_state)
                {
                    case TcpState.FinWait1:
                        _state = TcpState.FinWait2;
                        break;
                    case TcpState.Closing:
                        EnterTimeWait();
                        return false;
                    case TcpState.LastAck:
                        Fail(SocketError.Success);
                        return false;
                }
            }

            return true;
        }
    }
}
