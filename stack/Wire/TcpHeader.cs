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

        /// <summary>The maximum segment size to assume when a SYN does not state one (RFC 9293 §3.7.1, MUST-15).</summary>
        public const int DefaultMss = 536;

        /// <summary>
        /// The value of the maximum segment size option, or <see cref="DefaultMss"/> when there is none. Unknown options are skipped
        /// (MUST-6); a length below 2 or beyond the header ends the search (MUST-7).
        /// </summary>
        /// <param name="buffer">The frame.</param>
        /// <param name="offset">Where the TCP header starts.</param>
        /// <param name="headerLength">Length of the header with its options, already checked against the segment.</param>
        public static int ReadMss(byte[] buffer, int offset, int headerLength)
        {
            int end = offset + headerLength;
            int option = offset + MinLength;
            while (option < end)
            {
                int kind = buffer[option];
                if (kind == OptionEnd)
                {
                    break;
                }

                if (kind == OptionNop)
                {
                    option++;
                    continue;
                }

                if (option + 1 >= end)
                {
                    break;
                }

                int length = buffer[option + 1];
                if (length < 2 || option + length > end)
                {
                    break;
                }

                if (kind == OptionMss && length == OptionMssLength)
                {
                    return (buffer[option + 2] << 8) | buffer[option + 3];
                }

                option += length;
            }

            return DefaultMss;
        }
    }
}
