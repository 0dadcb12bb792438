// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;

namespace NanoTcp.Tcp
{
    // Time: round trips and the retransmission timeout (RFC 6298), delayed acknowledgments, window probes, keep-alive and the other deadlines.
    internal sealed partial class ControlBlock
    {
        // Times are 0 when off.
        private long _retransmitAt;
        private long _ackAt;

        /// <summary>RTO, in milliseconds.</summary>
        private int _rto;

        /// <summary>The transport's heap says that a timer may be due, and is told when the next one is.</summary>
        internal void TimersDue()
        {
            long now = _stack.Now;
            if (_ackAt != 0 && now >= _ackAt)
            {
                _ackAt = 0;
                Marks |= Mark.AckNow;
            }

            if (_retransmitAt != 0 && now >= _retransmitAt)
            {
                _retransmitAt = 0;
                RetransmissionTimeout();
                if ((Marks & Mark.Attached) == 0)
                {
                    return;
                }
            }

            Transmit();
            int watchAt = _words[Word.WatchAt];
            if (watchAt != 0 && (int)now - watchAt >= 0)
            {
                StartWatch();
                if ((Marks & Mark.Attached) == 0)
                {
                    return;
                }

                watchAt = _words[Word.WatchAt];
            }

            long next = watchAt == 0 ? long.MaxValue : now + (watchAt - (int)now);
            if (_ackAt != 0 && _ackAt < next)
            {
                next = _ackAt;
            }

            if (_retransmitAt != 0 && _retransmitAt < next)
            {
                next = _retransmitAt;
            }

            _transport.Timers.Postpone(this, next);
        }

        private void StartRetransmitTimer()
        {
            long at = _stack.Now + _rto;
            if (_options.UserTimeout > 0)
            {
                at = UntilUserTimeout(at);
            }

            _retransmitAt = at;
            if (WakeAt > at)
            {
                _transport.Timers.Schedule(this, at);
            }
        }

        private void StartProbeTimer()
        {
            int[] words = _words;
            if (words[Word.ProbeInterval] == 0)
            {
                words[Word.ProbeInterval] = _rto;
            }

            _retransmitAt = UntilUserTimeout(_stack.Now + words[Word.ProbeInterval]);
            _transport.Timers.Schedule(this, _retransmitAt);
        }

        private long UntilUserTimeout(long at)
        {
            if (_options.UserTimeout == 0)
            {
                return at;
            }

            int waited = (Marks & Mark.BackedOff) == 0 ? 0 : (int)_stack.Now - _words[Word.WaitingSince];
            long end = _stack.Now + _options.UserTimeout - waited;
            return end < at ? end : at;
        }

        private void RetransmissionTimeout()
        {
            int[] words = _words;
            int limit = _options.UserTimeout;
            bool opening = _state == TcpState.SynSent || _state == TcpState.SynReceived;
            int now = (int)_stack.Now;
            if ((Marks & Mark.BackedOff) == 0)
            {
                // The timer has been running since what is first in line was sent, or the one before it acknowledged.
                int interval = words[Word.ProbeInterval] == 0 ? _rto : words[Word.ProbeInterval];
                words[Word.WaitingSince] = now - (limit > 0 && limit < interval ? limit : interval);
                Marks |= Mark.BackedOff;
            }

            int retries = opening ? _transport.SynRetries : _transport.DataRetries;
            bool isTaken = _stack.Controller.CanTransmit();
            if (limit == 0 && !isTaken)
            {
                limit = Patience(retries);
            }

            if ((isTaken && words[Word.Retransmits] >= retries) || (limit > 0 && now - words[Word.WaitingSince] >= limit))
            {
                Fail(TimeoutReason());
                return;
            }

            if (!isTaken && (opening || _sndWnd != 0))
            {
                WaitOutLink(opening);
                return;
            }

            if (isTaken && (_sndUna != _sndNxt || _sndWnd == 0))
            {
                words[Word.Retransmits]++;
                if (words[Word.Retransmits] >= TcpTransport.R1)
                {
                    _stack.Arp.Doubt(Peer!);
                }
            }

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
                if (words[Word.Retransmits] == TcpTransport.BlackHoleRetries && _sndMss > TcpTransport.SafeSegment)
                {
                    // What is large may not get through, and nobody says so (RFC 2923 §2.1): RFC 8899 in spirit.
                    Count(Counter.TcpBlackHoles);
                    SetSegmentSize(TcpTransport.SafeSegment);
                }

                RestartAfterTimeout();
                if (words[Word.Retransmits] > 1 || (Marks & Mark.Sack) == 0 || (int)(_sndNxt - _sndUna) > _sndMss)
                {
                    // Otherwise this was the probe of RFC 8985 §7, which is due no sooner than the timeout when one segment is in flight.
                    BackOff();
                }

                StartRetransmitTimer();
            }
        }

        /// <summary>
        /// What the link does not take is no retransmission: it is not counted, nothing is backed off, and it leaves as soon as the link takes it.
        /// </summary>
        private void WaitOutLink(bool opening)
        {
            if (opening)
            {
                _cursor = (uint)_words[Word.Iss];
            }
            else if (_sndUna != _sndNxt)
            {
                SetCongestionWindow(_sndMss);
                GoBack();
            }

            StartRetransmitTimer();
            _transport.QueueOutput(this);
        }

        /// <summary>How long all retries would have taken, in milliseconds.</summary>
        private int Patience(int retries)
        {
            int interval = _rto;
            int sum = 0;
            for (int i = 0; i <= retries && sum < int.MaxValue - interval; i++)
            {
                sum += interval;
                interval = interval > _transport.MaxRto >> 1 ? _transport.MaxRto : interval << 1;
            }

            return sum;
        }

        private SocketError TimeoutReason()
        {
            Count(Counter.TcpTimedOut);
            int softError = _words[Word.SoftError];
            return softError != 0 ? (SocketError)softError : SocketError.TimedOut;
        }

        /// <summary>
        /// Sends what the window forbids: one byte, or the FIN, when it is closed; a short segment when it is open by less than would
        /// be worth it. The interval doubles, and goes on for ever while the other end answers (RFC 9293 §3.8.6.1).
        /// </summary>
        private void Probe()
        {
            int[] words = _words;
            int interval = words[Word.ProbeInterval] == 0 ? _rto : words[Word.ProbeInterval];
            words[Word.ProbeInterval] = interval > _transport.MaxRto >> 1 ? _transport.MaxRto : interval << 1;
            if (!_stack.Controller.CanTransmit())
            {
                StartProbeTimer();
                return;
            }

            Count(Counter.TcpWindowProbes);
            _cursor = _sndUna;
            int length = _sendCount;
            int room = _sndWnd == 0 ? 1 : _sndWnd < _sndMss ? _sndWnd : _sndMss;
            bool all = length <= room;
            SendText(all ? length : room, (Marks & Mark.FinQueued) != 0 && length == 0, all);
            StartProbeTimer();
            if (_sndWnd == 0)
            {
                _cursor = _sndUna;
            }
            else if (_cursor != _sndNxt)
            {
                Marks |= Mark.GoneBack;
            }
        }

        private void CountResent()
        {
            Count(Counter.TcpRetransmissions);
            _words[Word.MeasuredSequence] = (int)_sndUna;
        }

        /// <summary>Ends a measurement when what it waits for is acknowledged. SND.UNA is as it was before.</summary>
        private void Measure(uint acknowledgment)
        {
            if ((uint)_words[Word.MeasuredSequence] - _sndUna - 1 < acknowledgment - _sndUna)
            {
                Sample((int)_stack.Now - _words[Word.MeasuredAt]);
            }
            else if ((Marks & (Mark.Timestamps | Mark.BackedOff)) == (Mark.Timestamps | Mark.BackedOff))
            {
                // RFC 7323 §4.1: the echo says which of the copies is acknowledged, so that one can be measured.
                Sample((int)(_transport.TimestampNow(Peer!) - _transport.Received.TimestampEcho));
            }
        }

        /// <summary>RFC 6298 §2, in the integer form of Jacobson and Karels.</summary>
        private void Sample(int rtt)
        {
            int[] words = _words;
            TcpTransport transport = _transport;
            if ((uint)rtt > (uint)(_rto << 1))
            {
                // The timer would have expired first, and have ended the measurement: the clock has jumped, or nobody looked for long.
                return;
            }

            // A round trip below the clock's resolution still is one.
            int srtt8 = words[Word.Srtt8];
            int rttvar4 = words[Word.RttVar4];
            if (srtt8 == 0)
            {
                srtt8 = rtt == 0 ? 1 : rtt << 3;
                rttvar4 = rtt << 1;
            }
            else
            {
                int error = rtt - (srtt8 >> 3);
                srtt8 += error;
                if (error < 0)
                {
                    error = -error;
                }

                rttvar4 += error - (rttvar4 >> 2);
            }

            words[Word.Srtt8] = srtt8;
            words[Word.RttVar4] = rttvar4;

            // K is 4, and so 4 * RTTVAR stands there already. The lower bound takes the place of G, the clock's granularity, as in Linux: it is there
            // for what delays acknowledgments, and that comes on top of the round trip.
            int rto = (srtt8 >> 3) + (rttvar4 > transport.MinRto ? rttvar4 : transport.MinRto);
            _rto = rto > transport.MaxRto ? transport.MaxRto : rto;
        }

        private void BackOff()
        {
            _rto = _rto > _transport.MaxRto >> 1 ? _transport.MaxRto : _rto << 1;
        }
    }
}
