// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.HostSim.Gateway;

/// <summary>A client in the firmware of a board: sends a text to a port of its gateway, and reads until the end.</summary>
internal sealed class BoardClient(int port, byte[] text) : INodeApplication
{
    private readonly TaskCompletionSource<byte[]> _received = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<SocketError> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MemoryStream _all = new();
    private readonly byte[] _buffer = new byte[1024];
    private TcpConnection? _connection;
    private int _sent;

    /// <summary>All that came before the other end's FIN.</summary>
    public Task<byte[]> Received => _received.Task;

    /// <summary>Why the connection was lost.</summary>
    public Task<SocketError> Failure => _failure.Task;

    public void Open(TcpTransport tcp, uint gateway)
    {
        Assert.Equal(SocketError.Success, tcp.Connect(new HostAddress(gateway), port, 0, out _connection));
    }

    public long Poll(long now)
    {
        _sent += _connection!.Send(text, _sent, text.Length - _sent, out _);
        int count = _connection.Receive(_buffer, 0, _buffer.Length, out SocketError error);
        _all.Write(_buffer, 0, count);
        if (count == 0 && error == SocketError.Success)
        {
            _received.TrySetResult(_all.ToArray());
        }
        else if (count == 0 && error is not (SocketError.WouldBlock or SocketError.NotConnected))
        {
            _failure.TrySetResult(error);
        }

        return long.MaxValue;
    }
}
