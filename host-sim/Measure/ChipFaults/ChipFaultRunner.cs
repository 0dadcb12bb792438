// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Seeds;

namespace NanoTcp.Measure.ChipFaults;

/// <summary>Runs seeds of a board on all cores.</summary>
internal sealed class ChipFaultRunner(string board, ulong first, int count) : SeedRunner<ChipFaultResult>(first, count)
{
    private long _requests;
    private long _virtualMs;

    /// <summary>The requests of all seeds together.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>The virtual time of all seeds together.</summary>
    public long VirtualMs => Interlocked.Read(ref _virtualMs);

    /// <inheritdoc/>
    protected override bool Run(ulong seed, out ChipFaultResult result)
    {
        result = new ChipFaultWorld(board, seed).Run();
        Interlocked.Add(ref _requests, result.Requests);
        Interlocked.Add(ref _virtualMs, result.Time);
        return result.Failure == null;
    }

    /// <inheritdoc/>
    protected override ulong SeedOf(ChipFaultResult result)
    {
        return result.Seed;
    }
}
