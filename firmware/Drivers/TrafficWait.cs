// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Drivers
{
    /// <summary>
    /// How a program waits between two polls. On an ESP32 a blocked program notices an interrupt up to 10 ms late, and each edge costs hundreds of
    /// instructions. So while frames come and go the program goes on polling, and blocks only after some silence.
    /// </summary>
    /// <remarks>
    /// Under traffic that does not pause for minutes, the program neither blocks nor yields for minutes. Other threads of the program run all the same,
    /// because the interpreter takes the processor from a thread after 20 ms. No watchdog resets the board: the interpreter's task has priority 5 and
    /// starves only the idle task, and all images for the ESP32 family set CONFIG_ESP_TASK_WDT_INIT=n, without which no watchdog looks at that task. (Read in
    /// nf-interpreter a3e8139a, targets/ESP32/_IDF: all 21 files sdkconfig.default*, and app_main.c.)
    /// </remarks>
    public sealed class TrafficWait
    {
        /// <summary>The time without a frame after which the program blocks, in milliseconds. Longer than most ends delay an acknowledgment.</summary>
        public const int Alertness = 50;

        /// <summary>What <see cref="Prepare"/> returns if the next poll follows at once.</summary>
        public const int NoRest = -1;

        /// <summary>
        /// After so many polls in a row that found something, more frames are expected than one for each poll. A single client that asks again as soon as
        /// it has its answer makes fewer.
        /// </summary>
        private const int Crowd = 8;

        // The longest sleep, even if nothing is due sooner.
        private const int LongestWait = 1000;

        private readonly SpiBus _bus;
        private readonly ControllerLink _link;
        private int _frames;
        private long _lastFrame;
        private int _busyPolls;

        // Whether the rest that has been prepared blocks.
        private bool _isBlocking;

        /// <summary>Waits for a controller.</summary>
        /// <param name="bus">The wires to it.</param>
        /// <param name="link">Its driver.</param>
        public TrafficWait(SpiBus bus, ControllerLink link)
        {
            _bus = bus;
            _link = link;
        }

        /// <summary>Blocks the calling thread without a look at any controller: for a program that is about to try again to start one.</summary>
        public static void Pause(int milliseconds)
        {
            SpiBus.Sleep(milliseconds);
        }

        /// <summary>
        /// Call it after each poll. It returns when the next poll may be worth it. Other threads run while nothing is to do. A program that has more to
        /// do than they leave time for shares the processor with them in slices of 20 ms.
        /// </summary>
        /// <param name="now">The time of the poll, in milliseconds.</param>
        /// <param name="due">When the next poll is due at the latest: what the poll returned.</param>
        public void Wait(long now, long due)
        {
            int rest = Prepare(now, due);
            if (rest == 0)
            {
                _bus.Yield();
            }
            else if (rest > 0)
            {
                _bus.WaitForInterrupt(rest);
                Resume();
            }
        }

        /// <summary>
        /// The first of the three steps of <see cref="Wait"/>, for a stack that several threads use. It may use the controller, so the calling thread has
        /// to have the stack.
        /// </summary>
        /// <param name="now">The time of the poll, in milliseconds.</param>
        /// <param name="due">When the next poll is due at the latest: what the poll returned.</param>
        /// <returns>The longest rest in milliseconds. 0: other threads get a turn. <see cref="NoRest"/>: the next poll follows at once.</returns>
        public int Prepare(long now, long due)
        {
            int frames = _link.FramesHandled;
            if (frames != _frames)
            {
                _frames = frames;
                _lastFrame = now;
                BeginPolling();
                if (_busyPolls < Crowd && ++_busyPolls == Crowd)
                {
                    _link.ExpectMore(true);
                }

                return NoRest;
            }

            if (_busyPolls != 0)
            {
                EndBusyPolls();
            }

            if (_bus.IsPolling)
            {
                // A clock that has fallen back ends it too, or it could go on for as long as the clock fell back.
                if (now >= _lastFrame && now - _lastFrame < Alertness)
                {
                    return 0;
                }

                // Others get a turn here too: invalid frames could otherwise begin and end the polling for ever.
                _link.EndPolling();
                return 0;
            }

            if (due <= now)
            {
                // Who always has something to do must leave time to others.
                return 0;
            }

            _isBlocking = true;
            return due < now + LongestWait ? (int)(due - now) : LongestWait;
        }

        /// <summary>
        /// The second step: waits for a frame, for <see cref="Wake"/> or for the end of the time. It uses neither the stack nor the controller. Other
        /// threads may use them meanwhile.
        /// </summary>
        /// <param name="rest">What <see cref="Prepare"/> has returned.</param>
        public void Rest(int rest)
        {
            if (rest > 0)
            {
                _bus.WaitForInterrupt(rest);
            }
            else if (rest == 0)
            {
                _bus.Yield();
            }
        }

        /// <summary>The third step, before the next poll. It may use the controller.</summary>
        public void Resume()
        {
            if (_isBlocking)
            {
                _isBlocking = false;
                if (_bus.IsServiceDue())
                {
                    // INT stays low from the first frame on, so that not even this one costs a second edge. If there is no frame, the next call ends it.
                    BeginPolling();
                }
            }
        }

        /// <summary>
        /// Ends the block of the thread that waits, or else its next one: another thread has sent, connected or closed, and the next poll may be due
        /// sooner. Any thread may call it. A program that is polling comes round anyway.
        /// </summary>
        public void Wake()
        {
            _bus.Wake();
        }

        private void BeginPolling()
        {
            // The bus knows it better than this object could: a driver that is started again ends its polling.
            if (!_bus.IsPolling)
            {
                _link.BeginPolling();
            }
        }

        private void EndBusyPolls()
        {
            if (_busyPolls == Crowd)
            {
                _link.ExpectMore(false);
            }

            _busyPolls = 0;
        }
    }
}
