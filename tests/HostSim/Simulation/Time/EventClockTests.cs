// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Time;

namespace NanoTcp.Tests.HostSim.Simulation.Time;

public class EventClockTests
{
    [Fact]
    public void Others_go_on_while_the_bus_is_busy()
    {
        EventClock clock = new();
        Alarm alarm = new(clock, 300, 700, 1_500);
        clock.Add(alarm);

        clock.Elapse(1_000);

        Assert.Equal([300, 700], alarm.Rung);
        Assert.Equal(1_000, clock.Nanoseconds);
        Assert.Equal(1_000, clock.BusNanoseconds);
    }

    [Fact]
    public void Waiting_is_not_the_bus()
    {
        EventClock clock = new();
        clock.WaitUntil(5_000);
        Assert.Equal(5_000, clock.Nanoseconds);
        Assert.Equal(0, clock.BusNanoseconds);
    }

    [Fact]
    public void A_wait_for_an_event_ends_with_it()
    {
        EventClock clock = new();
        Alarm alarm = new(clock, 300);
        clock.Add(alarm);

        clock.WaitForEvent(1_000);
        Assert.Equal(300, clock.Nanoseconds);
        clock.WaitForEvent(1_000);
        Assert.Equal(1_000, clock.Nanoseconds);
    }

    [Fact]
    public void An_event_that_stays_due_does_not_stop_the_time()
    {
        EventClock clock = new();
        clock.Add(new StuckPart());
        clock.WaitUntil(10_000);
        Assert.Equal(10_000, clock.Nanoseconds);
    }

    [Fact]
    public void What_one_does_the_others_see_at_the_same_time()
    {
        EventClock clock = new();
        Follower follower = new(clock);
        Alarm alarm = new(clock, 300);
        clock.Add(follower);
        clock.Add(alarm);
        follower.Leader = alarm;

        clock.WaitUntil(1_000);

        Assert.Equal(300, follower.SeenAt);
    }

    private sealed class Alarm(EventClock clock, params long[] times) : ISimulatedPart
    {
        public List<long> Rung { get; } = [];

        public long NextEvent => Rung.Count < times.Length ? times[Rung.Count] : long.MaxValue;

        public bool Run()
        {
            if (NextEvent > clock.Nanoseconds)
            {
                return false;
            }

            Rung.Add(clock.Nanoseconds);
            return true;
        }
    }

    private sealed class StuckPart : ISimulatedPart
    {
        public long NextEvent => 0;

        public bool Run()
        {
            return false;
        }
    }

    private sealed class Follower(EventClock clock) : ISimulatedPart
    {
        public Alarm? Leader { get; set; }

        public long SeenAt { get; private set; } = -1;

        public long NextEvent => long.MaxValue;

        public bool Run()
        {
            if (SeenAt < 0 && Leader!.Rung.Count > 0)
            {
                SeenAt = clock.Nanoseconds;
            }

            return false;
        }
    }
}
