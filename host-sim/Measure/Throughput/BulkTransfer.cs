// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Host;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Time;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Throughput;

/// <summary>A board and a fast host on one cable, and a transfer of many bytes between them.</summary>
internal sealed class BulkTransfer<TBoard> : IDisposable
    where TBoard : TransferBoard
{
    private const int Port = 9;
    private const int PrefixLength = 24;
    private const long SetUpLimit = 10_000;

    // A kilobyte a second is far below every rate worth a report.
    private const long LimitPerKilobyte = 1_000;

    // The bit rate of 100BASE-TX.
    private const long FastByteNanoseconds = 80;

    private static readonly uint s_hostAddress = IPv4Address.From(192, 168, 7, 1);
    private static readonly uint s_boardAddress = IPv4Address.From(192, 168, 7, 2);
    private static readonly byte[] s_hostMac = [0x02, 0, 0, 0, 0, 0x01];

    private readonly EventClock _clock = new();
    private readonly FastHost _host;
    private readonly TcpConnection _atHost;
    private readonly TcpConnection _atBoard;

    /// <summary>Starts both ends and connects them.</summary>
    /// <param name="make">Makes the board's end on a wire, with an address and the length of its prefix.</param>
    /// <exception cref="Hardware.Virtual.DataSheetViolationException">The driver breaks a rule of the controller's data sheet.</exception>
    public BulkTransfer(Board board, Func<EventClock, PacedWire, uint, int, TBoard> make)
    {
        PacedWire wire = new(_clock, s_hostMac, board.MacAddress, board.Controller == EthernetController.W5500 ? FastByteNanoseconds : 0);
        _clock.Add(wire);
        Board = make(_clock, wire, s_boardAddress, PrefixLength);
        Board.RunUntil(() => Board.IsUp, SetUpLimit);
        _host = new FastHost(_clock, wire, s_hostAddress, PrefixLength);
        _clock.Add(_host);
        TcpListener listener = Require(Board.Tcp.Listen(Port, 1, out TcpListener? opened), opened);
        _atHost = Require(_host.Tcp.Connect(s_boardAddress.ToHostAddress(), Port, 0, out TcpConnection? begun), begun);
        _host.Wake();
        Board.RunUntil(listener.Pending, SetUpLimit);
        _atBoard = listener.Accept()!;
    }

    public TBoard Board { get; }

    /// <summary>Sends the bytes.</summary>
    public TransferResult Run(BulkDirection direction, int size)
    {
        long start = _clock.Nanoseconds;
        long transactions = Board.Spi.Transactions;
        long bytes = Board.Spi.Bytes;
        long dropped = Board.Dropped;
        bool isIn = direction == BulkDirection.In;
        BulkSender sender = new(isIn ? _atHost : _atBoard, size);
        BulkReceiver receiver = new(isIn ? _atBoard : _atHost);
        _host.Application = isIn ? sender : receiver;
        Board.Application = isIn ? receiver : sender;
        _host.Wake();
        Board.RunUntil(() => receiver.Received == size, SetUpLimit + size / 1024 * LimitPerKilobyte);

        return new TransferResult(
            size,
            _clock.Nanoseconds - start,
            Board.Spi.Transactions - transactions,
            Board.Spi.Bytes - bytes,
            isIn ? _host.Retransmissions : Board.Retransmissions,
            Board.Dropped - dropped);
    }

    public void Dispose()
    {
        Board.Dispose();
    }

    private static T Require<T>(SocketError error, T? made)
        where T : class
    {
        return made ?? throw new InvalidOperationException($"The transfer does not begin: {error}.");
    }
}
