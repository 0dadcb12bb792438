// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Diagnostics.CodeAnalysis;
using NanoTcp.Host;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Tcp;

namespace NanoTcp.HostSim.Peer;

/// <summary>The commands that make sockets, connect them, close them and ask about them.</summary>
internal sealed class SocketCommands(PeerStack stack, PeerOptions options, HandleTable handles, PeerReports reports, Reply reply)
{
    private readonly byte[] _peeked = new byte[1];

    public void Tcp(CommandWords words)
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
            reply.Ok().Number(handles.Add(new PeerSocket(stack.Defaults)));
        }
    }

    public void Bind(CommandWords words)
    {
        if (!handles.TryFind(ref words, reply, out PeerSocket? socket))
        {
            return;
        }

        CommandWords ahead = words;
        bool any = ahead.Next() is "*";
        uint address = 0;
        bool wellFormed = any || words.TryNextAddress(out address);
        if (any)
        {
            words = ahead;
        }

        if (!wellFormed || !words.TryNextPort(0, out int port) || !words.AtEnd || !socket.IsUnused)
        {
            reply.Error("EINVAL");
        }
        else if (!any && address != stack.IPv4.Address.ToIPv4())
        {
            reply.Error("EADDRNOTAVAIL");
        }
        else if (TryBind(socket, port))
        {
            reply.Ok().Number(socket.Listener!.Port);
        }
    }

    public void Listen(CommandWords words)
    {
        if (!handles.TryFind(ref words, reply, out PeerSocket? socket))
        {
            return;
        }

        if (!words.TryNextNumber(0, out int backlog) || !words.AtEnd || socket.Connection is not null)
        {
            reply.Error("EINVAL");
        }
        else if (socket.Listener is not null || TryBind(socket, 0))
        {
            // As in operating systems, too large a backlog counts as the maximum, and 0 as one.
            ReplyTo(socket.Listener!.Start(Math.Clamp(backlog, 1, options.Backlog)));
        }
    }

    public void Accept(CommandWords words)
    {
        if (!handles.TryFind(ref words, reply, out PeerSocket? socket))
        {
            return;
        }

        if (!words.AtEnd || socket.Listener is not { IsListening: true } listener)
        {
            reply.Error("EINVAL");
        }
        else if (!handles.TryMakeRoom())
        {
            reply.Error("ENOMEM");
        }
        else if (listener.Accept() is { } connection)
        {
            PeerSocket accepted = new(connection.Options) { Cork = socket.Cork };
            accepted.Become(connection);
            reply.Ok().Number(handles.Add(accepted)).Address(connection.RemoteAddress.ToIPv4()).Number(connection.RemotePort);
        }
        else
        {
            reply.Again();
        }
    }

    public void Connect(CommandWords words)
    {
        if (!handles.TryFind(ref words, reply, out PeerSocket? socket))
        {
            return;
        }

        if (!words.TryNextAddress(out uint address) || !words.TryNextPort(1, out int port) || !words.AtEnd)
        {
            reply.Error("EINVAL");
        }
        else if (socket.State is TcpState.SynSent or TcpState.SynReceived)
        {
            reply.Error("EALREADY");
        }
        else if (socket.Connection is not null || socket.State == TcpState.Listen)
        {
            reply.Error("EISCONN");
        }
        else
        {
            Connect(socket, address, port);
        }
    }

    public void Connected(CommandWords words)
    {
        if (!TryFindAlone(words, out PeerSocket? socket))
        {
            return;
        }

        SocketError error = socket.TakeError();
        if (error != SocketError.Success)
        {
            reply.Error(Errno.Name(error));
        }
        else if (socket.State is TcpState.SynSent or TcpState.SynReceived)
        {
            reply.Again();
        }
        else if (socket.State is TcpState.Closed or TcpState.Listen)
        {
            reply.Error("ENOTCONN");
        }
        else
        {
            reply.Ok();
        }
    }

    public void Shutdown(CommandWords words)
    {
        if (!handles.TryFind(ref words, reply, out PeerSocket? socket))
        {
            return;
        }

        SocketShutdown? how = words.Next() switch
        {
            "rd" => SocketShutdown.Receive,
            "wr" => SocketShutdown.Send,
            "rdwr" => SocketShutdown.Both,
            _ => null,
        };
        if (how is null || !words.AtEnd)
        {
            reply.Error("EINVAL");
        }
        else
        {
            ReplyTo(socket.Shutdown(how.Value));
        }
    }

    public void Close(CommandWords words, bool abort)
    {
        if (!handles.TryFind(ref words, reply, out int handle, out PeerSocket? socket))
        {
            return;
        }

        if (!words.AtEnd)
        {
            reply.Error("EINVAL");
            return;
        }

        if (abort)
        {
            socket.Abort();
            handles.MarkAborted(handle);
        }
        else
        {
            socket.Close();
            handles.Remove(handle);
        }

        reply.Ok();
    }

    public void Error(CommandWords words)
    {
        if (TryFindAlone(words, out PeerSocket? socket))
        {
            SocketError error = socket.TakeError();
            reply.Ok().Word(error == SocketError.Success ? "0" : Errno.Name(error));
        }
    }

    public void Poll(CommandWords words)
    {
        if (!TryFindAlone(words, out PeerSocket? socket))
        {
            return;
        }

        bool readable = socket.IsReadable(_peeked);
        bool failed = socket.PendingError != SocketError.Success;
        reply.Ok();
        Flag(readable, "r");
        Flag(socket.IsWritable, "w");
        Flag(socket.IsHungUp, "h");
        Flag(failed, "e");
        Flag(!readable && !socket.IsWritable && !socket.IsHungUp && !failed, "-");
    }

    public void Name(CommandWords words)
    {
        if (TryFindAlone(words, out PeerSocket? socket))
        {
            reply.Ok().Address(socket.IsUnused ? 0 : stack.IPv4.Address.ToIPv4()).Number(socket.LocalPort);
        }
    }

    public void State(CommandWords words)
    {
        if (TryFindAlone(words, out PeerSocket? socket))
        {
            reply.Ok().Word(StateName.Of(socket.State));
        }
    }

    public void Info(CommandWords words)
    {
        if (TryFindAlone(words, out PeerSocket? socket))
        {
            reports.Socket(reply.Ok(), socket);
        }
    }

    private bool TryBind(PeerSocket socket, int port)
    {
        SocketError error = stack.Tcp.Bind(port, out TcpListener? listener);
        if (listener is null)
        {
            reply.Error(Errno.Name(error));
            return false;
        }

        socket.Become(listener);
        return true;
    }

    private void Connect(PeerSocket socket, uint address, int port)
    {
        // The listener that reserved the port releases it for the connection.
        int localPort = socket.LocalPort;
        socket.Unbind();
        SocketError error = stack.Tcp.Connect(address.ToHostAddress(), port, localPort, socket.Options, out TcpConnection? connection);
        if (connection is not null)
        {
            socket.Become(connection);
            reply.Again();
        }
        else if (localPort == 0 || TryBind(socket, localPort))
        {
            reply.Error(Errno.Name(error));
        }
    }

    private bool TryFindAlone(CommandWords words, [NotNullWhen(true)] out PeerSocket? socket)
    {
        if (!handles.TryFind(ref words, reply, out socket))
        {
            return false;
        }

        if (!words.AtEnd)
        {
            reply.Error("EINVAL");
        }

        return words.AtEnd;
    }

    private void ReplyTo(SocketError error)
    {
        if (error == SocketError.Success)
        {
            reply.Ok();
        }
        else
        {
            reply.Error(Errno.Name(error));
        }
    }

    private void Flag(bool set, string letter)
    {
        if (set)
        {
            reply.Word(letter);
        }
    }
}
