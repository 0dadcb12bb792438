// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Simulation.Time;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;

namespace NanoTcp.Measure.Goodput;

/// <summary>A stack at one end of the wire, with endless processor time.</summary>
internal sealed class GoodputEnd : ISimulatedPart
{
    private const int PrefixLength = 24;
    private const int BytesPerRange = 2920;
    private const int MinRanges = 2;
    private const int MaxRanges = 64;

    private readonly EventClock _clock;
    private readonly SteppedClock _ownClock;
    private readonly LaneLink _link;
    private readonly NetworkStack _stack;
    private long _due;

    public GoodputEnd(EventClock clock, int clockStep, LaneLink link, uint address, int buffers, bool controlsCongestion, bool acksEachSegment, ulong seed)
    {
        _clock = clock;
        _ownClock = new SteppedClock(0, clockStep);
        _link = link;
        _stack = new NetworkStack(link, new SeededEntropy(seed), new StackOptions { ClockStep = clockStep });
        Tcp = new TcpTransport(_stack, new TcpOptions
        {
            SendBuffer = buffers,
            ReceiveBuffer = buffers,
            MaxConnections = 1,
            CongestionControl = controlsCongestion,
            AckEachSegment = acksEachSegment,

            // Enough ranges for a window in which every second segment is lost.
            SackRanges = Math.Clamp(buffers / BytesPerRange, MinRanges, MaxRanges),
        });
        new IPv4(_stack, new IPv4Options()).Configure(address.ToHostAddress(), PrefixLength, HostAddress.Any);
    }

    public TcpTransport Tcp { get; }

    public INodeApplication? Application { get; set; }

    public long Retransmissions => Tcp.GetCount(TcpCounter.Retransmissions);

    /// <summary>Retransmissions that no arriving frame caused.</summary>
    public long Timeouts { get; private set; }

    /// <inheritdoc/>
    public long NextEvent => Math.Min(_due == long.MaxValue ? long.MaxValue : _due * EventClock.NanosecondsPerMillisecond, _link.NextArrival);

    /// <summary>A socket has been used from outside.</summary>
    public void Wake()
    {
        _due = 0;
    }

    /// <inheritdoc/>
    public bool Run()
    {
        long now = _clock.Milliseconds;
        bool arrived = _link.NextArrival <= _clock.Nanoseconds;
        if (_due > now && !arrived)
        {
            return false;
        }

        long before = Retransmissions;
        long reading = _ownClock.Read(now);
        long due = _stack.Poll(reading);
        if (Application != null)
        {
            due = Math.Min(due, Application.Poll(reading));
            due = Math.Min(due, _stack.Flush(reading));
        }

        _due = _ownClock.Awaits(due, now);

        if (!arrived && Retransmissions > before)
        {
            Timeouts++;
        }

        return true;
    }
}
