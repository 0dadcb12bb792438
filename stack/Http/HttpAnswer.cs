// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Tcp;

namespace NanoTcp.Http
{
    /// <summary>
    /// The answer to one request on its way: asks the handler what it is and hands it to the connection as far as that takes it. What did not go
    /// out is made again, so the send buffer holds nothing between two calls.
    /// </summary>
    internal sealed class HttpAnswer
    {
        private readonly HttpHandler _handler;
        private readonly HttpRequest _request;
        private readonly HttpResponse _response;
        private readonly byte[] _sendBuffer;
        private int _resource;
        private int _headSent;
        private int _contentSent;
        private int _contentLength;
        private bool _isHeadSent;
        private bool _keepAlive;

        /// <summary>Makes answers to a request in the send buffer that all sessions share.</summary>
        public HttpAnswer(HttpHandler handler, HttpRequest request, byte[] sendBuffer)
        {
            _handler = handler;
            _request = request;
            _response = new HttpResponse(sendBuffer);
            _sendBuffer = sendBuffer;
        }

        /// <summary>Whether the connection stays open behind it.</summary>
        public bool KeepAlive
        {
            get { return _keepAlive; }
        }

        /// <summary>Whether the connection has taken all of it.</summary>
        public bool IsComplete
        {
            get { return _isHeadSent && _contentSent == _contentLength; }
        }

        /// <summary>
        /// Begins an answer, given how the parser judged the request and how many bytes the connection takes now: at least one. True when it has
        /// taken all of it.
        /// </summary>
        public bool Begin(int status, TcpConnection connection, int sendSpace)
        {
            // A head that could not be read leaves open where the next one starts.
            _keepAlive = status == HttpStatus.Ok && _request.KeepAlive;
            _response.Reset(sendSpace);
            if (status == HttpStatus.Ok)
            {
                status = AskHandler();
            }

            if (status != HttpStatus.Ok)
            {
                _response.Fail(status);
            }

            _headSent = 0;
            _contentSent = 0;
            _isHeadSent = false;
            _contentLength = _request.Method == HttpMethod.Head ? 0 : _response.ContentLength;
            SendHead(connection, sendSpace);
            return IsComplete;
        }

        /// <summary>Sends as much as the connection takes. False when that was nothing.</summary>
        public bool Send(TcpConnection connection)
        {
            int space = connection.SendSpace;
            if (space == 0)
            {
                return false;
            }

            return _isHeadSent ? SendContent(connection, space) : SendHead(connection, space);
        }

        private int AskHandler()
        {
            HttpMethod method = _request.Method;
            if (method == HttpMethod.Unknown)
            {
                return HttpStatus.NotImplemented;
            }

            // "OPTIONS *" asks about the server as a whole.
            bool isRead = method == HttpMethod.Get || method == HttpMethod.Head;
            if (!isRead && _request.Buffer[_request.PathOffset] == '*')
            {
                return HttpStatus.MethodNotAllowed;
            }

            _resource = _handler.Find(_request);
            if (_resource == HttpHandler.NotFound)
            {
                return HttpStatus.NotFound;
            }

            if (!isRead)
            {
                return HttpStatus.MethodNotAllowed;
            }

            _handler.Handle(_resource, _request, _response);
            return HttpStatus.Ok;
        }

        // The head, and with it as much of the content as there is room for: both leave in one call, so that they can leave in one segment.
        private bool SendHead(TcpConnection connection, int space)
        {
            byte[] buffer = _sendBuffer;
            int head = _response.WriteHead(_keepAlive, _request.IsVersion10);
            int headLeft = head - _headSent;
            int room = space - headLeft < buffer.Length - head ? space - headLeft : buffer.Length - head;
            int count = room < 0 ? 0 : _contentLength < room ? _contentLength : room;
            byte[]? content = _response.Content;
            if (content != null)
            {
                Array.Copy(content, _response.ContentOffset, buffer, head, count);
            }
            else if (count > 0)
            {
                _handler.ReadContent(_resource, 0, buffer, head, count);
            }

            int sent = connection.Send(buffer, _headSent, headLeft + count, out _);
            if (sent < headLeft)
            {
                _headSent += sent;
            }
            else
            {
                _isHeadSent = true;
                _contentSent = sent - headLeft;
            }

            return sent > 0;
        }

        private bool SendContent(TcpConnection connection, int space)
        {
            byte[] buffer = _sendBuffer;
            int offset = 0;
            int count = _contentLength - _contentSent < space ? _contentLength - _contentSent : space;
            if (_response.Content != null)
            {
                buffer = _response.Content;
                offset = _response.ContentOffset + _contentSent;
            }
            else
            {
                count = count < buffer.Length ? count : buffer.Length;
                _handler.ReadContent(_resource, _contentSent, buffer, 0, count);
            }

            int sent = connection.Send(buffer, offset, count, out _);
            _contentSent += sent;
            return sent > 0;
        }
    }
}
