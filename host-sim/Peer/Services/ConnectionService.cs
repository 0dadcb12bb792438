// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.HostSim.Peer.Services;

/// <summary>
/// A service that does the same on each of its connections. It looks at a connection when it is accepted, and then when something has happened to it.
/// It never looks at all of them, which may be thousands.
/// </summary>
internal abstract class ConnectionService(TcpTransport tcp)
{
    private TcpListener? _listener;

    /// <summary>Opens the port.</summary>
    public SocketError Start(int port, int backlog)
    {
        return tcp.Listen(port, backlog, out _listener);
    }

    /// <summary>Whether a connection is one of this service's.</summary>
    public bool Has(TcpConnection connection)
    {
        return connection.LocalPort == _listener!.Port;
    }

    /// <summary>Accepts waiting clients, and serves them as far as possible without waiting.</summary>
    public void Accept()
    {
        while (_listener!.Pending())
        {
            Look(_listener.Accept()!);
        }
    }

    /// <summary>Serves a connection as far as possible without waiting.</summary>
    public void Look(TcpConnection connection)
    {
        if (!Serve(connection))
        {
            connection.Close();
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

        // From CLOSE-WAIT on the other end has sent its FIN.
        return connection.State is > TcpState.Closed and < TcpState.CloseWait;
    }
}
