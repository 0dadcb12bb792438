// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Sockets;
using NanoTcp.Tcp;
using CoreShutdown = NanoTcp.Tcp.SocketShutdown;

namespace System.Net.Sockets
{
    // The ends of a connection.
    public partial class Socket
    {
        /// <summary>How long <see cref="Close()"/> waits until everything is acknowledged, in seconds; 0: it resets the connection; negative: it does not wait.</summary>
        private int _linger = NoLinger;

        private const int NoLinger = -1;
        private const int MillisecondsInSecond = 1000;

        /// <summary>
        /// Closes one direction of the connection, or both. What was sent before still arrives, and then the other end learns of the end.
        /// </summary>
        /// <param name="how">What this end will do no longer.</param>
        /// <exception cref="SocketException">NotConnected: there is no connection. InvalidArgument: there is no such direction.</exception>
        /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
        public void Shutdown(SocketShutdown how)
        {
            _threads.Enter();
            try
            {
                ThrowIfClosed();
                if ((uint)how > (uint)SocketShutdown.Both)
                {
                    throw new SocketException(SocketError.InvalidArgument);
                }

                NoteConnected();
                if (_connection == null || _isOpening)
                {
                    throw new SocketException(SocketError.NotConnected);
                }

                // After a reset there is nothing left to close, which is no error.
                _connection.Shutdown((CoreShutdown)(int)how);
                _hasShutReceive |= how != SocketShutdown.Send;
                _isConnected = false;
                _threads.Changed();
            }
            finally
            {
                _threads.Leave();
            }
        }

        /// <summary>
        /// Closes the socket. What was sent before still arrives; if received bytes were not read, the connection is reset instead (RFC 9293 §3.6, SHLD-3).
        /// Calls in which other threads wait end at once. It does not wait, unless the option Linger says so. A second call does nothing.
        /// </summary>
        public void Close()
        {
            Dispose();
        }

        /// <summary>The same, but waits until the other end has acknowledged everything.</summary>
        /// <param name="timeout">
        /// How long, in seconds; then the connection is reset. 0 resets it at once. -1: it does not wait, as <see cref="Close()"/>.
        /// </param>
        /// <exception cref="ArgumentOutOfRangeException">The time is less than -1.</exception>
        public void Close(int timeout)
        {
            CheckTimeout(timeout);
            _linger = timeout;
            Dispose();
        }

        /// <summary>The same as <see cref="Close()"/>.</summary>
        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Closes the socket.</summary>
        /// <param name="disposing">False: nobody refers to it any more, so it does not wait.</param>
        protected virtual void Dispose(bool disposing)
        {
            _threads.Enter();
            try
            {
                if (!_isClosed)
                {
                    _isClosed = true;
                    _isConnected = false;
                    Release(disposing);
                    _threads.Changed();
                }
            }
            finally
            {
                _threads.Leave();
            }
        }

        /// <summary>Waits until the other end has acknowledged everything.</summary>
        /// <param name="milliseconds">How long at the most.</param>
        internal void WaitUntilAcknowledged(int milliseconds)
        {
            _threads.Enter();
            try
            {
                if (_connection != null)
                {
                    _threads.Wait(new SentWaiter(_connection), _threads.ReadClock() + milliseconds);
                }
            }
            finally
            {
                _threads.Leave();
            }
        }

        private void Release(bool mayWait)
        {
            if (_connection != null)
            {
                TcpConnection connection = _connection;
                try
                {
                    if (mayWait && _linger > 0)
                    {
                        Linger(connection);
                    }
                }
                finally
                {
                    if (_linger == 0)
                    {
                        connection.Abort();
                    }
                    else
                    {
                        connection.Close();
                    }
                }
            }
            else if (_port != null)
            {
                _port.Close();
            }
            else if (_datagrams != null)
            {
                CloseDatagrams();
            }
        }

        /// <summary>Waits until the other end has acknowledged everything, and resets the connection when the time is over.</summary>
        private void Linger(TcpConnection connection)
        {
            if (connection.Available == 0 && connection.Shutdown(CoreShutdown.Both) == NanoTcp.Host.SocketError.Success)
            {
                _threads.Changed();
                if (!_threads.Wait(new SentWaiter(connection), _threads.ReadClock() + ((long)_linger * MillisecondsInSecond)))
                {
                    connection.Abort();
                }
            }
        }

        /// <summary>Waits until everything that was sent is acknowledged, and the FIN if there was one.</summary>
        private sealed class SentWaiter : Waiter
        {
            private readonly TcpConnection _connection;

            internal SentWaiter(TcpConnection connection)
            {
                _connection = connection;
            }

            public override bool IsOver()
            {
                switch (_connection.State)
                {
                    case TcpState.FinWait1:
                    case TcpState.Closing:
                    case TcpState.LastAck:
                        return false;
                    default:
                        return _connection.Unacknowledged == 0;
                }
            }
        }
    }
}
