// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Drivers
{
    /// <summary>Why an Ethernet controller could not be started.</summary>
    public enum ControllerError
    {
        /// <summary>It runs.</summary>
        None,

        /// <summary>The controller answers with zeros or ones only: it has no supply, there is no chip, or a wire is missing or crossed.</summary>
        NoAnswer,

        /// <summary>Something answers, but it is not the controller that the driver is for, or the bus is too fast for its wires.</summary>
        WrongChip,

        /// <summary>Its reset does not end.</summary>
        StuckReset,

        /// <summary>It does not carry out a command.</summary>
        Unresponsive,
    }
}
