// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Http
{
    /// <summary>
    /// The application behind a <see cref="HttpServer"/>. It numbers its resources as it likes. The server handles everything that is the same for
    /// all resources: unknown paths, methods that are not allowed, HEAD, and the pace of the connection. One handler serves all sessions, so it must
    /// keep no state between two calls.
    /// </summary>
    public abstract class HttpHandler
    {
        /// <summary>The result of <see cref="Find"/> for an unknown path: the answer is 404.</summary>
        public const int NotFound = 0;

        /// <summary>The time at which the request is handled, in milliseconds: that of the server's poll. Set before <see cref="Find"/>.</summary>
        protected internal long Now;

        /// <summary>
        /// The number of the resource that the path of the request names, or <see cref="NotFound"/>. The result for a head must not change. If a
        /// client sends the same head again, the server may answer without another call.
        /// </summary>
        public abstract int Find(HttpRequest request);

        /// <summary>Answers GET or HEAD for a resource by setting the content. For HEAD the server leaves the content out.</summary>
        public abstract void Handle(int resource, HttpRequest request, HttpResponse response);

        /// <summary>
        /// Makes a piece of the content announced with <see cref="HttpResponse.SetProducedContent"/>: exactly the requested number of bytes from the
        /// position on. Called in order, whenever the connection takes more.
        /// </summary>
        public virtual void ReadContent(int resource, int position, byte[] buffer, int offset, int count)
        {
            throw new NotSupportedException("A handler that announces produced content must produce it.");
        }
    }
}
