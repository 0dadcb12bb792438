// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    // The slow timers, which bound how long a connection can stay in a state: keep-alive, silence, and the end of what nobody holds.
    internal sealed partial class ControlBlock
    {
        /// <summary>Milliseconds without an acknowledgment after which who does not answer has most likely gone: more than the retransmission timeout of a LAN.</summary>
        private const int OrphanSilence = 1000;

        private const int UsualRoundTrip = 50;

        /// <summary>Does what is due, and asks to be woken for what comes next.</summary>
        private void StartWatch()
        {
            int[] words = _words;
            words[Word.WatchAt] = 0;
            if (_state < TcpState.Established)
            {
                return;
            }

            TcpConnectionOptions options = _options;
            int now = (int)_stack.Now;
            int wait = int.MaxValue;
            if (words[Word.ExpireAt] != 0)
            {
                wait = words[Word.ExpireAt] - now;
                if (wait <= 0)
                {
                    Count(Counter.TcpTimedOut);
                    Reset(SocketError.TimedOut);
                    return;
                }
            }
            else if ((Marks & Mark.Orphan) != 0)
            {
                wait = _transport.OrphanTimeout;
                words[Word.ExpireAt] = TimeIn(wait);
            }

            // More than 24.8 days look like a time to come.
            int silence = now - words[Word.HeardAt];
            silence = silence < 0 ? int.MaxValue : silence;
            if (options.IdleTimeout > 0)
            {
                if (silence >= options.IdleTimeout)
                {
                    Count(Counter.TcpIdleTimedOut);
                    Reset(SocketError.TimedOut);
                    return;
                }

                wait = options.IdleTimeout - silence < wait ? options.IdleTimeout - silence : wait;
            }

            if (options.KeepAlive && _state <= TcpState.CloseWait)
            {
                // While something is in flight or waits, its own timer asks; and a probe must not take the place of an acknowledgment that is owed:
                // what stands in it does not count.
                int untilProbe = _sndUna == _sndNxt && _sendCount == 0 && _ackAt == 0 ? KeepAlive(silence) : options.KeepAliveTime;
                if (untilProbe < 0)
                {
                    return;
                }

                wait = untilProbe < wait ? untilProbe : wait;
            }

            if (wait != int.MaxValue)
            {
                words[Word.WatchAt] = TimeIn(wait);
                _transport.Timers.Schedule(this, _stack.Now + wait);
            }
        }

        /// <summary>
        /// Probes, if nothing was heard for long enough (RFC 9293 §3.8.4). Returns the wait until it has to be looked at again; negative: the connection
        /// is gone.
        /// </summary>
        private int KeepAlive(int silence)
        {
            int[] words = _words;
            TcpConnectionOptions options = _options;
            int now = (int)_stack.Now;
            int sinceProbe = now - words[Word.ProbedAt];
            if (silence <= sinceProbe)
            {
                // The last probe was answered.
                words[Word.KeepAliveProbes] = 0;
            }

            int wait = words[Word.KeepAliveProbes] == 0 ? options.KeepAliveTime - silence : options.KeepAliveInterval - sinceProbe;
            if (wait > 0)
            {
                return wait;
            }

            bool tooLong = options.UserTimeout > 0 ? words[Word.KeepAliveProbes] > 0 && silence >= options.UserTimeout
                : words[Word.KeepAliveProbes] >= options.KeepAliveRetries;
            if (tooLong)
            {
                Reset(TimeoutReason());
                return -1;
            }

            if (_stack.Controller.CanTransmit())
            {
                // One number too low: not acceptable, so that it has to be answered. Without a link nobody could, and nothing is asked.
                words[Word.KeepAliveProbes]++;
                words[Word.ProbedAt] = now;
                Count(Counter.TcpKeepAliveProbes);
                Emit(TcpHeader.Ack, _sndUna - 1, HeaderLength(), 0);
            }

            return options.KeepAliveInterval;
        }

        /// <summary>
        /// The same with the next poll: an application's call comes at any time, and only a poll knows which.
        /// </summary>
        private void WatchSoon()
        {
            _words[Word.WatchAt] = TimeIn(0);
            _transport.Timers.Schedule(this, _stack.Now);
        }

        /// <summary>What nobody holds any more ends if the other end takes nothing for so long, even if it says that it is there.</summary>
        private void StartOrphanTimer()
        {
            _words[Word.ExpireAt] = TimeIn(_transport.OrphanTimeout);
            StartWatch();
        }

        /// <summary>
        /// Whether nobody holds it, and it may be given up for somebody who wants to talk: it only waits for the acknowledgment of its FIN, or for the other
        /// end's, for so many milliseconds; or what was sent before has not been acknowledged for so long that the other end has most likely gone.
        /// </summary>
        internal bool IsEvictable(int courtesy)
        {
            const int orphan = Mark.Attached | Mark.Orphan;
            int waited = (int)_stack.Controller.Now - ExpiresAt() + _transport.OrphanTimeout;
            return (Marks & orphan) == orphan && waited >= (_sendCount == 0 ? courtesy : OrphanSilence);
        }

        /// <summary>Whether it is given up before another one: because it has nothing to send, or has waited longer.</summary>
        internal bool GoesBefore(ControlBlock other)
        {
            bool isEmpty = _sendCount == 0;
            return isEmpty == (other._sendCount == 0) ? ExpiresAt() - other.ExpiresAt() < 0 : isEmpty;
        }

        /// <summary>When what nobody holds ends. What was closed since the last poll has all its time.</summary>
        private int ExpiresAt()
        {
            int at = _words[Word.ExpireAt];
            return at == 0 ? TimeIn(_transport.OrphanTimeout) : at;
        }

        internal bool WasKept
        {
            get { return _words[Word.WasKept] != 0; }
        }

        /// <summary>SRTT, in milliseconds; without a measurement what is usual.</summary>
        internal int RoundTrip
        {
            get { return _words[Word.Srtt8] == 0 ? UsualRoundTrip : _words[Word.Srtt8] >> 3; }
        }

        /// <summary>How long an acknowledgment takes at the most, as far as is known: RTO without its backoff.</summary>
        internal int LongestRoundTrip
        {
            get
            {
                int[] words = _words;
                int variation = words[Word.RttVar4] > _transport.MinRto ? words[Word.RttVar4] : _transport.MinRto;
                return words[Word.Srtt8] == 0 ? _transport.InitialRto : (words[Word.Srtt8] >> 3) + variation;
            }
        }

        /// <summary>A time to come, as words hold it: 0 means never.</summary>
        private int TimeIn(int milliseconds)
        {
            int at = (int)_stack.Now + milliseconds;
            return at == 0 ? 1 : at;
        }
    }
}
