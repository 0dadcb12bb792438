// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net;
using System.Net.Sockets;
using NanoTcp.Tcp;
using StackError = NanoTcp.Host.SocketError;
using TcpListener = NanoTcp.Tcp.TcpListener;

namespace NanoTcp.HostSim.Gateway;

/// <summary>
/// A port of the gateway that leads to the same port of 127.0.0.1. When the board connects to it, it reaches a program on this machine. When none
/// listens the board's connection is reset.
/// </summary>
internal sealed class WayOut : IDisposable
{
    private const int Backlog = 4;

    private readonly TcpListener _listener;
    private readonly List<(TcpConnection Board, Socket Program, Task Connecting)> _opening = [];

    /// <summary>Opens the port of the gateway.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public WayOut(TcpTransport tcp, int port)
    {
        StackError error = tcp.Listen(port, Backlog, out TcpListener? listener);
        _listener = error == StackError.Success ? listener! : throw new IOException($"Port {port} of the gateway cannot be opened: {error}.");
        Port = port;
    }

    /// <summary>The port, of the gateway and of 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The sockets whose connection to a program is under way.</summary>
    public IEnumerable<Socket> Opening => _opening.Select(one => one.Program);

    /// <summary>Joins a connection of the board as soon as the program has accepted it.</summary>
    public void Accept(List<GatewaySession> sessions)
    {
        while (_listener.Accept() is TcpConnection board)
        {
            Socket program = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _opening.Add((board, program, program.ConnectAsync(IPAddress.Loopback, Port)));
        }

        for (int i = _opening.Count - 1; i >= 0; i--)
        {
            (TcpConnection board, Socket program, Task connecting) = _opening[i];
            if (!connecting.IsCompleted)
            {
                continue;
            }

            _opening.RemoveAt(i);
            if (connecting.IsCompletedSuccessfully)
            {
                sessions.Add(new GatewaySession(program, board));
            }
            else
            {
                program.Dispose();
                board.Abort();
            }
        }
    }

    public void Dispose()
    {
        foreach (Socket program in Opening)
        {
            program.Dispose();
        }
    }
}
