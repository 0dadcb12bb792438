// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Dhcp;
using NanoTcp.Http;

namespace NanoTcp.SensorNode
{
    /// <summary>The name of a sensor node, its services, and the clients that may use them. Read once, by the constructors.</summary>
    public sealed class SensorOptions
    {
        /// <summary>No service on no port.</summary>
        public const int NoPort = 0;

        /// <summary>
        /// The host's name: 1 to 63 letters, digits and inner hyphens; null: nanotcp- and the last two bytes of the MAC address in hexadecimal.
        /// </summary>
        public string? HostName;

        /// <summary>Where the leased address is kept over a restart; null: nowhere.</summary>
        public LeaseStore? LeaseStore;

        /// <summary>The port of the page and the JSON.</summary>
        public int HttpPort = HttpServer.DefaultPort;

        /// <summary>
        /// The port of the echo service, usually <see cref="EchoService.DefaultPort"/>; <see cref="NoPort"/> for no echo service. It helps to try a
        /// connection, but lets anyone on the network keep the board busy.
        /// </summary>
        public int EchoPort = NoPort;

        /// <summary>The options of the web server: its sizes, its host names, and whether pages from elsewhere may read its answers.</summary>
        public HttpServerOptions Http = new HttpServerOptions();
    }
}
