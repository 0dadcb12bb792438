// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using NanoTcp.Measure.Latency;
using NanoTcp.Measure.Throughput;
using NanoTcp.Metering;
using NanoTcp.Metering.Instrumentation;
using NanoTcp.Simulation.Boards;
using Spectre.Console;

namespace NanoTcp.HostSim.Commands;

/// <summary>The command <c>latency</c>: how long a client of the sensor node waits, in the platform's time.</summary>
internal static class LatencyCommand
{
    private const int DefaultRequests = 200;
    private const int MaxRequests = 100_000;
    private const int DefaultSeed = 1;

    // ESP-IDF's driver. The interpreter's share is counted as IL.
    private const long TransactionNanoseconds = 10_000;

    private static readonly double[] s_defaultPrices = [1];

    public static Command Create()
    {
        Option<string> board = CommandOptions.Word("--board", BoardChoice.AllBoards, [BoardChoice.AllBoards, .. BoardCatalog.Ids], "ID", "The board");
        Option<int> requests = CommandOptions.Number("--requests", DefaultRequests, 1, MaxRequests, "Requests of each scenario");
        Option<int> seed = CommandOptions.Number("--seed", DefaultSeed, 0, int.MaxValue, "Decides when clients ask; the same number gives the same times");
        PlatformArguments platform = new(s_defaultPrices, takesSeveral: true);
        Command command = new("latency", "Measure in virtual time how long clients of the sensor node wait, on a model of nanoFramework on an ESP32")
        {
            board, requests, platform.Tick, platform.Prices, seed,
        };
        command.SetAction(_ => PricedContext.Problem(), Run);
        return command;

        int Run(ParseResult parsed)
        {
            BoardChoice boards = new(parsed.GetRequiredValue(board), FullDuplex: false, BoardChoice.OwnBuffers, TrustsEthernet: false);
            int tick = platform.TickMilliseconds(parsed);
            LatencySetting[] settings =
            [
                .. platform.OpNanoseconds(parsed).Select(op => new LatencySetting(
                    new PlatformSetting(tick, op, TransactionNanoseconds, IsBlocking: false), parsed.GetValue(requests), (ulong)parsed.GetValue(seed))),
            ];
            PricedLatency world = new(new PricedContext(DeviceBuild.Firmware, typeof(LatencyBench).Assembly.GetName().Name!));
            LatencyReport.Show(AnsiConsole.Console, world, boards.Make(), settings);
            return 0;
        }
    }
}
