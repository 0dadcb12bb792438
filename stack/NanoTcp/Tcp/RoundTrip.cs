// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    /// <summary>The round trip and the retransmission timeout that follows from it (RFC 6298).</summary>
    internal static class RoundTrip
    {
        /// <summary>What a round trip takes that nobody has measured, in milliseconds.</summary>
        private const int Usual = 50;

        /// <summary>The timeout of who lost a SYN and has measured nothing (RFC 6298 §5.7), in milliseconds.</summary>
        private const int AfterLostSyn = 3000;

        /// <summary>Ends the measurement that <see cref="Sending"/> has begun when what it waits for is acknowledged. SND.UNA is as it was before.</summary>
        internal static void AckArrives(ControlBlock tcb, uint acknowledgment)
        {
            if ((uint)tcb.Variables[Variable.MeasuredSequence] - tcb.SndUna - 1 < acknowledgment - tcb.SndUna)
            {
                Sample(tcb, (int)tcb.Stack.Now - tcb.Variables[Variable.MeasuredAt]);
            }
            else if ((tcb.Flags & (ConnectionFlag.Timestamps | ConnectionFlag.BackedOff)) == (ConnectionFlag.Timestamps | ConnectionFlag.BackedOff))
            {
                // RFC 7323 §4.1: the echo says which of the copies is acknowledged, so that one can be measured.
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
                // The timer would have expired first, and have ended the measurement: the clock has jumped, or nobody looked for long.
                return;
            }

            // A round trip below the clock's resolution still is one.
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

            // K is 4, and so 4 * RTTVAR stands there already. The lower bound takes the place of G, the clock's granularity, as in Linux: it is there
            // for what delays acknowledgments, and that comes on top of the round trip.
            int rto = (srtt8 >> 3) + (rttvar4 > transport.MinRto ? rttvar4 : transport.MinRto);
            tcb.Rto = rto > transport.MaxRto ? transport.MaxRto : rto;
        }

        /// <summary>The timer has expired: the next one takes twice as long (RFC 6298 §5.5).</summary>
        internal static void BackOff(ControlBlock tcb)
        {
            tcb.Rto = tcb.Rto > tcb.Transport.MaxRto >> 1 ? tcb.Transport.MaxRto : tcb.Rto << 1;
        }

        /// <summary>A handshake that lost its SYN starts the transfer with three seconds (RFC 6298 §5.7), however far it had backed off.</summary>
        internal static void StartAfterLostSyn(ControlBlock tcb)
        {
            if (tcb.Variables[Variable.Srtt8] == 0)
            {
                tcb.Rto = tcb.Transport.InitialRto < AfterLostSyn ? AfterLostSyn : tcb.Transport.InitialRto;
            }
        }

        /// <summary>How long so many retries take, in milliseconds.</summary>
        internal static int Patience(ControlBlock tcb, int retries)
        {
            int interval = tcb.Rto;
            int sum = 0;
            for (int i = 0; i <= retries && sum < int.MaxValue - interval; i++)
            {
                sum += interval;
                interval = interval > tcb.Transport.MaxRto >> 1 ? tcb.Transport.MaxRto : interval << 1;
            }

            return sum;
        }

        /// <summary>SRTT, in milliseconds; without a measurement what is usual.</summary>
        internal static int Smoothed(ControlBlock tcb)
        {
            return tcb.Variables[Variable.Srtt8] == 0 ? Usual : tcb.Variables[Variable.Srtt8] >> 3;
        }

        /// <summary>How long an acknowledgment takes at the most, as far as is known: RTO without its backoff.</summary>
        internal static int Longest(ControlBlock tcb)
        {
            int[] variables = tcb.Variables;
            int variation = variables[Variable.RttVar4] > tcb.Transport.MinRto ? variables[Variable.RttVar4] : tcb.Transport.MinRto;
            return variables[Variable.Srtt8] == 0 ? tcb.Transport.InitialRto : (variables[Variable.Srtt8] >> 3) + variation;
        }
    }
}
