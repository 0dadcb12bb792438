// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Drivers
{
    /// <summary>The counters of an ENC28J60's driver. Fields, because a property costs the device twice as much.</summary>
    public sealed class Enc28J60Statistics
    {
        /// <summary>Frames handed to the stack.</summary>
        public int FramesReceived;

        /// <summary>Transmissions that were started, without repetitions.</summary>
        public int FramesSent;

        /// <summary>Received packets below 64 bytes, which are no Ethernet frames and were dropped (DS39662 §6.6 accepts them).</summary>
        public int Runts;

        /// <summary>Received packets that the chip did not mark as good.</summary>
        public int BadFrames;

        /// <summary>Times that the chip reported lost packets, because its buffer was full.</summary>
        public int Overruns;

        /// <summary>Looks for a packet that found none, although INT or a flag had reported one.</summary>
        public int Phantoms;

        /// <summary>Times that the receive buffer was set up anew after an impossible header.</summary>
        public int Resyncs;

        /// <summary>Times that the whole chip was set up anew.</summary>
        public int Restarts;

        /// <summary>Transmissions repeated after a late collision (errata 13 and 15).</summary>
        public int LateCollisions;

        /// <summary>Frames that were not sent, because of too many collisions or too long a wait for the wire.</summary>
        public int TransmitErrors;

        /// <summary>Transmissions that did not end.</summary>
        public int TransmitTimeouts;

        /// <summary>Times that a packet waited although no edge of INT had reported it.</summary>
        public int MissedInterrupts;

        /// <summary>Times that INT was found broken. From then on the driver counts packets every few milliseconds, until INT works again.</summary>
        public int LineFailures;

        /// <summary>Times that a register had lost its written value and the chip was set up anew.</summary>
        public int Mismatches;

        /// <summary>Times that the link has come up.</summary>
        public int LinkUps;
    }
}
