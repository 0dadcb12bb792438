// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.HostSim.Capture;
using NanoTcp.HostSim.Wire;
using NanoTcp.Wire;

namespace NanoTcp.HostSim.Trace;

/// <summary>Turns frames into the lines of the ladder. The board, known by its MAC address, is on the right.</summary>
public sealed class LadderTrace(byte[] boardMac, LadderFormatter formatter, Action<string> writeLine) : IFrameSink
{
    /// <summary>Connections followed at a time. When more are open, the one seen first is forgotten and later counts as joined midway.</summary>
    public const int MaxConnections = 1024;

    private readonly Dictionary<(uint Address, int Port, int BoardPort), ConnectionTracker> _connections = [];
    private readonly Queue<(uint Address, int Port, int BoardPort)> _order = [];

    /// <inheritdoc/>
    public void Write(long nanoseconds, byte[] data, int offset, int length, FrameFate fate)
    {
        bool fromLeft = !data.AsSpan(offset + EthernetHeader.Source, EthernetHeader.AddressLength).SequenceEqual(boardMac);
        if ((fate & FrameFate.Corrupted) != 0)
        {
            // What it says cannot be believed, the port numbers included.
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

        TraceStep step = tracker.Observe(segment, fromLeft, arrives: (fate & FrameFate.Lost) == 0);
        writeLine(formatter.Segment(nanoseconds, key.Port, step, fate));
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
