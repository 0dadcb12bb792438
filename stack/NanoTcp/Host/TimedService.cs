// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Host
{
    /// <summary>
    /// A service with deadlines of its own. Its time never falls back: when the clock does, it takes it that no time has passed, and goes on from there, as
    /// <see cref="NetworkStack.Poll"/> does.
    /// </summary>
    public abstract class TimedService : NetworkService
    {
        private long _clock = long.MinValue;

        /// <summary>The time that the clock has lost by falling back. The service's time is ahead of the clock by this.</summary>
        private long _lag;

        /// <summary>The service's time at its last poll, in milliseconds.</summary>
        protected long Now
        {
            get { return _clock + _lag; }
        }

        /// <inheritdoc/>
        public sealed override long Poll(long now)
        {
            if (now < _clock)
            {
                _lag += _clock - now;
            }

            _clock = now;
            long due = Serve(now + _lag);
            return due == long.MaxValue ? due : due - _lag;
        }

        /// <summary>Does what is due, as <see cref="NetworkService.Poll"/>, by the service's time.</summary>
        /// <param name="now">The time in milliseconds. It never falls back.</param>
        /// <returns>When it wants to be called again, by the same time.</returns>
        protected abstract long Serve(long now);

        /// <summary>The service's time for a time of the clock, which is not before the last poll.</summary>
        protected long TimeOf(long now)
        {
            return now + _lag;
        }
    }
}
