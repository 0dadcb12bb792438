// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Http;

namespace NanoTcp.SensorNode
{
    /// <summary>The services of a <see cref="SensorApplication"/>, and the clients that may use them. Read once, by its constructor.</summary>
    public sealed class SensorOptions
    {
        /// <summary>No service on no port.</summary>
        public const int NoPort = 0;

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
