// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Floor
{
    /// <summary>
    /// Where things stand in the arrays, the same for both controllers, and what the headers of the one connection hold: 192.168.7.1, port
    /// 50000, to 192.168.7.2, port 9. Numbers are as <c>BitConverter</c> reads them, low byte first.
    /// </summary>
    public static class Layout
    {
        /// <summary>Where a received frame starts: behind a transfer from offset 8 whose first seven bytes are the controller's.</summary>
        public const int Received = 15;

        /// <summary>Where a frame to send starts.</summary>
        public const int Sent = 16;

        /// <summary>The word where an acknowledgment to send starts.</summary>
        public const int Ack = 2;

        /// <summary>Ethernet, IPv4 and TCP without options.</summary>
        public const int Headers = 54;

        /// <summary>The text of a full segment.</summary>
        public const int SegmentSize = 1460;

        /// <summary>The frame of a full segment.</summary>
        public const int FullFrame = Headers + SegmentSize;

        /// <summary>Ethernet's shortest frame, which an acknowledgment is padded to.</summary>
        public const int MinFrame = 60;

        /// <summary>The receive buffer, and the send buffer.</summary>
        public const int Buffer = 4 * SegmentSize;

        /// <summary>Sums are taken modulo this: RFC 1071's folding.</summary>
        public const int Modulus = 65535;

        internal const uint TypeAndVersion = 0x00450008;
        internal const ulong Addresses = 0x0207A8C00107A8C0;
        internal const uint Ports = 0x090050C3;

        // Total length, identification (any), flags (DF or none) and offset, time to live (any), protocol.
        internal const ulong HeaderMask = 0xFF00FFBF0000FFFF;
        internal const ulong SegmentHeader = 0x060000000000DC05;
        internal const ulong AckHeader = 0x0600000000002800;

        // The constant parts of the sums: of an IPv4 header, and of the pseudo header with the ports.
        internal const ulong HeaderSum = 0x45 + (Addresses % Modulus);
        internal const int SegmentPseudoSum = (6 + 20 + SegmentSize) << 8;
        internal const ulong AckPseudoSum = (Addresses % Modulus) + Ports + ((6 + 20) << 8);

        /// <summary>PSH, in a word with the data offset, the flags and the window.</summary>
        internal const uint Push = 0x0800;
    }
}
