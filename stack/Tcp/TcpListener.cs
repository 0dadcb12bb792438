// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Ip;

namespace NanoTcp.Tcp
{
    /// <summary>
    /// A service's port. Once started it is open: connections to it are established without the application, up to the backlog, and
    /// wait here to be accepted.
    /// </summary>
    /// <remarks>The object belongs to a pool: after <see cref="Close"/> forget it.</remarks>
    public sealed class TcpListener
    {
        private readonly TcpTransport _transport;

        /// <summary>The connections that nobody has accepted: first those established, in that order, then those in the handshake.</summary>
        private readonly TcpConnection[] _children;
        private int _childCount;
        private int _establishedCount;
        private int _backlog;

        internal TcpListener(TcpTransport transport, int maxBacklog)
        {
            _transport = transport;
            _children = new TcpConnection[maxBacklog];
        }

        /// <summary>The bound port; 0 when closed.</summary>
        public int Port { get; private set; }

        /// <summary>Whether the port is open.</summary>
        public bool IsListening
        {
            get { return _backlog > 0; }
        }

        /// <summary>Whether there is room for another connection.</summary>
        internal bool HasRoom
        {
            get { return _childCount < _backlog; }
        }

        /// <summary>Opens the port.</summary>
        /// <param name="backlog">
        /// Connections that can wait to be accepted, those in the handshake included: 1 to the transport's largest. A SYN beyond it is
        /// not answered, so that the other end tries again.
        /// </param>
        /// <returns>Success, or InvalidArgument.</returns>
        public SocketError Start(int backlog)
        {
            if (Port == 0 || backlog < 1 || backlog > _children.Length)
            {
                return SocketError.InvalidArgument;
            }

            _backlog = backlog;
            return SocketError.Success;
        }

        /// <summary>Whether <see cref="Accept"/> would return a connection.</summary>
        public bool Pending()
        {
            return _establishedCount > 0;
        }

        /// <summary>The connection that was established first, or null when none waits.</summary>
        public TcpConnection? Accept()
        {
            if (_establishedCount == 0)
            {
                return null;
            }

            TcpConnection connection = _children[0];
            Remove(connection);
            connection.LeaveListener();
            return connection;
        }

        /// <summary>Closes the port and unbinds it. Connections that nobody has accepted are aborted.</summary>
        public void Close()
        {
            while (_childCount > 0)
            {
                TcpConnection child = _children[_childCount - 1];
                Remove(child);
                child.LeaveListener();
                child.Abort();
            }

            if (Port != 0)
            {
                _transport.Ports.Release(Port);
            }

            Port = 0;
            _backlog = 0;
        }

        internal void Open(int port)
        {
            Port = port;
        }

        internal void Add(TcpConnection child)
        {
            _children[_childCount++] = child;
        }

        /// <summary>A child's handshake is over: it moves behind those that were there before it.</summary>
        internal void Established(TcpConnection child)
        {
            int index = _establishedCount++;
            for (int i = IndexOf(child); i > index; i--)
            {
                _children[i] = _children[i - 1];
            }

            _children[index] = child;
        }

        internal void Remove(TcpConnection child)
        {
            int index = IndexOf(child);
            if (index < _establishedCount)
            {
                _establishedCount--;
            }

            _childCount--;
            for (int i = index; i < _childCount; i++)
            {
                _children[i] = _children[i + 1];
            }
        }

        private int IndexOf(TcpConnection child)
        {
            int index = 0;
            while (_children[index] != child)
            {
                index++;
            }

            return index;
        }
    }
}
