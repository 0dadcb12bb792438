// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Http
{
    /// <summary>
    /// The application behind a <see cref="HttpServer"/>. It numbers its resources as it likes; the server deals with everything that is the same
    /// for all of them: unknown paths, methods that are not allowed, HEAD, and the pace of the connection. One handler serves all sessions, so
    /// it keeps nothing between two calls.
    /// </summary>
    public abstract class HttpHandler
    {
        /// <summary>What <see cref="Find"/> returns when the path names nothing: the answer is 404.</summary>
        public const int NotFound = 0;

        /// <summary>The time at which the request is handled: that of the poll of the server. Set before <see cref="Find"/>.</summary>
        protected internal long Now;

        /// <summary>
        /// The number of the resource that the path of the request names, or <see cref="NotFound"/>. What it names does not change: a client that asks for it
        /// again with the same head may be answered without asking here again.
        /// </summary>
        public abstract int Find(HttpRequest request);

        /// <summary>Answers GET or HEAD for a resource: says what the content is. The server leaves the content away for HEAD.</summary>
        public abstract void Handle(int resource, HttpRequest request, HttpResponse response);

        /// <summary>
        /// Makes a piece of the content announced with <see cref="HttpResponse.SetProducedContent"/>: all of its bytes from the position on, as
        /// many as asked for. Called in order, whenever the connection takes more.
        /// </summary>
        public virtual void ReadContent(int resource, int position, byte[] buffer, int offset, int count)
        {
            throw new NotSupportedException("A handler that announces produced content must produce it.");
        }
    }
}
