// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net;
using System.Net.Sockets;

namespace NanoTcp.HostSim.Gateway;

/// <summary>Opens ports on this machine only.</summary>
internal static class LoopbackListener
{
    private const int Attempts = 50;
    private const int Backlog = 64;

    /// <summary>
    /// Listens on the port or on the next free one. If all of a range are taken, listens on any free port. <paramref name="refusal"/> says why it is
    /// not the wanted port.
    /// </summary>
    public static Socket OpenOrNext(int port, out SocketError refusal)
    {
        refusal = SocketError.Success;
        for (int i = 0; i < Attempts && port + i <= IPEndPoint.MaxPort; i++)
        {
            if (TryOpen(port + i, out Socket? socket, out SocketError error))
            {
                return socket;
            }

            refusal = i == 0 ? error : refusal;
        }

        return Bind(port: 0);
    }

    /// <summary>Listens on this port.</summary>
    /// <exception cref="IOException">It cannot be had.</exception>
    public static Socket Open(int port)
    {
        try
        {
            return Bind(port);
        }
        catch (SocketException refused)
        {
            throw new IOException($"Port {port} of 127.0.0.1 cannot be opened: {refused.Message}.");
        }
    }

    private static bool TryOpen(int port, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Socket? socket, out SocketError error)
    {
        try
        {
            socket = Bind(port);
            error = SocketError.Success;
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            // Access is denied to a port that needs a privilege, or that Windows reserves.
            socket = null;
            error = e.SocketErrorCode;
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
                // Otherwise two programs can listen on one port on Windows.
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
