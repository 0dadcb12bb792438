// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Http
{
    /// <summary>
    /// Reads the head of a request, from its first byte each time: what has come of it lies in the connection until it is complete. Lines end with
    /// CR LF or LF alone (RFC 9112 §2.2).
    /// </summary>
    internal sealed class HttpParser
    {
        /// <summary>The head is not complete yet.</summary>
        public const int Incomplete = 0;

        private const int NoLineEnd = -1;

        private static readonly ushort s_lineEnd = BitConverter.ToUInt16(HttpText.Ascii("\r\n"), 0);

        private readonly HttpRequest _request;
        private readonly HttpRequestLine _requestLine;
        private readonly HttpFields _fields;
        private int _headLength;
        private int _emptyLines;

        // Bytes of the head that stands in the buffer, as it was taken; 0 when that is not so.
        private int _standing;

        /// <summary>Makes a parser that fills a request, and refuses those for other hosts; null: none.</summary>
        public HttpParser(HttpRequest request, HttpHosts? hosts)
        {
            _request = request;
            _fields = new HttpFields(request, hosts);
            _requestLine = new HttpRequestLine(request, _fields);
        }

        /// <summary>Bytes of the request line and the header fields with the empty line behind them, once the head is complete.</summary>
        public int HeadLength
        {
            get { return _headLength; }
        }

        /// <summary>Bytes of empty lines in front of a request line that is not complete: they say nothing (RFC 9112 §2.2).</summary>
        public int EmptyLines
        {
            get { return _emptyLines; }
        }

        /// <summary>
        /// Whether bytes begin with the head that still stands in the buffer: then they mean what that one meant. A client that asks again and again
        /// says the same each time.
        /// </summary>
        public bool Stands(byte[] bytes, int length)
        {
            int standing = _standing;
            return standing > 0 && length >= standing && HttpSearch.AreEqual(bytes, _request.Bytes, standing);
        }

        /// <summary>Forgets what it has read.</summary>
        public void Forget()
        {
            _request.Reset();
            _fields.Reset();
            _standing = 0;
            _emptyLines = 0;
        }

        /// <summary>
        /// Reads the request of which so many bytes stand in the buffer. Returns <see cref="Incomplete"/>, <see cref="HttpStatus.Ok"/> when the head is
        /// complete, or the status to refuse the request with.
        /// </summary>
        /// <param name="length">Bytes in the buffer.</param>
        /// <param name="seen">Those of them that were there when the head was found incomplete: only an empty line behind them completes it.</param>
        public int Parse(int length, int seen)
        {
            Forget();
            if (seen > 0 && length < _request.Capacity && !HttpSearch.HasEmptyLine(_request.Bytes, seen, length))
            {
                // So that who sends byte for byte does not have all of them read again for each.
                return Incomplete;
            }

            // No search goes beyond what has come: they all stop at a control character.
            byte[] buffer = _request.Bytes;
            buffer[length] = 0;
            int status = Incomplete;
            int fields = _requestLine.InterpretUsual(buffer);
            if (fields == 0)
            {
                fields = ReadRequestLine(buffer, length, out status);
            }

            if (fields > 0 && status == Incomplete)
            {
                status = ReadFields(buffer, fields, length);
            }

            if (status == Incomplete && length == _request.Capacity)
            {
                status = fields > 0 ? HttpStatus.HeaderFieldsTooLarge : HttpStatus.UriTooLong;
            }

            return status;
        }

        // Where the next line starts when this one ends there; 0 while that is open.
        private static int NextLine(byte[] buffer, int end, int length)
        {
            if (buffer[end] == '\r' && buffer[end + 1] == '\n')
            {
                return end + 2;
            }

            if (buffer[end] == '\n')
            {
                return end + 1;
            }

            return end == length || (buffer[end] == '\r' && end + 1 == length) ? 0 : NoLineEnd;
        }

        // Returns where the fields start; 0 while the line is open.
        private int ReadRequestLine(byte[] buffer, int length, out int status)
        {
            int start = 0;
            for (; ; )
            {
                int end = HttpSearch.FindControl(buffer, start);
                int next = NextLine(buffer, end, length);
                if (next <= 0)
                {
                    _emptyLines = start;
                    status = next == 0 ? Incomplete : HttpStatus.BadRequest;
                    return 0;
                }

                // RFC 9112 §2.2: an empty line before the request line is ignored.
                if (end > start)
                {
                    status = _requestLine.Interpret(start, end);
                    return next;
                }

                start = next;
            }
        }

        private int ReadFields(byte[] buffer, int start, int length)
        {
            byte[] kinds = HttpCharacter.Kinds;
            HttpFields fields = _fields;
            for (; ; )
            {
                int known = fields.Recognize(buffer, start);
                if (known < 0)
                {
                    // Behind a whole line.
                    start -= known;
                    continue;
                }

                int colon = start + (known & HttpFields.NameLength);
                if (known == 0)
                {
                    while (kinds[buffer[colon]] == HttpCharacter.Token)
                    {
                        colon++;
                    }

                    // Before the colon there is nothing but the name: no space, and so no folded line either (RFC 9112 §5.1, §5.2).
                    if (buffer[colon] != ':' || colon == start)
                    {
                        // Without a colon it is right as far as it has come, or it is none.
                        return colon == start ? ReadEnd(buffer, start, length) : colon == length ? Incomplete : HttpStatus.BadRequest;
                    }
                }

                int end = HttpSearch.FindControl(buffer, colon + 1);
                int next = end + 2;
                if (BitConverter.ToUInt16(buffer, end) != s_lineEnd)
                {
                    // No line end, or not the usual one.
                    while (buffer[end] == '\t')
                    {
                        end = HttpSearch.FindControl(buffer, end + 1);
                    }

                    next = NextLine(buffer, end, length);
                    if (next <= 0)
                    {
                        return next == 0 ? Incomplete : HttpStatus.BadRequest;
                    }
                }

                if (known < HttpFields.Meaningless)
                {
                    int status = fields.Interpret(buffer, start, colon, end);
                    if (status != Incomplete)
                    {
                        return status;
                    }
                }

                start = next;
            }
        }

        // A line without a name: nothing but the end of the head may be that.
        private int ReadEnd(byte[] buffer, int start, int length)
        {
            int next = NextLine(buffer, start, length);
            if (next <= 0)
            {
                return next == 0 ? Incomplete : HttpStatus.BadRequest;
            }

            _headLength = next;
            int status = _fields.Finish();
            _standing = status == HttpStatus.Ok ? next : 0;
            return status;
        }
    }
}
