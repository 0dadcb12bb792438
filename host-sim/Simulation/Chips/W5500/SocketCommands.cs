// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.W5500;

/// <summary>Sn_CR: a command stands in the register until the chip accepts it, and takes effect then; data sheet 4.2.</summary>
internal sealed class SocketCommands(
    Socket[] sockets,
    BufferMemory transmitMemory,
    BufferMemory receiveMemory,
    Transmitter transmitter,
    W5500Options options,
    Rules rules)
{
    private readonly long[] _acceptedAt = [.. sockets.Select(_ => long.MaxValue)];

    public long NextEvent => _acceptedAt.Min();

    /// <summary>Whether a SEND has been written and not accepted.</summary>
    public bool IsSendPending(Socket socket)
    {
        return IsPending(socket) && socket.Registers[SocketRegister.Command] == SocketRegister.CommandSend;
    }

    public void Write(Socket socket, byte command, long now)
    {
        if (IsPending(socket))
        {
            rules.Violate($"command 0x{command:X2} written while Sn_CR still holds 0x{socket.Registers[SocketRegister.Command]:X2} (data sheet 4.2, Sn_CR).");
            return;
        }

        if (command == 0 || !Check(socket, command))
        {
            return;
        }

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

    private bool IsPending(Socket socket)
    {
        return _acceptedAt[socket.Number] != long.MaxValue;
    }

    /// <summary>Whether the command does anything.</summary>
    private bool Check(Socket socket, byte command)
    {
        switch (command)
        {
            case SocketRegister.CommandOpen:
                return CheckOpen(socket);

            case SocketRegister.CommandClose:
                return true;

            case SocketRegister.CommandSend:
                return CheckMacRaw(socket, "SEND") && transmitter.CheckSend();

            case SocketRegister.CommandReceive:
                return CheckMacRaw(socket, "RECV") && CheckReceive(socket);

            default:
                rules.Violate($"0x{command:X2} is no command of a closed or MACRAW socket (data sheet 4.2, Sn_CR).");
                return false;
        }
    }

    private bool CheckOpen(Socket socket)
    {
        if (socket.IsOpen)
        {
            rules.Violate($"OPEN of socket {socket.Number}, which is open: CLOSE first and wait for Sn_SR = 0.");
            return false;
        }

        switch (socket.Registers[SocketRegister.Mode] & SocketRegister.ModeProtocol)
        {
            case SocketRegister.ProtocolMacRaw when socket.Number == 0:
                transmitMemory.CheckSum();
                receiveMemory.CheckSum();
                return true;

            case SocketRegister.ProtocolMacRaw:
                rules.Violate($"MACRAW on socket {socket.Number}; only socket 0 can do it (data sheet 4.2, Sn_MR).");
                return false;

            case SocketRegister.ProtocolTcp or SocketRegister.ProtocolUdp:
                rules.Violate($"OPEN with Sn_MR = 0x{socket.Registers[SocketRegister.Mode]:X2}: the model has no TCP or UDP sockets of the hard-wired engine.");
                return false;

            default:
                rules.Violate($"OPEN with Sn_MR = 0x{socket.Registers[SocketRegister.Mode]:X2}, which names no protocol (data sheet 4.2, Sn_MR).");
                return false;
        }
    }

    private bool CheckMacRaw(Socket socket, string command)
    {
        if (!socket.IsMacRaw)
        {
            rules.Violate($"{command} on socket {socket.Number}, which is not open (data sheet 4.2, Sn_CR).");
        }

        return socket.IsMacRaw;
    }

    // Silicon cannot detect it, and takes the pointer as it is.
    private bool CheckReceive(Socket socket)
    {
        int consumed = (socket.Registers.Read16(SocketRegister.ReceiveRead) - socket.ReceiveRead) & 0xFFFF;
        if (consumed > socket.ReceivedSize)
        {
            rules.Violate($"RECV with Sn_RX_RD moved on by {consumed}, beyond the {socket.ReceivedSize} bytes received (data sheet 4.2, Sn_RX_RD).");
        }

        return true;
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
