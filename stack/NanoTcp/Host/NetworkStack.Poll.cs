// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;

namespace NanoTcp.Host
{
    // Time: what a poll does and when the next is due, whatever the clock says.
    public sealed partial class NetworkStack
    {
        /// <summary>
        /// The longest time that can pass between two polls, twelve days. A larger step means that somebody has set the clock, and counts as this much.
        /// Waits and ages are 32 bits wide.
        /// </summary>
        private const long LongestStep = 1 << 30;

        /// <summary>No clock starts later: it would have been running for 146 million years.</summary>
        private const long LatestStart = 1L << 62;

        /// <summary>
        /// The time of the poll that is running, or of the last one that had something to do, in milliseconds. Calls of an application come at any later
        /// time: what they begin is timed by the next poll.
        /// </summary>
        internal long Now;

        /// <summary>Set while frames are handled: the poll returns before it sends, so that the application's answer can leave in the same segments.</summary>
        internal bool ApplicationFirst;

        /// <summary>The time of the next work: a timer that is due, or 0 when a transport has something queued.</summary>
        internal long WorkDue;

        /// <summary>When the first timer is due.</summary>
        private long _timersDue;

        /// <summary>A step of the clock as large as this, or a step back, has to be corrected first. 0: every poll is corrected.</summary>
        private ulong _longestPlainStep;

        /// <summary>The time that the clock has lost by falling back. The stack's time is ahead of the clock by this.</summary>
        private long _clockLag;

        /// <summary>
        /// Handles what has arrived, runs due timers, and sends what can be sent, including what socket calls have queued since. Then it
        /// is the applications' turn, and then <see cref="Flush"/>'s.
        /// </summary>
        /// <param name="now">
        /// The time in milliseconds, by a clock that may begin anywhere. If the clock falls back, the poll counts it, takes it that no time has passed, and goes on
        /// from there. If it jumps forward, deadlines in between expire. A jump of more than twelve days counts as twelve days.
        /// </param>
        /// <returns>
        /// The latest time for the next call, on the same clock. A time not after <paramref name="now"/> means at once. <see cref="long.MaxValue"/> means that
        /// nothing is due until a frame arrives or a socket call is made.
        /// </returns>
        public long Poll(long now)
        {
            EthernetLink link = Controller;
            if ((ulong)(now - link.Now) >= _longestPlainStep)
            {
                return CorrectClock(now, false);
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
                    if (Predictor == null || !Predictor.ReceivePredicted(frame))
                    {
                        Receive(frame);
                    }

                    if (link.Pending <= 0)
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
        /// Sends what socket calls have queued since <see cref="Poll"/>, and receives nothing. An application calls it when it is done, so that its answer leaves
        /// at once.
        /// </summary>
        /// <param name="now">
        /// As for <see cref="Poll"/>, which may have been called long ago: what leaves now is timed from now on, for its round trip and for when it is
        /// sent again.
        /// </param>
        /// <returns>As for <see cref="Poll"/>: the earlier of both counts.</returns>
        public long Flush(long now)
        {
            if (now != Controller.Now || _clockLag != 0)
            {
                if ((ulong)(now - Controller.Now) >= _longestPlainStep)
                {
                    return CorrectClock(now, true);
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
        /// Turns the clock's time into the stack's, which never falls back or jumps, and polls at that. Needed at the first poll, after a step that is too large
        /// or back, and as long as the clock lags.
        /// </summary>
        private long CorrectClock(long now, bool flushes)
        {
            EthernetLink link = Controller;
            long step = now + _clockLag - link.Now;
            if (_longestPlainStep == 0 && _clockLag == 0)
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
            _clockLag = time - now;
            _longestPlainStep = LongestStep + 1;
            long due = flushes ? Flush(time) : Poll(time);
            if (_clockLag == 0)
            {
                return due;
            }

            _longestPlainStep = 0;
            long told = due - _clockLag;
            return due == long.MaxValue || (told < now) != (due < time) ? long.MaxValue : told;
        }

        /// <summary>Runs due timers, sends what is queued, and polls the controller. Returns the time of the next work.</summary>
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

                // After the transports, which may have asked the network layer for addresses.
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

            // After all sending: what the controller waits for depends on it.
            EthernetLink link = Controller;
            long linkDue = link.Due;
            if (now >= linkDue)
            {
                // A link that never asks for a poll does not report its cable either, so every poll looks at it.
                linkDue = link.Poll(now);
                link.Due = linkDue == long.MaxValue ? 0 : linkDue;
                if (link.IsUp != HasLink)
                {
                    HasLink = !HasLink;
                    Count(Counter.LinkChanges);
                    OtherActivity++;
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
                // Something waits for room in the controller. It is due in a millisecond, and leaves with an earlier poll if there is one. Without a link it
                // waits for the link.
                next = HasLink && now + 1 < next ? now + 1 : next;
            }

            return next < linkDue ? next : linkDue;
        }
    }
}
