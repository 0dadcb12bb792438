// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Tcp;

namespace NanoTcp.Http
{
    /// <summary>
    /// The answer to one request. It asks the handler for the content and gives it to the connection, as much as that takes. The rest is made again
    /// later, so the send buffer holds nothing between two calls.
    /// </summary>
    internal sealed class HttpAnswer
    {
        private readonly HttpShared _shared;
        private readonly HttpResponse _response;

        // The end of its head, which says whether the connection stays open.
        private byte[] _last = HttpHead.End;

        // The resource, and whether the content is left out. The request itself does not stay.
        private int _resource;
        private bool _isHeadOnly;

        // Bytes of head and content together: those sent, those of the head, and all.
        private int _sent;
        private int _headLength;
        private int _length;

        /// <summary>Makes answers to the request, in the send buffer and with the head that all sessions share.</summary>
        public HttpAnswer(HttpShared shared)
        {
            _shared = shared;
            _response = new HttpResponse(shared.SendBuffer);
        }

        /// <summary>Whether the connection has taken all of it.</summary>
        public bool IsComplete
        {
            get { return _sent == _length; }
        }

        /// <summary>Whether the connection is closed behind it.</summary>
        public bool IsLast
        {
            get { return _last == HttpHead.Close; }
        }

        /// <summary>
        /// Begins an answer, with the parser's result and the number of bytes that the connection takes now: at least one, and at most the send
        /// buffer. True when the connection has taken all of it.
        /// </summary>
        public bool Begin(int status, TcpConnection connection, int sendSpace, long now)
        {
            HttpShared shared = _shared;
            HttpHandler handler = shared.Handler;
            HttpRequest request = shared.Request;
            HttpResponse response = _response;
            response.Reset(sendSpace);
            handler.Now = now;
            if (request.Resource == HttpHandler.NotFound)
            {
                status = Find(status);
            }

            _resource = request.Resource;
            _isHeadOnly = request.IsHeadOnly;

            // A waiting client gets the connection after this answer, so the answer says that it is the last.
            _last = shared.IsAwaited ? HttpHead.Close : request.AnswerEnd;
            if (status == HttpStatus.Ok)
            {
                handler.Handle(_resource, request, response);
            }
            else
            {
                response.Fail(status);
            }

            // The copied content is in the buffer, and there is room for all of it. The head goes in front, and both leave in one call.
            byte[] buffer = shared.SendBuffer;
            if (response.Content == buffer)
            {
                int head = shared.Head.Make(response, _last);
                int start = HttpHead.MaxLength - head;
                int length = _isHeadOnly ? head : head + response.Length;
                if (length <= sendSpace)
                {
                    Array.Copy(shared.Head.Bytes, 0, buffer, start, head);
                    connection.Send(buffer, start, length, out _);
                    return true;
                }
            }

            _sent = 0;
            SendHead(connection, sendSpace);
            return IsComplete;
        }

        /// <summary>Sends as much as the connection takes, and returns how many bytes that was.</summary>
        public int Send(TcpConnection connection)
        {
            int space = connection.SendSpace;
            if (space == 0)
            {
                return 0;
            }

            return _sent < _headLength ? SendHead(connection, space) : SendContent(connection, space);
        }

        // Decisions that follow from the head. A request with the same head reuses them.
        private int Find(int status)
        {
            // A head that could not be read leaves open where the next one starts.
            HttpRequest request = _shared.Request;
            HttpMethod method = request.Method;
            request.IsHeadOnly = method == HttpMethod.Head;
            request.AnswerEnd = status != HttpStatus.Ok || !request.KeepAlive ? HttpHead.Close : request.IsVersion10 ? HttpHead.KeepAlive : HttpHead.End;
            if (status != HttpStatus.Ok)
            {
                return status;
            }

            if (method == HttpMethod.Unknown)
            {
                return HttpStatus.NotImplemented;
            }

            // "OPTIONS *" asks about the server as a whole.
            bool isRead = method <= HttpMethod.Head;
            if (!isRead && request.Buffer[request.PathOffset] == '*')
            {
                return HttpStatus.MethodNotAllowed;
            }

            int resource = _shared.Handler.Find(request);
            if (resource == HttpHandler.NotFound)
            {
                return HttpStatus.NotFound;
            }

            if (!isRead)
            {
                return HttpStatus.MethodNotAllowed;
            }

            request.Resource = resource;
            return HttpStatus.Ok;
        }

        // The head, and with it as much of the content as there is room for: both leave in one call, so that they can leave in one segment.
        private int SendHead(TcpConnection connection, int space)
        {
            HttpShared shared = _shared;
            byte[] buffer = shared.SendBuffer;
            HttpResponse response = _response;
            int head = shared.Head.Make(response, _last);
            int content = _isHeadOnly ? 0 : response.Length;
            Array.Copy(shared.Head.Bytes, 0, buffer, 0, head);
            _headLength = head;
            _length = head + content;
            int offset = _sent;
            int room = space + offset < buffer.Length ? space + offset - head : buffer.Length - head;
            int count = content < room ? content : room < 0 ? 0 : room;
            if (count > 0 && response.Content != null)
            {
                Array.Copy(response.Content, response.ContentOffset, buffer, head, count);
            }
            else if (count > 0)
            {
                shared.Handler.ReadContent(_resource, 0, buffer, head, count);
            }

            int sent = connection.Send(buffer, offset, head + count - offset, out _);
            _sent = offset + sent;
            return sent;
        }

        private int SendContent(TcpConnection connection, int space)
        {
            byte[] buffer = _shared.SendBuffer;
            int offset = 0;
            int position = _sent - _headLength;
            int left = _length - _sent;
            int count = left < space ? left : space;
            if (_response.Content != null)
            {
                buffer = _response.Content;
                offset = _response.ContentOffset + position;
            }
            else
            {
                count = count < buffer.Length ? count : buffer.Length;
                _shared.Handler.ReadContent(_resource, position, buffer, 0, count);
            }

            int sent = connection.Send(buffer, offset, count, out _);
            _sent += sent;
            return sent;
        }
    }
}
