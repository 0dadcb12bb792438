// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Simulation.Addresses;

namespace NanoTcp.HostSim.Peer;

/// <summary>The commands on the handles of UDP sockets.</summary>
internal sealed class DatagramCommands(PeerStack stack, HandleTable handles, Reply reply)
{
    private const int MaxDatagram = 65_507;

    private readonly byte[] _zeros = new byte[MaxDatagram];
    private readonly byte[] _scratch = new byte[CommandLines.MaxLine / 2];
    private readonly HostEndPoint _other = new();

    public void Udp(CommandWords words)
    {
        if (!words.AtEnd)
        {
            bool isVersion6 = words.Next() is "6" && words.AtEnd;
            reply.Error(isVersion6 ? "EAFNOSUPPORT" : "EINVAL");
        }
        else if (!handles.TryMakeRoom())
        {
            reply.Error("ENOMEM");
        }
        else
        {
            reply.Ok().Number(handles.Add(new DatagramSocket(stack.Udp)));
        }
    }

    /// <summary>Does a command on a socket, whose handle has been taken from the words.</summary>
    public void Execute(ReadOnlySpan<char> command, int handle, DatagramSocket socket, CommandWords words)
    {
        switch (command)
        {
            case "bind":
                Bind(socket, words);
                break;
            case "connect":
                Connect(socket, words);
                break;
            case "sendto":
                SendTo(socket, words);
                break;
            case "recvfrom":
                ReceiveFrom(socket, words);
                break;
            case "write":
                Write(socket, words);
                break;
            case "send":
                Send(socket, words);
                break;
            case "read":
                Receive(socket, words, shows: false);
                break;
            case "recv":
                Receive(socket, words, shows: true);
                break;
            case "opt":
                SetOption(socket, words);
                break;
            case "connected" or "close" or "abort" or "error" or "poll" or "name" when !words.AtEnd:
                reply.Error("EINVAL");
                break;
            case "connected":
                ReplyTo(socket.Udp.Error != SocketError.Success ? socket.TakeError() : socket.IsConnected ? SocketError.Success : SocketError.NotConnected);
                break;
            case "close":
                socket.Close();
                handles.Remove(handle);
                reply.Ok();
                break;
            case "abort":
                socket.Close();
                handles.MarkAborted(handle);
                reply.Ok();
                break;
            case "error":
                SocketError error = socket.TakeError();
                reply.Ok().Word(error == SocketError.Success ? "0" : Errno.Name(error));
                break;
            case "poll":
                Poll(socket);
                break;
            case "name":
                reply.Ok().Address(socket.IsUnused ? 0 : stack.IPv4.Address.ToIPv4()).Number(socket.Udp.LocalPort);
                break;
            case "listen" or "accept" or "shutdown" or "peek" or "state" or "info":
                reply.Error("EOPNOTSUPP");
                break;
            default:
                reply.Error("EINVAL");
                break;
        }
    }

    private void Bind(DatagramSocket socket, CommandWords words)
    {
        CommandWords ahead = words;
        bool any = ahead.Next() is "*";
        uint address = 0;
        bool wellFormed = any || words.TryNextAddress(out address);
        if (any)
        {
            words = ahead;
        }

        if (!wellFormed || !words.TryNextPort(0, out int port) || !words.AtEnd)
        {
            reply.Error("EINVAL");
        }
        else if (!any && address != stack.IPv4.Address.ToIPv4())
        {
            reply.Error("EADDRNOTAVAIL");
        }
        else if (Succeeds(socket.Udp.Bind(port)))
        {
            reply.Ok().Number(socket.Udp.LocalPort);
        }
    }

    private void Connect(DatagramSocket socket, CommandWords words)
    {
        if (TryNextEndPoint(ref words) && words.AtEnd)
        {
            ReplyTo(socket.Connect(_other));
        }
        else
        {
            reply.Error("EINVAL");
        }
    }

    private void SendTo(DatagramSocket socket, CommandWords words)
    {
        if (!TryNextEndPoint(ref words) || !words.TryNextNumber(0, out int count))
        {
            reply.Error("EINVAL");
            return;
        }

        byte[] data = _zeros;
        if (!words.AtEnd)
        {
            data = _scratch;
            if (!words.TryNextHex(_scratch, out int given) || !words.AtEnd || given != count)
            {
                reply.Error("EINVAL");
                return;
            }
        }

        ReplySent(count > MaxDatagram ? SocketError.MessageSize : socket.Udp.SendTo(data, 0, count, _other), count);
    }

    private void Write(DatagramSocket socket, CommandWords words)
    {
        if (!words.TryNextNumber(0, out int count) || !words.AtEnd)
        {
            reply.Error("EINVAL");
            return;
        }

        ReplySent(count > MaxDatagram ? SocketError.MessageSize : socket.Udp.Send(_zeros, 0, count), count);
    }

    private void Send(DatagramSocket socket, CommandWords words)
    {
        if (!words.TryNextHex(_scratch, out int count) || !words.AtEnd)
        {
            reply.Error("EINVAL");
            return;
        }

        ReplySent(socket.Udp.Send(_scratch, 0, count), count);
    }

    private void Receive(DatagramSocket socket, CommandWords words, bool shows)
    {
        if (!words.TryNextNumber(1, out int room) || !words.AtEnd)
        {
            reply.Error("EINVAL");
        }
        else if (TryReceive(socket, room, out int count))
        {
            reply.Ok().Number(count);
            Show(shows ? count : 0);
        }
    }

    private void ReceiveFrom(DatagramSocket socket, CommandWords words)
    {
        int room = int.MaxValue;
        if ((!words.AtEnd && !words.TryNextNumber(1, out room)) || !words.AtEnd)
        {
            reply.Error("EINVAL");
        }
        else if (TryReceive(socket, room, out int count))
        {
            reply.Ok().Number(count).Address(_other.Address.ToIPv4()).Number(_other.Port);
            Show(count);
        }
    }

    // As in operating systems, what does not fit is thrown away without an error.
    private bool TryReceive(DatagramSocket socket, int room, out int count)
    {
        count = socket.Udp.Receive(_scratch, 0, Math.Min(room, _scratch.Length), _other, out SocketError error);
        return error == SocketError.MessageSize || Succeeds(error);
    }

    private void Poll(DatagramSocket socket)
    {
        bool failed = socket.Udp.Error != SocketError.Success;
        bool readable = failed || socket.Udp.Waiting > 0;
        bool writable = stack.Stack.Link.CanTransmit();
        reply.Ok();
        if (readable)
        {
            reply.Word("r");
        }

        if (writable)
        {
            reply.Word("w");
        }

        if (failed)
        {
            reply.Word("e");
        }

        if (!readable && !writable)
        {
            reply.Word("-");
        }
    }

    private void SetOption(DatagramSocket socket, CommandWords words)
    {
        ReadOnlySpan<char> name = words.Next();
        if (name is "join" or "leave")
        {
            if (!words.TryNextAddress(out uint group) || !words.AtEnd)
            {
                reply.Error("EINVAL");
                return;
            }

            ReplyTo(name is "join" ? stack.IPv4.Join(group.ToHostAddress()) : stack.IPv4.Leave(group.ToHostAddress()));
            return;
        }

        if (!words.TryNextNumber(0, out int value) || !words.AtEnd)
        {
            reply.Error("EINVAL");
            return;
        }

        switch (name)
        {
            case "reuse" when value <= 1:
                break;
            case "broadcast" when value <= 1:
                socket.Udp.ReceivesBroadcasts = value != 0;
                break;
            case "nocheck" when value <= 1:
                socket.Udp.SendsChecksum = value == 0;
                break;
            case "ttl" when value <= 255:
                socket.Udp.TimeToLive = value;
                break;
            case "reuse" or "broadcast" or "nocheck" or "ttl":
                reply.Error("EINVAL");
                return;
            default:
                reply.Error("ENOPROTOOPT");
                return;
        }

        reply.Ok();
    }

    private bool TryNextEndPoint(ref CommandWords words)
    {
        if (!words.TryNextAddress(out uint address) || !words.TryNextPort(1, out int port))
        {
            return false;
        }

        _other.Set(address.ToHostAddress(), port);
        return true;
    }

    private void ReplySent(SocketError error, int count)
    {
        if (Succeeds(error))
        {
            reply.Ok().Number(count);
        }
    }

    private void ReplyTo(SocketError error)
    {
        if (Succeeds(error))
        {
            reply.Ok();
        }
    }

    /// <summary>Whether there is no error. Otherwise it is the reply.</summary>
    private bool Succeeds(SocketError error)
    {
        if (error == SocketError.WouldBlock)
        {
            reply.Again();
        }
        else if (error != SocketError.Success)
        {
            reply.Error(Errno.Name(error));
        }

        return error == SocketError.Success;
    }

    private void Show(int count)
    {
        if (count > 0)
        {
            reply.Hex(_scratch.AsSpan(0, count));
        }
    }
}
