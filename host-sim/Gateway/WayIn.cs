// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net;
using System.Net.Sockets;
using NanoTcp.Tcp;
using StackError = NanoTcp.Host.SocketError;

namespace NanoTcp.HostSim.Gateway;

/// <summary>A port of 127.0.0.1 that leads to a port of the board: each connection to it becomes one of the gateway's own stack.</summary>
internal sealed class WayIn(TcpTransport tcp, uint boardAddress, int boardPort, Socket listener) : IDisposable
{
    /// <summary>The port of 127.0.0.1.</summary>
    public int HostPort { get; } = ((IPEndPoint)listener.LocalEndPoint!).Port;

    /// <summary>The port of the board.</summary>
    public int BoardPort => boardPort;

    /// <summary>The socket that tells of new connections.</summary>
    public Socket Listener => listener;

    /// <summary>Whether somebody waits for whom the stack had no connection. He goes on waiting in the listen queue.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Takes over those who wait.</summary>
    public void Accept(List<GatewaySession> sessions)
    {
        IsFull = false;
        while (!IsFull && listener.Poll(0, SelectMode.SelectRead))
        {
            // First the connection to the board: what is accepted here must be served.
            StackError error = tcp.Connect(boardAddress, boardPort, 0, out TcpConnection? board);
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
