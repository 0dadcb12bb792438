// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Threading;

namespace NanoTcp.Sockets
{
    /// <summary>
    /// How the threads of a program share one network. The stack belongs to one thread at a time, so every use of it stands between
    /// <see cref="Enter"/> and <see cref="Leave"/>. These calls do not nest.
    /// </summary>
    public abstract class SocketThreads
    {
        /// <summary>Takes the stack for the calling thread, and waits until other threads have left it.</summary>
        public abstract void Enter();

        /// <summary>Gives the stack back.</summary>
        public abstract void Leave();

        /// <summary>The time in milliseconds, on the clock by which the network is polled.</summary>
        public abstract long ReadClock();

        /// <summary>
        /// The calling thread has changed something: it has sent, connected or closed. What it queued leaves now. Threads whose wait this ends go
        /// on. Called with the stack taken.
        /// </summary>
        public abstract void Changed();

        /// <summary>
        /// Blocks the calling thread until a wait is over, and polls the network meanwhile if no other thread does. Called with the stack taken. Other
        /// threads can take it during the wait. The calling thread has it again afterwards.
        /// </summary>
        /// <param name="waiter">What the thread waits for. A thread needs its own object.</param>
        /// <param name="deadline">The time at which it gives up; <see cref="long.MaxValue"/>: never.</param>
        /// <returns>False: the deadline has passed.</returns>
        public abstract bool Wait(Waiter waiter, long deadline);

        /// <summary>Starts a thread of the program, which may use the stack as any other.</summary>
        /// <param name="body">What it does.</param>
        public virtual void Start(ThreadStart body)
        {
            new Thread(body).Start();
        }
    }
}
