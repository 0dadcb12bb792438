// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;

namespace NanoTcp.Simulation.Seeds;

/// <summary>Entropy that is the same in every run, so that every run is the same.</summary>
public sealed class SeededEntropy(ulong seed) : EntropySource
{
    private readonly SplitMix64 _random = new(seed);

    public override void Fill(byte[] buffer)
    {
        for (int i = 0; i < buffer.Length; i++)
        {
            buffer[i] = (byte)_random.Next();
        }
    }
}
