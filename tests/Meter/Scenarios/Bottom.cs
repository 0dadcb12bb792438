// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Floor;
using NanoTcp.Wire;

namespace NanoTcp.Meter.Scenarios;

/// <summary>The steps of <see cref="Transfer"/> without anything that could be left out. The other end checks that it works.</summary>
internal sealed class Bottom
{
    private const int WarmUp = 4;
    private const int Repetitions = 16;
    private const int AckDelay = 60;
    private const int AnswerLength = 200;
    private const int Port = 9;
    private const int FarPort = 50_000;

    // Their lower halves overflow while nothing is counted yet.
    private const uint Sequence = 0x0012_F800;
    private const uint FarSequence = 0xFFFF_F800;

    private readonly FloorBoard _board;
    private readonly FarHost _host;
    private readonly FarConnection _far;
    private readonly Connection _connection;
    private readonly byte[] _text = new byte[Layout.SegmentSize];
    private readonly byte[] _buffer = new byte[Layout.SegmentSize];

    private Bottom(Board? board)
    {
        _board = new FloorBoard(board, Connect);
        _connection = _board.Connection;
        _host = new FarHost(_board.Mac, _board.Cable);
        _far = new FarConnection(_host, FarPort, Port);
        _far.Establish(FarSequence, Sequence);
        for (int i = 0; i < _text.Length; i++)
        {
            _text[i] = (byte)(i * 7);
        }
    }

    /// <summary>Full segments received and acknowledged, full segments sent and acknowledged, a request answered.</summary>
    public static IEnumerable<string?> Steps(Board? board)
    {
        Bottom bottom = new(board);
        bottom._board.Expect(Layout.FullFrame);
        yield return null;
        for (int i = 0; i < WarmUp + Repetitions; i++)
        {
            bottom.TakeIn();
            yield return i < WarmUp ? null : "full segment received and delivered";
            bottom._board.Pass(AckDelay);
            yield return null;
            bottom.Acknowledge();
            yield return i < WarmUp ? null : "pure ACK sent";
        }

        bottom._board.Expect(Layout.MinFrame);
        for (int i = 0; i < WarmUp + Repetitions; i++)
        {
            bottom.SendOut();
            yield return i < WarmUp ? null : "full segment sent";
            Require(bottom._board.Arrive(bottom._far.Ack()) && bottom._connection.TakeAck(bottom._board.Now));
            yield return i < WarmUp ? null : "pure ACK received";
        }

        bottom.Answer();
        yield return "request answered";
    }

    private static void Require(bool isSo)
    {
        if (!isSo)
        {
            throw new InvalidOperationException("The floor does not work.");
        }
    }

    private static Connection Connect(byte[] mac)
    {
        FarHost host = new(mac, new Cable(mac));
        return new Connection(
            host.Template(FarPort, Port, Sequence, FarSequence, Layout.Buffer, 0),
            host.Template(FarPort, Port, Sequence, FarSequence, Layout.Buffer, Layout.SegmentSize),
            Sequence,
            FarSequence);
    }

    private void TakeIn()
    {
        _text[0]++;
        Require(_board.Arrive(_far.Data(_text)) && _connection.TakeSegment(_board.Now));
        Require(_connection.Read(_buffer) && _buffer.AsSpan().SequenceEqual(_text));
    }

    private void Acknowledge()
    {
        Require(_connection.Acknowledge(_board.Now));
        _board.SendAck();
        Require(_host.Take() is [{ Flags: Flag.Ack, Sequence: Sequence, Window: Layout.Buffer, Data: [] } ack] && ack.Acknowledgment == _far.Next);
    }

    private void SendOut()
    {
        _text[0]++;
        Require(_connection.Write(_text, _board.Now));
        _board.SendSegment();
        _far.Received.Clear();
        Require(_far.Take() == 1 && _far.Received.SequenceEqual(_text));
    }

    private void Answer()
    {
        byte[] request = Browsing.Request;
        int length = new Page(_text[..AnswerLength]).Answer(request, request.Length, _buffer);
        Checksum.Sum(request, 0, request.Length);
        Checksum.Sum(_buffer, 0, length);
        Require(_buffer.AsSpan(0, length).SequenceEqual(_text.AsSpan(0, AnswerLength)));
    }
}
