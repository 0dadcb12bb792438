// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    /// <summary>The round trip, and the retransmission timeout that follows from it (RFC 6298).</summary>
    internal static class RoundTrip
    {
        /// <summary>The round trip before the first measurement, in milliseconds.</summary>
        private const int Usual = 50;

        /// <summary>The timeout after a lost SYN without a measurement (RFC 6298 §5.7), in milliseconds.</summary>
        private const int AfterLostSyn = 3000;

        /// <summary>Ends the measurement that <see cref="Sending"/> has begun, when its segment is acknowledged. SND.UNA still has its old value.</summary>
        internal static void AckArrives(ControlBlock tcb, uint acknowledgment)
        {
            if ((uint)tcb.Variables[Variable.MeasuredSequence] - tcb.SndUna - 1 < acknowledgment - tcb.SndUna)
            {
                Sample(tcb, (int)tcb.Stack.Now - tcb.Variables[Variable.MeasuredAt]);
            }
            else if ((tcb.Flags & (ConnectionFlag.Timestamps | ConnectionFlag.BackedOff)) == (ConnectionFlag.Timestamps | ConnectionFlag.BackedOff))
            {
                // RFC 7323 §4.1: the echo shows which copy is acknowledged, so that copy can be measured.
                Sample(tcb, (int)(tcb.Transport.TimestampNow(tcb.Peer!) - tcb.Transport.Arriving.Options.TimestampEcho));
            }
        }

        /// <summary>RFC 6298 §2, in the integer form of Jacobson and Karels.</summary>
        internal static void Sample(ControlBlock tcb, int rtt)
        {
            int[] variables = tcb.Variables;
            TcpTransport transport = tcb.Transport;
            if ((uint)rtt > (uint)(tcb.Rto << 1))
            {
                // The timer would have ended the measurement first. So the clock has jumped, or nobody polled for long.
                return;
            }

            // A round trip below the clock's resolution counts as one tick.
            int srtt8 = variables[Variable.Srtt8];
            int rttvar4 = variables[Variable.RttVar4];
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

            variables[Variable.Srtt8] = srtt8;
            variables[Variable.RttVar4] = rttvar4;

            // K is 4, so the word already holds 4 * RTTVAR. As in Linux the lower bound, which is never below it, replaces G, the clock's granularity. It
            // allows for delayed acknowledgments, whose delay adds to the round trip.
            int rto = (srtt8 >> 3) + (rttvar4 > transport.MinRto ? rttvar4 + tcb.Stack.ClockLoss : transport.ShortestRun);
            tcb.Rto = rto > transport.MaxRto ? transport.MaxRto : rto;
        }

        /// <summary>The timer has expired: the next one takes twice as long (RFC 6298 §5.5).</summary>
        internal static void BackOff(ControlBlock tcb)
        {
            tcb.Rto = Doubled(tcb, tcb.Rto);
        }

        /// <summary>A run of the timer for twice the timeout. What is added for the step of the clock is not doubled.</summary>
        internal static int Doubled(ControlBlock tcb, int run)
        {
            int longest = tcb.Transport.MaxRto;
            return run > longest >> 1 ? longest : (run << 1) - tcb.Stack.ClockLoss;
        }

        /// <summary>After a lost SYN the transfer starts with a timeout of three seconds (RFC 6298 §5.7), whatever the backoff was.</summary>
        internal static void StartAfterLostSyn(ControlBlock tcb)
        {
            if (tcb.Variables[Variable.Srtt8] == 0)
            {
                int least = tcb.Stack.AtLeast(AfterLostSyn);
                tcb.Rto = tcb.Transport.InitialRto < least ? least : tcb.Transport.InitialRto;
            }
        }

        /// <summary>The time of so many retries, in milliseconds.</summary>
        internal static int Patience(ControlBlock tcb, int retries)
        {
            int interval = tcb.Rto;
            int sum = 0;
            for (int i = 0; i <= retries && sum < int.MaxValue - interval; i++)
            {
                sum += interval;
                interval = Doubled(tcb, interval);
            }

            return sum;
        }

        /// <summary>SRTT in milliseconds; a usual value before the first measurement.</summary>
        internal static int Smoothed(ControlBlock tcb)
        {
            return tcb.Variables[Variable.Srtt8] == 0 ? Usual : tcb.Variables[Variable.Srtt8] >> 3;
        }

        /// <summary>The longest expected time of an acknowledgment: RTO without its backoff.</summary>
        internal static int Longest(ControlBlock tcb)
        {
            int[] variables = tcb.Variables;
            TcpTransport transport = tcb.Transport;
            int variation = variables[Variable.RttVar4] > transport.MinRto ? variables[Variable.RttVar4] : transport.MinRto;
            return variables[Variable.Srtt8] == 0 ? transport.InitialRto : (variables[Variable.Srtt8] >> 3) + tcb.Stack.AtLeast(variation);
        }
    }
}
