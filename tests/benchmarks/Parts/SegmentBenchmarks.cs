// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using BenchmarkDotNet.Attributes;

namespace NanoTcp.Benchmarks.Parts;

/// <summary>Segments between two stacks on a cable in memory, from the application that writes to the application that reads.</summary>
[MemoryDiagnoser]
public class SegmentBenchmarks
{
    private const int FullSegment = 1460;

    private readonly TwoStacks _stacks = new(1, 65535);

    /// <summary>Two full segments and the acknowledgment of both, which is not held back.</summary>
    [Benchmark]
    public void TwoFullSegments()
    {
        _stacks.Send(0, 2 * FullSegment);
    }

    /// <summary>A byte there and back, and what acknowledges it.</summary>
    [Benchmark]
    public void EchoOfOneByte()
    {
        _stacks.Echo(0, 1);
    }
}
