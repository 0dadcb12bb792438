// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Latency;
using NanoTcp.Measure.Throughput;
using NanoTcp.Metering;
using NanoTcp.Metering.Instrumentation;

namespace NanoTcp.Tests.HostSim.Measure.Latency;

/// <summary>Clients of the sensor node on the device's platform, in virtual time.</summary>
public class LatencyTests
{
    private const string Enc28J60 = "esp32-devkitc-enc28j60";
    private const string W5500 = "esp32-devkitc-w5500";
    private const string PollingW5500 = "m5-atompoe";
    private const int Tick = 10;
    private const int Quantum = 20;
    private const int Clients = 4;

    private static readonly Lazy<PricedLatency> s_world = new(() => new PricedLatency(new PricedContext(DeviceBuild.Firmware, typeof(LatencyBench).Assembly.GetName().Name!)));

    public static TheoryData<string> Boards => [Enc28J60, W5500, PollingW5500];

    [Theory]
    [MemberData(nameof(Boards))]
    public void Two_runs_are_equal_and_another_seed_asks_at_other_times(string id)
    {
        IReadOnlyList<long> times = Measure(id, LatencyScenario.Idle, requests: 10).Times;
        Assert.Equal(times, Measure(id, LatencyScenario.Idle, requests: 10).Times);
        Assert.NotEqual(times, Measure(id, LatencyScenario.Idle, requests: 10, seed: 2).Times);
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void From_idle_a_client_waits_for_the_next_tick_and_the_work(string id)
    {
        LatencyResult result = Measure(id, LatencyScenario.Idle);
        double work = Measure(id, LatencyScenario.Crowd(1)).Percentile99;
        Assert.InRange(result.Percentile99, Tick, Tick + work);
        Assert.InRange(result.Median, result.Percentile(1) + Tick * 0.3, result.Percentile(1) + Tick * 0.7);
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void With_a_tick_of_a_millisecond_little_more_than_the_work_is_left(string id)
    {
        LatencyResult coarse = Measure(id, LatencyScenario.Idle);
        LatencyResult fine = Measure(id, LatencyScenario.Idle, tick: 1);
        Assert.InRange(fine.Median, coarse.Percentile(1) - 1, coarse.Median - Tick * 0.3);
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void A_dearer_instruction_makes_each_client_wait_longer(string id)
    {
        foreach (LatencyScenario scenario in (LatencyScenario[])[LatencyScenario.IdleKept, LatencyScenario.Crowd(1), LatencyScenario.Crowd(Clients)])
        {
            double before = 0;
            foreach (long price in (long[])[500, 1_000, 2_000])
            {
                double median = Measure(id, scenario, price: price).Median;
                Assert.True(median > before, $"{scenario.Name}: {median:F1} ms at {price} ns, but {before:F1} at the price before.");
                before = median;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void Under_load_the_firmwares_loop_answers_as_many_requests_as_one_that_blocks(string id)
    {
        LatencyScenario[] crowds =
        [
            LatencyScenario.Crowd(1), LatencyScenario.Crowd(2), LatencyScenario.Crowd(4), LatencyScenario.Crowd(8),
            LatencyScenario.Crowd(1, keepsConnection: true), LatencyScenario.Crowd(8, keepsConnection: true),
        ];
        Assert.All(crowds, scenario => Assert.InRange(Measure(id, scenario, 200).Rate, Measure(id, scenario, 200, isBlocking: true).Rate, double.MaxValue));
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void A_computing_thread_delays_an_answer_by_a_quantum_for_each_frame_that_it_waits_for(string id)
    {
        // The SYN, and what follows the SYN,ACK.
        const int Frames = 2;
        LatencyResult alone = Measure(id, LatencyScenario.Idle);
        LatencyResult beside = Measure(id, LatencyScenario.Thread);
        Assert.InRange(beside.Percentile99, alone.Percentile99, alone.Percentile99 + Frames * Quantum);
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void A_transfer_beside_it_goes_on_and_makes_a_client_wait_less_than_three_times_as_long(string id)
    {
        double alone = Measure(id, LatencyScenario.Crowd(1)).Percentile99;
        LatencyResult beside = Measure(id, LatencyScenario.Traffic);
        Assert.InRange(beside.Percentile99, alone, 3 * alone);
        Assert.InRange(beside.BulkRate, 0.1, double.MaxValue);
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void Each_request_is_answered(string id)
    {
        foreach (LatencyScenario scenario in LatencyScenario.All)
        {
            LatencyResult result = Measure(id, scenario, requests: 30);
            Assert.Equal(0, result.Failures);
            Assert.InRange(result.Times.Count, 30, 30 + scenario.Clients);
            Assert.All(result.Times, time => Assert.True(time > 0));
        }
    }

    private static LatencyResult Measure(
        string id, LatencyScenario scenario, int requests = 100, ulong seed = 1, int tick = Tick, long price = 1_000, bool isBlocking = false)
    {
        return s_world.Value.Measure(id, scenario, new LatencySetting(new PlatformSetting(tick, price, 10_000, isBlocking), requests, seed));
    }
}
