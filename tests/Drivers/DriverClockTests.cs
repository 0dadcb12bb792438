// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Drivers;
using NanoTcp.Simulation.Chips.Enc28j60;

namespace NanoTcp.Tests.Drivers;

/// <summary>Drivers know the time only from their polls, which may have read it some time before. Still no wait of the data sheet may fall short.</summary>
[Trait(Speed.Trait, Speed.Slow)]
public class DriverClockTests
{
    private const int Seeds = 60;
    private const int StartLimit = 10_000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_wait_falls_short_however_much_time_passes_within_a_poll(bool isW5500)
    {
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            using RestlessBoard board = new(isW5500, seed);
            Assert.Equal(ControllerError.None, board.Start());
            for (int restarts = 1; restarts <= 3; restarts++)
            {
                board.RunUntil(() => board.IsUp, StartLimit);
                board.Spoil();
                board.RunUntil(() => board.Restarts == restarts && board.IsUp, StartLimit);
            }

            // It sends and receives.
            for (int frames = 1; frames <= 20; frames++)
            {
                int received = board.Received;
                int sent = board.Sent;
                board.Arrive();
                board.Send();
                board.RunUntil(() => board.Received > received && board.Sent > sent, StartLimit);
            }
        }
    }

    [Theory]
    [InlineData(-1_000_000_000_000)]
    [InlineData(-3_000)]
    [InlineData(10_000)]
    [InlineData(1_000_000_000_000)]
    public void An_ENC28J60_survives_a_clock_that_jumps(long jump)
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Offset = 2_000_000_000_000;
        bench.Run(1_000);
        bench.Chip.Faults.Arrange(TransmitFault.Stuck);
        bench.Send(Enc28J60LinkBench.Frame(100, number: 1));
        bench.Send(Enc28J60LinkBench.Frame(100, number: 2));
        bench.Offset += jump;
        bench.Run(600);
        Assert.Equal(Enc28J60LinkBench.Frame(100, number: 2), Assert.Single(bench.Medium.Sent));

        bench.Chip.PowerCycle();
        bench.RunUntil(() => bench.Statistics.Restarts == 1, 1_100);
        bench.Offset += jump;
        bench.RunUntil(() => bench.Link.IsUp, 300);
        bench.Arrive(Enc28J60LinkBench.Frame(60));
        Assert.Equal(1, bench.Drain());
    }

    [Theory]
    [InlineData(-1_000_000_000_000)]
    [InlineData(-3_000)]
    [InlineData(10_000)]
    [InlineData(1_000_000_000_000)]
    public void A_W5500_survives_a_clock_that_jumps(long jump)
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        bench.Offset = 2_000_000_000_000;
        Assert.Empty(bench.Run(1_000));
        bench.Chip.Faults.LostSends.Next = 1;
        Assert.True(bench.Transmit(W5500DriverBench.Frame(100)));
        Assert.True(bench.Transmit(W5500DriverBench.Frame(101)));
        bench.Offset += jump;
        Assert.Empty(bench.Run(600));
        Assert.Equal(1, bench.Link.Statistics.Reopens);

        bench.Chip.ResetLow = true;
        bench.Pass(1_000_000);
        bench.Chip.ResetLow = false;
        Assert.Empty(bench.Run(1_100));
        Assert.Equal(2, bench.Link.Statistics.Starts);
        bench.Offset += jump;
        Assert.Empty(bench.Run(700));
        Assert.True(bench.Link.IsUp);
        byte[] frame = W5500DriverBench.Frame(100);
        bench.Arrive(frame);
        Assert.Equal(frame, Assert.Single(bench.PollOnce()));
    }
}
