// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Drivers;
using NanoTcp.Simulation.Chips.Enc28j60;
using NanoTcp.Simulation.Wire;

namespace NanoTcp.Tests.Drivers;

/// <summary>A megabyte over TCP through the driver, the bus and the chip.</summary>
[Trait(Speed.Trait, Speed.Slow)]
public class Enc28J60TransferTests
{
    private const int Megabyte = 1 << 20;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void S9_a_received_byte_costs_at_most_1_08_bytes_on_the_bus(bool fullDuplex)
    {
        using Enc28J60TransferBench transfer = new(toBoard: Megabyte, fromBoard: 0, new Enc28J60LinkOptions { FullDuplex = fullDuplex });
        CheckCost(transfer, Megabyte, 1.08);
        Assert.Equal(Megabyte, transfer.ReceivedByBoard);
    }

    // In half duplex the driver also has to clear the flag in EIR for each frame (errata 12 and 13).
    [Theory]
    [InlineData(true, 1.08)]
    [InlineData(false, 1.085)]
    public void S9_a_sent_byte_costs_at_most_1_08_bytes_on_the_bus(bool fullDuplex, double limit)
    {
        using Enc28J60TransferBench transfer = new(toBoard: 0, fromBoard: Megabyte, new Enc28J60LinkOptions { FullDuplex = fullDuplex });
        CheckCost(transfer, Megabyte, limit);
        Assert.Equal(Megabyte, transfer.ReceivedByPeer);
    }

    [Fact]
    public void Loss_and_reordering_on_the_wire_do_not_change_what_arrives()
    {
        WireFaults faults = new() { Loss = 0.02, Reorder = 0.02, Duplicate = 0.02, Seed = 3 };
        using Enc28J60TransferBench transfer = new(200_000, 200_000, faults: faults);
        transfer.RunUntil(() => transfer.IsDone, 600_000);

        Assert.Equal(200_000, transfer.ReceivedByBoard);
        Assert.Equal(200_000, transfer.ReceivedByPeer);
    }

    [Fact]
    public void Errata_and_faults_of_the_chip_do_not_change_what_arrives()
    {
        using Enc28J60TransferBench transfer = new(200_000, 200_000);
        transfer.Bench.Chip.Faults.LateCollisionRate = 0.05;
        for (int i = 1; i <= 5; i++)
        {
            int part = i * 30_000;
            transfer.RunUntil(() => transfer.ReceivedByBoard > part, 300_000);
            transfer.Bench.Chip.Faults.CorruptHeaders.Next = 1;
            transfer.Bench.Chip.Faults.Arrange(TransmitFault.ExcessiveCollisions);
            transfer.Bench.Board.DropInterrupts(3);
        }

        transfer.RunUntil(() => transfer.IsDone, 300_000);
        Assert.Equal(200_000, transfer.ReceivedByBoard);
        Assert.Equal(200_000, transfer.ReceivedByPeer);
        Assert.InRange(transfer.Bench.Statistics.Resyncs, 5, 10);
        Assert.True(transfer.Bench.Statistics.LateCollisions > 5);
        Assert.Equal(5, transfer.Bench.Statistics.TransmitErrors);
    }

    [Fact]
    public void A_transfer_goes_on_when_the_link_comes_back()
    {
        using Enc28J60TransferBench transfer = new(300_000, 300_000);
        transfer.RunUntil(() => transfer.ReceivedByBoard > 100_000, 60_000);
        transfer.Bench.Chip.CablePlugged = false;
        transfer.RunUntil(() => !transfer.Bench.Link.IsUp, 2_000);
        transfer.Bench.Chip.CablePlugged = true;
        transfer.RunUntil(() => transfer.IsDone, 120_000);

        Assert.Equal(300_000, transfer.ReceivedByBoard);
        Assert.Equal(300_000, transfer.ReceivedByPeer);
    }

    private static void CheckCost(Enc28J60TransferBench transfer, long payload, double limit)
    {
        transfer.Bench.Counters.ClearBus();
        transfer.RunUntil(() => transfer.ReceivedByBoard + transfer.ReceivedByPeer == payload, 60_000);

        Assert.InRange((double)transfer.Bench.Counters.Bytes / payload, 1.0, limit);
        Assert.Equal(0, transfer.Bench.Counters.Violations);
    }
}
