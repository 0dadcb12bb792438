// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using NanoTcp.Meter;

namespace NanoTcp.Tests.Economy;

/// <summary>The instructions for a segment do not depend on the number of connections.</summary>
[Trait(Speed.Trait, Speed.Slow)]
public sealed class CrowdTests
{
    // A bucket holds two connections on average. A few hold three, which takes one step more.
    private const double LongerChains = 1.01;

    private static readonly IReadOnlyList<Measurement> s_measured = new MeterSession().Run("crowd", "core");

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(1000)]
    public void While_the_others_are_silent_the_same_as_with_one(int connections)
    {
        Assert.Equal(Echo("one", 1, "talks").MinOps, Echo("one", connections, "talks").MinOps);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(1000)]
    public void While_all_talk_in_turn_the_same_as_with_two(int connections)
    {
        Assert.InRange(Echo("all", connections, "in turn").MaxOps, 1, Echo("all", 2, "in turn").MaxOps * LongerChains);
    }

    private static Measurement Echo(string who, int connections, string how)
    {
        string step = string.Create(CultureInfo.InvariantCulture, $"echo, {who} of {connections} {how}");
        return s_measured.Single(measured => measured.Step == step);
    }
}
