// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Http
{
    /// <summary>The status codes that this server knows (RFC 9110 §15), and their status lines.</summary>
    public static class HttpStatus
    {
        /// <summary>Here it is.</summary>
        public const int Ok = 200;

        /// <summary>The request is malformed.</summary>
        public const int BadRequest = 400;

        /// <summary>No such resource.</summary>
        public const int NotFound = 404;

        /// <summary>The resource exists and does not support this method.</summary>
        public const int MethodNotAllowed = 405;

        /// <summary>The request was not complete in time.</summary>
        public const int RequestTimeout = 408;

        /// <summary>The request announces more content than can be counted here.</summary>
        public const int ContentTooLarge = 413;

        /// <summary>The request line does not fit into the buffer.</summary>
        public const int UriTooLong = 414;

        /// <summary>The request is for a host that is not served here.</summary>
        public const int MisdirectedRequest = 421;

        /// <summary>The header fields do not fit into the buffer.</summary>
        public const int HeaderFieldsTooLarge = 431;

        /// <summary>The application cannot give its answer.</summary>
        public const int InternalServerError = 500;

        /// <summary>An unknown method or transfer coding.</summary>
        public const int NotImplemented = 501;

        /// <summary>Not HTTP/1.x.</summary>
        public const int VersionNotSupported = 505;

        /// <summary>Where code and reason phrase start in a line.</summary>
        internal const int TextOffset = 9;

        /// <summary>Bytes behind the reason phrase of a line.</summary>
        internal const int TextEnd = 16;

        private static readonly byte[] s_ok = MakeLine("200 OK");
        private static readonly byte[] s_badRequest = MakeLine("400 Bad Request");
        private static readonly byte[] s_notFound = MakeLine("404 Not Found");
        private static readonly byte[] s_methodNotAllowed = MakeLine("405 Method Not Allowed");
        private static readonly byte[] s_requestTimeout = MakeLine("408 Request Timeout");
        private static readonly byte[] s_contentTooLarge = MakeLine("413 Content Too Large");
        private static readonly byte[] s_uriTooLong = MakeLine("414 URI Too Long");
        private static readonly byte[] s_misdirectedRequest = MakeLine("421 Misdirected Request");
        private static readonly byte[] s_headerFieldsTooLarge = MakeLine("431 Request Header Fields Too Large");
        private static readonly byte[] s_internalServerError = MakeLine("500 Internal Server Error");
        private static readonly byte[] s_notImplemented = MakeLine("501 Not Implemented");
        private static readonly byte[] s_versionNotSupported = MakeLine("505 HTTP Version Not Supported");

        /// <summary>
        /// The start of an answer: the status line, and the name of the following field. Code and reason phrase go from <see cref="TextOffset"/> on
        /// and end <see cref="TextEnd"/> bytes before its end. The array must not be changed.
        /// </summary>
        internal static byte[] Line(int status)
        {
            switch (status)
            {
                case Ok:
                    return s_ok;
                case BadRequest:
                    return s_badRequest;
                case NotFound:
                    return s_notFound;
                case MethodNotAllowed:
                    return s_methodNotAllowed;
                case RequestTimeout:
                    return s_requestTimeout;
                case ContentTooLarge:
                    return s_contentTooLarge;
                case UriTooLong:
                    return s_uriTooLong;
                case MisdirectedRequest:
                    return s_misdirectedRequest;
                case HeaderFieldsTooLarge:
                    return s_headerFieldsTooLarge;
                case NotImplemented:
                    return s_notImplemented;
                case VersionNotSupported:
                    return s_versionNotSupported;
                default:
                    return s_internalServerError;
            }
        }

        private static byte[] MakeLine(string text)
        {
            return HttpText.Ascii("HTTP/1.1 " + text + "\r\nContent-Type: ");
        }
    }
}
