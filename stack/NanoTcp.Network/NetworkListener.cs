// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Network
{
    /// <summary>Is told of changes of a <see cref="NetworkInterface"/>. An application that prefers to ask compares <see cref="NetworkInterface.Changes"/>.</summary>
    public abstract class NetworkListener
    {
        /// <summary>
        /// Link, address, kind of address, servers or domain have changed, perhaps several at once. Called in the interface's poll, before it sends what
        /// services have written.
        /// </summary>
        /// <param name="network">Whose they are. Its properties show the new state.</param>
        /// <param name="now">The time in milliseconds, as the poll got it.</param>
        public abstract void NetworkChanged(NetworkInterface network, long now);
    }
}
