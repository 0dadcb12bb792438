// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Drivers
{
    /// <summary>The result of a look into the chip's receive buffer.</summary>
    internal enum W5500Fetch
    {
        /// <summary>No frames.</summary>
        Nothing,

        /// <summary>At least one frame.</summary>
        Frames,

        /// <summary>The socket has failed: only closing and opening it helps.</summary>
        Jammed,

        /// <summary>The chip has lost its configuration: its supply failed, or the bus is broken.</summary>
        Lost,
    }
}
