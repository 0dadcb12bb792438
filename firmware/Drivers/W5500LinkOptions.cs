// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Drivers
{
    /// <summary>How a W5500 is used, and how much memory its driver may take.</summary>
    public sealed class W5500LinkOptions
    {
        /// <summary>
        /// Bytes of received frames that one SPI transfer can bring. Each frame takes two bytes more than its length. At least one full frame must
        /// fit. The chip can hold 16 KiB. Taking several frames at a time saves transactions.
        /// </summary>
        public int ReceiveBuffer = 4 * W5500Receiver.MaxRecord;

        /// <summary>
        /// Whether all multicast frames are always received, those of IPv6 too. Otherwise those of IPv4 are, as long as the stack has joined a group. The
        /// chip has no filter for single groups.
        /// </summary>
        public bool AcceptMulticast;

        /// <summary>Milliseconds between two looks for frames without an INT line. While there is traffic the driver looks every millisecond.</summary>
        public int PollInterval = 5;

        /// <summary>
        /// Milliseconds between two comparisons of the chip's registers with the written values. Flipped bits on the bus or a dip of the supply can
        /// make a chip deaf. It is set up anew after this time at the latest. After a sign of trouble, such as an impossible header or an endless
        /// transmission, the next check compares the registers.
        /// </summary>
        public int CompareInterval = 15_000;

        /// <summary>
        /// The most bytes that have been read and not yet given back to the chip. Giving back takes two transactions (Sn_RX_RD and RECV), which
        /// several frames then share. With 0 each batch is given back at once. Other values have not been proven on silicon. The data sheet does not
        /// say whether RECV of Sn_IR is set for a frame that comes while others are not given back. At most 8192.
        /// </summary>
        public int HoldBack;

        /// <summary>
        /// Whether the driver sends a frame without asking if the one before has left. It does so when the frame is not shorter than that one, and
        /// the link has 100 Mbit/s in full duplex. The SPI bus then takes three times as long as the wire. Every ninth time the driver asks all the
        /// same. Not proven on silicon.
        /// </summary>
        public bool TrustsWireTime;

        /// <summary>
        /// Whether two SPI frames of one byte each write the 16-bit pointers Sn_TX_WR and Sn_RX_RD. Otherwise one frame writes three bytes: the
        /// platform clocks register traffic in pairs of bytes, and a header with a 16-bit pointer has five. The first byte falls on the register in
        /// front of the pointer (Sn_TX_RD, Sn_RX_RSR). That register is read-only, so the chip ignores the byte. A pointer takes effect with the
        /// command that follows, so both forms are safe. The split form costs one more transaction for each frame sent and each batch received. It is
        /// for a chip that does not ignore that byte.
        /// </summary>
        public bool SplitPointerWrites;
    }
}
