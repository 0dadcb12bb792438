// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.HostSim.Commands;

namespace NanoTcp.Tests.HostSim.Measure.Fuzz;

/// <summary>The command line of <c>host-sim fuzz</c>.</summary>
public class FuzzCommandTests
{
    [Theory]
    [InlineData("--seeds 5 --from 3", true)]
    [InlineData("--count 10000000", true)]
    [InlineData("--minutes 5", true)]
    [InlineData("--seed 3 --frames 17 --trace", true)]
    [InlineData("--seeds 0", false)]
    [InlineData("--count 0", false)]
    [InlineData("--minutes 0", false)]
    [InlineData("--seed x", false)]
    [InlineData("--seed 3 --frames 2001", false)]
    public void It_takes_seeds_frames_or_minutes_and_a_trace_of_one(string line, bool isRight)
    {
        Assert.Equal(isRight, FuzzCommand.Create().Parse(line).Errors.Count == 0);
    }
}
