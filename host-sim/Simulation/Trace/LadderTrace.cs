// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Capture;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Simulation.Trace;

/// <summary>Turns frames into the lines of the ladder. The board, known by its MAC address, is on the right.</summary>
/// <param name="boardMac">The board's MAC address.</param>
/// <param name="formatter">Makes the lines.</param>
/// <param name="timeWait">How long an end stays in TIME-WAIT, in milliseconds.</param>
/// <param name="writeLine">Takes each line.</param>
public sealed class LadderTrace(byte[] boardMac, LadderFormatter formatter, int timeWait, Action<string> writeLine) : IFrameSink
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    /// <summary>Connections followed at a time. When more are open, the oldest is forgotten, and its later segments count as joined midway.</summary>
    public const int MaxConnections = 1024;

    private readonly Dictionary<(uint Address, int Port, int BoardPort), ConnectionTracker> _connections = [];
    private readonly Queue<(uint Address, int Port, int BoardPort)> _order = [];
    private readonly TimeWaits _timeWaits = new(timeWait * NanosecondsPerMillisecond);

    /// <inheritdoc/>
    public void Advance(long nanoseconds)
    {
        while (_timeWaits.TryTake(nanoseconds, out (ConnectionTracker Connection, bool Left, int Port, long End) over))
        {
            over.Connection.EndTimeWait(over.Left);
            writeLine(formatter.EndOfTimeWait(over.End, over.Port, over.Left));
        }
    }

    /// <inheritdoc/>
    public void Write(long nanoseconds, byte[] data, int offset, int length, FrameFate fate)
    {
        Advance(nanoseconds);
        bool fromLeft = !data.AsSpan(offset + EthernetHeader.Source, EthernetHeader.AddressLength).SequenceEqual(boardMac);
        if ((fate & FrameFate.Corrupted) != 0)
        {
            // Its content is not reliable, not even the port numbers.
            writeLine(formatter.Other(nanoseconds, fromLeft, "IPv4", fate));
        }
        else if (FrameDecoder.TryReadSegment(data, offset, length, out TraceSegment segment))
        {
            WriteSegment(nanoseconds, segment, fromLeft, fate);
        }
        else if (FrameDecoder.TryDescribe(data, offset, length, out string text))
        {
            writeLine(formatter.Other(nanoseconds, fromLeft, text, fate));
        }
    }

    private void WriteSegment(long nanoseconds, in TraceSegment segment, bool fromLeft, FrameFate fate)
    {
        (uint Address, int Port, int BoardPort) key = fromLeft
            ? (segment.Source, segment.SourcePort, segment.DestinationPort)
            : (segment.Destination, segment.DestinationPort, segment.SourcePort);
        if (!_connections.TryGetValue(key, out ConnectionTracker? tracker) || tracker.IsSucceededBy(segment, fromLeft))
        {
            tracker = Open(key);
            uint board = fromLeft ? segment.Destination : segment.Source;
            writeLine(formatter.Header(key.Address, key.Port, board, key.BoardPort));
        }

        bool arrives = (fate & FrameFate.Lost) == 0;
        TraceStep step = tracker.Observe(segment, fromLeft, arrives);
        foreach (string line in formatter.Segment(nanoseconds, key.Port, step, fate))
        {
            writeLine(line);
        }

        FollowTimeWait(nanoseconds, segment, key.Port, tracker, step, fromLeft && arrives, !fromLeft && arrives);
    }

    private void FollowTimeWait(long now, in TraceSegment segment, int port, ConnectionTracker tracker, TraceStep step, bool reachesRight, bool reachesLeft)
    {
        bool hasFin = (segment.Flags & TcpHeader.Fin) != 0;
        if (step.LeftEnters == TcpState.TimeWait || (hasFin && reachesLeft && tracker.IsInTimeWait(left: true)))
        {
            _timeWaits.Begin(tracker, left: true, port, now);
        }

        if (step.RightEnters == TcpState.TimeWait || (hasFin && reachesRight && tracker.IsInTimeWait(left: false)))
        {
            _timeWaits.Begin(tracker, left: false, port, now);
        }
    }

    private ConnectionTracker Open((uint Address, int Port, int BoardPort) key)
    {
        if (!_connections.ContainsKey(key))
        {
            if (_order.Count == MaxConnections)
            {
                _connections.Remove(_order.Dequeue());
            }

            _order.Enqueue(key);
        }

        ConnectionTracker tracker = new();
        _connections[key] = tracker;
        return tracker;
    }
}
