// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Boards;
using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Mdns;
using NanoTcp.Network;
using NanoTcp.Platform;

namespace NanoTcp.SensorNode
{
    /// <summary>All of a sensor node above its driver: the network interface with an address and a name, and the application on it.</summary>
    public sealed class SensorHost
    {
        /// <summary>A frame of Ethernet has no room for a longer query.</summary>
        private const int LongestQuery = 1472;

        /// <summary>Makes and starts a node with the sizes of a board. Its address comes from DHCP, unless <c>Network.UseStatic</c> sets one.</summary>
        /// <param name="board">The board, for the sizes that fit its memory.</param>
        /// <param name="link">The driver of its controller.</param>
        /// <param name="entropy">The source of secrets.</param>
        /// <param name="sensors">The sensors to serve.</param>
        /// <param name="options">How they are served.</param>
        /// <exception cref="InvalidOperationException">A port is refused.</exception>
        public SensorHost(Board board, EthernetLink link, EntropySource entropy, SensorSource sensors, SensorOptions options)
            : this(new NetworkInterface(link, entropy, BoardSizes.Of(board, options.HostName, options.LeaseStore)), sensors, options)
        {
        }

        /// <summary>Makes and starts a node on an interface.</summary>
        /// <param name="network">The interface. The application and the name are added to it.</param>
        /// <param name="sensors">The sensors to serve.</param>
        /// <param name="options">How they are served.</param>
        /// <exception cref="InvalidOperationException">A port is refused.</exception>
        public SensorHost(NetworkInterface network, SensorSource sensors, SensorOptions options)
        {
            Network = network;
            Application = new SensorApplication(network.Tcp, network.IPv4, sensors, options);
            Check(Application.Start());
            network.Add(Application);

            MdnsOptions names = new MdnsOptions();
            names.Name = network.HostName;
            names.MaxServices = 1;
            names.QueueLength = 4;
            names.QueueBytes = LongestQuery;
            names.PendingQueries = 2;
            Mdns = new MdnsResponder(network.Udp, network.IPv4, names);
            MdnsService page = new MdnsService();
            page.Port = options.HttpPort;
            Mdns.Add(page);
            Check(Mdns.Start());
            network.Add(Mdns);
        }

        /// <summary>The network interface. Its poll does everything.</summary>
        public NetworkInterface Network { get; }

        /// <summary>The application.</summary>
        public SensorApplication Application { get; }

        /// <summary>What makes the board known by its name. It changes the name if another station has the same.</summary>
        public MdnsResponder Mdns { get; }

        private static void Check(SocketError error)
        {
            if (error != SocketError.Success)
            {
                throw new InvalidOperationException("A service does not start: SocketError " + ((int)error).ToString());
            }
        }
    }
}
