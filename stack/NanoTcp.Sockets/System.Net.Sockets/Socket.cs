// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Sockets;
using NanoTcp.Tcp;
using NanoTcp.Udp;
using NanoTcp.Wire;
using CoreListener = NanoTcp.Tcp.TcpListener;

namespace System.Net.Sockets
{
    /// <summary>
    /// An end of a connection, a port that accepts connections, or a port for datagrams. Calls wait for what they ask for, up to a timeout. A thread that
    /// waits polls the network meanwhile, if no other thread does.
    /// </summary>
    /// <remarks>
    /// Any thread may call. One may receive while another sends. <see cref="Close()"/> ends the calls in which other threads wait: they throw a
    /// <see cref="SocketException"/> with Interrupted. A call of a closed socket throws <see cref="ObjectDisposedException"/>.
    /// </remarks>
    public partial class Socket : IDisposable
    {
        private readonly SocketNetwork _network;
        private readonly SocketThreads _threads;
        private readonly NetworkStack _stack;
        private readonly SocketType _type;

        // A stream: its connection, or its own port as long as it has no connection.
        private TcpConnection? _connection;
        private CoreListener? _port;

        // Datagrams.
        private UdpSocket? _datagrams;

        private bool _isClosed;
        private bool _isBlocking = true;

        /// <summary>A connection has been begun, and nobody has seen yet whether it is open.</summary>
        private bool _isOpening;

        /// <summary>As the last call that sent or received has seen it.</summary>
        private bool _isConnected;

        /// <summary>This end reads no more.</summary>
        private bool _hasShutReceive;
        private int _receiveTimeout;
        private int _sendTimeout;

        /// <summary>The address that was bound; null: none.</summary>
        private IPAddress? _boundAddress;

        /// <summary>That is one of 127.0.0.0/8, so this socket takes nothing from other hosts.</summary>
        private bool _isForThisHost;

        /// <summary>Makes a socket of the program's network, which is <see cref="SocketNetwork.Current"/>.</summary>
        /// <param name="addressFamily">InterNetwork. With InterNetworkV6 a socket can be made and closed, but not used.</param>
        /// <param name="socketType">Stream or Dgram.</param>
        /// <param name="protocolType">Tcp or Udp, as the type says. IPv4 and 0 stand for the one that belongs to the type.</param>
        /// <exception cref="SocketException">
        /// SystemNotReady: the program has no network yet. AddressFamilyNotSupported, SocketNotSupported, ProtocolNotSupported: something else is asked for.
        /// </exception>
        public Socket(AddressFamily addressFamily, SocketType socketType, ProtocolType protocolType)
            : this(SocketNetwork.Current ?? throw new SocketException(SocketError.SystemNotReady), socketType)
        {
            if (addressFamily != AddressFamily.InterNetwork && addressFamily != AddressFamily.InterNetworkV6)
            {
                throw new SocketException(SocketError.AddressFamilyNotSupported);
            }

            if (socketType != SocketType.Stream && socketType != SocketType.Dgram)
            {
                throw new SocketException(SocketError.SocketNotSupported);
            }

            ProtocolType own = socketType == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp;
            if (protocolType != own && protocolType != ProtocolType.IPv4 && protocolType != 0)
            {
                throw new SocketException(SocketError.ProtocolNotSupported);
            }

            AddressFamily = addressFamily;
        }

        private Socket(SocketNetwork network, SocketType type)
        {
            _network = network;
            _threads = network.Threads;
            _stack = network.Interface.Stack;
            _type = type;
            AddressFamily = AddressFamily.InterNetwork;
        }

        /// <summary>The family of its addresses.</summary>
        public AddressFamily AddressFamily { get; }

        /// <summary>Stream or Dgram.</summary>
        public SocketType SocketType
        {
            get { return _type; }
        }

        /// <summary>Tcp or Udp.</summary>
        public ProtocolType ProtocolType
        {
            get { return _type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp; }
        }

        /// <summary>
        /// Whether calls wait; true at first. Otherwise they throw a <see cref="SocketException"/> with WouldBlock instead. After a Connect that did so,
        /// <see cref="Poll"/> tells when it is over.
        /// </summary>
        /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
        public bool Blocking
        {
            get
            {
                ThrowIfClosed();
                return _isBlocking;
            }

            set
            {
                ThrowIfClosed();
                _isBlocking = value;
            }
        }

        /// <summary>
        /// How long a call that receives or accepts waits, in milliseconds; 0 and -1: for ever. When the time is over, it throws a
        /// <see cref="SocketException"/> with TimedOut.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">It is set to less than -1.</exception>
        /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
        public int ReceiveTimeout
        {
            get
            {
                ThrowIfClosed();
                return _receiveTimeout;
            }

            set
            {
                ThrowIfClosed();
                CheckTimeout(value);
                _receiveTimeout = value;
            }
        }

        /// <summary>
        /// How long a call that sends or connects waits, in milliseconds; 0 and -1: for ever. When the time is over, it throws a
        /// <see cref="SocketException"/> with TimedOut.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">It is set to less than -1.</exception>
        /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
        public int SendTimeout
        {
            get
            {
                ThrowIfClosed();
                return _sendTimeout;
            }

            set
            {
                ThrowIfClosed();
                CheckTimeout(value);
                _sendTimeout = value;
            }
        }

        /// <summary>
        /// The bytes that can be read without waiting. For datagrams: those of the first one that waits. 0 also when the other end has closed or reset the
        /// connection.
        /// </summary>
        /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
        public int Available
        {
            get
            {
                _threads.Enter();
                try
                {
                    ThrowIfClosed();
                    return _connection != null ? _connection.Available : _datagrams != null ? _datagrams.Available : 0;
                }
                finally
                {
                    _threads.Leave();
                }
            }
        }

        /// <summary>
        /// Whether there was a connection when this end last sent or received. It stays true after the other end's FIN, since this end may still send. For
        /// datagrams: whether there is a connected end.
        /// </summary>
        public bool Connected
        {
            get
            {
                _threads.Enter();
                try
                {
                    NoteConnected();
                    return _isConnected;
                }
                finally
                {
                    _threads.Leave();
                }
            }
        }

        /// <summary>Whether it has a port of its own.</summary>
        public bool IsBound
        {
            get { return ((IPEndPoint)LocalEndPoint).Port != 0; }
        }

        /// <summary>The own address and port, a new object at each call. Address and port are 0 before there is a port.</summary>
        /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
        public EndPoint LocalEndPoint
        {
            get
            {
                _threads.Enter();
                try
                {
                    ThrowIfClosed();
                    if (_connection != null)
                    {
                        return new IPEndPoint(OwnAddress(_connection.RemoteAddress), _connection.LocalPort);
                    }

                    int port = _port != null ? _port.Port : _datagrams != null ? _datagrams.LocalPort : 0;
                    IPAddress address = _boundAddress ?? (_remote == null ? IPAddress.Any : OwnAddress(_remote.Address));
                    return new IPEndPoint(address, port);
                }
                finally
                {
                    _threads.Leave();
                }
            }
        }

        /// <summary>The other end, a new object at each call. It is known until the socket is closed, also after a reset.</summary>
        /// <exception cref="SocketException">NotConnected: there is none.</exception>
        /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
        public EndPoint RemoteEndPoint
        {
            get
            {
                _threads.Enter();
                try
                {
                    ThrowIfClosed();
                    if (_connection != null)
                    {
                        return new IPEndPoint(new IPAddress(_connection.RemoteAddress), _connection.RemotePort);
                    }

                    if (_remote == null)
                    {
                        throw new SocketException(SocketError.NotConnected);
                    }

                    return new IPEndPoint(new IPAddress(_remote.Address), _remote.Port);
                }
                finally
                {
                    _threads.Leave();
                }
            }
        }

        /// <summary>Whether it has been closed.</summary>
        internal bool IsClosed
        {
            get { return _isClosed; }
        }

        /// <summary>Whether <see cref="RemoteEndPoint"/> tells something.</summary>
        internal bool HasRemoteEndPoint
        {
            get
            {
                _threads.Enter();
                try
                {
                    NoteConnected();
                    return !_isClosed && (_remote != null || (_connection != null && !_isOpening));
                }
                finally
                {
                    _threads.Leave();
                }
            }
        }

        private static void CheckTimeout(int milliseconds)
        {
            if (milliseconds < -1)
            {
                Throw.ArgumentOutOfRange();
            }
        }

        private static void CheckRange(byte[] buffer, int offset, int size)
        {
            if (buffer == null)
            {
                Throw.ArgumentNull();
            }

            if ((offset | size) < 0 || size > buffer!.Length - offset)
            {
                Throw.ArgumentOutOfRange();
            }
        }

        private void ThrowIfClosed()
        {
            if (_isClosed)
            {
                throw new ObjectDisposedException(nameof(Socket));
            }
        }
    }
}
