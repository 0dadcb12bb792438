// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;

namespace NanoTcp.Measure.Occupation;

/// <summary>Somebody who uses a connection to the board.</summary>
internal abstract class Client : INodeApplication
{
    private readonly byte[] _buffer = new byte[8192];

    /// <summary>Adds a client to a host.</summary>
    protected Client(ClientHost host)
    {
        Host = host;
        host.Add(this);
    }

    protected ClientHost Host { get; }

    /// <inheritdoc/>
    public abstract long Poll(long now);

    /// <summary>Begins a connection to the board.</summary>
    protected TcpConnection Connect(int port)
    {
        SocketError error = Host.Tcp.Connect(OccupationWorld.BoardAddress.ToHostAddress(), port, 0, out TcpConnection? connection);
        return error == SocketError.Success ? connection! : throw new InvalidOperationException($"A client cannot begin a connection: {error}.");
    }

    /// <summary>Reads all that has come, and passes it to a reader if there is one. False when nothing more will come.</summary>
    protected bool Read(TcpConnection connection, HttpReplyReader? reader)
    {
        for (; ; )
        {
            int count = connection.Receive(_buffer, 0, _buffer.Length, out SocketError error);
            if (count == 0)
            {
                return error == SocketError.WouldBlock;
            }

            reader?.Take(_buffer.AsSpan(0, count));
        }
    }
}
