// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Network;
using NanoTcp.Sockets;

namespace NanoTcp.BoardSockets
{
    /// <summary>Waits until a network can be used.</summary>
    public sealed class AddressWait : Waiter
    {
        private readonly NetworkInterface _interface;

        private AddressWait(NetworkInterface networkInterface)
        {
            _interface = networkInterface;
        }

        /// <summary>Blocks until the network has a link and an address.</summary>
        /// <param name="network">The network.</param>
        /// <param name="milliseconds">The longest wait; -1: for ever.</param>
        /// <returns>False: the time is over.</returns>
        public static bool For(SocketNetwork network, int milliseconds)
        {
            SocketThreads threads = network.Threads;
            threads.Enter();
            try
            {
                return threads.Wait(new AddressWait(network.Interface), milliseconds < 0 ? long.MaxValue : threads.ReadClock() + milliseconds);
            }
            finally
            {
                threads.Leave();
            }
        }

        /// <inheritdoc/>
        public override bool IsOver()
        {
            return _interface.IsLinkUp && _interface.Kind != AddressKind.None;
        }
    }
}
