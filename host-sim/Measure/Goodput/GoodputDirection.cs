// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Goodput;

/// <summary>The role of the near end.</summary>
internal enum GoodputDirection
{
    /// <summary>It sends.</summary>
    Sends,

    /// <summary>It receives.</summary>
    Receives,
}
