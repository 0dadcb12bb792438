// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>
/// The control registers (DS39662 table 3-1): bank in bits 6:5, address in bits 4:0. The five that every bank shows have bank 0 here.
/// </summary>
internal static class Register
{
    public const int ERDPTL = 0x00;
    public const int EWRPTL = 0x02;
    public const int ETXSTL = 0x04;
    public const int ETXSTH = 0x05;
    public const int ETXNDL = 0x06;
    public const int ETXNDH = 0x07;
    public const int ERXSTL = 0x08;
    public const int ERXSTH = 0x09;
    public const int ERXNDL = 0x0A;
    public const int ERXNDH = 0x0B;
    public const int ERXRDPTL = 0x0C;
    public const int ERXRDPTH = 0x0D;
    public const int ERXWRPTL = 0x0E;
    public const int EDMASTL = 0x10;
    public const int EDMANDL = 0x12;
    public const int EDMADSTL = 0x14;
    public const int EDMADSTH = 0x15;
    public const int EDMACSL = 0x16;

    /// <summary>Reserved in every bank: the data sheet forbids to touch it at all.</summary>
    public const int Forbidden = 0x1A;

    public const int EIE = 0x1B;
    public const int EIR = 0x1C;
    public const int ESTAT = 0x1D;
    public const int ECON2 = 0x1E;
    public const int ECON1 = 0x1F;

    public const int EHT0 = 0x20;
    public const int EPMM0 = 0x28;
    public const int EPMCSL = 0x30;
    public const int EPMOL = 0x34;
    public const int ERXFCON = 0x38;
    public const int EPKTCNT = 0x39;

    public const int MACON1 = 0x40;
    public const int MACON3 = 0x42;
    public const int MACON4 = 0x43;
    public const int MABBIPG = 0x44;
    public const int MAIPGL = 0x46;
    public const int MAIPGH = 0x47;
    public const int MACLCON1 = 0x48;
    public const int MACLCON2 = 0x49;
    public const int MAMXFLL = 0x4A;
    public const int MICMD = 0x52;
    public const int MIREGADR = 0x54;
    public const int MIWRL = 0x56;
    public const int MIWRH = 0x57;
    public const int MIRDL = 0x58;
    public const int MIRDH = 0x59;

    public const int MAADR5 = 0x60;
    public const int MAADR6 = 0x61;
    public const int MAADR3 = 0x62;
    public const int MAADR4 = 0x63;
    public const int MAADR1 = 0x64;
    public const int MAADR2 = 0x65;
    public const int EBSTSD = 0x66;
    public const int EBSTCON = 0x67;
    public const int EBSTCSL = 0x68;
    public const int MISTAT = 0x6A;
    public const int EREVID = 0x72;
    public const int ECOCON = 0x75;
    public const int EFLOCON = 0x77;
    public const int EPAUSL = 0x78;

    /// <summary>Which register an address means while a bank is selected.</summary>
    public static int Locate(int bank, int address)
    {
        return address >= EIE ? address : (bank << 5) | address;
    }
}
