// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using NanoTcp.Boards;
using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Meter.Scenarios;

/// <summary>Few and many connections over which a short text is echoed, with the sizes that a desktop has: does what a segment costs depend on how many there are?</summary>
internal sealed class Crowd
{
    private const int Port = 7;
    private const int FirstFarPort = 32_768;
    private const int TextSize = 64;
    private const int Rounds = 2;
    private const int EchoesOfOne = 100;

    private static readonly int[] s_sizes = [1, 2, 10, 100, 1000];

    private readonly MeteredBoard _board;
    private readonly FarConnection[] _far;
    private readonly TcpConnection[] _connections;
    private readonly byte[] _text = new byte[TextSize];
    private readonly byte[] _buffer = new byte[TextSize];

    private Crowd(Board? board, int size)
    {
        _board = new MeteredBoard(board, new TcpOptions { MaxConnections = size, MaxBacklog = 1, ReceiveBuffer = 2048, SendBuffer = 2048 });
        _far = new FarConnection[size];
        _connections = new TcpConnection[size];
        FarHost host = new(_board);
        if (_board.Tcp.Listen(Port, 1, out TcpListener? listener) != SocketError.Success)
        {
            throw new InvalidOperationException("The port does not open.");
        }

        for (int i = 0; i < size; i++)
        {
            _far[i] = new FarConnection(host, FirstFarPort + i, Port);
            Arrive(_far[i].Syn());
            _far[i].Take();
            Arrive(_far[i].Ack());
            _connections[i] = listener!.Accept() ?? throw new InvalidOperationException("A connection does not open.");
        }
    }

    /// <summary>Text received, its echo sent, the acknowledgment received: by one connection while the others are silent, and by each in turn.</summary>
    public static IEnumerable<string?> Echoes(Board? board)
    {
        foreach (int size in s_sizes)
        {
            Crowd crowd = new(board, size);
            string of = size.ToString(CultureInfo.InvariantCulture);

            // Before it is counted each one has had its turn, and with it the timer that waits for it.
            for (int i = 0; i < size; i++)
            {
                crowd.Echo(i);
            }

            yield return null;
            for (int i = 0; i < EchoesOfOne; i++)
            {
                crowd.Echo(0);
                yield return $"echo, one of {of} talks";
            }

            // The first of a round finds the caches as the last of the round before has left them.
            for (int i = 0; i < Rounds * size; i++)
            {
                crowd.Echo(i % size);
                yield return $"echo, all of {of} in turn";
            }
        }
    }

    private void Echo(int index)
    {
        TcpConnection connection = _connections[index];
        FarConnection far = _far[index];
        Arrive(far.Data(_text));
        int count = connection.Receive(_buffer, 0, TextSize, out _);
        connection.Send(_buffer, 0, count, out _);
        _board.Stack.Flush(_board.Now);
        if (count != TextSize || far.Take() != 1)
        {
            throw new InvalidOperationException("There is no echo.");
        }

        Arrive(far.Ack());
    }

    // No time passes: the timers of silent connections would be counted with what others say.
    private void Arrive(byte[] frame)
    {
        _board.Cable.Arrive(frame);
        _board.Stack.Poll(_board.Now);
        _board.Stack.Flush(_board.Now);
    }
}
