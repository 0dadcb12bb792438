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
        /// <summary>How many bytes of the buffer are for the request. The rest is there for searches.</summary>
        internal readonly int Capacity;

        /// <summary>What <see cref="Buffer"/> returns: a property costs the device more.</summary>
        internal readonly byte[] Bytes;

        /// <summary>The resource that the handler has found for it, to be read; <see cref="HttpHandler.NotFound"/> before, or when there is none.</summary>
        internal int Resource;

        /// <summary>Bytes of content that follow the head.</summary>
        internal int Content;

        /// <summary>Whether it is one for the head of the answer alone; found together with the resource, as is the next.</summary>
        internal bool IsHeadOnly;

        /// <summary>The end of the answer's head, which says whether the connection stays open.</summary>
        internal byte[] AnswerEnd = HttpHead.End;

        private HttpMethod _method;
        private int _pathOffset;
        private int _pathLength;
        private int _queryOffset;
        private int _queryLength;
        private bool _keepAlive;
        private bool _isVersion10;

        /// <summary>Allocates the buffer for the request line and the header fields.</summary>
        internal HttpRequest(int bufferSize)
        {
            Capacity = bufferSize;
            Bytes = new byte[bufferSize + HttpSearch.Overrun];
        }

        /// <summary>The bytes of the request, which are not to be changed: the next one is compared with them.</summary>
        public byte[] Buffer
        {
            get { return Bytes; }
        }

        /// <summary>The method.</summary>
        public HttpMethod Method
        {
            get { return _method; }
        }

        /// <summary>Where the path starts in the buffer: at its first slash.</summary>
        public int PathOffset
        {
            get { return _pathOffset; }
        }

        /// <summary>Bytes of the path.</summary>
        public int PathLength
        {
            get { return _pathLength; }
        }

        /// <summary>Where the query starts in the buffer: behind the question mark.</summary>
        public int QueryOffset
        {
            get { return _queryOffset; }
        }

        /// <summary>Bytes of the query; 0 when there is none.</summary>
        public int QueryLength
        {
            get { return _queryLength; }
        }

        /// <summary>Bytes of content that follow the header fields. The server skips them.</summary>
        public int ContentLength
        {
            get { return Content; }
        }

        /// <summary>Whether the client wants to use the connection for further requests.</summary>
        public bool KeepAlive
        {
            get { return _keepAlive; }
            internal set { _keepAlive = value; }
        }

        /// <summary>Whether the client speaks HTTP/1.0.</summary>
        internal bool IsVersion10
        {
            get { return _isVersion10; }
        }

        /// <summary>Whether this is the path of the request, byte for byte.</summary>
        /// <exception cref="ArgumentNullException">The path is missing.</exception>
        public bool PathEquals(byte[] path)
        {
            if (path == null)
            {
                Throw.ArgumentNull();
            }

            int length = path!.Length;
            return _pathLength == length && Matches(path, length);
        }

        /// <summary>Whether the path of the request starts with these bytes.</summary>
        /// <exception cref="ArgumentNullException">They are missing.</exception>
        public bool PathStartsWith(byte[] prefix)
        {
            if (prefix == null)
            {
                Throw.ArgumentNull();
            }

            int length = prefix!.Length;
            return _pathLength >= length && Matches(prefix, length);
        }

        /// <summary>Prepares for the next request.</summary>
        internal void Reset()
        {
            Resource = HttpHandler.NotFound;
            _method = HttpMethod.Unknown;
            Content = 0;
        }

        /// <summary>Takes over what a request line says.</summary>
        internal void SetLine(HttpMethod method, int path, int pathEnd, int query, int queryEnd, bool isVersion10)
        {
            _method = method;
            _isVersion10 = isVersion10;
            _keepAlive = !isVersion10;
            _queryOffset = query;
            _queryLength = queryEnd - query;
            _pathOffset = path;
            _pathLength = pathEnd - path;
        }

        /// <summary>Says where the path is when the target has more in front of it.</summary>
        internal void SetPath(int path, int pathEnd)
        {
            _pathOffset = path;
            _pathLength = pathEnd - path;
        }

        private bool Matches(byte[] prefix, int length)
        {
            byte[] buffer = Bytes;
            int offset = _pathOffset;
            if (length < 8)
            {
                for (int i = 0; i < length; i++)
                {
                    if (buffer[offset + i] != prefix[i])
                    {
                        return false;
                    }
                }

                return true;
            }

            // Eight bytes in a step, from the end; the last step may look at some of them again.
            for (int i = length - 8; i > 0; i -= 8)
            {
                if (BitConverter.ToUInt64(buffer, offset + i) != BitConverter.ToUInt64(prefix, i))
                {
                    return false;
                }
            }

            return BitConverter.ToUInt64(buffer, offset) == BitConverter.ToUInt64(prefix, 0);
        }
    }
}
