// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Http
{
    /// <summary>
    /// Reads the head of a request in one pass, however it is cut into segments: each byte is looked at once, and a line is interpreted when its end
    /// has been seen. Lines end with CR LF or LF alone (RFC 9112 §2.2).
    /// </summary>
    internal sealed class HttpParser
    {
        /// <summary>The head is not complete yet.</summary>
        public const int Incomplete = 0;

        private readonly HttpRequest _request;
        private readonly HttpRequestLine _requestLine;
        private readonly HttpFields _fields;
        private bool _inFields;
        private int _scan;
        private int _lineStart;
        private int _colon;

        /// <summary>Makes a parser that fills a request.</summary>
        public HttpParser(HttpRequest request)
        {
            _request = request;
            _requestLine = new HttpRequestLine(request);
            _fields = new HttpFields(request);
            Reset();
        }

        /// <summary>Bytes of the request line and the header fields with the empty line behind them, once the head is complete.</summary>
        public int HeadLength
        {
            get { return _scan; }
        }

        /// <summary>Prepares for a request that starts at the beginning of the buffer.</summary>
        public void Reset()
        {
            _inFields = false;
            _scan = 0;
            _lineStart = 0;
            _colon = -1;
            _request.Method = HttpMethod.Unknown;
            _requestLine.Reset(0);
            _fields.Reset();
        }

        /// <summary>
        /// Goes on reading; the buffer holds that many bytes now. Returns <see cref="Incomplete"/>, <see cref="HttpStatus.Ok"/> when the head is
        /// complete, or the status to refuse the request with.
        /// </summary>
        public int Parse(int length)
        {
            int status = Incomplete;
            if (!_inFields)
            {
                status = ScanRequestLine(length);
            }

            if (status == Incomplete && _inFields)
            {
                status = ScanFields(length);
            }

            if (status == Incomplete && length == _request.Buffer.Length)
            {
                status = _inFields ? HttpStatus.HeaderFieldsTooLarge : HttpStatus.UriTooLong;
            }

            return status;
        }

        private int ScanRequestLine(int length)
        {
            byte[] buffer = _request.Buffer;
            byte[] kinds = HttpCharacter.Kinds;
            int i = _scan;
            for (; i < length; i++)
            {
                int kind = kinds[buffer[i]];
                if (kind == HttpCharacter.Token)
                {
                    continue;
                }

                if (kind == HttpCharacter.CarriageReturn)
                {
                    if (i + 1 == length)
                    {
                        break;
                    }

                    if (buffer[i + 1] != '\n')
                    {
                        return HttpStatus.BadRequest;
                    }
                }
                else if (kind == HttpCharacter.LineFeed)
                {
                    int end = LineEnd(buffer, i);
                    int lineStart = _lineStart;
                    _lineStart = i + 1;
                    if (end > lineStart)
                    {
                        _scan = i + 1;
                        _inFields = true;
                        return _requestLine.Interpret(end);
                    }

                    // RFC 9112 §2.2: an empty line before the request line is ignored.
                    _requestLine.Reset(i + 1);
                }
                else if (!_requestLine.Accept(kind, i))
                {
                    return HttpStatus.BadRequest;
                }
            }

            _scan = i;
            return Incomplete;
        }

        private int ScanFields(int length)
        {
            byte[] buffer = _request.Buffer;
            byte[] kinds = HttpCharacter.Kinds;
            int i = _scan;
            for (; i < length; i++)
            {
                int kind = kinds[buffer[i]];
                if (kind == HttpCharacter.Token)
                {
                    continue;
                }

                switch (kind)
                {
                    case HttpCharacter.Delimiter:
                    case HttpCharacter.Space:
                        // Before the colon there is nothing but the name: no space, and so no folded line either (RFC 9112 §5.1, §5.2).
                        if (_colon < 0)
                        {
                            return HttpStatus.BadRequest;
                        }

                        break;

                    case HttpCharacter.Colon:
                        if (_colon < 0)
                        {
                            if (i == _lineStart)
                            {
                                return HttpStatus.BadRequest;
                            }

                            _colon = i;
                        }

                        break;

                    case HttpCharacter.CarriageReturn:
                        if (i + 1 == length)
                        {
                            _scan = i;
                            return Incomplete;
                        }

                        if (buffer[i + 1] != '\n')
                        {
                            return HttpStatus.BadRequest;
                        }

                        break;

                    case HttpCharacter.LineFeed:
                        int end = LineEnd(buffer, i);
                        if (end == _lineStart)
                        {
                            _scan = i + 1;
                            return _fields.Finish();
                        }

                        int status = _colon < 0 ? HttpStatus.BadRequest : _fields.Interpret(_lineStart, _colon, end);
                        if (status != Incomplete)
                        {
                            return status;
                        }

                        _lineStart = i + 1;
                        _colon = -1;
                        break;

                    default:
                        return HttpStatus.BadRequest;
                }
            }

            _scan = i;
            return Incomplete;
        }

        private int LineEnd(byte[] buffer, int lineFeed)
        {
            return lineFeed > _lineStart && buffer[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
        }
    }
}
