// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Soak;

/// <summary>The worlds of a seed: a network with faults, and for some seeds a crowd that occupies a server, or boards with services.</summary>
internal static class SoakSeed
{
    /// <summary>Runs it; <paramref name="trace"/> gets what happens in the network, <paramref name="sabotage"/> breaks a rule.</summary>
    public static SoakResult Run(ulong seed, Action<string>? trace = null, Sabotage? sabotage = null)
    {
        SoakResult result = new SoakWorld(seed, trace, sabotage).Run();
        return result.Violation != null ? result
            : CrowdDraw.Has(seed) ? result with { Violation = CrowdDraw.Run(seed, sabotage) }
            : ServiceDraw.Has(seed) ? result with { Violation = ServiceDraw.Run(seed, trace, sabotage) }
            : result;
    }
}
