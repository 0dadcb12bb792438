// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Throughput;

/// <summary>The direction of the payload, seen from the board.</summary>
internal enum BulkDirection
{
    In,
    Out,
}
