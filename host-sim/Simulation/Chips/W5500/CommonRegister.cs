// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.W5500;

/// <summary>Offsets and bits of the common register block that the model acts on; data sheet 4.1.</summary>
internal static class CommonRegister
{
    public const int Mode = 0x00;
    public const int HardwareAddress = 0x09;
    public const int SourceIP = 0x0F;
    public const int InterruptLevel = 0x13;
    public const int Interrupt = 0x15;
    public const int InterruptMask = 0x16;
    public const int SocketInterrupt = 0x17;
    public const int SocketInterruptMask = 0x18;
    public const int PhyConfiguration = 0x2E;
    public const int Version = 0x39;

    public const int ModeReset = 0x80;
    public const int ModePingBlock = 0x10;
    public const int InterruptConflict = 0x80;
    public const byte VersionNumber = 0x04;

    /// <summary>The block as it is after a reset.</summary>
    public static RegisterBlock CreateBlock(Rules rules)
    {
        RegisterBlock block = new("common register", 0x3A, rules);
        block.Define(Mode, RegisterAccess.ReadWrite, mask: 0xBA, 0x00);
        block.Define(0x01, RegisterAccess.ReadWrite, mask: 0xFF, new byte[18]); // GAR, SUBR, SHAR, SIPR
        block.Define(InterruptLevel, RegisterAccess.ReadWrite, mask: 0xFF, 0x00, 0x00);
        block.Define(Interrupt, RegisterAccess.WriteOneToClear, mask: 0xF0, 0x00);
        block.Define(InterruptMask, RegisterAccess.ReadWrite, mask: 0xF0, 0x00);
        block.Define(SocketInterrupt, RegisterAccess.ReadOnly, mask: 0x00, 0x00);
        block.Define(SocketInterruptMask, RegisterAccess.ReadWrite, mask: 0xFF, 0x00);
        block.Define(0x19, RegisterAccess.ReadWrite, mask: 0xFF, 0x07, 0xD0); // RTR
        block.Define(0x1B, RegisterAccess.ReadWrite, mask: 0xFF, 0x08); // RCR
        block.Define(0x1C, RegisterAccess.ReadWrite, mask: 0xFF, 0x28); // PTIMER
        block.Define(0x1D, RegisterAccess.ReadWrite, mask: 0xFF, new byte[9]); // PMAGIC, PHAR, PSID
        block.Define(0x26, RegisterAccess.ReadWrite, mask: 0xFF, 0xFF, 0xFF); // PMRU
        block.Define(0x28, RegisterAccess.ReadOnly, mask: 0x00, new byte[6]); // UIPR, UPORTR
        block.Define(PhyConfiguration, RegisterAccess.ReadWrite, mask: 0xF8, Phy.ResetValue);
        block.Define(Version, RegisterAccess.ReadOnly, mask: 0x00, VersionNumber);
        return block;
    }
}
