// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Http
{
    /// <summary>The first line of a request (RFC 9112 §3): method, target and version, separated by single spaces.</summary>
    internal sealed class HttpRequestLine
    {
        private const int VersionLength = 8;

        // What nearly every request says is compared in words; the last two overlap.
        private static readonly uint s_getWord = BitConverter.ToUInt32(HttpText.Ascii("GET "), 0);
        private static readonly ulong s_versionWord = BitConverter.ToUInt64(HttpText.Ascii(" HTTP/1."), 0);
        private static readonly uint s_endWord = BitConverter.ToUInt32(HttpText.Ascii(".1\r\n"), 0);

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
        private readonly HttpFields _fields;

        /// <summary>Interprets lines for a request, whose fields then know the host if the line names it.</summary>
        public HttpRequestLine(HttpRequest request, HttpFields fields)
        {
            _request = request;
            _fields = fields;
        }

        /// <summary>
        /// Interprets the line at the start of the buffer if it is a usual one: GET, a path without a query, HTTP/1.1. Returns where the next line
        /// starts; 0 when it is another one, or not complete.
        /// </summary>
        public int InterpretUsual(byte[] buffer)
        {
            if (buffer[4] != '/' || BitConverter.ToUInt32(buffer, 0) != s_getWord)
            {
                return 0;
            }

            int pathEnd = HttpSearch.Find(buffer, 4, HttpSearch.ControlsAndSpace, HttpSearch.DeleteAndQuestionMark);
            if (BitConverter.ToUInt64(buffer, pathEnd) != s_versionWord || BitConverter.ToUInt32(buffer, pathEnd + 7) != s_endWord)
            {
                return 0;
            }

            _request.SetLine(HttpMethod.Get, 4, pathEnd, pathEnd, pathEnd, false);
            return pathEnd + 11;
        }

        /// <summary>
        /// Interprets a line, in which there is no control character. Returns <see cref="HttpParser.Incomplete"/>, since the fields follow, or
        /// the status to refuse the request with.
        /// </summary>
        public int Interpret(int start, int end)
        {
            HttpRequest request = _request;
            byte[] buffer = request.Buffer;
            int space = TokenEnd(buffer, start);
            if (space == start || buffer[space] != ' ')
            {
                return HttpStatus.BadRequest;
            }

            // The search ends with the line, if not before.
            int target = space + 1;
            int pathEnd = HttpSearch.Find(buffer, target, HttpSearch.ControlsAndSpace, HttpSearch.DeleteAndQuestionMark);
            int targetEnd = pathEnd;
            int query = pathEnd;
            if (buffer[pathEnd] == '?')
            {
                query = pathEnd + 1;
                targetEnd = HttpSearch.Find(buffer, query, HttpSearch.ControlsAndSpace, HttpSearch.Delete);
            }

            int version = targetEnd + 1;
            if (end - version != VersionLength || targetEnd == target)
            {
                return HttpStatus.BadRequest;
            }

            int status = Version(buffer, version);
            if (status != HttpParser.Incomplete)
            {
                return status;
            }

            HttpMethod method = MethodAt(buffer, start, space - start);
            request.SetLine(method, target, pathEnd, query, targetEnd, buffer[version + 7] == '0');
            return buffer[target] == '/' || method == HttpMethod.Unknown ? HttpParser.Incomplete : OtherTarget(buffer, target, pathEnd, targetEnd);
        }

        private static int TokenEnd(byte[] buffer, int offset)
        {
            byte[] kinds = HttpCharacter.Kinds;
            while (kinds[buffer[offset]] == HttpCharacter.Token)
            {
                offset++;
            }

            return offset;
        }

        private static HttpMethod MethodAt(byte[] buffer, int offset, int length)
        {
            switch (length)
            {
                case 3:
                    return Matches(buffer, offset, s_get, 0) ? HttpMethod.Get
                        : Matches(buffer, offset, s_put, 0) ? HttpMethod.Put : HttpMethod.Unknown;
                case 4:
                    return Matches(buffer, offset, s_head, 0) ? HttpMethod.Head
                        : Matches(buffer, offset, s_post, 0) ? HttpMethod.Post : HttpMethod.Unknown;
                case 5:
                    return Matches(buffer, offset, s_patch, 0) ? HttpMethod.Patch
                        : Matches(buffer, offset, s_trace, 0) ? HttpMethod.Trace : HttpMethod.Unknown;
                case 6:
                    return Matches(buffer, offset, s_delete, 0) ? HttpMethod.Delete : HttpMethod.Unknown;
                case 7:
                    return Matches(buffer, offset, s_options, 0) ? HttpMethod.Options : HttpMethod.Unknown;
                default:
                    return HttpMethod.Unknown;
            }
        }

        private static int Version(byte[] buffer, int version)
        {
            if (!Matches(buffer, version, s_version, 0) || buffer[version + 6] != '.' || !IsDigit(buffer[version + 5]) || !IsDigit(buffer[version + 7]))
            {
                return HttpStatus.BadRequest;
            }

            return buffer[version + 5] == '1' ? HttpParser.Incomplete : HttpStatus.VersionNotSupported;
        }

        private static bool IsDigit(int value)
        {
            return value >= '0' && value <= '9';
        }

        // Whether these bytes stand at that offset, with those bits set in each that is compared.
        private static bool Matches(byte[] buffer, int offset, byte[] expected, int setBits)
        {
            int length = expected.Length;
            for (int i = 0; i < length; i++)
            {
                if ((buffer[offset + i] | setBits) != expected[i])
                {
                    return false;
                }
            }

            return true;
        }

        // The forms of RFC 9112 §3.2 besides "/path?query": "http://authority/path?query" and, for OPTIONS, "*". The fourth, the bare authority of
        // CONNECT, goes with a method that is not implemented.
        private int OtherTarget(byte[] buffer, int start, int pathEnd, int targetEnd)
        {
            if (buffer[start] == '*')
            {
                return _request.Method == HttpMethod.Options && targetEnd - start == 1 ? HttpParser.Incomplete : HttpStatus.BadRequest;
            }

            // The line goes on behind the target for more bytes than are compared here.
            int authority = Matches(buffer, start, s_http, HttpFields.LowerCase) ? start + s_http.Length
                : Matches(buffer, start, s_https, HttpFields.LowerCase) ? start + s_https.Length : 0;
            if (authority == 0)
            {
                return HttpStatus.BadRequest;
            }

            int path = authority;
            while (path < pathEnd && buffer[path] != '/')
            {
                path++;
            }

            if (path == authority)
            {
                return HttpStatus.BadRequest;
            }

            // An empty path means "/": there is one in front of the authority.
            _request.SetPath(path == pathEnd ? authority - 1 : path, path == pathEnd ? authority : pathEnd);
            return _fields.Authority(buffer, authority, path);
        }
    }
}
