// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.SensorNode
{
    /// <summary>
    /// A time in milliseconds that never falls back. On an ESP32 <see cref="Environment.TickCount64"/> is made of a 32-bit count of FreeRTOS ticks: it
    /// falls back to 0 when that wraps, after 49.7 days with ticks of 1 ms and after 497 days with the 10 ms of nanoFramework's images. To be read at
    /// least every half an hour.
    /// </summary>
    public sealed class DeviceClock
    {
        // 2^32 ticks are a multiple of this, since a tick takes whole milliseconds.
        private const long Wrap = 0x100000000;

        /// <summary>A clock that falls back by at most this much is not precise, and time waits until it has caught up.</summary>
        private const long Jitter = 1000;

        /// <summary>How far in front of a wrap the reading before it can lie, and how far behind it the one after it.</summary>
        private const long LongestPause = 3_600_000;

        private long _last;
        private long _lost;
        private bool _hasBeenRead;

        /// <summary>How often the count of ticks has wrapped.</summary>
        public int Wraps { get; private set; }

        /// <summary>How often the clock has been set back otherwise. How much time has passed nobody knows: none is counted.</summary>
        public int SetBacks { get; private set; }

        /// <summary>The time now.</summary>
        public long Read()
        {
            return Follow(Environment.TickCount64);
        }

        /// <summary>The time when a clock shows this many milliseconds.</summary>
        public long Follow(long reading)
        {
            if (reading < _last && _hasBeenRead)
            {
                if (_last - reading <= Jitter)
                {
                    return _last + _lost;
                }

                long wrap = (_last / Wrap + 1) * Wrap;
                if (wrap - _last <= LongestPause && reading <= LongestPause && reading + wrap >= _last)
                {
                    Wraps++;
                    _lost += wrap;
                }
                else
                {
                    SetBacks++;
                    _lost += _last - reading;
                }
            }

            _hasBeenRead = true;
            _last = reading;
            return reading + _lost;
        }
    }
}
