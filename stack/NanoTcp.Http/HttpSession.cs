// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Http
{
    /// <summary>
    /// One connection of a <see cref="HttpServer"/>. It answers each request before it reads the next. A request stays in the connection until its
    /// head is complete and there is room for the answer.
    /// </summary>
    internal sealed partial class HttpSession
    {
        // How long, and for how many bytes, a client may go on sending after the last answer. Closing at once would answer those bytes with an RST,
        // and the client could lose the answer (RFC 9112 §9.6).
        private const int LingerTime = 2000;
        private const int LingerBytes = 65_536;

        /// <summary>Its handle, which serves for one connection after the other.</summary>
        internal readonly TcpConnection Connection = new TcpConnection();

        /// <summary>The latest time of the next poll. Before that it has nothing to do unless its connection becomes ready.</summary>
        internal long Due;

        private readonly HttpShared _shared;
        private readonly HttpAnswer _answer;
        private HttpPhase _phase;

        // Bytes of a head that were there when it was found incomplete.
        private int _incomplete;
        private int _contentToSkip;
        private int _bytesToDrain;

        // The client has ended its side, or the connection is lost.
        private bool _hasEnded;

        /// <summary>Makes a session that shares all but its state.</summary>
        public HttpSession(HttpShared shared)
        {
            _shared = shared;
            _answer = new HttpAnswer(shared);
        }

        /// <summary>Takes over a connection that waits.</summary>
        public void Start(TcpListener listener, long now)
        {
            listener.Accept(Connection);
            _hasAnswered = false;
            AwaitRequest(now);
        }

        /// <summary>Gives the connection back. Written text still leaves.</summary>
        public void Stop()
        {
            Connection.Close();
            _phase = HttpPhase.Over;
        }

        /// <summary>Does what can be done now. False when it has closed its connection.</summary>
        public bool Poll(long now)
        {
            TcpConnection connection = Connection;
            _hasEnded = connection.HasRemoteEnded;
            if (_hasEnded && _phase != HttpPhase.Linger && connection.Error != SocketError.Success)
            {
                // It is lost.
                Stop();
                return false;
            }

            // Each method does one thing. It returns false when nothing is left to do until an event or a deadline.
            bool goesOn;
            do
            {
                switch (_phase)
                {
                    case HttpPhase.Head:
                    case HttpPhase.Answer:
                        goesOn = ReadHead(connection, now);
                        break;
                    case HttpPhase.Send:
                        goesOn = SendAnswer(connection, now);
                        break;
                    case HttpPhase.Skip:
                        goesOn = SkipRest(connection, now);
                        break;
                    default:
                        goesOn = Linger(connection, now);
                        break;
                }
            }
            while (goesOn);

            return _phase != HttpPhase.Over;
        }

        /// <summary>The next request has not begun.</summary>
        private void AwaitRequest(long now)
        {
            _phase = HttpPhase.Head;
            _since = now;
            Due = now + _shared.IdleTimeout;
            _incomplete = 0;
        }

        private void Enter(HttpPhase phase, long now)
        {
            _phase = phase;
            _movedAt = now;
            Due = now + _shared.IdleTimeout;
        }

        private bool ReadHead(TcpConnection connection, long now)
        {
            if (connection.Available <= _incomplete)
            {
                return EndWhenDue(connection, now);
            }

            if (_phase == HttpPhase.Head)
            {
                _movedAt = now;
                if (_incomplete == 0)
                {
                    // The time for a request counts from its first byte, however slowly the others come.
                    _since = now;
                    Due = now + _shared.IdleTimeout;
                }
            }

            // The request is read only when there is room for its answer, because its bytes do not stay.
            int room = Room(connection);
            if (room == 0)
            {
                _phase = HttpPhase.Answer;
                connection.AwaitSpace();
                return AbortWhenDue(connection, now);
            }

            int status = Parse(connection);
            if (status != HttpParser.Incomplete)
            {
                return BeginAnswer(status, connection, room, now);
            }

            _phase = HttpPhase.Head;
            _incomplete = connection.Available;
            return EndWhenDue(connection, now);
        }

        /// <summary>An incomplete head, or one that has not begun, has a deadline.</summary>
        private bool EndWhenDue(TcpConnection connection, long now)
        {
            bool isDue = now >= Due;
            if (_hasEnded || (isDue && _incomplete == 0))
            {
                // Half a request has no meaning, and is no reason for an RST.
                connection.Skip(_incomplete, out _);
                Stop();
                return false;
            }

            int room = isDue ? Room(connection) : 0;
            if (room > 0)
            {
                _shared.Parser.Forget();
                return BeginAnswer(HttpStatus.RequestTimeout, connection, room, now);
            }

            return AbortWhenDue(connection, now);
        }

        /// <summary>
        /// The number of bytes of an answer that the connection takes; 0: it has to wait. Unless it takes a whole buffer, a copied content might not
        /// fit.
        /// </summary>
        private int Room(TcpConnection connection)
        {
            int room = _shared.SendBuffer.Length;
            int space = connection.SendSpace;
            return space >= room ? room : connection.Unacknowledged > 0 ? 0 : space;
        }

        /// <summary>
        /// Takes the head out of the connection once it is complete. Most clients send the same head again and again, so this is checked first.
        /// </summary>
        private int Parse(TcpConnection connection)
        {
            HttpParser parser = _shared.Parser;
            byte[] buffer = _shared.SendBuffer;
            int status = HttpStatus.Ok;
            if (!parser.Stands(buffer, connection.Peek(buffer, 0, buffer.Length, out _)))
            {
                HttpRequest request = _shared.Request;
                status = parser.Parse(connection.Peek(request.Buffer, 0, request.Capacity, out _), _incomplete);
            }

            int done = status == HttpStatus.Ok ? parser.HeadLength : parser.EmptyLines;
            if (done > 0)
            {
                connection.Skip(done, out _);
            }

            return status;
        }

        private bool BeginAnswer(int status, TcpConnection connection, int room, long now)
        {
            _contentToSkip = status == HttpStatus.Ok ? _shared.Request.ContentLength : 0;
            if (_answer.Begin(status, connection, room, now))
            {
                return EndAnswer(connection, now);
            }

            Enter(HttpPhase.Send, now);
            _movedBytes = 0;
            return true;
        }

        private bool SendAnswer(TcpConnection connection, long now)
        {
            // A client may read its answer only after it has sent its content. It must not wait for a server that does the opposite.
            bool hasSkipped = SkipContent(connection);
            int sent = _answer.Send(connection);
            if (sent == 0)
            {
                connection.AwaitSpace();
                return hasSkipped || AbortWhenDue(connection, now);
            }

            if (_answer.IsComplete)
            {
                return EndAnswer(connection, now);
            }

            Due = now + _shared.IdleTimeout;
            Moved(sent, now);
            return true;
        }

        private bool EndAnswer(TcpConnection connection, long now)
        {
            _hasAnswered = true;
            if (_answer.IsLast)
            {
                connection.Shutdown(SocketShutdown.Send);
                _phase = HttpPhase.Linger;
                _since = now;
                Due = now + LingerTime;
                _bytesToDrain = LingerBytes;
            }
            else if (_contentToSkip > 0)
            {
                Enter(HttpPhase.Skip, now);
            }
            else
            {
                AwaitRequest(now);
            }

            return _hasEnded || connection.Available > 0;
        }

        private bool SkipRest(TcpConnection connection, long now)
        {
            if (SkipContent(connection))
            {
                _movedAt = now;
                if (_contentToSkip == 0)
                {
                    AwaitRequest(now);
                }

                return true;
            }

            if (_hasEnded || now >= Due)
            {
                Stop();
            }

            return false;
        }

        /// <summary>Waits for the client's FIN after the last answer.</summary>
        private bool Linger(TcpConnection connection, long now)
        {
            int available = connection.Available;
            if (available > 0 && _bytesToDrain > 0)
            {
                _bytesToDrain -= connection.Skip(available, out _);
                return true;
            }

            bool isDue = now >= Due && (connection.Unacknowledged == 0 || now >= _since + _shared.IdleTimeout);
            if (isDue || _bytesToDrain <= 0 || (_hasEnded && available == 0))
            {
                Stop();
            }
            else if (now >= Due)
            {
                // The end of the answer is still on its way.
                Due = _since + _shared.IdleTimeout;
                connection.AwaitSpace();
            }

            return false;
        }

        private bool AbortWhenDue(TcpConnection connection, long now)
        {
            if (now >= Due)
            {
                connection.Abort();
                _phase = HttpPhase.Over;
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
