// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Simulation;

/// <summary>
/// One end of a connection as an application uses it. It writes so many bytes of a pattern and shuts down. It reads until the other end has done the
/// same, and checks the pattern. Allocates nothing while it runs.
/// </summary>
internal sealed class Flow(TcpConnection connection, long toSend, int readSize = 1000) : INodeApplication
{
    private readonly byte[] _read = new byte[readSize];
    private readonly byte[] _pattern = [.. Enumerable.Range(0, Math.Max(4096, readSize) + 251).Select(i => (byte)(i % 251))];
    private long _sent;

    public long Received { get; private set; }

    public bool EndOfStream { get; private set; }

    public SocketError Error { get; private set; }

    public bool IsDone => (EndOfStream && _sent == toSend) || Error != SocketError.Success;

    public long Poll(long now)
    {
        if (!IsDone)
        {
            Send();
            Receive();
        }

        return long.MaxValue;
    }

    private void Send()
    {
        while (_sent < toSend)
        {
            int size = (int)Math.Min(4096, toSend - _sent);
            int taken = connection.Send(_pattern, (int)(_sent % 251), size, out SocketError error);
            if (taken == 0)
            {
                Error = error is SocketError.WouldBlock ? Error : error;
                return;
            }

            _sent += taken;
            if (_sent == toSend)
            {
                connection.Shutdown(SocketShutdown.Send);
            }
        }
    }

    private void Receive()
    {
        while (true)
        {
            int length = connection.Receive(_read, 0, _read.Length, out SocketError error);
            if (length == 0)
            {
                EndOfStream = error == SocketError.Success;
                Error = error is SocketError.WouldBlock ? Error : error;
                return;
            }

            if (!_read.AsSpan(0, length).SequenceEqual(_pattern.AsSpan((int)(Received % 251), length)))
            {
                throw new InvalidDataException($"the {length} bytes at {Received} are not what was sent");
            }

            Received += length;
        }
    }
}
