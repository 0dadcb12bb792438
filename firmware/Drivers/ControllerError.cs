// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Drivers
{
    /// <summary>Why an Ethernet controller could not be started.</summary>
    public enum ControllerError
    {
        /// <summary>It runs.</summary>
        None,

        /// <summary>Nothing but zeros or ones comes back: no supply, no chip, or a wire that is missing or crossed.</summary>
        NoAnswer,

        /// <summary>Something answers, but it is not the controller that the driver is for, or the bus is too fast for its wires.</summary>
        WrongChip,

        /// <summary>Its reset does not end.</summary>
        StuckReset,

        /// <summary>It does not carry out a command.</summary>
        Unresponsive,
    }
}
