// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Sockets
{
    /// <summary>A wait for nothing but its deadline.</summary>
    internal sealed class DelayWaiter : Waiter
    {
        private DelayWaiter()
        {
        }

        /// <summary>
        /// Waits a millisecond, in which the network is polled: a thread that polls, and rests until something later, wakes for the near deadline. Called with
        /// the stack taken.
        /// </summary>
        internal static void AwaitPoll(SocketThreads threads)
        {
            threads.Changed();
            Wait(threads, 1);
        }

        /// <summary>Waits. Called with the stack taken.</summary>
        internal static void Wait(SocketThreads threads, int milliseconds)
        {
            threads.Wait(new DelayWaiter(), threads.ReadClock() + milliseconds);
        }

        /// <inheritdoc/>
        public override bool IsOver()
        {
            return false;
        }
    }
}
