// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Simulation.Trace;

/// <summary>One segment, interpreted: numbers relative to the initial ones, the states the ends enter, and which step it is.</summary>
public sealed record TraceStep
{
    /// <summary>Whether the left end sent it.</summary>
    public required bool FromLeft { get; init; }

    /// <summary>Its control bits.</summary>
    public required int Flags { get; init; }

    /// <summary>Its sequence number, the sender's SYN being 0.</summary>
    public required uint Sequence { get; init; }

    /// <summary>Its acknowledgment number, the receiver's SYN being 0; null without ACK.</summary>
    public required uint? Acknowledgment { get; init; }

    /// <summary>The window it offers.</summary>
    public required int Window { get; init; }

    /// <summary>Bytes of payload.</summary>
    public required int Length { get; init; }

    /// <summary>The options of a SYN, in words; empty when there are none.</summary>
    public required string Options { get; init; }

    /// <summary>The state that the left end enters by it; null when it stays where it was.</summary>
    public required TcpState? LeftEnters { get; init; }

    /// <summary>The state that the right end enters by it; null when it stays where it was.</summary>
    public required TcpState? RightEnters { get; init; }

    /// <summary>The name of the step.</summary>
    public required string Name { get; init; }
}
