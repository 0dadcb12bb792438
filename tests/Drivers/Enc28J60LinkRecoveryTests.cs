// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Drivers;
using NanoTcp.Simulation.Chips.Enc28j60;

namespace NanoTcp.Tests.Drivers;

/// <summary>Failures in operation, and the driver's recovery.</summary>
public class Enc28J60LinkRecoveryTests
{
    [Fact]
    public void An_impossible_header_empties_the_receive_buffer_and_reception_goes_on()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Arrive(Enc28J60LinkBench.Frame(300, number: 1));
        Assert.Equal(1, bench.Drain());
        bench.Chip.Faults.CorruptHeaders.Next = 1;
        bench.Arrive(Enc28J60LinkBench.Frame(200, number: 2), Enc28J60LinkBench.Frame(200, number: 3));
        Assert.Equal(0, bench.Drain());
        Assert.Equal(1, bench.Statistics.Resyncs);

        for (int i = 4; i < 30; i++)
        {
            bench.Arrive(Enc28J60LinkBench.Frame(1000, number: i));
            Assert.Equal(1, bench.Drain());
            Assert.Equal(Enc28J60LinkBench.Frame(1000, number: i), bench.Received[^1]);
        }

        Assert.Equal(0, bench.Statistics.Restarts);
    }

    [Fact]
    public void A_second_one_in_a_row_restarts_the_chip()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Chip.Faults.CorruptHeaders.Next = 2;
        bench.Arrive(Enc28J60LinkBench.Frame(60));
        bench.Drain();
        bench.Arrive(Enc28J60LinkBench.Frame(60));
        bench.Drain();
        Assert.Equal(2, bench.Statistics.Resyncs);

        bench.Run(2);
        Assert.Equal(1, bench.Statistics.Restarts);
        Assert.False(bench.Link.IsUp);
        bench.RunUntil(() => bench.Link.IsUp, 200);
        bench.Arrive(Enc28J60LinkBench.Frame(60));
        Assert.Equal(1, bench.Drain());
    }

    [Fact]
    public void Two_that_are_not_in_a_row_do_not()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        for (int i = 0; i < 5; i++)
        {
            bench.Chip.Faults.CorruptHeaders.Next = 1;
            bench.Arrive(Enc28J60LinkBench.Frame(60));
            bench.Drain();
            bench.Arrive(Enc28J60LinkBench.Frame(60));
            Assert.Equal(1, bench.Drain());
        }

        bench.Run(10);
        Assert.Equal(5, bench.Statistics.Resyncs);
        Assert.Equal(0, bench.Statistics.Restarts);
    }

    [Fact]
    public void A_promised_packet_that_is_not_there_is_a_phantom()
    {
        // The end of a transmission lowers INT without the driver's doing, as a short circuit would. In half duplex the driver looks for that end
        // before.
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(new Enc28J60LinkOptions { FullDuplex = true });
        bench.Poke(Register.EIE, 0xC8);
        bench.Send(Enc28J60LinkBench.Frame(60));
        bench.Wait(Enc28J60LinkBench.FrameTime);
        Assert.True(bench.Chip.InterruptLow);

        Assert.Equal(0, bench.Drain());
        Assert.Equal(1, bench.Statistics.Phantoms);
        Assert.Equal(0, bench.Statistics.Resyncs);
    }

    [Fact]
    public void A_full_receive_buffer_costs_the_frames_that_do_not_fit()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Arrive([.. Enumerable.Range(0, 6).Select(i => Enc28J60LinkBench.Frame(1514, number: i))]);
        Assert.Equal(3, bench.Drain());
        bench.Run(1_100);
        Assert.Equal(1, bench.Statistics.Overruns);

        for (int i = 0; i < 10; i++)
        {
            bench.Arrive(Enc28J60LinkBench.Frame(1514, number: i));
            Assert.Equal(1, bench.Drain());
        }

        bench.Run(1_100);
        Assert.Equal(1, bench.Statistics.Overruns);
    }

    [Fact]
    public void A_chip_that_has_lost_its_supply_for_a_moment_is_set_up_again()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Chip.PowerCycle();
        bench.RunUntil(() => bench.Statistics.Restarts == 1, 1_100);
        bench.RunUntil(() => bench.Link.IsUp, 200);
        bench.Arrive(Enc28J60LinkBench.Frame(60));
        Assert.Equal(1, bench.Drain());
        Assert.True(bench.Send(Enc28J60LinkBench.Frame(60)));
        bench.Run(3);
        Assert.Single(bench.Medium.Sent);
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0xFF)]
    public void A_chip_that_falls_silent_is_waited_for(byte silence)
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Chip.Faults.Silence = silence;
        bench.RunUntil(() => !bench.Link.IsUp, 1_100);
        bench.Run(2_500);
        Assert.Equal(ControllerError.NoAnswer, bench.Link.Error);
        Assert.Equal(1, bench.Statistics.Restarts);
        Assert.Empty(bench.Received);

        bench.Chip.Faults.Silence = null;
        bench.RunUntil(() => bench.Link.IsUp, 1_300);
        bench.Arrive(Enc28J60LinkBench.Frame(60));
        Assert.Equal(1, bench.Drain());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_transmission_that_does_not_end_is_given_up(bool fullDuplex)
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(new Enc28J60LinkOptions { FullDuplex = fullDuplex });
        bench.Chip.Faults.Arrange(TransmitFault.Stuck);
        bench.Send(Enc28J60LinkBench.Frame(100, number: 1));
        bench.Send(Enc28J60LinkBench.Frame(100, number: 2));
        bench.Run(450);
        Assert.Empty(bench.Medium.Sent);
        Assert.False(bench.Link.CanTransmit());

        bench.Run(60);
        Assert.Equal(Enc28J60LinkBench.Frame(100, number: 2), Assert.Single(bench.Medium.Sent));
        Assert.Equal(1, bench.Statistics.TransmitTimeouts);
        Assert.True(bench.Send(Enc28J60LinkBench.Frame(100, number: 3)));
        bench.Run(3);
        Assert.Equal(2, bench.Medium.Sent.Count);
    }

    [Fact]
    public void A_restart_does_not_block()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Chip.PowerCycle();
        long longest = 0;
        for (int i = 0; i < 2_000 && (bench.Statistics.Restarts == 0 || !bench.Link.IsUp); i++)
        {
            bench.Wait(1_000_000);
            long before = bench.Clock.Nanoseconds;
            bench.Poll();
            longest = Math.Max(longest, bench.Clock.Nanoseconds - before);
        }

        Assert.Equal(1, bench.Statistics.Restarts);
        Assert.True(bench.Link.IsUp);

        // A hundred transactions of ten microseconds each; no wait.
        Assert.InRange(longest, 500_000, 2_000_000);
    }
}
