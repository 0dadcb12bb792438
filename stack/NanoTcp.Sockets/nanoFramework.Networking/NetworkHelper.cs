// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using System.Threading;
using NanoTcp.Sockets;

namespace nanoFramework.Networking
{
    /// <summary>Sets up a program's network, and waits until it can be used.</summary>
    public static class NetworkHelper
    {
        /// <summary>Set while there is an address, and the date if it was asked for. <see cref="SetupNetworkHelper(bool)"/> begins to keep it so.</summary>
        /// <exception cref="NotSupportedException">The program has no network.</exception>
        public static ManualResetEvent NetworkReady
        {
            get { return Setup.Ready; }
        }

        /// <summary>How far it is.</summary>
        public static NetworkHelperStatus Status
        {
            get
            {
                SocketNetwork? network = SocketNetwork.Current;
                return network == null ? NetworkHelperStatus.FailedNoNetworkInterface : network.Setup.Status;
            }
        }

        /// <summary>Why the status is ExceptionOccurred; null: there was no exception.</summary>
        public static Exception? HelperException
        {
            get { return SocketNetwork.Current?.Setup.Exception; }
        }

        private static NetworkSetup Setup
        {
            get { return (SocketNetwork.Current ?? throw new NotSupportedException("The program has no network.")).Setup; }
        }

        /// <summary>Watches the network from now on, on a thread of its own. <see cref="NetworkReady"/> tells when it can be used.</summary>
        /// <param name="requiresDateTime">Whether the clock has to show a date, too.</param>
        /// <exception cref="NotSupportedException">The program has no network.</exception>
        /// <exception cref="InvalidOperationException">It watches already. <see cref="Reset"/> ends that.</exception>
        public static void SetupNetworkHelper(bool requiresDateTime = false)
        {
            Setup.Start(null, requiresDateTime);
        }

        /// <summary>The same with a static address.</summary>
        /// <param name="ipConfiguration">The address; null: the interface's own way to get one.</param>
        /// <param name="requiresDateTime">Whether the clock has to show a date, too.</param>
        /// <exception cref="NotSupportedException">The program has no network.</exception>
        /// <exception cref="InvalidOperationException">It watches already. <see cref="Reset"/> ends that.</exception>
        /// <exception cref="ArgumentException">The configuration is wrong: see <see cref="System.Net.NetworkInformation.NetworkInterface.EnableStaticIPv4"/>.</exception>
        /// <exception cref="FormatException">One of its addresses is none.</exception>
        public static void SetupNetworkHelper(IPConfiguration? ipConfiguration, bool requiresDateTime = false)
        {
            Setup.Start(ipConfiguration, requiresDateTime);
        }

        /// <summary>Waits until the network can be used.</summary>
        /// <param name="token">Ends the wait. It is looked at every 200 ms.</param>
        /// <param name="requiresDateTime">Whether the clock has to show a date, too.</param>
        /// <returns>False: <see cref="Status"/> tells why not.</returns>
        public static bool SetupAndConnectNetwork(CancellationToken token = default, bool requiresDateTime = false)
        {
            return SetupAndConnectNetwork(null, token, requiresDateTime);
        }

        /// <summary>The same with a static address.</summary>
        /// <param name="ipConfiguration">The address; null: the interface's own way to get one.</param>
        /// <param name="token">Ends the wait. It is looked at every 200 ms.</param>
        /// <param name="requiresDateTime">Whether the clock has to show a date, too.</param>
        /// <returns>False: <see cref="Status"/> tells why not.</returns>
        public static bool SetupAndConnectNetwork(IPConfiguration? ipConfiguration, CancellationToken token = default, bool requiresDateTime = false)
        {
            SocketNetwork? network = SocketNetwork.Current;
            return network != null && network.Setup.Connect(ipConfiguration, token, requiresDateTime);
        }

        /// <summary>Ends what <see cref="SetupNetworkHelper(bool)"/> began, and forgets everything.</summary>
        public static void Reset()
        {
            SocketNetwork.Current?.Setup.Reset();
        }
    }
}
