// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Seeds;

/// <summary>
/// SplitMix64. The simulator has a generator of its own, because a seed must replay a failure everywhere. <see cref="Random"/> does not promise the
/// same numbers on every version of .NET.
/// </summary>
public sealed class SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 up to, not including, <paramref name="limit"/>.</summary>
    public int Below(int limit)
    {
        return (int)((Next() >> 32) * (ulong)limit >> 32);
    }

    /// <summary>True with the given probability, between 0 and 1.</summary>
    public bool Chance(double probability)
    {
        return (Next() >> 11) * (1.0 / (1UL << 53)) < probability;
    }
}
