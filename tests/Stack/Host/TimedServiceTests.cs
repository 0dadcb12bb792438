// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;

namespace NanoTcp.Tests.Stack.Host;

/// <summary>A service's time goes on when the clock falls back, as that of a board does when its tick counter wraps.</summary>
public sealed class TimedServiceTests
{
    private readonly Alarm _service = new();

    [Fact]
    public void Its_time_is_the_clock_as_long_as_that_does_not_fall_back()
    {
        Assert.Equal(6000, _service.Poll(5000));
        Assert.Equal(8000, _service.Poll(7000));
        Assert.Equal([5000, 7000], _service.Times);
    }

    [Fact]
    public void When_the_clock_falls_back_no_time_has_passed_and_it_goes_on_from_there()
    {
        _service.Poll(1_000_000);
        _service.Poll(0);
        _service.Poll(250);
        Assert.Equal([1_000_000, 1_000_000, 1_000_250], _service.Times);
    }

    [Fact]
    public void A_second_fall_adds_to_the_first()
    {
        _service.Poll(1000);
        _service.Poll(0);
        _service.Poll(500);
        _service.Poll(100);
        Assert.Equal([1000, 1000, 1500, 1500], _service.Times);
    }

    [Fact]
    public void It_asks_for_its_next_poll_on_the_clock()
    {
        _service.Poll(1_000_000);
        Assert.Equal(10 + Alarm.Wait, _service.Poll(10));
    }

    [Fact]
    public void A_service_that_waits_for_nothing_still_waits_for_nothing()
    {
        _service.Poll(1_000_000);
        _service.IsIdle = true;
        Assert.Equal(long.MaxValue, _service.Poll(10));
    }

    private sealed class Alarm : TimedService
    {
        public const int Wait = 1000;

        public bool IsIdle { get; set; }

        public List<long> Times { get; } = [];

        protected override long Serve(long now)
        {
            Assert.Equal(now, Now);
            Times.Add(now);
            return IsIdle ? long.MaxValue : now + Wait;
        }
    }
}
