// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Ip
{
    /// <summary>A limit of how often something happens: so many times a second in the long run, and so many at once after a pause (RFC 1812 §4.3.2.8).</summary>
    internal sealed class TokenBucket
    {
        /// <summary>Parts of a token: one a millisecond at a rate of one a second.</summary>
        private const int Token = 1000;

        private readonly int _rate;
        private readonly long _capacity;

        /// <summary>Milliseconds that fill an empty bucket. A longer pause is not multiplied, because the product might not fit.</summary>
        private readonly long _fillTime;

        private long _parts;
        private long _filledAt;

        internal TokenBucket(int rate, int burst)
        {
            _rate = rate;
            _capacity = (long)burst * Token;
            _fillTime = _capacity / rate;
            _parts = _capacity;
        }

        /// <summary>Takes a token, unless there is none.</summary>
        internal bool TryTake(long now)
        {
            long pause = now - _filledAt;
            _parts = pause > _fillTime ? _capacity : _parts + (pause * _rate);
            _parts = _parts > _capacity ? _capacity : _parts;
            _filledAt = now;
            if (_parts < Token)
            {
                return false;
            }

            _parts -= Token;
            return true;
        }
    }
}
