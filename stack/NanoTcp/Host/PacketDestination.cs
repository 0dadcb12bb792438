// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Host
{
    /// <summary>For whom a packet is that has arrived.</summary>
    internal enum PacketDestination
    {
        /// <summary>For this host's own address.</summary>
        ThisHost,

        /// <summary>For every host on the network.</summary>
        Broadcast,

        /// <summary>For a multicast group that this host has joined.</summary>
        Group,

        /// <summary>For an address that this host may get: it has none yet, and the frame was for this station.</summary>
        FutureAddress,
    }
}
