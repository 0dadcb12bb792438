// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Link
{
    /// <summary>
    /// What the stack asks of an Ethernet controller: the whole contract between a driver and the rest. It is called by one thread,
    /// never blocks, and allocates nothing after construction.
    /// </summary>
    public abstract class EthernetLink
    {
        /// <summary>The six bytes of this station's MAC address. Not to be changed once the stack runs.</summary>
        public readonly byte[] MacAddress;

        /// <summary>Remembers the station's address.</summary>
        protected EthernetLink(byte[] macAddress)
        {
            MacAddress = macAddress;
        }

        /// <summary>Whether a cable with a live station is plugged in.</summary>
        public abstract bool IsUp { get; }

        /// <summary>
        /// The next frame that has arrived, or null. The buffer is the driver's: its content holds until the next call. The stack asks
        /// until the answer is null or its bound for one poll is reached.
        /// </summary>
        public abstract FrameBuffer? Receive();

        /// <summary>
        /// What a controller needs from time to time: its link state read, time-outs, a look whether an interrupt was missed. Called once
        /// in every poll of the stack.
        /// </summary>
        /// <param name="now">The time in milliseconds.</param>
        /// <returns>When it wants to be called again at the latest; <see cref="long.MaxValue"/>: it does not care.</returns>
        public virtual long Poll(long now)
        {
            return long.MaxValue;
        }

        /// <summary>Whether <see cref="Transmit"/> would take a frame now.</summary>
        public abstract bool CanTransmit();

        /// <summary>
        /// Takes a frame for transmission and is done with the buffer on return. Frames below 60 bytes are padded by the controller. The
        /// <see cref="FrameBuffer.HeadRoom"/> in front may be overwritten. False when there is no room: the frame is not sent.
        /// </summary>
        public abstract bool Transmit(FrameBuffer frame);
    }
}
