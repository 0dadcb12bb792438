// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.HostSim.Commands;

namespace NanoTcp.Tests.HostSim.Measure.Soak;

/// <summary>The command line of <c>host-sim soak</c>.</summary>
public class SoakCommandTests
{
    [Theory]
    [InlineData("--seeds 5 --from 3", true)]
    [InlineData("--seed 3 --trace", true)]
    [InlineData("--seeds 0", false)]
    [InlineData("--seed x", false)]
    public void It_takes_seeds_and_a_trace_of_one(string line, bool isRight)
    {
        Assert.Equal(isRight, SoakCommand.Create().Parse(line).Errors.Count == 0);
    }
}
