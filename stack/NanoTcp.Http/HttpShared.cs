// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Http
{
    /// <summary>
    /// The objects that all sessions of a server share. A session uses them only while it is polled, and leaves nothing in them. So a session has no
    /// buffer of its own, and there can be as many sessions as connections.
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

        /// <summary>Whether a client waits for a connection, and no session could be ended yet. Then an answer is its connection's last one.</summary>
        public bool IsAwaited;

        /// <summary>Makes it for a server whose connections have receive buffers of this size. A head stays there until it is complete.</summary>
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
