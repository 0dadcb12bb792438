// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Soak;

namespace NanoTcp.Tests.HostSim.Measure.Soak;

/// <summary>The arrived parts of a sequence space.</summary>
public class SequenceRangesTests
{
    [Fact]
    public void What_is_next_in_line_moves_on_and_what_is_old_does_not()
    {
        SequenceRanges ranges = Starting(100);
        ranges.Add(100, 110);
        ranges.Add(90, 105);
        ranges.Add(105, 120);
        Assert.Equal(120u, ranges.Next);
    }

    [Fact]
    public void A_hole_that_is_filled_joins_the_islands_behind_it()
    {
        SequenceRanges ranges = Starting(uint.MaxValue - 9);
        ranges.Add(10, 20);
        ranges.Add(30, 40);
        ranges.Add(5, 12);
        ranges.Add(18, 30);
        Assert.Equal(uint.MaxValue - 9, ranges.Next);
        ranges.Add(uint.MaxValue - 9, 5);
        Assert.Equal(40u, ranges.Next);
    }

    [Fact]
    public void A_range_has_arrived_when_it_lies_in_what_is_in_line_or_in_one_island()
    {
        SequenceRanges ranges = Starting(100);
        ranges.Add(100, 110);
        ranges.Add(120, 130);
        Assert.True(ranges.Contains(100, 100, 110));
        Assert.True(ranges.Contains(100, 122, 130));
        Assert.False(ranges.Contains(100, 99, 105));
        Assert.False(ranges.Contains(100, 105, 125));
        Assert.False(ranges.Contains(100, 125, 131));
    }

    [Fact]
    public void Too_many_islands_are_admitted()
    {
        SequenceRanges ranges = Starting(0);
        for (uint i = 1; i <= 65; i++)
        {
            Assert.False(ranges.HasOverflowed);
            ranges.Add(i * 10, i * 10 + 1);
        }

        Assert.True(ranges.HasOverflowed);
    }

    private static SequenceRanges Starting(uint next)
    {
        SequenceRanges ranges = new();
        ranges.Restart(next);
        return ranges;
    }
}
