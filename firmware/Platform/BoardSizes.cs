// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Dhcp;
using NanoTcp.Network;

namespace NanoTcp.Platform
{
    /// <summary>The sizes of a network interface that fit the memory of a board.</summary>
    public static class BoardSizes
    {
        /// <summary>Makes the options of a board's interface.</summary>
        /// <param name="board">The board.</param>
        /// <param name="hostName">The host's name; null: the interface makes one of the MAC address.</param>
        /// <param name="leaseStore">Where the leased address is kept over a restart; null: nowhere.</param>
        public static NetworkInterfaceOptions Of(Board board, string? hostName, LeaseStore? leaseStore)
        {
            NetworkInterfaceOptions sizes = new NetworkInterfaceOptions();
            sizes.HostName = hostName;
            sizes.Stack = board.StackOptions;
            sizes.IPv4 = board.IPv4Options;
            sizes.Tcp = board.TcpOptions;
            sizes.Dhcp.Store = leaseStore;
            return sizes;
        }
    }
}
