// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Drivers
{
    /// <summary>
    /// A wait of at least some milliseconds, by the clock of the polls. A poll may have read its clock long before, so the wait begins with the next
    /// reading. A clock moves in steps of up to 16 ms, so the wait is longer by one step.
    /// </summary>
    internal sealed class PollWait
    {
        /// <summary>Milliseconds of the longest step of a clock: 10 on an ESP32, 16 on a desktop.</summary>
        private const int LongestStep = 16;

        private long _from;
        private long _length;
        private bool _hasBegun;

        /// <summary>Waits anew. Call it in the poll of the time <paramref name="now"/>, which may have been read long before.</summary>
        internal void Begin(long now, int milliseconds)
        {
            _from = now;
            _length = milliseconds + LongestStep;
            _hasBegun = false;
        }

        /// <summary>Whether the time has passed; asked in a later poll. If the clock has fallen back, the wait begins again.</summary>
        internal bool IsOver(long now)
        {
            if (_hasBegun ? now < _from : now != _from)
            {
                _hasBegun = true;
                _from = now;
            }

            return _hasBegun && now - _from >= _length;
        }

        /// <summary>When to ask next.</summary>
        internal long Due()
        {
            return _hasBegun ? _from + _length : _from + 1;
        }
    }
}
