// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;

namespace NanoTcp.Measure.Throughput;

/// <summary>Measures one transfer between a board and a fast host. The same arguments always give the same result.</summary>
internal static class ThroughputBench
{
    /// <summary>With a board whose program takes no time.</summary>
    /// <param name="transactionNanoseconds">The cost of an SPI transaction besides its bytes.</param>
    public static ThroughputResult Measure(Board board, BulkDirection direction, int size, long transactionNanoseconds)
    {
        using BulkTransfer<ThroughputBoard> transfer = new(
            board, (clock, wire, address, prefixLength) => new ThroughputBoard(board, clock, wire, transactionNanoseconds, address, prefixLength));
        TimeParts before = transfer.Board.Parts;
        TransferResult result = transfer.Run(direction, size);
        return new ThroughputResult(result, transfer.Board.Parts - before);
    }

    /// <summary>With a board on the device's platform. It exists in a world in which the firmware's IL counts.</summary>
    public static PlatformResult Measure(Board board, BulkDirection direction, int size, PlatformSetting setting)
    {
        using BulkTransfer<PlatformBoard> transfer = new(
            board, (clock, wire, address, prefixLength) => new PlatformBoard(board, clock, wire, setting, address, prefixLength));
        PlatformParts before = transfer.Board.Parts;
        long garbage = transfer.Board.Platform.Garbage;
        TransferResult result = transfer.Run(direction, size);
        return new PlatformResult(result, transfer.Board.Parts - before, transfer.Board.Platform.Garbage - garbage);
    }
}
