// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Http
{
    /// <summary>
    /// The heads of a server's answers (RFC 9112 §4, §5), one after the other. A head that is the same as the one before is not written again.
    /// </summary>
    internal sealed class HttpHead
    {
        /// <summary>Bytes that no head exceeds.</summary>
        public const int MaxLength = 256;

        /// <summary>The head that was made last.</summary>
        public readonly byte[] Bytes = new byte[MaxLength];

        /// <summary>The end of a head after which the connection is closed. None of these is ever written.</summary>
        public static readonly byte[] Close = HttpText.Ascii("\r\nConnection: close\r\n\r\n");

        /// <summary>The end of a head after which the connection is kept, for a client that expects the opposite.</summary>
        public static readonly byte[] KeepAlive = HttpText.Ascii("\r\nConnection: keep-alive\r\n\r\n");

        /// <summary>The end of a head after which the connection is kept.</summary>
        public static readonly byte[] End = HttpText.Ascii("\r\n\r\n");

        private static readonly byte[] s_allow = HttpText.Ascii("\r\nAllow: GET, HEAD");

        // The text between the type of the content and its length.
        private readonly byte[] _beforeLength;

        private int _status;
        private byte[]? _contentType;
        private int _contentLength;
        private byte[] _last = End;
        private int _end;

        /// <summary>Makes heads with which pages of any origin may read the answers, or only those of the server itself.</summary>
        public HttpHead(bool allowAnyOrigin)
        {
            _beforeLength = HttpText.Ascii((allowAnyOrigin ? "\r\nAccess-Control-Allow-Origin: *" : "") + "\r\nContent-Length: ");
        }

        /// <summary>Makes status line and header fields, with one of the three ends, and returns their length.</summary>
        public int Make(HttpResponse response, byte[] last)
        {
            if (response.Length != _contentLength || response.ContentType != _contentType || response.StatusCode != _status || last != _last)
            {
                Change(response.StatusCode, response.ContentType, response.Length, last);
            }

            return _end;
        }

        private void Change(int status, byte[] contentType, int contentLength, byte[] last)
        {
            if (contentLength < 0 || contentType.Length > HttpResponse.MaxContentType)
            {
                ThrowBadContent();
            }

            byte[] bytes = Bytes;
            byte[] line = HttpStatus.Line(status);
            Array.Copy(line, 0, bytes, 0, line.Length);
            int end = line.Length;
            Array.Copy(contentType, 0, bytes, end, contentType.Length);
            end += contentType.Length;
            Array.Copy(_beforeLength, 0, bytes, end, _beforeLength.Length);
            end += _beforeLength.Length;
            end = HttpText.WriteDecimal(bytes, end, contentLength);
            if (status == HttpStatus.MethodNotAllowed)
            {
                Array.Copy(s_allow, 0, bytes, end, s_allow.Length);
                end += s_allow.Length;
            }

            Array.Copy(last, 0, bytes, end, last.Length);
            _status = status;
            _contentType = contentType;
            _contentLength = contentLength;
            _last = last;
            _end = end + last.Length;
        }

        // This is a separate method, because throwing allocates, and requests are served without allocation.
        private static void ThrowBadContent()
        {
            throw new ArgumentException("The content has a negative length, or a type with too long a name.");
        }
    }
}
