// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Ip;
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
        public const int MinSendBuffer = 2 * HttpResponse.MaxHead;

        /// <summary>
        /// How long a session must have been idle, in milliseconds, before a client that waits may take its place. Less would cut off clients that
        /// are about to send their request.
        /// </summary>
        private const int MinIdle = 1000;

        private readonly TcpTransport _tcp;
        private readonly HttpSession[] _sessions;
        private readonly int _backlog;
        private TcpListener? _listener;

        /// <summary>Makes a server that is not started yet.</summary>
        public HttpServer(TcpTransport tcp, HttpHandler handler, HttpServerOptions options)
        {
            if (options.MaxSessions < 1 || options.RequestBuffer < 1 || options.SendBuffer < MinSendBuffer)
            {
                throw new ArgumentException("The server needs a session, a request buffer and a send buffer of at least MinSendBuffer bytes.");
            }

            _tcp = tcp;
            _backlog = options.Backlog;
            byte[] sendBuffer = new byte[options.SendBuffer];
            _sessions = new HttpSession[options.MaxSessions];
            for (int i = 0; i < _sessions.Length; i++)
            {
                _sessions[i] = new HttpSession(handler, options, sendBuffer);
            }
        }

        /// <summary>Opens the port.</summary>
        public SocketError Start(int port)
        {
            return _listener == null ? _tcp.Listen(port, _backlog, out _listener) : SocketError.InvalidArgument;
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

            long next = PollSessions(now);
            while (listener.Pending())
            {
                HttpSession? session = SessionToUse();
                if (session == null)
                {
                    return next;
                }

                if (session.IsOpen)
                {
                    long due = session.IdleSince + MinIdle;
                    if (now < due)
                    {
                        return due < next ? due : next;
                    }

                    session.Stop();
                }

                session.Start(listener.Accept()!, now);
                long sessionDue = session.Poll(now);
                next = sessionDue < next ? sessionDue : next;
            }

            return next;
        }

        private long PollSessions(long now)
        {
            HttpSession[] sessions = _sessions;
            long next = long.MaxValue;
            for (int i = 0; i < sessions.Length; i++)
            {
                if (sessions[i].IsOpen)
                {
                    long due = sessions[i].Poll(now);
                    next = due < next ? due : next;
                }
            }

            return next;
        }

        // A free one, else the one that has been idle longest; null when all are busy.
        private HttpSession? SessionToUse()
        {
            HttpSession[] sessions = _sessions;
            HttpSession? oldest = null;
            long idleSince = long.MaxValue;
            for (int i = 0; i < sessions.Length; i++)
            {
                HttpSession session = sessions[i];
                if (!session.IsOpen)
                {
                    return session;
                }

                if (session.IdleSince < idleSince)
                {
                    oldest = session;
                    idleSince = session.IdleSince;
                }
            }

            return oldest;
        }
    }
}
