// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;

namespace NanoTcp.Tests.Stack;

/// <summary>Entropy that is the same in every run, so that every run is the same.</summary>
internal sealed class FixedEntropy(int seed = 1) : EntropySource
{
    private readonly Random _random = new(seed);

    public override void Fill(byte[] buffer) => _random.NextBytes(buffer);
}
