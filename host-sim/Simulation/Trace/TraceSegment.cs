// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Trace;

/// <summary>The parts of a TCP segment that the trace needs. Length counts the payload; the options are those of a SYN, in words.</summary>
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
