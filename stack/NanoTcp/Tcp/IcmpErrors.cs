// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>What ICMP says of a connection (RFC 1122 §4.2.3.9), believed as far as a stranger could not have made it up (RFC 5927).</summary>
    internal static class IcmpErrors
    {
        /// <summary>An error about a segment that this connection is said to have sent.</summary>
        internal static void Arrives(ControlBlock tcb, PathError error, int maxPayload, uint sequence)
        {
            // RFC 5927 §4.1: only about something that is on its way.
            if ((int)(sequence - tcb.SndUna) < 0 || (int)(sequence - tcb.SndNxt) >= 0)
            {
                return;
            }

            if (error != PathError.TooLarge)
            {
                if (tcb.State == TcpState.SynSent && error == PathError.Refused)
                {
                    tcb.Fail(SocketError.ConnectionRefused);
                    return;
                }

                // RFC 5927 §5.2: once there is a connection, no error ends it, nor do the soft ones before.
                tcb.Words[Word.SoftError] = (int)SocketError.HostUnreachable;
                tcb.Marks |= Mark.Duplicates;
                return;
            }

            // Path MTU discovery (RFC 1191 §6.4): smaller segments, and what was too large again at once. What makes no segment smaller changes nothing.
            // Where nobody says how large they may be, they are what gets through nearly everywhere.
            int before = tcb.SndMss;
            int mss = maxPayload == 0 ? TcpTransport.SafeSegment : maxPayload - TcpHeader.MinLength;
            if (tcb.State < TcpState.Established || mss >= before + SegmentSize.HeaderLength(tcb) - TcpHeader.MinLength)
            {
                return;
            }

            SegmentSize.Set(tcb, mss);
            Congestion.SegmentsShrink(tcb, before);
            if ((int)(tcb.SndNxt - tcb.SndUna) <= tcb.SndMss || (tcb.Marks & Mark.LeftAnew) != 0)
            {
                // None in flight is too large; or the flight has left anew already. Until something of it is acknowledged its timer repeats it, so that a
                // row of messages, each with a smaller size, is not a row of flights.
                return;
            }

            Recovery.LeaveAnew(tcb);
            RetransmissionTimer.Start(tcb);
            tcb.Transport.QueueOutput(tcb);
        }
    }
}
