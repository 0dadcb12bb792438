// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Soak;

/// <summary>A connection that an application opens. <paramref name="Order"/> distinguishes those that it opens at the same time.</summary>
internal sealed record ConnectPlan(long Time, int Host, uint Address, int Port, int LocalPort, int Order);
