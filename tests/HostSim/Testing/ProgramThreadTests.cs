// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Testing;
using TestedPrograms;

namespace NanoTcp.Tests.HostSim.Testing;

public sealed class ProgramThreadTests : IDisposable
{
    private readonly TestNetwork _network = new(seed: 1);
    private readonly TestHost _host;

    public ProgramThreadTests()
    {
        _host = _network.AddHost("192.168.1.10");
    }

    public void Dispose()
    {
        _network.Dispose();
    }

    [Fact]
    public void Sleep_takes_exactly_its_virtual_time()
    {
        Assert.Equal(1234, _host.Run(() => ThreadPrograms.Sleep(1234)));
        Assert.Equal(1234, _network.Now);
    }

    [Fact]
    public void A_lock_that_is_kept_during_a_blocking_call_is_waited_for()
    {
        Assert.Equal(500, _host.Run(() => ThreadPrograms.WaitForLock(kept: 500)));
    }

    [Theory]
    [InlineData(50, false, 51)]
    [InlineData(500, true, 100)]
    public void A_lock_is_waited_for_until_its_time_limit(int patience, bool isTaken, long at)
    {
        Assert.Equal(isTaken, _host.Run(() => ThreadPrograms.TryLock(kept: 100, patience)));
        Assert.Equal(at, _network.Now);
    }

    [Theory]
    [InlineData(100, 1000, true, 100)]
    [InlineData(1000, 100, false, 100)]
    public void A_pulse_ends_the_wait_for_it_or_its_time_limit_does(int after, int patience, bool isPulsed, long at)
    {
        Assert.Equal(isPulsed, _host.Run(() => ThreadPrograms.WaitForPulse(after, patience)));
        Assert.Equal(at, _network.Now);
    }

    [Theory]
    [InlineData(100, 1000, true, 100)]
    [InlineData(1000, 100, false, 100)]
    public void An_event_ends_the_wait_for_it_or_its_time_limit_does(int after, int patience, bool isSet, long at)
    {
        Assert.Equal(isSet, _host.Run(() => ThreadPrograms.WaitForEvent(after, patience)));
        Assert.Equal(at, _network.Now);
    }

    [Theory]
    [InlineData(10, 20, 0, 10)]
    [InlineData(20, 10, 1, 10)]
    public void The_first_of_several_events_ends_the_wait_for_any(int first, int second, int index, long at)
    {
        Assert.Equal((index, at), _host.Run(() => ThreadPrograms.WaitForAny(first, second)));
    }

    [Theory]
    [InlineData(100, 1000, true, 100)]
    [InlineData(1000, 100, false, 100)]
    public void A_thread_is_waited_for_until_it_ends_or_until_the_time_limit(int endsAfter, int patience, bool hasEnded, long at)
    {
        Assert.Equal(hasEnded, _host.Run(() => ThreadPrograms.Join(endsAfter, patience)));
        Assert.Equal(at, _network.Now);
    }

    [Fact]
    public void A_timer_calls_at_its_times_until_it_is_disposed_of()
    {
        Assert.Equal([100, 130, 160], _host.Run(() => ThreadPrograms.TimerCalls(due: 100, period: 30, count: 3)));
    }

    [Fact]
    public void A_timer_that_is_changed_calls_at_the_new_time()
    {
        Assert.Equal(400, _host.Run(() => ThreadPrograms.ChangedTimerCall(due: 100, later: 400)));
    }

    [Fact]
    public void The_date_is_that_of_virtual_time()
    {
        _network.RunFor(1500);

        Assert.Equal(new DateTime(2026, 1, 1, 0, 0, 1, 500, DateTimeKind.Utc), _host.Run(ThreadPrograms.ReadDate));
    }

    [Fact]
    public void A_stopwatch_measures_virtual_time_while_it_runs()
    {
        Assert.Equal(70, _host.Run(() => ThreadPrograms.MeasureSleep(70)));
    }

    [Fact]
    public void A_token_is_cancelled_after_its_delay()
    {
        Assert.Equal(300, _host.Run(() => ThreadPrograms.WaitForCancellation(300)));
    }

    [Fact]
    public void What_is_random_comes_from_the_seed()
    {
        (Guid, int) drawn = _host.Run(ThreadPrograms.DrawAtRandom);

        Assert.Equal(drawn, DrawWith(seed: 1));
        Assert.NotEqual(drawn, DrawWith(seed: 2));
    }

    [Fact]
    public void A_program_that_looks_at_the_clock_all_the_time_sees_it_move()
    {
        _host.Run(() => ThreadPrograms.SpinUntil(20));

        Assert.Equal(20, _network.Now);
    }

    [Fact]
    public void A_thread_that_a_program_has_left_behind_ends_with_the_network()
    {
        bool hasEnded = false;
        _host.Run(() => ThreadPrograms.LeaveThreadBehind(() => hasEnded = true));
        _network.RunFor(1);

        _network.Dispose();

        Assert.True(hasEnded);
    }

    [Fact]
    public void What_a_thread_of_a_program_throws_is_thrown_in_the_test()
    {
        InvalidDataException thrown = Assert.Throws<InvalidDataException>(() => _host.Run(ThreadPrograms.FailInThread));

        Assert.Equal("in a thread", thrown.Message);
        Assert.Equal(0, _network.Now);
    }

    [Fact]
    public void Outside_of_the_simulation_the_same_code_has_real_threads_and_clocks()
    {
        Assert.True(ThreadPrograms.WaitForEvent(setAfter: 0, Timeout.Infinite));
        Assert.InRange(ThreadPrograms.ReadDate(), DateTime.UtcNow.AddMinutes(-1), DateTime.UtcNow);
    }

    private static (Guid, int) DrawWith(ulong seed)
    {
        using TestNetwork network = new(seed);
        return network.AddHost("192.168.1.10").Run(ThreadPrograms.DrawAtRandom);
    }
}
