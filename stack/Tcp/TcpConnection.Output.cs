// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Ip;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    // What leaves: SYN, text, FIN and acknowledgments, as far as the windows and the link allow.
    public sealed partial class TcpConnection
    {
        /// <summary>A congestion window beyond the largest window that can be advertised need not grow.</summary>
        private const int MaxCongestionWindow = 1 << 20;

        /// <summary>Whether an acknowledgment must leave at the next chance.</summary>
        private bool _ackNow;

        /// <summary>Segments with text that no acknowledgment has left for yet.</summary>
        private int _unacknowledgedSegments;

        /// <summary>cwnd (RFC 5681), in bytes.</summary>
        private int _congestionWindow;

        /// <summary>ssthresh (RFC 5681), in bytes.</summary>
        private int _slowStartThreshold;

        /// <summary>Sends all that may be sent now.</summary>
        internal void Transmit()
        {
            switch (State)
            {
                case TcpState.Closed:
                case TcpState.TimeWait:
                    return;
                case TcpState.SynSent:
                case TcpState.SynReceived:
                    TransmitSyn();
                    return;
            }

            while (true)
            {
                int inFlight = (int)(_cursor - _sndUna);
                int queued = _sendBuffer.Count - inFlight;
                bool fin = _finQueued && (!_finSent || (int)(_cursor - _finSequence) <= 0);
                if (queued <= 0 && !fin)
                {
                    break;
                }

                int window = (_sndWnd < _congestionWindow ? _sndWnd : _congestionWindow) - inFlight;
                int length = queued < _sndMss ? queued : _sndMss;
                if (length > window)
                {
                    length = window;
                }

                fin = fin && length == queued && window > length;
                if (!fin)
                {
                    // Less than all and less than a full segment only if it fills half of the other end's buffer
                    // (RFC 9293 §3.8.6.2.1), or if it went out like that before.
                    if (length <= 0 || (length < queued && length < _sndMss && length * 2 < _maxSndWnd && _cursor == _sndNxt))
                    {
                        break;
                    }
                }

                if (!_stack.Link.CanTransmit())
                {
                    _transport.QueueOutput(this);
                    return;
                }

                SendText(length, fin, length == queued);
            }

            if (_ackNow)
            {
                if (!_stack.Link.CanTransmit())
                {
                    _transport.QueueOutput(this);
                    return;
                }

                SendAcknowledgment();
            }

            if (_retransmitAt == 0 && (_sendBuffer.Count > 0 || (_finQueued && !_finSent)))
            {
                // Something waits for the window to open, and nothing in flight would tell us: §3.8.6.1.
                StartProbeTimer();
            }

            if (State == TcpState.FinWait2 && !_owned && _expireAt == 0)
            {
                // Nobody is left to close it should the other end never send its FIN.
                _expireAt = _stack.Now + _transport.FinWait2Timeout;
                _transport.Timers.Schedule(this, _expireAt);
            }
        }

        private void TransmitSyn()
        {
            if (_cursor != _iss && !_ackNow)
            {
                return;
            }

            if (!_stack.Link.CanTransmit())
            {
                _transport.QueueOutput(this);
                return;
            }

            if (_cursor != _iss)
            {
                SendAcknowledgment();
                return;
            }

            if (_sndNxt == _iss)
            {
                BeginMeasurement(_iss + 1);
            }
            else
            {
                CountRetransmission();
            }

            _cursor = _iss + 1;
            _sndNxt = _cursor;
            int flags = TcpHeader.Syn;
            if (State == TcpState.SynReceived)
            {
                flags |= TcpHeader.Ack;
            }

            int segment = NetworkStack.PayloadOffset + TcpHeader.MinLength;
            byte[] data = _stack.TransmitFrame.Data;
            data[segment] = TcpHeader.OptionMss;
            data[segment + 1] = TcpHeader.OptionMssLength;
            BigEndian.WriteUInt16(data, segment + 2, NetworkStack.MaxPayload - TcpHeader.MinLength);
            if (_retransmitAt == 0)
            {
                // Not when it is repeated because the other end repeats its SYN: that must not put off the end of the attempt.
                StartRetransmitTimer();
            }

            Emit(flags, _iss, TcpHeader.MinLength + TcpHeader.OptionMssLength, 0);
        }

        /// <summary>Sends text from the cursor on, and FIN with or without it.</summary>
        private void SendText(int length, bool fin, bool push)
        {
            uint sequence = _cursor;
            int flags = TcpHeader.Ack;
            if (length > 0)
            {
                _sendBuffer.Peek((int)(sequence - _sndUna), _stack.TransmitFrame.Data, NetworkStack.PayloadOffset + TcpHeader.MinLength, length);
                if (push)
                {
                    flags |= TcpHeader.Psh;
                }
            }

            uint end = sequence + (uint)length;
            if (fin)
            {
                flags |= TcpHeader.Fin;
                _finSent = true;
                _finSequence = end;
                end++;
            }

            if (sequence == _sndNxt)
            {
                BeginMeasurement(end);
            }
            else
            {
                CountRetransmission();
            }

            _cursor = end;
            if ((int)(end - _sndNxt) > 0)
            {
                _sndNxt = end;
            }

            if (_retransmitAt == 0)
            {
                StartRetransmitTimer();
            }

            Emit(flags, sequence, TcpHeader.MinLength, length);
        }

        private void SendAcknowledgment()
        {
            Emit(TcpHeader.Ack, AcceptableSequence(), TcpHeader.MinLength, 0);
        }

        /// <summary>RFC 5961: what may be forged is answered with the truth, and obeyed only if it comes again in the right form.</summary>
        private void SendChallengeAck()
        {
            _stack.Counters.Add(Counter.TcpChallengeAcks);
            _ackNow = true;
            Transmit();
        }

        private void SendReset()
        {
            _transport.SendReset(Peer!, LocalPort, RemotePort, AcceptableSequence(), 0, TcpHeader.Rst);
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

        /// <summary>Sends the segment whose options and text stand in the transmit frame already.</summary>
        private void Emit(int flags, uint sequence, int headerLength, int textLength)
        {
            byte[] data = _stack.TransmitFrame.Data;
            int segment = NetworkStack.PayloadOffset;
            int window;
            uint acknowledgment = 0;
            if ((flags & TcpHeader.Ack) != 0)
            {
                acknowledgment = _rcvNxt;
                window = Advertise();
                _ackNow = false;
                _ackAt = 0;
                _unacknowledgedSegments = 0;
            }
            else
            {
                // A SYN's window counts from a sequence number that is not known yet.
                window = LargestWindow();
            }

            int local = LocalPort;
            int remote = RemotePort;
            data[segment] = (byte)(local >> 8);
            data[segment + 1] = (byte)local;
            data[segment + 2] = (byte)(remote >> 8);
            data[segment + 3] = (byte)remote;
            data[segment + 4] = (byte)(sequence >> 24);
            data[segment + 5] = (byte)(sequence >> 16);
            data[segment + 6] = (byte)(sequence >> 8);
            data[segment + 7] = (byte)sequence;
            data[segment + 8] = (byte)(acknowledgment >> 24);
            data[segment + 9] = (byte)(acknowledgment >> 16);
            data[segment + 10] = (byte)(acknowledgment >> 8);
            data[segment + 11] = (byte)acknowledgment;
            data[segment + 12] = (byte)(headerLength << 2);
            data[segment + 13] = (byte)flags;
            data[segment + 14] = (byte)(window >> 8);
            data[segment + 15] = (byte)window;
            _transport.SendSegment(Peer!, headerLength + textLength);
        }

        /// <summary>
        /// The window to advertise. Its right edge never moves back, and it moves on only by a full segment or half of the buffer
        /// (RFC 9293 §3.8.6.2.2), so that the other end is not invited to send crumbs.
        /// </summary>
        private int Advertise()
        {
            int free = LargestWindow();

            int window = (int)(_rcvAdv - _rcvNxt);
            if (free - window >= WindowStep())
            {
                window = free;
                _rcvAdv = _rcvNxt + (uint)free;
            }

            return window;
        }

        /// <summary>
        /// After reading: tells the other end that the window can open. One that is about to close opens as soon as it may; a wide one waits
        /// for half of the buffer, because the next acknowledgment will tell as well.
        /// </summary>
        private void UpdateWindow()
        {
            int free = LargestWindow();

            int window = (int)(_rcvAdv - _rcvNxt);
            int half = _receiveBuffer.Capacity >> 1;
            int step = window < 2 * _sndMss ? WindowStep() : half;
            if (free - window >= step)
            {
                _ackNow = true;
                _transport.QueueOutput(this);
            }
        }

        /// <summary>What there is room for, as far as a window can say it.</summary>
        private int LargestWindow()
        {
            int free = _receiveBuffer.Free;
            return free > 65535 ? 65535 : free;
        }

        private int WindowStep()
        {
            int half = _receiveBuffer.Capacity >> 1;
            return half < _sndMss ? half : _sndMss;
        }

        /// <summary>The closed window has opened: what probed it is sent again, in full.</summary>
        private void WindowOpened()
        {
            _cursor = _sndUna;
            _retransmitAt = 0;
            _probeInterval = 0;
        }

        private void SetSendWindow(int window, uint sequence, uint acknowledgment)
        {
            _sndWnd = window;
            _sndWl1 = sequence;
            _sndWl2 = acknowledgment;
            if (window > _maxSndWnd)
            {
                _maxSndWnd = window;
            }
        }
    }
}
