// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Soak;

/// <summary>An invariant does not hold.</summary>
internal sealed class SoakViolationException(SoakInvariant invariant, string message, Exception? inner = null) : Exception(message, inner)
{
    public SoakInvariant Invariant { get; } = invariant;
}
