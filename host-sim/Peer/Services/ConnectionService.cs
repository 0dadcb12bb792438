// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Ip;
using NanoTcp.Tcp;

namespace NanoTcp.HostSim.Peer.Services;

/// <summary>A polled service that does the same on each of its connections. It allocates nothing after construction.</summary>
internal abstract class ConnectionService(TcpTransport tcp, int maxConnections)
{
    private readonly TcpConnection[] _connections = new TcpConnection[maxConnections];
    private TcpListener? _listener;
    private int _count;

    /// <summary>Opens the port.</summary>
    public SocketError Start(int port, int backlog)
    {
        return tcp.Listen(port, backlog, out _listener);
    }

    /// <summary>Accepts, and serves every connection as far as it goes without waiting.</summary>
    public void Poll()
    {
        TcpListener listener = _listener!;
        while (_count < _connections.Length && listener.Accept() is { } connection)
        {
            _connections[_count++] = connection;
        }

        for (int i = _count - 1; i >= 0; i--)
        {
            TcpConnection connection = _connections[i];
            if (!Serve(connection))
            {
                connection.Close();
                _connections[i] = _connections[--_count];
            }
        }
    }

    /// <summary>Does what can be done now. False when the connection is to be closed.</summary>
    protected abstract bool Serve(TcpConnection connection);

    /// <summary>Throws away what has arrived. False when the other end has finished, or the connection is lost.</summary>
    protected static bool Drain(TcpConnection connection)
    {
        if (connection.Available > 0)
        {
            connection.Skip(int.MaxValue, out _);
        }

        // The states from CLOSE-WAIT on are those behind the other end's FIN.
        return connection.State is > TcpState.Closed and < TcpState.CloseWait;
    }
}
