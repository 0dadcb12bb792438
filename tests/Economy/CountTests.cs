// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Metering;
using NanoTcp.Metering.Prices;

namespace NanoTcp.Tests.Economy;

/// <summary>The meter counts every executed IL instruction on every path, and does not change the behaviour of the code.</summary>
public sealed class CountTests
{
    [Theory]
    [InlineData(11, 5, 1)]
    [InlineData(3, 7, 5)]
    public void Of_a_branch_one_side_counts(int argument, int ops, int result)
    {
        Assert.Equal((ops, result), Counted("Branch", argument));
    }

    [Theory]
    [InlineData(0, 10, 0)]
    [InlineData(1, 21, 0)]
    [InlineData(5, 65, 10)]
    public void Of_a_loop_every_round_counts(int argument, int ops, int result)
    {
        Assert.Equal((ops, result), Counted("Loop", argument));
    }

    // There are 2 at the beginning and 3 to the branch. Leaving takes 3, or throwing 2 and catching 4. The block at the end has 5, and the return 2.
    [Theory]
    [InlineData(0, 15, 11)]
    [InlineData(1, 18, 12)]
    public void What_an_exception_leads_to_counts(int argument, int ops, int result)
    {
        Assert.Equal((ops, result), Counted("Throw", argument));
    }

    [Fact]
    public void Calls_are_counted_at_the_method_called()
    {
        Profile profile = EconomyFixture.Call("Calls", "StaticWith4", 3).Profile;

        ProfileRow called = Assert.Single(profile.Rows, row => row.Method == "EconomyFixture.Calls.Four");
        Assert.Equal(3, called.Calls);
        Assert.Equal(6, called.Ops);
        Assert.Equal(3, profile.Calls(CallKind.Static));
    }

    private static (int Ops, int Result) Counted(string method, int argument)
    {
        (Profile profile, object? result) = EconomyFixture.Call("Paths", method, argument);
        return ((int)profile.Ops, (int)result!);
    }
}
