// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Sockets;
using NanoTcp.Tcp;
using CoreError = NanoTcp.Host.SocketError;
using CoreListener = NanoTcp.Tcp.TcpListener;

namespace System.Net.Sockets
{
    // The ways to a connection: both ends of it.
    public partial class Socket
    {
        private Socket(Socket listening, TcpConnection connection)
            : this(listening._network, SocketType.Stream)
        {
            _connection = connection;
            _isConnected = true;
        }

        /// <summary>Takes a port of this host.</summary>
        /// <param name="localEP">
        /// The port, or 0 for any that is free, which <see cref="LocalEndPoint"/> then tells. The address is <see cref="IPAddress.Any"/>, this
        /// host's own, or one of 127.0.0.0/8, which other hosts do not reach.
        /// </param>
        /// <exception cref="ArgumentNullException">There is no end point.</exception>
        /// <exception cref="SocketException">
        /// AddressAlreadyInUse: another socket has the port. AddressNotAvailable: that is not this host's address. InvalidArgument: the socket has a port, or
        /// is connected. NoBufferSpaceAvailable: all ports that were configured are in use.
        /// </exception>
        /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
        public void Bind(EndPoint localEP)
        {
            IPEndPoint local = ToIPEndPoint(localEP);
            _threads.Enter();
            try
            {
                ThrowIfClosed();
                if (!IsOwn(local.Address))
                {
                    throw new SocketException(SocketError.AddressNotAvailable);
                }

                if (_type == SocketType.Dgram)
                {
                    BindDatagrams(local.Port);
                }
                else
                {
                    if (_port != null || _connection != null)
                    {
                        throw new SocketException(SocketError.InvalidArgument);
                    }

                    ThrowUnlessSuccess(_network.Interface.Tcp.Bind(local.Port, out _port));
                }

                _boundAddress = local.Address;
                _isForThisHost = IPAddress.IsLoopback(local.Address);
            }
            finally
            {
                _threads.Leave();
            }
        }

        /// <summary>Opens the bound port for connections. They are established from now on, and wait for <see cref="Accept"/>.</summary>
        /// <param name="backlog">
        /// How many may wait. Less than 1 counts as 1, and more than <see cref="TcpOptions.MaxBacklog"/> counts as that. Further clients have to try again,
        /// which TCP does by itself.
        /// </param>
        /// <exception cref="SocketException">
        /// InvalidArgument: no port is bound, or the socket is connected. OperationNotSupported: it is a socket for datagrams.
        /// </exception>
        /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
        public void Listen(int backlog)
        {
            _threads.Enter();
            try
            {
                ThrowIfClosed();
                ThrowIfDatagrams();
                CoreListener? port = _port;
                if (port == null)
                {
                    throw new SocketException(SocketError.InvalidArgument);
                }

                port.Options = _options ?? _network.OptionsOfServers(port.Options);
                ThrowUnlessSuccess(port.Start(backlog < 1 ? 1 : backlog));
            }
            finally
            {
                _threads.Leave();
            }
        }

        /// <summary>Waits for a connection of a client.</summary>
        /// <returns>
        /// The socket of the connection that was established first. It takes over the options of this one, and is never closed for being silent.
        /// </returns>
        /// <exception cref="SocketException">
        /// TimedOut: none has come within <see cref="ReceiveTimeout"/>. Interrupted: another thread has closed this socket. InvalidArgument: it does not
        /// listen. OperationNotSupported: it is a socket for datagrams.
        /// </exception>
        /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
        public Socket Accept()
        {
            _threads.Enter();
            try
            {
                ThrowIfClosed();
                ThrowIfDatagrams();
                long deadline = NotKnown;
                for (; ; )
                {
                    CoreListener? port = _port;
                    if (port == null || !port.IsListening)
                    {
                        throw new SocketException(SocketError.InvalidArgument);
                    }

                    if (port.Pending())
                    {
                        TcpConnection connection = new TcpConnection();
                        port.Accept(connection);
                        if (IsForeign(connection.RemoteAddress))
                        {
                            connection.Abort();
                            _threads.Changed();
                            continue;
                        }

                        return new Socket(this, connection) { _isBlocking = _isBlocking };
                    }

                    deadline = WaitToRead(deadline);
                }
            }
            finally
            {
                _threads.Leave();
            }
        }

        /// <summary>
        /// Opens a connection, and waits until it is open or has failed. After a failure nothing is left of it, and the socket can try again. For datagrams:
        /// remembers the other end.
        /// </summary>
        /// <param name="remoteEP">The other end.</param>
        /// <exception cref="ArgumentNullException">There is no end point.</exception>
        /// <exception cref="SocketException">
        /// ConnectionRefused: nobody listens there. TimedOut: no answer within <see cref="SendTimeout"/> or
        /// <see cref="SocketNetwork.ConnectTimeout"/>. HostUnreachable, NetworkUnreachable, NetworkDown: no way there. IsConnected: there is a connection.
        /// AlreadyInProgress: an earlier call has begun one. Interrupted: another thread has closed this socket. NoBufferSpaceAvailable: all connections that
        /// were configured are in use. AddressNotAvailable: no host can have that address. InvalidArgument: no host has that port, or this socket listens.
        /// WouldBlock: it has begun, and this socket does not wait.
        /// </exception>
        /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
        public void Connect(EndPoint remoteEP)
        {
            IPEndPoint remote = ToIPEndPoint(remoteEP);
            _threads.Enter();
            try
            {
                ThrowIfClosed();
                HostAddress address = remote.Address.ToHost();
                if (_type == SocketType.Dgram)
                {
                    ConnectDatagrams(new HostEndPoint(address, remote.Port));
                    return;
                }

                Open(address, remote.Port);
                WaitUntilOpen();
            }
            finally
            {
                _threads.Leave();
            }
        }

        /// <summary>Sends the SYN.</summary>
        private void Open(HostAddress address, int port)
        {
            if (_connection != null)
            {
                NoteConnected();
                if (_isOpening || _connection.Error == CoreError.Success)
                {
                    throw new SocketException(_isOpening ? SocketError.AlreadyInProgress : SocketError.IsConnected);
                }

                // It is lost.
                GiveBack();
            }

            TcpTransport tcp = _network.Interface.Tcp;
            TcpConnectionOptions options = _options ?? _network.OptionsOfClients();
            TcpConnection connection = new TcpConnection();
            ThrowUnlessSuccess(_port == null
                ? tcp.Connect(address, port, 0, options, connection)
                : tcp.Connect(address, port, _port, options, connection));
            _port = null;
            _connection = connection;
            _isOpening = true;
            _threads.Changed();
        }

        private void WaitUntilOpen()
        {
            NoteConnected();
            try
            {
                for (long deadline = NotKnown; _isOpening; NoteConnected())
                {
                    deadline = WaitToWrite(deadline);
                }
            }
            finally
            {
                if (_isOpening && _isBlocking)
                {
                    // The time is over, or the thread is being ended.
                    GiveBack();
                }
            }

            if (!_isConnected)
            {
                CoreError error = _connection!.Error;
                GiveBack();
                ThrowUnlessSuccess(error);
            }
        }

        /// <summary>
        /// Notes that the connection that was begun is open, or has failed. One that was reset since had been open, and may hold text that came before.
        /// </summary>
        private void NoteConnected()
        {
            if (_isOpening && _connection!.State != TcpState.SynSent && _connection.State != TcpState.SynReceived)
            {
                CoreError error = _connection.Error;
                _isOpening = false;
                _isConnected = error == CoreError.Success || error == CoreError.ConnectionReset;
            }
        }

        private void ThrowIfDatagrams()
        {
            if (_type == SocketType.Dgram)
            {
                throw new SocketException(SocketError.OperationNotSupported);
            }
        }

        /// <summary>Ends a connection that failed or was not awaited.</summary>
        private void GiveBack()
        {
            _connection!.Abort();
            _connection = null;
            _isOpening = false;
            _isConnected = false;
            _threads.Changed();
        }
    }
}
