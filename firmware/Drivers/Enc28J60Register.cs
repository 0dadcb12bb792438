// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Drivers
{
    /// <summary>
    /// Control registers of the ENC28J60 as (bank &lt;&lt; 5) | address, and their bits (DS39662 chapter 3). The last five addresses are the
    /// same in every bank.
    /// </summary>
    internal static class Enc28J60Register
    {
        internal const int AddressMask = 0x1F;
        internal const int FirstCommonAddress = 0x1B;

        /// <summary>The bank that has only MAC and MII registers.</summary>
        internal const int MacBank = 2;

        internal const int EIE = 0x1B;
        internal const int EIR = 0x1C;
        internal const int ESTAT = 0x1D;
        internal const int ECON2 = 0x1E;
        internal const int ECON1 = 0x1F;

        // Bank 0. The high byte of a pair has the next address after its low byte.
        internal const int ERDPTL = 0x00;
        internal const int EWRPTL = 0x02;
        internal const int EWRPTH = 0x03;
        internal const int ETXSTL = 0x04;
        internal const int ETXSTH = 0x05;
        internal const int ETXNDL = 0x06;
        internal const int ETXNDH = 0x07;
        internal const int ERXSTL = 0x08;
        internal const int ERXNDL = 0x0A;
        internal const int ERXRDPTL = 0x0C;
        internal const int ERXRDPTH = 0x0D;
        internal const int ERXWRPTL = 0x0E;
        internal const int ERXWRPTH = 0x0F;

        // Bank 1.
        internal const int EHT0 = 0x20;
        internal const int EPMM0 = 0x28;
        internal const int EPMCSL = 0x30;
        internal const int EPMOL = 0x34;
        internal const int ERXFCON = 0x38;
        internal const int EPKTCNT = 0x39;

        // Bank 2: MAC and MII.
        internal const int MACON1 = 0x40;
        internal const int MACON3 = 0x42;
        internal const int MACON4 = 0x43;
        internal const int MABBIPG = 0x44;
        internal const int MAIPGL = 0x46;
        internal const int MAIPGH = 0x47;
        internal const int MACLCON1 = 0x48;
        internal const int MACLCON2 = 0x49;
        internal const int MAMXFLL = 0x4A;
        internal const int MICMD = 0x52;
        internal const int MIREGADR = 0x54;
        internal const int MIWRL = 0x56;
        internal const int MIWRH = 0x57;
        internal const int MIRDL = 0x58;
        internal const int MIRDH = 0x59;

        // Bank 3: MAC and MII where the names say so. MAADR1 holds the first byte of the address.
        internal const int MAADR5 = 0x60;
        internal const int MAADR6 = 0x61;
        internal const int MAADR3 = 0x62;
        internal const int MAADR4 = 0x63;
        internal const int MAADR1 = 0x64;
        internal const int MAADR2 = 0x65;
        internal const int EBSTCON = 0x67;
        internal const int MISTAT = 0x6A;
        internal const int EREVID = 0x72;
        internal const int EFLOCON = 0x77;

        internal const int EIE_INTIE = 0x80;
        internal const int EIE_PKTIE = 0x40;
        internal const int EIE_TXIE = 0x08;
        internal const int EIE_TXERIE = 0x02;

        internal const int EIR_PKTIF = 0x40;
        internal const int EIR_LINKIF = 0x10;
        internal const int EIR_TXIF = 0x08;
        internal const int EIR_TXERIF = 0x02;
        internal const int EIR_RXERIF = 0x01;

        /// <summary>The unused bit of EIR, which reads 1 when nothing drives SO.</summary>
        internal const int EIR_Unimplemented = 0x80;

        internal const int ESTAT_INT = 0x80;
        internal const int ESTAT_BUFER = 0x40;
        internal const int ESTAT_LATECOL = 0x10;
        internal const int ESTAT_TXABRT = 0x02;
        internal const int ESTAT_CLKRDY = 0x01;

        internal const int ECON2_AUTOINC = 0x80;
        internal const int ECON2_PKTDEC = 0x40;
        internal const int ECON2_PWRSV = 0x20;

        internal const int ECON1_TXRST = 0x80;
        internal const int ECON1_RXRST = 0x40;
        internal const int ECON1_DMAST = 0x20;
        internal const int ECON1_TXRTS = 0x08;
        internal const int ECON1_RXEN = 0x04;

        /// <summary>The other bit of EFLOCON only shows the duplex.</summary>
        internal const int EFLOCON_FCEN = 0x03;

        internal const int ERXFCON_UCEN = 0x80;
        internal const int ERXFCON_CRCEN = 0x20;
        internal const int ERXFCON_PMEN = 0x10;
        internal const int ERXFCON_HTEN = 0x04;
        internal const int ERXFCON_MCEN = 0x02;
        internal const int ERXFCON_BCEN = 0x01;

        internal const int MACON1_MARXEN = 0x01;
        internal const int MACON1_RXPAUS = 0x04;
        internal const int MACON1_TXPAUS = 0x08;

        /// <summary>PADCFG = 001 (pad to 60 bytes), TXCRCEN, FRMLNEN.</summary>
        internal const int MACON3_PadAndCheck = 0x32;
        internal const int MACON3_FULDPX = 0x01;
        internal const int MACON4_DEFER = 0x40;
        internal const int MICMD_MIIRD = 0x01;
        internal const int MISTAT_BUSY = 0x01;

        // PHY registers, behind MIREGADR.
        internal const int PHCON1 = 0x00;
        internal const int PHID1 = 0x02;
        internal const int PHCON2 = 0x10;
        internal const int PHSTAT2 = 0x11;
        internal const int PHIE = 0x12;
        internal const int PHIR = 0x13;
        internal const int PHLCON = 0x14;

        /// <summary>The bits of PHCON1 and of PHCON2 that there are.</summary>
        internal const int PHCON1_Bits = 0xC900;
        internal const int PHCON2_Bits = 0x6500;

        internal const int PHCON1_PDPXMD = 0x0100;
        internal const int PHCON2_HDLDIS = 0x0100;
        internal const int PHSTAT2_LSTAT = 0x0400;

        /// <summary>PLNKIE and PGEIE.</summary>
        internal const int PHIE_LinkChange = 0x0012;

        /// <summary>Constant (DS39662 table 3-3).</summary>
        internal const int PHID1_Value = 0x0083;
    }
}
