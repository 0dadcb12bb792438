// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;

namespace NanoTcp.Tcp
{
    // SYN cookies (RFC 4987 §3.6). An acknowledged cookie proves that this end has sent it as initial sequence number. So a handshake needs no
    // memory. The low three bits give the maximum segment size, the next three the time, and the rest is a keyed hash. The other options of the SYN
    // are lost.
    public sealed partial class TcpTransport
    {
        private const int PeriodShift = 16;
        private const int CookiePeriodShift = 3;
        private const int CookieMask = 7;
        private const int CookieHashShift = 6;

        /// <summary>The last used cookies, so that each makes only one connection.</summary>
        private const int CookiesRemembered = 8;

        private readonly int[] _cookiesUsed = new int[CookiesRemembered];
        private long _cookiesUntil = -1;

        /// <summary>The time until which a cookie with a closed window may come back.</summary>
        private long _closedUntil = -1;

        /// <summary>The initial sequence number with which to answer a SYN.</summary>
        private uint MakeCookie(Peer peer, int ports, uint irs, int mss)
        {
            int index = 0;
            while (index < CookieMask && CookieSegment(index + 1) <= mss)
            {
                index++;
            }

            // It is valid for this period of 66 s, and for the next one.
            int period = (int)(_stack.Now >> PeriodShift);
            _cookiesUntil = _stack.Now + (2 << PeriodShift);
            return HashCookie(peer, ports, irs, period, index) | (uint)((period & CookieMask) << CookiePeriodShift) | (uint)index;
        }

        /// <summary>Whether an ACK for an open port completes a handshake with a cookie that has made no connection yet.</summary>
        /// <param name="source">The other host.</param>
        /// <param name="ports">As for <see cref="ControlBlock.Ports"/>.</param>
        /// <param name="segment">The segment.</param>
        /// <param name="irs">The other end's initial sequence number.</param>
        internal bool IsCookie(Peer source, int ports, ArrivingSegment segment, out uint irs)
        {
            irs = segment.Sequence - 1;
            if (_stack.Now >= _cookiesUntil)
            {
                return false;
            }

            uint cookie = segment.Acknowledgment - 1;
            for (int i = 0; i < CookiesRemembered; i++)
            {
                if (_cookiesUsed[i] == (int)cookie)
                {
                    return false;
                }
            }

            if (IsCookie(cookie, source, ports, irs))
            {
                return true;
            }

            // A probe of a closed window is one number too low.
            irs++;
            return _stack.Now < _closedUntil && IsCookie(cookie, source, ports, irs);
        }

        /// <summary>
        /// Opens the connection of a returned cookie, and returns it. Null when there is no room. Then the client may get an entry and wait there.
        /// </summary>
        internal ControlBlock? OpenByCookie(TcpListener listener, Peer source, int ports, uint cookie, uint irs, bool mayWait)
        {
            // The cookie may have had a closed window. An opening is announced in either case.
            int options = CookieSegment((int)cookie & CookieMask);
            ControlBlock? connection = OpenPassive(listener, source, ports, cookie, irs, options, 0, -1);
            if (connection != null && _stack.Now < _closedUntil)
            {
                connection.Flags |= ConnectionFlag.AckNow;
                QueueOutput(connection);
            }

            if (connection != null || (mayWait && HalfOpen.MakeRoom(source)))
            {
                // It makes no second connection. A late segment of the first would otherwise begin it again, with other text under the same numbers.
                Array.Copy(_cookiesUsed, 0, _cookiesUsed, 1, CookiesRemembered - 1);
                _cookiesUsed[0] = (int)cookie;
                if (connection == null)
                {
                    HalfOpen.AddWaiting(source, ports, irs, cookie, options | HalfOpenTable.ClosedBit);
                }
            }

            return connection;
        }

        private bool IsCookie(uint cookie, Peer source, int ports, uint irs)
        {
            int now = (int)(_stack.Now >> PeriodShift);
            int age = (now - (int)(cookie >> CookiePeriodShift)) & CookieMask;
            return age <= 1 && (cookie & ~0u << CookieHashShift) == HashCookie(source, ports, irs, now - age, (int)cookie & CookieMask);
        }

        /// <summary>The maximum segment sizes that a cookie can hold. Every possible size has one that is no larger.</summary>
        private static int CookieSegment(int index)
        {
            switch (index)
            {
                case 0:
                    return 1;
                case 1:
                    return 40;
                case 2:
                    return 256;
                case 3:
                    return 536;
                case 4:
                    return 1220;
                case 5:
                    return 1380;
                case 6:
                    return 1440;
                default:
                    return 1460;
            }
        }

        /// <summary>A message of fifteen bytes, so that it differs from the other messages of <see cref="_hash"/>, which have twelve.</summary>
        private uint HashCookie(Peer peer, int ports, uint irs, int period, int index)
        {
            uint rest = (uint)((period << CookiePeriodShift) | index) & 0xFFFFFF;
            return (uint)_hash.HashBlocks((ulong)(peer.Key & 0xFFFFFFFFL) | ((ulong)(uint)ports << 32), irs | ((ulong)(rest | (15u << 24)) << 32)) << CookieHashShift;
        }
    }
}
