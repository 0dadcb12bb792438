// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Latency;

/// <summary>How a client asks.</summary>
/// <param name="LeastPause">Nanoseconds from an answer to the next request, at least.</param>
/// <param name="MostPause">At most. The pause is drawn, so that requests come at any time of the board's tick.</param>
/// <param name="KeepsConnection">Whether all requests go over one connection; otherwise each has its own.</param>
internal readonly record struct GetHabit(long LeastPause, long MostPause, bool KeepsConnection);
