// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Fuzz;

/// <summary>A frame that arrived, and when: at a virtual time in milliseconds.</summary>
internal sealed record FuzzArrival(long Time, byte[] Frame);
