// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Throughput;

/// <summary>A transfer of a board whose program takes no time.</summary>
internal sealed record ThroughputResult : TransferResult
{
    public ThroughputResult(TransferResult transfer, TimeParts parts)
        : base(transfer)
    {
        Parts = parts;
    }

    /// <summary>The parts of its time.</summary>
    public TimeParts Parts { get; }
}
