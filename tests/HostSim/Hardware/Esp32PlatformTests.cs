// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Device.Gpio;
using System.Device.Spi;
using NanoTcp.Hardware.Platform;

namespace NanoTcp.Tests.HostSim.Hardware;

/// <summary>What nanoFramework on an ESP32 takes time for. Here nothing costs anything but what a test gives a price.</summary>
public sealed class Esp32PlatformTests : IDisposable
{
    private const long Microsecond = 1_000;
    private const long Millisecond = 1_000_000;
    private const int Forever = -1;

    private readonly HardwareBench _bench = new();

    public void Dispose()
    {
        _bench.Dispose();
    }

    [Theory]
    [InlineData(500)]
    [InlineData(1_000)]
    [InlineData(2_000)]
    public void An_IL_instruction_takes_its_price_and_once(int price)
    {
        Esp32Platform platform = Start(new PlatformOptions { OpNanoseconds = price });
        Execute(300);
        platform.CatchUp();
        platform.CatchUp();

        Assert.Equal(300 * price, _bench.Clock.Nanoseconds);
        Assert.Equal(300 * price, platform.Times.Computing);
    }

    [Fact]
    public void What_was_executed_before_it_became_the_platform_takes_no_time()
    {
        Execute(300);
        Start(new PlatformOptions()).CatchUp();

        Assert.Equal(0, _bench.Clock.Nanoseconds);
    }

    [Fact]
    public void A_pin_is_read_after_the_time_of_what_was_executed_before()
    {
        GpioPin pin = new GpioController().OpenPin(HardwareBench.Interrupt, PinMode.InputPullUp);
        Start(new PlatformOptions());
        FallAt(300 * Microsecond);
        Execute(299);
        Assert.Equal(PinValue.High, pin.Read());
        Execute(1);
        Assert.Equal(PinValue.Low, pin.Read());
    }

    [Fact]
    public void An_SPI_transaction_begins_after_the_time_of_what_was_executed_before()
    {
        using SpiDevice device = _bench.Open();
        Start(new PlatformOptions());
        long begin = _bench.Clock.Nanoseconds;
        bool wasSelected = true;
        _bench.Chip.NextEventNanoseconds = begin + 300 * Microsecond;
        _bench.Chip.OnAdvance = () => wasSelected = _bench.Chip.IsSelected;
        Execute(300);
        device.Write((ushort[])[1]);

        // Two bytes at 20 MHz.
        Assert.Equal(300 * Microsecond + 800, _bench.Clock.Nanoseconds - begin);
        Assert.False(wasSelected);
    }

    [Theory]
    [InlineData(1, 29)]
    [InlineData(10, 20)]
    public void The_clock_moves_by_a_tick(int tick, long time)
    {
        Esp32Platform platform = Start(new PlatformOptions { TickMilliseconds = tick });
        Execute(29_999);
        Assert.Equal(time, platform.TickCount64);
        Execute(1);
        Assert.Equal(30, platform.TickCount64);
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(10, 10)]
    public void A_blocked_program_notices_an_edge_at_the_next_tick(int tick, int wakes)
    {
        PlatformEvent fell = Listen();
        Esp32Platform platform = Start(new PlatformOptions { TickMilliseconds = tick, SwitchOps = 0 });
        FallAt(3_200 * Microsecond);

        Assert.True(fell.WaitOne(1_000, false));
        Assert.Equal(wakes * Millisecond, _bench.Clock.Nanoseconds);
        Assert.Equal(wakes * Millisecond, platform.Times.Waiting);
    }

    [Fact]
    public void An_edge_that_came_before_the_wait_ends_it_at_once()
    {
        PlatformEvent fell = Listen();
        Start(new PlatformOptions { SwitchOps = 0 });
        FallAt(100 * Microsecond);
        Execute(150);

        Assert.True(fell.WaitOne(1_000, false));
        Assert.Equal(150 * Microsecond, _bench.Clock.Nanoseconds);
    }

    [Fact]
    public void An_event_lets_one_wait_pass()
    {
        Start(new PlatformOptions { SwitchOps = 0 });
        PlatformEvent signal = new(true);

        Assert.True(signal.WaitOne(0, false));
        Assert.False(signal.WaitOne(0, false));
        signal.Set();
        signal.Set();
        Assert.True(signal.WaitOne(Forever, false));
        Assert.False(signal.WaitOne(0, false));
    }

    // The time that the interpreter computes with is that of the last tick.
    [Theory]
    [InlineData(10, 0, 1, 10)]
    [InlineData(10, 13, 5, 20)]
    [InlineData(10, 13, 10, 20)]
    [InlineData(10, 13, 11, 30)]
    [InlineData(1, 13, 5, 18)]
    public void A_wait_ends_at_the_first_tick_at_which_the_clock_shows_its_end(int tick, int begin, int milliseconds, int end)
    {
        Esp32Platform platform = Start(new PlatformOptions { TickMilliseconds = tick, SwitchOps = 0 });
        Execute(begin * 1_000);
        _bench.Board.Sleep(milliseconds);
        Assert.Equal(end * Millisecond, _bench.Clock.Nanoseconds);
        Assert.Equal(end, platform.TickCount64);
    }

    [Fact]
    public void An_edge_reaches_the_program_with_two_thread_switches_when_it_yields_and_not_before()
    {
        PlatformEvent fell = Listen();
        Esp32Platform platform = Start(new PlatformOptions { SwitchOps = 51 });
        FallAt(100 * Microsecond);
        Execute(150);
        platform.CatchUp();
        Assert.Equal(0, platform.Edges);

        platform.Yield();
        Assert.Equal(1, platform.Edges);
        Assert.Equal(3 * 51 * Microsecond, platform.Times.Dispatch);
        Assert.True(fell.WaitOne(0, false));
    }

    [Fact]
    public void A_yield_takes_a_switch_and_so_does_each_thread_that_it_lets_run()
    {
        Esp32Platform platform = Start(new PlatformOptions { SwitchOps = 51 });
        platform.Start(1, 1_000);
        _bench.Board.Sleep(0);
        platform.Yield();

        Assert.Equal(Millisecond, platform.Times.OtherThreads);
        Assert.Equal(Millisecond + 3 * 51 * Microsecond, _bench.Clock.Nanoseconds);
    }

    [Fact]
    public void A_yield_gives_each_ready_thread_a_quantum_at_most()
    {
        Esp32Platform platform = Start(new PlatformOptions { SwitchOps = 0 });
        ComputingThread one = platform.Start(100, 1_000);
        ComputingThread other = platform.Start(5, 1_000);
        platform.Yield();
        Assert.Equal((20 * Millisecond, 5 * Millisecond), (one.Computed, other.Computed));

        // It is in the middle of a tick, and the timer of the quantum counts ticks.
        platform.Yield();
        Assert.Equal((35 * Millisecond, 5 * Millisecond), (one.Computed, other.Computed));
    }

    [Fact]
    public void A_program_that_does_not_yield_loses_the_processor_after_a_quantum()
    {
        Esp32Platform platform = Start(new PlatformOptions { SwitchOps = 0 });
        ComputingThread thread = platform.Start(100, 1_000);
        Execute(19_999);
        platform.CatchUp();
        Assert.Equal(0, thread.Computed);

        Execute(1);
        platform.CatchUp();
        Assert.Equal(20 * Millisecond, thread.Computed);
    }

    [Fact]
    public void A_program_that_becomes_ready_waits_for_the_end_of_the_running_threads_quantum()
    {
        PlatformEvent fell = Listen();
        Esp32Platform platform = Start(new PlatformOptions { SwitchOps = 0 });
        platform.Start(100, 1_000);
        FallAt(Millisecond);

        Assert.True(fell.WaitOne(1_000, false));
        Assert.Equal(20 * Millisecond, _bench.Clock.Nanoseconds);
    }

    [Fact]
    public void A_thread_of_the_application_has_the_processor_while_the_program_is_blocked()
    {
        Esp32Platform platform = Start(new PlatformOptions { SwitchOps = 0 });
        ComputingThread thread = platform.Start(30, 50);
        _bench.Board.Sleep(1_000);

        Assert.Equal(20 * 30 * Millisecond, thread.Computed);
        Assert.Equal(30 * Millisecond, thread.LongestResponse);
        Assert.Equal(400 * Millisecond, platform.Times.Waiting);
    }

    [Fact]
    public void Garbage_is_collected_each_time_that_it_has_filled_the_free_heap()
    {
        Esp32Platform platform = Start(new PlatformOptions { FreeHeap = 1_000, CollectionOps = 10 });
        Make(999);
        platform.CatchUp();
        Assert.Equal(0, platform.Times.Collection);

        Make(1);
        platform.CatchUp();
        Assert.Equal(10 * Microsecond, platform.Times.Collection);

        Make(2_500);
        platform.CatchUp();
        Assert.Equal(30 * Microsecond, platform.Times.Collection);
        Assert.Equal(3_500, platform.Garbage);
    }

    [Fact]
    public void The_clock_shows_the_sum_of_all_parts()
    {
        PlatformEvent fell = Listen();
        Esp32Platform platform = Start(new PlatformOptions { FreeHeap = 1_000 });
        platform.Start(7, 30);
        FallAt(33 * Millisecond);
        Make(5_000);
        while (!fell.WaitOne(1, false))
        {
            Execute(700);
        }

        PlatformTimes times = platform.Times;
        Assert.Equal(_bench.Clock.Nanoseconds, times.Total);
        Assert.All([times.Computing, times.Dispatch, times.Collection, times.Waiting, times.OtherThreads], part => Assert.True(part > 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(3)]
    public void A_quantum_is_a_whole_number_of_ticks(int tick)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Start(new PlatformOptions { TickMilliseconds = tick }));
    }

    [Fact]
    public void Without_a_platform_nobody_can_block()
    {
        Assert.Throws<InvalidOperationException>(() => new PlatformEvent(false).WaitOne(0, false));
        Assert.Throws<InvalidOperationException>(() => PlatformEnvironment.TickCount64);
    }

    // As a rewritten basic block does.
    private static void Execute(int ops)
    {
        ExecutedIl.Ops += ops;
    }

    private static void Make(int bytes)
    {
        ExecutedIl.Bytes += bytes;
    }

    private static PlatformEvent Listen()
    {
        PlatformEvent fell = new(false);
        new GpioController().OpenPin(HardwareBench.Interrupt, PinMode.InputPullUp).ValueChanged += (_, _) => fell.Set();
        return fell;
    }

    private Esp32Platform Start(PlatformOptions options)
    {
        return new Esp32Platform(_bench.Board, options);
    }

    private void FallAt(long nanoseconds)
    {
        _bench.Chip.NextEventNanoseconds = nanoseconds;
        _bench.Chip.OnAdvance = () =>
        {
            if (_bench.Clock.Nanoseconds >= nanoseconds && !_bench.Chip.InterruptLow)
            {
                _bench.Chip.NextEventNanoseconds = long.MaxValue;
                _bench.Chip.SetInterrupt(true);
            }
        };
    }
}
