// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>Which part of the chip a register belongs to; it decides how the register is read and whether bits can be set in it.</summary>
internal enum RegisterKind
{
    /// <summary>Reads 0, ignores writes.</summary>
    Unimplemented,

    /// <summary>May be read; writing is forbidden.</summary>
    Reserved,

    /// <summary>The value follows the opcode. Bit field set and clear work.</summary>
    Eth,

    /// <summary>A dummy byte comes before the value. Bit field instructions do not work.</summary>
    MacMii,
}

/// <summary>The data sheet's properties of each register: kind, reset value, bits the host can write, bits it must leave 0.</summary>
internal static class RegisterMap
{
    public const int Count = 128;

    private static readonly RegisterKind[] s_kinds = new RegisterKind[Count];
    private static readonly byte[] s_resets = new byte[Count];
    private static readonly byte[] s_writable = new byte[Count];
    private static readonly byte[] s_zeros = new byte[Count];

    static RegisterMap()
    {
        CommonAndBank0();
        Bank1();
        Bank2();
        Bank3();
    }

    public static RegisterKind Kind(int register) => s_kinds[register];

    public static byte ResetValue(int register) => s_resets[register];

    public static byte Writable(int register) => s_writable[register];

    public static byte MustBeZero(int register) => s_zeros[register];

    private static void CommonAndBank0()
    {
        Eth(Register.EIE, 0x00, 0xFB, zeros: 0x04);
        Eth(Register.EIR, 0x00, 0x2B);
        Eth(Register.ESTAT, 0x00, 0x52);
        Eth(Register.ECON2, 0x80, 0xE8, zeros: 0x10);
        Eth(Register.ECON1, 0x00, 0xFF);

        Pointer(Register.ERDPTL, 0x05FA);
        Pointer(Register.EWRPTL, 0);
        Pointer(Register.ETXSTL, 0);
        Pointer(Register.ETXNDL, 0);
        Pointer(Register.ERXSTL, 0x05FA);
        Pointer(Register.ERXNDL, 0x1FFF);
        Pointer(Register.ERXRDPTL, 0x05FA);
        ReadOnlyWord(Register.ERXWRPTL);
        Pointer(Register.EDMASTL, 0);
        Pointer(Register.EDMANDL, 0);
        Pointer(Register.EDMADSTL, 0);
        ReadOnlyWord(Register.EDMACSL);
    }

    private static void Bank1()
    {
        for (int i = 0; i < 8; i++)
        {
            Eth(Register.EHT0 + i, 0, 0xFF);
            Eth(Register.EPMM0 + i, 0, 0xFF);
        }

        Eth(Register.EPMCSL, 0, 0xFF);
        Eth(Register.EPMCSL + 1, 0, 0xFF);
        Pointer(Register.EPMOL, 0);
        Reserved(0x36);
        Reserved(0x37);
        Eth(Register.ERXFCON, 0xA1, 0xFF);
        Eth(Register.EPKTCNT, 0, 0);
    }

    private static void Bank2()
    {
        MacMii(Register.MACON1, 0x00, 0x0F, zeros: 0x10);
        Reserved(0x41);
        MacMii(Register.MACON3, 0x00, 0xFF);
        MacMii(Register.MACON4, 0x00, 0x70, zeros: 0x03);
        MacMii(Register.MABBIPG, 0x00, 0x7F);
        MacMii(Register.MAIPGL, 0x00, 0x7F);
        MacMii(Register.MAIPGH, 0x00, 0x7F);
        MacMii(Register.MACLCON1, 0x0F, 0x0F);
        MacMii(Register.MACLCON2, 0x37, 0x3F);
        MacMii(Register.MAMXFLL, 0x00, 0xFF);
        MacMii(Register.MAMXFLL + 1, 0x06, 0xFF);
        Reserved(0x4C);
        Reserved(0x4D);
        Reserved(0x4E);
        Reserved(0x50);
        Reserved(0x51);
        MacMii(Register.MICMD, 0x00, 0x03);
        MacMii(Register.MIREGADR, 0x00, 0x1F);
        Reserved(0x55);
        MacMii(Register.MIWRL, 0x00, 0xFF);
        MacMii(Register.MIWRH, 0x00, 0xFF);
        MacMii(Register.MIRDL, 0x00, 0x00);
        MacMii(Register.MIRDH, 0x00, 0x00);
    }

    private static void Bank3()
    {
        for (int i = Register.MAADR5; i <= Register.MAADR2; i++)
        {
            MacMii(i, 0x00, 0xFF);
        }

        Eth(Register.EBSTSD, 0x00, 0xFF);
        Eth(Register.EBSTCON, 0x00, 0xFF);
        ReadOnlyWord(Register.EBSTCSL);
        MacMii(Register.MISTAT, 0x00, 0x00);
        Eth(Register.EREVID, 0x00, 0x00);
        Eth(Register.ECOCON, 0x04, 0x07);
        Reserved(0x76);
        Eth(Register.EFLOCON, 0x00, 0x03);
        Eth(Register.EPAUSL, 0x00, 0xFF);
        Eth(Register.EPAUSL + 1, 0x10, 0xFF);
    }

    private static void Eth(int register, byte reset, byte writable, byte zeros = 0)
    {
        Define(register, RegisterKind.Eth, reset, writable, zeros);
    }

    private static void MacMii(int register, byte reset, byte writable, byte zeros = 0)
    {
        Define(register, RegisterKind.MacMii, reset, writable, zeros);
    }

    private static void Pointer(int low, int reset)
    {
        Eth(low, (byte)reset, 0xFF);
        Eth(low + 1, (byte)(reset >> 8), 0x1F);
    }

    private static void ReadOnlyWord(int low)
    {
        Eth(low, 0, 0);
        Eth(low + 1, 0, 0);
    }

    private static void Reserved(int register)
    {
        s_kinds[register] = RegisterKind.Reserved;
    }

    private static void Define(int register, RegisterKind kind, byte reset, byte writable, byte zeros)
    {
        s_kinds[register] = kind;
        s_resets[register] = reset;
        s_writable[register] = writable;
        s_zeros[register] = zeros;
    }
}
