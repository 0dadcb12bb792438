// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Throughput;

/// <summary>A transfer of a board on the device's platform.</summary>
internal sealed record PlatformResult : TransferResult
{
    public PlatformResult(TransferResult transfer, PlatformParts parts, long garbage)
        : base(transfer)
    {
        Parts = parts;
        Garbage = garbage;
    }

    /// <summary>The parts of its time.</summary>
    public PlatformParts Parts { get; }

    /// <summary>Bytes of garbage.</summary>
    public long Garbage { get; }

    /// <summary>Mbit/s of payload if only the bytes on the SPI bus and the IL took time.</summary>
    public double Allowed => RateIn(Parts.Bytes + Parts.Computing);

    /// <summary>The rate as a share of what is allowed.</summary>
    public double Share => Rate / Allowed;
}
