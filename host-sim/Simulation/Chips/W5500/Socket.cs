// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.W5500;

/// <summary>One socket: its registers and the chip's own pointers. The host's writes reach those only by a command.</summary>
internal sealed class Socket(int number, Rules rules)
{
    public int Number { get; } = number;

    public RegisterBlock Registers { get; } = SocketRegister.CreateBlock(number, rules);

    public bool IsOpen => Registers[SocketRegister.Status] != SocketRegister.StatusClosed;

    public bool IsMacRaw => Registers[SocketRegister.Status] == SocketRegister.StatusMacRaw;

    /// <summary>Sn_TX_RD: what the MAC sends next.</summary>
    public int TransmitRead { get; private set; }

    /// <summary>Sn_TX_WR as the last SEND made it effective.</summary>
    public int TransmitEnd { get; private set; }

    /// <summary>Sn_RX_RD as the last RECV made it effective.</summary>
    public int ReceiveRead { get; private set; }

    /// <summary>Sn_RX_WR: where the MAC stores next.</summary>
    public int ReceiveWrite { get; private set; }

    /// <summary>Sn_TX_FSR.</summary>
    public int FreeSize => (Registers[SocketRegister.TransmitBufferSize] * 1024) - ((TransmitEnd - TransmitRead) & 0xFFFF);

    /// <summary>Sn_RX_RSR.</summary>
    public int ReceivedSize => (ReceiveWrite - ReceiveRead) & 0xFFFF;

    /// <summary>Sn_TX_FSR before its last change.</summary>
    public int FreeSizeBefore { get; private set; }

    /// <summary>Sn_RX_RSR before its last change.</summary>
    public int ReceivedSizeBefore { get; private set; }

    /// <summary>Room in the receive buffer.</summary>
    public int ReceiveRoom => (Registers[SocketRegister.ReceiveBufferSize] * 1024) - ReceivedSize;

    public void Reset()
    {
        Registers.Reset();
        SetPointers(0, 0);
    }

    public void Open(byte status, int transmitPointer, int receivePointer)
    {
        Registers[SocketRegister.Status] = status;
        SetPointers(transmitPointer, receivePointer);
    }

    public void Close()
    {
        Registers[SocketRegister.Status] = SocketRegister.StatusClosed;
        Registers[SocketRegister.Interrupt] = 0;
    }

    /// <summary>SEND: what the host wrote to Sn_TX_WR counts.</summary>
    public void CommitTransmit()
    {
        FreeSizeBefore = FreeSize;
        TransmitEnd = Registers.Read16(SocketRegister.TransmitWrite);
    }

    /// <summary>All that was committed has been sent.</summary>
    public void FinishTransmit()
    {
        FreeSizeBefore = FreeSize;
        TransmitRead = TransmitEnd;
    }

    /// <summary>RECV: what the host wrote to Sn_RX_RD counts.</summary>
    public void CommitReceive()
    {
        ReceivedSizeBefore = ReceivedSize;
        ReceiveRead = Registers.Read16(SocketRegister.ReceiveRead);
    }

    /// <summary>A record of that many bytes has been stored.</summary>
    public void FinishReceive(int count)
    {
        ReceivedSizeBefore = ReceivedSize;
        ReceiveWrite = (ReceiveWrite + count) & 0xFFFF;
    }

    private void SetPointers(int transmit, int receive)
    {
        TransmitRead = transmit;
        TransmitEnd = transmit;
        ReceiveRead = receive;
        ReceiveWrite = receive;
        Registers.Write16(SocketRegister.TransmitWrite, transmit);
        Registers.Write16(SocketRegister.ReceiveRead, receive);
        FreeSizeBefore = FreeSize;
        ReceivedSizeBefore = 0;
    }
}
