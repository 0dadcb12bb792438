// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.W5500;

/// <summary>The blocks of the block select bits: the common registers, and each socket's registers and buffers; data sheet 2.2.2.</summary>
internal sealed class AddressSpace(
    RegisterBlock common,
    Socket[] sockets,
    BufferMemory transmitMemory,
    BufferMemory receiveMemory,
    SocketCommands commands,
    Transmitter transmitter,
    SocketInterrupts interrupts,
    Phy phy,
    ResetControl reset,
    W5500Faults faults,
    Rules rules,
    W5500Counters counters)
{
    public const int Common = 0;
    public const int SocketRegisters = 1;
    public const int TransmitBuffer = 2;
    public const int ReceiveBuffer = 3;

    /// <summary>The host has set MR.RST.</summary>
    public event Action? ResetRequested;

    /// <summary>The host has cleared an interrupt flag.</summary>
    public event Action? InterruptCleared;

    /// <summary>The time, for what starts with a write.</summary>
    public long Now { get; set; }

    /// <summary>Whether there is a block of this number: some are reserved.</summary>
    public bool CheckBlock(int block)
    {
        bool exists = block == Common || (block & 3) != Common;
        if (!exists)
        {
            rules.Violate($"block select 0x{block:X2} is reserved (data sheet 2.2.2).");
        }

        return exists;
    }

    public byte Read(int block, int address)
    {
        if (reset.IsLocking(Now))
        {
            return 0;
        }

        Socket socket = sockets[block >> 2];
        return (block & 3) switch
        {
            Common => ReadCommon(address),
            SocketRegisters => ReadSocket(socket, address),
            TransmitBuffer => transmitMemory.Read(socket, address),
            _ => receiveMemory.Read(socket, address),
        };
    }

    public void Write(int block, int address, byte value)
    {
        if (!CheckReady())
        {
            return;
        }

        Socket socket = sockets[block >> 2];
        switch (block & 3)
        {
            case Common:
                WriteCommon(address, value);
                break;

            case SocketRegisters:
                WriteSocket(socket, address, value);
                break;

            case TransmitBuffer:
                WriteTransmitBuffer(socket, address, value);
                break;

            default:
                receiveMemory.Write(socket, address, value);
                break;
        }
    }

    private byte ReadCommon(int address)
    {
        return address switch
        {
            CommonRegister.Mode when reset.IsSoftwareReset(Now) => CommonRegister.ModeReset,
            CommonRegister.SocketInterrupt => interrupts.Sockets,
            CommonRegister.PhyConfiguration => phy.Value,
            CommonRegister.Version when reset.HidesVersion(Now) => 0,
            _ => common.HostRead(address),
        };
    }

    private byte ReadSocket(Socket socket, int address)
    {
        return address switch
        {
            SocketRegister.TransmitFree => HighByte(socket.FreeSize, socket.FreeSizeBefore),
            SocketRegister.TransmitFree + 1 => (byte)socket.FreeSize,
            SocketRegister.TransmitRead => (byte)(socket.TransmitRead >> 8),
            SocketRegister.TransmitRead + 1 => (byte)socket.TransmitRead,
            SocketRegister.ReceivedSize => HighByte(socket.ReceivedSize, socket.ReceivedSizeBefore),
            SocketRegister.ReceivedSize + 1 => (byte)socket.ReceivedSize,
            SocketRegister.ReceiveWrite => (byte)(socket.ReceiveWrite >> 8),
            SocketRegister.ReceiveWrite + 1 => (byte)socket.ReceiveWrite,
            _ => socket.Registers.HostRead(address),
        };
    }

    private byte HighByte(int value, int before)
    {
        bool wouldShow = (value >> 8) != (before >> 8);
        return (byte)((wouldShow && faults.TornReads.Strikes() ? before : value) >> 8);
    }

    private void WriteCommon(int address, byte value)
    {
        switch (address)
        {
            case CommonRegister.Mode when (value & CommonRegister.ModeReset) != 0:
                ResetRequested?.Invoke();
                return;

            case CommonRegister.PhyConfiguration:
                phy.Write(value);
                return;
        }

        Count(common.HostWrite(address, value));
        if (address == CommonRegister.Interrupt)
        {
            InterruptCleared?.Invoke();
        }
    }

    private void WriteSocket(Socket socket, int address, byte value)
    {
        switch (address)
        {
            case SocketRegister.Command:
                commands.Write(socket, value, Now);
                return;

            case SocketRegister.ReceiveBufferSize:
            case SocketRegister.TransmitBufferSize:
                CheckClosed(socket);
                if (!(address == SocketRegister.ReceiveBufferSize ? receiveMemory : transmitMemory).CheckSize(value))
                {
                    return;
                }

                break;

            case SocketRegister.TransmitWrite or SocketRegister.TransmitWrite + 1:
                CheckTransmitterIdle(socket);
                break;
        }

        Count(socket.Registers.HostWrite(address, value));
        if (address == SocketRegister.Interrupt)
        {
            InterruptCleared?.Invoke();
        }
    }

    private void WriteTransmitBuffer(Socket socket, int pointer, byte value)
    {
        if (socket.Number == 0 && transmitter.IsSending && transmitter.IsUnderWay(pointer))
        {
            rules.Violate($"write at 0x{pointer & 0xFFFF:X4} of the transmit buffer, into the frame being sent (beyond Sn_TX_FSR, data sheet 4.2).");
        }

        transmitMemory.Write(socket, pointer, value);
    }

    // Only a SEND matters, under way or not yet accepted, because no other command reads the pointer.
    private void CheckTransmitterIdle(Socket socket)
    {
        if (socket.Number == 0 && (transmitter.IsSending || commands.IsSendPending(socket)))
        {
            rules.Violate("Sn_TX_WR written before SENDOK of the frame before: the two could become one (data sheet 4.2, SEND).");
        }
    }

    private void CheckClosed(Socket socket)
    {
        if (socket.IsOpen)
        {
            rules.Violate($"buffer size of socket {socket.Number} changed while it is open (data sheet 4.2, Sn_RXBUF_SIZE).");
        }
    }

    /// <summary>Whether the chip takes writes.</summary>
    private bool CheckReady()
    {
        if (reset.IsLocking(Now))
        {
            rules.Violate("write within 1 ms after RSTn, before the PLL has locked (data sheet 5.5.1).");
            return false;
        }

        if (reset.IsSoftwareReset(Now))
        {
            rules.Violate("write while MR.RST is set (data sheet 4.1, MR).");
            return false;
        }

        return true;
    }

    private void Count(bool written)
    {
        if (!written)
        {
            counters.IgnoredWrites++;
        }
    }
}
