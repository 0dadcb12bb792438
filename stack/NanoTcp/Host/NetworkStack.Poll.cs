// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;

namespace NanoTcp.Host
{
    // Time: what a poll does and when the next is due, whatever the clock says.
    public sealed partial class NetworkStack
    {
        /// <summary>
        /// The longest time that can have passed between two polls, twelve days: more is a clock that was set, and counts as so much. Waits and ages are
        /// 32 bits wide.
        /// </summary>
        private const long LongestStep = 1 << 30;

        /// <summary>A clock that says more at its first poll has been running for 146 million years.</summary>
        private const long LatestStart = 1L << 62;

        /// <summary>
        /// The time of the poll that is running, or of the last one that had something to do, in milliseconds. Calls of an application come at any later
        /// time: what they begin is timed by the next poll.
        /// </summary>
        internal long Now;

        /// <summary>Set while frames are handled: what this poll would send can wait until the application has seen what arrived.</summary>
        internal bool ApplicationFirst;

        /// <summary>From when on every poll has something to do. 0: a transport has something queued.</summary>
        internal long WorkDue;

        /// <summary>When the first timer is due.</summary>
        private long _timersDue;

        /// <summary>From what step of the clock on a poll has to find out first what time it is: the longest. 0: every poll has to.</summary>
        private ulong _strangeStep;

        /// <summary>How much the stack's time is ahead of the clock: by what the clock has lost.</summary>
        private long _ahead;

        /// <summary>
        /// Handles what has arrived, runs due timers, and sends what can be sent, including what socket calls have queued since. Then it
        /// is the applications' turn, and then <see cref="Flush"/>'s.
        /// </summary>
        /// <param name="now">
        /// The time in milliseconds, by a clock that may begin anywhere. If it says less than before, no time has passed since, which is counted, and time
        /// goes on from there. A step forward ends what has a deadline; one of more than twelve days counts as twelve days.
        /// </param>
        /// <returns>
        /// When it wants to be called again at the latest, on the same clock: a time not after <paramref name="now"/> means at once,
        /// <see cref="long.MaxValue"/> only when a frame arrives or a socket call is made.
        /// </returns>
        public long Poll(long now)
        {
            EthernetLink link = Controller;
            if ((ulong)(now - link.Now) >= _strangeStep)
            {
                return FindTime(now, false);
            }

            link.Now = now;
            FrameBuffer? frame = link.Receive();
            if (frame != null)
            {
                Now = now;
                if (ApplicationFirst)
                {
                    // The application has not called Flush.
                    Work(now);
                }

                int budget = _maxFramesPerPoll;
                while (true)
                {
                    Transport? predictor = Predictor;
                    if (predictor == null || !predictor.ReceivePredicted(frame))
                    {
                        Receive(frame);
                    }

                    if (link.Pending == 0)
                    {
                        break;
                    }

                    if (--budget == 0)
                    {
                        if (!ApplicationFirst)
                        {
                            Work(now);
                        }

                        return now;
                    }

                    frame = link.Receive();
                    if (frame == null)
                    {
                        break;
                    }
                }

                if (ApplicationFirst && now >= WorkDue)
                {
                    return now;
                }
            }

            long due = link.Due;
            if (WorkDue < due)
            {
                due = WorkDue;
            }

            return now < due ? due : Work(now);
        }

        /// <summary>
        /// Sends what socket calls have queued since <see cref="Poll"/>, and takes nothing in: what an application calls when it is done, so
        /// that its answer leaves at once.
        /// </summary>
        /// <param name="now">
        /// As for <see cref="Poll"/>, which may have been called long ago: what leaves now is timed from now on, for its round trip and for when it is
        /// sent again.
        /// </param>
        /// <returns>As for <see cref="Poll"/>: the earlier of both counts.</returns>
        public long Flush(long now)
        {
            if (now != Controller.Now || _ahead != 0)
            {
                if ((ulong)(now - Controller.Now) >= _strangeStep)
                {
                    return FindTime(now, true);
                }

                Controller.Now = now;
            }

            if (now >= WorkDue || now >= Controller.Due)
            {
                return Work(now);
            }

            return WorkDue < Controller.Due ? WorkDue : Controller.Due;
        }

        /// <summary>A timer will be due at a time.</summary>
        internal void WakeBy(long at)
        {
            if (at < _timersDue)
            {
                _timersDue = at;
                WorkDue = at < WorkDue ? at : WorkDue;
            }
        }

        /// <summary>
        /// The clock does not say what it said last, or a little more: it starts, has fallen back or jumped, or is behind since it fell. A poll at the
        /// stack's own time follows.
        /// </summary>
        private long FindTime(long now, bool flushes)
        {
            EthernetLink link = Controller;
            long step = now + _ahead - link.Now;
            if (_strangeStep == 0 && _ahead == 0)
            {
                // The first time.
                step = now >= link.Now && now < LatestStart ? now - link.Now : 0;
            }
            else if (step < 0)
            {
                Count(Counter.ClockFellBack);
                step = 0;
            }
            else if (step > LongestStep)
            {
                step = LongestStep;
            }

            long time = link.Now + step;
            link.Now = time;
            _ahead = time - now;
            _strangeStep = LongestStep + 1;
            long due = flushes ? Flush(time) : Poll(time);
            if (_ahead == 0)
            {
                return due;
            }

            _strangeStep = 0;
            long told = due - _ahead;
            return due == long.MaxValue || (told < now) != (due < time) ? long.MaxValue : told;
        }

        /// <summary>Runs due timers, sends what is queued, lets the controller do what it has to. Returns when there is more of that.</summary>
        private long Work(long now)
        {
            Now = now;
            ApplicationFirst = false;
            if (now >= _timersDue)
            {
                long first = long.MaxValue;
                for (Transport? transport = FirstTransport; transport != null; transport = transport.NextTransport)
                {
                    long due = transport.Poll(now);
                    first = due < first ? due : first;
                }

                // Last, because transports may have asked for addresses.
                NetworkLayer? network = Network;
                if (network != null)
                {
                    if (now >= network.Due)
                    {
                        network.Poll(now);
                    }

                    first = network.Due < first ? network.Due : first;
                }

                _timersDue = first;
            }

            if (WorkDue == 0)
            {
                WorkDue = _timersDue;
                for (Transport? transport = FirstTransport; transport != null; transport = transport.NextTransport)
                {
                    transport.SendQueued();
                }
            }
            else
            {
                WorkDue = _timersDue;
            }

            // Last, because what the controller waits for depends on what it was given to send.
            EthernetLink link = Controller;
            long linkDue = link.Due;
            if (now >= linkDue)
            {
                // One that does not care when it is polled does not tell of its cable either: it is looked at in every poll.
                linkDue = link.Poll(now);
                link.Due = linkDue == long.MaxValue ? 0 : linkDue;
                if (link.IsUp != HasLink)
                {
                    HasLink = !HasLink;
                    Count(Counter.LinkChanges);
                    if (Network != null)
                    {
                        Network.LinkChanged();
                    }

                    return Work(now);
                }
            }

            long next = _timersDue;
            if (WorkDue == 0)
            {
                // What waits for room in the controller is not said to be due before a millisecond has passed, but goes sooner if anybody asks. Without
                // a link there will be none.
                next = HasLink && now + 1 < next ? now + 1 : next;
            }

            return next < linkDue ? next : linkDue;
        }
    }
}
