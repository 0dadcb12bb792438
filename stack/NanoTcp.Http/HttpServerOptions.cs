// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Http
{
    /// <summary>The sizes and times of a <see cref="HttpServer"/>. Read once, by its constructor.</summary>
    public sealed class HttpServerOptions
    {
        /// <summary>Connections served at a time. It is best to have as many as the transport has. Further ones wait in the backlog.</summary>
        public int MaxSessions = 8;

        /// <summary>Connections that can wait to be accepted. TcpOptions.MaxBacklog is the maximum.</summary>
        public int Backlog = 4;

        /// <summary>
        /// The longest head of a request, in bytes. All sessions share one buffer of this size. A head also has to fit into the receive buffer of its
        /// connection, where it stays until it is complete. A longer request line is answered with 414, longer fields with 431. Browsers send 500 to
        /// 1000 bytes.
        /// </summary>
        public int RequestBuffer = 2048;

        /// <summary>
        /// Bytes of the buffer in which all sessions make their answers. It is at least <see cref="HttpServer.MinSendBuffer"/> and not more than the
        /// send buffer of a connection. The payload of a full segment is best.
        /// </summary>
        public int SendBuffer = 1460;

        /// <summary>
        /// The longest time in milliseconds for an idle connection, for a request to arrive, and for a client that takes nothing of an answer. While
        /// others wait for a connection the times are shorter: a tenth of a second between two requests, and a few seconds for a request or an
        /// answer.
        /// </summary>
        public int IdleTimeout = 30_000;

        /// <summary>
        /// The names and addresses by which clients may ask, without a port; null: any. A request for another host is answered with 421 (RFC 9110
        /// §7.4). Without this a page from anywhere can read the answers, if its own name is made to lead here (DNS rebinding). A request without a
        /// host, as HTTP/1.0 allows, is served, because no browser sends one.
        /// </summary>
        public string[]? Hosts;

        /// <summary>Whether pages of any origin may read the answers: each then has <c>Access-Control-Allow-Origin: *</c>.</summary>
        public bool AllowAnyOrigin;
    }
}
