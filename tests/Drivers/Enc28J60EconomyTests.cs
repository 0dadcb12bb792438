// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Drivers;

namespace NanoTcp.Tests.Drivers;

/// <summary>The cost of traffic on the SPI bus by the model's counters: transactions and bytes, with opcodes and dummy bytes.</summary>
public class Enc28J60EconomyTests
{
    private const int FullFrame = 1514;
    private const int Ack = 54;

    [Fact]
    public void S1_a_full_frame_costs_four_transactions_to_receive()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        Receive(bench, FullFrame, 10);
        Check(bench, () => Receive(bench, FullFrame, 100), 100, 4, 1531);
    }

    [Fact]
    public void S1_the_first_full_frames_of_a_series_cost_one_more()
    {
        // The length of a frame is stored in front of it. Before it has been read, only earlier frames can predict it.
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        Receive(bench, 700, 1);
        Check(bench, () => Receive(bench, FullFrame, 4), 4, 5, 1532);
        Check(bench, () => Receive(bench, FullFrame, 4), 4, 4, 1531);
    }

    [Fact]
    public void S1_counting_the_packets_costs_four_more()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(new Enc28J60LinkOptions { CountsPackets = true });
        Receive(bench, FullFrame, 10);

        // EPKTCNT before and after, and bank 1 and back.
        Check(bench, () => Receive(bench, FullFrame, 100), 100, 8, 1539);
    }

    [Fact]
    public void S1_a_batch_of_three_full_frames_costs_no_more_for_each()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        Receive(bench, FullFrame, 10);
        Check(bench, () => ReceiveBatch(bench, FullFrame, 3), 3, 4, 1531);
    }

    [Fact]
    public void S2_an_acknowledgment_costs_two_transactions_to_receive_and_every_eighth_four()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        Receive(bench, FullFrame, 1);
        for (int i = 0; i < 100; i++)
        {
            // The memory is given back with the eighth.
            Check(bench, () => Receive(bench, 60, 7), 7, 2, 73);
            Check(bench, () => Receive(bench, 60, 1), 1, 4, 77);
        }
    }

    [Fact]
    public void S2_in_batches_an_acknowledgment_costs_the_same()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        Receive(bench, FullFrame, 1);
        Check(bench, () => ReceiveBatch(bench, 60, 7), 7, 2, 73);
    }

    [Fact]
    public void S3_a_full_frame_costs_five_transactions_to_send()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(new Enc28J60LinkOptions { FullDuplex = true });
        Send(bench, FullFrame, 2);
        Check(bench, () => Send(bench, FullFrame, 1), 1, 5, 1523);
    }

    [Fact]
    public void S3_in_two_slots_a_full_frame_costs_at_most_eight()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(new Enc28J60LinkOptions { FullDuplex = true });
        SendOverlapped(bench, 3);
        Check(bench, () => SendOverlapped(bench, 100), 100, 8, 1529);
    }

    [Fact]
    public void S3_a_frame_of_another_length_costs_at_most_eight()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(new Enc28J60LinkOptions { FullDuplex = true });
        Send(bench, 700, 1);
        bench.Counters.ClearBus();
        Send(bench, FullFrame, 1);

        Assert.InRange(bench.Counters.ChipSelects, 1, 8);
        Assert.InRange(bench.Counters.Bytes, 1, 1532);
    }

    [Fact]
    public void S4_an_acknowledgment_costs_four_transactions_to_send()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(new Enc28J60LinkOptions { FullDuplex = true });
        Send(bench, Ack, 2);
        Check(bench, () => Send(bench, Ack, 1), 1, 4, 61);
    }

    [Fact]
    public void S4_an_acknowledgment_between_full_frames_costs_at_most_eight()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started(new Enc28J60LinkOptions { FullDuplex = true });
        Send(bench, FullFrame, 1);
        bench.Counters.ClearBus();
        Send(bench, Ack, 1);

        Assert.InRange(bench.Counters.ChipSelects, 1, 8);
        Assert.InRange(bench.Counters.Bytes, 1, 70);
    }

    [Fact]
    public void S4_half_duplex_stays_within_the_same_bounds()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        Send(bench, Ack, 2);
        bench.Counters.ClearBus();
        Send(bench, Ack, 100);
        Assert.InRange(bench.Counters.ChipSelects, 1, 8 * 100);
        Assert.InRange(bench.Counters.Bytes, 1, 70 * 100);
    }

    [Fact]
    public void S10_receiving_nothing_costs_nothing()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Drain();
        bench.Counters.ClearBus();
        for (int i = 0; i < 1000; i++)
        {
            bench.Wait(1_000_000);
            Assert.Equal(0, bench.Drain());
            Assert.True(bench.Link.CanTransmit());
        }

        Assert.Equal(0, bench.Counters.ChipSelects);
    }

    [Fact]
    public void S10_an_idle_link_costs_one_transaction_for_each_check()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Run(1_000);
        bench.Counters.ClearBus();
        bench.Run(10_000);

        // Every half second, in turn: the link, and whether the chip is still set up. In between the level of INT is read.
        Assert.Equal(20, bench.Counters.ChipSelects);
        Assert.Equal(40, bench.Counters.Bytes);
    }

    [Fact]
    public void Polled_a_poll_that_finds_nothing_costs_one_transaction()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Link.BeginPolling();
        Poll(bench);
        Check(bench, () => Poll(bench), 1, 1, 2);
    }

    [Fact]
    public void Polled_a_full_frame_costs_six_transactions_to_receive_and_less_if_another_is_behind_it()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Link.BeginPolling();
        ReceivePolled(bench, FullFrame, 10);

        // The chip is asked before it and behind it.
        Check(bench, () => ReceivePolled(bench, FullFrame, 100), 100, 6, 1535);
        bench.Arrive([.. Enumerable.Range(0, 3).Select(i => Enc28J60LinkBench.Frame(FullFrame, number: i))]);
        Check(bench, () => Assert.Equal(3, Poll(bench)), 1, (3 * 5) + 1, (3 * 1533) + 2);
    }

    [Fact]
    public void Polled_an_acknowledgment_costs_three_transactions_to_receive_and_every_eighth_five()
    {
        // It comes alone as a rule, so the next poll asks whether there is another.
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Link.BeginPolling();
        ReceivePolled(bench, FullFrame, 1);
        for (int i = 0; i < 100; i++)
        {
            Check(bench, () => ReceivePolled(bench, 60, 7), 7, 3, 75);
            Check(bench, () => ReceivePolled(bench, 60, 1), 1, 5, 79);
        }
    }

    [Fact]
    public void Polled_a_request_of_some_length_costs_four_transactions_to_receive()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Link.BeginPolling();
        ReceivePolled(bench, FullFrame, 1);
        Check(bench, () => ReceivePolled(bench, 150, 1), 1, 4, 166);
        bench.Link.EndPolling();
        bench.Drain();
        Check(bench, () => Receive(bench, 150, 1), 1, 3, 164);
    }

    [Fact]
    public void Polled_half_duplex_takes_two_more_for_the_end_of_a_transmission()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        bench.Link.BeginPolling();
        ReceivePolled(bench, FullFrame, 1);
        Send(bench, Ack, 1);

        // EIR is read and cleared.
        Check(bench, () => ReceivePolled(bench, 60, 1), 1, 5, 79);
    }

    [Fact]
    public void Polling_begins_with_one_transaction_and_ends_with_five()
    {
        using Enc28J60LinkBench bench = Enc28J60LinkBench.Started();
        Receive(bench, FullFrame, 1);
        Check(bench, bench.Link.BeginPolling, 1, 1, 2);

        // ESTAT and the count of packets agree; then INT is turned on, and that is verified.
        Check(bench, bench.Link.EndPolling, 1, 5, 10);
    }

    private static void Check(Enc28J60LinkBench bench, Action action, int frames, int transactions, int bytes)
    {
        bench.Counters.ClearBus();
        action();
        Assert.Equal(frames * transactions, bench.Counters.ChipSelects);
        Assert.Equal(frames * bytes, bench.Counters.Bytes);
    }

    /// <summary>Frames come one after the other, each announced by the INT line, without the checks of polling.</summary>
    private static void Receive(Enc28J60LinkBench bench, int length, int count)
    {
        for (int i = 0; i < count; i++)
        {
            bench.Arrive(Enc28J60LinkBench.Frame(length));
            Assert.Equal(1, bench.Drain());
        }
    }

    /// <summary>Frames come one after the other, and a poll of the stack takes each.</summary>
    private static void ReceivePolled(Enc28J60LinkBench bench, int length, int count)
    {
        for (int i = 0; i < count; i++)
        {
            bench.Arrive(Enc28J60LinkBench.Frame(length));
            Assert.Equal(1, Poll(bench));
        }
    }

    /// <summary>Takes frames as a poll of the stack does.</summary>
    private static int Poll(Enc28J60LinkBench bench)
    {
        int count = 0;
        while (bench.Link.Receive() != null)
        {
            count++;
            if (bench.Link.Pending == 0)
            {
                break;
            }
        }

        return count;
    }

    /// <summary>All are in before the first is taken.</summary>
    private static void ReceiveBatch(Enc28J60LinkBench bench, int length, int count)
    {
        bench.Arrive([.. Enumerable.Range(0, count).Select(i => Enc28J60LinkBench.Frame(length, number: i))]);
        Assert.Equal(count, bench.Drain());
    }

    /// <summary>Frames are sent one after the other, each when the one before has left.</summary>
    private static void Send(Enc28J60LinkBench bench, int length, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Assert.True(bench.Link.CanTransmit());
            Assert.True(bench.Send(Enc28J60LinkBench.Frame(length)));
            bench.Wait(Enc28J60LinkBench.FrameTime);
        }
    }

    /// <summary>Each frame is written while the one before is sent, and started when INT reports the end of that.</summary>
    private static void SendOverlapped(Enc28J60LinkBench bench, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Assert.True(bench.Send(Enc28J60LinkBench.Frame(FullFrame)));
            bench.Wait(Enc28J60LinkBench.FrameTime - 700_000);
            Assert.Equal(0, bench.Drain());
        }
    }
}
