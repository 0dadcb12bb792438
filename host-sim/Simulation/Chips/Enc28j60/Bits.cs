// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>ECON1 (DS39662 register 3-1).</summary>
internal static class Econ1
{
    public const int BankSelect = 0x03;
    public const int RXEN = 0x04;
    public const int TXRTS = 0x08;
    public const int CSUMEN = 0x10;
    public const int DMAST = 0x20;
    public const int RXRST = 0x40;
    public const int TXRST = 0x80;
}

/// <summary>ECON2 (register 3-2).</summary>
internal static class Econ2
{
    public const int PWRSV = 0x20;
    public const int PKTDEC = 0x40;
    public const int AUTOINC = 0x80;
}

/// <summary>ESTAT (register 12-1).</summary>
internal static class Estat
{
    public const int CLKRDY = 0x01;
    public const int TXABRT = 0x02;
    public const int RXBUSY = 0x04;
    public const int LATECOL = 0x10;
    public const int BUFER = 0x40;
    public const int INT = 0x80;
}

/// <summary>EIR and, with the same places, EIE (registers 12-2 and 12-3).</summary>
internal static class Eir
{
    public const int RXERIF = 0x01;
    public const int TXERIF = 0x02;
    public const int TXIF = 0x08;
    public const int LINKIF = 0x10;
    public const int DMAIF = 0x20;
    public const int PKTIF = 0x40;

    /// <summary>EIE only.</summary>
    public const int INTIE = 0x80;
}

/// <summary>ERXFCON (register 8-1).</summary>
internal static class Erxfcon
{
    public const int BCEN = 0x01;
    public const int MCEN = 0x02;
    public const int HTEN = 0x04;
    public const int MPEN = 0x08;
    public const int PMEN = 0x10;
    public const int CRCEN = 0x20;
    public const int ANDOR = 0x40;
    public const int UCEN = 0x80;
}

/// <summary>MACON1, MACON3 (registers 6-1 and 6-2).</summary>
internal static class Macon
{
    public const int MARXEN = 0x01;
    public const int PASSALL = 0x02;

    public const int FULDPX = 0x01;
    public const int HFRMEN = 0x04;
    public const int TXCRCEN = 0x10;
    public const int PadShift = 5;
}

/// <summary>MICMD and MISTAT (registers 3-3 and 3-5).</summary>
internal static class MiiBits
{
    public const int MIIRD = 0x01;
    public const int MIISCAN = 0x02;

    public const int BUSY = 0x01;
    public const int SCAN = 0x02;
    public const int NVALID = 0x04;
}

/// <summary>EBSTCON (register 15-1).</summary>
internal static class Ebstcon
{
    public const int BISTST = 0x01;
    public const int TME = 0x02;
}

/// <summary>The PHY's registers and their bits (DS39662 table 3-3).</summary>
internal static class Phy
{
    public const int PHCON1 = 0x00;
    public const int PHSTAT1 = 0x01;
    public const int PHID1 = 0x02;
    public const int PHID2 = 0x03;
    public const int PHCON2 = 0x10;
    public const int PHSTAT2 = 0x11;
    public const int PHIE = 0x12;
    public const int PHIR = 0x13;
    public const int PHLCON = 0x14;

    public const int PRST = 0x8000;
    public const int PLOOPBK = 0x4000;
    public const int PPWRSV = 0x0800;
    public const int PDPXMD = 0x0100;

    public const int FRCLNK = 0x4000;
    public const int TXDIS = 0x2000;
    public const int JABBER = 0x0400;
    public const int HDLDIS = 0x0100;

    public const int PFDPX = 0x1000;
    public const int PHDPX = 0x0800;
    public const int LLSTAT = 0x0004;

    public const int TXSTAT = 0x2000;
    public const int RXSTAT = 0x1000;
    public const int LSTAT = 0x0400;
    public const int DPXSTAT = 0x0200;

    public const int PLNKIE = 0x0010;
    public const int PGEIE = 0x0002;
    public const int PLNKIF = 0x0010;
    public const int PGIF = 0x0004;
}
