// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Device.Gpio;
using NanoTcp.Drivers;
using NanoTcp.Hardware.Virtual;
using NanoTcp.Tests.HostSim.Hardware;

namespace NanoTcp.Tests.Drivers;

/// <summary>A program polls on while frames come and go, leaves time to others when there is nothing, and blocks after some silence.</summary>
public sealed class TrafficWaitTests : IDisposable
{
    private const int OtherInterrupt = 14;
    private const int OtherSelect = 13;
    private const long Never = long.MaxValue;

    private readonly HardwareBench _bench = new();
    private readonly QuietChip _other = new();
    private readonly FakeController _link = new();
    private readonly SpiBus _bus;
    private readonly TrafficWait _wait;
    private int _edges;

    public TrafficWaitTests()
    {
        // The platform hands out the edges of other pins, too, whenever the program yields or blocks.
        _bench.Board.Connect(_other, new ChipWiring(HardwareBench.Mosi, HardwareBench.Miso, HardwareBench.Sclk, OtherSelect, OtherInterrupt));
        new GpioController().OpenPin(OtherInterrupt, PinMode.Input).ValueChanged += (_, _) => _edges++;
        _bus = new SpiBus(1, HardwareBench.ChipSelect, 20_000_000, HardwareBench.Interrupt, SpiBus.NoPin);
        _bus.Attach(_link);
        _link.Bus = _bus;
        _bus.ClearInterrupt();
        _wait = new TrafficWait(_bus, _link);
    }

    private long ClockMs => _bench.Clock.Nanoseconds / 1_000_000;

    [Fact]
    public void While_each_poll_finds_frames_the_next_follows_at_once()
    {
        for (int now = 0; now < 200; now++)
        {
            _link.Frames += 1 + now % 3;
            Assert.Equal((0, false), Wait(now, Never));
        }

        Assert.True(_link.IsPolling);
        Assert.Equal(1, _link.Begun);
    }

    [Fact]
    public void A_poll_that_found_nothing_leaves_time_to_others()
    {
        Receive(0);
        for (int now = 0; now < TrafficWait.Alertness; now++)
        {
            Assert.Equal((0, true), Wait(now, Never));
        }

        Assert.True(_link.IsPolling);
    }

    [Fact]
    public void After_50_ms_of_silence_polling_ends_and_the_program_polls_once_more_before_it_blocks()
    {
        Receive(100);
        Wait(149, Never);
        Assert.True(_link.IsPolling);
        Assert.Equal((0, true), Wait(150, Never));
        Assert.False(_link.IsPolling);
        Assert.Equal((1000, true), Wait(151, Never));
    }

    [Fact]
    public void Edges_without_frames_begin_and_end_polling_and_leave_time_to_others_each_time()
    {
        // A flood of frames that the driver drops.
        for (int now = 1_000; now < 1_100; now++)
        {
            _bench.Chip.SetInterrupt(true);
            Assert.Equal(0, Wait(now, Never).Blocked);
            Assert.True(_link.IsPolling);
            Assert.Equal((0, true), Wait(now, Never));
            Assert.False(_link.IsPolling);
            _bench.Chip.SetInterrupt(false);
            _bench.Board.DeliverInterrupts();
        }
    }

    [Fact]
    public void A_bus_that_fails_while_polling_begins_leaves_no_doubt_whether_the_driver_polls()
    {
        _link.Fails = true;
        _link.Frames++;
        Assert.Throws<IOException>(() => _wait.Wait(0, Never));
        _link.Fails = false;
        Assert.True(_link.IsPolling);
        Assert.Equal((0, true), Wait(1, Never));
        Receive(2);
        Assert.Equal(1, _link.Begun);
        Wait(60, Never);
        Assert.False(_link.IsPolling);
    }

    [Fact]
    public void Eight_busy_polls_in_a_row_expect_more_than_one_frame_for_each_and_one_without_a_frame_ends_that()
    {
        for (int i = 1; i <= 20; i++)
        {
            Assert.Equal(i > 8, _link.ExpectsMore);
            Receive(i);
        }

        Wait(21, Never);
        Assert.False(_link.ExpectsMore);
        for (int i = 0; i < 8; i++)
        {
            Receive(22);
        }

        Assert.True(_link.ExpectsMore);

        // Also one that ends the polling.
        Wait(100, Never);
        Assert.False(_link.IsPolling);
        Assert.False(_link.ExpectsMore);
    }

    [Fact]
    public void A_frame_that_the_last_look_finds_begins_it_anew()
    {
        Receive(100);
        Wait(150, Never);
        Assert.False(_link.IsPolling);
        Receive(151);
        Assert.True(_link.IsPolling);
        Wait(200, Never);
        Assert.True(_link.IsPolling);
        Wait(201, Never);
        Assert.False(_link.IsPolling);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(0, 999, 999)]
    [InlineData(0, 1000, 1000)]
    [InlineData(0, 1001, 1000)]
    [InlineData(0, Never, 1000)]
    [InlineData(-5_000, Never, 1000)]
    [InlineData(1L << 61, Never, 1000)]
    public void It_blocks_until_the_next_poll_is_due_and_a_second_at_most(long now, long due, int blocked)
    {
        Assert.Equal((blocked, true), Wait(now, due));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(9)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void Who_always_wants_the_next_poll_at_once_leaves_time_to_others_each_time(long due)
    {
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal((0, true), Wait(10, due));
        }
    }

    [Fact]
    public void Its_own_wishes_do_not_keep_a_silent_program_polling()
    {
        Receive(0);
        for (int now = 0; now < 200; now++)
        {
            Wait(now, now);
        }

        Assert.False(_link.IsPolling);
    }

    [Fact]
    public void INT_ends_the_block_and_the_frame_that_it_reports_is_already_polled_for()
    {
        _bench.Chip.SetInterrupt(true);
        Assert.Equal(0, Wait(0, Never).Blocked);
        Assert.True(_link.IsPolling);
        Receive(1);
        Assert.Equal(1, _link.Begun);
    }

    [Fact]
    public void An_edge_without_a_frame_keeps_nobody_polling()
    {
        // The last frame is long ago.
        _bench.Chip.SetInterrupt(true);
        Wait(1_000, Never);
        Assert.True(_link.IsPolling);
        Wait(1_000, Never);
        Assert.False(_link.IsPolling);
    }

    [Fact]
    public void An_edge_while_polling_ends_no_later_block()
    {
        using W5500DriverBench bench = W5500DriverBench.Started();
        TrafficWait wait = new(bench.Spi, bench.Link);
        Assert.True(bench.Transmit(W5500DriverBench.Frame(100)));
        wait.Wait(0, Never);
        bench.Arrive(W5500DriverBench.Frame(100));
        Assert.Single(bench.PollOnce());
        wait.Wait(0, Never);
        wait.Wait(50, Never);
        Assert.Empty(bench.PollOnce());
        long before = bench.NowMs;
        wait.Wait(50, 90);

        Assert.Equal(40, bench.NowMs - before);
    }

    // The stack's time never falls back, but the clock of the loop may.
    [Theory]
    [InlineData(-1)]
    [InlineData(-3_600_000)]
    [InlineData(60)]
    [InlineData(1L << 40)]
    public void A_clock_that_jumps_ends_the_polling_and_the_next_frame_begins_it_for_50_ms(long jump)
    {
        Receive(1_000);
        Wait(1_000 + jump, Never);
        Assert.False(_link.IsPolling);
        Assert.Equal((20, true), Wait(1_000 + jump, 1_020 + jump));

        Receive(1_020 + jump);
        Wait(1_069 + jump, Never);
        Assert.True(_link.IsPolling);
        Wait(1_070 + jump, Never);
        Assert.False(_link.IsPolling);
        Assert.Equal((1000, true), Wait(1_071 + jump, Never));
    }

    [Fact]
    public void Steps_of_16_ms_end_it_within_a_step_of_50_ms()
    {
        Receive(0);
        Wait(16, Never);
        Wait(32, Never);
        Wait(48, Never);
        Assert.True(_link.IsPolling);
        Wait(64, Never);
        Assert.False(_link.IsPolling);
    }

    [Fact]
    public void A_count_of_frames_that_wraps_is_a_frame_like_any_other()
    {
        _link.Frames = int.MaxValue;
        Wait(0, Never);
        Wait(50, Never);
        Assert.False(_link.IsPolling);
        _link.Frames = int.MinValue;
        Wait(60, Never);
        Assert.True(_link.IsPolling);
    }

    [Fact]
    public void A_wake_ends_the_block_and_begins_no_polling()
    {
        _bench.Chip.NextEventNanoseconds = 300_000_000;
        _bench.Chip.OnAdvance = () =>
        {
            _bench.Chip.NextEventNanoseconds = long.MaxValue;
            _wait.Wake();
        };
        Assert.Equal((300, true), Wait(0, Never));
        Assert.False(_link.IsPolling);
        Assert.Equal((700, true), Wait(300, 1_000));
    }

    [Fact]
    public void A_wake_between_the_poll_and_the_block_is_not_lost()
    {
        int rest = _wait.Prepare(0, Never);
        _wait.Wake();
        _wait.Rest(rest);
        _wait.Resume();
        Assert.Equal(0, ClockMs);
        Assert.False(_link.IsPolling);
    }

    [Fact]
    public void The_controller_is_used_in_the_first_and_the_third_step_and_not_while_the_stack_is_free_for_others()
    {
        int rest = _wait.Prepare(0, Never);
        Assert.Equal(1_000, rest);
        _bench.Chip.SetInterrupt(true);
        _wait.Rest(rest);
        Assert.False(_link.IsPolling);
        _wait.Resume();
        Assert.True(_link.IsPolling);

        _link.Frames++;
        Assert.Equal(TrafficWait.NoRest, _wait.Prepare(1, Never));
        Assert.Equal(0, _wait.Prepare(2, Never));
        _wait.Rest(0);
        _wait.Resume();
        Assert.True(_link.IsPolling);
        Assert.Equal(0, _wait.Prepare(60, Never));
        Assert.False(_link.IsPolling);
        Assert.Equal(0, ClockMs);
    }

    [Fact]
    public void A_pause_lasts_as_long_as_it_says_whatever_INT_does()
    {
        _bench.Chip.SetInterrupt(true);
        long before = ClockMs;
        TrafficWait.Pause(100);
        Assert.Equal(100, ClockMs - before);
    }

    public void Dispose() => _bench.Dispose();

    private void Receive(long now)
    {
        _link.Frames++;
        Assert.Equal((0, false), Wait(now, Never));
    }

    /// <summary>How long the call has blocked, in milliseconds, and whether it has let others run.</summary>
    private (int Blocked, bool LetsOthersRun) Wait(long now, long due)
    {
        // The poll has looked at the controller.
        _bus.ClearInterrupt();
        long before = ClockMs;
        int edges = _edges;
        _other.Pulse();
        _wait.Wait(now, due);
        bool letsOthersRun = _edges > edges;
        _bench.Board.DeliverInterrupts();
        return ((int)(ClockMs - before), letsOthersRun);
    }
}
