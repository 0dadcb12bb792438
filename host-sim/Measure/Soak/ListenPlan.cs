// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Soak;

/// <summary>A port that an application opens. <see cref="long.MaxValue"/>: never.</summary>
internal sealed record ListenPlan(int Port, int Backlog, long OpensAt, long ClosesAt, long ReopensAt, long AcceptEveryMs);
