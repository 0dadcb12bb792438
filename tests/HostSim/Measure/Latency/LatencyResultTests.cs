// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Latency;

namespace NanoTcp.Tests.HostSim.Measure.Latency;

public class LatencyResultTests
{
    private const long Millisecond = 1_000_000;

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(100, 50, 99)]
    [InlineData(101, 51, 100)]
    [InlineData(200, 100, 198)]
    public void A_percentile_is_the_least_time_that_so_many_answers_do_not_exceed(int answers, int median, int percentile99)
    {
        LatencyResult result = Result(answers);
        Assert.Equal(median, result.Median);
        Assert.Equal(percentile99, result.Percentile99);
    }

    [Fact]
    public void The_longest_time_is_also_that_of_a_request_without_an_answer()
    {
        Assert.Equal(10, Result(10).Longest);
        Assert.Equal(25, (Result(10) with { Unanswered = 25 * Millisecond }).Longest);
    }

    [Fact]
    public void The_rates_are_those_of_the_whole_time()
    {
        LatencyResult result = Result(10);
        Assert.Equal(5, result.Rate);
        Assert.Equal(0.004, result.BulkRate, 6);
    }

    // Answers after 1, 2, 3 ... ms, in two seconds.
    private static LatencyResult Result(int answers)
    {
        return new LatencyResult([.. Enumerable.Range(1, answers).Select(time => time * Millisecond)], 0, 0, 2_000 * Millisecond, 1_000);
    }
}
