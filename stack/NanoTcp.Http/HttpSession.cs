// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Http
{
    /// <summary>
    /// One connection of a <see cref="HttpServer"/>: request after request, each answered before the next is read. A request lies in the connection until
    /// its head is complete and there is room for the answer.
    /// </summary>
    internal sealed partial class HttpSession
    {
        // How long, and for how many bytes, a client may go on sending after the last answer. Closing at once would answer those bytes with a RST, and
        // that can cost the client the answer (RFC 9112 §9.6).
        private const int LingerTime = 2000;
        private const int LingerBytes = 65_536;

        /// <summary>Its handle, which serves for one connection after the other.</summary>
        internal readonly TcpConnection Connection = new TcpConnection();

        /// <summary>
        /// When it is to be polled at the latest. Before that it has nothing to do while its connection has no news, given <see cref="Awaited"/> and
        /// <see cref="Seen"/>.
        /// </summary>
        internal long Due;

        /// <summary>Bytes unacknowledged when it was left, if that they become fewer is what it waits for; otherwise 0.</summary>
        internal int Awaited;

        /// <summary>Bytes received and not read when it was left: it has looked at them.</summary>
        internal int Seen;

        private readonly HttpShared _shared;
        private readonly HttpAnswer _answer;
        private HttpPhase _phase;

        // Bytes of a head that were there when it was found incomplete.
        private int _incomplete;
        private int _contentToSkip;
        private int _bytesToDrain;
        private bool _isOpen;
        private long _deadline;
        private long _lingerUntil;

        /// <summary>Makes a session that shares all but its state.</summary>
        public HttpSession(HttpShared shared)
        {
            _shared = shared;
            _answer = new HttpAnswer(shared);
        }

        /// <summary>Takes over a connection that waits.</summary>
        public void Start(TcpListener listener, long now)
        {
            _isOpen = listener.Accept(Connection);
            _hasAnswered = false;
            Await(now);
            Due = _deadline;
            Awaited = 0;
            Seen = 0;
        }

        /// <summary>Gives the connection back. What has been written still goes out.</summary>
        public void Stop()
        {
            Connection.Close();
            _isOpen = false;
        }

        /// <summary>
        /// Does what can be done now with the connection that it has. False when it has given it back; otherwise <see cref="Due"/>,
        /// <see cref="Awaited"/> and <see cref="Seen"/> say what it waits for.
        /// </summary>
        public bool Poll(long now)
        {
            TcpConnection connection = Connection;
            TcpState state = connection.LastState;
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
                        goesOn = AnswerWhenComplete(connection, state, now);
                        break;
                    case HttpPhase.Send:
                        goesOn = SendAnswer(connection, state, now);
                        break;
                    case HttpPhase.Skip:
                        goesOn = SkipRest(connection, state, now);
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
            Seen = connection.Available;
            return true;
        }

        // The next request has not begun.
        private void Await(long now)
        {
            _phase = HttpPhase.Head;
            _deadline = now + _shared.IdleTimeout;
            _since = now;
            _incomplete = 0;
        }

        private void Enter(HttpPhase phase, long now)
        {
            _phase = phase;
            _deadline = now + _shared.IdleTimeout;
        }

        private bool ReadHead(TcpConnection connection, TcpState state, long now)
        {
            if (connection.Available > _incomplete)
            {
                if (_incomplete == 0)
                {
                    // The time for a request counts from its first byte, however slowly the others come.
                    _since = now;
                    _deadline = now + _shared.IdleTimeout;
                }

                _movedAt = now;
                return AnswerWhenComplete(connection, state, now);
            }

            return EndWhenDue(connection, state, now);
        }

        // The request is read when there is room for its answer, and not before: what has been read of it does not stay.
        private bool AnswerWhenComplete(TcpConnection connection, TcpState state, long now)
        {
            int room = Room(connection);
            if (room == 0)
            {
                if (_phase == HttpPhase.Head)
                {
                    Enter(HttpPhase.Answer, now);
                }

                return AbortWhenDue(connection, now);
            }

            int status = Parse(connection);
            if (status != HttpParser.Incomplete)
            {
                return BeginAnswer(status, connection, room, state, now);
            }

            _phase = HttpPhase.Head;
            _deadline = _since + _shared.IdleTimeout;
            _incomplete = connection.Available;
            return EndWhenDue(connection, state, now);
        }

        // A head that is not complete, or not begun, has its time.
        private bool EndWhenDue(TcpConnection connection, TcpState state, long now)
        {
            bool isDue = now >= _deadline;
            if (state >= TcpState.CloseWait || (isDue && _incomplete == 0))
            {
                // Half a request means nothing, and is no reason for an RST.
                connection.Skip(_incomplete, out _);
                Stop();
                return false;
            }

            int room = isDue ? Room(connection) : 0;
            if (room > 0)
            {
                _shared.Parser.Forget();
                return BeginAnswer(HttpStatus.RequestTimeout, connection, room, state, now);
            }

            return AbortWhenDue(connection, now);
        }

        // How many bytes of an answer the connection takes; 0: it has to wait. Unless it takes a whole buffer, a copied content might not fit.
        private int Room(TcpConnection connection)
        {
            int room = _shared.SendBuffer.Length;
            int space = connection.SendSpace;
            return space >= room ? room : connection.Unacknowledged > 0 ? 0 : space;
        }

        // Takes the head out of the connection once it is complete. Most clients say the same again and again: that is found out first.
        private int Parse(TcpConnection connection)
        {
            HttpShared shared = _shared;
            HttpParser parser = shared.Parser;
            byte[] buffer = shared.SendBuffer;
            int status = HttpStatus.Ok;
            if (!parser.Stands(buffer, connection.Peek(buffer, 0, buffer.Length, out _)))
            {
                HttpRequest request = shared.Request;
                status = parser.Parse(connection.Peek(request.Bytes, 0, request.Capacity, out _), _incomplete);
            }

            if (status == HttpStatus.Ok)
            {
                connection.Skip(parser.HeadLength, out _);
            }
            else if (parser.EmptyLines > 0)
            {
                connection.Skip(parser.EmptyLines, out _);
            }

            return status;
        }

        private bool BeginAnswer(int status, TcpConnection connection, int room, TcpState state, long now)
        {
            _contentToSkip = status == HttpStatus.Ok ? _shared.Request.Content : 0;
            if (_answer.Begin(status, connection, room, now))
            {
                return EndAnswer(connection, state, now);
            }

            Enter(HttpPhase.Send, now);
            _movedAt = now;
            _movedBytes = 0;
            return true;
        }

        private bool SendAnswer(TcpConnection connection, TcpState state, long now)
        {
            // A client that reads its answer only after it has sent its content must not have to wait for a server that does the opposite.
            bool hasSkipped = SkipContent(connection);
            int sent = _answer.Send(connection);
            if (sent > 0)
            {
                if (_answer.IsComplete)
                {
                    return EndAnswer(connection, state, now);
                }

                Enter(HttpPhase.Send, now);
                Moved(sent, now);
                return true;
            }

            return hasSkipped || AbortWhenDue(connection, now);
        }

        private bool EndAnswer(TcpConnection connection, TcpState state, long now)
        {
            _hasAnswered = true;
            if (_answer.Last == HttpHead.Close)
            {
                connection.Shutdown(SocketShutdown.Send);
                _bytesToDrain = LingerBytes;
                _lingerUntil = now + LingerTime;
                _since = now;
                Enter(HttpPhase.Linger, now);
            }
            else if (_contentToSkip > 0)
            {
                Enter(HttpPhase.Skip, now);
                _movedAt = now;
                return true;
            }
            else
            {
                Await(now);
            }

            return state >= TcpState.CloseWait || connection.Available > 0;
        }

        private bool SkipRest(TcpConnection connection, TcpState state, long now)
        {
            if (SkipContent(connection))
            {
                _movedAt = now;
                if (_contentToSkip == 0)
                {
                    Await(now);
                }

                return true;
            }

            if (state >= TcpState.CloseWait || now >= _deadline)
            {
                Stop();
            }

            return false;
        }

        private bool Linger(TcpConnection connection, TcpState state, long now)
        {
            int available = connection.Available;
            if (available > 0 && _bytesToDrain > 0)
            {
                _bytesToDrain -= connection.Skip(available, out _);
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

            _contentToSkip -= connection.Skip(_contentToSkip, out _);
            return true;
        }
    }
}
