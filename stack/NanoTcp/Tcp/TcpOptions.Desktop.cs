// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    // Options that pay only where an acknowledgment is cheap.
    public sealed partial class TcpOptions
    {
        /// <summary>
        /// Acknowledge each segment of a long transfer at once instead of every second one (RFC 5681 §4.2 allows both). If the other end waits for the
        /// window rather than the wire, a delayed acknowledgment would hold up a segment. A transfer is long once it has filled the receive buffer. The device
        /// has no such option, because an acknowledgment costs it as much as a segment.
        /// </summary>
        public bool AckEachSegment;
    }
}
