// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.W5500;

/// <summary>Offsets, bits and codes of a socket's register block that the model acts on; data sheet 4.2.</summary>
internal static class SocketRegister
{
    public const int Mode = 0x00;
    public const int Command = 0x01;
    public const int Interrupt = 0x02;
    public const int Status = 0x03;
    public const int ReceiveBufferSize = 0x1E;
    public const int TransmitBufferSize = 0x1F;
    public const int TransmitFree = 0x20;
    public const int TransmitRead = 0x22;
    public const int TransmitWrite = 0x24;
    public const int ReceivedSize = 0x26;
    public const int ReceiveRead = 0x28;
    public const int ReceiveWrite = 0x2A;
    public const int InterruptMask = 0x2C;

    public const int ModeMacFilter = 0x80;
    public const int ModeBlockBroadcast = 0x40;
    public const int ModeBlockMulticast = 0x20;
    public const int ModeBlockIPv6 = 0x10;
    public const int ModeProtocol = 0x0F;
    public const int ProtocolTcp = 0x01;
    public const int ProtocolUdp = 0x02;
    public const int ProtocolMacRaw = 0x04;

    public const byte CommandOpen = 0x01;
    public const byte CommandClose = 0x10;
    public const byte CommandSend = 0x20;
    public const byte CommandReceive = 0x40;

    public const int InterruptSendOk = 0x10;
    public const int InterruptReceive = 0x04;

    public const byte StatusClosed = 0x00;
    public const byte StatusMacRaw = 0x42;

    /// <summary>One socket's block as it is after a reset.</summary>
    public static RegisterBlock CreateBlock(int socket, Rules rules)
    {
        RegisterBlock block = new($"socket {socket} register", 0x30, rules);
        block.Define(Mode, RegisterAccess.ReadWrite, mask: 0xFF, 0x00);
        block.Define(Command, RegisterAccess.ReadWrite, mask: 0xFF, 0x00);
        block.Define(Interrupt, RegisterAccess.WriteOneToClear, mask: 0x1F, 0x00);
        block.Define(Status, RegisterAccess.ReadOnly, mask: 0x00, 0x00);
        block.Define(0x04, RegisterAccess.ReadWrite, mask: 0xFF, 0x00, 0x00); // Sn_PORT
        block.Define(0x06, RegisterAccess.ReadWrite, mask: 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF); // Sn_DHAR
        block.Define(0x0C, RegisterAccess.ReadWrite, mask: 0xFF, new byte[8]); // Sn_DIPR, Sn_DPORT, Sn_MSSR
        block.Define(0x15, RegisterAccess.ReadWrite, mask: 0xFF, 0x00, 0x80); // Sn_TOS, Sn_TTL
        block.Define(ReceiveBufferSize, RegisterAccess.ReadWrite, mask: 0xFF, 0x02);
        block.Define(TransmitBufferSize, RegisterAccess.ReadWrite, mask: 0xFF, 0x02);
        block.Define(TransmitFree, RegisterAccess.ReadOnly, mask: 0x00, 0x08, 0x00);
        block.Define(TransmitRead, RegisterAccess.ReadOnly, mask: 0x00, 0x00, 0x00);
        block.Define(TransmitWrite, RegisterAccess.ReadWrite, mask: 0xFF, 0x00, 0x00);
        block.Define(ReceivedSize, RegisterAccess.ReadOnly, mask: 0x00, 0x00, 0x00);
        block.Define(ReceiveRead, RegisterAccess.ReadWrite, mask: 0xFF, 0x00, 0x00);
        block.Define(ReceiveWrite, RegisterAccess.ReadOnly, mask: 0x00, 0x00, 0x00);
        block.Define(InterruptMask, RegisterAccess.ReadWrite, mask: 0xFF, 0xFF);
        block.Define(0x2D, RegisterAccess.ReadWrite, mask: 0xFF, 0x40, 0x00); // Sn_FRAG
        block.Define(0x2F, RegisterAccess.ReadWrite, mask: 0xFF, 0x00); // Sn_KPALVTR
        return block;
    }
}
