// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Wire;

namespace NanoTcp.Testing.Frames;

/// <summary>A number that stands for all frames of a run, with their times and fates.</summary>
internal sealed class FrameHash : IFrameObserver
{
    private const ulong Prime = 1099511628211;

    public ulong Value { get; private set; } = 14695981039346656037;

    /// <inheritdoc/>
    public void OnFrame(long now, int fromPort, byte[] data, int offset, int length, FrameFate fate)
    {
        ulong hash = (Value ^ (ulong)now) * Prime;
        hash = (hash ^ (ulong)(fromPort << 8 | (int)fate)) * Prime;
        foreach (byte value in data.AsSpan(offset, length))
        {
            hash = (hash ^ value) * Prime;
        }

        Value = hash;
    }
}
