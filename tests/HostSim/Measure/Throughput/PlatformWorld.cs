// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Hardware.Platform;
using NanoTcp.Measure.Throughput;
using NanoTcp.Meter;
using NanoTcp.Metering.Instrumentation;
using NanoTcp.Simulation.Boards;

namespace NanoTcp.Tests.HostSim.Measure.Throughput;

/// <summary>A world in which the firmware's IL takes time, with a copy of the tests in it. The public methods are called there.</summary>
internal static class PlatformWorld
{
    private static readonly Lazy<PricedContext> s_context = new(() => new PricedContext(
        MeterSession.Device, typeof(ThroughputBench).Assembly.GetName().Name!, typeof(MeterSession).Assembly.GetName().Name!, typeof(PlatformWorld).Assembly.GetName().Name!));

    /// <summary>Calls a method of this class in that world.</summary>
    public static T Call<T>(string method, params object[] arguments)
    {
        return (T)s_context.Value.Call(typeof(PlatformWorld), method, arguments)!;
    }

    /// <summary>Runs a scenario of the meter. Returns the step's name, IL instructions and bytes of garbage of each repetition.</summary>
    public static IReadOnlyList<(string Step, long Ops, long Bytes)> Count(string scenario, string link)
    {
        List<(string Step, long Ops, long Bytes)> counted = [];
        (long ops, long bytes) = (ExecutedIl.Ops, ExecutedIl.Bytes);
        foreach (string? step in Meter.Scenarios.Catalog.Run(scenario, link))
        {
            if (step != null)
            {
                counted.Add((step, ExecutedIl.Ops - ops, ExecutedIl.Bytes - bytes));
            }

            (ops, bytes) = (ExecutedIl.Ops, ExecutedIl.Bytes);
        }

        return counted;
    }

    /// <summary>The cells of a row of the command's table.</summary>
    public static string[] Row(string id, int buffers, bool trustsEthernet, bool isIn, int size, int tick, double price, bool isBlocking)
    {
        Board board = new BoardChoice(id, FullDuplex: false, buffers, trustsEthernet).Make()[0];
        return PlatformReport.Row(board, Direction(isIn), size, PlatformReport.Setting(tick, price, 10, isBlocking));
    }

    /// <summary>Measures a transfer to or from a board. Returns its figures, and what does not add up.</summary>
    public static double[] Transfer(string id, bool isIn, int size, int tick, double price, bool isBlocking)
    {
        PlatformResult result = ThroughputBench.Measure(BoardCatalog.Find(id)!, Direction(isIn), size, PlatformReport.Setting(tick, price, 10, isBlocking));
        return [result.Nanoseconds, result.Parts.Total, result.Rate, result.Share, result.Retransmissions + result.Dropped, result.Parts.Waiting];
    }

    /// <summary>
    /// Measures a transfer beside a thread that computes for so long each so often, in milliseconds. Returns the rate, the share of the time that the
    /// thread had, and its longest response in milliseconds.
    /// </summary>
    public static double[] Share(string id, bool isIn, int size, int burst, int period)
    {
        Board board = BoardCatalog.Find(id)!;
        using BulkTransfer<PlatformBoard> transfer = new(
            board, (clock, wire, address, prefixLength) => new PlatformBoard(board, clock, wire, PlatformReport.Setting(10, 1, 10, false), address, prefixLength));
        ComputingThread thread = transfer.Board.Platform.Start(burst, period);
        TransferResult result = transfer.Run(Direction(isIn), size);
        return [result.Rate, (double)thread.Computed / result.Nanoseconds, thread.LongestResponse / 1e6];
    }

    private static BulkDirection Direction(bool isIn)
    {
        return isIn ? BulkDirection.In : BulkDirection.Out;
    }
}
