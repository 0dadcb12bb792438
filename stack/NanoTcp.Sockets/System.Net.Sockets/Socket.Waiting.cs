// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Sockets;
using CoreError = NanoTcp.Host.SocketError;

namespace System.Net.Sockets
{
    // How calls wait, and what for.
    public partial class Socket
    {
        /// <summary>The deadline of a call that has not waited yet.</summary>
        private const long NotKnown = long.MinValue;

        private const int MicrosecondsInMillisecond = 1000;

        // What waits, for the next call: one that receives, and one that sends. A further thread gets an object of its own.
        private SocketWaiter? _reader;
        private SocketWaiter? _writer;

        /// <summary>Waits until the socket can be read or written, or has failed.</summary>
        /// <param name="microSeconds">
        /// How long; negative: for ever. The clock has milliseconds, so less than one is a look without waiting, and the rest is rounded up.
        /// </param>
        /// <param name="mode">
        /// SelectRead: a call that receives or accepts would not wait, because there is something, or the other end has closed, or there is no connection.
        /// SelectWrite: a call that sends would not wait; a connection that was begun is open or has failed. SelectError: the connection has failed.
        /// </param>
        /// <returns>Whether it is so.</returns>
        /// <exception cref="SocketException">Interrupted: another thread has closed the socket.</exception>
        /// <exception cref="NotSupportedException">There is no such mode.</exception>
        /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
        public bool Poll(int microSeconds, SelectMode mode)
        {
            if ((uint)mode > (uint)SelectMode.SelectError)
            {
                throw new NotSupportedException();
            }

            _threads.Enter();
            try
            {
                ThrowIfClosed();
                bool isOver = IsReady(mode);
                if (!isOver && (microSeconds < 0 || microSeconds >= MicrosecondsInMillisecond))
                {
                    isOver = Await(mode, microSeconds < 0 ? long.MaxValue
                        : _threads.ReadClock() + ((microSeconds + (long)MicrosecondsInMillisecond - 1) / MicrosecondsInMillisecond));
                }

                return isOver;
            }
            finally
            {
                _threads.Leave();
            }
        }

        private bool IsReady(SelectMode mode)
        {
            if (_isClosed)
            {
                return true;
            }

            switch (mode)
            {
                case SelectMode.SelectRead:
                    return CanRead();
                case SelectMode.SelectWrite:
                    return CanWrite();
                default:
                    return _connection != null && _connection.Error != CoreError.Success;
            }
        }

        private bool CanRead()
        {
            if (_connection != null)
            {
                return _connection.Available > 0 || _connection.HasRemoteEnded || _hasShutReceive;
            }

            if (_datagrams != null)
            {
                return _datagrams.Waiting > 0 || _datagrams.Error != CoreError.Success;
            }

            return _port == null || !_port.IsListening || _port.Pending();
        }

        private bool CanWrite()
        {
            if (_connection != null)
            {
                return _connection.SendSpace > 0 || _connection.HasLocalEnded;
            }

            return _datagrams != null ? _stack.Link.CanTransmit() : _port == null || !_port.IsListening;
        }

        /// <summary>Waits until there is something to receive or accept. Returns the deadline for the next time.</summary>
        private long WaitToRead(long deadline)
        {
            ThrowUnlessBlocking();
            deadline = deadline == NotKnown ? Deadline(_receiveTimeout) : deadline;
            if (!Await(SelectMode.SelectRead, deadline))
            {
                throw new SocketException(SocketError.TimedOut);
            }

            return deadline;
        }

        /// <summary>Waits until there is room to send, or a connection is open. Returns the deadline for the next time.</summary>
        private long WaitToWrite(long deadline)
        {
            ThrowUnlessBlocking();
            deadline = deadline == NotKnown ? Deadline(_sendTimeout) : deadline;
            if (!Await(SelectMode.SelectWrite, deadline))
            {
                throw new SocketException(SocketError.TimedOut);
            }

            return deadline;
        }

        /// <summary>Lets the thread wait. Returns false when the deadline has passed.</summary>
        private bool Await(SelectMode mode, long deadline)
        {
            bool reads = mode == SelectMode.SelectRead;
            SocketWaiter waiter = (reads ? _reader : _writer) ?? new SocketWaiter(this);
            waiter.Mode = mode;
            if (reads)
            {
                _reader = null;
            }
            else
            {
                _writer = null;
            }

            bool isOver = _threads.Wait(waiter, deadline);
            if (reads)
            {
                _reader = waiter;
            }
            else
            {
                _writer = waiter;
            }

            if (_isClosed)
            {
                throw new SocketException(SocketError.Interrupted);
            }

            return isOver;
        }

        private long Deadline(int timeout)
        {
            return timeout > 0 ? _threads.ReadClock() + timeout : long.MaxValue;
        }

        private void ThrowUnlessBlocking()
        {
            if (!_isBlocking)
            {
                throw new SocketException(SocketError.WouldBlock);
            }
        }

        private static void ThrowUnlessSuccess(CoreError error)
        {
            if (error != CoreError.Success)
            {
                throw new SocketException((SocketError)(int)error);
            }
        }

        private sealed class SocketWaiter : Waiter
        {
            internal SelectMode Mode;
            private readonly Socket _socket;

            internal SocketWaiter(Socket socket)
            {
                _socket = socket;
            }

            public override bool IsOver()
            {
                return _socket.IsReady(Mode);
            }
        }
    }
}
