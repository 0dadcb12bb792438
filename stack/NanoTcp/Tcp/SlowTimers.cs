// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>The slow timers limit how long a connection can stay in a state: keep-alive, silence, and the end of closed connections.</summary>
    internal static class SlowTimers
    {
        /// <summary>
        /// After so many milliseconds without an acknowledgment the other end has most likely gone. It is more than the retransmission timeout of a
        /// LAN.
        /// </summary>
        private const int OrphanSilence = 1000;

        /// <summary>The other end has been heard of.</summary>
        internal static void IsHeard(ControlBlock tcb)
        {
            tcb.Variables[Variable.HeardAt] = (int)tcb.Stack.Now;
        }

        /// <summary>Does what is due, and sets the timer for the next event. The connection may be gone afterwards.</summary>
        internal static void Check(ControlBlock tcb)
        {
            int[] variables = tcb.Variables;
            variables[Variable.CheckAt] = 0;
            TcpConnectionOptions options = tcb.Options;
            bool isBounded = options.IdleTimeout > 0 || options.KeepAlive || (tcb.Flags & ConnectionFlag.Orphan) != 0 || variables[Variable.ExpireAt] != 0;
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

            // More than 24.8 days would look like a future time.
            int silence = (int)tcb.Stack.Now - variables[Variable.HeardAt];
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
                // While data is in flight or waits, the retransmission timer does this. A probe must not replace a due acknowledgment, because its
                // number is not acceptable.
                int untilProbe = tcb.SndUna == tcb.SndNxt && tcb.SendCount == 0 && tcb.AckAt == 0 ? KeepAlive(tcb, silence) : options.KeepAliveTime;
                if (untilProbe < 0)
                {
                    return;
                }

                wait = untilProbe < wait ? untilProbe : wait;
            }

            if (wait != int.MaxValue)
            {
                variables[Variable.CheckAt] = TimeIn(tcb, wait);
                tcb.Transport.Timers.Schedule(tcb, tcb.Stack.Now + wait);
            }
        }

        /// <summary>The same with the next poll. An application's call comes at any time, and only a poll knows the time.</summary>
        internal static void CheckSoon(ControlBlock tcb)
        {
            tcb.Variables[Variable.CheckAt] = TimeIn(tcb, 0);
            tcb.Transport.Timers.Schedule(tcb, tcb.Stack.Now);
        }

        /// <summary>The connection has other options from now on: probes are counted anew.</summary>
        internal static void OptionsChange(ControlBlock tcb)
        {
            tcb.Variables[Variable.KeepAliveProbes] = 0;
            CheckSoon(tcb);
        }

        /// <summary>A closed connection ends if the other end takes nothing for so long, even if it answers.</summary>
        internal static void StartOrphan(ControlBlock tcb)
        {
            tcb.Variables[Variable.ExpireAt] = TimeIn(tcb, tcb.Transport.OrphanTimeout);
            Check(tcb);
        }

        /// <summary>
        /// Whether the connection is closed and may make room for a waiting client. Either it has waited for so many milliseconds only for the
        /// acknowledgment of its FIN, or for the other end's FIN. Or its text has not been acknowledged for so long that the other end has most
        /// likely gone.
        /// </summary>
        internal static bool IsEvictable(ControlBlock tcb, int courtesy)
        {
            const int orphan = ConnectionFlag.Attached | ConnectionFlag.Orphan;
            int waited = (int)tcb.Stack.Controller.Now - ExpiresAt(tcb) + tcb.Transport.OrphanTimeout;
            return (tcb.Flags & orphan) == orphan && waited >= (tcb.SendCount == 0 ? courtesy : OrphanSilence);
        }

        /// <summary>Whether it makes room before another one, because it has nothing to send or has waited longer.</summary>
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
            int[] variables = tcb.Variables;
            if (variables[Variable.ExpireAt] != 0)
            {
                return variables[Variable.ExpireAt] - (int)tcb.Stack.Now;
            }

            if ((tcb.Flags & ConnectionFlag.Orphan) == 0)
            {
                return int.MaxValue;
            }

            variables[Variable.ExpireAt] = TimeIn(tcb, tcb.Transport.OrphanTimeout);
            return tcb.Transport.OrphanTimeout;
        }

        /// <summary>
        /// Probes after a long enough silence (RFC 9293 §3.8.4). Returns the wait until the next check; negative when the connection is gone.
        /// </summary>
        private static int KeepAlive(ControlBlock tcb, int silence)
        {
            int[] variables = tcb.Variables;
            TcpConnectionOptions options = tcb.Options;
            int now = (int)tcb.Stack.Now;
            int sinceProbe = now - variables[Variable.ProbedAt];
            if (silence <= sinceProbe)
            {
                // The last probe was answered.
                variables[Variable.KeepAliveProbes] = 0;
            }

            // By the step of the clock either may be shorter than it seems.
            int certain = (variables[Variable.KeepAliveProbes] == 0 ? silence : sinceProbe) - tcb.Stack.ClockLoss;
            int wait = (variables[Variable.KeepAliveProbes] == 0 ? options.KeepAliveTime : options.KeepAliveInterval) - (certain < 0 ? 0 : certain);
            if (wait > 0)
            {
                return wait;
            }

            bool tooLong = options.UserTimeout > 0 ? variables[Variable.KeepAliveProbes] > 0 && silence >= options.UserTimeout
                : variables[Variable.KeepAliveProbes] >= options.KeepAliveRetries;
            if (tooLong)
            {
                tcb.Reset(tcb.TimeoutReason());
                return -1;
            }

            if (tcb.Stack.Controller.CanTransmit() || tcb.Peer!.IsThisHost)
            {
                // The number is one too low. It is not acceptable, so the other end has to answer. Without a link nobody could answer, so no probe is
                // sent.
                variables[Variable.KeepAliveProbes]++;
                variables[Variable.ProbedAt] = now;
                tcb.Count(TcpCounter.KeepAliveProbes);
                SegmentOutput.Emit(tcb, TcpHeader.Ack, tcb.SndUna - 1, SegmentSize.HeaderLength(tcb), 0);
            }

            return options.KeepAliveInterval;
        }

        /// <summary>When what nobody holds ends. A connection closed since the last poll still has all its time.</summary>
        private static int ExpiresAt(ControlBlock tcb)
        {
            int at = tcb.Variables[Variable.ExpireAt];
            return at == 0 ? (int)tcb.Stack.Controller.Now + tcb.Transport.OrphanTimeout : at;
        }

        /// <summary>A future time in the form of words; 0 means never.</summary>
        private static int TimeIn(ControlBlock tcb, int milliseconds)
        {
            int at = (int)tcb.Stack.Now + milliseconds;
            return at == 0 ? 1 : at;
        }
    }
}
