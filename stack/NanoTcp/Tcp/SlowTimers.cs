// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>The slow timers, which bound how long a connection can stay in a state: keep-alive, silence, and the end of what nobody holds.</summary>
    internal static class SlowTimers
    {
        /// <summary>Milliseconds without an acknowledgment after which who does not answer has most likely gone: more than the retransmission timeout of a LAN.</summary>
        private const int OrphanSilence = 1000;

        /// <summary>The other end has been heard of.</summary>
        internal static void IsHeard(ControlBlock tcb)
        {
            tcb.Words[Word.HeardAt] = (int)tcb.Stack.Now;
        }

        /// <summary>Does what is due, and asks to be woken for what comes next. The connection may be gone afterwards.</summary>
        internal static void Check(ControlBlock tcb)
        {
            int[] words = tcb.Words;
            words[Word.CheckAt] = 0;
            TcpConnectionOptions options = tcb.Options;
            bool isBounded = options.IdleTimeout > 0 || options.KeepAlive || (tcb.Marks & Mark.Orphan) != 0 || words[Word.ExpireAt] != 0;
            if (tcb.State < TcpState.Established || !isBounded)
            {
                return;
            }

            int wait = UntilOrphanEnds(tcb);
            if (wait <= 0)
            {
                GiveUp(tcb, TcpCounter.TimedOut);
                return;
            }

            // More than 24.8 days look like a time to come.
            int silence = (int)tcb.Stack.Now - words[Word.HeardAt];
            silence = silence < 0 ? int.MaxValue : silence;
            if (options.IdleTimeout > 0)
            {
                int untilIdle = options.IdleTimeout - silence;
                if (untilIdle <= 0)
                {
                    GiveUp(tcb, TcpCounter.IdleTimedOut);
                    return;
                }

                wait = untilIdle < wait ? untilIdle : wait;
            }

            if (options.KeepAlive && tcb.State <= TcpState.CloseWait)
            {
                // While something is in flight or waits, its own timer asks; and a probe must not take the place of an acknowledgment that is owed:
                // what stands in it does not count.
                int untilProbe = tcb.SndUna == tcb.SndNxt && tcb.SendCount == 0 && tcb.AckAt == 0 ? KeepAlive(tcb, silence) : options.KeepAliveTime;
                if (untilProbe < 0)
                {
                    return;
                }

                wait = untilProbe < wait ? untilProbe : wait;
            }

            if (wait != int.MaxValue)
            {
                words[Word.CheckAt] = TimeIn(tcb, wait);
                tcb.Transport.Timers.Schedule(tcb, tcb.Stack.Now + wait);
            }
        }

        /// <summary>The same with the next poll: an application's call comes at any time, and only a poll knows which.</summary>
        internal static void CheckSoon(ControlBlock tcb)
        {
            tcb.Words[Word.CheckAt] = TimeIn(tcb, 0);
            tcb.Transport.Timers.Schedule(tcb, tcb.Stack.Now);
        }

        /// <summary>The connection has other options from now on: probes are counted anew.</summary>
        internal static void OptionsChange(ControlBlock tcb)
        {
            tcb.Words[Word.KeepAliveProbes] = 0;
            CheckSoon(tcb);
        }

        /// <summary>What nobody holds any more ends if the other end takes nothing for so long, even if it says that it is there.</summary>
        internal static void StartOrphan(ControlBlock tcb)
        {
            tcb.Words[Word.ExpireAt] = TimeIn(tcb, tcb.Transport.OrphanTimeout);
            Check(tcb);
        }

        /// <summary>
        /// Whether nobody holds it, and it may be given up for somebody who wants to talk: it only waits for the acknowledgment of its FIN, or for the other
        /// end's, for so many milliseconds; or what was sent before has not been acknowledged for so long that the other end has most likely gone.
        /// </summary>
        internal static bool IsEvictable(ControlBlock tcb, int courtesy)
        {
            const int orphan = Mark.Attached | Mark.Orphan;
            int waited = (int)tcb.Stack.Controller.Now - ExpiresAt(tcb) + tcb.Transport.OrphanTimeout;
            return (tcb.Marks & orphan) == orphan && waited >= (tcb.SendCount == 0 ? courtesy : OrphanSilence);
        }

        /// <summary>Whether it is given up before another one: because it has nothing to send, or has waited longer.</summary>
        internal static bool GoesBefore(ControlBlock tcb, ControlBlock other)
        {
            bool isEmpty = tcb.SendCount == 0;
            return isEmpty == (other.SendCount == 0) ? ExpiresAt(tcb) - ExpiresAt(other) < 0 : isEmpty;
        }

        private static void GiveUp(ControlBlock tcb, TcpCounter counter)
        {
            tcb.Count(counter);
            tcb.Reset(SocketError.TimedOut);
        }

        /// <summary>How long what nobody holds has left, in milliseconds: 0 or less when that is over. Its time begins here, if it has not yet.</summary>
        private static int UntilOrphanEnds(ControlBlock tcb)
        {
            int[] words = tcb.Words;
            if (words[Word.ExpireAt] != 0)
            {
                return words[Word.ExpireAt] - (int)tcb.Stack.Now;
            }

            if ((tcb.Marks & Mark.Orphan) == 0)
            {
                return int.MaxValue;
            }

            words[Word.ExpireAt] = TimeIn(tcb, tcb.Transport.OrphanTimeout);
            return tcb.Transport.OrphanTimeout;
        }

        /// <summary>
        /// Probes, if nothing was heard for long enough (RFC 9293 §3.8.4). Returns the wait until it has to be looked at again; negative: the connection
        /// is gone.
        /// </summary>
        private static int KeepAlive(ControlBlock tcb, int silence)
        {
            int[] words = tcb.Words;
            TcpConnectionOptions options = tcb.Options;
            int now = (int)tcb.Stack.Now;
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
                tcb.Reset(tcb.TimeoutReason());
                return -1;
            }

            if (tcb.Stack.Controller.CanTransmit())
            {
                // One number too low: not acceptable, so that it has to be answered. Without a link nobody could, and nothing is asked.
                words[Word.KeepAliveProbes]++;
                words[Word.ProbedAt] = now;
                tcb.Count(TcpCounter.KeepAliveProbes);
                SegmentOutput.Emit(tcb, TcpHeader.Ack, tcb.SndUna - 1, SegmentSize.HeaderLength(tcb), 0);
            }

            return options.KeepAliveInterval;
        }

        /// <summary>When what nobody holds ends. What was closed since the last poll has all its time.</summary>
        private static int ExpiresAt(ControlBlock tcb)
        {
            int at = tcb.Words[Word.ExpireAt];
            return at == 0 ? (int)tcb.Stack.Controller.Now + tcb.Transport.OrphanTimeout : at;
        }

        /// <summary>A time to come, as words hold it: 0 means never.</summary>
        private static int TimeIn(ControlBlock tcb, int milliseconds)
        {
            int at = (int)tcb.Stack.Now + milliseconds;
            return at == 0 ? 1 : at;
        }
    }
}
