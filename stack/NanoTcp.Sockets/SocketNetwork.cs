// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Network;
using NanoTcp.Resolver;

namespace NanoTcp.Sockets
{
    /// <summary>A network that a program's sockets use, and how the program's threads share it.</summary>
    public sealed partial class SocketNetwork
    {
        private readonly NetworkInterface _interface;
        private readonly SocketThreads _threads;
        private readonly DnsResolver? _resolver;

        /// <summary>Joins a network interface with the threads of a program. <see cref="Use"/> gives it to the program's sockets.</summary>
        /// <param name="networkInterface">The interface. Only <paramref name="threads"/> may poll it from now on.</param>
        /// <param name="threads">How threads share it.</param>
        /// <param name="resolver">Finds addresses of names; null: only addresses in numbers are understood.</param>
        /// <exception cref="ArgumentNullException">One of them is missing.</exception>
        public SocketNetwork(NetworkInterface networkInterface, SocketThreads threads, DnsResolver? resolver)
        {
            _interface = networkInterface ?? throw new ArgumentNullException();
            _threads = threads ?? throw new ArgumentNullException();
            _resolver = resolver;
        }

        /// <summary>The interface. Who uses it takes the stack first: see <see cref="SocketThreads.Enter"/>.</summary>
        public NetworkInterface Interface
        {
            get { return _interface; }
        }

        /// <summary>How threads share it.</summary>
        public SocketThreads Threads
        {
            get { return _threads; }
        }

        /// <summary>Finds addresses of names; null: only addresses in numbers are understood.</summary>
        public DnsResolver? Resolver
        {
            get { return _resolver; }
        }
    }
}
