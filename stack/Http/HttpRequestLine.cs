// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Http
{
    /// <summary>The first line of a request (RFC 9112 §3): method, target and version, separated by single spaces.</summary>
    internal sealed class HttpRequestLine
    {
        private static readonly byte[] s_get = HttpText.Ascii("GET");
        private static readonly byte[] s_head = HttpText.Ascii("HEAD");
        private static readonly byte[] s_post = HttpText.Ascii("POST");
        private static readonly byte[] s_put = HttpText.Ascii("PUT");
        private static readonly byte[] s_delete = HttpText.Ascii("DELETE");
        private static readonly byte[] s_options = HttpText.Ascii("OPTIONS");
        private static readonly byte[] s_trace = HttpText.Ascii("TRACE");
        private static readonly byte[] s_patch = HttpText.Ascii("PATCH");
        private static readonly byte[] s_version = HttpText.Ascii("HTTP/");
        private static readonly byte[] s_http = HttpText.Ascii("http://");
        private static readonly byte[] s_https = HttpText.Ascii("https://");

        private readonly HttpRequest _request;
        private int _start;
        private int _targetStart;
        private int _targetEnd;
        private int _queryMark;

        /// <summary>Interprets lines for a request.</summary>
        public HttpRequestLine(HttpRequest request)
        {
            _request = request;
        }

        /// <summary>Prepares for a line that starts there.</summary>
        public void Reset(int start)
        {
            _start = start;
            _targetStart = 0;
            _targetEnd = 0;
            _queryMark = 0;
        }

        /// <summary>Notes a byte of the line that is not part of a token. False when it must not stand there.</summary>
        public bool Accept(int kind, int position)
        {
            if (kind == HttpCharacter.Control)
            {
                return false;
            }

            if (_targetStart == 0)
            {
                // The method is a token, so the first other byte is the space behind it.
                _targetStart = position + 1;
                return position > _start && _request.Buffer[position] == ' ';
            }

            if (kind == HttpCharacter.Space)
            {
                bool first = _targetEnd == 0;
                _targetEnd = position;
                return first && position > _targetStart && _request.Buffer[position] == ' ';
            }

            if (_queryMark == 0 && _targetEnd == 0 && _request.Buffer[position] == '?')
            {
                _queryMark = position;
            }

            return true;
        }

        /// <summary>
        /// Interprets the complete line. Returns <see cref="HttpParser.Incomplete"/>, since the fields follow, or the status to refuse the
        /// request with.
        /// </summary>
        public int Interpret(int end)
        {
            if (_targetEnd == 0)
            {
                return HttpStatus.BadRequest;
            }

            byte[] buffer = _request.Buffer;
            int version = _targetEnd + 1;
            if (end - version != 8 || !HttpFields.Matches(buffer, version, s_version, false) || buffer[version + 6] != '.'
                || !IsDigit(buffer[version + 5]) || !IsDigit(buffer[version + 7]))
            {
                return HttpStatus.BadRequest;
            }

            if (buffer[version + 5] != '1')
            {
                return HttpStatus.VersionNotSupported;
            }

            _request.IsVersion10 = buffer[version + 7] == '0';
            _request.KeepAlive = !_request.IsVersion10;
            _request.Method = MethodAt(buffer, _start, _targetStart - 1 - _start);
            return InterpretTarget(buffer) ? HttpParser.Incomplete : HttpStatus.BadRequest;
        }

        private static bool IsDigit(int value)
        {
            return value >= '0' && value <= '9';
        }

        private static HttpMethod MethodAt(byte[] buffer, int offset, int length)
        {
            switch (length)
            {
                case 3:
                    return HttpFields.Matches(buffer, offset, s_get, false) ? HttpMethod.Get
                        : HttpFields.Matches(buffer, offset, s_put, false) ? HttpMethod.Put : HttpMethod.Unknown;
                case 4:
                    return HttpFields.Matches(buffer, offset, s_head, false) ? HttpMethod.Head
                        : HttpFields.Matches(buffer, offset, s_post, false) ? HttpMethod.Post : HttpMethod.Unknown;
                case 5:
                    return HttpFields.Matches(buffer, offset, s_patch, false) ? HttpMethod.Patch
                        : HttpFields.Matches(buffer, offset, s_trace, false) ? HttpMethod.Trace : HttpMethod.Unknown;
                case 6:
                    return HttpFields.Matches(buffer, offset, s_delete, false) ? HttpMethod.Delete : HttpMethod.Unknown;
                case 7:
                    return HttpFields.Matches(buffer, offset, s_options, false) ? HttpMethod.Options : HttpMethod.Unknown;
                default:
                    return HttpMethod.Unknown;
            }
        }

        // The forms of RFC 9112 §3.2: "/path?query", "http://authority/path?query" and, for OPTIONS, "*". The fourth, the bare authority of CONNECT,
        // goes with a method that is not implemented.
        private bool InterpretTarget(byte[] buffer)
        {
            int start = _targetStart;
            int pathEnd = _queryMark == 0 ? _targetEnd : _queryMark;
            _request.QueryOffset = _queryMark == 0 ? _targetEnd : _queryMark + 1;
            _request.QueryLength = _targetEnd - _request.QueryOffset;
            _request.PathOffset = start;
            _request.PathLength = pathEnd - start;
            if (buffer[start] == '/')
            {
                return true;
            }

            if (_request.Method == HttpMethod.Unknown)
            {
                return true;
            }

            if (buffer[start] == '*')
            {
                return _request.Method == HttpMethod.Options && _targetEnd - start == 1;
            }

            int authority = StartsWith(buffer, start, s_http) ? start + s_http.Length
                : StartsWith(buffer, start, s_https) ? start + s_https.Length : 0;
            if (authority == 0)
            {
                return false;
            }

            int path = authority;
            while (path < pathEnd && buffer[path] != '/')
            {
                path++;
            }

            if (path == authority)
            {
                return false;
            }

            // An empty path means "/": there is one in front of the authority.
            _request.PathOffset = path == pathEnd ? authority - 1 : path;
            _request.PathLength = path == pathEnd ? 1 : pathEnd - path;
            return true;
        }

        private bool StartsWith(byte[] buffer, int offset, byte[] prefix)
        {
            return _targetEnd - offset >= prefix.Length && HttpFields.Matches(buffer, offset, prefix, true);
        }
    }
}
