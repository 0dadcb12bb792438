// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Drivers
{
    /// <summary>What a look into the chip's receive buffer gave.</summary>
    internal enum W5500Fetch
    {
        /// <summary>No frames.</summary>
        Nothing,

        /// <summary>At least one frame.</summary>
        Frames,

        /// <summary>The socket is not in order any more: only closing and opening it helps.</summary>
        Jammed,

        /// <summary>This is not the chip that was set up: it has lost its supply, or the bus is broken.</summary>
        Lost,
    }
}
