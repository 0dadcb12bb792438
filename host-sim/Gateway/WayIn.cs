// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net;
using System.Net.Sockets;
using NanoTcp.Host;
using NanoTcp.Tcp;
using StackError = NanoTcp.Host.SocketError;

namespace NanoTcp.HostSim.Gateway;

/// <summary>
/// A port of 127.0.0.1 that leads to a port of the board. For each client the gateway's own stack opens a connection. As long as the board has no address,
/// clients wait.
/// </summary>
internal sealed class WayIn(TcpTransport tcp, Func<HostAddress> boardAddress, int boardPort, Socket listener) : IDisposable
{
    /// <summary>The port of 127.0.0.1.</summary>
    public int HostPort { get; } = ((IPEndPoint)listener.LocalEndPoint!).Port;

    /// <summary>The port of the board.</summary>
    public int BoardPort => boardPort;

    /// <summary>The socket that tells of new connections.</summary>
    public Socket Listener => listener;

    /// <summary>Whether a client waits because the stack had no connection left, or the board no address. It goes on waiting in the listen queue.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Accepts waiting clients.</summary>
    public void Accept(List<GatewaySession> sessions)
    {
        IsFull = false;
        while (!IsFull && listener.Poll(0, SelectMode.SelectRead))
        {
            // The connection to the board comes first, because an accepted client must be served.
            StackError error = tcp.Connect(boardAddress(), boardPort, 0, out TcpConnection? board);
            if (error != StackError.Success)
            {
                IsFull = true;
                return;
            }

            try
            {
                sessions.Add(new GatewaySession(listener.Accept(), board!));
            }
            catch (SocketException)
            {
                // The client has gone while it waited.
                board!.Abort();
            }
        }
    }

    public void Dispose()
    {
        listener.Dispose();
    }
}
