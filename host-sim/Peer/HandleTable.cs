// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Diagnostics.CodeAnalysis;

namespace NanoTcp.HostSim.Peer;

/// <summary>The sockets by their handles, small integers from 1 on.</summary>
internal sealed class HandleTable
{
    private readonly PeerHandle?[] _sockets;
    private readonly Stack<int> _free;
    private readonly Queue<(int Handle, PeerHandle Socket)> _aborted = new();

    private int _datagramSockets;

    public HandleTable(int capacity)
    {
        _sockets = new PeerHandle?[capacity + 1];
        _free = new Stack<int>(capacity);
        for (int handle = capacity; handle > 0; handle--)
        {
            _free.Push(handle);
        }
    }

    /// <summary>Whether there is a handle left. Many programs never close an aborted handle. Those handles make room first.</summary>
    public bool TryMakeRoom()
    {
        while (_free.Count == 0 && _aborted.TryDequeue(out (int Handle, PeerHandle Socket) oldest))
        {
            if (_sockets[oldest.Handle] == oldest.Socket && oldest.Socket.IsUnused)
            {
                Remove(oldest.Handle);
            }
        }

        return _free.Count > 0;
    }

    /// <summary>A new handle. There must be room.</summary>
    public int Add(PeerHandle socket)
    {
        int handle = _free.Pop();
        _sockets[handle] = socket;
        _datagramSockets += socket is DatagramSocket ? 1 : 0;
        return handle;
    }

    /// <summary>Its connection is gone, but the handle stays until it is closed or the table is full.</summary>
    public void MarkAborted(int handle)
    {
        _aborted.Enqueue((handle, _sockets[handle]!));
    }

    public void Remove(int handle)
    {
        _datagramSockets -= _sockets[handle] is DatagramSocket ? 1 : 0;
        _sockets[handle] = null;
        _free.Push(handle);
    }

    /// <summary>Takes a handle from the command line if it is that of a UDP socket. Otherwise nothing has happened.</summary>
    public bool TryFindDatagram(ref CommandWords words, out int handle, [NotNullWhen(true)] out DatagramSocket? socket)
    {
        handle = 0;
        socket = null;
        if (_datagramSockets == 0)
        {
            return false;
        }

        CommandWords ahead = words;
        socket = ahead.TryNextNumber(0, out handle) && handle < _sockets.Length ? _sockets[handle] as DatagramSocket : null;
        words = socket is null ? words : ahead;
        return socket is not null;
    }

    /// <summary>Takes the handle of a TCP socket from the command line and finds that; if it fails, writes the reply.</summary>
    public bool TryFind(ref CommandWords words, Reply reply, out int handle, [NotNullWhen(true)] out PeerSocket? socket)
    {
        socket = null;
        if (!words.TryNextNumber(0, out handle))
        {
            reply.Error("EINVAL");
            return false;
        }

        socket = handle < _sockets.Length ? _sockets[handle] as PeerSocket : null;
        if (socket is null)
        {
            reply.Error("EBADF");
        }

        return socket is not null;
    }

    public bool TryFind(ref CommandWords words, Reply reply, [NotNullWhen(true)] out PeerSocket? socket)
    {
        return TryFind(ref words, reply, out _, out socket);
    }
}
