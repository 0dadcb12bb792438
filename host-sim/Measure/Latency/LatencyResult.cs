// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Latency;

/// <summary>The answers of a scenario.</summary>
/// <param name="Times">The time of each answer in nanoseconds, the shortest first.</param>
/// <param name="Unanswered">The longest time that a request was waiting in the end, in nanoseconds.</param>
/// <param name="Failures">Requests that ended without an answer.</param>
/// <param name="Nanoseconds">From the start to the last answer.</param>
/// <param name="BulkBytes">Payload that other connections brought to the board meanwhile.</param>
internal sealed record LatencyResult(IReadOnlyList<long> Times, long Unanswered, int Failures, long Nanoseconds, long BulkBytes)
{
    private const double NanosecondsPerMillisecond = 1_000_000;
    private const double NanosecondsPerSecond = 1_000_000_000;
    private const double BitsPerByte = 8;

    /// <summary>The time in milliseconds that half of the answers did not need.</summary>
    public double Median => Percentile(50);

    /// <summary>The time in milliseconds that 99 of 100 answers did not need.</summary>
    public double Percentile99 => Percentile(99);

    /// <summary>The longest time in milliseconds, also of a request without an answer.</summary>
    public double Longest => Math.Max(Times[^1], Unanswered) / NanosecondsPerMillisecond;

    /// <summary>Answers a second.</summary>
    public double Rate => Times.Count * NanosecondsPerSecond / Nanoseconds;

    /// <summary>Mbit/s of payload that other connections brought to the board.</summary>
    public double BulkRate => BulkBytes * BitsPerByte * 1000 / Nanoseconds;

    /// <summary>The nearest rank: the least time that so many percent of the answers do not exceed, in milliseconds.</summary>
    public double Percentile(int percent)
    {
        return Times[(Times.Count * percent + 99) / 100 - 1] / NanosecondsPerMillisecond;
    }
}
