// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net;
using System.Net.Sockets;
using NanoTcp.HostSim.Run;
using NanoTcp.Tcp;
using StackError = NanoTcp.Ip.SocketError;

namespace NanoTcp.HostSim.Gateway;

/// <summary>
/// Makes the board reachable from programs on this machine without any privilege: each connection to a port of 127.0.0.1 becomes one of
/// the gateway's own stack to the board. When that stack has no connection left, further ones wait in the listen queue.
/// </summary>
internal sealed class SocketGateway : IFarEnd
{
    private const int BufferSize = 8192;

    private readonly TcpTransport _tcp;
    private readonly uint _boardAddress;
    private readonly int _boardPort;
    private readonly Socket _listener;
    private readonly StopRequest _stop;
    private readonly List<GatewaySession> _sessions = [];
    private readonly List<Socket> _readers = [];
    private readonly List<Socket> _writers = [];
    private bool _isFull;

    /// <summary>Joins a listening socket to a port of the board. The socket and the stop request are the gateway's from now on.</summary>
    public SocketGateway(TcpTransport tcp, uint boardAddress, int boardPort, Socket listener, StopRequest stop)
    {
        _tcp = tcp;
        _boardAddress = boardAddress;
        _boardPort = boardPort;
        _listener = listener;
        _stop = stop;
        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <inheritdoc/>
    public string Url => $"http://127.0.0.1:{Port}/";

    /// <inheritdoc/>
    public long Poll(long now)
    {
        Accept();
        for (int i = _sessions.Count - 1; i >= 0; i--)
        {
            GatewaySession session = _sessions[i];
            session.Pump();
            if (session.IsOver)
            {
                _sessions.RemoveAt(i);
            }
        }

        return long.MaxValue;
    }

    /// <inheritdoc/>
    public bool Wait(int milliseconds)
    {
        _readers.Clear();
        _writers.Clear();
        if (!_isFull)
        {
            _readers.Add(_listener);
        }

        foreach (GatewaySession session in _sessions)
        {
            if (session.WantsToRead)
            {
                _readers.Add(session.Client);
            }

            if (session.WantsToWrite)
            {
                _writers.Add(session.Client);
            }
        }

        if (_readers.Count + _writers.Count > 0)
        {
            Socket.Select(_readers, _writers, null, milliseconds * 1000);
        }
        else
        {
            _stop.Wait(milliseconds);
        }

        return !_stop.IsRequested;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (GatewaySession session in _sessions)
        {
            session.Abort();
        }

        _sessions.Clear();
        _listener.Dispose();
        _stop.Dispose();
    }

    private void Accept()
    {
        _isFull = false;
        while (!_isFull && _listener.Poll(0, SelectMode.SelectRead))
        {
            // First the connection to the board: what is accepted here must be served.
            StackError error = _tcp.Connect(_boardAddress, _boardPort, 0, out TcpConnection? board);
            if (error != StackError.Success)
            {
                _isFull = true;
                return;
            }

            try
            {
                Socket client = _listener.Accept();
                client.Blocking = false;
                client.NoDelay = true;
                _sessions.Add(new GatewaySession(client, board!, BufferSize));
            }
            catch (SocketException)
            {
                // The client has gone while it waited.
                board!.Abort();
            }
        }
    }
}
