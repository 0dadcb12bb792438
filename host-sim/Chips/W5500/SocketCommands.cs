// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace NanoTcp.HostSim.Chips.W5500;

/// <summary>Sn_CR: a command stands in the register until the chip accepts it, and takes effect then; data sheet 4.2.</summary>
internal sealed class SocketCommands(
    Socket[] sockets,
    BufferMemory transmitMemory,
    BufferMemory receiveMemory,
    Transmitter transmitter,
    W5500Options options)
{
    private readonly long[] _acceptedAt = [.. sockets.Select(_ => long.MaxValue)];

    public long NextEvent => _acceptedAt.Min();

    /// <summary>Whether a command has been written and not accepted.</summary>
    public bool IsPending(Socket socket)
    {
        return _acceptedAt[socket.Number] != long.MaxValue;
    }

    public void Write(Socket socket, byte command, long now)
    {
        if (IsPending(socket))
        {
            throw new DataSheetViolationException(
                $"W5500: command 0x{command:X2} written while Sn_CR still holds 0x{socket.Registers[SocketRegister.Command]:X2} (data sheet 4.2, Sn_CR).");
        }

        if (command == 0)
        {
            return;
        }

        Check(socket, command);
        socket.Registers[SocketRegister.Command] = command;
        _acceptedAt[socket.Number] = now + options.CommandNanoseconds;
    }

    public void Advance(long now)
    {
        foreach (Socket socket in sockets)
        {
            if (_acceptedAt[socket.Number] <= now)
            {
                byte command = socket.Registers[SocketRegister.Command];
                socket.Registers[SocketRegister.Command] = 0;
                _acceptedAt[socket.Number] = long.MaxValue;
                Execute(socket, command, now);
            }
        }
    }

    public void Reset()
    {
        Array.Fill(_acceptedAt, long.MaxValue);
    }

    private void Check(Socket socket, byte command)
    {
        switch (command)
        {
            case SocketRegister.CommandOpen:
                CheckOpen(socket);
                break;

            case SocketRegister.CommandClose:
                break;

            case SocketRegister.CommandSend:
                CheckMacRaw(socket, "SEND");
                transmitter.CheckSend();
                break;

            case SocketRegister.CommandReceive:
                CheckMacRaw(socket, "RECV");
                int consumed = (socket.Registers.Read16(SocketRegister.ReceiveRead) - socket.ReceiveRead) & 0xFFFF;
                if (consumed > socket.ReceivedSize)
                {
                    throw new DataSheetViolationException($"W5500: RECV with Sn_RX_RD moved on by {consumed}, beyond the {socket.ReceivedSize} bytes received (data sheet 4.2, Sn_RX_RD).");
                }

                break;

            default:
                throw new DataSheetViolationException($"W5500: 0x{command:X2} is no command of a closed or MACRAW socket (data sheet 4.2, Sn_CR).");
        }
    }

    private void CheckOpen(Socket socket)
    {
        if (socket.IsOpen)
        {
            throw new DataSheetViolationException($"W5500: OPEN of socket {socket.Number}, which is open: CLOSE first and wait for Sn_SR = 0.");
        }

        switch (socket.Registers[SocketRegister.Mode] & SocketRegister.ModeProtocol)
        {
            case SocketRegister.ProtocolMacRaw when socket.Number == 0:
                transmitMemory.CheckSum();
                receiveMemory.CheckSum();
                break;

            case SocketRegister.ProtocolMacRaw:
                throw new DataSheetViolationException($"W5500: MACRAW on socket {socket.Number}; only socket 0 can do it (data sheet 4.2, Sn_MR).");

            case SocketRegister.ProtocolTcp or SocketRegister.ProtocolUdp:
                throw new NotSupportedException("The model has no TCP or UDP sockets of the hard-wired engine.");

            default:
                throw new DataSheetViolationException($"W5500: OPEN with Sn_MR = 0x{socket.Registers[SocketRegister.Mode]:X2}, which names no protocol (data sheet 4.2, Sn_MR).");
        }
    }

    private static void CheckMacRaw(Socket socket, string command)
    {
        if (!socket.IsMacRaw)
        {
            throw new DataSheetViolationException($"W5500: {command} on socket {socket.Number}, which is not open (data sheet 4.2, Sn_CR).");
        }
    }

    private void Execute(Socket socket, byte command, long now)
    {
        switch (command)
        {
            case SocketRegister.CommandOpen:
                socket.Open(SocketRegister.StatusMacRaw, options.InitialTransmitPointer, options.InitialReceivePointer);
                break;

            case SocketRegister.CommandClose:
                socket.Close();
                if (socket.Number == 0)
                {
                    transmitter.Abort();
                }

                break;

            case SocketRegister.CommandSend:
                transmitter.Start(now);
                break;

            case SocketRegister.CommandReceive:
                socket.CommitReceive();
                break;
        }
    }
}
