// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Wire
{
    /// <summary>TCP (RFC 9293 §3.1): offsets from the first byte of the header, control bits, options.</summary>
    public static class TcpHeader
    {
        /// <summary>Bytes of a header without options.</summary>
        public const int MinLength = 20;

        /// <summary>Source port, 16 bits.</summary>
        public const int SourcePort = 0;

        /// <summary>Destination port, 16 bits.</summary>
        public const int DestinationPort = 2;

        /// <summary>Sequence number, 32 bits.</summary>
        public const int SequenceNumber = 4;

        /// <summary>Acknowledgment number, 32 bits.</summary>
        public const int AcknowledgmentNumber = 8;

        /// <summary>Data offset in words (high four bits).</summary>
        public const int DataOffset = 12;

        /// <summary>Control bits.</summary>
        public const int Flags = 13;

        /// <summary>Window, 16 bits.</summary>
        public const int Window = 14;

        /// <summary>Checksum, 16 bits.</summary>
        public const int SegmentChecksum = 16;

        /// <summary>Urgent pointer, 16 bits.</summary>
        public const int UrgentPointer = 18;

        /// <summary>No more data from sender.</summary>
        public const int Fin = 0x01;

        /// <summary>Synchronize sequence numbers.</summary>
        public const int Syn = 0x02;

        /// <summary>Reset the connection.</summary>
        public const int Rst = 0x04;

        /// <summary>Push function.</summary>
        public const int Psh = 0x08;

        /// <summary>Acknowledgment field is significant.</summary>
        public const int Ack = 0x10;

        /// <summary>Urgent pointer field is significant.</summary>
        public const int Urg = 0x20;

        /// <summary>Option kind 0: end of option list.</summary>
        public const int OptionEnd = 0;

        /// <summary>Option kind 1: no operation.</summary>
        public const int OptionNop = 1;

        /// <summary>Option kind 2: maximum segment size.</summary>
        public const int OptionMss = 2;

        /// <summary>Bytes of the maximum segment size option.</summary>
        public const int OptionMssLength = 4;

        /// <summary>Option kind 3: window scale (RFC 7323 §2.2).</summary>
        public const int OptionWindowScale = 3;

        /// <summary>Bytes of the window scale option.</summary>
        public const int OptionWindowScaleLength = 3;

        /// <summary>The largest window scale (RFC 7323 §2.3).</summary>
        public const int MaxWindowScale = 14;

        /// <summary>Option kind 4: selective acknowledgments permitted (RFC 2018 §2).</summary>
        public const int OptionSackPermitted = 4;

        /// <summary>Bytes of the option that permits selective acknowledgments.</summary>
        public const int OptionSackPermittedLength = 2;

        /// <summary>Option kind 5: selective acknowledgment (RFC 2018 §3).</summary>
        public const int OptionSack = 5;

        /// <summary>Option kind 8: timestamps (RFC 7323 §3.2).</summary>
        public const int OptionTimestamps = 8;

        /// <summary>Bytes of the timestamps option.</summary>
        public const int OptionTimestampsLength = 10;

        /// <summary>The maximum segment size to assume when a SYN does not state one (RFC 9293 §3.7.1, MUST-15).</summary>
        public const int DefaultMss = 536;
    }
}
