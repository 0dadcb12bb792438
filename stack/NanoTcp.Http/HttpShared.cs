// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Http
{
    /// <summary>
    /// What the sessions of a server have in common: each uses it while it is polled and leaves nothing in it that it needs later. So a session has no
    /// buffer of its own, and there can be as many as there are connections.
    /// </summary>
    internal sealed class HttpShared
    {
        /// <summary>The application.</summary>
        public readonly HttpHandler Handler;

        /// <summary>Where answers are made.</summary>
        public readonly byte[] SendBuffer;

        /// <summary>The head of the answer made last.</summary>
        public readonly HttpHead Head;

        /// <summary>The request that is being read or answered.</summary>
        public readonly HttpRequest Request;

        /// <summary>Reads it.</summary>
        public readonly HttpParser Parser;

        /// <summary>How long a connection may be idle, in milliseconds.</summary>
        public readonly int IdleTimeout;

        /// <summary>Whether somebody waits for a connection, and nobody could be sent away yet: then an answer is its connection's last one.</summary>
        public bool IsAwaited;

        /// <summary>Makes it for a server whose connections have so many bytes for what they receive: a head lies there until it is complete.</summary>
        public HttpShared(HttpHandler handler, HttpServerOptions options, int receiveBuffer)
        {
            Handler = handler;
            SendBuffer = new byte[options.SendBuffer];
            Head = new HttpHead(options.AllowAnyOrigin);
            Request = new HttpRequest(options.RequestBuffer < receiveBuffer ? options.RequestBuffer : receiveBuffer);
            Parser = new HttpParser(Request, options.Hosts == null ? null : new HttpHosts(options.Hosts));
            IdleTimeout = options.IdleTimeout;
        }
    }
}
