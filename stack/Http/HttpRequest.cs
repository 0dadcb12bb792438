// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Http
{
    /// <summary>
    /// A request as it stands in the session's buffer: nothing is copied out of it. Valid until its answer has been sent. The path is as the client
    /// sent it, percent-encoding included.
    /// </summary>
    public sealed class HttpRequest
    {
        /// <summary>Allocates the buffer for the request line and the header fields.</summary>
        internal HttpRequest(int bufferSize)
        {
            Capacity = bufferSize;
            Buffer = new byte[bufferSize + HttpSearch.Overrun];
        }

        /// <summary>The bytes of the request.</summary>
        public byte[] Buffer { get; }

        /// <summary>How many bytes of the buffer are for the request. The rest is there for searches.</summary>
        internal int Capacity { get; }

        /// <summary>The method.</summary>
        public HttpMethod Method { get; internal set; }

        /// <summary>Where the path starts in the buffer: at its first slash.</summary>
        public int PathOffset { get; internal set; }

        /// <summary>Bytes of the path.</summary>
        public int PathLength { get; internal set; }

        /// <summary>Where the query starts in the buffer: behind the question mark.</summary>
        public int QueryOffset { get; internal set; }

        /// <summary>Bytes of the query; 0 when there is none.</summary>
        public int QueryLength { get; internal set; }

        /// <summary>Bytes of content that follow the header fields. The server skips them.</summary>
        public int ContentLength { get; internal set; }

        /// <summary>Whether the client wants to use the connection for further requests.</summary>
        public bool KeepAlive { get; internal set; }

        /// <summary>Whether the client speaks HTTP/1.0.</summary>
        internal bool IsVersion10 { get; set; }

        /// <summary>Whether this is the path of the request, byte for byte.</summary>
        public bool PathEquals(byte[] path)
        {
            return PathLength == path.Length && PathStartsWith(path);
        }

        /// <summary>Whether the path of the request starts with these bytes.</summary>
        public bool PathStartsWith(byte[] prefix)
        {
            int length = prefix.Length;
            if (PathLength < length)
            {
                return false;
            }

            byte[] buffer = Buffer;
            int offset = PathOffset;
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
