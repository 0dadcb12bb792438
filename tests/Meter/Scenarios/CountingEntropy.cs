// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;

namespace NanoTcp.Meter.Scenarios;

/// <summary>The same bytes in every run.</summary>
internal sealed class CountingEntropy : EntropySource
{
    private byte _next;

    public override void Fill(byte[] buffer)
    {
        for (int i = 0; i < buffer.Length; i++)
        {
            buffer[i] = _next++;
        }
    }
}
