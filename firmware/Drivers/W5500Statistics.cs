// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Drivers
{
    /// <summary>What a W5500's driver has done. A counter wraps to negative after 2^31 events.</summary>
    public sealed class W5500Statistics
    {
        /// <summary>Frames received.</summary>
        public int FramesReceived;

        /// <summary>Frames that came behind another one in their SPI transfer, less the transfers that brought none.</summary>
        public int Followers;

        /// <summary>Frames given to the chip to send.</summary>
        public int FramesSent;

        /// <summary>Status reads that contradicted themselves, because the chip changed a register while it was read.</summary>
        public int TornReads;

        /// <summary>Received frames with a length that cannot be: what the chip held was thrown away.</summary>
        public int BrokenPrefixes;

        /// <summary>Frames that the chip did not send in time.</summary>
        public int SendTimeouts;

        /// <summary>Times that the socket was closed and opened to get over a fault.</summary>
        public int Reopens;

        /// <summary>Times that the chip was started, the first time included.</summary>
        public int Starts;

        /// <summary>Times that frames waited although no interrupt had told of them.</summary>
        public int MissedInterrupts;

        /// <summary>Times that INT was found broken, and the chip was asked every few milliseconds from then on, until it worked again.</summary>
        public int LineFailures;

        /// <summary>Times that a register did not hold what had been written to it: the chip was started anew.</summary>
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
