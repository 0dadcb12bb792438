// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Device.Gpio;
using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Tests.HostSim.Hardware;

public class GpioInterruptTests
{
    private readonly List<PinEventTypes> _edges = [];

    [Fact]
    public void Both_edges_arrive_in_order_and_only_when_interrupts_are_delivered()
    {
        using HardwareBench bench = new();
        Listen();
        bench.Chip.SetInterrupt(true);
        bench.Chip.SetInterrupt(false);

        Assert.Empty(_edges);
        Assert.Equal(bench.Clock.Nanoseconds, bench.Board.NextEventNanoseconds);
        Assert.Equal(2, bench.Board.DeliverInterrupts());
        Assert.Equal([PinEventTypes.Falling, PinEventTypes.Rising], _edges);
        Assert.Equal(long.MaxValue, bench.Board.NextEventNanoseconds);
    }

    [Fact]
    public void The_handler_is_told_the_pin()
    {
        using HardwareBench bench = new();
        GpioPin pin = Listen();
        object? sender = null;
        int number = 0;
        pin.ValueChanged += (s, e) =>
        {
            sender = s;
            number = e.PinNumber;
        };
        bench.Chip.SetInterrupt(true);
        bench.Board.DeliverInterrupts();

        Assert.Same(pin, sender);
        Assert.Equal(HardwareBench.Interrupt, number);
    }

    [Fact]
    public void A_line_that_is_low_before_anyone_listens_or_stays_low_makes_no_edge()
    {
        using HardwareBench bench = new();
        bench.Chip.SetInterrupt(true);
        Listen();
        bench.Chip.SetInterrupt(true);

        Assert.Equal(0, bench.Board.DeliverInterrupts());
    }

    [Fact]
    public void Nobody_is_told_after_unsubscribing_or_closing()
    {
        using HardwareBench bench = new();
        GpioPin pin = Listen();
        bench.Chip.SetInterrupt(true);
        pin.ValueChanged -= OnEdge;
        bench.Board.DeliverInterrupts();
        bench.Chip.SetInterrupt(false);
        pin.ValueChanged += OnEdge;
        bench.Chip.SetInterrupt(true);
        pin.Dispose();
        bench.Board.DeliverInterrupts();

        Assert.Empty(_edges);
    }

    [Fact]
    public void When_128_edges_wait_the_oldest_is_lost()
    {
        using HardwareBench bench = new();
        Listen();
        for (int i = 0; i < 129; i++)
        {
            bench.Chip.SetInterrupt(i % 2 == 0);
        }

        Assert.Equal(128, bench.Board.DeliverInterrupts());
        Assert.Equal(1, bench.Board.DroppedInterrupts);
        Assert.Equal(PinEventTypes.Rising, _edges[0]);
        Assert.Equal(PinEventTypes.Falling, _edges[^1]);
    }

    [Fact]
    public void Edges_can_be_dropped_as_a_fault()
    {
        using HardwareBench bench = new();
        Listen();
        bench.Board.DropInterrupts(1);
        bench.Chip.SetInterrupt(true);
        bench.Chip.SetInterrupt(false);
        bench.Board.DeliverInterrupts();

        Assert.Equal([PinEventTypes.Rising], _edges);
        Assert.Equal(1, bench.Board.DroppedInterrupts);
    }

    [Fact]
    public void An_edge_that_a_handler_causes_waits_for_the_next_delivery()
    {
        using HardwareBench bench = new();
        Listen().ValueChanged += (_, _) => bench.Chip.SetInterrupt(!bench.Chip.InterruptLow);
        bench.Chip.SetInterrupt(true);

        Assert.Equal(1, bench.Board.DeliverInterrupts());
        Assert.Single(_edges);
        Assert.Equal(1, bench.Board.DeliverInterrupts());
    }

    [Fact]
    public void A_handler_that_sleeps_gets_the_edges_that_wait()
    {
        using HardwareBench bench = new();
        Listen().ValueChanged += (_, _) => VirtualBoard.Current.Sleep(1);
        bench.Chip.SetInterrupt(true);
        bench.Chip.SetInterrupt(false);
        bench.Board.DeliverInterrupts();

        Assert.Equal([PinEventTypes.Falling, PinEventTypes.Rising], _edges);
        Assert.Equal(0, bench.Board.DeliverInterrupts());
    }

    [Fact]
    public void Debounced_edges_count_when_the_level_has_lasted()
    {
        using HardwareBench bench = new();
        Listen().DebounceTimeout = TimeSpan.FromMilliseconds(20);
        bench.Chip.SetInterrupt(true);
        bench.Chip.SetInterrupt(false);
        bench.Chip.SetInterrupt(true);
        Assert.Equal(20_000_000, bench.Board.NextEventNanoseconds);
        Elapse(bench, 19_999_999);
        Assert.Empty(_edges);
        Elapse(bench, 1);
        Assert.Equal([PinEventTypes.Falling], _edges);

        bench.Chip.SetInterrupt(false);
        bench.Chip.SetInterrupt(true);
        Elapse(bench, 20_000_000);
        Assert.Single(_edges);
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(19, 10)]
    [InlineData(30, 30)]
    public void Debouncing_counts_ticks_of_10_ms_and_at_least_one(int wished, int actual)
    {
        using HardwareBench bench = new();
        Listen().DebounceTimeout = TimeSpan.FromMilliseconds(wished);
        bench.Chip.SetInterrupt(true);

        Assert.Equal(actual * 1_000_000L, bench.Board.NextEventNanoseconds);
    }

    [Fact]
    public void A_debounce_time_changes_only_by_way_of_zero()
    {
        using HardwareBench bench = new();
        GpioPin pin = Listen();
        pin.DebounceTimeout = TimeSpan.FromMilliseconds(20);
        pin.DebounceTimeout = TimeSpan.FromMilliseconds(50);
        bench.Chip.SetInterrupt(true);
        Assert.Equal(TimeSpan.FromMilliseconds(50), pin.DebounceTimeout);
        Assert.Equal(20_000_000, bench.Board.NextEventNanoseconds);
        Elapse(bench, 20_000_000);

        pin.DebounceTimeout = TimeSpan.Zero;
        bench.Chip.SetInterrupt(false);
        Assert.Equal(1, bench.Board.DeliverInterrupts());
    }

    [Fact]
    public void An_output_tells_of_each_write_and_goes_low_when_someone_subscribes()
    {
        using HardwareBench bench = new();
        GpioPin pin = new GpioController().OpenPin(13, PinMode.Output);
        pin.Write(PinValue.High);
        pin.ValueChanged += OnEdge;
        Assert.Equal(PinValue.Low, pin.Read());
        pin.Write(PinValue.High);
        pin.Write(PinValue.High);
        bench.Board.DeliverInterrupts();

        Assert.Equal([PinEventTypes.Rising, PinEventTypes.Rising], _edges);
    }

    [Fact]
    public void The_controller_calls_back_for_the_edges_it_was_asked_for()
    {
        using HardwareBench bench = new();
        GpioController gpio = new();
        gpio.OpenPin(HardwareBench.Interrupt, PinMode.InputPullUp);
        gpio.RegisterCallbackForPinValueChangedEvent(HardwareBench.Interrupt, PinEventTypes.Rising, OnEdge);
        gpio.RegisterCallbackForPinValueChangedEvent(HardwareBench.Interrupt, PinEventTypes.Falling, OnEdge);
        bench.Chip.SetInterrupt(true);
        bench.Chip.SetInterrupt(false);
        bench.Board.DeliverInterrupts();
        gpio.UnregisterCallbackForPinValueChangedEvent(HardwareBench.Interrupt, OnEdge);
        bench.Chip.SetInterrupt(true);

        Assert.Equal([PinEventTypes.Falling], _edges);
        Assert.Equal(0, bench.Board.DeliverInterrupts());
        Assert.Throws<InvalidOperationException>(() => gpio.RegisterCallbackForPinValueChangedEvent(13, PinEventTypes.Falling, OnEdge));
    }

    private static void Elapse(HardwareBench bench, long nanoseconds)
    {
        bench.Clock.Elapse(nanoseconds);
        bench.Board.Advance();
        bench.Board.DeliverInterrupts();
    }

    private GpioPin Listen()
    {
        GpioPin pin = new GpioController().OpenPin(HardwareBench.Interrupt, PinMode.InputPullUp);
        pin.ValueChanged += OnEdge;
        return pin;
    }

    private void OnEdge(object sender, PinValueChangedEventArgs e)
    {
        _edges.Add(e.ChangeType);
    }
}
