// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Wire;

namespace NanoTcp.Http
{
    /// <summary>
    /// A request as it stands in the server's buffer: nothing is copied out of it. Valid while <see cref="HttpHandler.Find"/> and
    /// <see cref="HttpHandler.Handle"/> run. The path is as the client sent it, percent-encoding included.
    /// </summary>
    public sealed class HttpRequest
    {
        /// <summary>How many bytes of the buffer are for the request. One more ends the parser's loops.</summary>
        internal readonly int Capacity;

        /// <summary>The resource that the handler has found. <see cref="HttpHandler.NotFound"/> before that, or when there is none.</summary>
        internal int Resource;

        /// <summary>Whether it is one for the head of the answer alone; found together with the resource, as is the next.</summary>
        internal bool IsHeadOnly;

        /// <summary>The end of the answer's head, which says whether the connection stays open.</summary>
        internal byte[] AnswerEnd = HttpHead.End;

        private readonly byte[] _buffer;

        /// <summary>Allocates the buffer for the request line and the header fields.</summary>
        internal HttpRequest(int bufferSize)
        {
            Capacity = bufferSize;
            _buffer = new byte[bufferSize + 1];
        }

        /// <summary>The bytes of the request. Do not change them, because the next request is compared with them.</summary>
        public byte[] Buffer
        {
            get { return _buffer; }
        }

        /// <summary>The method.</summary>
        public HttpMethod Method { get; internal set; }

        /// <summary>The offset of the path in the buffer, at its first slash.</summary>
        public int PathOffset { get; private set; }

        /// <summary>Bytes of the path.</summary>
        public int PathLength { get; private set; }

        /// <summary>The offset of the query in the buffer, behind the question mark.</summary>
        public int QueryOffset { get; private set; }

        /// <summary>Bytes of the query; 0 without a query.</summary>
        public int QueryLength { get; private set; }

        /// <summary>Bytes of content that follow the header fields. The server skips them.</summary>
        public int ContentLength { get; internal set; }

        /// <summary>Whether the client wants to use the connection for further requests.</summary>
        public bool KeepAlive { get; internal set; }

        /// <summary>Whether the client speaks HTTP/1.0.</summary>
        internal bool IsVersion10 { get; set; }

        /// <summary>Whether this is the path of the request, byte for byte.</summary>
        /// <exception cref="ArgumentNullException">The path is missing.</exception>
        public bool PathEquals(byte[] path)
        {
            return PathStartsWith(path) && path.Length == PathLength;
        }

        /// <summary>Whether the path of the request starts with these bytes.</summary>
        /// <exception cref="ArgumentNullException">They are missing.</exception>
        public bool PathStartsWith(byte[] prefix)
        {
            if (prefix == null)
            {
                Throw.ArgumentNull();
            }

            return prefix!.Length <= PathLength && HttpScan.StartsWith(_buffer, PathOffset, prefix, 0);
        }

        /// <summary>Prepares for the next request.</summary>
        internal void Reset()
        {
            Resource = HttpHandler.NotFound;
            Method = HttpMethod.Unknown;
            ContentLength = 0;
        }

        /// <summary>Says where the path is.</summary>
        internal void SetPath(int start, int end)
        {
            PathOffset = start;
            PathLength = end - start;
        }

        /// <summary>Says where the query is.</summary>
        internal void SetQuery(int start, int end)
        {
            QueryOffset = start;
            QueryLength = end - start;
        }
    }
}
