// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Drivers
{
    /// <summary>Registers, commands and control bytes of the W5500 (data sheet 1.1.0, chapters 2 and 4), as far as raw Ethernet needs them.</summary>
    internal static class W5500Register
    {
        // Control phase of an SPI frame (2.2.2): block select, read or write, variable length.
        public const int ReadCommon = 0x00;
        public const int WriteCommon = 0x04;
        public const int ReadSocket0 = 0x08;
        public const int WriteSocket0 = 0x0C;
        public const int WriteTransmitBuffer = 0x14;
        public const int ReadReceiveBuffer = 0x18;

        /// <summary>WriteSocket0 plus this for each further socket.</summary>
        public const int NextSocket = 0x20;

        public const int SocketCount = 8;

        // Common registers (4.1).
        public const int MR = 0x00;
        public const int RTR = 0x19;
        public const int PHYCFGR = 0x2E;
        public const int VERSIONR = 0x39;

        public const int MR_RST = 0x80;
        public const int MR_PB = 0x10;

        /// <summary>RST and OPMD of PHYCFGR, which set the mode of the PHY.</summary>
        public const int PHYCFGR_Mode = 0xC0;

        /// <summary>The PHY is not in reset, and takes its mode from the PMODE pins.</summary>
        public const int PHYCFGR_ByPins = 0x80;

        /// <summary>OPMDC after a reset: all capable.</summary>
        public const int PHYCFGR_AllCapable = 0x38;

        public const int RTR_Default = 0x07D0;
        public const int Version = 0x04;

        // Socket registers (4.2).
        public const int Sn_MR = 0x00;
        public const int Sn_CR = 0x01;
        public const int Sn_IR = 0x02;
        public const int Sn_SR = 0x03;
        public const int Sn_RXBUF_SIZE = 0x1E;
        public const int Sn_TXBUF_SIZE = 0x1F;
        public const int Sn_TX_RD = 0x22;
        public const int Sn_TX_WR = 0x24;
        public const int Sn_RX_RD = 0x28;
        public const int Sn_IMR = 0x2C;

        public const int Sn_MR_MACRAW = 0x04;
        public const int Sn_MR_MIP6B = 0x10;
        public const int Sn_MR_MMB = 0x20;
        public const int Sn_MR_MFEN = 0x80;

        public const int Sn_IR_RECV = 0x04;

        public const int Sn_SR_CLOSED = 0x00;
        public const int Sn_SR_MACRAW = 0x42;

        public const int OPEN = 0x01;
        public const int CLOSE = 0x10;
        public const int SEND = 0x20;
        public const int RECV = 0x40;
    }
}
