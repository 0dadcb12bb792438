// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Simulation.Time;

namespace NanoTcp.Tests.Stack.Host;

/// <summary>Waits by a clock that moves in steps.</summary>
public class CoarseTimeTests
{
    public static MatrixTheoryData<int, int> StepsAndTimes => new([1, 10, 16], [0, 1, 9, 20, 250, 1000]);

    private static NetworkStack Stack(int step) => new(new ScriptedLink(Frames.OwnMac), new FixedEntropy(), new StackOptions { ClockStep = step });

    /// <summary>How long a wait by the clock takes, if it begins at each millisecond of a step.</summary>
    private static IEnumerable<long> Lengths(int step, int wait)
    {
        SteppedClock clock = new(0, step);
        return Enumerable.Range(0, step).Select(phase => clock.Awaits(clock.Read(phase) + wait, phase) - phase);
    }

    [Theory]
    [MemberData(nameof(StepsAndTimes))]
    public void A_wait_of_at_least_a_time_is_never_shorter_and_by_less_than_two_steps_longer(int step, int milliseconds)
    {
        Assert.All(Lengths(step, Stack(step).AtLeast(milliseconds)), length => Assert.InRange(length, milliseconds, milliseconds + (2 * (step - 1))));
    }

    [Theory]
    [MemberData(nameof(StepsAndTimes))]
    public void A_random_wait_is_never_shorter_or_longer_than_asked_for(int step, int least)
    {
        NetworkStack stack = Stack(step);
        for (int i = 0; i < 200; i++)
        {
            Assert.All(Lengths(step, stack.RandomWait(least, least + 100)), length => Assert.InRange(length, least, least + 100));
        }
    }

    [Fact]
    public void A_random_wait_takes_each_value_by_a_clock_of_single_milliseconds()
    {
        NetworkStack stack = Stack(1);
        Assert.Equal(Enumerable.Range(20, 11), Enumerable.Range(0, 1000).Select(_ => stack.RandomWait(20, 30)).Distinct().Order());
    }

    [Fact]
    public void When_the_bounds_are_too_near_for_the_step_the_least_time_holds()
    {
        NetworkStack stack = Stack(16);
        Assert.All(Lengths(16, stack.RandomWait(20, 25)), length => Assert.InRange(length, 20, 20 + 30));
    }

    [Fact]
    public void A_random_wait_with_the_bounds_reversed_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Stack(1).RandomWait(2, 1));
    }

    [Fact]
    public void The_longest_wait_stays_the_longest()
    {
        Assert.Equal(int.MaxValue, Stack(250).AtLeast(int.MaxValue));
    }
}
