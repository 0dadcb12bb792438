// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.ChipFaults;

/// <summary>The rules that hold whatever goes wrong with a controller.</summary>
internal enum ChipFaultRule
{
    /// <summary>The board serves again within the stated time, and goes on.</summary>
    ServesAgain,

    /// <summary>Nothing leaves the driver as an exception.</summary>
    Exception,

    /// <summary>No poll goes on for ever.</summary>
    Hang,

    /// <summary>The driver keeps to the data sheet, as long as its bytes arrive.</summary>
    DataSheet,
}
