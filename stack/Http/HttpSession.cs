// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Tcp;

namespace NanoTcp.Http
{
    /// <summary>One connection of a <see cref="HttpServer"/>: request after request, each answered before the next is read.</summary>
    internal sealed class HttpSession
    {
        // How long, and for how many bytes, a client may go on sending after the last answer. Closing at once would answer those bytes with a RST, and
        // that can cost the client the answer (RFC 9112 §9.6).
        private const int LingerTime = 2000;
        private const int LingerBytes = 65_536;

        /// <summary>Its handle, which serves for one connection after the other.</summary>
        internal readonly TcpConnection Connection = new TcpConnection();

        /// <summary>
        /// When it is to be polled at the latest. Before that it has nothing to do while its connection has no news, given <see cref="Awaited"/>.
        /// </summary>
        internal long Due;

        /// <summary>Bytes unacknowledged when it was left, if that they become fewer is what it waits for; otherwise 0.</summary>
        internal int Awaited;

        private readonly int _idleTimeout;
        private readonly int _firstRead;
        private readonly byte[] _sendBuffer;
        private readonly HttpRequest _request;
        private readonly HttpParser _parser;
        private readonly HttpAnswer _answer;
        private bool _isOpen;
        private HttpPhase _phase;
        private int _status;
        private int _received;
        private int _contentToSkip;
        private int _bytesToDrain;
        private long _deadline;
        private long _lingerUntil;

        /// <summary>Allocates a session. Hosts, send buffer and head are shared by all.</summary>
        public HttpSession(HttpHandler handler, HttpServerOptions options, HttpHosts? hosts, byte[] sendBuffer, HttpHead head)
        {
            _idleTimeout = options.IdleTimeout;
            _firstRead = options.RequestBuffer < sendBuffer.Length ? options.RequestBuffer : sendBuffer.Length;
            _sendBuffer = sendBuffer;
            _request = new HttpRequest(options.RequestBuffer);
            _parser = new HttpParser(_request, hosts);
            _answer = new HttpAnswer(handler, _request, sendBuffer, head);
        }

        /// <summary>Since when it waits for the first byte of a request; long.MaxValue while it is busy.</summary>
        public long IdleSince
        {
            get { return _phase == HttpPhase.Head && _received == 0 ? _deadline - _idleTimeout : long.MaxValue; }
        }

        /// <summary>Takes over a connection that waits.</summary>
        public void Start(TcpListener listener, long now)
        {
            _isOpen = listener.Accept(Connection);
            _received = 0;
            _phase = HttpPhase.Head;
            long deadline = now + _idleTimeout;
            _deadline = deadline;
            Due = deadline;
            Awaited = 0;
        }

        /// <summary>Gives the connection back. What has been written still goes out.</summary>
        public void Stop()
        {
            Connection.Close();
            _isOpen = false;
        }

        /// <summary>
        /// Does what can be done now with the connection that it has. False when it has given it back; otherwise <see cref="Due"/> and
        /// <see cref="Awaited"/> say what it waits for.
        /// </summary>
        public bool Poll(long now)
        {
            TcpConnection connection = Connection;
            TcpState state = connection.StateAtLast;
            if (state == TcpState.Closed)
            {
                Stop();
                return false;
            }

            // Each does one thing, and says false when nothing is left to do before something arrives, is acknowledged or falls due. The states from
            // CLOSE-WAIT on are those behind the other end's FIN.
            bool goesOn;
            do
            {
                switch (_phase)
                {
                    case HttpPhase.Head:
                        goesOn = ReadHead(connection, state, now);
                        break;
                    case HttpPhase.Answer:
                        goesOn = BeginAnswer(connection, state, now);
                        break;
                    case HttpPhase.Send:
                        goesOn = SendAnswer(connection, state, now);
                        break;
                    case HttpPhase.Skip:
                        goesOn = FinishRequest(connection, state, now);
                        break;
                    default:
                        goesOn = Linger(connection, state, now);
                        break;
                }
            }
            while (goesOn);

            if (!_isOpen)
            {
                return false;
            }

            bool lingers = _phase == HttpPhase.Linger && now < _lingerUntil;
            Due = lingers ? _lingerUntil : _deadline;
            Awaited = lingers || _phase == HttpPhase.Head ? 0 : connection.Unacknowledged;
            return true;
        }

        private void Enter(HttpPhase phase, long now)
        {
            _phase = phase;
            _deadline = now + _idleTimeout;
        }

        private bool ReadHead(TcpConnection connection, TcpState state, long now)
        {
            int received = _received;
            int status = HttpParser.Incomplete;
            if (received > 0)
            {
                status = _parser.Parse(received);
            }
            else
            {
                byte[] buffer = _sendBuffer;
                received = connection.Receive(buffer, 0, _firstRead, out _);
                if (received > 0)
                {
                    _received = received;
                    status = _parser.Begin(buffer, received);
                    if (status == HttpParser.Incomplete)
                    {
                        // The time for a request counts from its first byte, however slowly the others come.
                        _deadline = now + _idleTimeout;
                    }
                }
            }

            while (status == HttpParser.Incomplete && connection.Available > 0)
            {
                received += connection.Receive(_request.Bytes, received, _request.Capacity - received, out _);
                _received = received;
                status = _parser.Parse(received);
            }

            if (status == HttpParser.Incomplete)
            {
                bool isDue = now >= _deadline;
                if (state >= TcpState.CloseWait || (isDue && received == 0))
                {
                    Stop();
                    return false;
                }

                if (!isDue)
                {
                    return false;
                }

                status = HttpStatus.RequestTimeout;
            }

            _status = status;
            return BeginAnswer(connection, state, now);
        }

        private bool BeginAnswer(TcpConnection connection, TcpState state, long now)
        {
            // Unless the connection takes a whole buffer, a copied content might not fit.
            int space = connection.SendSpace;
            int room = _sendBuffer.Length;
            if (space < room)
            {
                if (space == 0 || connection.Unacknowledged > 0)
                {
                    if (_phase == HttpPhase.Head)
                    {
                        Enter(HttpPhase.Answer, now);
                    }

                    return AbortWhenDue(connection, now);
                }

                room = space;
            }

            int content = _request.Content;
            _contentToSkip = content > 0 && _status == HttpStatus.Ok ? content - BufferedContent() : 0;
            if (_answer.Begin(_status, connection, room, now))
            {
                return EndAnswer(connection, state, now);
            }

            Enter(HttpPhase.Send, now);
            return true;
        }

        private bool SendAnswer(TcpConnection connection, TcpState state, long now)
        {
            // A client that reads its answer only after it has sent its content must not have to wait for a server that does the opposite.
            bool hasSkipped = SkipContent(connection);
            if (_answer.Send(connection))
            {
                if (_answer.IsComplete)
                {
                    return EndAnswer(connection, state, now);
                }

                Enter(HttpPhase.Send, now);
                return true;
            }

            return hasSkipped || AbortWhenDue(connection, now);
        }

        private bool EndAnswer(TcpConnection connection, TcpState state, long now)
        {
            _deadline = now + _idleTimeout;
            if (_answer.Last == HttpHead.Close)
            {
                connection.Shutdown(SocketShutdown.Send);
                _bytesToDrain = LingerBytes;
                _lingerUntil = now + LingerTime;
                _phase = HttpPhase.Linger;
            }
            else if (_received == _parser.HeadLength + _request.Content)
            {
                // Nothing is left to be skipped, and nothing of the next one is here.
                _received = 0;
                _phase = HttpPhase.Head;
            }
            else
            {
                _phase = HttpPhase.Skip;
                return true;
            }

            return state >= TcpState.CloseWait || connection.Available > 0;
        }

        private bool FinishRequest(TcpConnection connection, TcpState state, long now)
        {
            if (_contentToSkip > 0)
            {
                if (SkipContent(connection))
                {
                    return true;
                }

                if (state >= TcpState.CloseWait || now >= _deadline)
                {
                    Stop();
                }

                return false;
            }

            int end = _parser.HeadLength + BufferedContent();
            _received -= end;
            if (_received > 0)
            {
                Array.Copy(_request.Bytes, end, _request.Bytes, 0, _received);
                _parser.Reset();
            }

            Enter(HttpPhase.Head, now);
            return true;
        }

        private bool Linger(TcpConnection connection, TcpState state, long now)
        {
            int available = connection.Available;
            if (available > 0 && _bytesToDrain > 0)
            {
                _bytesToDrain -= connection.Receive(_sendBuffer, 0, _sendBuffer.Length, out _);
                return true;
            }

            bool hasEnded = state >= TcpState.CloseWait && available == 0;
            if (hasEnded || _bytesToDrain <= 0 || now >= _deadline || (now >= _lingerUntil && connection.Unacknowledged == 0))
            {
                Stop();
            }

            return false;
        }

        private bool AbortWhenDue(TcpConnection connection, long now)
        {
            if (now >= _deadline)
            {
                connection.Abort();
                _isOpen = false;
            }

            return false;
        }

        private bool SkipContent(TcpConnection connection)
        {
            if (_contentToSkip == 0 || connection.Available == 0)
            {
                return false;
            }

            int count = _contentToSkip < _sendBuffer.Length ? _contentToSkip : _sendBuffer.Length;
            _contentToSkip -= connection.Receive(_sendBuffer, 0, count, out _);
            return true;
        }

        // What has been read of the request's content together with its head.
        private int BufferedContent()
        {
            int behindHead = _received - _parser.HeadLength;
            return behindHead < _request.Content ? behindHead : _request.Content;
        }
    }
}
