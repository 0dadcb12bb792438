// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Http
{
    /// <summary>The header fields that decide about framing and connection. All others are skipped.</summary>
    internal sealed class HttpFields
    {
        /// <summary>The bit that makes a letter lower case. All other bytes that it could make equal to an expected one are control characters.</summary>
        public const int LowerCase = 0x20;

        private const int SeenHost = 1;
        private const int SeenContentLength = 2;
        private const int SeenTransferEncoding = 4;
        private const int SeenExpectation = 8;
        private const int SeenClose = 16;

        private const uint LowerCase4 = 0x20202020;
        private const ulong LowerCase8 = 0x2020202020202020;

        // Names and values as words: what is longer than one ends in a second one, that overlaps the first.
        private static readonly uint s_host = Word4("host");
        private static readonly uint s_expe = Word4("expe");
        private static readonly uint s_pect = Word4("pect");
        private static readonly uint s_tion = Word4("tion");
        private static readonly uint s_clos = Word4("clos");
        private static readonly uint s_live = Word4("live");
        private static readonly ulong s_connecti = Word8("connecti");
        private static readonly ulong s_contentHyphen = Word8("content-");
        private static readonly ulong s_tHyphenLength = Word8("t-length");
        private static readonly ulong s_transfer = Word8("transfer");
        private static readonly ulong s_hyphenEncodin = Word8("-encodin");
        private static readonly ulong s_encoding = Word8("encoding");
        private static readonly ulong s_keepAli = Word8("keep-ali");

        private readonly HttpRequest _request;
        private int _seen;

        /// <summary>Interprets fields for a request.</summary>
        public HttpFields(HttpRequest request)
        {
            _request = request;
        }

        /// <summary>Prepares for the next request.</summary>
        public void Reset()
        {
            _seen = 0;
        }

        /// <summary>
        /// Interprets one field line, which ends with its line end and has no control character but tabs before that. Returns
        /// <see cref="HttpParser.Incomplete"/>, or the status to refuse the request with.
        /// </summary>
        public int Interpret(byte[] buffer, int start, int colon, int end)
        {
            switch (colon - start)
            {
                case 4:
                    return (BitConverter.ToUInt32(buffer, start) | LowerCase4) == s_host ? Host(buffer, colon + 1, end) : HttpParser.Incomplete;

                case 6:
                    if ((BitConverter.ToUInt32(buffer, start) | LowerCase4) == s_expe && Is4(buffer, start + 2, s_pect))
                    {
                        _seen |= SeenExpectation;
                    }

                    return HttpParser.Incomplete;

                case 10:
                    if ((BitConverter.ToUInt64(buffer, start) | LowerCase8) == s_connecti && Is4(buffer, start + 6, s_tion))
                    {
                        Connection(buffer, colon + 1, end);
                    }

                    return HttpParser.Incomplete;

                case 14:
                    return Is8(buffer, start, s_contentHyphen) && Is8(buffer, start + 6, s_tHyphenLength)
                        ? ContentLength(buffer, colon + 1, end)
                        : HttpParser.Incomplete;

                case 17:
                    if (Is8(buffer, start, s_transfer) && Is8(buffer, start + 8, s_hyphenEncodin) && Is8(buffer, start + 9, s_encoding))
                    {
                        _seen |= SeenTransferEncoding;
                    }

                    return HttpParser.Incomplete;

                default:
                    return HttpParser.Incomplete;
            }
        }

        /// <summary>Judges the complete head: <see cref="HttpStatus.Ok"/>, or the status to refuse the request with.</summary>
        public int Finish()
        {
            if ((_seen & SeenHost) == 0 && !_request.IsVersion10)
            {
                return HttpStatus.BadRequest;
            }

            if ((_seen & SeenTransferEncoding) != 0)
            {
                return HttpStatus.NotImplemented;
            }

            // The answer comes without a 100 before it, and then a client may or may not send its content: only a close keeps the framing certain.
            if ((_seen & SeenClose) != 0 || ((_seen & SeenExpectation) != 0 && _request.ContentLength > 0))
            {
                _request.KeepAlive = false;
            }

            return HttpStatus.Ok;
        }

        private static uint Word4(string text)
        {
            return BitConverter.ToUInt32(HttpText.Ascii(text), 0);
        }

        private static ulong Word8(string text)
        {
            return BitConverter.ToUInt64(HttpText.Ascii(text), 0);
        }

        private static bool Is4(byte[] buffer, int offset, uint word)
        {
            return (BitConverter.ToUInt32(buffer, offset) | LowerCase4) == word;
        }

        private static bool Is8(byte[] buffer, int offset, ulong word)
        {
            return (BitConverter.ToUInt64(buffer, offset) | LowerCase8) == word;
        }

        private static int SkipSpace(byte[] buffer, int offset)
        {
            while (buffer[offset] == ' ' || buffer[offset] == '\t')
            {
                offset++;
            }

            return offset;
        }

        // RFC 9112 §3.2: exactly one, and what it says must be possible.
        private int Host(byte[] buffer, int offset, int end)
        {
            if ((_seen & SeenHost) != 0)
            {
                return HttpStatus.BadRequest;
            }

            _seen |= SeenHost;
            byte[] kinds = HttpCharacter.Kinds;
            offset = SkipSpace(buffer, offset);
            while (kinds[buffer[offset]] <= HttpCharacter.Bracket)
            {
                offset++;
            }

            return offset == end || SkipSpace(buffer, offset) == end ? HttpParser.Incomplete : HttpStatus.BadRequest;
        }

        // RFC 9112 §9.3: "close" wins over anything else; "keep-alive" matters to HTTP/1.0 alone.
        private void Connection(byte[] buffer, int offset, int end)
        {
            while (offset < end)
            {
                offset = SkipSpace(buffer, offset);
                if (Is4(buffer, offset, s_clos) && (buffer[offset + 4] | LowerCase) == 'e')
                {
                    offset = SkipSpace(buffer, offset + 5);
                    if (offset == end || buffer[offset] == ',')
                    {
                        _seen |= SeenClose;
                    }
                }
                else if (Is8(buffer, offset, s_keepAli) && Is4(buffer, offset + 6, s_live))
                {
                    offset = SkipSpace(buffer, offset + 10);
                    _request.KeepAlive |= offset == end || buffer[offset] == ',';
                }

                while (offset < end && buffer[offset] != ',')
                {
                    offset++;
                }

                offset++;
            }
        }

        // RFC 9112 §6.3: anything but one plain number makes the framing uncertain.
        private int ContentLength(byte[] buffer, int offset, int end)
        {
            offset = SkipSpace(buffer, offset);
            if ((_seen & SeenContentLength) != 0 || offset == end)
            {
                return HttpStatus.BadRequest;
            }

            _seen |= SeenContentLength;
            long value = 0;
            bool tooLarge = false;
            for (; buffer[offset] >= '0' && buffer[offset] <= '9'; offset++)
            {
                value = value * 10 + (buffer[offset] - '0');
                if (value > int.MaxValue)
                {
                    tooLarge = true;
                    value = 0;
                }
            }

            if (SkipSpace(buffer, offset) != end)
            {
                return HttpStatus.BadRequest;
            }

            _request.ContentLength = (int)value;
            return tooLarge ? HttpStatus.ContentTooLarge : HttpParser.Incomplete;
        }
    }
}
