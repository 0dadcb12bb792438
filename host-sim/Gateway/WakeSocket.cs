// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net;
using System.Net.Sockets;

namespace NanoTcp.HostSim.Gateway;

/// <summary>A socket that sends datagrams to itself on 127.0.0.1, so that one thread can end the select of another.</summary>
internal sealed class WakeSocket : IDisposable
{
    private static readonly byte[] s_datagram = [0];

    private readonly byte[] _buffer = new byte[1];

    public WakeSocket()
    {
        Socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Socket.Connect(Socket.LocalEndPoint!);
        Socket.Blocking = false;
    }

    /// <summary>It can be read after <see cref="Wake"/>.</summary>
    public Socket Socket { get; } = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    /// <summary>Ends the select of another thread, or the next one.</summary>
    public void Wake()
    {
        // One that does not fit is not needed: others wait there.
        Socket.Send(s_datagram, SocketFlags.None, out _);
    }

    /// <summary>Takes what has woken it.</summary>
    public void Forget()
    {
        while (Socket.Available > 0)
        {
            Socket.Receive(_buffer, SocketFlags.None, out _);
        }
    }

    public void Dispose()
    {
        Socket.Dispose();
    }
}
