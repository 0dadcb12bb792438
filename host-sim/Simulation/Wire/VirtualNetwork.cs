// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Simulation.Time;

namespace NanoTcp.Simulation.Wire;

/// <summary>
/// Runs stacks and their applications on one wire in virtual time. It polls nodes that are due, in the order of adding, and then moves the clock to
/// the next event. The same nodes on the same wire always do the same.
/// </summary>
public sealed class VirtualNetwork(VirtualWire wire)
{
    /// <summary>Rounds in one millisecond after which the network counts as stuck.</summary>
    public const int MaxRoundsPerInstant = 1_000_000;

    private readonly List<NetworkNode> _nodes = [];
    private int _roundsThisInstant;

    /// <summary>The virtual time in milliseconds.</summary>
    public long Now => wire.Now;

    /// <summary>When the next round is due; never before <see cref="Now"/>. <see cref="long.MaxValue"/>: nothing is left to happen.</summary>
    public long NextEvent
    {
        get
        {
            long next = wire.HasNewArrivals ? Now : wire.NextDelivery;
            foreach (NetworkNode node in _nodes)
            {
                next = Math.Min(next, node.Due);
            }

            return Math.Max(next, Now);
        }
    }

    /// <summary>Adds a stack that is on the wire, its application, and the clock of both if that is coarser than the network's time.</summary>
    public NetworkNode Add(NetworkStack stack, INodeApplication? application = null, SteppedClock? clock = null)
    {
        return Add(new NetworkNode(stack, application, clock ?? new SteppedClock(0, 1)));
    }

    /// <summary>Adds a node that polls its stack itself or has none, such as a bridge to another network.</summary>
    public NetworkNode Add(INodeApplication station)
    {
        return Add(station, new SteppedClock(0, 1));
    }

    /// <summary>The same for a node with a clock of its own.</summary>
    public NetworkNode Add(INodeApplication station, SteppedClock clock)
    {
        return Add(new NetworkNode(null, station, clock));
    }

    /// <summary>
    /// Runs until the condition holds. It is checked first and then after every round. All nodes are polled in the first round, since the caller may
    /// have used their sockets.
    /// </summary>
    /// <exception cref="TimeoutException">
    /// The condition does not hold after <paramref name="limitMs"/>, or time stands still because a node asks to be polled at once for ever.
    /// </exception>
    public void RunUntil(Func<bool> condition, long limitMs)
    {
        long end = Now + limitMs;
        WakeAll();
        while (!condition())
        {
            long next = NextEvent;
            if (next > end)
            {
                wire.Advance(end);
                throw new TimeoutException(next == long.MaxValue
                    ? $"The condition does not hold after {limitMs} ms, and nothing is left to happen."
                    : $"The condition does not hold after {limitMs} ms; the next event would be at {next} ms.");
            }

            RunRound(next);
        }
    }

    /// <summary>Lets the given time pass.</summary>
    public void Run(long durationMs)
    {
        long end = Now + durationMs;
        WakeAll();
        for (long next = NextEvent; next <= end; next = NextEvent)
        {
            RunRound(next);
        }

        wire.Advance(end);
    }

    /// <summary>
    /// For a network in real time: does what is due at <paramref name="now"/>, in <paramref name="maxRounds"/> rounds at the most. The first round
    /// polls all nodes. Returns when the next round is due.
    /// </summary>
    public long RunAt(long now, int maxRounds)
    {
        WakeAll();
        for (int round = 0; round < maxRounds && NextEvent <= now; round++)
        {
            RunRound(now);
        }

        return NextEvent;
    }

    /// <summary>Moves the clock to a time that is not past <see cref="NextEvent"/>, and polls the nodes that are due then.</summary>
    /// <exception cref="TimeoutException">Time stands still because a node asks to be polled at once for ever.</exception>
    public void RunRound(long time)
    {
        _roundsThisInstant = time > Now ? 0 : _roundsThisInstant + 1;
        if (_roundsThisInstant > MaxRoundsPerInstant)
        {
            throw new TimeoutException($"Time stands still at {Now} ms: after {MaxRoundsPerInstant} rounds a node still asks to be polled at once.");
        }

        wire.Advance(time);

        // After an arrival all nodes are polled. The port of a node is unknown, and an idle poll costs little.
        bool pollAll = wire.TakeNewArrivals();
        foreach (NetworkNode node in _nodes)
        {
            if (pollAll || node.Due <= Now)
            {
                node.Poll(Now);
            }
        }
    }

    private void WakeAll()
    {
        _roundsThisInstant = 0;
        foreach (NetworkNode node in _nodes)
        {
            node.Due = Now;
        }
    }

    private NetworkNode Add(NetworkNode node)
    {
        _nodes.Add(node);
        return node;
    }
}
