// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Boards;
using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Network;

namespace NanoTcp.SensorNode
{
    /// <summary>All of a sensor node above its driver: the network interface with an address and a name, and the application on it.</summary>
    public sealed class SensorHost
    {
        /// <summary>Makes and starts it. Its address comes from DHCP, unless <c>Network.UseStatic</c> sets one.</summary>
        /// <param name="board">The board, for the sizes that fit its memory.</param>
        /// <param name="link">The driver of its controller.</param>
        /// <param name="entropy">The source of secrets.</param>
        /// <param name="sensors">The sensors to serve.</param>
        /// <param name="options">How they are served.</param>
        /// <exception cref="InvalidOperationException">A port is refused.</exception>
        public SensorHost(Board board, EthernetLink link, EntropySource entropy, SensorSource sensors, SensorOptions options)
        {
            NetworkInterfaceOptions sizes = new NetworkInterfaceOptions();
            sizes.HostName = options.HostName;
            sizes.Stack = board.StackOptions;
            sizes.IPv4 = board.IPv4Options;
            sizes.Tcp = board.TcpOptions;
            sizes.Dhcp.Store = options.LeaseStore;
            Network = new NetworkInterface(link, entropy, sizes);
            Application = new SensorApplication(Network.Tcp, Network.IPv4, sensors, options);
            SocketError error = Application.Start();
            if (error != SocketError.Success)
            {
                throw new InvalidOperationException("The application does not start: SocketError " + ((int)error).ToString());
            }

            Network.Add(Application);
        }

        /// <summary>The network interface. Its poll does everything.</summary>
        public NetworkInterface Network { get; }

        /// <summary>The application.</summary>
        public SensorApplication Application { get; }
    }
}
