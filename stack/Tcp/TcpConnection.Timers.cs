// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Ip;

namespace NanoTcp.Tcp
{
    // Time: round trips and the retransmission timeout (RFC 6298), congestion control (RFC 5681), delayed acknowledgments, window probes.
    public sealed partial class TcpConnection
    {
        // Times are 0 when off.
        private long _retransmitAt;
        private long _ackAt;
        private long _expireAt;

        /// <summary>RTO, in milliseconds.</summary>
        private int _rto;

        /// <summary>SRTT in eighths of a millisecond; 0 before the first measurement.</summary>
        private int _srtt8;

        /// <summary>RTTVAR in quarters of a millisecond.</summary>
        private int _rttvar4;

        /// <summary>Whether a round trip is being measured: one at a time, and never over a retransmission (Karn's rule, RFC 6298 §3).</summary>
        private bool _measuring;
        private uint _measuredSequence;
        private long _measuredAt;

        /// <summary>Timeouts since the other end last acknowledged something.</summary>
        private int _retransmits;

        /// <summary>The wait before the next probe of a closed window; 0: none was sent yet.</summary>
        private int _probeInterval;

        /// <summary>The transport's heap says that a timer may be due.</summary>
        internal void TimersDue()
        {
            long now = _stack.Now;
            if (_ackAt != 0 && now >= _ackAt)
            {
                _ackAt = 0;
                _ackNow = true;
            }

            if (_retransmitAt != 0 && now >= _retransmitAt)
            {
                _retransmitAt = 0;
                RetransmissionTimeout();
            }

            if (_expireAt != 0 && now >= _expireAt)
            {
                Fail(SocketError.Success);
            }

            if (!Attached)
            {
                return;
            }

            Transmit();
            long next = _retransmitAt;
            if (_ackAt != 0 && (next == 0 || _ackAt < next))
            {
                next = _ackAt;
            }

            if (_expireAt != 0 && (next == 0 || _expireAt < next))
            {
                next = _expireAt;
            }

            if (next != 0)
            {
                _transport.Timers.Schedule(this, next);
            }
        }

        private void ResetTimers()
        {
            _retransmitAt = 0;
            _ackAt = 0;
            _expireAt = 0;
            _rto = _transport.InitialRto;
            _srtt8 = 0;
            _rttvar4 = 0;
            _measuring = false;
            _retransmits = 0;
            _probeInterval = 0;
            _ackNow = false;
            _unacknowledgedSegments = 0;
            _slowStartThreshold = int.MaxValue;
        }

        /// <summary>Text has been taken: acknowledge every second segment at once, a single one a little later.</summary>
        private void AcknowledgeText()
        {
            if (++_unacknowledgedSegments >= 2)
            {
                _ackNow = true;
            }
            else if (_ackAt == 0)
            {
                _ackAt = _stack.Now + _transport.DelayedAck;
                _transport.Timers.Schedule(this, _ackAt);
            }
        }

        private void StartRetransmitTimer()
        {
            _retransmitAt = _stack.Now + _rto;
            _transport.Timers.Schedule(this, _retransmitAt);
        }

        private void StartProbeTimer()
        {
            if (_probeInterval == 0)
            {
                _probeInterval = _rto;
            }

            _retransmitAt = _stack.Now + _probeInterval;
            _transport.Timers.Schedule(this, _retransmitAt);
        }

        private void RetransmissionTimeout()
        {
            bool opening = State == TcpState.SynSent || State == TcpState.SynReceived;
            int limit = !opening ? _transport.DataRetries : _active ? _transport.SynRetries : _transport.SynAckRetries;
            if (_retransmits == limit)
            {
                _stack.Counters.Add(Counter.TcpTimedOut);
                Fail(SocketError.TimedOut);
                return;
            }

            _retransmits++;
            if (opening)
            {
                BackOff();
                RepeatSyn();
            }
            else if (_sndWnd == 0 || _sndUna == _sndNxt)
            {
                Probe();
            }
            else
            {
                // RFC 5681 §3.1, equation 4, but not twice for the same loss; then back to slow start from the first segment on.
                if (_retransmits == 1)
                {
                    int inFlight = (int)(_sndNxt - _sndUna);
                    _slowStartThreshold = inFlight >> 1 > 2 * _sndMss ? inFlight >> 1 : 2 * _sndMss;
                }

                _congestionWindow = _sndMss;
                BackOff();
                _cursor = _sndUna;
                StartRetransmitTimer();
            }
        }

        private void RepeatSyn()
        {
            _cursor = _iss;
            Transmit();
        }

        /// <summary>
        /// Sends what the window forbids: one byte, or the FIN, when it is closed; a short segment when it is open by less than would
        /// be worth it. The interval doubles, and goes on for ever while the other end answers (RFC 9293 §3.8.6.1).
        /// </summary>
        private void Probe()
        {
            _stack.Counters.Add(Counter.TcpWindowProbes);
            _probeInterval = _probeInterval == 0 ? _rto : _probeInterval;
            _probeInterval = _probeInterval > _transport.MaxRto >> 1 ? _transport.MaxRto : _probeInterval << 1;
            StartProbeTimer();
            if (!_stack.Link.CanTransmit())
            {
                return;
            }

            _cursor = _sndUna;
            int length = _sendBuffer.Count;
            int room = _sndWnd == 0 ? 1 : _sndWnd < _sndMss ? _sndWnd : _sndMss;
            bool all = length <= room;
            SendText(all ? length : room, _finQueued && length == 0, all);
            if (_sndWnd == 0)
            {
                _cursor = _sndUna;
            }
        }

        /// <summary>The other end has acknowledged our SYN.</summary>
        private void AcknowledgeSyn()
        {
            _sndUna = _iss + 1;
            _cursor = _sndUna;
            Measure(_sndUna);
            if (_retransmits > 0)
            {
                // RFC 6298 §5.7: a handshake that lost its SYN starts the transfer with three seconds, however far it had backed off.
                _rto = _transport.InitialRto < 3000 ? 3000 : _transport.InitialRto;
            }

            _retransmits = 0;
            _retransmitAt = 0;
        }

        /// <summary>The other end has acknowledged text, a FIN or both that it had not before.</summary>
        private void TakeAcknowledgment(uint acknowledgment)
        {
            int acked = (int)(acknowledgment - _sndUna);
            int count = _sendBuffer.Count;
            _sendBuffer.Skip(acked < count ? acked : count);
            _sndUna = acknowledgment;
            if ((int)(_cursor - acknowledgment) < 0)
            {
                _cursor = acknowledgment;
            }

            Measure(acknowledgment);
            _retransmits = 0;
            _probeInterval = 0;

            // RFC 5681 §3.1: by a segment for each acknowledgment in slow start, by a segment for each window after it.
            if (_congestionWindow < _slowStartThreshold)
            {
                _congestionWindow += acked < _sndMss ? acked : _sndMss;
            }
            else if (_congestionWindow < MaxCongestionWindow)
            {
                int step = _sndMss * _sndMss / _congestionWindow;
                _congestionWindow += step > 0 ? step : 1;
            }

            if (_sndUna == _sndNxt)
            {
                _retransmitAt = 0;
            }
            else
            {
                StartRetransmitTimer();
            }
        }

        private void BeginMeasurement(uint end)
        {
            if (!_measuring)
            {
                _measuring = true;
                _measuredSequence = end;
                _measuredAt = _stack.Now;
            }
        }

        private void CountRetransmission()
        {
            _stack.Counters.Add(Counter.TcpRetransmissions);
            _measuring = false;
        }

        /// <summary>Ends a measurement when what it waits for is acknowledged: RFC 6298 §2, in the integer form of Jacobson and Karels.</summary>
        private void Measure(uint acknowledgment)
        {
            if (!_measuring || (int)(acknowledgment - _measuredSequence) < 0)
            {
                return;
            }

            _measuring = false;
            int rtt = (int)(_stack.Now - _measuredAt);
            if (rtt > _transport.MaxRto)
            {
                rtt = _transport.MaxRto;
            }

            // A round trip below the clock's resolution still is one.
            if (_srtt8 == 0)
            {
                _srtt8 = rtt == 0 ? 1 : rtt << 3;
                _rttvar4 = rtt << 1;
            }
            else
            {
                int error = rtt - (_srtt8 >> 3);
                _srtt8 += error;
                if (_srtt8 < 1)
                {
                    _srtt8 = 1;
                }

                _rttvar4 += (error < 0 ? -error : error) - (_rttvar4 >> 2);
            }

            // The clock's granularity G is a millisecond; K is 4, and so 4 * RTTVAR stands there already.
            _rto = (_srtt8 >> 3) + (_rttvar4 > 1 ? _rttvar4 : 1);
            if (_rto < _transport.MinRto)
            {
                _rto = _transport.MinRto;
            }
            else if (_rto > _transport.MaxRto)
            {
                _rto = _transport.MaxRto;
            }
        }

        private void BackOff()
        {
            _rto = _rto > _transport.MaxRto >> 1 ? _transport.MaxRto : _rto << 1;
        }

        /// <summary>RFC 6928 §2.</summary>
        private int InitialWindow()
        {
            int atLeast = 2 * _sndMss > 14600 ? 2 * _sndMss : 14600;
            return 10 * _sndMss < atLeast ? 10 * _sndMss : atLeast;
        }
    }
}
