// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>The timestamps option (RFC 7323): TS.Recent, Last.ACK.sent, and the check for old segments.</summary>
    internal static class Timestamps
    {
        /// <summary>A TS.Recent of 24 days ago says nothing any more (RFC 7323 §5.5): the clock may have gone around. In milliseconds.</summary>
        private const int Lifetime = 24 * 24 * 3600 * 1000;

        /// <summary>The other end's SYN has come.</summary>
        internal static void Begin(ControlBlock tcb, uint irs, int timestamp)
        {
            tcb.Variables[Variable.LastAckSent] = (int)irs + 1;
            tcb.Variables[Variable.TimestampRecent] = timestamp;
        }

        /// <summary>Whether a segment belongs to this connection and is not an old one (PAWS, RFC 7323 §5.3). The latter is answered by an ACK.</summary>
        internal static bool Check(ControlBlock tcb, TcpOptionList options)
        {
            if (!options.HasTimestamps)
            {
                // RFC 7323 §3.2: timestamps were agreed on, so a segment without them does not belong to this connection.
                tcb.Count(TcpCounter.TimestampMissing);
                return false;
            }

            int[] variables = tcb.Variables;
            if ((int)(options.TimestampValue - (uint)variables[Variable.TimestampRecent]) < 0 && (uint)((int)tcb.Stack.Now - variables[Variable.HeardAt]) <= Lifetime)
            {
                tcb.Count(TcpCounter.TimestampOld);
                Sending.SendChallengeAck(tcb);
                return false;
            }

            return true;
        }

        /// <summary>A segment is acceptable. If the next acknowledgment answers it, its timestamp is the one to echo (RFC 7323 §4.3, step 2).</summary>
        internal static void Arrives(ControlBlock tcb, uint sequence, uint value)
        {
            if ((int)(sequence - (uint)tcb.Variables[Variable.LastAckSent]) <= 0)
            {
                tcb.Variables[Variable.TimestampRecent] = (int)value;
            }
        }

        /// <summary>Writes the option behind the header of a segment that is about to leave.</summary>
        internal static void Write(ControlBlock tcb)
        {
            tcb.Variables[Variable.LastAckSent] = (int)tcb.RcvNxt;
            tcb.Transport.WriteTimestamps(
                TransmitFrame.PayloadOffset + TcpHeader.MinLength,
                TcpTransport.PaddedTimestamps,
                tcb.Peer!,
                tcb.Variables[Variable.TimestampRecent]);
        }
    }
}
