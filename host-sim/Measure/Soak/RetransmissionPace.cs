// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Segments;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Soak;

/// <summary>
/// Checks by the network's time that no timer of a stack sends a segment again sooner than its least timeout after it left (RFC 6298 §5). The step of the
/// stack's clock is no excuse.
/// </summary>
internal sealed class RetransmissionPace(HostPlan plan)
{
    private const long Unknown = -1;

    private readonly Dictionary<(uint Address, int RemotePort, int LocalPort, uint Sequence), long> _leftAt = [];
    private readonly HashSet<(uint Address, int RemotePort, int LocalPort)> _sentInPoll = [];

    /// <summary>Whether only timeouts decide. A link that refuses frames delays them, and a clock that is set ends waits.</summary>
    private readonly bool _isKnown = plan.RefusalChance == 0 && plan.FailureChance == 0 && plan.SegmentsAtOnce == 0 && plan.ClockSteps.Count == 0
        && plan.LinkChanges.Count == 0;

    private bool _isTimed;

    /// <summary>A poll begins. <paramref name="isTimed"/>: nothing but a timer can make it send.</summary>
    public void BeginPoll(bool isTimed)
    {
        _isTimed = isTimed && _isKnown;
        _sentInPoll.Clear();
    }

    /// <summary>The poll, or a call of the application, is over.</summary>
    public void End()
    {
        _isTimed = false;
    }

    /// <summary>A frame arrives: more than a timer can make the stack send.</summary>
    public void Received()
    {
        _isTimed = false;
    }

    /// <summary>A segment leaves. If it has waited for a MAC address, its timer has run since before.</summary>
    public void Sent(in TcpSegment segment, long now, bool isLate)
    {
        if (segment.End == segment.Sequence || (segment.Has(TcpHeader.Syn) && segment.Has(TcpHeader.Ack)))
        {
            // A SYN,ACK also answers each SYN that comes again, and its timer goes on.
            return;
        }

        (uint, int, int) ends = (segment.Destination, segment.DestinationPort, segment.SourcePort);
        (uint, int, int, uint) key = (segment.Destination, segment.DestinationPort, segment.SourcePort, segment.Sequence);
        bool isFirstInPoll = _sentInPoll.Add(ends);
        bool isSentAgain = _leftAt.TryGetValue(key, out long leftAt);
        if (isSentAgain && !isLate && leftAt != Unknown && _isTimed && isFirstInPoll && now - leftAt < Least(segment))
        {
            throw new SoakViolationException(SoakInvariant.EarlyTimer, $"a timer sends a segment again after {now - leftAt} ms, and its timeout is {Least(segment)} ms at least");
        }

        // What is sent again for another reason leaves the timer as it is.
        _leftAt[key] = !isLate && (!isSentAgain || _isTimed) ? now : Unknown;
    }

    private int Least(in TcpSegment segment)
    {
        int initial = Math.Min(plan.Tcp.InitialRto, plan.Tcp.MaxRto);
        return segment.Has(TcpHeader.Syn) ? initial : Math.Min(plan.Tcp.MinRto, initial);
    }
}
