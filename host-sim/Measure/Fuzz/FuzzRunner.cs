// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Measure.Seeds;

namespace NanoTcp.Measure.Fuzz;

/// <summary>Runs seeds on all cores.</summary>
internal sealed class FuzzRunner(ulong first, int count, Func<FuzzHost, NetworkService>? sabotage = null) : SeedRunner<FuzzResult>(first, count)
{
    private long _frames;
    private long _sent;
    private long _virtualMs;

    /// <summary>The frames that have arrived in all seeds.</summary>
    public long Frames => Interlocked.Read(ref _frames);

    /// <summary>The frames that the hosts have sent.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>The virtual time of all seeds together.</summary>
    public long VirtualMs => Interlocked.Read(ref _virtualMs);

    /// <summary>No seed is begun after this; null: all are.</summary>
    public DateTime? Ends { get; init; }

    /// <inheritdoc/>
    protected override bool IsOver => DateTime.UtcNow >= Ends;

    /// <inheritdoc/>
    protected override bool Run(ulong seed, out FuzzResult result)
    {
        result = FuzzCase.RunSurely(() => new FuzzCase(seed, sabotage: sabotage));
        Interlocked.Add(ref _frames, result.Frames);
        Interlocked.Add(ref _sent, result.Sent);
        Interlocked.Add(ref _virtualMs, result.Time);
        return result.Violation == null;
    }

    /// <inheritdoc/>
    protected override ulong SeedOf(FuzzResult result)
    {
        return result.Seed;
    }
}
