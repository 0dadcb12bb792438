// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Throughput;
using NanoTcp.Metering.Instrumentation;

namespace NanoTcp.Measure.Latency;

/// <summary>Measures in a world in which the firmware's IL counts.</summary>
internal sealed class PricedLatency(PricedContext world)
{
    /// <summary>Runs a scenario. The same arguments always give the same result.</summary>
    public LatencyResult Measure(string board, LatencyScenario scenario, LatencySetting setting)
    {
        PlatformSetting platform = setting.Platform;
        object result = world.Call(
            typeof(LatencyBench),
            nameof(LatencyBench.Measure),
            board,
            scenario.Name,
            platform.TickMilliseconds,
            platform.OpNanoseconds,
            platform.TransactionNanoseconds,
            platform.IsBlocking,
            setting.Requests,
            setting.Seed)!;
        (long[] times, long unanswered, int failures, long nanoseconds, long bulkBytes) = ((long[], long, int, long, long))result;
        return new LatencyResult(times, unanswered, failures, nanoseconds, bulkBytes);
    }
}
