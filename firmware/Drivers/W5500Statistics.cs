// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Drivers
{
    /// <summary>The counters of a W5500's driver. A counter wraps to negative after 2^31 events.</summary>
    public sealed class W5500Statistics
    {
        /// <summary>Frames received.</summary>
        public int FramesReceived;

        /// <summary>Frames that came behind another one in the same SPI transfer, minus the transfers without a frame.</summary>
        public int Followers;

        /// <summary>Frames given to the chip to send.</summary>
        public int FramesSent;

        /// <summary>Inconsistent status reads: the chip changed a register during the read.</summary>
        public int TornReads;

        /// <summary>Received frames with an impossible length. All that the chip held was dropped then.</summary>
        public int BrokenPrefixes;

        /// <summary>Frames that the chip failed to send in time.</summary>
        public int SendTimeouts;

        /// <summary>Times that the socket was closed and opened because of a fault.</summary>
        public int Reopens;

        /// <summary>Times that the chip was started, including the first.</summary>
        public int Starts;

        /// <summary>Times that frames waited although no interrupt had reported them.</summary>
        public int MissedInterrupts;

        /// <summary>Times that INT was found broken. From then on the driver asks the chip every few milliseconds, until INT works again.</summary>
        public int LineFailures;

        /// <summary>Times that a register had lost its written value and the chip was started anew.</summary>
        public int Mismatches;

        /// <summary>Times that the link came up or went down.</summary>
        public int LinkChanges;

        /// <summary>SPI transfers that brought frames. Not counted, because nearly all bring one.</summary>
        public int Batches
        {
            get { return FramesReceived - Followers; }
        }
    }
}
