// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Link
{
    // Links that compute checksums or cut frames into segments.
    public abstract partial class EthernetLink
    {
        /// <summary>
        /// The place of the text of a frame with a <see cref="FrameBuffer.SegmentSize"/>, for a link that takes the text from there. The frame then
        /// holds only the headers, although its length counts both. Null if the link takes whole frames.
        /// </summary>
        public readonly RingText? Text;

        /// <summary>Makes a link that computes checksums or cuts frames, and may take text from the ring of its connection.</summary>
        protected EthernetLink(byte[] macAddress, bool offloadsChecksum, int maxTransmit, bool gathersText)
            : this(macAddress, offloadsChecksum, maxTransmit)
        {
            Text = gathersText ? new RingText() : null;
        }
    }
}
