// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Drivers
{
    /// <summary>What a W5500 is to do, and how much memory its driver may take.</summary>
    public sealed class W5500LinkOptions
    {
        /// <summary>
        /// Bytes of received frames that one SPI transfer can bring, two more than the frame for each: at least one full frame. The chip
        /// can hold 16 KiB; taking several frames at a time saves transactions.
        /// </summary>
        public int ReceiveBuffer = 4 * W5500Receiver.MaxRecord;

        /// <summary>Whether multicast frames are received. The chip has no filter for single groups: it is all of them or none.</summary>
        public bool AcceptMulticast;

        /// <summary>Without an INT line: how often the chip is asked for frames, in milliseconds.</summary>
        public int PollInterval = 5;

        /// <summary>
        /// The 16-bit pointers Sn_TX_WR and Sn_RX_RD are written by two SPI frames of one byte each. Otherwise one frame writes three
        /// bytes: the platform clocks register traffic in pairs of bytes, and a header with a 16-bit pointer is five. The last byte falls
        /// on the register behind the pointer, which is read-only in both cases (Sn_RX_RSR, Sn_RX_WR), so that the chip ignores it. A
        /// pointer takes effect with the command that follows, so both forms are safe; the split one costs one more transaction for each
        /// frame sent and each batch received, and is there for a chip that should not ignore the third byte.
        /// </summary>
        public bool SplitPointerWrites;
    }
}
