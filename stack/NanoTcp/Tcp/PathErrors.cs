// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>Errors that routers and the other host report about a connection (RFC 1122 §4.2.3.9), believed only as far as an attacker could not have forged them (RFC 5927).</summary>
    internal static class PathErrors
    {
        /// <summary>Handles an error about a segment that this connection may have sent.</summary>
        internal static void Arrives(ControlBlock tcb, PathError error, int maxPayload, uint sequence)
        {
            // RFC 5927 §4.1: only errors about data in flight count.
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

                // RFC 5927 §5.2: no error ends an established connection. Soft errors do not end an open, either.
                tcb.Variables[Variable.SoftError] = (int)SocketError.HostUnreachable;
                tcb.Flags |= ConnectionFlag.Duplicates;
                return;
            }

            // Path MTU discovery (RFC 1191 §6.4): segments become smaller, and those that were too large leave again at once. A message that makes no
            // segment smaller changes nothing. Where nobody says how large they may be, they are what gets through nearly everywhere.
            int before = tcb.SndMss;
            int mss = maxPayload == 0 ? TcpTransport.SafeSegment : maxPayload - TcpHeader.MinLength;
            if (tcb.State < TcpState.Established || mss >= before + SegmentSize.HeaderLength(tcb) - TcpHeader.MinLength)
            {
                return;
            }

            SegmentSize.Set(tcb, mss);
            Congestion.SegmentsShrink(tcb, before);
            if ((int)(tcb.SndNxt - tcb.SndUna) <= tcb.SndMss || (tcb.Flags & ConnectionFlag.LeftAnew) != 0)
            {
                // No segment in flight is too large, or the flight has already left anew. Until a part of it is acknowledged only its timer repeats
                // it. So a series of messages, each with a smaller size, causes no series of flights.
                return;
            }

            Recovery.LeaveAnew(tcb);
            RetransmissionTimer.Start(tcb);
            tcb.Transport.QueueOutput(tcb);
        }
    }
}
