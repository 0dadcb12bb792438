// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.ChipFaults;

/// <summary>A fault of a board's Ethernet controller, or of the wires between it and the processor.</summary>
internal enum ChipFault
{
    /// <summary>Bits flip on their way into the chip.</summary>
    MosiFlips,

    /// <summary>Bits flip on their way out of the chip.</summary>
    MisoFlips,

    /// <summary>Bits flip both ways.</summary>
    Flips,

    /// <summary>The chip hears nothing but zeros.</summary>
    MosiLow,

    /// <summary>The chip hears nothing but ones.</summary>
    MosiHigh,

    /// <summary>The processor reads nothing but zeros.</summary>
    MisoLow,

    /// <summary>The processor reads nothing but ones.</summary>
    MisoHigh,

    /// <summary>Some transfers do not reach the chip, and nobody answers.</summary>
    LostTransfers,

    /// <summary>None does: chip select is off.</summary>
    ChipSelectLost,

    /// <summary>The chip is not there when the board starts.</summary>
    AbsentAtStart,

    /// <summary>RST is pulsed by something else, in the middle of transfers.</summary>
    Resets,

    /// <summary>The chip's supply fails for a moment, in the middle of transfers.</summary>
    BrownOuts,

    /// <summary>Registers get other values than anybody has written.</summary>
    SpoiltRegisters,

    /// <summary>INT stays high. It may be so for ever.</summary>
    DeadInterrupt,

    /// <summary>INT stays low. It may be so for ever.</summary>
    StuckInterrupt,

    /// <summary>The platform tells of no edge of INT.</summary>
    LostEdges,

    /// <summary>Transmissions do not end.</summary>
    StuckTransmissions,

    /// <summary>The chip gives a wrong length for received frames.</summary>
    BrokenHeaders,
}
