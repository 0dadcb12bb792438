// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Platform
{
    /// <summary>
    /// A time in milliseconds that never falls back. On an ESP32 <see cref="Environment.TickCount64"/> comes from a 32-bit count of FreeRTOS ticks.
    /// It falls back to 0 when that count wraps: after 49.7 days with ticks of 1 ms, and after 497 days with the 10 ms of nanoFramework's images.
    /// Read this clock at least every half an hour.
    /// </summary>
    public class DeviceClock
    {
        // 2^32 ticks are a multiple of this, since a tick takes whole milliseconds.
        private const long Wrap = 0x100000000;

        /// <summary>A clock that falls back by no more than this is only imprecise: time stands still until it has caught up.</summary>
        private const long Jitter = 1000;

        /// <summary>The longest time from the last reading to a wrap, and from the wrap to the next reading.</summary>
        private const long LongestPause = 3_600_000;

        private long _last;
        private long _lost;
        private bool _hasBeenRead;

        /// <summary>How often the count of ticks has wrapped.</summary>
        public int Wraps { get; private set; }

        /// <summary>How often the clock fell back otherwise. The time that passed is unknown then, and counts as 0.</summary>
        public int SetBacks { get; private set; }

        /// <summary>The time now.</summary>
        public long Read()
        {
            return Follow(ReadTicks());
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

        /// <summary>The milliseconds that the platform counts.</summary>
        protected virtual long ReadTicks()
        {
            return Environment.TickCount64;
        }
    }
}
