// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Boards;
using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Mdns;
using NanoTcp.Network;
using NanoTcp.Platform;
using NanoTcp.Resolver;

namespace NanoTcp.BoardSockets
{
    /// <summary>All that a program's sockets stand on, above the driver: the network interface with the sizes of a board, a resolver, and a name.</summary>
    public sealed class SocketHost
    {
        /// <summary>Makes the host. It begins to look for an address when it is polled.</summary>
        /// <param name="board">The board, for the sizes that fit its memory.</param>
        /// <param name="link">The driver of its controller.</param>
        /// <param name="entropy">The source of secrets.</param>
        /// <param name="options">Name and address.</param>
        /// <exception cref="InvalidOperationException">The port of mDNS is refused.</exception>
        public SocketHost(Board board, EthernetLink link, EntropySource entropy, BoardNetworkOptions options)
        {
            Network = new NetworkInterface(link, entropy, BoardSizes.Of(board, options.HostName, options.LeaseStore));
            if (options.Address != null)
            {
                Network.UseStatic(options.Address, options.PrefixLength, options.Gateway);
                if (options.DnsServer != null)
                {
                    Network.Settings.AddDnsServer(options.DnsServer);
                }
            }

            Resolver = new DnsResolver(Network.IPv4, Network.Udp, Network.Tcp, Network.Settings, new ResolverOptions());
            Network.Add(Resolver);
            if (options.IsFoundByName)
            {
                MdnsOptions names = new MdnsOptions();
                names.Name = Network.HostName;
                names.MaxServices = 0;
                MdnsResponder mdns = new MdnsResponder(Network.Udp, Network.IPv4, names);
                SocketError error = mdns.Start();
                if (error != SocketError.Success)
                {
                    throw new InvalidOperationException("mDNS does not start: SocketError " + ((int)error).ToString());
                }

                Network.Add(mdns);
            }
        }

        /// <summary>The network interface. Its poll does everything.</summary>
        public NetworkInterface Network { get; }

        /// <summary>Finds addresses of names.</summary>
        public DnsResolver Resolver { get; }
    }
}
