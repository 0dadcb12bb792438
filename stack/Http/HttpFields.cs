// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Http
{
    /// <summary>The header fields that decide about framing and connection. All others are skipped.</summary>
    internal sealed class HttpFields
    {
        private static readonly byte[] s_host = HttpText.Ascii("host");
        private static readonly byte[] s_expect = HttpText.Ascii("expect");
        private static readonly byte[] s_connection = HttpText.Ascii("connection");
        private static readonly byte[] s_contentLength = HttpText.Ascii("content-length");
        private static readonly byte[] s_transferEncoding = HttpText.Ascii("transfer-encoding");
        private static readonly byte[] s_close = HttpText.Ascii("close");
        private static readonly byte[] s_keepAlive = HttpText.Ascii("keep-alive");

        private readonly HttpRequest _request;
        private bool _hasHost;
        private bool _hasContentLength;
        private bool _hasTransferEncoding;
        private bool _hasExpectation;
        private bool _close;

        /// <summary>Interprets fields for a request.</summary>
        public HttpFields(HttpRequest request)
        {
            _request = request;
        }

        /// <summary>Whether these bytes stand at that offset. Ignoring case, the expected ones are lower case letters, digits and hyphens.</summary>
        public static bool Matches(byte[] buffer, int offset, byte[] expected, bool ignoreCase)
        {
            int length = expected.Length;
            int fold = ignoreCase ? 0x20 : 0;
            for (int i = 0; i < length; i++)
            {
                if ((buffer[offset + i] | fold) != expected[i])
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Prepares for the next request.</summary>
        public void Reset()
        {
            _hasHost = false;
            _hasContentLength = false;
            _hasTransferEncoding = false;
            _hasExpectation = false;
            _close = false;
            _request.ContentLength = 0;
        }

        /// <summary>Interprets one field line. Returns <see cref="HttpParser.Incomplete"/>, or the status to refuse the request with.</summary>
        public int Interpret(int start, int colon, int end)
        {
            byte[] buffer = _request.Buffer;
            switch (colon - start)
            {
                case 4:
                    return Matches(buffer, start, s_host, true) ? Host(buffer, colon + 1, end) : HttpParser.Incomplete;

                case 6:
                    _hasExpectation |= Matches(buffer, start, s_expect, true);
                    return HttpParser.Incomplete;

                case 10:
                    if (Matches(buffer, start, s_connection, true))
                    {
                        Connection(buffer, colon + 1, end);
                    }

                    return HttpParser.Incomplete;

                case 14:
                    return Matches(buffer, start, s_contentLength, true) ? ContentLength(buffer, colon + 1, end) : HttpParser.Incomplete;

                case 17:
                    _hasTransferEncoding |= Matches(buffer, start, s_transferEncoding, true);
                    return HttpParser.Incomplete;

                default:
                    return HttpParser.Incomplete;
            }
        }

        /// <summary>Judges the complete head: <see cref="HttpStatus.Ok"/>, or the status to refuse the request with.</summary>
        public int Finish()
        {
            if (!_hasHost && !_request.IsVersion10)
            {
                return HttpStatus.BadRequest;
            }

            if (_hasTransferEncoding)
            {
                return HttpStatus.NotImplemented;
            }

            // The answer comes without a 100 before it, and then a client may or may not send its content: only a close keeps the framing certain.
            if (_close || (_hasExpectation && _request.ContentLength > 0))
            {
                _request.KeepAlive = false;
            }

            return HttpStatus.Ok;
        }

        private static int SkipSpace(byte[] buffer, int offset, int end)
        {
            while (offset < end && (buffer[offset] == ' ' || buffer[offset] == '\t'))
            {
                offset++;
            }

            return offset;
        }

        private static int TrimEnd(byte[] buffer, int offset, int end)
        {
            while (end > offset && (buffer[end - 1] == ' ' || buffer[end - 1] == '\t'))
            {
                end--;
            }

            return end;
        }

        // RFC 9112 §3.2: exactly one, and what it says must be possible.
        private int Host(byte[] buffer, int offset, int end)
        {
            if (_hasHost)
            {
                return HttpStatus.BadRequest;
            }

            _hasHost = true;
            offset = SkipSpace(buffer, offset, end);
            end = TrimEnd(buffer, offset, end);
            for (; offset < end; offset++)
            {
                int value = buffer[offset];
                int kind = HttpCharacter.Kinds[value];
                if (kind != HttpCharacter.Token && kind != HttpCharacter.Colon && value != '[' && value != ']')
                {
                    return HttpStatus.BadRequest;
                }
            }

            return HttpParser.Incomplete;
        }

        // RFC 9112 §9.3: "close" wins over anything else; "keep-alive" matters to HTTP/1.0 alone.
        private void Connection(byte[] buffer, int offset, int end)
        {
            while (offset < end)
            {
                offset = SkipSpace(buffer, offset, end);
                int comma = offset;
                while (comma < end && buffer[comma] != ',')
                {
                    comma++;
                }

                int length = TrimEnd(buffer, offset, comma) - offset;
                if (length == s_close.Length && Matches(buffer, offset, s_close, true))
                {
                    _close = true;
                }
                else if (length == s_keepAlive.Length && Matches(buffer, offset, s_keepAlive, true))
                {
                    _request.KeepAlive = true;
                }

                offset = comma + 1;
            }
        }

        // RFC 9112 §6.3: anything but one plain number makes the framing uncertain.
        private int ContentLength(byte[] buffer, int offset, int end)
        {
            offset = SkipSpace(buffer, offset, end);
            end = TrimEnd(buffer, offset, end);
            if (_hasContentLength || offset == end)
            {
                return HttpStatus.BadRequest;
            }

            _hasContentLength = true;
            long value = 0;
            bool tooLarge = false;
            for (; offset < end; offset++)
            {
                int digit = buffer[offset] - '0';
                if (digit < 0 || digit > 9)
                {
                    return HttpStatus.BadRequest;
                }

                value = value * 10 + digit;
                if (value > int.MaxValue)
                {
                    tooLarge = true;
                    value = 0;
                }
            }

            _request.ContentLength = (int)value;
            return tooLarge ? HttpStatus.ContentTooLarge : HttpParser.Incomplete;
        }
    }
}
