// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net;
using System.Net.Sockets;

namespace NanoTcp.HostSim.Gateway;

/// <summary>Opens the port behind the URL: on this machine only, and another one when it is taken.</summary>
internal static class LoopbackListener
{
    private const int Attempts = 50;
    private const int Backlog = 64;

    /// <summary>Listens on the port or on the next one that is free; on any free one when all of a range are taken.</summary>
    public static Socket Open(int port)
    {
        for (int i = 0; i < Attempts && port + i <= IPEndPoint.MaxPort; i++)
        {
            if (TryOpen(port + i, out Socket? socket))
            {
                return socket;
            }
        }

        return Bind(port: 0);
    }

    private static bool TryOpen(int port, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Socket? socket)
    {
        try
        {
            socket = Bind(port);
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            // Denied: a port that needs a privilege, or one that Windows keeps back.
            socket = null;
            return false;
        }
    }

    private static Socket Bind(int port)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                // Otherwise two programs can listen on one port there.
                socket.ExclusiveAddressUse = true;
            }

            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen(Backlog);
            socket.Blocking = false;
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }
}
