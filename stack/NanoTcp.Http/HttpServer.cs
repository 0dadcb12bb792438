// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Http
{
    /// <summary>
    /// A small HTTP/1.1 server (RFC 9110, RFC 9112) for GET and HEAD. It is polled and has a fixed number of sessions. Everything is allocated when
    /// it is constructed.
    /// </summary>
    public sealed class HttpServer : NetworkService
    {
        /// <summary>The port of HTTP.</summary>
        public const int DefaultPort = 80;

        /// <summary>The smallest send buffer: a head and a short content.</summary>
        public const int MinSendBuffer = 2 * HttpHead.MaxLength;

        private readonly TcpTransport _tcp;
        private readonly HttpShared _shared;
        private readonly int _backlog;

        /// <summary>The sessions, those that have a connection first.</summary>
        private readonly HttpSession[] _sessions;
        private int _openSessions;

        /// <summary>No session has anything to do before, if nothing happens to its connection.</summary>
        private long _due = long.MaxValue;
        private TcpListener? _listener;

        /// <summary>Makes a server that is not started yet.</summary>
        /// <exception cref="ArgumentNullException">One of them is missing.</exception>
        /// <exception cref="ArgumentException">A size or time is below its bound.</exception>
        public HttpServer(TcpTransport tcp, HttpHandler handler, HttpServerOptions options)
        {
            ArgumentNullException.ThrowIfNull(tcp, nameof(tcp));
            ArgumentNullException.ThrowIfNull(handler, nameof(handler));
            ArgumentNullException.ThrowIfNull(options, nameof(options));
            if (options.Backlog < 1 || options.IdleTimeout < 1)
            {
                throw new ArgumentOutOfRangeException(nameof(options));
            }

            if (options.MaxSessions < 1 || options.RequestBuffer < 1 || options.SendBuffer < MinSendBuffer)
            {
                throw new ArgumentException("The server needs a session, a request buffer and a send buffer of at least MinSendBuffer bytes.");
            }

            _tcp = tcp;
            _shared = new HttpShared(handler, options, tcp.ServerReceiveBuffer);
            _backlog = options.Backlog;
            _sessions = new HttpSession[options.MaxSessions];
            for (int i = 0; i < _sessions.Length; i++)
            {
                _sessions[i] = new HttpSession(_shared);
            }
        }

        /// <summary>The open port; null while the server is stopped.</summary>
        public TcpListener? Listener
        {
            get { return _listener; }
        }

        /// <summary>
        /// Opens the port. Its connections behave as the transport's options say, but short segments are not delayed, and
        /// <see cref="HttpServerOptions.IdleTimeout"/> is the only one.
        /// </summary>
        public SocketError Start(int port)
        {
            SocketError error = _listener == null ? _tcp.Listen(port, _backlog, out _listener) : SocketError.InvalidArgument;
            if (error == SocketError.Success)
            {
                // The rest of an answer would wait for the acknowledgment of its beginning, and that acknowledgment waits for more text.
                TcpConnectionOptions options = _listener!.Options.Copy();
                options.NoDelay = true;

                // The server has its own deadline for everything that a session waits for.
                options.IdleTimeout = 0;
                _listener.Options = options;
            }

            return error;
        }

        /// <summary>Closes the port and all connections. Written text still leaves.</summary>
        public void Stop()
        {
            if (_listener != null)
            {
                _listener.Close();
                _listener = null;
            }

            for (int i = 0; i < _sessions.Length; i++)
            {
                _sessions[i].Stop();
            }

            _openSessions = 0;
        }

        /// <summary>
        /// Accepts, reads, answers, as far as it goes without waiting. To be called after <see cref="NetworkStack.Poll"/>. What it has written leaves with
        /// <see cref="NetworkStack.Flush"/>, which must follow.
        /// </summary>
        /// <param name="now">The time, as <see cref="NetworkStack.Poll"/> got it.</param>
        /// <returns>The time of the next call if nothing arrives before, on the same clock.</returns>
        public override long Poll(long now)
        {
            TcpListener? listener = _listener;
            if (listener == null)
            {
                return long.MaxValue;
            }

            if (now >= _due)
            {
                PollDue(now);
            }

            // From the end, because the last one takes the place of one that is over.
            for (int i = _openSessions - 1; i >= 0; i--)
            {
                if (_sessions[i].Connection.BecameReady())
                {
                    PollSession(i, now);
                }
            }

            while (listener.IsAwaited)
            {
                if (listener.Pending() && _openSessions < _sessions.Length)
                {
                    Accept(listener, now);
                    continue;
                }

                long spared = GiveWay(listener, now);
                if (spared > now)
                {
                    _shared.IsAwaited = true;
                    return spared < _due ? spared : _due;
                }
            }

            _shared.IsAwaited = false;
            return _due;
        }

        /// <summary>The sessions whose time has come; and finds out when that of the others does.</summary>
        private void PollDue(long now)
        {
            _due = long.MaxValue;
            for (int i = _openSessions - 1; i >= 0; i--)
            {
                long due = _sessions[i].Due;
                if (now >= due)
                {
                    PollSession(i, now);
                }
                else if (due < _due)
                {
                    _due = due;
                }
            }
        }

        private void PollSession(int index, long now)
        {
            HttpSession session = _sessions[index];
            if (!session.Poll(now))
            {
                Remove(index);
            }
            else if (session.Due < _due)
            {
                _due = session.Due;
            }
        }

        private void Accept(TcpListener listener, long now)
        {
            HttpSession session = _sessions[_openSessions++];
            session.Start(listener, now);
            if (session.Due < _due)
            {
                _due = session.Due;
            }

            if (session.Connection.BecameReady())
            {
                // The request was there before.
                PollSession(_openSessions - 1, now);
            }
        }

        private void Remove(int index)
        {
            int last = --_openSessions;
            if (index < last)
            {
                HttpSession session = _sessions[index];
                _sessions[index] = _sessions[last];
                _sessions[last] = session;
            }
        }

        /// <summary>Ends the session that others have waited for longest. Returns when the next one may be ended.</summary>
        private long GiveWay(TcpListener listener, long now)
        {
            int waiting = listener.WaitingClients;
            bool isCrowd = waiting > 1 && 2 * waiting > _openSessions;
            long first = long.MaxValue;
            int index = 0;
            for (int i = 0; i < _openSessions; i++)
            {
                long spared = _sessions[i].SparedUntil(isCrowd);
                if (spared < first)
                {
                    first = spared;
                    index = i;
                }
            }

            if (first <= now)
            {
                _sessions[index].GiveWay();
                Remove(index);
            }

            return first;
        }
    }
}
