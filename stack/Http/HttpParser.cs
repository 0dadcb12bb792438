// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Http
{
    /// <summary>
    /// Reads the head of a request in one pass, however it is cut into segments, and interprets a line when its end has been seen. Lines end with
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
        private bool _inFields;
        private int _scan;
        private int _lineStart;
        private int _colon;

        // Bytes of the head that stands in the buffer, as it was taken; 0 when that is not so.
        private int _standing;

        /// <summary>Makes a parser that fills a request, and refuses those for other hosts; null: none.</summary>
        public HttpParser(HttpRequest request, HttpHosts? hosts)
        {
            _request = request;
            _fields = new HttpFields(request, hosts);
            _requestLine = new HttpRequestLine(request, _fields);
            Reset();
        }

        /// <summary>Bytes of the request line and the header fields with the empty line behind them, once the head is complete.</summary>
        public int HeadLength
        {
            get { return _scan; }
        }

        /// <summary>
        /// Begins a request with the first bytes of it, which are not in the buffer yet. Returns what <see cref="Parse"/> returns. A client that asks
        /// again and again says the same each time: what is, byte for byte, the head that still stands in the buffer means what that one meant.
        /// </summary>
        public int Begin(byte[] bytes, int length)
        {
            byte[] buffer = _request.Bytes;
            if (length != _standing || !HttpSearch.AreEqual(bytes, buffer, length))
            {
                Array.Copy(bytes, 0, buffer, 0, length);
                Reset();
                return Parse(length);
            }

            return HttpStatus.Ok;
        }

        /// <summary>Prepares for a request that starts at the beginning of the buffer.</summary>
        public void Reset()
        {
            _inFields = false;
            _scan = 0;
            _lineStart = 0;
            _colon = 0;
            _standing = 0;
            _request.Reset();
            _fields.Reset();
        }

        /// <summary>
        /// Goes on reading; the buffer holds that many bytes now. Returns <see cref="Incomplete"/>, <see cref="HttpStatus.Ok"/> when the head is
        /// complete, or the status to refuse the request with.
        /// </summary>
        public int Parse(int length)
        {
            // No search goes beyond what has come: they all stop at a control character.
            byte[] buffer = _request.Bytes;
            buffer[length] = 0;
            int status = _inFields ? Incomplete : ReadRequestLine(buffer, length);
            if (_inFields && status == Incomplete)
            {
                status = ReadFields(buffer, length);
            }

            if (status == Incomplete && length == _request.Capacity)
            {
                status = _inFields ? HttpStatus.HeaderFieldsTooLarge : HttpStatus.UriTooLong;
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

        private int ReadRequestLine(byte[] buffer, int length)
        {
            int usual = _scan == 0 ? _requestLine.InterpretUsual(buffer) : 0;
            if (usual > 0)
            {
                _scan = usual;
                _lineStart = usual;
                _inFields = true;
                return Incomplete;
            }

            for (; ; )
            {
                int start = _lineStart;
                int end = HttpSearch.FindControl(buffer, _scan);
                int next = NextLine(buffer, end, length);
                if (next <= 0)
                {
                    _scan = end;
                    return next == 0 ? Incomplete : HttpStatus.BadRequest;
                }

                _scan = next;
                _lineStart = next;

                // RFC 9112 §2.2: an empty line before the request line is ignored.
                if (end > start)
                {
                    _inFields = true;
                    return _requestLine.Interpret(start, end);
                }
            }
        }

        private int ReadFields(byte[] buffer, int length)
        {
            byte[] kinds = HttpCharacter.Kinds;
            HttpFields fields = _fields;
            int start = _lineStart;
            int scan = _scan;
            int colon = _colon;
            for (; ; )
            {
                int known = 0;
                if (colon == 0)
                {
                    known = fields.Recognize(buffer, start);
                    if (known > 0)
                    {
                        colon = start + (known & HttpFields.NameLength);
                        scan = colon + 1;
                    }
                    else if (known < 0)
                    {
                        // Behind a whole line.
                        start -= known;
                        scan = start;
                        continue;
                    }
                }

                if (colon == 0)
                {
                    while (kinds[buffer[scan]] == HttpCharacter.Token)
                    {
                        scan++;
                    }

                    // Before the colon there is nothing but the name: no space, and so no folded line either (RFC 9112 §5.1, §5.2).
                    if (buffer[scan] != ':' || scan == start)
                    {
                        // Without a colon it is right as far as it has come, or it is none.
                        _lineStart = start;
                        _scan = scan;
                        _colon = 0;
                        return scan == start ? ReadEnd(buffer, length) : scan == length ? Incomplete : HttpStatus.BadRequest;
                    }

                    colon = scan++;
                }

                int end = HttpSearch.FindControl(buffer, scan);
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
                        _lineStart = start;
                        _colon = colon;
                        _scan = end;
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
                scan = next;
                colon = 0;
            }
        }

        // A line without a name: nothing but the end of the head may be that.
        private int ReadEnd(byte[] buffer, int length)
        {
            int next = _lineStart + 2;
            if (BitConverter.ToUInt16(buffer, _lineStart) != s_lineEnd)
            {
                next = NextLine(buffer, _lineStart, length);
                if (next <= 0)
                {
                    return next == 0 ? Incomplete : HttpStatus.BadRequest;
                }
            }

            _scan = next;
            int status = _fields.Finish();
            _standing = status == HttpStatus.Ok ? next : 0;
            return status;
        }
    }
}
