// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Drivers;
using NanoTcp.Link;
using NanoTcp.Simulation.Chips.W5500;

namespace NanoTcp.Tests.Drivers;

/// <summary>The cost of a frame on the SPI bus, by the model's counters.</summary>
public class W5500EconomyTests
{
    private const int FullFrame = 1514;

    [Theory]
    [InlineData(FullFrame, true, 5, 1547)]
    [InlineData(FullFrame, false, 5, 1557)]
    [InlineData(60, true, 5, 93)]
    [InlineData(60, false, 5, 103)]
    public void One_frame_is_received_in_five_transactions(int length, bool hasInterrupt, int transactions, int bytes)
    {
        // The looks that find nothing, behind each frame without an INT line, are counted too.
        using W5500DriverBench bench = W5500DriverBench.Started(hasInterrupt: hasInterrupt);
        W5500Counters counters = Measure(bench, 10, () =>
        {
            bench.Arrive(W5500DriverBench.Frame(length));
            Assert.Single(bench.Receive());
        });

        Assert.Equal(10 * transactions, counters.ChipSelects);
        Assert.Equal(10 * bytes, counters.Bytes);
    }

    [Theory]
    [InlineData(FullFrame, true, 4, 1543)]
    [InlineData(FullFrame, false, 4, 1543)]
    [InlineData(60, true, 4, 89)]
    [InlineData(60, false, 4, 89)]
    public void While_polling_one_frame_is_received_in_four_transactions(int length, bool hasInterrupt, int transactions, int bytes)
    {
        // One poll each: pointers, frame, Sn_RX_RD and RECV. INT is not cleared.
        using W5500DriverBench bench = W5500DriverBench.Started(hasInterrupt: hasInterrupt);
        bench.Link.BeginPolling();
        W5500Counters counters = Measure(bench, 10, () =>
        {
            bench.Arrive(W5500DriverBench.Frame(length));
            Assert.NotNull(bench.Link.Receive());
        });

        Assert.Equal(10 * transactions, counters.ChipSelects);
        Assert.Equal(10 * bytes, counters.Bytes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void While_polling_a_look_that_finds_nothing_is_one_transaction(bool hasInterrupt)
    {
        using W5500DriverBench bench = W5500DriverBench.Started(hasInterrupt: hasInterrupt);
        bench.Link.BeginPolling();
        W5500Counters counters = Measure(bench, 100, () => Assert.Null(bench.Link.Receive()));

        Assert.Equal(100, counters.ChipSelects);
        Assert.Equal(100 * 14, counters.Bytes);
    }

    [Fact]
    public void While_polling_a_batch_of_frames_costs_the_transactions_of_one()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        bench.Link.BeginPolling();
        byte[][] batch = [.. Enumerable.Range(0, 4).Select(i => W5500DriverBench.Frame(FullFrame, i))];
        W5500Counters counters = Measure(bench, 10, () =>
        {
            bench.Arrive(batch);
            Assert.All(batch, _ => Assert.NotNull(bench.Link.Receive()));
        });

        Assert.Equal(10 * 4, counters.ChipSelects);
        Assert.Equal(10 * (4 * 1516 + 27), counters.Bytes);
    }

    [Fact]
    public void To_begin_and_end_polling_takes_no_transaction()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        W5500Counters counters = Measure(bench, 10, () =>
        {
            bench.Link.BeginPolling();
            bench.Link.EndPolling();
        });

        Assert.Equal(0, counters.ChipSelects);
    }

    [Theory]
    [InlineData(FullFrame, true, 3, 1537)]
    [InlineData(FullFrame, false, 3, 1547)]
    [InlineData(60, true, 3, 83)]
    [InlineData(60, false, 3, 93)]
    public void A_frame_held_back_is_received_in_three_transactions(int length, bool hasInterrupt, int transactions, int bytes)
    {
        // S5 and S6: no Sn_RX_RD, no RECV. Two frames and not three, because the third full one goes beyond 4096 bytes.
        using W5500DriverBench bench = W5500DriverBench.Started(options: new W5500LinkOptions { HoldBack = 4096 }, hasInterrupt: hasInterrupt);
        W5500Counters counters = Measure(bench, 2, () =>
        {
            bench.Arrive(W5500DriverBench.Frame(length));
            Assert.Single(bench.Receive());
        });

        Assert.Equal(2 * transactions, counters.ChipSelects);
        Assert.Equal(2 * bytes, counters.Bytes);
    }

    [Theory]
    [InlineData(FullFrame, 3)]
    [InlineData(60, 67)]
    public void What_is_held_back_is_given_back_together(int length, int frames)
    {
        // Each round holds back one frame more than fits into 4096 bytes, and ends with the two transactions.
        using W5500DriverBench bench = W5500DriverBench.Started(options: new W5500LinkOptions { HoldBack = 4096 });
        W5500Counters counters = Measure(bench, 10 * frames, () =>
        {
            bench.Arrive(W5500DriverBench.Frame(length));
            Assert.Single(bench.Receive());
        });

        Assert.Equal(10 * (3 * frames + 2), counters.ChipSelects);
        Assert.Equal(10 * (frames * (length + 2 + 21) + 10), counters.Bytes);
    }

    [Fact]
    public void Batches_of_which_every_second_is_held_back_cost_four_transactions_each()
    {
        // Clear, status and data. Each batch of four exceeds the limit of HoldBack.
        using W5500DriverBench bench = W5500DriverBench.Started(options: new W5500LinkOptions { HoldBack = 8192 });
        byte[][] batch = [.. Enumerable.Range(0, 4).Select(i => W5500DriverBench.Frame(FullFrame, i))];
        W5500Counters counters = Measure(bench, 20, () =>
        {
            bench.Arrive(batch);
            Assert.Equal(4, bench.Receive().Count);
        });

        Assert.Equal(20 * 3 + 10 * 2, counters.ChipSelects);
    }

    [Fact]
    public void Frames_held_back_do_not_come_twice()
    {
        using W5500DriverBench bench = W5500DriverBench.Started(options: new W5500LinkOptions { HoldBack = 8192 });
        for (int i = 0; i < 500; i++)
        {
            byte[] frame = W5500DriverBench.Frame(60 + i * 389 % 1455, i);
            bench.Arrive(frame);
            Assert.Equal(frame, Assert.Single(bench.Receive()));
            Assert.Empty(bench.Receive());
        }

        Assert.Equal(0, bench.Chip.Counters.DroppedFull + bench.Link.Statistics.TornReads + bench.Link.Statistics.Reopens);
    }

    [Theory]
    [InlineData(FullFrame, 3, 1527)]
    [InlineData(54, 3, 73)]
    public void A_frame_is_sent_without_asking_eight_times_out_of_nine(int length, int transactions, int bytes)
    {
        // S7 and S8: every ninth time the driver asks all the same.
        using W5500DriverBench bench = W5500DriverBench.Started(options: new W5500LinkOptions { TrustsWireTime = true });
        byte[] frame = W5500DriverBench.Frame(length);
        Assert.True(bench.Transmit(frame));
        for (int round = 0; round < 5; round++)
        {
            W5500Counters counters = Measure(bench, 8, () => Assert.True(bench.Transmit(frame)));
            Assert.Equal(8 * transactions, counters.ChipSelects);
            Assert.Equal(8 * bytes, counters.Bytes);
            bench.Pass(200_000);
            counters = Measure(bench, 1, () => Assert.True(bench.Transmit(frame)));
            Assert.Equal(transactions + 1, counters.ChipSelects);
            Assert.Equal(bytes + 6, counters.Bytes);
        }

        bench.Pass(200_000);
        Assert.Equal(46, bench.Medium.Sent.Count);
    }

    [Fact]
    public void A_shorter_frame_is_not_trusted()
    {
        using W5500DriverBench bench = W5500DriverBench.Started(options: new W5500LinkOptions { TrustsWireTime = true });
        Assert.True(bench.Transmit(W5500DriverBench.Frame(FullFrame)));
        Assert.Equal(4, Measure(bench, 1, () => Assert.True(bench.Transmit(W5500DriverBench.Frame(1513)))).ChipSelects);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void A_slow_wire_is_not_trusted(bool is100Mbit, bool isFullDuplex)
    {
        using W5500DriverBench bench = new(options: new W5500LinkOptions { TrustsWireTime = true });
        bench.Chip.SetPartner(is100Mbit, isFullDuplex);
        bench.StartUp();
        byte[] frame = W5500DriverBench.Frame(60);
        Assert.True(bench.Transmit(frame));
        bench.Pass(1_000_000);
        Assert.Equal(4, Measure(bench, 1, () => Assert.True(bench.Transmit(frame))).ChipSelects);
    }

    [Theory]
    [InlineData(true, 3, 5)]
    [InlineData(false, 3, 5)]
    [InlineData(true, 4, 5)]
    public void A_batch_of_frames_costs_the_transactions_of_one(bool hasInterrupt, int frames, int transactions)
    {
        using W5500DriverBench bench = W5500DriverBench.Started(
            options: new W5500LinkOptions { ReceiveBuffer = frames * 1516 }, hasInterrupt: hasInterrupt);
        byte[][] batch = [.. Enumerable.Range(0, frames).Select(i => W5500DriverBench.Frame(FullFrame, i))];
        W5500Counters counters = Measure(bench, 10, () =>
        {
            bench.Arrive(batch);
            Assert.Equal(frames, bench.Receive().Count);
        });

        Assert.Equal(10 * transactions, counters.ChipSelects);
    }

    [Fact]
    public void Batches_in_a_row_clear_the_interrupt_once()
    {
        // Six frames wait, and the interrupt is cleared once for both batches.
        using W5500DriverBench bench = W5500DriverBench.Started();
        byte[][] burst = [.. Enumerable.Range(0, 6).Select(i => W5500DriverBench.Frame(FullFrame, i))];
        W5500Counters counters = Measure(bench, 10, () =>
        {
            bench.Arrive(burst);
            Assert.Equal(6, bench.Receive().Count);
        });

        Assert.Equal(10 * 9, counters.ChipSelects);
        Assert.True(counters.ChipSelects <= 1.5 * 60);
    }

    [Theory]
    [InlineData(FullFrame, 4, 1533)]
    [InlineData(54, 4, 79)]
    public void One_frame_is_sent_in_four_transactions(int length, int transactions, int bytes)
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        byte[] frame = W5500DriverBench.Frame(length);
        Assert.True(bench.Transmit(frame));
        bench.Pass(200_000);
        W5500Counters counters = Measure(bench, 10, () =>
        {
            Assert.True(bench.Transmit(frame));
            bench.Pass(200_000);
        });

        Assert.Equal(11, bench.Medium.Sent.Count);
        Assert.Equal(10 * transactions, counters.ChipSelects);
        Assert.Equal(10 * bytes, counters.Bytes);
    }

    [Fact]
    public void An_answer_to_a_frame_needs_no_question_about_the_one_before()
    {
        // The status that is read with each frame tells that the last answer has left.
        using W5500DriverBench bench = W5500DriverBench.Started();
        byte[] answer = W5500DriverBench.Frame(54);
        bench.Arrive(W5500DriverBench.Frame(FullFrame));
        Assert.Single(bench.Receive());
        Assert.True(bench.Transmit(answer));
        bench.Arrive(W5500DriverBench.Frame(FullFrame));
        Assert.Single(bench.Receive());
        W5500Counters counters = Measure(bench, 1, () => Assert.True(bench.Transmit(answer)));
        Assert.Equal(3, counters.ChipSelects);
        Assert.Equal(73, counters.Bytes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_megabyte_received_and_acknowledged_costs_hardly_more_bytes_on_the_bus_than_it_has(bool hasInterrupt)
    {
        const int payload = 1460;
        const int pairs = (1 << 20) / (2 * payload);
        using W5500DriverBench bench = W5500DriverBench.Started(hasInterrupt: hasInterrupt);
        byte[] segment = W5500DriverBench.Frame(FullFrame);
        byte[] acknowledgment = W5500DriverBench.Frame(54);
        W5500Counters counters = Measure(bench, pairs, () =>
        {
            bench.Arrive(segment, segment);
            Assert.Equal(2, bench.Receive().Count);
            Assert.True(bench.Transmit(acknowledgment));
        });

        double bytesPerByte = counters.Bytes / (2.0 * payload * pairs);
        Assert.InRange(bytesPerByte, 1.037, 1.08);
    }

    [Fact]
    public void Split_pointers_cost_one_transaction_more()
    {
        using W5500DriverBench bench = W5500DriverBench.Started(options: new W5500LinkOptions { SplitPointerWrites = true });
        byte[] frame = W5500DriverBench.Frame(FullFrame);
        W5500Counters counters = Measure(bench, 10, () =>
        {
            bench.Arrive(frame);
            Assert.Single(bench.Receive());
        });

        Assert.Equal(60, counters.ChipSelects);
    }

    [Fact]
    public void An_idle_link_costs_only_the_looks_at_the_cable_and_for_lost_interrupts()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        Assert.Empty(bench.Run(1_500));
        W5500Counters counters = Measure(bench, 1, () => Assert.Empty(bench.Run(10_000)));

        // Twice a second PHYCFGR, four bytes; once a second, against a lost edge, fourteen bytes of status.
        Assert.Equal(20, counters.LinkPolls);
        Assert.Equal(10, counters.StatusPolls);
        Assert.Equal(30, counters.ChipSelects);
        Assert.Equal(20 * 4 + 10 * 14, counters.Bytes);
    }

    [Fact]
    public void Without_an_interrupt_there_is_no_traffic_on_the_bus()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        W5500Counters counters = Measure(bench, 1000, () =>
        {
            Assert.Null(bench.Link.Receive());
            Assert.True(bench.Link.CanTransmit());
        });

        Assert.Equal(0, counters.ChipSelects);
    }

    [Trait(Speed.Trait, Speed.Slow)]
    [Fact]
    public void Frames_allocate_nothing()
    {
        using W5500DriverBench bench = new(medium: new EchoMedium(W5500DriverBench.OtherMac));
        bench.StartUp();
        FrameBuffer frame = new(FullFrame) { Length = FullFrame };
        W5500DriverBench.Frame(FullFrame).CopyTo(frame.Data, frame.Offset);
        Exchange(bench, frame, 100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Exchange(bench, frame, 1_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1_100, bench.Link.Statistics.FramesReceived);
    }

    private static void Exchange(W5500DriverBench bench, FrameBuffer frame, int count)
    {
        for (int i = 0; i < count; i++)
        {
            _ = bench.Link.Poll(bench.NowMs);
            if (!bench.Link.Transmit(frame))
            {
                throw new InvalidOperationException("The link takes no frame.");
            }

            bench.Pass(200_000);
            bench.Pass(200_000);
            while (bench.Link.Receive() != null)
            {
            }
        }
    }

    private static W5500Counters Measure(W5500DriverBench bench, int times, Action action)
    {
        bench.Chip.Counters.ClearBus();
        for (int i = 0; i < times; i++)
        {
            action();
        }

        return bench.Chip.Counters;
    }

    /// <summary>Sends each frame back to the station that has sent it.</summary>
    private sealed class EchoMedium(byte[] mac) : EthernetLink(mac)
    {
        private readonly FrameBuffer _frame = new(FullFrame);
        private bool _isFull;

        public override bool IsUp => true;

        public override FrameBuffer? Receive()
        {
            bool isFull = _isFull;
            _isFull = false;
            return isFull ? _frame : null;
        }

        public override bool CanTransmit() => true;

        public override bool Transmit(FrameBuffer frame)
        {
            Array.Copy(frame.Data, frame.Offset, _frame.Data, _frame.Offset, frame.Length);
            _frame.Length = frame.Length;
            _isFull = true;
            return true;
        }
    }
}
