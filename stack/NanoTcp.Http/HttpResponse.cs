// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Wire;

namespace NanoTcp.Http
{
    /// <summary>
    /// A handler's description of its answer. The answer of a handler. The content comes from one of three places. The cheapest is an array that
    /// stays unchanged. The second is a copy of an array that the handler will use again. For contents of any length the handler itself makes the
    /// content piece by piece. The content type is in an array that never changes, such as those of <see cref="HttpContentType"/>.
    /// </summary>
    public sealed class HttpResponse
    {
        /// <summary>The longest name of a media type.</summary>
        public const int MaxContentType = 80;

        /// <summary>
        /// The array that holds the content; null when the handler produces it. A copy, and nothing at all, are in the send buffer, behind the room for the
        /// longest head.
        /// </summary>
        internal byte[]? Content;

        /// <summary>Where the content starts in an array of the handler.</summary>
        internal int ContentOffset;

        /// <summary>The content's type.</summary>
        internal byte[] ContentType = HttpContentType.Text;

        /// <summary>Bytes of the content.</summary>
        internal int Length;

        /// <summary>The status code.</summary>
        internal int StatusCode;

        private readonly byte[] _sendBuffer;
        private int _sendSpace;

        /// <summary>Makes answers in a buffer that all sessions share.</summary>
        internal HttpResponse(byte[] sendBuffer)
        {
            _sendBuffer = sendBuffer;
        }

        /// <summary>The status code: 200 unless set. A handler that can only report a failure calls <see cref="Fail"/> instead.</summary>
        public int Status
        {
            get { return StatusCode; }
            set { StatusCode = value; }
        }

        /// <summary>Bytes of the content.</summary>
        public int ContentLength
        {
            get { return Length; }
        }

        /// <summary>The content is part of an array that does not change before it is sent. An array that never changes is best.</summary>
        /// <exception cref="ArgumentNullException">One of the arrays is missing.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The part does not lie in the array.</exception>
        public void SetContent(byte[] contentType, byte[] content, int offset, int length)
        {
            Check(contentType, content, offset, length);
            ContentType = contentType;
            Length = length;
            Content = content;
            ContentOffset = offset;
        }

        /// <summary>
        /// The content is a copy of the array. False, and the answer is 500, when head and content do not fit into the send buffer of the server or
        /// of the connection. 256 bytes are reserved for the head.
        /// </summary>
        /// <exception cref="ArgumentNullException">One of the arrays is missing.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The part does not lie in the array.</exception>
        public bool CopyContent(byte[] contentType, byte[] content, int offset, int length)
        {
            Check(contentType, content, offset, length);
            if (length > _sendSpace - HttpHead.MaxLength)
            {
                Fail(HttpStatus.InternalServerError);
                return false;
            }

            byte[] buffer = _sendBuffer;
            Array.Copy(content, offset, buffer, HttpHead.MaxLength, length);
            ContentType = contentType;
            Length = length;
            Content = buffer;
            return true;
        }

        /// <summary><see cref="HttpHandler.ReadContent"/> makes the content, which has that many bytes in all.</summary>
        /// <exception cref="ArgumentNullException">The type is missing.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
        public void SetProducedContent(byte[] contentType, int length)
        {
            if (contentType == null)
            {
                Throw.ArgumentNull();
            }

            if (length < 0)
            {
                Throw.ArgumentOutOfRange();
            }

            ContentType = contentType!;
            Length = length;
            Content = null;
        }

        /// <summary>The answer is a failure, with its name as the content.</summary>
        public void Fail(int status)
        {
            byte[] line = HttpStatus.Line(status);
            SetContent(HttpContentType.Text, line, HttpStatus.TextOffset, line.Length - HttpStatus.TextOffset - HttpStatus.TextEnd);
            StatusCode = status;
        }

        /// <summary>Prepares for an answer; the connection takes that many bytes now, or more than the send buffer holds.</summary>
        internal void Reset(int sendSpace)
        {
            _sendSpace = sendSpace;
            StatusCode = HttpStatus.Ok;
            ContentType = HttpContentType.Text;
            Content = _sendBuffer;
            Length = 0;
        }

        private static void Check(byte[] contentType, byte[] content, int offset, int length)
        {
            if (contentType == null || content == null)
            {
                Throw.ArgumentNull();
            }

            if ((offset | length) < 0 || length > content!.Length - offset)
            {
                Throw.ArgumentOutOfRange();
            }
        }
    }
}
