// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Udp;
using CoreError = NanoTcp.Host.SocketError;

namespace System.Net.Sockets
{
    // Datagrams.
    public partial class Socket
    {
        /// <summary>A link without room asks for no poll, so it is looked at again after a millisecond.</summary>
        private const int RoomCheck = 1;

        /// <summary>The connected end of datagrams; null: none.</summary>
        private HostEndPoint? _remote;

        /// <summary>Who has sent the datagram that was received last.</summary>
        private HostEndPoint? _sender;

        /// <summary>Sends a datagram with all bytes of a buffer.</summary>
        /// <returns>As for <see cref="SendTo(byte[], int, int, SocketFlags, EndPoint)"/>.</returns>
        /// <inheritdoc cref="SendTo(byte[], int, int, SocketFlags, EndPoint)"/>
        public int SendTo(byte[] buffer, EndPoint remoteEP)
        {
            return SendTo(buffer, 0, LengthOf(buffer), SocketFlags.None, remoteEP);
        }

        /// <summary>Sends a datagram with all bytes of a buffer.</summary>
        /// <returns>As for <see cref="SendTo(byte[], int, int, SocketFlags, EndPoint)"/>.</returns>
        /// <inheritdoc cref="SendTo(byte[], int, int, SocketFlags, EndPoint)"/>
        public int SendTo(byte[] buffer, SocketFlags socketFlags, EndPoint remoteEP)
        {
            return SendTo(buffer, 0, LengthOf(buffer), socketFlags, remoteEP);
        }

        /// <summary>Sends a datagram with the first bytes of a buffer.</summary>
        /// <returns>As for <see cref="SendTo(byte[], int, int, SocketFlags, EndPoint)"/>.</returns>
        /// <inheritdoc cref="SendTo(byte[], int, int, SocketFlags, EndPoint)"/>
        public int SendTo(byte[] buffer, int size, SocketFlags socketFlags, EndPoint remoteEP)
        {
            return SendTo(buffer, 0, size, socketFlags, remoteEP);
        }

        /// <summary>
        /// Sends a datagram. A socket without a port gets one. It has left when the call returns, or waits for the MAC address of its next hop. A connection
        /// sends to its other end, whatever the end point.
        /// </summary>
        /// <param name="buffer">Where the bytes are.</param>
        /// <param name="offset">The first one.</param>
        /// <param name="size">How many.</param>
        /// <param name="socketFlags">None.</param>
        /// <param name="remoteEP">Where it goes: a host, a group, or everybody, which needs the option Broadcast.</param>
        /// <returns>The number of bytes.</returns>
        /// <exception cref="ArgumentNullException">There is no buffer or no end point.</exception>
        /// <exception cref="ArgumentOutOfRangeException">Offset or size are outside of the buffer.</exception>
        /// <exception cref="SocketException">
        /// MessageSize: the datagram is too long. NetworkDown: there is no link, or this host has no address. NetworkUnreachable: no route. AccessDenied: it
        /// would go to everybody, and the option Broadcast is not set. AddressNotAvailable: nobody can have that address. InvalidArgument: nobody can have
        /// that port. NoBufferSpaceAvailable: no port is free. TimedOut: the link had no room within <see cref="SendTimeout"/>. Interrupted: another thread
        /// has closed the socket. OperationNotSupported: another flag.
        /// </exception>
        /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
        public int SendTo(byte[] buffer, int offset, int size, SocketFlags socketFlags, EndPoint remoteEP)
        {
            IPEndPoint remote = ToIPEndPoint(remoteEP);
            if (_type == SocketType.Stream)
            {
                return Send(buffer, offset, size, socketFlags);
            }

            CheckRange(buffer, offset, size);
            CheckFlags(socketFlags, SocketFlags.None);
            _threads.Enter();
            try
            {
                ThrowIfClosed();
                HostEndPoint other = new HostEndPoint(remote.Address.ToHost(), remote.Port);
                Address(other);
                long deadline = NotKnown;
                for (; ; )
                {
                    CoreError error = _datagrams!.SendTo(buffer, offset, size, other);
                    if (error == CoreError.Success)
                    {
                        _threads.Changed();
                        return size;
                    }

                    if (error != CoreError.WouldBlock)
                    {
                        ThrowUnlessSuccess(error);
                    }

                    deadline = WaitForRoom(deadline);
                }
            }
            finally
            {
                _threads.Leave();
            }
        }

        /// <summary>Receives a datagram, and waits until there is one.</summary>
        /// <returns>As for <see cref="ReceiveFrom(byte[], int, int, SocketFlags, ref EndPoint)"/>.</returns>
        /// <inheritdoc cref="ReceiveFrom(byte[], int, int, SocketFlags, ref EndPoint)"/>
        public int ReceiveFrom(byte[] buffer, ref EndPoint remoteEP)
        {
            return ReceiveFrom(buffer, 0, LengthOf(buffer), SocketFlags.None, ref remoteEP);
        }

        /// <summary>Receives a datagram, and waits until there is one.</summary>
        /// <returns>As for <see cref="ReceiveFrom(byte[], int, int, SocketFlags, ref EndPoint)"/>.</returns>
        /// <inheritdoc cref="ReceiveFrom(byte[], int, int, SocketFlags, ref EndPoint)"/>
        public int ReceiveFrom(byte[] buffer, SocketFlags socketFlags, ref EndPoint remoteEP)
        {
            return ReceiveFrom(buffer, 0, LengthOf(buffer), socketFlags, ref remoteEP);
        }

        /// <summary>Receives a datagram, and waits until there is one.</summary>
        /// <returns>As for <see cref="ReceiveFrom(byte[], int, int, SocketFlags, ref EndPoint)"/>.</returns>
        /// <inheritdoc cref="ReceiveFrom(byte[], int, int, SocketFlags, ref EndPoint)"/>
        public int ReceiveFrom(byte[] buffer, int size, SocketFlags socketFlags, ref EndPoint remoteEP)
        {
            return ReceiveFrom(buffer, 0, size, socketFlags, ref remoteEP);
        }

        /// <summary>
        /// Receives a datagram, and waits until there is one. Each call receives one. A connection receives as <see cref="Receive(byte[])"/> does.
        /// </summary>
        /// <param name="buffer">Gets the bytes.</param>
        /// <param name="offset">Where they begin in it.</param>
        /// <param name="size">The room.</param>
        /// <param name="socketFlags">None.</param>
        /// <param name="remoteEP">Gets who has sent it: a new object, or the same one if it is that end already.</param>
        /// <returns>The number of bytes. A datagram may be empty.</returns>
        /// <exception cref="ArgumentNullException">There is no buffer or no end point.</exception>
        /// <exception cref="ArgumentOutOfRangeException">Offset or size are outside of the buffer.</exception>
        /// <exception cref="SocketException">
        /// NotConnected: the socket has no port. TimedOut: nothing has come within <see cref="ReceiveTimeout"/>. Interrupted: another thread has closed the
        /// socket. WouldBlock: nothing is there, and the socket does not wait. MessageSize: the datagram was longer than the room, and the rest is gone.
        /// ConnectionRefused: the connected end has refused a datagram. OperationNotSupported: another flag.
        /// </exception>
        /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
        public int ReceiveFrom(byte[] buffer, int offset, int size, SocketFlags socketFlags, ref EndPoint remoteEP)
        {
            IPEndPoint known = ToIPEndPoint(remoteEP);
            if (_type == SocketType.Stream)
            {
                return Receive(buffer, offset, size, socketFlags);
            }

            CheckRange(buffer, offset, size);
            CheckFlags(socketFlags, SocketFlags.None);
            _threads.Enter();
            try
            {
                ThrowIfClosed();
                long deadline = NotKnown;
                for (; ; )
                {
                    int count = ReceiveDatagram(buffer, offset, size, socketFlags, out CoreError error);
                    if (error == CoreError.Success || error == CoreError.MessageSize)
                    {
                        if (known.Port != _sender!.Port || !_sender.HasAddress(known.Address.ToHost()))
                        {
                            remoteEP = new IPEndPoint(new IPAddress(_sender.Address), _sender.Port);
                        }

                        ThrowUnlessSuccess(error);
                        return count;
                    }

                    if (error != CoreError.WouldBlock)
                    {
                        ThrowUnlessSuccess(error);
                    }

                    deadline = WaitToRead(deadline);
                }
            }
            finally
            {
                _threads.Leave();
            }
        }

        private void BindDatagrams(int port)
        {
            UdpSocket datagrams = Datagrams();
            datagrams.ReceivesBroadcasts = true;
            ThrowUnlessSuccess(datagrams.Bind(port));
        }

        private void ConnectDatagrams(HostEndPoint other)
        {
            ThrowUnlessSuccess(Datagrams().Connect(other));
            _remote = other;
            _isConnected = true;
        }

        private UdpSocket Datagrams()
        {
            if (_datagrams == null)
            {
                _datagrams = new UdpSocket(_network.Interface.Udp, new UdpSocketOptions { QueueLength = DatagramQueue, QueueBytes = _datagramBytes });
            }

            return _datagrams;
        }

        /// <summary>Gets ready to send to an end.</summary>
        private void Address(HostEndPoint other)
        {
            if (!_maySendToAll && _network.Interface.IPv4.IsBroadcast(other))
            {
                throw new SocketException(SocketError.AccessDenied);
            }

            Datagrams().TimeToLive = other.Address.IsMulticast ? _groupTimeToLive : _timeToLive;
        }

        /// <summary>Waits until the link may have room for a datagram. Returns the deadline for the next time.</summary>
        private long WaitForRoom(long deadline)
        {
            if (!_stack.IsLinkUp)
            {
                throw new SocketException(SocketError.NetworkDown);
            }

            ThrowUnlessBlocking();
            deadline = deadline == NotKnown ? Deadline(_sendTimeout) : deadline;
            long now = _threads.ReadClock();
            if (now >= deadline)
            {
                throw new SocketException(SocketError.TimedOut);
            }

            // With room in the link, fragments of another datagram are in the way. Nothing but time tells of their end.
            Await(CanWrite() ? SelectMode.SelectError : SelectMode.SelectWrite, deadline - now > RoomCheck ? now + RoomCheck : deadline);
            return deadline;
        }

        private void CloseDatagrams()
        {
            LeaveGroups();
            _datagrams!.Close();
        }

        private int SendDatagram(byte[] buffer, int offset, int size, out CoreError error)
        {
            if (_remote != null)
            {
                Address(_remote);
            }

            error = _datagrams!.Send(buffer, offset, size);
            return error == CoreError.Success ? size : 0;
        }

        private int ReceiveDatagram(byte[] buffer, int offset, int size, SocketFlags flags, out CoreError error)
        {
            CheckFlags(flags, SocketFlags.None);
            if (_datagrams == null || _datagrams.LocalPort == 0)
            {
                error = CoreError.NotConnected;
                return 0;
            }

            _sender = _sender ?? new HostEndPoint();
            int count;
            do
            {
                count = _datagrams.Receive(buffer, offset, size, _sender, out error);
            }
            while (_isForThisHost && error != CoreError.WouldBlock && IsForeign(_sender.Address));
            return count;
        }
    }
}
