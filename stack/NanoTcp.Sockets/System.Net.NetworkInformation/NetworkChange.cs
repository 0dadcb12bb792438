// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net.Sockets;
using NanoTcp.Sockets;

namespace System.Net.NetworkInformation
{
    /// <summary>
    /// Tells a program when its network changes. Handlers run one after another on a thread of their own, which may use sockets. They see the state of the
    /// moment when they run: of changes in quick succession the last one may be all they are told.
    /// </summary>
    /// <remarks>
    /// The thread lives as long as there is a handler. It waits as a blocked call does, so other blocked calls may have to take turns with it.
    /// </remarks>
    public static class NetworkChange
    {
        /// <summary>The address has changed, or there is one, or none any more.</summary>
        /// <exception cref="SocketException">SystemNotReady: the program has no network.</exception>
        public static event NetworkAddressChangedEventHandler NetworkAddressChanged
        {
            add { Watch.Add(value); }
            remove { Watch.Remove(value); }
        }

        /// <summary>The link has come up or gone down.</summary>
        /// <exception cref="SocketException">SystemNotReady: the program has no network.</exception>
        public static event NetworkAvailabilityChangedEventHandler NetworkAvailabilityChanged
        {
            add { Watch.Add(value); }
            remove { Watch.Remove(value); }
        }

        /// <summary>Never raised: there is no access point.</summary>
        public static event NetworkAPStationChangedEventHandler NetworkAPStationChanged
        {
            add { }
            remove { }
        }

        private static NetworkWatch Watch
        {
            get { return (SocketNetwork.Current ?? throw new SocketException(SocketError.SystemNotReady)).Watch; }
        }
    }
}
