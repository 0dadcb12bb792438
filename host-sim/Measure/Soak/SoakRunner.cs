// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Seeds;

namespace NanoTcp.Measure.Soak;

/// <summary>Runs seeds on all cores.</summary>
internal sealed class SoakRunner(ulong first, int count, Sabotage? sabotage = null) : SeedRunner<SoakResult>(first, count)
{
    private long _frames;
    private long _virtualMs;

    public long Frames => Interlocked.Read(ref _frames);

    /// <summary>The virtual time of all seeds together.</summary>
    public long VirtualMs => Interlocked.Read(ref _virtualMs);

    /// <inheritdoc/>
    protected override bool Run(ulong seed, out SoakResult result)
    {
        result = SoakSeed.Run(seed, null, sabotage);
        if (result.Violation?.Invariant == SoakInvariant.Allocation)
        {
            // A collection that another thread begins can disturb this thread's count of bytes. A real allocation happens again in a second run.
            result = SoakSeed.Run(seed, null, sabotage);
        }

        Interlocked.Add(ref _frames, result.Frames);
        Interlocked.Add(ref _virtualMs, result.Time);
        return result.Violation == null;
    }

    /// <inheritdoc/>
    protected override ulong SeedOf(SoakResult result)
    {
        return result.Seed;
    }
}
