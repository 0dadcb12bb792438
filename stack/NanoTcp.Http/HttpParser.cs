// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Http
{
    /// <summary>
    /// Reads the head of a request (RFC 9112 §2 to §7) line by line. Each time it begins with the first byte, because the head stays in the
    /// connection until it is complete. A head that is the same as the one before, byte for byte, is not read again.
    /// </summary>
    internal sealed class HttpParser
    {
        /// <summary>The head is not complete yet.</summary>
        public const int Incomplete = 0;

        private const int VersionLength = 8;

        // Where a line goes on that has no end yet, or none that is allowed.
        private const int Open = 0;
        private const int Malformed = -1;

        // The names of methods by HttpMethod, and the values that they are compared with in lower case.
        private static readonly byte[][] s_methods = MakeMethods();
        private static readonly byte[] s_version = HttpText.Ascii("HTTP/");
        private static readonly byte[] s_http = HttpText.Ascii("http://");
        private static readonly byte[] s_https = HttpText.Ascii("https://");
        private static readonly byte[] s_host = HttpText.Ascii("host");
        private static readonly byte[] s_connection = HttpText.Ascii("connection");
        private static readonly byte[] s_close = HttpText.Ascii("close");
        private static readonly byte[] s_keepAlive = HttpText.Ascii("keep-alive");
        private static readonly byte[] s_contentLength = HttpText.Ascii("content-length");
        private static readonly byte[] s_transferEncoding = HttpText.Ascii("transfer-encoding");
        private static readonly byte[] s_expect = HttpText.Ascii("expect");

        private readonly HttpRequest _request;
        private readonly HttpHosts? _hosts;
        private readonly byte[] _buffer;
        private int _headLength;
        private int _emptyLines;

        // Bytes of the head that stands in the buffer, as it was taken; 0 when that is not so.
        private int _standing;

        // The parts of the head that were found.
        private bool _hasRequestLine;
        private bool _hasAuthority;
        private bool _hasHost;
        private bool _hasContentLength;
        private bool _hasTransferEncoding;
        private bool _expects;
        private bool _closes;

        /// <summary>Makes a parser that fills a request, and refuses those for other hosts; null: none.</summary>
        public HttpParser(HttpRequest request, HttpHosts? hosts)
        {
            _request = request;
            _hosts = hosts;
            _buffer = request.Buffer;
        }

        /// <summary>Bytes of the request line and the header fields with the empty line behind them, once the head is complete.</summary>
        public int HeadLength
        {
            get { return _headLength; }
        }

        /// <summary>Bytes of empty lines in front of the request line: they say nothing (RFC 9112 §2.2).</summary>
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
            int last = _standing - 8;
            if (last < 0 || length < _standing)
            {
                return false;
            }

            // 16 bytes in a step. The rest ends with the last eight bytes, and may begin with bytes that have been compared.
            byte[] standing = _buffer;
            int i = 0;
            for (; i < last - 8; i += 16)
            {
                if (BitConverter.ToUInt64(bytes, i) != BitConverter.ToUInt64(standing, i) || BitConverter.ToUInt64(bytes, i + 8) != BitConverter.ToUInt64(standing, i + 8))
                {
                    return false;
                }
            }

            if (i < last && BitConverter.ToUInt64(bytes, i) != BitConverter.ToUInt64(standing, i))
            {
                return false;
            }

            return BitConverter.ToUInt64(bytes, last) == BitConverter.ToUInt64(standing, last);
        }

        /// <summary>Forgets what it has read.</summary>
        public void Forget()
        {
            _request.Reset();
            _standing = 0;
            _emptyLines = 0;
            _hasRequestLine = false;
            _hasAuthority = false;
            _hasHost = false;
            _hasContentLength = false;
            _hasTransferEncoding = false;
            _expects = false;
            _closes = false;
        }

        /// <summary>
        /// Reads the request from the given number of bytes in the buffer. Returns <see cref="Incomplete"/>, <see cref="HttpStatus.Ok"/> when the
        /// head is complete, or the status to refuse the request with.
        /// </summary>
        /// <param name="length">Bytes in the buffer.</param>
        /// <param name="seen">Those of them that were there when the head was found incomplete: only an empty line behind them completes it.</param>
        public int Parse(int length, int seen)
        {
            Forget();
            bool isFull = length == _request.Capacity;
            if (seen > 0 && !isFull && !HttpScan.HasEmptyLine(_buffer, seen, length))
            {
                // So that who sends byte for byte does not have all of them read again for each.
                return Incomplete;
            }

            // All loops over the buffer end at a control character.
            _buffer[length] = 0;
            int status = ParseLines(length);
            if (status == Incomplete && isFull)
            {
                return _hasRequestLine ? HttpStatus.HeaderFieldsTooLarge : HttpStatus.UriTooLong;
            }

            return status;
        }

        private static byte[][] MakeMethods()
        {
            byte[][] methods = new byte[(int)HttpMethod.Patch + 1][];
            methods[(int)HttpMethod.Unknown] = new byte[0];
            methods[(int)HttpMethod.Get] = HttpText.Ascii("GET");
            methods[(int)HttpMethod.Head] = HttpText.Ascii("HEAD");
            methods[(int)HttpMethod.Post] = HttpText.Ascii("POST");
            methods[(int)HttpMethod.Put] = HttpText.Ascii("PUT");
            methods[(int)HttpMethod.Delete] = HttpText.Ascii("DELETE");
            methods[(int)HttpMethod.Options] = HttpText.Ascii("OPTIONS");
            methods[(int)HttpMethod.Trace] = HttpText.Ascii("TRACE");
            methods[(int)HttpMethod.Patch] = HttpText.Ascii("PATCH");
            return methods;
        }

        private int ParseLines(int length)
        {
            int start = 0;
            for (; ; )
            {
                int end = HttpScan.LineEnd(_buffer, start);
                int next = NextLine(end, length);
                if (next <= 0)
                {
                    return next == Open ? Incomplete : HttpStatus.BadRequest;
                }

                int status = Incomplete;
                if (end > start)
                {
                    status = _hasRequestLine ? Field(start, end) : RequestLine(start, end);
                    _hasRequestLine = true;
                }
                else if (_hasRequestLine)
                {
                    _headLength = next;
                    return Finish();
                }
                else
                {
                    // RFC 9112 §2.2: an empty line before the request line is ignored.
                    _emptyLines = next;
                }

                if (status != Incomplete)
                {
                    return status;
                }

                start = next;
            }
        }

        /// <summary>Where the next line starts when this one ends there. Lines end with CR LF or LF alone (RFC 9112 §2.2).</summary>
        private int NextLine(int end, int length)
        {
            int feed = end < length && _buffer[end] == '\r' ? end + 1 : end;
            return feed == length ? Open : _buffer[feed] == '\n' ? feed + 1 : Malformed;
        }

        /// <summary>Method, target and version, separated by single spaces (RFC 9112 §3). Returns what <see cref="Parse"/> does.</summary>
        private int RequestLine(int start, int end)
        {
            byte[] buffer = _buffer;
            int methodEnd = HttpScan.TokenEnd(_buffer, start);
            int target = methodEnd + 1;
            if (methodEnd == start || buffer[methodEnd] != ' ')
            {
                return HttpStatus.BadRequest;
            }

            int targetEnd = HttpScan.WordEnd(_buffer, target);
            int version = targetEnd + 1;
            if (targetEnd == target || buffer[targetEnd] != ' ' || end - version != VersionLength || !HttpScan.StartsWith(_buffer, version, s_version, 0)
                || !HttpScan.IsDigit(buffer[version + 5]) || buffer[version + 6] != '.' || !HttpScan.IsDigit(buffer[version + 7]))
            {
                return HttpStatus.BadRequest;
            }

            if (buffer[version + 5] != '1')
            {
                return HttpStatus.VersionNotSupported;
            }

            HttpRequest request = _request;
            request.Method = Method(start, methodEnd);
            request.IsVersion10 = buffer[version + 7] == '0';
            request.KeepAlive = !request.IsVersion10;
            return Target(target, targetEnd);
        }

        /// <summary>
        /// The forms of RFC 9112 §3.2: "/path?query", "http://authority/path?query" and, for OPTIONS, "*". The fourth, the bare authority of CONNECT, goes
        /// with a method that is not implemented.
        /// </summary>
        private int Target(int start, int end)
        {
            byte[] buffer = _buffer;
            HttpRequest request = _request;
            int pathEnd = HttpScan.IndexOf(_buffer, '?', start, end);
            request.SetQuery(pathEnd < end ? pathEnd + 1 : end, end);
            request.SetPath(start, pathEnd);
            if (buffer[start] == '/' || request.Method == HttpMethod.Unknown)
            {
                return Incomplete;
            }

            if (buffer[start] == '*')
            {
                return request.Method == HttpMethod.Options && end - start == 1 ? Incomplete : HttpStatus.BadRequest;
            }

            // The line goes on behind the target for more bytes than are compared here.
            int authority = HttpScan.StartsWith(_buffer, start, s_http, HttpScan.LowerCase) ? start + s_http.Length
                : HttpScan.StartsWith(_buffer, start, s_https, HttpScan.LowerCase) ? start + s_https.Length : start;
            int path = HttpScan.IndexOf(_buffer, '/', authority, pathEnd);
            if (authority == start || path == authority)
            {
                return HttpStatus.BadRequest;
            }

            // An empty path means "/": there is one in front of the authority.
            request.SetPath(path == pathEnd ? authority - 1 : path, path == pathEnd ? authority : pathEnd);

            // What the field Host says no longer matters (RFC 9112 §3.2.2).
            _hasAuthority = true;
            return _hosts == null || _hosts.Contains(buffer, authority, path) ? Incomplete : HttpStatus.MisdirectedRequest;
        }

        /// <summary>
        /// A header field (RFC 9112 §5). Before the colon there is nothing but the name: no space, and so no folded line either (§5.1, §5.2). Fields that
        /// decide nothing about framing and connection are skipped. Returns what <see cref="Parse"/> does.
        /// </summary>
        private int Field(int start, int end)
        {
            int colon = HttpScan.TokenEnd(_buffer, start);
            if (colon == start || _buffer[colon] != ':')
            {
                return HttpStatus.BadRequest;
            }

            int from = HttpScan.SkipSpace(_buffer, colon + 1);
            int to = HttpScan.TrimSpace(_buffer, from, end);
            if (HttpScan.IsText(_buffer, start, colon, s_host))
            {
                return Host(from, to);
            }

            if (HttpScan.IsText(_buffer, start, colon, s_contentLength))
            {
                return ContentLength(from, to);
            }

            if (HttpScan.IsText(_buffer, start, colon, s_connection))
            {
                Connection(from, to);
            }

            _hasTransferEncoding |= HttpScan.IsText(_buffer, start, colon, s_transferEncoding);
            _expects |= HttpScan.IsText(_buffer, start, colon, s_expect);
            return Incomplete;
        }

        /// <summary>Exactly one, and what it says must be possible (RFC 9112 §3.2).</summary>
        private int Host(int from, int to)
        {
            int end = from;
            while (HttpScan.IsOfHost(_buffer[end]))
            {
                end++;
            }

            if (_hasHost || end < to)
            {
                return HttpStatus.BadRequest;
            }

            _hasHost = true;
            return _hosts == null || _hasAuthority || _hosts.Contains(_buffer, from, to) ? Incomplete : HttpStatus.MisdirectedRequest;
        }

        /// <summary>Anything but one plain number makes the framing uncertain (RFC 9112 §6.3).</summary>
        private int ContentLength(int from, int to)
        {
            if (_hasContentLength || from == to)
            {
                return HttpStatus.BadRequest;
            }

            _hasContentLength = true;
            long value = 0;
            for (int i = from; i < to; i++)
            {
                int digit = _buffer[i];
                if (!HttpScan.IsDigit(digit))
                {
                    return HttpStatus.BadRequest;
                }

                // Once too large it stays so.
                value = value > int.MaxValue ? value : (value * 10) + (digit - '0');
            }

            _request.ContentLength = (int)value;
            return value > int.MaxValue ? HttpStatus.ContentTooLarge : Incomplete;
        }

        /// <summary>A list of options. "close" wins over all others. "keep-alive" matters only to HTTP/1.0 (RFC 9112 §9.3).</summary>
        private void Connection(int from, int to)
        {
            while (from < to)
            {
                int comma = HttpScan.IndexOf(_buffer, ',', from, to);
                int start = HttpScan.SkipSpace(_buffer, from);
                int end = HttpScan.TrimSpace(_buffer, start, comma);
                _closes |= HttpScan.IsText(_buffer, start, end, s_close);
                _request.KeepAlive |= HttpScan.IsText(_buffer, start, end, s_keepAlive);
                from = comma + 1;
            }
        }

        /// <summary>Judges the complete head: <see cref="HttpStatus.Ok"/>, or the status to refuse the request with.</summary>
        private int Finish()
        {
            HttpRequest request = _request;
            if (!_hasHost && !request.IsVersion10)
            {
                return HttpStatus.BadRequest;
            }

            if (_hasTransferEncoding)
            {
                return HttpStatus.NotImplemented;
            }

            // The answer comes without a 100 before it, and then a client may or may not send its content: only a close keeps the framing certain.
            if (_closes || (_expects && request.ContentLength > 0))
            {
                request.KeepAlive = false;
            }

            _standing = _headLength;
            return HttpStatus.Ok;
        }

        private HttpMethod Method(int start, int end)
        {
            for (int i = (int)HttpMethod.Get; i < s_methods.Length; i++)
            {
                if (s_methods[i].Length == end - start && HttpScan.StartsWith(_buffer, start, s_methods[i], 0))
                {
                    return (HttpMethod)i;
                }
            }

            return HttpMethod.Unknown;
        }
    }
}
