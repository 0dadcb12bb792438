// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Throughput;

/// <summary>Which way the payload goes, seen from the board.</summary>
internal enum BulkDirection
{
    In,
    Out,
}
