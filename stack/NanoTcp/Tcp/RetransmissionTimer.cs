// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    /// <summary>The retransmission timer (RFC 6298 §5), which is also the persist timer of a closed window (RFC 9293 §3.8.6.1).</summary>
    internal static partial class RetransmissionTimer
    {
        /// <summary>Something has been sent, or acknowledged, and something is in flight.</summary>
        internal static void Start(ControlBlock tcb)
        {
            long at = tcb.Stack.Now + tcb.Rto;
            if (tcb.Options.UserTimeout > 0)
            {
                at = UntilLimit(tcb, at, tcb.Options.UserTimeout);
            }

            tcb.RetransmitAt = at;
            if (tcb.WakeAt > at)
            {
                tcb.Transport.Timers.Schedule(tcb, at);
            }
        }

        /// <summary>The SYN of a connection that is being opened has been sent, or could not be.</summary>
        internal static void StartSyn(ControlBlock tcb)
        {
            tcb.RetransmitAt = UntilLimit(tcb, tcb.Stack.Now + tcb.Rto, Limit(tcb, true));
            tcb.Transport.Timers.Schedule(tcb, tcb.RetransmitAt);
        }

        /// <summary>Something waits for the window to open, and nothing in flight would tell it.</summary>
        internal static void StartProbe(ControlBlock tcb, int interval)
        {
            tcb.Variables[Variable.ProbeInterval] = interval;
            tcb.RetransmitAt = UntilLimit(tcb, tcb.Stack.Now + interval, tcb.Options.UserTimeout);
            tcb.Transport.Timers.Schedule(tcb, tcb.RetransmitAt);
        }

        /// <summary>
        /// The connection has other options from now on. The run goes on as if it had begun with them, because a run that the former limit has
        /// shortened would send again too early (RFC 6298 §5), and a new limit counts at once.
        /// </summary>
        internal static void OptionsChange(ControlBlock tcb)
        {
            long at = tcb.RetransmitAt + tcb.Variables[Variable.Shortened];
            tcb.Variables[Variable.Shortened] = 0;
            if (tcb.RetransmitAt != 0)
            {
                tcb.RetransmitAt = UntilLimit(tcb, at, Limit(tcb, tcb.State < TcpState.Established));
                tcb.Transport.Timers.Schedule(tcb, tcb.RetransmitAt);
            }
        }

        /// <summary>A probe leaves: the wait before the next one, which is twice as long.</summary>
        internal static int NextProbeInterval(ControlBlock tcb)
        {
            return RoundTrip.Doubled(tcb, Interval(tcb));
        }

        /// <summary>The other end has acknowledged something new: the timer starts over for what is left in flight (RFC 6298 §5.2, §5.3).</summary>
        internal static void AckArrives(ControlBlock tcb)
        {
            tcb.Variables[Variable.ProbeInterval] = 0;
            if (tcb.SndUna == tcb.SndNxt)
            {
                tcb.RetransmitAt = 0;
            }
            else
            {
                Start(tcb);
            }
        }

        /// <summary>The SYN or the retransmitted data is acknowledged, and the limit of its wait is over.</summary>
        internal static void EndBackOff(ControlBlock tcb)
        {
            tcb.Variables[Variable.Retransmits] = 0;
            tcb.Variables[Variable.Shortened] = 0;
            tcb.Flags &= ~ConnectionFlag.BackedOff;
        }

        /// <summary>The other end tells its window: one that is closed, or has been until now.</summary>
        internal static void WindowArrives(ControlBlock tcb, bool opens)
        {
            // A window may stay closed for ever, as long as the other end answers (RFC 9293 §3.8.6.1, MUST-37).
            tcb.Variables[Variable.Retransmits] = 0;
            if (opens)
            {
                tcb.Variables[Variable.ProbeInterval] = 0;
                tcb.RetransmitAt = 0;
            }
        }

        /// <summary>How long the present run is, without the user timeout.</summary>
        private static int Interval(ControlBlock tcb)
        {
            int interval = tcb.Variables[Variable.ProbeInterval];
            return interval == 0 ? tcb.Rto : interval;
        }

        /// <summary>The longest wait of what is first in line, in milliseconds; 0: there is no limit in time.</summary>
        private static int Limit(ControlBlock tcb, bool opening)
        {
            int limit = tcb.Options.UserTimeout;
            int handshake = tcb.Options.ConnectTimeout;
            return opening && handshake > 0 && (limit == 0 || handshake < limit) ? handshake : limit;
        }

        /// <summary>The end of a run that ends by itself at a time, or earlier by a limit.</summary>
        private static long UntilLimit(ControlBlock tcb, long at, int limit)
        {
            if (limit == 0)
            {
                return at;
            }

            int since = (tcb.Flags & ConnectionFlag.BackedOff) == 0 ? (int)at - Interval(tcb) : tcb.Variables[Variable.WaitingSince];
            int shortened = (int)at - since - limit;
            shortened = shortened < 0 ? 0 : shortened;
            tcb.Variables[Variable.Shortened] = shortened;
            return at - shortened;
        }
    }
}
