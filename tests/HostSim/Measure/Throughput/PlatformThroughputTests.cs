// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Meter;
using NanoTcp.Simulation.Boards;

namespace NanoTcp.Tests.HostSim.Measure.Throughput;

/// <summary>The firmware's own loop on the device's platform, in virtual time.</summary>
[Trait(Speed.Trait, Speed.Slow)]
public sealed class PlatformThroughputTests
{
    private const string W5500 = "esp32-devkitc-w5500";
    private const string Enc28J60 = "esp32-devkitc-enc28j60";
    private const int Size = 128 * 1024;

    public static TheoryData<string, bool> Transfers
    {
        get
        {
            TheoryData<string, bool> all = [];
            foreach (string id in BoardCatalog.Ids)
            {
                all.Add(id, true);
                all.Add(id, false);
            }

            return all;
        }
    }

    [Theory]
    [InlineData("receive", "core")]
    [InlineData("receive", "w5500")]
    [InlineData("receive", "enc28j60")]
    [InlineData("http-steps", "w5500")]
    public void It_counts_the_IL_and_the_garbage_that_the_meter_counts(string scenario, string link)
    {
        IReadOnlyList<(string Step, long Ops, long Bytes)> counted = PlatformWorld.Call<IReadOnlyList<(string Step, long Ops, long Bytes)>>(nameof(PlatformWorld.Count), scenario, link);

        Assert.Equal(
            new MeterSession().Run(scenario, link).Select(measured => (measured.Step, measured.Total.Ops, measured.Total.Bytes)),
            counted.GroupBy(one => one.Step).Select(step => (step.Key, step.Sum(one => one.Ops), step.Sum(one => one.Bytes))));
        Assert.All(counted, one => Assert.True(one.Ops > 0));
    }

    [Theory]
    [MemberData(nameof(Transfers))]
    public void The_parts_of_the_time_add_up_and_nothing_gets_lost(string id, bool isIn)
    {
        double[] figures = Transfer(id, isIn);
        Assert.Equal(figures[0], figures[1]);
        Assert.Equal(0, figures[4]);
    }

    [Theory]
    [InlineData(W5500)]
    [InlineData(Enc28J60)]
    public void Two_runs_are_equal(string id)
    {
        Assert.Equal(Transfer(id, true), Transfer(id, true));
    }

    [Theory]
    [InlineData(W5500)]
    [InlineData(Enc28J60)]
    public void A_program_that_blocks_after_each_poll_gets_a_segment_a_tick(string id)
    {
        // 1460 bytes in 10 ms.
        Assert.InRange(Transfer(id, true, isBlocking: true)[2], 1.1, 1.2);
    }

    [Theory]
    [MemberData(nameof(Transfers))]
    public void In_traffic_the_firmware_is_never_blocked(string id, bool isIn)
    {
        Assert.Equal(0, Transfer(id, isIn)[5]);
    }

    [Theory]
    [MemberData(nameof(Transfers))]
    public void In_traffic_the_tick_does_not_matter(string id, bool isIn)
    {
        double slow = Transfer(id, isIn, tick: 10)[2];
        Assert.InRange(Transfer(id, isIn, tick: 1)[2], 0.97 * slow, 1.03 * slow);
    }

    [Theory]
    [MemberData(nameof(Transfers))]
    public void A_dearer_instruction_makes_it_slower(string id, bool isIn)
    {
        double[] rates = Array.ConvertAll((double[])[0.5, 1, 2], price => Transfer(id, isIn, price: price)[2]);
        Assert.True(rates[0] > rates[1] && rates[1] > rates[2], string.Join(' ', rates));
    }

    // A thread that always computes takes turns with the program. A quantum ends at a tick: it is 10 to 20 ms long, so the shares are not quite equal.
    [Theory]
    [InlineData(W5500, true)]
    [InlineData(W5500, false)]
    [InlineData(Enc28J60, true)]
    [InlineData(Enc28J60, false)]
    public void A_thread_that_always_computes_has_two_fifths_of_the_time_at_least_and_the_network_goes_on(string id, bool isIn)
    {
        double[] figures = PlatformWorld.Call<double[]>(nameof(PlatformWorld.Share), id, isIn, Size, 100, 100);

        Assert.InRange(figures[1], 0.4, 0.99);

        // A segment for each two quanta of the thread, at the least.
        Assert.True(figures[0] > 1460 * 8 / 40e3, $"{figures[0]} Mbit/s");
    }

    [Theory]
    [InlineData(W5500)]
    [InlineData(Enc28J60)]
    public void A_short_task_is_done_in_two_quanta_under_full_traffic(string id)
    {
        double[] figures = PlatformWorld.Call<double[]>(nameof(PlatformWorld.Share), id, true, Size, 2, 50);

        Assert.InRange(figures[2], 0, 40);
    }

    private static double[] Transfer(string id, bool isIn, int tick = 10, double price = 1, bool isBlocking = false)
    {
        return PlatformWorld.Call<double[]>(nameof(PlatformWorld.Transfer), id, isIn, Size, tick, price, isBlocking);
    }
}
