// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Trace;

/// <summary>What the trace needs to know of a TCP segment. Length counts the payload; the options are those of a SYN, in words.</summary>
public readonly record struct TraceSegment(
    uint Source,
    int SourcePort,
    uint Destination,
    int DestinationPort,
    uint Sequence,
    uint Acknowledgment,
    int Flags,
    int Window,
    int Length,
    string Options = "");
