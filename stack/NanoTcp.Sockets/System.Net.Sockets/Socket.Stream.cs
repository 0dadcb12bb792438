// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Sockets;
using CoreError = NanoTcp.Host.SocketError;

namespace System.Net.Sockets
{
    // Sending and receiving on a connection, or to and from the connected end of datagrams.
    public partial class Socket
    {
        /// <summary>Sends all bytes of a buffer.</summary>
        /// <returns>As for <see cref="Send(byte[], int, int, SocketFlags)"/>.</returns>
        /// <inheritdoc cref="Send(byte[], int, int, SocketFlags)"/>
        public int Send(byte[] buffer)
        {
            return Send(buffer, 0, LengthOf(buffer), SocketFlags.None);
        }

        /// <summary>Sends all bytes of a buffer.</summary>
        /// <returns>As for <see cref="Send(byte[], int, int, SocketFlags)"/>.</returns>
        /// <inheritdoc cref="Send(byte[], int, int, SocketFlags)"/>
        public int Send(byte[] buffer, SocketFlags socketFlags)
        {
            return Send(buffer, 0, LengthOf(buffer), socketFlags);
        }

        /// <summary>Sends the first bytes of a buffer.</summary>
        /// <returns>As for <see cref="Send(byte[], int, int, SocketFlags)"/>.</returns>
        /// <inheritdoc cref="Send(byte[], int, int, SocketFlags)"/>
        public int Send(byte[] buffer, int size, SocketFlags socketFlags)
        {
            return Send(buffer, 0, size, socketFlags);
        }

        /// <summary>
        /// Sends bytes, and waits until there was room for all of them. They may not have arrived yet. For datagrams: sends one to the connected end.
        /// </summary>
        /// <param name="buffer">Where the bytes are.</param>
        /// <param name="offset">The first one.</param>
        /// <param name="size">How many.</param>
        /// <param name="socketFlags">None.</param>
        /// <returns>The number of bytes. It is less than <paramref name="size"/> only if the socket does not wait (<see cref="Blocking"/>).</returns>
        /// <exception cref="ArgumentNullException">There is no buffer.</exception>
        /// <exception cref="ArgumentOutOfRangeException">Offset or size are outside of the buffer.</exception>
        /// <exception cref="SocketException">
        /// NotConnected: there is no connection. ConnectionReset and others: why it was lost. Shutdown: this end has shut down sending. TimedOut: there was no
        /// room for all within <see cref="SendTimeout"/>, and how much was sent is not known. Interrupted: another thread has closed the socket. WouldBlock:
        /// there is no room, and the socket does not wait. OperationNotSupported: another flag.
        /// </exception>
        /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
        public int Send(byte[] buffer, int offset, int size, SocketFlags socketFlags)
        {
            CheckRange(buffer, offset, size);
            CheckFlags(socketFlags, SocketFlags.None);
            SocketThreads threads = _threads;
            threads.Enter();
            try
            {
                long deadline = NotKnown;
                for (int sent = 0; ;)
                {
                    sent += SendNow(buffer, offset + sent, size - sent, out CoreError error);
                    if (error == CoreError.Success && sent == size)
                    {
                        threads.Changed();
                        return sent;
                    }

                    if (error != CoreError.Success && error != CoreError.WouldBlock)
                    {
                        Fail(error);
                    }

                    threads.Changed();
                    if (!_isBlocking && sent > 0)
                    {
                        return sent;
                    }

                    deadline = _datagrams == null ? WaitToWrite(deadline) : WaitForRoom(deadline);
                }
            }
            finally
            {
                threads.Leave();
            }
        }

        /// <summary>Receives what is there, and waits until something is there.</summary>
        /// <returns>As for <see cref="Receive(byte[], int, int, SocketFlags)"/>.</returns>
        /// <inheritdoc cref="Receive(byte[], int, int, SocketFlags)"/>
        public int Receive(byte[] buffer)
        {
            return Receive(buffer, 0, LengthOf(buffer), SocketFlags.None);
        }

        /// <summary>Receives what is there, and waits until something is there.</summary>
        /// <returns>As for <see cref="Receive(byte[], int, int, SocketFlags)"/>.</returns>
        /// <inheritdoc cref="Receive(byte[], int, int, SocketFlags)"/>
        public int Receive(byte[] buffer, SocketFlags socketFlags)
        {
            return Receive(buffer, 0, LengthOf(buffer), socketFlags);
        }

        /// <summary>Receives what is there, and waits until something is there.</summary>
        /// <returns>As for <see cref="Receive(byte[], int, int, SocketFlags)"/>.</returns>
        /// <inheritdoc cref="Receive(byte[], int, int, SocketFlags)"/>
        public int Receive(byte[] buffer, int size, SocketFlags socketFlags)
        {
            return Receive(buffer, 0, size, socketFlags);
        }

        /// <summary>
        /// Receives what is there, and waits until something is there. It never waits for the buffer to fill. For datagrams: receives one.
        /// </summary>
        /// <param name="buffer">Gets the bytes.</param>
        /// <param name="offset">Where they begin in it.</param>
        /// <param name="size">The room. With 0 it waits until there is something, and takes nothing.</param>
        /// <param name="socketFlags">None, or Peek: the bytes of a connection stay for the next call.</param>
        /// <returns>
        /// The number of bytes. 0: the other end has sent everything and closed, or this end has shut down receiving; or a datagram was empty.
        /// </returns>
        /// <exception cref="ArgumentNullException">There is no buffer.</exception>
        /// <exception cref="ArgumentOutOfRangeException">Offset or size are outside of the buffer.</exception>
        /// <exception cref="SocketException">
        /// NotConnected: there is no connection. ConnectionReset and others: why it was lost; what had come before is received first. TimedOut: nothing has
        /// come within <see cref="ReceiveTimeout"/>. Interrupted: another thread has closed the socket. WouldBlock: nothing is there, and the socket does not
        /// wait. MessageSize: the datagram was longer than the room, and the rest is gone. OperationNotSupported: another flag.
        /// </exception>
        /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
        public int Receive(byte[] buffer, int offset, int size, SocketFlags socketFlags)
        {
            CheckRange(buffer, offset, size);
            CheckFlags(socketFlags, SocketFlags.Peek);
            SocketThreads threads = _threads;
            threads.Enter();
            try
            {
                long deadline = NotKnown;
                for (; ; )
                {
                    int count = ReceiveNow(buffer, offset, size, socketFlags, out CoreError error);
                    if (error == CoreError.Success)
                    {
                        if (_stack.HasQueued)
                        {
                            // The other end learns that there is room again.
                            threads.Changed();
                        }

                        return count;
                    }

                    if (error != CoreError.WouldBlock)
                    {
                        Fail(error);
                    }

                    deadline = WaitToRead(deadline);
                }
            }
            finally
            {
                threads.Leave();
            }
        }

        private int SendNow(byte[] buffer, int offset, int size, out CoreError error)
        {
            if (_connection != null)
            {
                return _connection.Send(buffer, offset, size, out error);
            }

            error = CoreError.NotConnected;
            return _datagrams == null ? 0 : SendDatagram(buffer, offset, size, out error);
        }

        private int ReceiveNow(byte[] buffer, int offset, int size, SocketFlags flags, out CoreError error)
        {
            if (_connection != null)
            {
                return flags == SocketFlags.None
                    ? _connection.Receive(buffer, offset, size, out error)
                    : _connection.Peek(buffer, offset, size, out error);
            }

            error = CoreError.NotConnected;
            return _datagrams == null ? 0 : ReceiveDatagram(buffer, offset, size, flags, out error);
        }

        private void Fail(CoreError error)
        {
            ThrowIfClosed();
            if (_type == SocketType.Stream)
            {
                _isConnected &= error == CoreError.Shutdown;
            }

            ThrowUnlessSuccess(error);
        }

        private static int LengthOf(byte[] buffer)
        {
            return buffer == null ? 0 : buffer.Length;
        }

        private static void CheckFlags(SocketFlags flags, SocketFlags allowed)
        {
            if ((flags & ~allowed) != 0)
            {
                throw new SocketException(SocketError.OperationNotSupported);
            }
        }
    }
}
