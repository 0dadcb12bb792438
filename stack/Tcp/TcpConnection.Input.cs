// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Ip;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    // SEGMENT ARRIVES (RFC 9293 §3.10.7), in its order of checks.
    public sealed partial class TcpConnection
    {
        /// <summary>A segment for this connection, its checksum right and its header whole.</summary>
        internal void SegmentArrives(byte[] data, int offset, int headerLength, int length)
        {
            uint sequence = (uint)((data[offset + 4] << 24) | (data[offset + 5] << 16) | (data[offset + 6] << 8) | data[offset + 7]);
            uint acknowledgment = (uint)((data[offset + 8] << 24) | (data[offset + 9] << 16) | (data[offset + 10] << 8) | data[offset + 11]);
            int flags = data[offset + TcpHeader.Flags];
            int window = (data[offset + TcpHeader.Window] << 8) | data[offset + TcpHeader.Window + 1];
            int text = offset + headerLength;
            length -= headerLength;

            if (State == TcpState.SynSent)
            {
                ArrivesInSynSent(sequence, acknowledgment, flags, window, TcpHeader.ReadMss(data, offset, headerLength));
                return;
            }

            if (State == TcpState.SynReceived && (flags & TcpHeader.Syn) != 0 && sequence == _irs && (flags & TcpHeader.Rst) == 0)
            {
                if ((flags & TcpHeader.Ack) == 0)
                {
                    // The SYN again: so our SYN,ACK was lost. Its timer would repeat it, but later.
                    RepeatSyn();
                    return;
                }

                // Figure 8, a simultaneous open: the SYN is known, its ACK is news. As if the SYN were trimmed.
                flags &= ~TcpHeader.Syn;
                sequence++;
                _ackNow = true;
            }

            // First, the sequence number. What counts is the window that was advertised.
            int segmentLength = length;
            if ((flags & (TcpHeader.Syn | TcpHeader.Fin)) != 0)
            {
                segmentLength += (flags & TcpHeader.Syn) >> 1;
                segmentLength += flags & TcpHeader.Fin;
            }

            int receiveWindow = (int)(_rcvAdv - _rcvNxt);
            int ahead = (int)(sequence - _rcvNxt);
            uint arrived = sequence;
            if (ahead != 0 || segmentLength > receiveWindow)
            {
                // A bare ACK at the right edge is the one exception: that is where those of an end stand that has filled the window and
                // lost some of it on the way, and without them what this end has sent would be sent again for nothing.
                bool edge = ahead == receiveWindow && segmentLength == 0 && (flags & TcpHeader.Rst) == 0 && State != TcpState.SynReceived;
                if (!edge && !IsAcceptable(ahead, segmentLength, receiveWindow))
                {
                    if (ahead == 0 && receiveWindow == 0)
                    {
                        // A probe of our closed window: its text is not taken, its ACK and RST are (§3.10.7.4). A FIN alone is
                        // taken too: it needs no room.
                        flags &= length > 0 ? ~(TcpHeader.Fin | TcpHeader.Syn) : ~TcpHeader.Syn;
                        length = 0;
                        _ackNow = true;
                    }
                    else
                    {
                        _stack.Counters.Add(Counter.TcpUnacceptable);
                        if ((flags & TcpHeader.Rst) == 0)
                        {
                            _ackNow = true;
                            Transmit();
                        }

                        return;
                    }
                }

                // Tailor the segment to the window: first what is old, then what is too much.
                if (ahead < 0)
                {
                    int old = -ahead;
                    if ((flags & TcpHeader.Syn) != 0)
                    {
                        flags &= ~TcpHeader.Syn;
                        old--;
                    }

                    text += old;
                    length -= old;
                    sequence = _rcvNxt;
                    ahead = 0;
                    _ackNow = true;
                }

                int excess = ahead + length - receiveWindow;
                if (excess > 0)
                {
                    length -= excess;
                    flags &= ~TcpHeader.Fin;
                }
            }

            // Second, RST: exactly at RCV.NXT, otherwise it may be forged.
            if ((flags & TcpHeader.Rst) != 0)
            {
                if (arrived == _rcvNxt)
                {
                    ObeyReset();
                }
                else
                {
                    SendChallengeAck();
                }

                return;
            }

            // Fourth, SYN.
            if ((flags & TcpHeader.Syn) != 0)
            {
                if (State == TcpState.SynReceived && !_active)
                {
                    Fail(SocketError.ConnectionReset);
                }
                else
                {
                    SendChallengeAck();
                }

                return;
            }

            // Fifth, ACK.
            if ((flags & TcpHeader.Ack) == 0)
            {
                _stack.Counters.Add(Counter.TcpAckUnacceptable);
                return;
            }

            if (State == TcpState.SynReceived)
            {
                if ((int)(acknowledgment - _sndUna) <= 0 || (int)(acknowledgment - _sndNxt) > 0)
                {
                    _stack.Counters.Add(Counter.TcpAckUnacceptable);
                    _transport.SendReset(Peer!, LocalPort, RemotePort, acknowledgment, 0, TcpHeader.Rst);
                    return;
                }

                AcknowledgeSyn();
                SetSendWindow(window, sequence, acknowledgment);
                Establish();
            }

            if (!AcknowledgmentArrives(sequence, acknowledgment, window))
            {
                return;
            }

            // Seventh, the text.
            if (length > 0 && !TextArrives(data, text, length, ahead))
            {
                return;
            }

            // Eighth, FIN.
            if ((flags & TcpHeader.Fin) != 0)
            {
                if (sequence + (uint)length == _rcvNxt)
                {
                    FinArrives();
                    if (Peer == null || State == TcpState.TimeWait)
                    {
                        return;
                    }
                }
                else
                {
                    _ackNow = true;
                }
            }

            Transmit();
        }

        private static bool IsAcceptable(int ahead, int segmentLength, int receiveWindow)
        {
            // RFC 9293, table 6. A window of 0 takes an empty segment at RCV.NXT and nothing else.
            if (ahead >= 0)
            {
                return ahead < receiveWindow || (ahead == 0 && segmentLength == 0);
            }

            return ahead + segmentLength > 0 && receiveWindow > 0;
        }

        /// <summary>SYN-SENT (§3.10.7.3).</summary>
        private void ArrivesInSynSent(uint sequence, uint acknowledgment, int flags, int window, int mss)
        {
            bool acknowledged = (flags & TcpHeader.Ack) != 0;
            if (acknowledged && ((int)(acknowledgment - _iss) <= 0 || (int)(acknowledgment - _sndNxt) > 0))
            {
                _stack.Counters.Add(Counter.TcpAckUnacceptable);
                if ((flags & TcpHeader.Rst) == 0)
                {
                    _transport.SendReset(Peer!, LocalPort, RemotePort, acknowledgment, 0, TcpHeader.Rst);
                }

                return;
            }

            if ((flags & TcpHeader.Rst) != 0)
            {
                if (acknowledged)
                {
                    _stack.Counters.Add(Counter.TcpResetsReceived);
                    Fail(SocketError.ConnectionRefused);
                }

                return;
            }

            if ((flags & TcpHeader.Syn) == 0)
            {
                return;
            }

            AcceptSyn(sequence, mss, window);
            if (acknowledged)
            {
                AcknowledgeSyn();
                SetSendWindow(window, sequence, acknowledgment);
                _ackNow = true;
                Establish();
            }
            else
            {
                // Both ends opened at once (figure 8): the same SYN again, now with an ACK.
                State = TcpState.SynReceived;
                _cursor = _iss;
            }

            Transmit();
        }

        private void ObeyReset()
        {
            _stack.Counters.Add(Counter.TcpResetsReceived);
            switch (State)
            {
                case TcpState.SynReceived:
                    Fail(SocketError.ConnectionRefused);
                    break;
                case TcpState.Closing:
                case TcpState.LastAck:
                    Fail(SocketError.Success);
                    break;
                default:
                    Fail(SocketError.ConnectionReset);
                    break;
            }
        }

        /// <summary>False when the segment is done with: the acknowledgment is of no use, or was the last one.</summary>
        private bool AcknowledgmentArrives(uint sequence, uint acknowledgment, int window)
        {
            int acked = (int)(acknowledgment - _sndUna);
            if ((int)(acknowledgment - _sndNxt) > 0 || acked < -_maxSndWnd)
            {
                // Something never sent, or so old that it must be a guess (RFC 5961 §5.2).
                _stack.Counters.Add(Counter.TcpAckUnacceptable);
                _ackNow = true;
                Transmit();
                return false;
            }

            if (acked < 0)
            {
                return true;
            }

            if (acked > 0)
            {
                TakeAcknowledgment(acknowledgment);
            }

            // The window: not from a segment older than the last one that set it.
            int newer = (int)(sequence - _sndWl1);
            if (newer > 0 || (newer == 0 && (int)(acknowledgment - _sndWl2) >= 0))
            {
                if (_sndWnd == 0 && window > 0)
                {
                    WindowOpened();
                }

                SetSendWindow(window, sequence, acknowledgment);
            }

            if (_sndWnd == 0)
            {
                // A closed window may stay closed for ever, as long as somebody says so (RFC 9293 §3.8.6.1, MUST-37).
                _retransmits = 0;
            }

            if (acked > 0 && _finSent && (int)(acknowledgment - _finSequence) > 0)
            {
                switch (State)
                {
                    case TcpState.FinWait1:
                        State = TcpState.FinWait2;
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

        /// <summary>False when the segment is done with.</summary>
        private bool TextArrives(byte[] data, int text, int length, int ahead)
        {
            if (State != TcpState.Established && State != TcpState.FinWait1 && State != TcpState.FinWait2)
            {
                return true;
            }

            if (ahead != 0)
            {
                // Not the next in line: say at once what is missing (RFC 5681 §4.2).
                _stack.Counters.Add(Counter.TcpOutOfOrder);
                _ackNow = true;
                return true;
            }

            if (!_owned)
            {
                _stack.Counters.Add(Counter.TcpDataAfterClose);
                if (State == TcpState.FinWait2)
                {
                    // All we had to say is delivered: tell the other end that nobody listens (RFC 9293 §3.6, RFC 1122 §4.2.2.13).
                    SendReset();
                    Fail(SocketError.Success);
                    return false;
                }
            }
            else if (!_receiveShutdown)
            {
                _receiveBuffer.Write(data, text, length);
            }

            _rcvNxt += (uint)length;
            AcknowledgeText();
            return true;
        }

        private void FinArrives()
        {
            if (_rcvNxt++ == _rcvAdv)
            {
                // At the edge of the window: the edge moves with it.
                _rcvAdv = _rcvNxt;
            }

            _ackNow = true;
            switch (State)
            {
                case TcpState.Established:
                    State = TcpState.CloseWait;
                    break;
                case TcpState.FinWait1:
                    // Had our FIN been acknowledged with this segment, this would be FIN-WAIT-2 by now.
                    State = TcpState.Closing;
                    break;
                case TcpState.FinWait2:
                    Transmit();
                    EnterTimeWait();
                    break;
            }
        }
    }
}
