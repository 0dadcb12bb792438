// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Host
{
    /// <summary>The counters of a <see cref="NetworkStack"/>. Every reason to drop or refuse something has a counter.</summary>
    public enum Counter
    {
        /// <summary>Frames received from the link.</summary>
        FramesReceived,

        /// <summary>Frames taken by the link.</summary>
        FramesSent,

        /// <summary>Frames not sent because the link had no room.</summary>
        LinkBusy,

        /// <summary>Times that the link came up or went down.</summary>
        LinkChanges,

        /// <summary>Polls at which the clock had fallen back. They count as if no time had passed.</summary>
        ClockFellBack,

        /// <summary>Frames received that are too short for their headers.</summary>
        FrameTruncated,

        /// <summary>
        /// Frames received for another MAC address, for a group that nobody here has joined, or for all but with a datagram to a port that nobody here
        /// has bound.
        /// </summary>
        FrameNotForUs,

        /// <summary>Frames received of an EtherType the stack does not know.</summary>
        EtherTypeUnknown,

        /// <summary>Contacts refused because the table of peers was full.</summary>
        PeersExhausted,

        /// <summary>The number of counters; no counter itself.</summary>
        Count,
    }
}
