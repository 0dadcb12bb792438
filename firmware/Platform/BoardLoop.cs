// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Boards;
using NanoTcp.Drivers;

namespace NanoTcp.Platform
{
    /// <summary>
    /// The loop of a board that never ends, because nobody restarts a board in the field. When the bus, the driver or anything else throws, or the
    /// controller does not start, it starts the controller again after a pause. The pause doubles each time.
    /// </summary>
    public abstract class BoardLoop
    {
        /// <summary>The pause before the first new start, in milliseconds.</summary>
        public const int FirstPause = 100;

        /// <summary>The longest pause.</summary>
        public const int LongestPause = 10_000;

        /// <summary>After so many milliseconds without a failure the next pause is the first one again.</summary>
        public const int Settled = 60_000;

        private readonly Board _board;
        private BoardEthernet? _ethernet;
        private TrafficWait? _traffic;
        private bool _hasBegun;
        private bool _isRunning;
        private int _pause;
        private long _resumeAt = long.MinValue;

        /// <summary>Makes a loop. It touches no hardware yet.</summary>
        /// <param name="board">The board.</param>
        protected BoardLoop(Board board)
        {
            _board = board;
        }

        /// <summary>How often something threw, or the controller did not start.</summary>
        public int Failures { get; private set; }

        /// <summary>How often the controller was then started again with success.</summary>
        public int Restarts { get; private set; }

        /// <summary>The board.</summary>
        protected Board Board
        {
            get { return _board; }
        }

        /// <summary>Whether the controller has been started, and nothing has failed since.</summary>
        protected bool IsRunning
        {
            get { return _isRunning; }
        }

        /// <summary>Serves for ever.</summary>
        public void Run(DeviceClock clock)
        {
            for (; ; )
            {
                long now = clock.Read();
                Wait(now, Turn(now));
            }
        }

        /// <summary>
        /// Waits until the next turn may be worth it: see <see cref="TrafficWait"/>. Lets no exception out, because the driver may use the bus here.
        /// </summary>
        /// <param name="now">The time of the last turn.</param>
        /// <param name="due">What it returned.</param>
        public void Wait(long now, long due)
        {
            if (!_isRunning)
            {
                if (due > now)
                {
                    TrafficWait.Pause((int)(due - now));
                }

                return;
            }

            try
            {
                _traffic!.Wait(now, due);
            }
            catch (Exception exception)
            {
                Fail(now, exception);
            }
        }

        /// <summary>
        /// Does what is due, and starts the controller if it does not run. Lets no exception out. Returns the latest time of the next call, in
        /// milliseconds.
        /// </summary>
        public long Turn(long now)
        {
            if (now < _resumeAt)
            {
                return _resumeAt;
            }

            try
            {
                if (_pause > 0 && _isRunning && now - _resumeAt >= Settled)
                {
                    _pause = 0;
                }

                ControllerError error = _isRunning ? ControllerError.None : Start();
                return error == ControllerError.None ? Serve(now) : Fail(now, "the controller does not start: ControllerError " + ((int)error).ToString());
            }
            catch (Exception exception)
            {
                return Fail(now, exception);
            }
        }

        /// <summary>The first of three steps of a wait, for threads that share the board: see <see cref="TrafficWait.Prepare"/>.</summary>
        /// <param name="now">The time of the last turn.</param>
        /// <param name="due">When the next one is due at the latest.</param>
        /// <returns>The longest rest, as there.</returns>
        public int Prepare(long now, long due)
        {
            if (!_isRunning)
            {
                // Nothing ends this rest early. So it is short enough for the deadline of a call that another thread begins meanwhile.
                return due <= now ? 0 : due < now + FirstPause ? (int)(due - now) : FirstPause;
            }

            try
            {
                return _traffic!.Prepare(now, due);
            }
            catch (Exception exception)
            {
                Fail(now, exception);
                return 0;
            }
        }

        /// <summary>The second step, which uses neither the stack nor the controller: see <see cref="TrafficWait.Rest"/>.</summary>
        /// <param name="rest">What <see cref="Prepare"/> has returned.</param>
        public void Rest(int rest)
        {
            if (_isRunning)
            {
                _traffic!.Rest(rest);
            }
            else if (rest > 0)
            {
                TrafficWait.Pause(rest);
            }
        }

        /// <summary>The third step, before the next turn: see <see cref="TrafficWait.Resume"/>.</summary>
        /// <param name="now">The time.</param>
        public void Resume(long now)
        {
            if (!_isRunning)
            {
                return;
            }

            try
            {
                _traffic!.Resume();
            }
            catch (Exception exception)
            {
                Fail(now, exception);
            }
        }

        /// <summary>Ends the rest of another thread, or the next one. Any thread may call it.</summary>
        public void Wake()
        {
            if (_isRunning)
            {
                _traffic!.Wake();
            }
        }

        /// <summary>The controller has been started for the first time. What stands on it is made here.</summary>
        /// <param name="ethernet">The controller.</param>
        protected abstract void Begin(BoardEthernet ethernet);

        /// <summary>Does what is due while the controller runs.</summary>
        /// <param name="now">The time in milliseconds.</param>
        /// <returns>The latest time of the next call.</returns>
        protected abstract long Serve(long now);

        /// <summary>Something has thrown. The controller is started again after a pause.</summary>
        /// <param name="now">The time.</param>
        /// <param name="exception">What was thrown.</param>
        /// <returns>When the controller is started.</returns>
        protected long Fail(long now, Exception exception)
        {
            return Fail(now, ((object)exception).GetType().Name + ": " + exception.Message);
        }

        private long Fail(long now, string what)
        {
            Failures++;
            _isRunning = false;
            _pause = _pause == 0 ? FirstPause : (_pause < LongestPause / 2 ? 2 * _pause : LongestPause);
            _resumeAt = now + _pause;
            Console.WriteLine("Failure " + Failures.ToString() + ", " + what);
            return _resumeAt;
        }

        private ControllerError Start()
        {
            if (_ethernet == null)
            {
                _ethernet = new BoardEthernet(_board);
                _traffic = new TrafficWait(_ethernet.Bus, _ethernet.Link);
            }

            ControllerError error = _ethernet.Start();
            if (error != ControllerError.None)
            {
                return error;
            }

            if (!_hasBegun)
            {
                Begin(_ethernet);
                _hasBegun = true;
            }

            // The wait of the driver is over.
            _ethernet.Link.Due = 0;
            _isRunning = true;
            if (Failures > 0)
            {
                Restarts++;
                Console.WriteLine("Serves again: failures " + Failures.ToString() + ", restarts " + Restarts.ToString());
            }

            return ControllerError.None;
        }
    }
}
