// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.Sockets
{
    /// <summary>A socket for datagrams, with fewer words.</summary>
    public class UdpClient : IDisposable
    {
        private readonly Socket _client;
        private bool _isDisposed;

        /// <summary>Makes a client, which gets a port with its first datagram.</summary>
        /// <exception cref="SocketException">There is no network, or there are no sockets left.</exception>
        public UdpClient()
        {
            _client = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        }

        /// <summary>Makes a client with a port.</summary>
        /// <param name="port">0 to 65535. 0: any free one.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such port.</exception>
        /// <exception cref="SocketException">AddressAlreadyInUse: another socket has it.</exception>
        public UdpClient(int port)
            : this(new IPEndPoint(IPAddress.Any, port))
        {
        }

        /// <summary>Makes a client with a port.</summary>
        /// <param name="localEP">This host's address or <see cref="IPAddress.Any"/>, and the port.</param>
        /// <exception cref="ArgumentNullException">There is no end point.</exception>
        /// <exception cref="SocketException">AddressAlreadyInUse: another socket has it. AddressNotAvailable: it is not this host's address.</exception>
        public UdpClient(IPEndPoint localEP)
            : this()
        {
            try
            {
                _client.Bind(localEP);
            }
            catch
            {
                _client.Close();
                throw;
            }
        }

        /// <summary>Makes a client for one other end.</summary>
        /// <inheritdoc cref="Connect(string, int)"/>
        public UdpClient(string hostname, int port)
            : this()
        {
            try
            {
                Connect(hostname, port);
            }
            catch
            {
                _client.Close();
                throw;
            }
        }

        /// <summary>The bytes that wait to be received.</summary>
        public int Available
        {
            get { return _client.Available; }
        }

        /// <summary>The socket beneath.</summary>
        public Socket Client
        {
            get { return _client; }
        }

        /// <summary>The time to live of datagrams, 1 to 255.</summary>
        /// <exception cref="ArgumentOutOfRangeException">It is set to something else.</exception>
        public short Ttl
        {
            get { return (short)(int)_client.GetSocketOption(SocketOptionLevel.IP, SocketOptionName.IpTimeToLive); }

            set
            {
                if (value < 0 || value > 255)
                {
                    throw new ArgumentOutOfRangeException(nameof(value));
                }

                _client.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.IpTimeToLive, value);
            }
        }

        /// <summary>Whether this host hears its own datagrams to groups.</summary>
        public bool MulticastLoopback
        {
            get { return GetOption(SocketOptionLevel.IP, SocketOptionName.MulticastLoopback); }
            set { _client.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastLoopback, value); }
        }

        /// <summary>Whether broadcasts may be sent.</summary>
        public bool EnableBroadcast
        {
            get { return _client.EnableBroadcast; }
            set { _client.EnableBroadcast = value; }
        }

        /// <summary>Whether no other socket may have the port.</summary>
        public bool ExclusiveAddressUse
        {
            get { return GetOption(SocketOptionLevel.Socket, SocketOptionName.ExclusiveAddressUse); }
            set { _client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ExclusiveAddressUse, value); }
        }

        /// <summary>Whether routers may not fragment.</summary>
        /// <exception cref="SocketException">ProtocolOption: the stack decides that itself.</exception>
        public bool DontFragment
        {
            get { return GetOption(SocketOptionLevel.IP, SocketOptionName.DontFragment); }
            set { _client.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.DontFragment, value); }
        }

        /// <summary>Whether it is connected to one other end.</summary>
        protected bool Active { get; private set; }

        /// <summary>Sends to this end, and receives from no other, from now on.</summary>
        /// <param name="addr">The other end's address.</param>
        /// <param name="port">Its port.</param>
        /// <exception cref="ArgumentNullException">There is no address.</exception>
        /// <exception cref="ArgumentOutOfRangeException">There is no such port.</exception>
        /// <exception cref="SocketException">No datagram can go there.</exception>
        /// <exception cref="ObjectDisposedException">The client is closed.</exception>
        public void Connect(IPAddress addr, int port)
        {
            Connect(new IPEndPoint(addr, port));
        }

        /// <summary>Sends to this end, and receives from no other, from now on.</summary>
        /// <param name="endPoint">The other end.</param>
        /// <exception cref="ArgumentNullException">There is no end point.</exception>
        /// <exception cref="SocketException">No datagram can go there.</exception>
        /// <exception cref="ObjectDisposedException">The client is closed.</exception>
        public void Connect(IPEndPoint endPoint)
        {
            _client.Connect(endPoint);
            Active = true;
        }

        /// <summary>Sends to this end, and receives from no other, from now on.</summary>
        /// <param name="hostname">The other end's name or address.</param>
        /// <param name="port">Its port.</param>
        /// <exception cref="ArgumentNullException">There is no name.</exception>
        /// <exception cref="ArgumentOutOfRangeException">There is no such port.</exception>
        /// <exception cref="SocketException">The name has no address, or no datagram can go there.</exception>
        /// <exception cref="ObjectDisposedException">The client is closed.</exception>
        public void Connect(string hostname, int port)
        {
            Connect(Dns.GetHostEntry(hostname).AddressList[0], port);
        }

        /// <summary>Receives a datagram, and waits until there is one. The array is new.</summary>
        /// <param name="remoteEP">Gets who has sent it.</param>
        /// <exception cref="SocketException">As for <see cref="Socket.ReceiveFrom(byte[], int, int, SocketFlags, ref EndPoint)"/>.</exception>
        /// <exception cref="ObjectDisposedException">The client is closed.</exception>
        public byte[] Receive(ref IPEndPoint remoteEP)
        {
            // The time of the socket, in microseconds.
            int timeout = _client.ReceiveTimeout;
            int wait = timeout <= 0 ? -1 : timeout > int.MaxValue / 1000 ? int.MaxValue : timeout * 1000;
            if (!_client.Poll(wait, SelectMode.SelectRead))
            {
                throw new SocketException(SocketError.TimedOut);
            }

            byte[] room = new byte[_client.Available];
            byte[] datagram = new byte[Receive(room, 0, room.Length, ref remoteEP)];
            Array.Copy(room, 0, datagram, 0, datagram.Length);
            return datagram;
        }

        /// <summary>Receives a datagram, and waits until there is one.</summary>
        /// <inheritdoc cref="Receive(byte[], int, int, ref IPEndPoint)"/>
        public int Receive(byte[] buffer, ref IPEndPoint remoteEP)
        {
            ArgumentNullException.ThrowIfNull(buffer, nameof(buffer));
            return Receive(buffer, 0, buffer.Length, ref remoteEP);
        }

        /// <summary>Receives a datagram, and waits until there is one.</summary>
        /// <param name="buffer">Gets the bytes.</param>
        /// <param name="offset">Where they begin in it.</param>
        /// <param name="size">The room.</param>
        /// <param name="remoteEP">Gets who has sent it.</param>
        /// <returns>The number of bytes. A datagram may be empty.</returns>
        /// <exception cref="ArgumentNullException">There is no buffer.</exception>
        /// <exception cref="ArgumentOutOfRangeException">Offset or size are outside of the buffer.</exception>
        /// <exception cref="SocketException">
        /// As for <see cref="Socket.ReceiveFrom(byte[], int, int, SocketFlags, ref EndPoint)"/>: MessageSize if the datagram was longer than the room.
        /// </exception>
        /// <exception cref="ObjectDisposedException">The client is closed.</exception>
        public int Receive(byte[] buffer, int offset, int size, ref IPEndPoint remoteEP)
        {
            EndPoint sender = new IPEndPoint(IPAddress.Any, 0);
            int count = _client.ReceiveFrom(buffer, offset, size, SocketFlags.None, ref sender);
            remoteEP = (IPEndPoint)sender;
            return count;
        }

        /// <summary>Sends a datagram to the connected end.</summary>
        /// <inheritdoc cref="Send(byte[], int, int, IPEndPoint)"/>
        public int Send(byte[] dgram)
        {
            return Send(dgram, null);
        }

        /// <summary>Sends a datagram.</summary>
        /// <inheritdoc cref="Send(byte[], int, int, IPEndPoint)"/>
        public int Send(byte[] dgram, IPEndPoint? endPoint)
        {
            ArgumentNullException.ThrowIfNull(dgram, nameof(dgram));
            return Send(dgram, 0, dgram.Length, endPoint);
        }

        /// <summary>Sends a datagram to the connected end.</summary>
        /// <inheritdoc cref="Send(byte[], int, int, IPEndPoint)"/>
        public int Send(byte[] dgram, int offset, int size)
        {
            return Send(dgram, offset, size, null);
        }

        /// <summary>Sends a datagram.</summary>
        /// <param name="dgram">Holds its bytes.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="size">How many there are.</param>
        /// <param name="endPoint">Where it goes; null: to the connected end.</param>
        /// <returns>The number of bytes.</returns>
        /// <exception cref="ArgumentNullException">There are no bytes.</exception>
        /// <exception cref="ArgumentOutOfRangeException">Offset or size are outside of them.</exception>
        /// <exception cref="InvalidOperationException">The client is connected and there is an end point, or neither.</exception>
        /// <exception cref="SocketException">No datagram can go there.</exception>
        /// <exception cref="ObjectDisposedException">The client is closed.</exception>
        public int Send(byte[] dgram, int offset, int size, IPEndPoint? endPoint)
        {
            if (_isDisposed)
            {
                throw new ObjectDisposedException(nameof(UdpClient));
            }

            if (Active != (endPoint == null))
            {
                throw new InvalidOperationException(Active ? "The client is connected to one end." : "The client is not connected.");
            }

            return Active
                ? _client.Send(dgram, offset, size, SocketFlags.None)
                : _client.SendTo(dgram, offset, size, SocketFlags.None, endPoint!);
        }

        /// <summary>Receives the datagrams of a group, too.</summary>
        /// <inheritdoc cref="JoinMulticastGroup(IPAddress, IPAddress)"/>
        public void JoinMulticastGroup(IPAddress multicastAddr)
        {
            JoinMulticastGroup(multicastAddr, IPAddress.Any);
        }

        /// <summary>Receives the datagrams of a group, too.</summary>
        /// <param name="multicastAddr">The group.</param>
        /// <param name="localAddress">This host's address, or <see cref="IPAddress.Any"/>.</param>
        /// <exception cref="ArgumentNullException">An address is missing.</exception>
        /// <exception cref="ArgumentException">One of them is no IPv4 address.</exception>
        /// <exception cref="SocketException">It is no group, or there is no room for another one.</exception>
        /// <exception cref="ObjectDisposedException">The client is closed.</exception>
        public void JoinMulticastGroup(IPAddress multicastAddr, IPAddress localAddress)
        {
            MulticastOption group = new MulticastOption(multicastAddr, localAddress);
            _client.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, group.GetBytes());
        }

        /// <summary>Leaves a group.</summary>
        /// <param name="multicastAddr">The group.</param>
        /// <exception cref="ArgumentNullException">There is none.</exception>
        /// <exception cref="ArgumentException">It is no IPv4 address.</exception>
        /// <exception cref="SocketException">The client has not joined it.</exception>
        /// <exception cref="ObjectDisposedException">The client is closed.</exception>
        public void DropMulticastGroup(IPAddress multicastAddr)
        {
            _client.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.DropMembership, new MulticastOption(multicastAddr).GetBytes());
        }

        /// <summary>Chooses the network on which datagrams to groups leave. There is one.</summary>
        /// <param name="localAddress">This host's address on it.</param>
        /// <exception cref="ArgumentNullException">There is none.</exception>
        /// <exception cref="SocketException">The option does not exist.</exception>
        public void SetMulticastInterface(IPAddress localAddress)
        {
            ArgumentNullException.ThrowIfNull(localAddress, nameof(localAddress));
            _client.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface, localAddress.GetAddressBytes());
        }

        /// <summary>Closes it. A call that waits in another thread ends.</summary>
        public void Close()
        {
            Dispose();
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            Active = false;
            _isDisposed = true;
            _client.Close();
            GC.SuppressFinalize(this);
        }

        private bool GetOption(SocketOptionLevel level, SocketOptionName name)
        {
            object value = _client.GetSocketOption(level, name);
            return value is bool isSet ? isSet : (int)value != 0;
        }
    }
}
