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

        /// <summary>What <see cref="Recognize"/> says of a name: its length, and with this added that the field may be skipped.</summary>
        public const int Meaningless = 0x100;

        /// <summary>The bits of what <see cref="Recognize"/> says that are the length of the name.</summary>
        public const int NameLength = 0xFF;

        private const int SeenHost = 1;
        private const int SeenContentLength = 2;
        private const int SeenTransferEncoding = 4;
        private const int SeenExpectation = 8;
        private const int SeenClose = 16;
        private const int SeenAuthority = 32;

        private const uint LowerCase4 = 0x20202020;
        private const ulong LowerCase8 = 0x2020202020202020;

        // What makes the letters of these lower case, and nothing else of them: so no control character passes for a colon, hyphen or space.
        private const ulong LowerCaseHost = 0x20202020;
        private const ulong LowerCaseAccept = 0x202020202020;
        private const ulong LowerCaseUserAge = 0x2020200020202020;
        private const uint LowerCaseEntIon = 0x202020;
        private const ulong LowerCaseKeepAl = 0x2020002020202000;
        private const ulong LowerCaseAliveClose = 0x202020202000;
        private const ulong FiveBytes = 0xFFFFFFFFFF;
        private const ulong SevenBytes = 0xFFFFFFFFFFFFFF;

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

        // Names with their colon, values with their line end. What fills a short name up is masked off, because no literal may contain a NUL: the device's
        // strings end there.
        private static readonly ulong s_hostColon = Word8("host:   ") & FiveBytes;
        private static readonly ulong s_acceptColon = Word8("accept: ") & SevenBytes;
        private static readonly ulong s_acceptAll = Word8("t: */*\r\n");
        private static readonly ulong s_userAge = Word8("user-age");
        private static readonly ushort s_lineEnd = BitConverter.ToUInt16(HttpText.Ascii("\r\n"), 0);
        private static readonly uint s_entColon = Word4("ent:");
        private static readonly uint s_ionColon = Word4("ion:");
        private static readonly ulong s_closeLine = Word8(" close\r\n");
        private static readonly ulong s_keepAl = Word8(" keep-al");
        private static readonly ulong s_aliveLine = Word8("-alive\r\n");

        private readonly HttpRequest _request;
        private readonly HttpHosts? _hosts;
        private int _seen;

        // The value of Host that was right last: its length, its first eight bytes and its last eight, if these are all; otherwise 0. It is nearly always
        // the same, the address of this device.
        private int _hostLength;
        private ulong _hostStart;
        private ulong _hostEnd;

        /// <summary>Interprets fields for a request, which must be for one of the hosts; null: for any.</summary>
        public HttpFields(HttpRequest request, HttpHosts? hosts)
        {
            _request = request;
            _hosts = hosts;
        }

        /// <summary>Prepares for the next request.</summary>
        public void Reset()
        {
            _seen = 0;
        }

        /// <summary>
        /// Takes the host from the target of the request: what Host says no longer matters (RFC 9112 §3.2.2). Returns
        /// <see cref="HttpParser.Incomplete"/>, or the status to refuse the request with.
        /// </summary>
        public int Authority(byte[] buffer, int offset, int end)
        {
            _seen |= SeenAuthority;
            return _hosts == null || _hosts.Contains(buffer, offset, end) ? HttpParser.Incomplete : HttpStatus.MisdirectedRequest;
        }

        /// <summary>
        /// Knows the names that nearly every request has by their first bytes. Returns the length of the name, in front of its colon, and with it whether
        /// the field is <see cref="Meaningless"/>; 0 when the name is another one or not complete; less than 0, the number of bytes, when the line has been
        /// interpreted with its line end.
        /// </summary>
        public int Recognize(byte[] buffer, int start)
        {
            // What has come ends with a control character: no comparison that goes beyond it is true, and none is made behind one that is not.
            ulong name = BitConverter.ToUInt64(buffer, start);
            if (((name & FiveBytes) | LowerCaseHost) == s_hostColon)
            {
                int length = _hostLength;
                int end = start + 5 + length;
                if (length == 0 || BitConverter.ToUInt64(buffer, start + 5) != _hostStart || BitConverter.ToUInt64(buffer, end - 8) != _hostEnd
                    || BitConverter.ToUInt16(buffer, end) != s_lineEnd || (_seen & SeenHost) != 0)
                {
                    return 4;
                }

                _seen |= SeenHost;
                return -7 - length;
            }

            if ((name | LowerCaseUserAge) == s_userAge)
            {
                return (BitConverter.ToUInt32(buffer, start + 7) | LowerCaseEntIon) == s_entColon ? Meaningless + 10 : 0;
            }

            if (((name & SevenBytes) | LowerCaseAccept) == s_acceptColon)
            {
                return BitConverter.ToUInt64(buffer, start + 5) == s_acceptAll ? -13 : Meaningless + 6;
            }

            if ((name | LowerCase8) != s_connecti || (BitConverter.ToUInt32(buffer, start + 7) | LowerCaseEntIon) != s_ionColon)
            {
                return 0;
            }

            ulong value = BitConverter.ToUInt64(buffer, start + 11);
            if ((value | LowerCaseAliveClose) == s_closeLine)
            {
                _seen |= SeenClose;
                return -19;
            }

            if ((value | LowerCaseKeepAl) == s_keepAl && (BitConverter.ToUInt64(buffer, start + 16) | LowerCaseAliveClose) == s_aliveLine)
            {
                _request.KeepAlive = true;
                return -24;
            }

            return 10;
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
            if ((_seen & SeenClose) != 0 || ((_seen & SeenExpectation) != 0 && _request.Content > 0))
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
            int start = SkipSpace(buffer, offset);
            int scan = start;
            while (kinds[buffer[scan]] <= HttpCharacter.Bracket)
            {
                scan++;
            }

            if (scan != end && SkipSpace(buffer, scan) != end)
            {
                return HttpStatus.BadRequest;
            }

            if (_hosts != null && !_hosts.Contains(buffer, start, scan))
            {
                return (_seen & SeenAuthority) != 0 ? HttpParser.Incomplete : HttpStatus.MisdirectedRequest;
            }

            int length = end - offset;
            if (length >= 8 && length <= 16)
            {
                _hostLength = length;
                _hostStart = BitConverter.ToUInt64(buffer, offset);
                _hostEnd = BitConverter.ToUInt64(buffer, end - 8);
            }

            return HttpParser.Incomplete;
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

            _request.Content = (int)value;
            return tooLarge ? HttpStatus.ContentTooLarge : HttpParser.Incomplete;
        }
    }
}
