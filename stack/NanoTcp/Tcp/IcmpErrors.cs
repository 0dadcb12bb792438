// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>What ICMP says of a connection (RFC 1122 §4.2.3.9), believed as far as a stranger could not have made it up (RFC 5927).</summary>
    internal static class IcmpErrors
    {
        /// <summary>Every path carries packets of 68 bytes, and no estimate of one goes below (RFC 791 §3.2, RFC 1191 §3).</summary>
        private const int MinMtu = 68;

        private const int CodeProtocol = 2;

        private const int CodePort = 3;

        /// <summary>An error about a segment that this connection is said to have sent.</summary>
        internal static void Arrives(ControlBlock tcb, int kind, int nextHopMtu, uint sequence)
        {
            // RFC 5927 §4.1: only about something that is on its way.
            if ((int)(sequence - tcb.SndUna) < 0 || (int)(sequence - tcb.SndNxt) >= 0)
            {
                return;
            }

            if (kind != IcmpHeader.FragmentationNeeded)
            {
                int code = kind & 0xFF;
                bool isUnreachable = kind >> 8 == IcmpHeader.Unreachable;

                // Protocol or port unreachable, or forbidden: RFC 1122 §4.2.3.9, RFC 1812 §5.2.7.1.
                bool isHard = code == CodeProtocol || code == CodePort || code == 9 || code == 10 || code == 13;
                if (tcb.State == TcpState.SynSent && isUnreachable && isHard)
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
            const int headers = IPv4Header.MinLength + TcpHeader.MinLength;
            int before = tcb.SndMss;
            int mtu = nextHopMtu;
            if (mtu == 0)
            {
                // A router older than RFC 1191: what gets through nearly everywhere.
                mtu = TcpTransport.SafeSegment + headers;
            }

            if (tcb.State < TcpState.Established || mtu < MinMtu || mtu - headers >= before + SegmentSize.HeaderLength(tcb) - TcpHeader.MinLength)
            {
                return;
            }

            SegmentSize.Set(tcb, mtu - headers);

            // RFC 5681 §3.1: as many small segments in flight as there were large ones.
            Congestion.SetWindow(tcb, tcb.CongestionWindow / before * tcb.SndMss);
            if ((int)(tcb.SndNxt - tcb.SndUna) <= tcb.SndMss || (tcb.Marks & Mark.LeftAnew) != 0)
            {
                // None in flight is too large; or the flight has left anew already. Until something of it is acknowledged its timer repeats it, so that a
                // row of messages, each with a smaller size, is not a row of flights.
                return;
            }

            tcb.Marks |= Mark.LeftAnew | Mark.Duplicates;
            Recovery.GoBack(tcb);
            RetransmissionTimer.Start(tcb);
            tcb.Transport.QueueOutput(tcb);
        }
    }
}
