// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Link
{
    /// <summary>
    /// The whole contract between the stack and the driver of an Ethernet controller. One thread calls it. No call blocks, and nothing is allocated
    /// after construction.
    /// </summary>
    public abstract partial class EthernetLink
    {
        /// <summary>
        /// Whether any link can compute checksums or cut frames. No controller of a device can, so the device's build has no code for it. All else that
        /// only the desktop does is in the files *.Desktop.cs.
        /// </summary>
#if NANOFRAMEWORK_1_0
        internal const bool MayOffload = false;
#else
        internal const bool MayOffload = true;
#endif

        /// <summary>The six bytes of this station's MAC address. They must not change once the stack runs.</summary>
        public readonly byte[] MacAddress;

        /// <summary>
        /// Whether the link computes TCP checksums. When sending, the checksum field holds the sum of the pseudo header, folded and not complemented,
        /// and the link completes it. When receiving, the link says in <see cref="FrameBuffer.ChecksumVerified"/> whether it has verified the
        /// checksum.
        /// </summary>
        public readonly bool OffloadsChecksum;

        /// <summary>
        /// Bytes of the longest frame that <see cref="Transmit"/> takes. If this is more than an Ethernet frame, the link cuts a longer frame into
        /// segments with <see cref="FrameBuffer.SegmentSize"/> bytes of text each.
        /// </summary>
        public readonly int MaxTransmit;

        /// <summary>
        /// The time of the stack's poll that is running, or of the last one, in milliseconds: never less than before, whatever the clock says. Only
        /// the stack writes it.
        /// </summary>
        public long Now;

        /// <summary>
        /// When the stack must call <see cref="Poll"/> next, in milliseconds. The link may bring it forward at any time, and does so when
        /// <see cref="IsUp"/> changes by itself.
        /// </summary>
        public long Due;

        /// <summary>
        /// 0 when <see cref="Receive"/> would return null. Below 0 when the next poll should ask, but hardly a second frame is there yet. The stack asks
        /// for a second frame only if it is above 0. Any other number is the driver's business. An interrupt may set it on another thread. A frame that
        /// arrives too late for this poll is found by the next.
        /// </summary>
        public int Pending = 1;

        /// <summary>Makes a link that sends frames one by one, with the checksums that they hold. Remembers the station's address.</summary>
        /// <exception cref="ArgumentNullException">The address is missing.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The address has not six bytes, or is one for many stations.</exception>
        protected EthernetLink(byte[] macAddress)
            : this(macAddress, false, FrameBuffer.MaxEthernetFrame)
        {
        }

        /// <summary>A link that does some of the work.</summary>
        /// <exception cref="ArgumentNullException">The address is missing.</exception>
        /// <exception cref="ArgumentOutOfRangeException">
        /// The address has not six bytes, or is one for many stations; or the link does not take Ethernet's longest frame.
        /// </exception>
        protected EthernetLink(byte[] macAddress, bool offloadsChecksum, int maxTransmit)
        {
            ArgumentNullException.ThrowIfNull(macAddress, nameof(macAddress));
            if (macAddress.Length != 6 || (macAddress[0] & 1) != 0)
            {
                throw new ArgumentOutOfRangeException(nameof(macAddress));
            }

            if (maxTransmit < FrameBuffer.MaxEthernetFrame)
            {
                throw new ArgumentOutOfRangeException(nameof(maxTransmit));
            }

            MacAddress = macAddress;
            OffloadsChecksum = offloadsChecksum;
            MaxTransmit = maxTransmit;
        }

        /// <summary>Whether a cable with a live station is plugged in. The stack reads it after each <see cref="Poll"/>.</summary>
        public abstract bool IsUp { get; }

        /// <summary>
        /// The next frame that has arrived, or null. The buffer belongs to the driver, and its content is valid until the next call. The stack calls
        /// until it gets null or reaches its limit for one poll.
        /// </summary>
        public abstract FrameBuffer? Receive();

        /// <summary>
        /// Does the controller's regular work: reads the link state, handles time-outs, and looks for missed interrupts. The stack's polls call it
        /// once <see cref="Due"/> has come, which is set to the result.
        /// </summary>
        /// <param name="now">The time in milliseconds.</param>
        /// <returns>The latest time of the next call, in milliseconds; <see cref="long.MaxValue"/> if there is none.</returns>
        public virtual long Poll(long now)
        {
            return long.MaxValue;
        }

        /// <summary>
        /// Whether broadcasts are wanted that are not ARP's. A controller with a filter receives them from its next poll on. Others receive them always.
        /// </summary>
        public virtual void ReceiveBroadcasts(bool wanted)
        {
        }

        /// <summary>
        /// Receives frames for a group from its next poll on. A controller may receive those of other groups, too. Called once for each group.
        /// </summary>
        /// <param name="macAddress">An array with the group's MAC address.</param>
        /// <param name="offset">Where its six bytes stand. They must not be used after the call returns.</param>
        public virtual void Join(byte[] macAddress, int offset)
        {
        }

        /// <summary>Receives them no more, if the controller can tell them from others.</summary>
        public virtual void Leave(byte[] macAddress, int offset)
        {
        }

        /// <summary>Whether <see cref="Transmit"/> would take a frame now.</summary>
        public abstract bool CanTransmit();

        /// <summary>
        /// Takes a frame for transmission. It does not use the buffer after it returns. Frames below 60 bytes are padded by the controller. The
        /// <see cref="FrameBuffer.HeadRoom"/> in front may be overwritten. False when there is no room; the frame is not sent then.
        /// </summary>
        public abstract bool Transmit(FrameBuffer frame);
    }
}
