// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Ip;

namespace NanoTcp.Tcp
{
    /// <summary>
    /// SYN cookies (RFC 4987 §3.6): an initial sequence number that proves, when it is acknowledged, that this end has sent it, so that a
    /// handshake needs no memory. Low three bits: which maximum segment size; next three: when; the rest: a keyed hash. The other
    /// options of the SYN are lost.
    /// </summary>
    internal sealed class SynCookies
    {
        private const int PeriodShift = 16;
        private const int PeriodMask = 7;
        private const int HashShift = 6;

        /// <summary>Cookies used last that are known, so that each makes one connection.</summary>
        private const int Remembered = 8;

        /// <summary>No cookie of this end.</summary>
        internal const int None = 0;

        private readonly NetworkStack _stack;
        private readonly SipHash _hash;
        private readonly int[] _used = new int[Remembered];
        private long _validUntil = -1;

        internal SynCookies(NetworkStack stack, SipHash hash)
        {
            _stack = stack;
            _hash = hash;
        }

        /// <summary>The initial sequence number with which to answer a SYN.</summary>
        internal uint Make(Peer peer, int ports, uint irs, int mss)
        {
            int index = 0;
            while (index < 7 && SegmentSize(index + 1) <= mss)
            {
                index++;
            }

            // Good for this period, 66 s, and the next one.
            int period = (int)(_stack.Now >> PeriodShift);
            _validUntil = _stack.Now + (2 << PeriodShift);
            return (Hash(peer, ports, irs, period, index) << HashShift) | (uint)((period & PeriodMask) << 3) | (uint)index;
        }

        /// <summary>
        /// A cookie has made a connection. It makes no second one: what is late of the first, once it is gone, would begin it again, with other text
        /// under the same numbers.
        /// </summary>
        internal void Use(uint cookie)
        {
            Array.Copy(_used, 0, _used, 1, Remembered - 1);
            _used[0] = (int)cookie;
        }

        /// <summary>The maximum segment size of the SYN that a cookie, acknowledged, answered; <see cref="None"/> when it is none, used or too old.</summary>
        internal int Check(Peer peer, int ports, uint irs, uint cookie)
        {
            if (_stack.Now >= _validUntil)
            {
                return None;
            }

            for (int i = 0; i < Remembered; i++)
            {
                if (_used[i] == (int)cookie)
                {
                    return None;
                }
            }

            int now = (int)(_stack.Now >> PeriodShift);
            int age = (now - (int)(cookie >> 3)) & PeriodMask;
            bool isOurs = age <= 1 && (Hash(peer, ports, irs, now - age, (int)cookie & 7) << HashShift) == (cookie & ~0u << HashShift);
            return isOurs ? SegmentSize((int)cookie & 7) : None;
        }

        private static int SegmentSize(int index)
        {
            switch (index)
            {
                case 0:
                    return TcpTransport.SmallestMss;
                case 1:
                    return 256;
                case 2:
                    return 536;
                case 3:
                    return 1024;
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

        private uint Hash(Peer peer, int ports, uint irs, int period, int index)
        {
            return _hash.Hash(peer.Wire, (uint)ports, irs ^ ((uint)((period << 3) | index) * 0x9E3779B9));
        }
    }
}
