// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using BenchmarkDotNet.Attributes;
using NanoTcp.Wire;

namespace NanoTcp.Benchmarks.Parts;

/// <summary>The Internet checksum over a header, a full segment, and the longest packet.</summary>
public class ChecksumBenchmarks
{
    private readonly byte[] _data = new byte[65536];

    [Params(20, 1460, 65515)]
    public int Length { get; set; }

    [Benchmark]
    public int Sum()
    {
        return Checksum.Sum(_data, 14, Length);
    }
}
