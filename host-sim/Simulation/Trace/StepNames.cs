// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Simulation.Trace;

/// <summary>Names the steps of one connection: the three of the handshake, the four of the close, and the steps between.</summary>
internal sealed class StepNames
{
    private bool _simultaneousOpen;
    private bool _simultaneousClose;
    private TracedEnd? _closedFirst;

    /// <summary>The name of a segment, asked before the ends take notice of it.</summary>
    public string For(in TraceSegment segment, TracedEnd from, TracedEnd to)
    {
        if ((segment.Flags & TcpHeader.Rst) != 0)
        {
            return ForReset(segment, from, to);
        }

        if ((segment.Flags & TcpHeader.Syn) != 0)
        {
            return ForSyn(segment, from, to);
        }

        string? step = ForHandshakeOrClose(segment, from, to);
        if (segment.Length > 0)
        {
            string data = ForData(segment, from, to);
            return step == null ? data : $"{step}, {data}";
        }

        return step ?? ForAck(segment, from, to);
    }

    private static string ForReset(in TraceSegment segment, TracedEnd from, TracedEnd to)
    {
        if (!to.AcceptsReset(segment.Sequence, segment.Acknowledgment))
        {
            return "reset, outside the window";
        }

        return to.State == TcpState.SynSent && !from.HasSent ? "reset, connection refused" : "reset";
    }

    private string ForSyn(in TraceSegment segment, TracedEnd from, TracedEnd to)
    {
        bool hasAck = (segment.Flags & TcpHeader.Ack) != 0;
        if (!hasAck && to.State == TcpState.SynSent)
        {
            _simultaneousOpen = true;
        }

        string step = _simultaneousOpen
            ? hasAck ? "simultaneous open SYN,ACK" : "simultaneous open SYN"
            : hasAck ? "handshake 2/3 SYN,ACK" : "handshake 1/3 SYN";
        bool again = from.HasSent && (!hasAck || from.HasSentAck);
        return again ? step + ", again" : step;
    }

    private string? ForHandshakeOrClose(in TraceSegment segment, TracedEnd from, TracedEnd to)
    {
        bool hasAck = (segment.Flags & TcpHeader.Ack) != 0;
        bool coversFin = hasAck && to.IsFinCovered(segment.Acknowledgment);
        bool isFirstAckOfFin = coversFin && !(from.HasSentAck && to.IsFinCovered(from.LastAck));
        if ((segment.Flags & TcpHeader.Fin) != 0)
        {
            return ForFin(from, to, coversFin, isFirstAckOfFin);
        }

        // After the FIN is acknowledged, an ACK can only acknowledge a repeated FIN.
        bool isAckOfFinAgain = coversFin && !isFirstAckOfFin && segment.Length == 0 && segment.Sequence == from.SndNxt;
        if (isFirstAckOfFin || isAckOfFinAgain)
        {
            string step = _simultaneousClose ? "simultaneous close ACK"
                : to == _closedFirst ? "close 2/4 ACK of FIN"
                : "close 4/4 ACK";
            return isFirstAckOfFin ? step : step + ", again";
        }

        bool coversSyn = hasAck && to.State == TcpState.SynReceived && Sequence.LessThan(to.Iss, segment.Acknowledgment);
        return coversSyn ? "handshake 3/3 ACK" : null;
    }

    private string ForFin(TracedEnd from, TracedEnd to, bool coversFin, bool isFirstAckOfFin)
    {
        _closedFirst ??= from;
        if (!from.HasSentFin && to.HasSentFin && !coversFin)
        {
            _simultaneousClose = true;
        }

        string step = _simultaneousClose ? "simultaneous close FIN"
            : from == _closedFirst ? "close 1/4 FIN"
            : isFirstAckOfFin ? "close 2+3/4 ACK and FIN"
            : "close 3/4 FIN";
        return from.HasSentFin ? step + ", again" : step;
    }

    private static string ForData(in TraceSegment segment, TracedEnd from, TracedEnd to)
    {
        bool isAllAcknowledged = from.SndUna == from.SndNxt;
        if (segment.Length == 1 && segment.Sequence == from.SndNxt - 1 && isAllAcknowledged)
        {
            return "keepalive";
        }

        if (to.HasSentAck && to.Window == 0)
        {
            return "window probe";
        }

        if (!Sequence.LessThan(segment.Sequence, from.SndNxt))
        {
            return "data";
        }

        uint end = segment.Sequence + (uint)segment.Length;
        return !Sequence.LessThan(from.SndNxt, end) ? "retransmission" : "data, partly again";
    }

    private static string ForAck(in TraceSegment segment, TracedEnd from, TracedEnd to)
    {
        if ((segment.Flags & TcpHeader.Ack) == 0)
        {
            return "nothing";
        }

        if (segment.Sequence == from.SndNxt - 1 && from.SndUna == from.SndNxt)
        {
            return "keepalive";
        }

        if (from.HasSentAck && Sequence.LessThan(segment.Acknowledgment, from.LastAck))
        {
            return "old ACK";
        }

        if (!from.HasSentAck || segment.Acknowledgment != from.LastAck)
        {
            return segment.Window == 0 ? "ACK, window closed" : "ACK";
        }

        if (segment.Window > from.Window)
        {
            return "window update";
        }

        if (segment.Window == 0)
        {
            return "ACK, window closed";
        }

        return Sequence.LessThan(segment.Acknowledgment, to.SndNxt) ? "duplicate ACK" : "ACK again";
    }
}
