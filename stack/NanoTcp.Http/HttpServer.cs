// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Http
{
    /// <summary>
    /// A small HTTP/1.1 server (RFC 9110, RFC 9112) for GET and HEAD, polled, with a fixed number of sessions. Everything is allocated when it is
    /// constructed.
    /// </summary>
    public sealed class HttpServer
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
            _shared = new HttpShared(handler, options, tcp.ServerWindow);
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

        /// <summary>Opens the port. Its connections behave as the transport's options say, but for the delay of short segments.</summary>
        public SocketError Start(int port)
        {
            SocketError error = _listener == null ? _tcp.Listen(port, _backlog, out _listener) : SocketError.InvalidArgument;
            if (error == SocketError.Success)
            {
                // What is left of an answer would wait for the acknowledgment of what went before it, and that one waits for more to acknowledge.
                TcpConnectionOptions options = _listener!.Options.Copy();
                options.NoDelay = true;
                _listener.Options = options;
            }

            return error;
        }

        /// <summary>Closes the port and all connections. What has been written to them still goes out.</summary>
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
        /// Accepts, reads, answers, as far as it goes without waiting. Returns when it wants to be called again, if nothing arrives before. To be
        /// called after <see cref="NetworkStack.Poll"/>, which must follow once more to send what has been written.
        /// </summary>
        public long Poll(long now)
        {
            TcpListener? listener = _listener;
            if (listener == null)
            {
                return long.MaxValue;
            }

            HttpSession[] sessions = _sessions;
            long next = long.MaxValue;
            int i = 0;
            for (; ; )
            {
                while (i < _openSessions)
                {
                    // Most have nothing to do after most frames: that must show without a call of their own.
                    HttpSession session = sessions[i];
                    long due = session.Due;
                    if (now >= due || session.Connection.HasNews(session.Awaited, session.Seen))
                    {
                        if (!session.Poll(now))
                        {
                            Remove(i);
                            continue;
                        }

                        due = session.Due;
                    }

                    if (due < next)
                    {
                        next = due;
                    }

                    i++;
                }

                if (listener.Waiting == 0 && now >= listener.AwaitedUntil)
                {
                    _shared.IsAwaited = false;
                    return next;
                }

                if (listener.Waiting > 0 && _openSessions < sessions.Length)
                {
                    // The new one is the last, and the next to be looked at.
                    sessions[_openSessions++].Start(listener, now);
                    continue;
                }

                if (!listener.IsAwaited)
                {
                    _shared.IsAwaited = false;
                    return next;
                }

                long spared = GiveWay(now);
                if (spared > now)
                {
                    _shared.IsAwaited = true;
                    return spared < next ? spared : next;
                }

                i = _openSessions;
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

        // Ends the session that others have waited for longest. Returns when the next one may be ended.
        private long GiveWay(long now)
        {
            int waiting = _listener!.CountWaiting;
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
