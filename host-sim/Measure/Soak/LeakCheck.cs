// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Resources;

namespace NanoTcp.Measure.Soak;

/// <summary>Proves that a stack without connections still has all resources of its start.</summary>
internal static class LeakCheck
{
    public static void Run(SoakHost host)
    {
        string? missing = ResourceCheck.FindMissing(host.Tcp, host.Plan.Tcp.MaxListeners, host.Plan.Stack.Peers);
        if (missing != null)
        {
            throw new SoakViolationException(SoakInvariant.Leak, $"host {host.Index}: {missing}");
        }
    }
}
