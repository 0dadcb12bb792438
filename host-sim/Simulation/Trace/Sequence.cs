// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Trace;

/// <summary>Arithmetic on sequence numbers modulo 2^32 (RFC 9293 §3.4). The stack has the same comparison inline, as <c>(int)(a - b) &lt; 0</c>.</summary>
public static class Sequence
{
    /// <summary>Whether <paramref name="a"/> comes before <paramref name="b"/>.</summary>
    public static bool LessThan(uint a, uint b)
    {
        return (int)(a - b) < 0;
    }
}
