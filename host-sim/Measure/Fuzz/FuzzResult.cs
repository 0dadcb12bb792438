// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Fuzz;

/// <summary>The result of a seed.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Hash">The sum of all frames that arrived and were sent.</param>
/// <param name="Frames">How many arrived before the end or the violation.</param>
/// <param name="Sent">How many the host sent.</param>
/// <param name="Time">The virtual time at the end, in milliseconds.</param>
/// <param name="Violation">The broken invariant; null if all held.</param>
internal sealed record FuzzResult(ulong Seed, ulong Hash, int Frames, int Sent, long Time, FuzzViolationException? Violation);
