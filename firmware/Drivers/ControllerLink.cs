// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;

namespace NanoTcp.Drivers
{
    /// <summary>
    /// The driver of a controller on SPI. It learns of frames in one of two ways. By interrupt, INT reports them: nothing is asked without need, but the
    /// platform takes its time for each edge. By polling, each poll asks the controller, and INT stays quiet: for a program that polls all the time.
    /// </summary>
    public abstract class ControllerLink : EthernetLink
    {
        /// <summary>Makes a driver for the station with this MAC address.</summary>
        protected ControllerLink(byte[] macAddress)
            : base(macAddress)
        {
        }

        /// <summary>The frames received and sent so far. The number changes with each, and may wrap.</summary>
        public abstract int FramesHandled { get; }

        /// <summary>From now on each poll asks the controller, and its interrupt is off. Called between two polls.</summary>
        public abstract void BeginPolling();

        /// <summary>
        /// From now on INT reports frames. One that has come before this is found by the next poll, so the program has to poll once more before it
        /// blocks. Called between two polls.
        /// </summary>
        public abstract void EndPolling();

        /// <summary>
        /// A hint for a driver that polls. While frames come faster than one for each poll, it looks for the next one in the same poll, which spares the
        /// rest of a poll for each. A frame that comes alone costs a look more. A driver that takes all frames at once needs no hint.
        /// </summary>
        /// <param name="more">Whether another frame is expected behind each.</param>
        public virtual void ExpectMore(bool more)
        {
        }
    }
}
