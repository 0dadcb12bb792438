// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Sockets
{
    /// <summary>The loop that drives one network on one platform, cut into the steps that <see cref="PumpThreads"/> needs.</summary>
    public abstract class NetworkLoop
    {
        /// <summary>The time in milliseconds.</summary>
        public abstract long ReadClock();

        /// <summary>Polls the network. It lets no exception out: who calls it may be any thread of the program.</summary>
        /// <param name="now">The time of the poll.</param>
        /// <returns>When the next poll is due at the latest.</returns>
        public abstract long Poll(long now);

        /// <summary>Sends what has been queued since the last poll. It lets no exception out.</summary>
        /// <param name="now">The time.</param>
        /// <returns>When the next poll is due at the latest.</returns>
        public abstract long Flush(long now);

        /// <summary>Prepares the controller for a rest until the next poll. Called with the stack taken.</summary>
        /// <param name="now">The time of the last poll.</param>
        /// <param name="due">When the next poll is due at the latest.</param>
        /// <returns>The longest rest in milliseconds. 0: other threads get a turn, and then the next poll follows.</returns>
        public abstract int Prepare(long now, long due);

        /// <summary>
        /// Rests until a frame may have arrived, until <see cref="Wake"/>, or until the time is over. Called without the stack, so it touches neither the
        /// network nor the controller.
        /// </summary>
        /// <param name="milliseconds">What <see cref="Prepare"/> has returned.</param>
        public abstract void Rest(int milliseconds);

        /// <summary>Ends the rest of another thread, or the next one. Any thread may call it.</summary>
        public abstract void Wake();
    }
}
