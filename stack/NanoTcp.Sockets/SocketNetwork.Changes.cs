// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net.NetworkInformation;
using nanoFramework.Networking;

namespace NanoTcp.Sockets
{
    // What a program that asks for it is told of changes.
    public sealed partial class SocketNetwork
    {
        private NetworkWatch? _watch;
        private NetworkSetup? _setup;

        /// <summary>Calls the handlers of <see cref="NetworkChange"/>.</summary>
        internal NetworkWatch Watch
        {
            get { return _watch ??= new NetworkWatch(this); }
        }

        /// <summary>Does the work of <see cref="NetworkHelper"/>.</summary>
        internal NetworkSetup Setup
        {
            get { return _setup ??= new NetworkSetup(this); }
        }
    }
}
