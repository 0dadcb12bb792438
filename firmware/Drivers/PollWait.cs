// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Drivers
{
    /// <summary>
    /// A wait of some milliseconds at least, by the readings of a clock that polls bring. A reading may be old when something is done after it, so
    /// the wait begins with the next one, which was taken later. A clock moves in steps of up to 16 ms, so the wait is longer by one of those.
    /// </summary>
    internal sealed class PollWait
    {
        /// <summary>Milliseconds of the longest step of a clock: an ESP32's has 10, a desktop's 16.</summary>
        private const int LongestStep = 16;

        private long _from;
        private long _length;
        private bool _hasBegun;

        /// <summary>Waits anew; to be called in a poll that was told <paramref name="now"/>, perhaps long ago.</summary>
        internal void Begin(long now, int milliseconds)
        {
            _from = now;
            _length = milliseconds + LongestStep;
            _hasBegun = false;
        }

        /// <summary>Whether the time has passed; to be asked in a later poll. A clock that has fallen back begins again.</summary>
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
