// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Link
{
    /// <summary>
    /// What the stack asks of an Ethernet controller: the whole contract between a driver and the rest. It is called by one thread,
    /// never blocks, and allocates nothing after construction.
    /// </summary>
    public abstract class EthernetLink
    {
        /// <summary>
        /// Whether any link may sum checksums or cut frames. No controller of a device does either, so its build has none of the code for it.
        /// </summary>
#if NANOFRAMEWORK_1_0
        internal const bool MayOffload = false;
#else
        internal const bool MayOffload = true;
#endif

        /// <summary>The six bytes of this station's MAC address. Not to be changed once the stack runs.</summary>
        public readonly byte[] MacAddress;

        /// <summary>
        /// Whether the link completes the TCP checksum of each frame that it is given, in whose field stands the sum of the pseudo header, folded
        /// and not complemented, and says of each received frame in <see cref="FrameBuffer.ChecksumVerified"/> whether it vouches for its checksum.
        /// </summary>
        public readonly bool OffloadsChecksum;

        /// <summary>
        /// Bytes of the longest frame that <see cref="Transmit"/> takes. Where it is more than one of Ethernet's, the link cuts a longer one into
        /// segments with <see cref="FrameBuffer.SegmentSize"/> bytes of text each.
        /// </summary>
        public readonly int MaxTransmit;

#if !NANOFRAMEWORK_1_0
        /// <summary>
        /// Where the text of a frame with a <see cref="FrameBuffer.SegmentSize"/> stands, for a link that takes it from there: the frame has only the
        /// headers then, although its length counts both. Null: the link takes whole frames.
        /// </summary>
        public readonly RingText? Text;
#endif

        /// <summary>
        /// The time of the stack's poll that is running, or of the last one, in milliseconds: never less than before, whatever the clock says. The stack's
        /// to write.
        /// </summary>
        public long Now;

        /// <summary>
        /// When <see cref="Poll"/> has to be called next. The link may bring it forward at any time, and does so when <see cref="IsUp"/> changes by itself.
        /// </summary>
        public long Due;

        /// <summary>
        /// 0 when <see cref="Receive"/> would return null: the stack does not ask for a second frame then. Any other number is the driver's business. It may
        /// be set by another thread, an interrupt's; what arrives late the next poll finds.
        /// </summary>
        public int Pending = 1;

        /// <summary>Remembers the station's address: a controller that takes frame by frame, with the checksums as they stand.</summary>
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

#if !NANOFRAMEWORK_1_0
        /// <summary>A link that does some of the work, and may take text from where it stands.</summary>
        protected EthernetLink(byte[] macAddress, bool offloadsChecksum, int maxTransmit, bool gathersText)
            : this(macAddress, offloadsChecksum, maxTransmit)
        {
            Text = gathersText ? new RingText() : null;
        }
#endif

        /// <summary>Whether a cable with a live station is plugged in. The stack looks after each <see cref="Poll"/>.</summary>
        public abstract bool IsUp { get; }

        /// <summary>
        /// The next frame that has arrived, or null. The buffer is the driver's: its content holds until the next call. The stack asks
        /// until the answer is null or its bound for one poll is reached.
        /// </summary>
        public abstract FrameBuffer? Receive();

        /// <summary>
        /// What a controller needs from time to time: its link state read, time-outs, a look whether an interrupt was missed. Called by the
        /// stack's polls once <see cref="Due"/> has come, which is set to the result.
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
