// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Trace;

namespace NanoTcp.Tests.HostSim.Simulation.Trace;

/// <summary>Arithmetic on sequence numbers modulo 2^32 (RFC 9293 §3.4).</summary>
public class SequenceTests
{
    [Theory]
    [InlineData(0u, 1u)]
    [InlineData(0xFFFFFFFFu, 0u)]
    [InlineData(0xFFFFFFFFu, 100u)]
    [InlineData(0x7FFFFFFFu, 0x80000000u)]
    [InlineData(0u, 0x7FFFFFFFu)]
    [InlineData(0x80000001u, 0u)]
    public void One_comes_before_the_other_across_the_wrap(uint a, uint b)
    {
        Assert.True(Sequence.LessThan(a, b));
        Assert.False(Sequence.LessThan(b, a));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x80000000u)]
    [InlineData(0xFFFFFFFFu)]
    public void No_number_comes_before_itself(uint number)
    {
        Assert.False(Sequence.LessThan(number, number));
    }
}
