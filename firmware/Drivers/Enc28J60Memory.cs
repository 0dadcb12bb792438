// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Drivers
{
    /// <summary>How the 8 KiB of packet memory are used.</summary>
    internal static class Enc28J60Memory
    {
        /// <summary>The receive buffer starts at 0. Any other start can get lost when it is set (erratum 5).</summary>
        internal const int ReceiveStart = 0x0000;

        /// <summary>Room for three frames of full length. It ends at an odd address, so that ERXRDPT can (erratum 14).</summary>
        internal const int ReceiveEnd = 0x13FF;

        internal const int ReceiveSize = ReceiveEnd + 1 - ReceiveStart;

        /// <summary>
        /// Two slots for frames to send, each with a control byte in front and a status vector of seven bytes behind. Their low bytes
        /// are equal, which saves a register write when they alternate.
        /// </summary>
        internal const int FirstSlot = 0x1400;

        internal const int SecondSlot = 0x1A00;
    }
}
