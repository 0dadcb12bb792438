// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Fuzz;

/// <summary>A rule does not hold.</summary>
internal sealed class FuzzViolationException(FuzzInvariant invariant, string message, Exception? inner = null) : Exception(message, inner)
{
    public FuzzInvariant Invariant { get; } = invariant;
}
