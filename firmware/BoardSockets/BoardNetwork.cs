// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Boards;
using NanoTcp.Host;
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
    /// TcpListener listener = new TcpListener(IPAddress.Any, 7);
    /// </code>
    /// </example>
    public sealed class BoardNetwork : BoardLoop
    {
        private readonly EntropySource _entropy;
        private readonly BoardNetworkOptions _options;
        private SocketHost? _host;

        /// <summary>Makes a network. It touches no hardware yet. A program usually calls <see cref="Start(Board)"/> instead.</summary>
        /// <param name="board">The board.</param>
        /// <param name="entropy">The source of secrets.</param>
        /// <param name="options">Name and address.</param>
        public BoardNetwork(Board board, EntropySource entropy, BoardNetworkOptions options)
            : base(board)
        {
            _entropy = entropy;
            _options = options;
        }

        /// <summary>The interface and what is on it, once the controller has started. It stays the same.</summary>
        public SocketHost? Host
        {
            get { return _host; }
        }

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
            BoardNetworkLoop loop = new BoardNetworkLoop(new BoardNetwork(board, entropy, options), new DeviceClock());
            SocketHost host = loop.Start();
            PumpThreads threads = new PumpThreads(loop);
            current = new SocketNetwork(host.Network, threads, host.Resolver);
            current.Use();
            threads.Start();
            return current;
        }

        /// <summary>Sends what has been queued since the last turn. Lets no exception out.</summary>
        /// <param name="now">The time.</param>
        /// <returns>The latest time of the next turn.</returns>
        internal long Flush(long now)
        {
            if (!IsRunning)
            {
                return now + FirstPause;
            }

            try
            {
                return _host!.Network.Stack.Flush(now);
            }
            catch (Exception exception)
            {
                return Fail(now, exception);
            }
        }

        /// <inheritdoc/>
        protected override void Begin(BoardEthernet ethernet)
        {
            SocketHost host = new SocketHost(Board, ethernet.Link, _entropy, _options);
            host.Network.Listener = new AddressReport("");
            _host = host;
        }

        /// <inheritdoc/>
        protected override long Serve(long now)
        {
            return _host!.Network.Poll(now);
        }
    }
}
