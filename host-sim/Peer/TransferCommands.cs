// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;

namespace NanoTcp.HostSim.Peer;

/// <summary>The commands that move data. For speed some only count bytes; others have their values.</summary>
internal sealed class TransferCommands(HandleTable handles, Reply reply)
{
    private readonly byte[] _zeros = new byte[CommandLines.MaxLine / 2];

    // A buffer for sent bytes, at most those of the longest line, and for read bytes.
    private readonly byte[] _scratch = new byte[CommandLines.MaxLine / 2];

    public void Write(CommandWords words)
    {
        if (!handles.TryFind(ref words, reply, out PeerSocket? socket))
        {
            return;
        }

        bool wellFormed = words.TryNextNumber(1, out int count);
        bool more = wellFormed && !words.AtEnd;
        if (!wellFormed || (more && words.Next() is not "more") || !words.AtEnd)
        {
            reply.Error("EINVAL");
            return;
        }

        int sent = socket.Send(_zeros, Math.Min(count, _zeros.Length), more, out SocketError error);
        ReplySent(sent, error);
    }

    public void Send(CommandWords words)
    {
        if (!handles.TryFind(ref words, reply, out PeerSocket? socket))
        {
            return;
        }

        if (!words.TryNextHex(_scratch, out int count) || !words.AtEnd)
        {
            reply.Error("EINVAL");
            return;
        }

        int sent = socket.Send(_scratch, count, more: false, out SocketError error);
        ReplySent(sent, error);
    }

    public void Read(CommandWords words, bool peek)
    {
        if (TryReceive(words, peek, out int received))
        {
            reply.Ok().Number(received);
        }
    }

    public void Receive(CommandWords words)
    {
        if (TryReceive(words, peek: false, out int received))
        {
            reply.Ok().Number(received);
            if (received > 0)
            {
                reply.Hex(_scratch.AsSpan(0, received));
            }
        }
    }

    private bool TryReceive(CommandWords words, bool peek, out int received)
    {
        received = 0;
        if (!handles.TryFind(ref words, reply, out PeerSocket? socket))
        {
            return false;
        }

        if (!words.TryNextNumber(1, out int count) || !words.AtEnd)
        {
            reply.Error("EINVAL");
            return false;
        }

        received = socket.Receive(_scratch, Math.Min(count, _scratch.Length), peek, out SocketError error);
        switch (error)
        {
            case SocketError.Success:
                return true;
            case SocketError.WouldBlock:
                reply.Again();
                return false;
            default:
                reply.Error(Errno.Name(error));
                return false;
        }
    }

    private void ReplySent(int sent, SocketError error)
    {
        if (sent > 0)
        {
            reply.Ok().Number(sent);
        }
        else if (error == SocketError.WouldBlock)
        {
            reply.Again();
        }
        else
        {
            reply.Error(Errno.Name(error));
        }
    }
}
