// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Platform;

namespace NanoTcp.Tests.Firmware;

public sealed class DeviceClockTests
{
    private const long Wrap = 1L << 32;

    [Fact]
    public void Time_is_what_the_clock_shows()
    {
        DeviceClock clock = new();

        Assert.Equal([0, 10, 10, 3_000_000, Wrap, 5 * Wrap], Follow(clock, 0, 10, 10, 3_000_000, Wrap, 5 * Wrap));
        Assert.Equal((0, 0), (clock.Wraps, clock.SetBacks));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    public void A_wrap_of_the_tick_loses_no_time_whatever_a_tick_is(int tick)
    {
        DeviceClock clock = new();

        Assert.Equal(
            [Wrap * tick - 3000, Wrap * tick - tick, Wrap * tick + 40],
            Follow(clock, Wrap * tick - 3000, Wrap * tick - tick, 40));
        Assert.Equal((1, 0), (clock.Wraps, clock.SetBacks));
    }

    // The device's time counts from the start of the interpreter, a little after the start of the tick. So a wrap of the tick shows a time below 0.
    [Fact]
    public void Behind_a_wrap_the_clock_may_show_less_than_0()
    {
        DeviceClock clock = new();

        Assert.Equal([Wrap - 401, Wrap - 390, Wrap], Follow(clock, Wrap - 401, -390, 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(10)]
    public void Time_goes_on_over_any_number_of_wraps_and_pauses(int tick)
    {
        const long Most = 1_800_000;
        Random random = new(tick);
        long start = random.Next(5000);
        long ticks = start;
        DeviceClock clock = new();
        while (ticks < 3 * Wrap)
        {
            Assert.Equal((ticks - start) * tick, clock.Follow(((uint)ticks - start) * tick));
            ticks += (random.Next(4) == 0 ? random.Next(100) : random.NextInt64(Most / 2, Most)) / tick;
        }

        Assert.Equal((2, 0), (clock.Wraps, clock.SetBacks));
    }

    [Fact]
    public void A_clock_that_trembles_stands_still_until_it_has_caught_up()
    {
        DeviceClock clock = new();

        Assert.Equal([100_000, 100_000, 100_000, 100_020], Follow(clock, 100_000, 99_000, 99_990, 100_020));
        Assert.Equal((0, 0), (clock.Wraps, clock.SetBacks));
    }

    // Not near a multiple of 2^32: no tick of 32 bits wraps there.
    [Theory]
    [InlineData(86_400_000)]
    [InlineData(Wrap + 86_400_000)]
    [InlineData(10 * Wrap - 86_400_000)]
    public void A_clock_that_is_set_back_goes_on_from_where_it_was(long last)
    {
        DeviceClock clock = new();

        Assert.Equal([last, last, last + 50, last + 60_000], Follow(clock, last, 100, 150, 60_100));
        Assert.Equal((0, 1), (clock.Wraps, clock.SetBacks));
    }

    [Fact]
    public void Time_never_falls_back_whatever_the_clock_shows()
    {
        Random random = new(1);
        for (int run = 0; run < 1000; run++)
        {
            long[] times = Follow(new DeviceClock(), [.. Enumerable.Range(0, 50).Select(_ => random.NextInt64(-Wrap, 20 * Wrap))]);
            Assert.Equal(times.Order(), times);
        }
    }

    [Fact]
    public void On_the_desktop_it_shows_the_time_since_the_start_of_the_machine()
    {
        long before = Environment.TickCount64;

        Assert.InRange(new DeviceClock().Read(), before, Environment.TickCount64);
    }

    private static long[] Follow(DeviceClock clock, params long[] readings)
    {
        return [.. readings.Select(clock.Follow)];
    }
}
