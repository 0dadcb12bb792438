// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    // What ICMP says (RFC 1122 §4.2.3.9), believed as far as a stranger could not have made it up (RFC 5927).
    internal sealed partial class ControlBlock
    {
        /// <summary>Every path carries packets of 68 bytes, and no estimate of one goes below (RFC 791 §3.2, RFC 1191 §3).</summary>
        private const int MinMtu = 68;

        private const int CodeProtocol = 2;
        private const int CodePort = 3;

        /// <summary>An error about a segment that this connection is said to have sent.</summary>
        internal void ErrorArrives(int kind, int nextHopMtu, uint sequence)
        {
            // RFC 5927 §4.1: only about something that is on its way.
            if ((int)(sequence - _sndUna) < 0 || (int)(sequence - _sndNxt) >= 0)
            {
                return;
            }

            if (kind != IcmpHeader.FragmentationNeeded)
            {
                int code = kind & 0xFF;
                bool isUnreachable = kind >> 8 == IcmpHeader.Unreachable;

                // Protocol or port unreachable, or forbidden: RFC 1122 §4.2.3.9, RFC 1812 §5.2.7.1.
                bool isHard = code == CodeProtocol || code == CodePort || code == 9 || code == 10 || code == 13;
                if (_state == TcpState.SynSent && isUnreachable && isHard)
                {
                    Fail(SocketError.ConnectionRefused);
                    return;
                }

                // RFC 5927 §5.2: once there is a connection, no error ends it, nor do the soft ones before.
                _words[Word.SoftError] = (int)SocketError.HostUnreachable;
                Marks |= Mark.Duplicates;
                return;
            }

            // Path MTU discovery (RFC 1191 §6.4): smaller segments, and what was too large again at once. What makes no segment smaller changes nothing.
            const int headers = IPv4Header.MinLength + TcpHeader.MinLength;
            int before = _sndMss;
            int mtu = nextHopMtu;
            if (mtu == 0)
            {
                // A router older than RFC 1191: what gets through nearly everywhere.
                mtu = TcpTransport.SafeSegment + headers;
            }

            if (_state < TcpState.Established || mtu < MinMtu || mtu - headers >= before + HeaderLength() - TcpHeader.MinLength)
            {
                return;
            }

            SetSegmentSize(mtu - headers);

            // RFC 5681 §3.1: as many small segments in flight as there were large ones.
            SetCongestionWindow(_congestionWindow / before * _sndMss);
            if ((int)(_sndNxt - _sndUna) <= _sndMss || (Marks & Mark.LeftAnew) != 0)
            {
                // None in flight is too large; or the flight has left anew already. Until something of it is acknowledged its timer repeats it, so that a
                // row of messages, each with a smaller size, is not a row of flights.
                return;
            }

            Marks |= Mark.LeftAnew | Mark.Duplicates;
            GoBack();
            StartRetransmitTimer();
            _transport.QueueOutput(this);
        }
    }
}
