// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Boards;
using NanoTcp.Platform;
using NanoTcp.Sockets;

namespace NanoTcp.BoardSockets
{
    /// <summary>
    /// A board's network for a program with sockets. It starts the controller, again after each failure, and gives the program's sockets the network.
    /// </summary>
    /// <example>
    /// <code>
    /// BoardNetwork.Start(new Esp32DevKitC());
    /// Socket listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    /// </code>
    /// </example>
    public static class BoardNetwork
    {
        /// <summary>
        /// Starts a board's network. Its address comes from DHCP, and its MAC address and its lease are kept on the internal drive. The program's sockets
        /// use the network from now on. Blocks until the controller has started.
        /// </summary>
        /// <param name="board">The board.</param>
        /// <returns>The network. <see cref="AddressWait.For"/> waits for its address.</returns>
        public static SocketNetwork Start(Board board)
        {
            BoardNetworkOptions options = new BoardNetworkOptions();
            options.LeaseStore = new FileLeaseStore();
            options.IdentityStore = new FileIdentityStore();
            return Start(board, options);
        }

        /// <summary>The same with a name, an address or stores of one's own.</summary>
        /// <param name="board">The board.</param>
        /// <param name="options">Name and address.</param>
        /// <returns>The network that the program has already, as in host-sim, or else this one.</returns>
        public static SocketNetwork Start(Board board, BoardNetworkOptions options)
        {
            SocketNetwork? current = SocketNetwork.Current;
            if (current != null)
            {
                return current;
            }

            DeviceEntropy entropy = new DeviceEntropy(board.MacAddress);
            if (options.IdentityStore != null && !BoardIdentity.Give(board.MacAddress, options.IdentityStore, entropy))
            {
                Console.WriteLine("The MAC address could not be stored: the next start will make another one.");
            }

            Console.WriteLine(board.Name + ", MAC address " + BitConverter.ToString(board.MacAddress));
            BoardNetworkLoop loop = new BoardNetworkLoop(new SocketLoop(board, entropy, options), new DeviceClock());
            SocketHost host = loop.Start();
            PumpThreads threads = new PumpThreads(loop);
            current = new SocketNetwork(host.Network, threads, host.Resolver);
            current.Use();
            threads.Start();
            return current;
        }
    }
}
