// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Soak;

/// <summary>The result of a seed.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Hash">The sum of all its frames.</param>
/// <param name="Frames">How many there were.</param>
/// <param name="Time">The virtual time at the end, in milliseconds.</param>
/// <param name="Violation">The broken invariant; null if all held.</param>
internal sealed record SoakResult(ulong Seed, ulong Hash, int Frames, long Time, SoakViolationException? Violation);
