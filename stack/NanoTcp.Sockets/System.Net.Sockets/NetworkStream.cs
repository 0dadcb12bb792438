// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.IO;
using System.Threading;
using NanoTcp.Wire;

namespace System.Net.Sockets
{
    /// <summary>A connection as a stream. One thread may read while another writes.</summary>
    public partial class NetworkStream : Stream
    {
        private readonly Socket _socket;
        private readonly bool _ownsSocket;
        private bool _isDisposed;

        /// <summary>Makes a stream of a connected socket, which stays open when the stream is closed.</summary>
        /// <inheritdoc cref="NetworkStream(Socket, bool)"/>
        public NetworkStream(Socket socket)
            : this(socket, false)
        {
        }

        /// <summary>Makes a stream of a connected socket.</summary>
        /// <param name="socket">The socket: a connection, or one for datagrams with a connected end.</param>
        /// <param name="ownsSocket">Whether closing the stream closes the socket.</param>
        /// <exception cref="ArgumentNullException">There is no socket.</exception>
        /// <exception cref="IOException">The socket is not connected.</exception>
        public NetworkStream(Socket socket, bool ownsSocket)
        {
            if (socket == null)
            {
                Throw.ArgumentNull();
            }

            if (!socket!.HasRemoteEndPoint)
            {
                throw new IOException("The socket is not connected.");
            }

            _socket = socket;
            _ownsSocket = ownsSocket;
        }

        /// <summary>Whether it can be read: true until it is closed.</summary>
        public override bool CanRead
        {
            get { return !_isDisposed; }
        }

        /// <summary>False: what was read is gone.</summary>
        public override bool CanSeek
        {
            get { return false; }
        }

        /// <summary>True: reading and writing have timeouts.</summary>
        public override bool CanTimeout
        {
            get { return true; }
        }

        /// <summary>Whether it can be written: true until it is closed.</summary>
        public override bool CanWrite
        {
            get { return !_isDisposed; }
        }

        /// <summary>Whether bytes can be read without waiting. False also at the end of the stream, or after a reset.</summary>
        /// <exception cref="ObjectDisposedException">The stream is closed.</exception>
        /// <exception cref="IOException">The socket is closed.</exception>
        public virtual bool DataAvailable
        {
            get { return Length > 0; }
        }

        /// <summary>The bytes that can be read without waiting, as in nanoFramework.</summary>
        /// <exception cref="ObjectDisposedException">The stream is closed.</exception>
        /// <exception cref="IOException">The socket is closed.</exception>
        public override long Length
        {
            get
            {
                ThrowIfClosed();
                return _socket.Available;
            }
        }

        /// <summary>There is none.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public override long Position
        {
            get { throw new NotSupportedException(); }
            set { throw new NotSupportedException(); }
        }

        /// <summary>How long a read waits, in milliseconds: <see cref="Socket.ReceiveTimeout"/>. -1: for ever.</summary>
        /// <exception cref="ArgumentOutOfRangeException">It is set to 0, or to less than -1.</exception>
        public override int ReadTimeout
        {
            get
            {
                int timeout = _socket.ReceiveTimeout;
                return timeout == 0 ? Timeout.Infinite : timeout;
            }

            set
            {
                CheckTimeout(value);
                _socket.ReceiveTimeout = value;
            }
        }

        /// <summary>How long a write waits, in milliseconds: <see cref="Socket.SendTimeout"/>. -1: for ever.</summary>
        /// <exception cref="ArgumentOutOfRangeException">It is set to 0, or to less than -1.</exception>
        public override int WriteTimeout
        {
            get
            {
                int timeout = _socket.SendTimeout;
                return timeout == 0 ? Timeout.Infinite : timeout;
            }

            set
            {
                CheckTimeout(value);
                _socket.SendTimeout = value;
            }
        }

        /// <summary>The socket.</summary>
        protected Socket Socket
        {
            get { return _socket; }
        }

        /// <summary>Closes the stream, when the other end has acknowledged everything, or when the time is over.</summary>
        /// <param name="timeout">How long it waits at the most, in milliseconds. -1: it does not wait.</param>
        /// <exception cref="ArgumentOutOfRangeException">The time is less than -1.</exception>
        public void Close(int timeout)
        {
            if (timeout < Timeout.Infinite)
            {
                Throw.ArgumentOutOfRange();
            }

            if (timeout > 0 && !_isDisposed)
            {
                _socket.WaitUntilAcknowledged(timeout);
            }

            Close();
        }

        /// <summary>Does nothing: what was written is on its way.</summary>
        public override void Flush()
        {
        }

        /// <summary>Reads what is there, and waits until something is there. It never waits for the buffer to fill.</summary>
        /// <param name="buffer">Gets the bytes.</param>
        /// <param name="offset">Where they begin in it.</param>
        /// <param name="count">The room. With 0 it waits until there is something, and takes nothing.</param>
        /// <returns>The number of bytes; 0: the other end has sent everything and closed.</returns>
        /// <exception cref="ArgumentNullException">There is no buffer.</exception>
        /// <exception cref="ArgumentOutOfRangeException">Offset or count are outside of the buffer.</exception>
        /// <exception cref="SocketException">As for <see cref="Socket.Receive(byte[], int, int, SocketFlags)"/>.</exception>
        /// <exception cref="ObjectDisposedException">The stream is closed.</exception>
        /// <exception cref="IOException">The socket is closed.</exception>
        public override int Read(byte[] buffer, int offset, int count)
        {
            ThrowIfClosed();
            return _socket.Receive(buffer, offset, count, SocketFlags.None);
        }

        /// <summary>There is no other place to go to.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public override long Seek(long offset, SeekOrigin origin)
        {
            throw new NotSupportedException();
        }

        /// <summary>There is no length to set.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public override void SetLength(long value)
        {
            throw new NotSupportedException();
        }

        /// <summary>Writes bytes, and waits until there was room for all of them. They may not have arrived yet.</summary>
        /// <param name="buffer">Where they are.</param>
        /// <param name="offset">The first one.</param>
        /// <param name="count">How many.</param>
        /// <exception cref="ArgumentNullException">There is no buffer.</exception>
        /// <exception cref="ArgumentOutOfRangeException">Offset or count are outside of the buffer.</exception>
        /// <exception cref="SocketException">As for <see cref="Socket.Send(byte[], int, int, SocketFlags)"/>.</exception>
        /// <exception cref="ObjectDisposedException">The stream is closed.</exception>
        /// <exception cref="IOException">The socket is closed, or does not wait and has no room.</exception>
        public override void Write(byte[] buffer, int offset, int count)
        {
            ThrowIfClosed();
            if (_socket.Send(buffer, offset, count, SocketFlags.None) != count)
            {
                throw new IOException("The socket does not wait, and has no room for all.");
            }
        }

        /// <summary>Closes the stream, and the socket if the stream owns it.</summary>
        /// <param name="disposing">False: nobody refers to it any more.</param>
        protected override void Dispose(bool disposing)
        {
            if (!_isDisposed)
            {
                _isDisposed = true;
                if (disposing && _ownsSocket)
                {
                    _socket.Close();
                }
            }

            base.Dispose(disposing);
        }

        private static void CheckTimeout(int timeout)
        {
            if (timeout == 0 || timeout < Timeout.Infinite)
            {
                Throw.ArgumentOutOfRange();
            }
        }

        private void ThrowIfClosed()
        {
            if (_isDisposed)
            {
                throw new ObjectDisposedException(nameof(NetworkStream));
            }

            if (_socket.IsClosed)
            {
                throw new IOException("The socket is closed.");
            }
        }
    }
}
