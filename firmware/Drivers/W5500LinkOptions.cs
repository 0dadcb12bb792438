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

        /// <summary>
        /// Without an INT line: how often the chip is asked for frames, in milliseconds. While there is traffic it is asked every millisecond.
        /// </summary>
        public int PollInterval = 5;

        /// <summary>
        /// Milliseconds between two comparisons of what the chip's registers hold with what was written to them: a chip that bits flipped on the bus, or
        /// a dip of its supply, have made deaf is set up anew after so long. After a sign of trouble, a header that cannot be true or a transmission
        /// that does not end, they are compared at the next check already.
        /// </summary>
        public int CompareInterval = 15_000;

        /// <summary>
        /// How many bytes that have been read may stand in the chip's memory before they are given back, by Sn_RX_RD and RECV: two
        /// transactions, which several small frames, or batches of large ones, so share. 0: each batch is given back at once. More has not
        /// been proven on silicon: the data sheet does not say whether RECV of Sn_IR is set for a frame that comes while others are not given
        /// back. At most 8192.
        /// </summary>
        public int HoldBack;

        /// <summary>
        /// Whether a frame is sent without asking if the one before has left, when it is not shorter and the link is one of 100 Mbit/s in full
        /// duplex: the SPI bus takes three times as long for it as the wire for the other. Every ninth time it is asked all the same. Not
        /// proven on silicon.
        /// </summary>
        public bool TrustsWireTime;

        /// <summary>
        /// The 16-bit pointers Sn_TX_WR and Sn_RX_RD are written by two SPI frames of one byte each. Otherwise one frame writes three
        /// bytes: the platform clocks register traffic in pairs of bytes, and a header with a 16-bit pointer is five. The first byte falls
        /// on the register in front of the pointer, which is read-only in both cases (Sn_TX_RD, Sn_RX_RSR), so that the chip ignores it. A
        /// pointer takes effect with the command that follows, so both forms are safe; the split one costs one more transaction for each
        /// frame sent and each batch received, and is there for a chip that should not ignore that byte.
        /// </summary>
        public bool SplitPointerWrites;
    }
}
