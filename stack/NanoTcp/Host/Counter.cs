// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Host
{
    /// <summary>What a <see cref="NetworkStack"/> counts. Everything dropped or refused has its reason here.</summary>
    public enum Counter
    {
        /// <summary>Frames handed over by the link.</summary>
        FramesReceived,

        /// <summary>Frames taken by the link.</summary>
        FramesSent,

        /// <summary>Frames not sent because the link had no room.</summary>
        LinkBusy,

        /// <summary>Times that the link came up or went.</summary>
        LinkChanges,

        /// <summary>Polls at which the clock said less than before: no time had passed then.</summary>
        ClockFellBack,

        /// <summary>Frames received that are too short for their headers.</summary>
        FrameTruncated,

        /// <summary>Frames received for another MAC address.</summary>
        FrameNotForUs,

        /// <summary>Frames received of an EtherType the stack does not know.</summary>
        EtherTypeUnknown,

        /// <summary>Contacts refused because the table of peers was full.</summary>
        PeersExhausted,

        /// <summary>The number of counters; not one itself.</summary>
        Count,
    }
}
