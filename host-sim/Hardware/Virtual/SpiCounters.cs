// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Hardware.Virtual;

/// <summary>Counters of the SPI buses of a board.</summary>
public sealed class SpiCounters
{
    /// <summary>Calls of the SPI API.</summary>
    public long Calls { get; internal set; }

    /// <summary>How often a chip select became active and reached a chip.</summary>
    public long Transactions { get; internal set; }

    /// <summary>Bytes clocked, both directions counted once.</summary>
    public long Bytes { get; internal set; }

    /// <summary>Starts again from zero.</summary>
    public void Clear()
    {
        Calls = 0;
        Transactions = 0;
        Bytes = 0;
    }
}
