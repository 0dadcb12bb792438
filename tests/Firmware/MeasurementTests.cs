// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;
using NanoTcp.SelfTest.Measurements;

namespace NanoTcp.Tests.Firmware;

/// <summary>How SelfTest and BoardReport measure short times with a clock of coarse steps.</summary>
public sealed class MeasurementTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private IDisposable? _activation;

    [Theory]
    [InlineData(1, 1_000)]
    [InlineData(10, 1_000)]
    [InlineData(16, 1_000)]
    [InlineData(10, 7_000)]
    [InlineData(10, 12_345_678)]
    [InlineData(10, 700_000_000)]
    public void A_time_is_at_most_one_step_too_short(int step, int nanoseconds)
    {
        UseBoard(step);

        Measurement measured = new(new Work(_clock, nanoseconds), new TickClock());

        long passed = (long)measured.Count * nanoseconds / 1_000_000;
        Assert.InRange(measured.Milliseconds, passed - step, passed + 1);
        Assert.InRange(measured.Nanoseconds, nanoseconds - nanoseconds * (long)step / Measurement.Enough - 1, nanoseconds);
    }

    [Fact]
    public void It_ends_as_soon_as_half_a_second_has_passed()
    {
        UseBoard(10);

        Measurement measured = new(new Work(_clock, 1_000_000), new TickClock());

        Assert.Equal(1024 / 2, measured.Count);
        Assert.Equal(510, measured.Milliseconds);
    }

    [Fact]
    public void What_takes_no_time_ends_at_its_largest_count()
    {
        UseBoard(10);

        Measurement measured = new(new Work(_clock, 0), new TickClock());

        Assert.Equal(1 << 20, measured.Count);
        Assert.Equal(0, measured.Nanoseconds);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(16)]
    public void The_step_of_the_clock_is_found(int step)
    {
        UseBoard(step);

        ClockSteps steps = new(new TickClock());

        Assert.Equal((ClockSteps.Watched, step, step), (steps.Count, steps.Usual, steps.Smallest));
    }

    [Fact]
    public void The_clock_of_SelfTest_tells_milliseconds_of_UTC()
    {
        long before = DateTime.UtcNow.Ticks / TimeSpan.TicksPerMillisecond;

        long told = new UtcClock().Milliseconds;

        Assert.InRange(told, before, DateTime.UtcNow.Ticks / TimeSpan.TicksPerMillisecond);
    }

    public void Dispose() => _activation?.Dispose();

    private void UseBoard(int step)
    {
        _activation = new VirtualBoard(Soc.Esp32, _clock) { TickMilliseconds = step }.Activate();
    }

    private sealed class Work(ManualClock clock, int nanoseconds) : Operation
    {
        public override void Repeat(int count) => clock.Elapse((long)count * nanoseconds);
    }
}
