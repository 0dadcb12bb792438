// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Http
{
    /// <summary>The sizes and times of a <see cref="HttpServer"/>. Read once, by its constructor.</summary>
    public sealed class HttpServerOptions
    {
        /// <summary>Connections served at a time: best as many as the transport has. Further ones wait in the backlog.</summary>
        public int MaxSessions = 8;

        /// <summary>Connections that can wait to be accepted: no more than TcpOptions.MaxBacklog.</summary>
        public int Backlog = 4;

        /// <summary>
        /// Bytes of a request up to the end of its header fields, one buffer for all sessions; never more than the receive buffer of a connection, in which
        /// a request lies until it is complete. A longer request line is answered with 414, longer fields with 431. Browsers send 500 to 1000 bytes.
        /// </summary>
        public int RequestBuffer = 2048;

        /// <summary>
        /// Bytes of the buffer in which all sessions make their answers: at least <see cref="HttpServer.MinSendBuffer"/>, at best the payload of
        /// a full segment, and not more than the send buffer of a connection.
        /// </summary>
        public int SendBuffer = 1460;

        /// <summary>
        /// How long, in milliseconds, a connection may be idle, a request may take to arrive, and a client may take nothing of an answer. While others
        /// wait for a connection it is less: a tenth of a second between two requests, and a few seconds for a request or an answer.
        /// </summary>
        public int IdleTimeout = 30_000;

        /// <summary>
        /// The names and addresses by which clients may ask, without a port; null: any. A request for another host is answered with 421 (RFC 9110 §7.4).
        /// Without it a page from anywhere can read what the server says, if its own name is made to lead here (DNS rebinding). A request that
        /// names no host, as HTTP/1.0 allows, is served: no browser sends one.
        /// </summary>
        public string[]? Hosts;

        /// <summary>Whether pages of any origin may read the answers: each then has <c>Access-Control-Allow-Origin: *</c>.</summary>
        public bool AllowAnyOrigin;
    }
}
