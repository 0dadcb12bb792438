// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Drivers;

namespace NanoTcp.Tests.Drivers;

/// <summary>The driver and the loop that tells it to poll: how both agree, how many frames a poll takes, and how long ESTAT.INT is relied on.</summary>
public class Enc28J60TrafficTests
{
    private const int CheckTime = 510;
    private const int CompareTime = 15_600;
    private const long Never = long.MaxValue;

    [Fact]
    public void A_driver_that_the_program_starts_again_polls_when_the_next_frame_comes()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        TrafficWait wait = new(bench.Bus, bench.Link);
        Receive(bench, wait);
        Assert.False(bench.Chip.InterruptLow);
        Assert.Equal(ControllerError.None, bench.Link.Start());
        bench.RunUntil(() => bench.Link.IsUp, 200);

        Receive(bench, wait);
        bench.Arrive(Enc28J60LinkBench.Frame(100));
        Assert.False(bench.Chip.InterruptLow);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void While_more_is_expected_the_poll_that_takes_a_short_frame_looks_for_the_next(bool expectsMore)
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Link.BeginPolling();
        bench.Link.ExpectMore(expectsMore);
        Deliver(bench, 60);
        AssertLooksForMore();

        // Full frames change what is expected, and short ones change it back.
        Deliver(bench, 1514);
        Deliver(bench, 60);
        AssertLooksForMore();

        void AssertLooksForMore()
        {
            bench.Arrive(Enc28J60LinkBench.Frame(60, number: 1), Enc28J60LinkBench.Frame(60, number: 2));
            Assert.NotNull(bench.Link.Receive());
            Assert.Equal(expectsMore, bench.Link.Pending > 0);
            Assert.Equal(1, bench.Drain());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_comparison_forgives_no_bit_that_was_found_dead_since_the_last_one(int checksBefore)
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(new Enc28J60LinkOptions { CompareInterval = 500 });
        bench.Link.BeginPolling();
        bench.Run(checksBefore * CheckTime);

        // The check finds it and then compares the registers.
        bench.Chip.Faults.StuckInterruptFlag = false;
        bench.Arrive(Enc28J60LinkBench.Frame(100));
        bench.RunUntil(() => bench.Statistics.LineFailures == 1, CheckTime);
        bench.Arrive(Enc28J60LinkBench.Frame(200));
        bench.Poll();

        Assert.Equal(Enc28J60LinkBench.Frame(200), bench.Received[^1]);
        Assert.Equal(1, bench.Statistics.LineFailures);
    }

    [Fact]
    public void A_bit_that_fails_for_the_third_time_is_not_used_again_until_the_chip_is_set_up_anew()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Link.BeginPolling();
        bench.Chip.Faults.StuckInterruptFlag = false;
        for (int i = 0; i < 10; i++)
        {
            bench.Arrive(Enc28J60LinkBench.Frame(100));
            bench.Run(2 * CompareTime);
        }

        Assert.Equal(3, bench.Statistics.LineFailures);
        Assert.Equal(10, bench.Received.Count);

        bench.Chip.Faults.StuckInterruptFlag = null;
        Assert.Equal(ControllerError.None, bench.Link.Start());
        bench.RunUntil(() => bench.Link.IsUp, 200);
        bench.Link.BeginPolling();
        bench.Run(CheckTime);
        bench.Counters.ClearBus();
        Assert.Equal(0, bench.Drain());

        // ESTAT. EPKTCNT would take more, because it is in another bank.
        Assert.Equal(1, bench.Counters.ChipSelects);
        Assert.Equal(0, bench.Counters.BankSwitches);
    }

    // So many that the driver takes its short path again after another kind.
    private static void Deliver(Enc28J60LinkBench bench, int length)
    {
        for (int i = 0; i < 10; i++)
        {
            bench.Arrive(Enc28J60LinkBench.Frame(length));
            Assert.Equal(1, bench.Drain());
        }
    }

    private static void Receive(Enc28J60LinkBench bench, TrafficWait wait)
    {
        bench.Arrive(Enc28J60LinkBench.Frame(100));
        Assert.Equal(1, bench.Drain());
        wait.Wait(bench.Now, Never);
    }
}
