// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Trace;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim.Simulation.Trace;

/// <summary>
/// A connection made by hand, as in the figures of RFC 9293. The client is on the left with ISS 100, the board on the right with ISS 300.
/// </summary>
internal sealed class HandMadeConnection(uint leftIss = 100, uint rightIss = 300)
{
    public const int S = TcpHeader.Syn;
    public const int A = TcpHeader.Ack;
    public const int F = TcpHeader.Fin;
    public const int R = TcpHeader.Rst;

    private readonly ConnectionTracker _tracker = new();

    /// <summary>A segment from the left; numbers are relative to the ISS of each side.</summary>
    public string Left(int flags, uint sequence, uint acknowledgment, int length = 0, int window = 1000, bool arrives = true)
    {
        TraceSegment segment = new(1, 1000, 2, 80, leftIss + sequence, rightIss + acknowledgment, flags, window, length);
        return Describe(_tracker.Observe(segment, fromLeft: true, arrives));
    }

    /// <summary>A segment from the right.</summary>
    public string Right(int flags, uint sequence, uint acknowledgment, int length = 0, int window = 1000, bool arrives = true)
    {
        TraceSegment segment = new(2, 80, 1, 1000, rightIss + sequence, leftIss + acknowledgment, flags, window, length);
        return Describe(_tracker.Observe(segment, fromLeft: false, arrives));
    }

    /// <summary>Opens the connection.</summary>
    public HandMadeConnection Established()
    {
        Left(S, 0, 0);
        Right(S | A, 0, 1);
        Left(A, 1, 1);
        return this;
    }

    private static string Describe(TraceStep step)
    {
        return $"{Name(step.LeftEnters)}|{step.Name}|{Name(step.RightEnters)}";
    }

    private static string Name(TcpState? state)
    {
        return state?.ToString() ?? "";
    }
}
