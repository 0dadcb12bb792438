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
internal static class ThroughputBench
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

    /// <summary>Runs one transfer. The same arguments always give the same result.</summary>
    /// <param name="transactionNanoseconds">The cost of an SPI transaction besides its bytes.</param>
    /// <exception cref="Hardware.Virtual.DataSheetViolationException">The driver breaks a rule of the controller's data sheet.</exception>
    public static ThroughputResult Measure(Board board, BulkDirection direction, int size, long transactionNanoseconds)
    {
        EventClock clock = new();
        PacedWire wire = new(clock, s_hostMac, board.MacAddress, board.Controller == EthernetController.W5500 ? FastByteNanoseconds : 0);
        clock.Add(wire);
        using ThroughputBoard end = new(board, clock, wire, transactionNanoseconds, s_boardAddress, PrefixLength);
        end.RunUntil(() => end.IsUp, SetUpLimit);
        FastHost host = new(clock, wire, s_hostAddress, PrefixLength);
        clock.Add(host);
        (TcpConnection atHost, TcpConnection atBoard) = Connect(host, end);

        long start = clock.Nanoseconds;
        TimeParts parts = end.Parts;
        long transactions = end.Spi.Transactions;
        long bytes = end.Spi.Bytes;
        long dropped = end.Dropped;
        bool isIn = direction == BulkDirection.In;
        BulkSender sender = new(isIn ? atHost : atBoard, size);
        BulkReceiver receiver = new(isIn ? atBoard : atHost);
        host.Application = isIn ? sender : receiver;
        end.Application = isIn ? receiver : sender;
        host.Wake();
        end.RunUntil(() => receiver.Received == size, SetUpLimit + size / 1024 * LimitPerKilobyte);

        return new ThroughputResult(
            size,
            clock.Nanoseconds - start,
            end.Parts - parts,
            end.Spi.Transactions - transactions,
            end.Spi.Bytes - bytes,
            isIn ? host.Retransmissions : end.Retransmissions,
            end.Dropped - dropped);
    }

    private static (TcpConnection AtHost, TcpConnection AtBoard) Connect(FastHost host, ThroughputBoard board)
    {
        TcpListener listener = Require(board.Tcp.Listen(Port, 1, out TcpListener? opened), opened);
        TcpConnection atHost = Require(host.Tcp.Connect(s_boardAddress.ToHostAddress(), Port, 0, out TcpConnection? begun), begun);
        host.Wake();
        board.RunUntil(listener.Pending, SetUpLimit);
        return (atHost, listener.Accept()!);
    }

    private static T Require<T>(SocketError error, T? made)
        where T : class
    {
        return made ?? throw new InvalidOperationException($"The transfer does not begin: {error}.");
    }
}
