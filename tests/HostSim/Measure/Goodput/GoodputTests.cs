// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Goodput;

namespace NanoTcp.Tests.HostSim.Measure.Goodput;

/// <summary>Transfers between two stacks in virtual time. The receiver throws on every wrong byte.</summary>
public class GoodputTests
{
    private const int Megabyte = 1024 * 1024;
    private const double WireRate = 25;

    // The rest of it with headers of 54 bytes for each 1460 bytes.
    private const double FrameRate = WireRate * 1460 / 1514;

    // A round trip of 10 ms, for which buffers of 64 KiB are more than enough.
    private static readonly GoodputSetting s_short = new()
    {
        Size = 8 * Megabyte,
        DelayNanoseconds = 5_000_000,
        BitRate = 25_000_000,
        QueueFrames = 1000,
        NearBuffers = 65_536,
        FarBuffers = Megabyte,
    };

    [Theory]
    [MemberData(nameof(Directions))]
    public void Without_loss_the_wire_is_full(string direction)
    {
        GoodputResult result = GoodputBench.Measure(s_short, Enum.Parse<GoodputDirection>(direction), 1);
        Assert.InRange(result.Rate, 0.95 * WireRate, WireRate);
    }

    [Theory]
    [MemberData(nameof(Directions))]
    public void Without_loss_nothing_is_sent_again(string direction)
    {
        GoodputResult result = GoodputBench.Measure(s_short, Enum.Parse<GoodputDirection>(direction), 1);
        Assert.True(result.IsComplete);
        Assert.Equal((0, 0, 0, 0), (result.Lost, result.Dropped, result.Retransmissions, result.Timeouts));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(16)]
    public void A_clock_of_coarse_steps_takes_nothing_from_the_rate(int step)
    {
        foreach (GoodputDirection direction in Enum.GetValues<GoodputDirection>())
        {
            GoodputResult result = GoodputBench.Measure(s_short with { NearClockStep = step }, direction, 1);
            Assert.InRange(result.Rate, 0.95 * WireRate, WireRate);
            Assert.Equal((0, 0), (result.Retransmissions, result.Timeouts));
        }
    }

    [Theory]
    [MemberData(nameof(Directions))]
    public void Headers_take_their_part_when_they_are_counted(string direction)
    {
        GoodputResult result = GoodputBench.Measure(s_short with { CountsHeaders = true }, Enum.Parse<GoodputDirection>(direction), 1);
        Assert.InRange(result.Rate, 0.95 * FrameRate, FrameRate);
    }

    [Theory]
    [MemberData(nameof(Directions))]
    public void Under_loss_everything_arrives_nevertheless(string direction)
    {
        GoodputResult result = GoodputBench.Measure(s_short with { Size = Megabyte, Loss = 0.05 }, Enum.Parse<GoodputDirection>(direction), 1);
        Assert.True(result.IsComplete);
        Assert.NotEqual(0, result.Lost);
        Assert.NotEqual(0, result.Retransmissions);
    }

    [Fact]
    public void What_was_lost_can_be_data_alone()
    {
        GoodputSetting lossy = s_short with { Size = Megabyte, Loss = 0.05, LosesDataOnly = true };
        GoodputResult result = GoodputBench.Measure(lossy, GoodputDirection.Sends, 1);

        // Each lost frame was a segment that had to be sent again.
        Assert.InRange(result.Retransmissions, result.Lost, long.MaxValue);
    }

    [Fact]
    public void A_queue_that_overflows_slows_a_transfer_down_and_does_not_end_it()
    {
        GoodputResult result = GoodputBench.Measure(s_short with { Size = Megabyte, QueueFrames = 5 }, GoodputDirection.Sends, 1);
        Assert.True(result.IsComplete);
        Assert.NotEqual(0, result.Dropped);
    }

    [Fact]
    public void Two_runs_of_a_seed_are_equal_and_those_of_two_seeds_are_not()
    {
        GoodputSetting lossy = s_short with { Size = Megabyte, Loss = 0.03 };
        GoodputResult first = GoodputBench.Measure(lossy, GoodputDirection.Sends, 7);
        Assert.Equal(first, GoodputBench.Measure(lossy, GoodputDirection.Sends, 7));
        Assert.NotEqual(first, GoodputBench.Measure(lossy, GoodputDirection.Sends, 8));
    }

    [Fact]
    public void The_results_of_the_seeds_come_in_order()
    {
        GoodputResult[] results = GoodputBench.MeasureSeeds(s_short with { Size = Megabyte / 4, Loss = 0.03 }, GoodputDirection.Receives, 5);
        Assert.Equal(results.OrderBy(result => result.Rate), results);
        Assert.Contains(GoodputBench.Measure(s_short with { Size = Megabyte / 4, Loss = 0.03 }, GoodputDirection.Receives, 5), results);
    }

    [Theory]
    [MemberData(nameof(Directions))]
    public void A_handshake_that_counts_takes_its_round_trips(string direction)
    {
        GoodputSetting small = s_short with { Size = 1460 };
        GoodputDirection way = Enum.Parse<GoodputDirection>(direction);
        long difference = GoodputBench.Measure(small with { CountsHandshake = true }, way, 1).Nanoseconds - GoodputBench.Measure(small, way, 1).Nanoseconds;

        // ARP's and TCP's.
        Assert.InRange(difference, 15_000_000, 25_000_000);
    }

    public static TheoryData<string> Directions()
    {
        return [.. Enum.GetNames<GoodputDirection>()];
    }
}
