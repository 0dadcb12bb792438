// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Boards
{
    /// <summary>The chip that reaches the Ethernet.</summary>
    public enum EthernetController
    {
        /// <summary>WIZnet W5500, 10/100 Mbit/s.</summary>
        W5500,

        /// <summary>Microchip ENC28J60, 10 Mbit/s.</summary>
        Enc28J60,
    }
}
