// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Threading;

namespace NanoTcp.Sockets
{
    /// <summary>
    /// Real threads. A blocked call polls the network itself, which spares two changes of threads for each frame. When several calls are blocked, the first
    /// of them polls for all, and the others sleep until it wakes them. While no call is blocked, a thread in the background polls: the pump.
    /// </summary>
    public sealed class PumpThreads : SocketThreads
    {
        /// <summary>
        /// The pump begins to poll when nobody has polled for this time, in milliseconds. A thread that handles a message and then waits for the next one
        /// does not have to take turns with the pump.
        /// </summary>
        public const int Grace = 20;

        private readonly object _turn = new object();
        private readonly NetworkLoop _loop;
        private readonly AutoResetEvent _pumpSignal = new AutoResetEvent(true);

        // The blocked calls, in the order in which they came.
        private Waiter? _first;

        // The call whose thread polls; null: none, or the pump does.
        private Waiter? _poller;
        private bool _isPumping;
        private bool _isPumpAwake;

        // Whether the thread that polls rests without the stack, and until when.
        private bool _isResting;
        private long _restsUntil;
        private int _polls;
        private bool _ends;

        /// <summary>Shares a network among threads. It is polled from <see cref="Start"/> on, or when a call is blocked.</summary>
        /// <param name="loop">What drives the network.</param>
        public PumpThreads(NetworkLoop loop)
        {
            _loop = loop;
        }

        /// <summary>Starts the pump's thread.</summary>
        /// <returns>The thread. It ends soon after <see cref="Stop"/>.</returns>
        public Thread Start()
        {
            Thread pump = new Thread(Pump);
            pump.Start();
            return pump;
        }

        /// <summary>Ends the pump's thread.</summary>
        public void Stop()
        {
            Enter();
            _ends = true;
            _pumpSignal.Set();
            _loop.Wake();
            Leave();
        }

        /// <inheritdoc/>
        public override void Enter()
        {
            Monitor.Enter(_turn);
        }

        /// <inheritdoc/>
        public override void Leave()
        {
            Monitor.Exit(_turn);
        }

        /// <inheritdoc/>
        public override long ReadClock()
        {
            return _loop.ReadClock();
        }

        /// <inheritdoc/>
        public override void Changed()
        {
            long now = _loop.ReadClock();
            long due = _loop.Flush(now);
            WakeOthers(null, now);
            if (_isResting && due < _restsUntil)
            {
                _loop.Wake();
            }
        }

        /// <inheritdoc/>
        public override bool Wait(Waiter waiter, long deadline)
        {
            if (waiter.IsOver())
            {
                return true;
            }

            waiter.Deadline = deadline;
            Append(waiter);
            try
            {
                for (; ; )
                {
                    long now = _loop.ReadClock();
                    if (now >= deadline)
                    {
                        return false;
                    }

                    if (_poller == null && !_isPumping)
                    {
                        _poller = waiter;
                    }

                    if (_poller == waiter)
                    {
                        PollAndRest(waiter, now);
                    }
                    else
                    {
                        Sleep(waiter, now);
                    }

                    if (waiter.IsOver())
                    {
                        return true;
                    }
                }
            }
            finally
            {
                Remove(waiter);
                if (_poller == waiter)
                {
                    PassOn();
                }
            }
        }

        private void Pump()
        {
            Enter();
            while (!_ends)
            {
                if (_first != null)
                {
                    // Blocked calls poll.
                    if (_isPumping)
                    {
                        PassOn();
                    }

                    _isPumpAwake = false;
                    Leave();
                    _pumpSignal.WaitOne();
                    Enter();
                    continue;
                }

                if (!_isPumping)
                {
                    _isPumpAwake = true;
                    int polls = _polls;
                    Leave();
                    Thread.Sleep(Grace);
                    Enter();
                    _isPumping = _first == null && _polls == polls && !_ends;
                }

                if (_isPumping)
                {
                    PollAndRest(null, _loop.ReadClock());
                }
            }

            _isPumping = false;
            PassOn();
            Leave();
        }

        /// <summary>Polls, wakes the threads that have something to do, and rests if the own one has not.</summary>
        private void PollAndRest(Waiter? own, long now)
        {
            _polls++;
            long due = _loop.Poll(now);
            long next = WakeOthers(own, now);
            due = next < due ? next : due;
            if ((own == null && _first != null) || (own != null && own.IsOver()))
            {
                return;
            }

            int rest = _loop.Prepare(now, due);
            _restsUntil = due;
            _isResting = true;
            Leave();
            try
            {
                _loop.Rest(rest);
            }
            finally
            {
                Enter();
                _isResting = false;
            }
        }

        /// <summary>Sleeps until the thread that polls has something to tell.</summary>
        private void Sleep(Waiter waiter, long now)
        {
            if (waiter.Signal == null)
            {
                waiter.Signal = new AutoResetEvent(false);
            }

            if (_isResting && (_isPumping || waiter.Deadline < _restsUntil))
            {
                // The pump makes way. A call has to wake in time for this one too.
                _loop.Wake();
            }

            long left = waiter.Deadline - now;
            Leave();
            try
            {
                waiter.Signal.WaitOne(left < int.MaxValue ? (int)left : Timeout.Infinite, false);
            }
            finally
            {
                Enter();
            }
        }

        /// <summary>Wakes the threads whose wait is over, except one. Returns the earliest deadline of the calls that stay blocked.</summary>
        private long WakeOthers(Waiter? own, long now)
        {
            long next = long.MaxValue;
            for (Waiter? waiter = _first; waiter != null; waiter = waiter.Next)
            {
                if (waiter != own && (now >= waiter.Deadline || waiter.IsOver()))
                {
                    WakeUp(waiter);
                }
                else if (waiter.Deadline < next)
                {
                    next = waiter.Deadline;
                }
            }

            return next;
        }

        private void WakeUp(Waiter waiter)
        {
            if (waiter == _poller)
            {
                if (_isResting)
                {
                    _loop.Wake();
                }
            }
            else if (waiter.Signal != null)
            {
                waiter.Signal.Set();
            }
        }

        /// <summary>Whoever polled does so no longer. The first blocked call goes on, or else the pump.</summary>
        private void PassOn()
        {
            _isPumping = false;
            _poller = _first;
            if (_first != null)
            {
                // A thread that has not gone to sleep yet has no signal, and finds that it polls.
                if (_first.Signal != null)
                {
                    _first.Signal.Set();
                }
            }
            else if (!_isPumpAwake)
            {
                _pumpSignal.Set();
            }
        }

        private void Append(Waiter waiter)
        {
            waiter.Next = null;
            if (_first == null)
            {
                _first = waiter;
                return;
            }

            Waiter last = _first;
            while (last.Next != null)
            {
                last = last.Next;
            }

            last.Next = waiter;
        }

        private void Remove(Waiter waiter)
        {
            if (_first == waiter)
            {
                _first = waiter.Next;
                return;
            }

            Waiter previous = _first!;
            while (previous.Next != waiter)
            {
                previous = previous.Next!;
            }

            previous.Next = waiter.Next;
        }
    }
}
