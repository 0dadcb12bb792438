// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    // What leaves: text, FIN and acknowledgments, as far as the windows and the link allow.
    internal sealed partial class ControlBlock
    {
        /// <summary>Without these an acknowledgment is a header and nothing else, when nothing is to be sent or in flight.</summary>
        private const int UnusualAck = Mark.FinQueued | Mark.OutOfOrder | Mark.DuplicateText | Mark.Timestamps | Mark.UrgentOut;

        /// <summary>Sends all that may be sent now.</summary>
        internal void Transmit()
        {
            if (_sendCount == 0 && _state == TcpState.Established && (Marks & (Mark.AckNow | UnusualAck)) == Mark.AckNow)
            {
                if (!_stack.Controller.CanTransmit())
                {
                    WaitForLink();
                    return;
                }

                if (EthernetLink.MayOffload)
                {
                    _stack.TransmitFrame.SegmentSize = 0;
                }

                // Emit, in line: most acknowledgments are nothing but that.
                int word = (TcpHeader.MinLength << 26) | (TcpHeader.Ack << 16) | NextWindow();
                Marks &= ~Mark.AckNow;
                _ackAt = 0;
                _transport.SendSegment(Peer!, Ports, _sndNxt, _rcvNxt, word, TcpHeader.MinLength);
                return;
            }

            if ((uint)(_state - TcpState.Established) > TcpState.LastAck - TcpState.Established)
            {
                if (_state == TcpState.SynSent || _state == TcpState.SynReceived)
                {
                    TransmitSyn();
                }

                return;
            }

            // What is missing goes on a segment without text: its options have room for it.
            if ((Marks & (Mark.OutOfOrder | Mark.DuplicateText)) != 0 && (Marks & Mark.AckNow) != 0 && !SendAck())
            {
                return;
            }

            if (_congestionWindow > SmallestRestart && _sndUna == _sndNxt && (uint)((int)_stack.Now - _words[Word.HeardAt]) > (uint)_rto)
            {
                // After a pause the path is not what it was (RFC 5681 §4.1).
                SetCongestionWindow(InitialSegments * _sndMss);
            }

            // A FIN that has been sent is sent again only when something is lost.
            if ((_sendCount > (int)(_cursor - _sndUna) || (Marks & Mark.Lossy) != 0 || (Marks & (Mark.FinQueued | Mark.FinSent)) == Mark.FinQueued)
                && !TransmitText())
            {
                WaitForLink();
                return;
            }

            if ((Marks & Mark.AckNow) != 0)
            {
                SendAck();
            }

            if (_retransmitAt == 0 && (_sendCount > 0 || (Marks & (Mark.FinQueued | Mark.FinSent)) == Mark.FinQueued))
            {
                // Something waits for the window to open, and nothing in flight would tell us: §3.8.6.1.
                StartProbeTimer();
            }
        }

        /// <summary>Sends text and FIN. False when the link is busy.</summary>
        private bool TransmitText()
        {
            while (true)
            {
                int inFlight = (int)(_cursor - _sndUna);
                int room = _congestionWindow - inFlight;
                if ((Marks & Mark.Lossy) != 0)
                {
                    uint hole = NextLost();
                    if (hole != _sndNxt)
                    {
                        if (!_stack.Controller.CanTransmit())
                        {
                            return false;
                        }

                        SendAgain(hole);
                        continue;
                    }

                    inFlight = (int)(_cursor - _sndUna);
                    room = LossyRoom(inFlight);
                }

                int open = _sndWnd - inFlight;
                int queued = _sendCount - inFlight;
                int length = queued < room ? queued : room;
                length = length < open ? length : open;
                int mss = _sndMss;
                length = EthernetLink.MayOffload || length < mss ? NextLength(length, queued) : mss;
                bool fin = (Marks & Mark.FinQueued) != 0 && length == queued && FinMayFollow(inFlight + length);
                if (length <= 0 && !fin)
                {
                    return true;
                }

                if (!_stack.Controller.CanTransmit())
                {
                    return false;
                }

                SendText(length, fin, length == queued);
                if (fin || (length == queued && (Marks & (Mark.Lossy | Mark.FinQueued)) == 0))
                {
                    return true;
                }
            }
        }

        /// <summary>
        /// How much text may leave in one segment now, when what is queued and both windows allow less than a full one, or the link more; 0: none, or
        /// only a FIN.
        /// </summary>
        private int NextLength(int length, int queued)
        {
            int mss = _sndMss;
            if (EthernetLink.MayOffload && length >= mss)
            {
                // The urgent pointer counts from each segment, and who cuts does not know that.
                int most = (Marks & Mark.UrgentOut) == 0 ? mss * _transport.SegmentsAtOnce : mss;
                length = length < most ? length : most;

                // A link that cuts segments gets whole ones, and what remains only if it might leave by itself.
                int rest = length > mss ? length % mss : 0;
                return rest > 0 && (length < queued || MustWait()) ? length - rest : length;
            }

            if (length <= 0)
            {
                return length < 0 && queued <= 0 ? queued : 0;
            }

            if ((Marks & Mark.GoneBack) != 0)
            {
                // It went out like that before.
                return length;
            }

            // Less than all and less than a full segment only if it fills half of the other end's buffer (RFC 9293 §3.8.6.2.1).
            bool worthwhile = length < queued ? length * 2 >= _words[Word.MaxSndWnd] : !MustWait();
            return worthwhile ? length : 0;
        }

        /// <summary>
        /// Whether a short segment that holds all that is queued waits for more: the application's wish, or Nagle's algorithm (RFC 9293 §3.7.4) in
        /// Minshall's form, in which only a short segment on its way holds up the next one, so that the end of a long answer does not wait.
        /// </summary>
        private bool MustWait()
        {
            return (Marks & (Mark.FinQueued | Mark.UrgentOut)) == 0
                && ((Marks & Mark.Cork) != 0 || (!_options.NoDelay && (int)((uint)_words[Word.SmallEnd] - _sndUna) > 0));
        }

        /// <summary>Whether the FIN goes with text that ends so many bytes behind SND.UNA: it needs room, and is sent once, but for going back.</summary>
        private bool FinMayFollow(int end)
        {
            return _sndWnd > end
                && ((Marks & Mark.FinSent) == 0 || ((Marks & Mark.Recovering) == 0 && (int)(_cursor - (uint)_words[Word.FinSequence]) <= 0));
        }

        /// <summary>Sends text from the cursor on, and FIN with or without it.</summary>
        private void SendText(int length, bool fin, bool push)
        {
            uint sequence = _cursor;
            int control = push && length > 0 ? TcpHeader.Ack | TcpHeader.Psh : TcpHeader.Ack;
            uint end = sequence + (uint)length;
            if (fin)
            {
                control |= TcpHeader.Fin;
                Marks |= Mark.FinSent;
                _words[Word.FinSequence] = (int)end;
                end++;
            }

            if (sequence == _sndNxt)
            {
                int[] words = _words;
                if ((int)((uint)words[Word.MeasuredSequence] - _sndUna) <= 0)
                {
                    words[Word.MeasuredSequence] = (int)end;
                    words[Word.MeasuredAt] = (int)_stack.Now;
                    if (sequence == _sndUna)
                    {
                        // It may have waited for the link, and the timer with it: that counts from when the first in line leaves.
                        _retransmitAt = 0;
                    }
                }

                if (length < _sndMss)
                {
                    words[Word.SmallEnd] = (int)end;
                }

                _sndNxt = end;
            }
            else
            {
                CountResent();
                if (sequence == _sndUna)
                {
                    _retransmitAt = 0;
                }

                if ((int)(end - _sndNxt) >= 0)
                {
                    _sndNxt = end;
                    Marks &= ~Mark.GoneBack;
                }
            }

            _cursor = end;

            if (_retransmitAt == 0)
            {
                StartRetransmitTimer();
            }

            EmitText(control, sequence, length);
        }

        /// <summary>Sends text of the buffer.</summary>
        private void EmitText(int control, uint sequence, int length)
        {
            int headerLength = (Marks & Mark.Timestamps) == 0 ? TcpHeader.MinLength : HeaderLength();
#if !NANOFRAMEWORK_1_0
            if (length > _sndMss && _stack.Controller.Text is RingText text)
            {
                text.Ring = _sendBuffer;
                text.Offset = (_sendHead + (int)(sequence - _sndUna)) % _sendBuffer.Length;
                text.Length = length;
                Emit(control, sequence, headerLength, length);
                return;
            }

#endif
            if (length > 0)
            {
                byte[] ring = _sendBuffer;
                byte[] frame = _stack.TransmitFrame.Data;
                int position = _sendHead + (int)(sequence - _sndUna);
                if (position + length <= ring.Length)
                {
                    Array.Copy(ring, position, frame, NetworkStack.PayloadOffset + headerLength, length);
                }
                else
                {
                    Ring.Read(ring, position, frame, NetworkStack.PayloadOffset + headerLength, length);
                }
            }

            Emit(control, sequence, headerLength, length);
        }

        /// <summary>Sends an acknowledgment, with what is missing or came twice if anything is. False when the link is busy.</summary>
        private bool SendAck()
        {
            if (!_stack.Controller.CanTransmit())
            {
                WaitForLink();
                return false;
            }

            int headerLength = TcpHeader.MinLength;
            if ((Marks & (Mark.Timestamps | Mark.OutOfOrder | Mark.DuplicateText)) != 0)
            {
                headerLength = HeaderLength();

                // What came with a SYN waits in SYN-RECEIVED, but not behind a hole.
                if ((Marks & Mark.Sack) != 0 && (Marks & (Mark.OutOfOrder | Mark.DuplicateText)) != 0 && _state != TcpState.SynReceived)
                {
                    headerLength += WriteSack(NetworkStack.PayloadOffset + headerLength);
                }
            }

            Emit(TcpHeader.Ack, _sndNxt == _sndUna ? _sndNxt : AcceptableSequence(), headerLength, 0);
            return true;
        }

        /// <summary>RFC 5961: what may be forged is answered with the truth, and obeyed only if it comes again in the right form.</summary>
        private void SendChallengeAck()
        {
            if (_transport.MayChallenge())
            {
                Marks |= Mark.AckNow;
                Transmit();
            }
        }

        private void SendReset()
        {
            if (!_stack.Controller.CanTransmit())
            {
                // Lost: the other end gets one for its next segment.
                Count(Counter.LinkBusy);
                return;
            }

            Count(Counter.TcpResetsSent);
            Emit(TcpHeader.Rst | TcpHeader.Ack, AcceptableSequence(), HeaderLength(), 0);
        }

        /// <summary>
        /// SND.NXT, or the right edge of the window when a probe, or a window that shrank, has put SND.NXT beyond it: the other end
        /// would not look at what stands there.
        /// </summary>
        private uint AcceptableSequence()
        {
            uint edge = _sndUna + (uint)_sndWnd;
            return (int)(_sndNxt - edge) > 0 ? edge : _sndNxt;
        }

        private void WaitForLink()
        {
            if (_retransmitAt == 0 && (_sendCount > 0 || _sndUna != _sndNxt || (Marks & (Mark.FinQueued | Mark.FinSent)) == Mark.FinQueued))
            {
                // On a link that never takes anything the connection ends all the same.
                StartProbeTimer();
            }

            _transport.QueueOutput(this);
        }

        /// <summary>
        /// After reading, when no acknowledgment is due anyway: tells the other end that the window can open. One that is about to close opens as soon
        /// as it may; a wide one waits for half of the buffer, because the next acknowledgment will tell as well.
        /// </summary>
        private void UpdateWindow()
        {
            int window = (int)(_rcvAdv - _rcvNxt);
            int half = _words[Word.ReceiveLimit] >> 1;
            if (window > half && window >= 2 * _sndMss)
            {
                return;
            }

            int free = LargestWindow(_words[Word.ReceiveLimit] - _receiveCount);
            int step = window < 2 * _sndMss ? WindowStep() : half;
            if (free - window >= step)
            {
                Marks |= Mark.AckNow;
                _transport.QueueOutput(this);
            }
        }

        /// <summary>What there is room for, as far as a window can say it.</summary>
        private int LargestWindow(int free)
        {
            int scale = Marks >> Mark.ReceiveScaleShift & 15;
            return scale > 0 ? free & (-1 << scale) : free > 65535 ? 65535 : free;
        }

        private int WindowStep()
        {
            int half = _words[Word.ReceiveLimit] >> 1;
            return half < _sndMss ? half : _sndMss;
        }

        private void SetSendWindow(int window, uint sequence)
        {
            _sndWnd = window;
            int[] words = _words;
            words[Word.SndWl1] = (int)sequence;
            if (window > words[Word.MaxSndWnd])
            {
                words[Word.MaxSndWnd] = window;
            }
        }
    }
}
