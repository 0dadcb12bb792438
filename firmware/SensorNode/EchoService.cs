// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.SensorNode
{
    /// <summary>
    /// The echo service of RFC 862. Every connection gets back what it sends, and a FIN after its own FIN. One buffer serves all connections, because
    /// the service only takes in what it can send at once.
    /// </summary>
    public sealed class EchoService : NetworkService
    {
        /// <summary>The port of echo.</summary>
        public const int DefaultPort = 7;

        /// <summary>A connection is aborted after so many milliseconds without a byte in or out.</summary>
        public const int IdleTimeout = 300_000;

        /// <summary>If a client waits, a connection is aborted after so many milliseconds without a byte in or out.</summary>
        public const int IdleTimeoutAwaited = 3000;

        /// <summary>Default of the number of connections that can wait to be accepted.</summary>
        public const int DefaultBacklog = 4;

        private readonly TcpTransport _tcp;
        private readonly int _port;
        private readonly byte[] _buffer;
        private readonly TcpConnection[] _connections;

        /// <summary>When a connection is aborted unless a byte moves; 0 when there is no connection.</summary>
        private readonly long[] _deadlines;
        private TcpListener? _listener;
        private int _openConnections;

        /// <summary>Makes a service that is not started yet. Further connections wait in the backlog.</summary>
        public EchoService(TcpTransport tcp, int port, int maxConnections, int bufferSize)
        {
            _tcp = tcp;
            _port = port;
            _buffer = new byte[bufferSize];
            _connections = new TcpConnection[maxConnections];
            for (int i = 0; i < maxConnections; i++)
            {
                _connections[i] = new TcpConnection();
            }

            _deadlines = new long[maxConnections];
        }

        /// <summary>The open port; null while the service is stopped.</summary>
        public TcpListener? Listener
        {
            get { return _listener; }
        }

        /// <summary>Opens the port.</summary>
        public SocketError Start()
        {
            return Start(DefaultBacklog);
        }

        /// <summary>Opens the port with a backlog, which is limited by TcpOptions.MaxBacklog.</summary>
        public SocketError Start(int backlog)
        {
            return _listener == null ? _tcp.Listen(_port, backlog, out _listener) : SocketError.InvalidArgument;
        }

        /// <summary>Closes the port and all connections.</summary>
        public void Stop()
        {
            if (_listener != null)
            {
                _listener.Close();
                _listener = null;
            }

            for (int i = 0; i < _connections.Length; i++)
            {
                _connections[i].Close();
                _deadlines[i] = 0;
            }

            _openConnections = 0;
        }

        /// <summary>
        /// Accepts and echoes without waiting. <see cref="NetworkStack.Flush"/> must follow: it sends what has been written. Returns the time of the next call in
        /// milliseconds, if nothing arrives before.
        /// </summary>
        public override long Poll(long now)
        {
            TcpListener? listener = _listener;
            if (listener == null || (_openConnections == 0 && !listener.Pending()))
            {
                return long.MaxValue;
            }

            long next = long.MaxValue;
            for (int i = 0; i < _connections.Length; i++)
            {
                TcpConnection connection = _connections[i];
                if (_deadlines[i] == 0 && listener.Accept(connection))
                {
                    _deadlines[i] = now + IdleTimeout;
                    _openConnections++;
                }

                if (_deadlines[i] != 0)
                {
                    if (Echo(connection, i, now))
                    {
                        next = _deadlines[i] < next ? _deadlines[i] : next;
                    }
                    else
                    {
                        _deadlines[i] = 0;
                        _openConnections--;
                    }
                }
            }

            // A client in the backlog for which the service has a connection does not count as waiting.
            if ((_openConnections == _connections.Length || !listener.Pending()) && listener.IsAwaited)
            {
                long spared = GiveWay(now);
                next = spared < next ? spared : next;
            }

            return next;
        }

        // Aborts the connection that has been idle longest, if that is long enough. Returns when that will be true of the next one.
        private long GiveWay(long now)
        {
            int longest = -1;
            for (int i = 0; i < _deadlines.Length; i++)
            {
                if (_deadlines[i] != 0 && (longest < 0 || _deadlines[i] < _deadlines[longest]))
                {
                    longest = i;
                }
            }

            if (longest < 0)
            {
                return long.MaxValue;
            }

            long spared = _deadlines[longest] - (IdleTimeout - IdleTimeoutAwaited);
            if (spared > now)
            {
                return spared;
            }

            _connections[longest].Abort();
            _deadlines[longest] = 0;
            _openConnections--;
            return now;
        }

        // False when the connection was closed.
        private bool Echo(TcpConnection connection, int index, long now)
        {
            byte[] buffer = _buffer;
            int space = connection.SendSpace;
            while (space > 0 && connection.Available > 0)
            {
                int count = connection.Receive(buffer, 0, space < buffer.Length ? space : buffer.Length, out _);
                connection.Send(buffer, 0, count, out _);
                _deadlines[index] = now + IdleTimeout;
                space = connection.SendSpace;
            }

            // From CLOSE-WAIT on the other end has sent its FIN.
            if (connection.State == TcpState.Closed || (connection.State >= TcpState.CloseWait && connection.Available == 0))
            {
                connection.Close();
                return false;
            }

            if (now >= _deadlines[index])
            {
                connection.Abort();
                return false;
            }

            return true;
        }
    }
}
