// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Occupation;

/// <summary>The results of the visits in a scenario.</summary>
internal sealed class OccupationResult(IEnumerable<int> milliseconds)
{
    /// <summary>The time of a visit without an answer, which is more than any other.</summary>
    public const int NotServed = int.MaxValue;

    private readonly int[] _sorted = [.. milliseconds.Order()];

    public int Visits => _sorted.Length;

    public int Served => _sorted.Count(time => time != NotServed);

    public int Median => At(0.5);

    public int Percentile95 => At(0.95);

    public int Longest => _sorted[^1];

    private int At(double share)
    {
        return _sorted[Math.Max((int)Math.Ceiling(share * _sorted.Length) - 1, 0)];
    }
}
