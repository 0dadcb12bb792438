// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;
using nano::NanoTcp.Sockets;

namespace NanoTcp.Tests.Stack.Sockets;

/// <summary>Real threads that share a network, on a clock that the test moves. A test that would hang is ended by its time limit.</summary>
public sealed class PumpThreadsTests
{
    private const int TimeLimit = 60_000;

    private readonly ScriptedLoop _loop = new();
    private readonly PumpThreads _threads;

    public PumpThreadsTests()
    {
        _threads = new PumpThreads(_loop);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task A_blocked_call_polls_itself()
    {
        Flag over = new();
        Task<bool> call = Block(over, long.MaxValue);
        _loop.AwaitRest();

        _loop.OnPoll = () => over.IsSet = true;
        _loop.EndRest();

        Assert.True(await call.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Equal([call.Id], _loop.Pollers.Distinct());
    }

    [Fact(Timeout = TimeLimit)]
    public async Task A_call_that_is_over_polls_nothing()
    {
        Assert.True(await Block(new Flag { IsSet = true }, 0).WaitAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, _loop.Polls);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task A_deadline_ends_a_wait_at_its_time()
    {
        Task<bool> call = Block(new Flag(), 100);
        _loop.AwaitRest();
        Assert.Equal(100, _loop.Due);

        _loop.Now = 99;
        _loop.EndRest();
        _loop.AwaitRest();
        Assert.False(call.IsCompleted);

        _loop.Now = 100;
        _loop.EndRest();

        Assert.False(await call.WaitAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task The_first_call_polls_for_the_others()
    {
        Flag first = new();
        Flag second = new();
        Task<bool> poller = Block(first, long.MaxValue);
        _loop.AwaitRest();
        Task<bool> sleeper = Block(second, long.MaxValue);
        AwaitBlocked(second);

        _loop.OnPoll = () => second.IsSet = true;
        _loop.EndRest();

        Assert.True(await sleeper.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Equal([poller.Id], _loop.Pollers.Distinct());
        Release(first);
        Assert.True(await poller.WaitAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Who_polls_passes_that_on_when_its_own_wait_is_over()
    {
        Flag first = new();
        Flag second = new();
        Task<bool> poller = Block(first, long.MaxValue);
        _loop.AwaitRest();
        Task<bool> sleeper = Block(second, long.MaxValue);
        AwaitBlocked(second);

        Release(first);
        Assert.True(await poller.WaitAsync(TestContext.Current.CancellationToken));
        _loop.AwaitRest();
        _loop.OnPoll = () => second.IsSet = true;
        _loop.EndRest();

        Assert.True(await sleeper.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Equal(sleeper.Id, _loop.Pollers[^1]);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task A_change_by_another_thread_ends_a_wait()
    {
        Flag over = new();
        Task<bool> call = Block(over, long.MaxValue);
        _loop.AwaitRest();

        Release(over);

        Assert.True(await call.WaitAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task A_nearer_deadline_wakes_the_thread_that_polls()
    {
        Flag first = new();
        Task<bool> poller = Block(first, long.MaxValue);
        _loop.AwaitRest();

        Task<bool> sleeper = Block(new Flag(), 50);
        _loop.AwaitDue(50);
        _loop.Now = 50;
        _loop.EndRest();

        Assert.False(await sleeper.WaitAsync(TestContext.Current.CancellationToken));
        Release(first);
        Assert.True(await poller.WaitAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Nobody_polls_while_a_thread_has_the_stack()
    {
        Flag over = new();
        Task<bool> call = Block(over, long.MaxValue);
        _loop.AwaitRest();

        _threads.Enter();
        int polls = _loop.Polls;
        _loop.EndRest();
        _loop.AwaitRestOver();
        Assert.Equal(polls, _loop.Polls);
        _threads.Leave();

        _loop.AwaitRest();
        Assert.Equal(polls + 1, _loop.Polls);
        Release(over);
        Assert.True(await call.WaitAsync(TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task The_pump_polls_while_nobody_is_blocked_and_makes_way()
    {
        Thread pump = _threads.Start();
        _loop.AwaitRest();

        Flag over = new();
        Task<bool> call = Block(over, long.MaxValue);
        _loop.AwaitPollOf(call.Id);
        Release(over);
        Assert.True(await call.WaitAsync(TestContext.Current.CancellationToken));

        _loop.AwaitPollOf(0);
        _threads.Stop();
        pump.Join();
    }

    private void Release(Flag flag)
    {
        _threads.Enter();
        flag.IsSet = true;
        _threads.Changed();
        _threads.Leave();
    }

    private Task<bool> Block(Flag flag, long deadline)
    {
        return Task.Factory.StartNew(
            () =>
            {
                _threads.Enter();
                try
                {
                    return _threads.Wait(flag, deadline);
                }
                finally
                {
                    _threads.Leave();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    /// <summary>Waits until a call has the stack. It keeps it until it is among the blocked ones.</summary>
    private static void AwaitBlocked(Flag flag)
    {
        flag.Asked.Wait();
    }

    private sealed class Flag : Waiter
    {
        public bool IsSet { get; set; }

        public ManualResetEventSlim Asked { get; } = new();

        public override bool IsOver()
        {
            Asked.Set();
            return IsSet;
        }
    }

    /// <summary>A loop without a network. Its rest ends when the test or another thread says so.</summary>
    private sealed class ScriptedLoop : NetworkLoop
    {
        private readonly object _lock = new();
        private bool _isResting;
        private bool _isWoken;
        private long _now;
        private int _rests;
        private int _seen;

        public Action OnPoll { get; set; } = () => { };

        public List<int> Pollers { get; } = [];

        public int Polls => Pollers.Count;

        public long Due { get; private set; }

        public long Now
        {
            set
            {
                lock (_lock)
                {
                    _now = value;
                }
            }
        }

        public override long ReadClock()
        {
            lock (_lock)
            {
                return _now;
            }
        }

        public override long Poll(long now)
        {
            lock (_lock)
            {
                Pollers.Add(Task.CurrentId ?? 0);
                Monitor.PulseAll(_lock);
            }

            OnPoll();
            return long.MaxValue;
        }

        public override long Flush(long now)
        {
            return long.MaxValue;
        }

        public override int Prepare(long now, long due)
        {
            lock (_lock)
            {
                Due = due;
            }

            return 1;
        }

        public override void Rest(int milliseconds)
        {
            lock (_lock)
            {
                _isResting = true;
                _rests++;
                Monitor.PulseAll(_lock);
                while (!_isWoken)
                {
                    Monitor.Wait(_lock);
                }

                _isWoken = false;
                _isResting = false;
                Monitor.PulseAll(_lock);
            }
        }

        public override void Wake()
        {
            EndRest();
        }

        public void EndRest()
        {
            lock (_lock)
            {
                _isWoken = true;
                Monitor.PulseAll(_lock);
            }
        }

        /// <summary>Waits for a rest that began after the last one that was waited for.</summary>
        public void AwaitRest()
        {
            Await(() => _isResting && _rests > _seen);
            _seen = _rests;
        }

        public void AwaitRestOver()
        {
            Await(() => !_isResting && !_isWoken);
        }

        public void AwaitDue(long due)
        {
            Await(() => _isResting && !_isWoken && Due == due);
        }

        public void AwaitPollOf(int poller)
        {
            int polls = Polls;
            Await(() => Pollers.Skip(polls).Contains(poller) || (Pollers.Count > 0 && Pollers[^1] == poller));
        }

        private void Await(Func<bool> condition)
        {
            lock (_lock)
            {
                while (!condition())
                {
                    Monitor.Wait(_lock);
                }
            }
        }
    }
}
