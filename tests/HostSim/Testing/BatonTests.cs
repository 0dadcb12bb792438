// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;
using nano::NanoTcp.Sockets;
using NanoTcp.Testing;

namespace NanoTcp.Tests.HostSim.Testing;

public sealed class BatonTests : IDisposable
{
    private readonly TestNetwork _network = new(seed: 1);
    private readonly TestHost _host;
    private readonly List<string> _seen = [];

    public BatonTests()
    {
        _host = _network.AddHost("192.168.1.10");
    }

    public void Dispose()
    {
        _network.Dispose();
    }

    [Fact]
    public void A_program_runs_to_its_end_without_the_passing_of_time()
    {
        int result = _host.Run(() => 42);

        Assert.Equal(42, result);
        Assert.Equal(0, _network.Now);
    }

    [Fact]
    public void What_a_program_throws_is_thrown_in_the_test()
    {
        InvalidDataException thrown = Assert.Throws<InvalidDataException>(() => _host.Run(() => throw new InvalidDataException("wrong")));

        Assert.Equal("wrong", thrown.Message);
        Assert.Contains(nameof(What_a_program_throws_is_thrown_in_the_test), thrown.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_fails_beside_the_test_ends_its_wait()
    {
        TestProgram program = _host.Start(() => throw new InvalidDataException());

        Assert.Throws<InvalidDataException>(() => _network.RunFor(1000));
        Assert.Equal(0, _network.Now);
        Assert.IsType<InvalidDataException>(program.Failure);
    }

    [Fact]
    public void A_test_that_lets_time_pass_gets_exactly_that_time()
    {
        _network.RunFor(86_400_000);

        Assert.Equal(86_400_000, _network.Now);
    }

    [Fact]
    public void A_wait_ends_exactly_at_its_deadline()
    {
        bool isOver = _host.Run(() => Wait(() => false, 1000));

        Assert.False(isOver);
        Assert.Equal(1000, _network.Now);
    }

    [Fact]
    public void A_wait_ends_as_soon_as_another_program_has_changed_something()
    {
        bool isThere = false;
        _host.Start(() =>
        {
            Wait(() => false, 20);
            isThere = true;
            Wait(() => false, 500);
        });

        Assert.True(_host.Run(() => Wait(() => isThere, 1000)));
        Assert.Equal(20, _network.Now);
    }

    [Fact]
    public void Programs_whose_waits_end_together_go_on_in_the_order_in_which_they_began_to_wait()
    {
        foreach (string name in new[] { "a", "b", "c" })
        {
            _host.Start(() =>
            {
                Wait(() => false, 10);
                _seen.Add(name);
            });
        }

        _network.RunFor(10);

        Assert.Equal(["a", "b", "c"], _seen);
    }

    [Fact]
    public void Time_passes_for_a_program_that_asks_again_and_again()
    {
        _host.Run(() =>
        {
            SocketThreads threads = SocketNetwork.Current!.Threads;
            while (threads.ReadClock() < 50)
            {
                threads.Enter();
                threads.Leave();
            }
        });

        Assert.Equal(50, _network.Now);
    }

    [Fact]
    public void When_nothing_is_left_to_happen_the_test_is_told_where_each_program_waits()
    {
        _host.Start(WaitForEver, "the server");

        ProgramStuckException stuck = Assert.Throws<ProgramStuckException>(() => _host.Run(() => WaitForEver()));

        // The host has announced its address for the second time (RFC 5227 §2.3).
        Assert.StartsWith("Nothing is left to happen at 2000 ms", stuck.Message, StringComparison.Ordinal);
        Assert.Contains("the server waits:", stuck.Message, StringComparison.Ordinal);
        Assert.Contains("192.168.1.10 #2 waits:", stuck.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(WaitForEver), stuck.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_waits_past_the_time_limit_is_told_of()
    {
        _network.TimeLimit = 5000;

        ProgramStuckException stuck = Assert.Throws<ProgramStuckException>(() => _host.Run(() => Wait(() => false, 5001)));

        Assert.StartsWith("The time limit is over at 5000 ms", stuck.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_waits_for_a_real_lock_is_named_with_its_calls()
    {
        _network.Patience = TimeSpan.FromMilliseconds(100);
        object door = new();
        _host.Start(() => HoldForEver(door), "the holder");

        ProgramStuckException stuck = Assert.Throws<ProgramStuckException>(() => _host.Run(() => Pass(door)));

        Assert.StartsWith("192.168.1.10 #2 has not called the simulation for 0.1 s of real time.", stuck.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(Pass), stuck.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_in_an_endless_loop_is_named_and_the_others_still_end()
    {
        using CancellationTokenSource end = new();
        bool isUnwound = false;
        _network.Patience = TimeSpan.FromMilliseconds(100);
        _host.Start(() => Unwind(() => isUnwound = true));

        ProgramStuckException stuck = Assert.Throws<ProgramStuckException>(() => _host.Run(() => Spin(end.Token)));
        _network.Dispose();
        end.Cancel();

        Assert.Contains("endless loop", stuck.Message, StringComparison.Ordinal);
        Assert.True(isUnwound);
    }

    [Fact]
    public void The_programs_end_with_the_network()
    {
        bool isUnwound = false;
        TestProgram program = _host.Start(() => Unwind(() => isUnwound = true));
        _network.RunFor(1);

        _network.Dispose();

        Assert.True(program.HasEnded);
        Assert.True(isUnwound);
        Assert.Null(program.Failure);
    }

    [Fact]
    public void A_program_that_catches_what_ends_it_is_told_of()
    {
        using TestNetwork network = new(seed: 1);
        network.AddHost("192.168.1.10").Start(CatchAll, "the stubborn one");
        network.RunFor(1);

        ProgramStuckException stuck = Assert.Throws<ProgramStuckException>(network.Dispose);

        Assert.StartsWith("the stubborn one does not end", stuck.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(CatchAll), stuck.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_is_switched_off_ends_its_own_programs_and_no_others()
    {
        TestHost other = _network.AddHost("192.168.1.11");
        TestProgram gone = _host.Start(WaitForEver);
        TestProgram left = other.Start(WaitForEver);
        _network.RunFor(1);

        _host.SwitchOff();

        Assert.True(gone.HasEnded);
        Assert.False(left.HasEnded);
    }

    private static void WaitForEver()
    {
        Wait(() => false, long.MaxValue);
    }

    private static void Unwind(Action unwound)
    {
        try
        {
            WaitForEver();
        }
        finally
        {
            unwound();
        }
    }

    private static void CatchAll()
    {
        while (true)
        {
            try
            {
                WaitForEver();
            }
            catch (ProgramEndedException)
            {
                // It does not want to.
            }
        }
    }

    private static void HoldForEver(object door)
    {
        lock (door)
        {
            WaitForEver();
        }
    }

    private static void Pass(object door)
    {
        Wait(() => false, 1);
        lock (door)
        {
        }
    }

    private static void Spin(CancellationToken end)
    {
        Wait(() => false, 1);
        while (!end.IsCancellationRequested)
        {
        }
    }

    private static bool Wait(Func<bool> condition, long deadline)
    {
        SocketThreads threads = SocketNetwork.Current!.Threads;
        threads.Enter();
        try
        {
            return threads.Wait(new Condition(condition), deadline);
        }
        finally
        {
            threads.Leave();
        }
    }

    private sealed class Condition(Func<bool> condition) : Waiter
    {
        public override bool IsOver()
        {
            return condition();
        }
    }
}
