// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Device.Spi;

/// <summary>Which bit of a byte is on the wire first.</summary>
public enum DataFlow
{
    /// <summary>The most significant.</summary>
    MsbFirst = 0,

    /// <summary>The least significant.</summary>
    LsbFirst,
}
