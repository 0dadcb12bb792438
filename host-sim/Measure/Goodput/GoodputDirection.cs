// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Goodput;

/// <summary>What the near end does.</summary>
internal enum GoodputDirection
{
    /// <summary>It sends.</summary>
    Sends,

    /// <summary>It receives.</summary>
    Receives,
}
