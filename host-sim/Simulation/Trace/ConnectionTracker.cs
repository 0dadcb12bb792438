// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Simulation.Trace;

/// <summary>Follows one connection by its segments, and says what each segment does. It knows nothing but what crosses the wire.</summary>
public sealed class ConnectionTracker
{
    private readonly TracedEnd _left = new();
    private readonly TracedEnd _right = new();
    private readonly StepNames _names = new();

    /// <summary>Whether a segment opens a new connection between the same two ports.</summary>
    public bool IsSucceededBy(in TraceSegment segment, bool fromLeft)
    {
        TracedEnd from = fromLeft ? _left : _right;
        return (segment.Flags & (TcpHeader.Syn | TcpHeader.Ack)) == TcpHeader.Syn && from.HasSent && from.Iss != segment.Sequence;
    }

    /// <summary>Takes the next segment in the order of sending.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="fromLeft">Whether the left end sends it.</param>
    /// <param name="arrives">Whether it reaches the other end unharmed.</param>
    public TraceStep Observe(in TraceSegment segment, bool fromLeft, bool arrives)
    {
        TracedEnd from = fromLeft ? _left : _right;
        TracedEnd to = fromLeft ? _right : _left;
        TcpState leftBefore = _left.State;
        TcpState rightBefore = _right.State;

        JoinIfMidway(segment, from, to);
        string name = _names.For(segment, from, to);
        if ((segment.Flags & TcpHeader.Rst) != 0)
        {
            Reset(segment, from, to, arrives);
        }
        else if ((segment.Flags & TcpHeader.Syn) != 0)
        {
            Synchronize(segment, from, to, arrives);
        }
        else
        {
            Transfer(segment, from, to, arrives);
        }

        bool hasAck = (segment.Flags & TcpHeader.Ack) != 0;
        return new TraceStep
        {
            FromLeft = fromLeft,
            Flags = segment.Flags,
            Sequence = segment.Sequence - from.Iss,
            Acknowledgment = hasAck ? segment.Acknowledgment - to.Iss : null,
            Window = segment.Window,
            Length = segment.Length,
            Options = segment.Options,
            LeftEnters = _left.State == leftBefore ? null : _left.State,
            RightEnters = _right.State == rightBefore ? null : _right.State,
            Name = name,
        };
    }

    /// <summary>Whether the end is in TIME-WAIT. A FIN that arrives there starts TIME-WAIT again (RFC 9293 §3.10.7.4).</summary>
    public bool IsInTimeWait(bool left)
    {
        return (left ? _left : _right).State == TcpState.TimeWait;
    }

    /// <summary>The time of an end in TIME-WAIT is over.</summary>
    public void EndTimeWait(bool left)
    {
        (left ? _left : _right).Reset();
    }

    private static void JoinIfMidway(in TraceSegment segment, TracedEnd from, TracedEnd to)
    {
        if ((segment.Flags & TcpHeader.Syn) != 0 || to.State == TcpState.SynSent)
        {
            return;
        }

        if (!from.HasSent)
        {
            from.JoinMidway(segment.Sequence);
        }

        if (!to.HasSent && (segment.Flags & TcpHeader.Ack) != 0)
        {
            to.JoinMidway(segment.Acknowledgment);
        }
    }

    private static void Reset(in TraceSegment segment, TracedEnd from, TracedEnd to, bool arrives)
    {
        from.Reset();
        if (arrives && to.AcceptsReset(segment.Sequence, segment.Acknowledgment))
        {
            to.Reset();
        }
    }

    private static void Synchronize(in TraceSegment segment, TracedEnd from, TracedEnd to, bool arrives)
    {
        bool hasAck = (segment.Flags & TcpHeader.Ack) != 0;
        from.SendSyn(segment.Sequence, hasAck);
        from.OfferWindow(segment.Window);
        if (hasAck)
        {
            from.SendAck(segment.Acknowledgment, coversFin: false);
        }

        if (!arrives)
        {
            return;
        }

        // Nothing shows yet whether the other end listens, so a first SYN does not change its state.
        to.ReceiveSyn(segment.Sequence);
        if (hasAck)
        {
            to.ReceiveAck(segment.Acknowledgment, withSyn: true);
        }
        else if (to.State == TcpState.SynSent)
        {
            to.CrossSyns();
        }
    }

    private static void Transfer(in TraceSegment segment, TracedEnd from, TracedEnd to, bool arrives)
    {
        bool hasAck = (segment.Flags & TcpHeader.Ack) != 0;
        bool hasFin = (segment.Flags & TcpHeader.Fin) != 0;
        uint end = segment.Sequence + (uint)segment.Length;
        bool coversFin = hasAck && to.IsFinCovered(segment.Acknowledgment);
        bool finsCross = hasFin && !from.HasSentFin && from.HasReceivedFin && !coversFin;

        from.OfferWindow(segment.Window);
        if (hasAck)
        {
            from.SendAck(segment.Acknowledgment, coversFin);
        }

        from.SendData(segment.Sequence, segment.Length);
        if (hasFin)
        {
            from.SendFin(end);
        }

        if (finsCross)
        {
            from.CrossFins();
        }

        if (!arrives)
        {
            return;
        }

        if (hasAck)
        {
            to.ReceiveAck(segment.Acknowledgment, withSyn: false);
        }

        to.ReceiveData(segment.Sequence, segment.Length);
        if (hasFin)
        {
            to.ReceiveFin(end);
        }
    }
}
