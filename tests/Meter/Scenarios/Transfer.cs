// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Drivers;
using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Meter.Scenarios;

/// <summary>A connection in the middle of a transfer, as the application has it and as the other end has it.</summary>
internal sealed class Transfer
{
    private const int Port = 9;
    private const int FarPort = 50_000;
    private const int SegmentSize = 1460;

    // Room for several segments, so that a window does not close at each.
    private const int Buffer = 4 * SegmentSize;

    // The first segments after a handshake, by which a driver learns what comes, are not the middle of a transfer.
    private const int WarmUp = 16;
    private const int Repetitions = 64;

    // Longer than an acknowledgment is held back.
    private const int AckDelay = 60;

    // Longer than the firmware goes on polling without a frame.
    private const int Silence = TrafficWait.Alertness + 10;

    // Longer than the first retransmission time-out of a short path.
    private const int RetransmissionTime = 1500;

    private readonly MeteredBoard _board;
    private readonly FarConnection _far;
    private readonly TcpConnection _connection;
    private readonly byte[] _data = new byte[SegmentSize];
    private readonly byte[] _buffer = new byte[SegmentSize];

    private Transfer(Board? board, bool isInTraffic = true, bool trustsEthernetForText = false)
    {
        TcpOptions options = new() { ReceiveBuffer = Buffer, SendBuffer = Buffer, TrustsEthernetForText = trustsEthernetForText };
        _board = new MeteredBoard(board, options, isInTraffic);
        for (int i = 0; i < _data.Length; i++)
        {
            _data[i] = (byte)(i * 7);
        }

        FarHost host = new(_board);
        if (_board.Tcp.Listen(Port, 1, out TcpListener? listener) != SocketError.Success)
        {
            throw new InvalidOperationException("The port does not open.");
        }

        _far = new FarConnection(host, FarPort, Port);
        Arrive(_far.Syn());
        _far.Take();
        Arrive(_far.Ack());
        _connection = listener!.Accept() ?? throw new InvalidOperationException("The connection does not open.");
    }

    /// <summary>Full segments arrive in order and are read: those that are acknowledged at once, and the others.</summary>
    public static IEnumerable<string?> Receive(Board? board)
    {
        return new Transfer(board).Receive("full segment received and delivered");
    }

    /// <summary>The same without the sum of their text.</summary>
    public static IEnumerable<string?> ReceiveUnverified(Board? board)
    {
        return new Transfer(board, trustsEthernetForText: true).Receive("full segment received without its sum");
    }

    /// <summary>
    /// Full segments, each after silence: INT wakes the program, which polls from then on. Then a poll that finds nothing and yields. Then the silence is long
    /// enough, and INT has to report again.
    /// </summary>
    public static IEnumerable<string?> Wake(Board? board)
    {
        if (board == null)
        {
            yield break;
        }

        Transfer transfer = new(board, isInTraffic: false);
        MeteredBoard metered = transfer._board;
        metered.Wait();
        metered.Pass(Silence);
        metered.Wait();
        yield return null;
        for (int i = 0; i < WarmUp + Repetitions; i++)
        {
            transfer.TakeIn(SegmentSize);
            metered.Wait();
            yield return i < WarmUp ? null : "full segment wakes the board";
            metered.Pass(1);
            metered.Stack.Poll(metered.Now);
            yield return null;
            metered.Wait();
            yield return i < WarmUp ? null : "wait that yields";

            // The delayed acknowledgment leaves meanwhile.
            metered.Pass(AckDelay);
            metered.Stack.Poll(metered.Now);
            metered.Wait();
            transfer._far.Take();
            metered.Pass(Silence);
            metered.Stack.Poll(metered.Now);
            yield return null;
            metered.Wait();
            metered.Stack.Poll(metered.Now);
            yield return i < WarmUp ? null : "end of traffic";
        }
    }

    /// <summary>An acknowledgment that was held back is due.</summary>
    public static IEnumerable<string?> Acknowledge(Board? board)
    {
        Transfer transfer = new(board);
        yield return null;
        for (int i = 0; i < WarmUp + Repetitions; i++)
        {
            transfer.TakeIn(SegmentSize);
            if (transfer._far.Take() > 0)
            {
                throw new InvalidOperationException("The acknowledgment does not wait.");
            }

            transfer._board.Pass(AckDelay);
            yield return null;
            transfer._board.Stack.Poll(transfer._board.Now);
            transfer._board.Settle();
            if (transfer._far.Take() != 1)
            {
                throw new InvalidOperationException("No acknowledgment.");
            }

            yield return i < WarmUp ? null : "pure ACK sent";
        }
    }

    /// <summary>Full segments are sent one by one, and acknowledged.</summary>
    public static IEnumerable<string?> Send(Board? board)
    {
        Transfer transfer = new(board);
        yield return null;
        for (int i = 0; i < WarmUp + Repetitions; i++)
        {
            transfer.SendOut();
            if (transfer._far.Take() != 1)
            {
                throw new InvalidOperationException("No segment.");
            }

            yield return i < WarmUp ? null : "full segment sent";
            transfer.Arrive(transfer._far.Ack());
            yield return i < WarmUp ? null : "pure ACK received";
        }
    }

    /// <summary>A full segment is lost, and sent again when its timer runs out.</summary>
    public static IEnumerable<string?> Retransmit(Board? board)
    {
        Transfer transfer = new(board);
        yield return null;
        for (int i = 0; i < WarmUp + Repetitions; i++)
        {
            // One that gets through is timed anew: a time-out doubles the next (RFC 6298 §5.5).
            transfer.SendOut();
            transfer._far.Take();
            transfer.Arrive(transfer._far.Ack());
            transfer.SendOut();
            transfer._far.Lose();
            transfer._board.Pass(RetransmissionTime);
            yield return null;
            transfer._board.Stack.Poll(transfer._board.Now);
            transfer._board.Settle();
            if (transfer._far.Take() != 1)
            {
                throw new InvalidOperationException("The segment is not sent again.");
            }

            yield return i < WarmUp ? null : "segment sent again";
            transfer.Arrive(transfer._far.Ack());
            yield return null;
        }
    }

    private void Arrive(byte[] frame)
    {
        _board.Arrive(frame);
        _board.Stack.Poll(_board.Now);
        _board.Settle();
    }

    private IEnumerable<string?> Receive(string step)
    {
        yield return null;
        for (int i = 0; i < WarmUp + Repetitions; i++)
        {
            TakeIn(SegmentSize);
            bool isAcknowledged = _far.Take() > 0;
            yield return i < WarmUp ? null : isAcknowledged ? step + ", ACK sent" : step;
        }
    }

    private void TakeIn(int size)
    {
        _board.Arrive(_far.Data(_data));
        _board.Stack.Poll(_board.Now);
        if (_connection.Receive(_buffer, 0, _buffer.Length, out _) != size)
        {
            throw new InvalidOperationException("The segment is not delivered.");
        }

        _board.Stack.Flush(_board.Now);
        _board.Settle();
    }

    private void SendOut()
    {
        if (_connection.Send(_data, 0, _data.Length, out _) != _data.Length)
        {
            throw new InvalidOperationException("The segment is not taken.");
        }

        _board.Stack.Flush(_board.Now);
        _board.Settle();
    }
}
