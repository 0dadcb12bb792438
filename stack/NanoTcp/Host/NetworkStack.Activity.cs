// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Host
{
    // Numbers that an application compares with those of its last look.
    public sealed partial class NetworkStack
    {
        /// <summary>What applications may see that no frame has brought: see <see cref="Activity"/>.</summary>
        internal int OtherActivity;

        /// <summary>
        /// How often the link has come up or gone down since construction. Compare it with the number at your last look. That allocates nothing, and
        /// misses no change. It wraps to negative after 2^31 changes.
        /// </summary>
        public int LinkChanges
        {
            get { return Counts[(int)Counter.LinkChanges]; }
        }

        /// <summary>
        /// How many frames have arrived since construction, except those that went straight to the connection of the frame before, and those that nobody here
        /// wants. Compare it with the number at your last look: while it stays, no other host has asked or told anything new. It wraps to negative after 2^31
        /// frames.
        /// </summary>
        public int UnpredictedFrames
        {
            get { return FramesReceived; }
        }

        /// <summary>
        /// Whether calls since the last poll have queued something to send. The next <see cref="Flush"/> sends it, also the news that there is room to
        /// receive again.
        /// </summary>
        public bool HasQueued
        {
            get { return WorkDue == 0; }
        }

        /// <summary>
        /// A number that changes whenever an application may see something new: text, a FIN, a reset, a timeout, room to send, a connection to accept or
        /// an opened one, a datagram, the link, or an address. It also changes with frames that bring nothing new. While it stays the same, nobody who
        /// waits has to look. Room in the controller for a datagram is not told. It wraps to negative.
        /// </summary>
        public int Activity
        {
            get
            {
                int activity = FramesReceived + OtherActivity;
                for (Transport? transport = FirstTransport; transport != null; transport = transport.NextTransport)
                {
                    activity += transport.FramesPredicted;
                }

                return activity;
            }
        }
    }
}
