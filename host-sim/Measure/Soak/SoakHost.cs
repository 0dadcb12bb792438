// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Simulation.Time;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;

namespace NanoTcp.Measure.Soak;

/// <summary>One host of the network: a stack, its link and its application. They are polled when they are due, and at other times.</summary>
internal sealed class SoakHost
{
    /// <summary>Polls without effect at one time after which a stack counts as spinning.</summary>
    private const int MaxIdlePolls = 8;

    private readonly SplitMix64 _random;
    private readonly Sabotage? _sabotage;
    private readonly SteppedClock _clock;
    private long _stackDue;
    private long _applicationDue;
    private long _earlyAt = long.MaxValue;
    private int _idlePolls;
    private int _calls;
    private bool _isUrgent;
    private RetransmissionPace _pace;

    public SoakHost(SoakWorld world, int index, HostPlan plan, WirePort port, SplitMix64 random, Sabotage? sabotage)
    {
        World = world;
        Index = index;
        Plan = plan;
        Port = port;
        _random = random;
        _sabotage = sabotage;
        Address = SoakPlan.AddressOf(index);
        Checker = new SegmentChecker(world, Address);
        _clock = new SteppedClock(plan.ClockStart, plan.ClockStep);
        Start();
    }

    public SoakWorld World { get; }

    public int Index { get; }

    public HostPlan Plan { get; }

    public WirePort Port { get; }

    public uint Address { get; }

    public SegmentChecker Checker { get; }

    public NetworkStack Stack { get; private set; }

    public TcpTransport Tcp { get; private set; }

    public SoakLink Link { get; private set; }

    public SoakApplication Application { get; private set; }

    /// <summary>When it has to be stepped.</summary>
    public long NextEvent
    {
        get
        {
            long next = Link.HasArrivals ? World.Now : Math.Min(Math.Min(_stackDue, _applicationDue), _earlyAt);
            next = Math.Max(next, World.Now);
            return next > long.MaxValue - Plan.PollsEveryMs ? long.MaxValue : (next + Plan.PollsEveryMs - 1) / Plan.PollsEveryMs * Plan.PollsEveryMs;
        }
    }

    /// <summary>The power fails and comes back. The host forgets everything.</summary>
    public void Reboot()
    {
        Port.SetLink(false);
        Port.SetLink(true);
        Application.Vanish();
        Checker.Clear();
        Start();
    }

    /// <summary>The clock is set. All timers are checked at once, because a timer due in an hour may be due now.</summary>
    public void SetClock(long step)
    {
        _clock.Set(step);
        _stackDue = World.Now;
    }

    /// <summary>The cable is pulled or plugged in. Frames that have arrived and were not read are lost.</summary>
    public void SetLink(bool isUp)
    {
        Port.SetLink(isUp);

        // A controller tells its driver.
        _stackDue = World.Now;
    }

    public void Step()
    {
        long now = World.Now;
        bool wasDue = _stackDue <= now;
        bool isEarly = !wasDue && !Link.HasArrivals && now < _applicationDue;
        int sent = Link.Sent;
        int received = Link.Received;
        int calls = _calls;
        // What the link has refused leaves when the clock has moved.
        bool isOverdue = _isUrgent || now - Link.RefusedAt <= Plan.ClockStep + 2 * Plan.PollsEveryMs;
        _pace.BeginPoll(wasDue && !isOverdue);
        long before = BeginCall();
        _stackDue = _clock.Awaits(Stack.Poll(_clock.Read(now)), now);
        EndCall(before, "Poll");
        _pace.End();
        Checker.AnswersNothing();
        _isUrgent = _stackDue <= now;
        if (isEarly && Link.Received == received)
        {
            if (Link.Sent != sent)
            {
                throw new SoakViolationException(SoakInvariant.EarlyWork, $"host {Index} sends a frame when it is polled before it wanted to be");
            }
        }
        else
        {
            _applicationDue = Application.Act(now);
            if (_calls > calls + 1)
            {
                Flush();
            }
        }

        _stackDue = _sabotage?.Announces(this, _stackDue) ?? _stackDue;
        bool isIdle = wasDue && _stackDue <= now && Link.Received == received && Link.Sent == sent && _calls <= calls + 1;
        _idlePolls = isIdle ? _idlePolls + 1 : 0;
        if (_idlePolls > MaxIdlePolls)
        {
            throw new SoakViolationException(SoakInvariant.Spin, $"host {Index} asks to be polled at once again and again and does nothing");
        }

        _earlyAt = _random.Chance(0.02) && _stackDue > now + Plan.ClockStep && _stackDue < long.MaxValue ? now + 1 + _random.Below((int)Math.Min(_stackDue - now - 1, 5000)) : long.MaxValue;
    }

    /// <summary>Sends the output of calls outside of a step.</summary>
    public void Flush()
    {
        long before = BeginCall();
        _stackDue = _clock.Awaits(Stack.Flush(_clock.Read(World.Now)), World.Now);
        EndCall(before, "Flush");
        _isUrgent = _stackDue <= World.Now;
    }

    /// <summary>Before a call of the stack.</summary>
    public long BeginCall()
    {
        return GC.GetAllocatedBytesForCurrentThread() - Link.Allocated;
    }

    /// <summary>After it: it has allocated nothing.</summary>
    public void EndCall(long before, string call)
    {
        _calls++;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - Link.Allocated - before;
        if (allocated != 0)
        {
            throw new SoakViolationException(SoakInvariant.Allocation, $"host {Index}: {call} has allocated {allocated} bytes");
        }
    }

    /// <summary>The number of connections: half-open, open or in TIME-WAIT.</summary>
    public int CountConnections()
    {
        int count = 0;
        for (TcpState state = TcpState.SynSent; state <= TcpState.TimeWait; state++)
        {
            count += Tcp.CountConnections(state);
        }

        return count;
    }

    public int RefusalAfterTransmit()
    {
        return Plan.RefusalChance > 0 && !World.IsHealed && _random.Chance(Plan.RefusalChance) ? 1 + _random.Below(20) : 0;
    }

    public bool FailsToTransmit()
    {
        return Plan.FailureChance > 0 && !World.IsHealed && _random.Chance(Plan.FailureChance);
    }

    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(_pace), nameof(Stack), nameof(Tcp), nameof(Link), nameof(Application))]
    private void Start()
    {
        _sabotage?.Starts(this);
        _pace = new RetransmissionPace(Plan);
        Checker.Pace = _pace;
        Link = new SoakLink(this, Port, Checker, _sabotage);
        Stack = new NetworkStack(Link, new SeededEntropy(_random.Next()), Plan.Stack);
        Tcp = new TcpTransport(Stack, Plan.Tcp);
        Checker.IPv4 = new IPv4(Stack, Plan.IPv4);
        Checker.IPv4.Configure(Address.ToHostAddress(), 24, HostAddress.Any);
        Checker.Stack = Stack;
        Checker.Tcp = Tcp;
        Application = new SoakApplication(this, new SplitMix64(_random.Next()), _sabotage);
        _stackDue = World.Now;
        _applicationDue = World.Now;
        _earlyAt = long.MaxValue;
        _idlePolls = 0;
    }
}
