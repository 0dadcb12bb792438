// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Wire;

namespace System.Net.Sockets
{
    /// <summary>A connection that this end opens, or that a <see cref="TcpListener"/> has accepted.</summary>
    public class TcpClient : IDisposable
    {
        private Socket? _client;
        private NetworkStream? _stream;
        private bool _isDisposed;

        /// <summary>Makes a client. <see cref="Connect(IPEndPoint)"/> connects it.</summary>
        public TcpClient()
            : this(AddressFamily.InterNetwork)
        {
        }

        /// <summary>Makes a client. <see cref="Connect(IPEndPoint)"/> connects it.</summary>
        /// <param name="family">As for <see cref="Socket(AddressFamily, SocketType, ProtocolType)"/>.</param>
        public TcpClient(AddressFamily family)
        {
            _client = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
        }

        /// <summary>Makes a client with a port of its own choice.</summary>
        /// <param name="localEP">The own address and port, as for <see cref="Socket.Bind"/>.</param>
        /// <exception cref="ArgumentNullException">There is no end point.</exception>
        /// <exception cref="SocketException">As for <see cref="Socket.Bind"/>.</exception>
        public TcpClient(IPEndPoint localEP)
            : this()
        {
            bool isBound = false;
            try
            {
                _client!.Bind(localEP);
                isBound = true;
            }
            finally
            {
                if (!isBound)
                {
                    Dispose();
                }
            }
        }

        /// <summary>Makes a client, and connects it.</summary>
        /// <inheritdoc cref="Connect(string, int)"/>
        public TcpClient(string hostname, int port)
            : this()
        {
            bool isConnected = false;
            try
            {
                Connect(hostname, port);
                isConnected = true;
            }
            finally
            {
                if (!isConnected)
                {
                    Dispose();
                }
            }
        }

        internal TcpClient(Socket accepted)
        {
            _client = accepted;
            Active = true;
        }

        /// <summary>The socket.</summary>
        /// <exception cref="ObjectDisposedException">The client is closed.</exception>
        public Socket Client
        {
            get { return _client ?? throw new ObjectDisposedException(nameof(TcpClient)); }
            set { _client = value; }
        }

        /// <summary>Whether it was connected.</summary>
        protected bool Active { get; set; }

        /// <summary>Whether there was a connection when this end last sent or received; false when it is closed.</summary>
        public bool Connected
        {
            get { return _client != null && _client.Connected; }
        }

        /// <summary>The bytes that can be read without waiting.</summary>
        /// <exception cref="ObjectDisposedException">The client is closed.</exception>
        public int Available
        {
            get { return Client.Available; }
        }

        /// <summary>How long a read waits: <see cref="Socket.ReceiveTimeout"/>.</summary>
        public int ReceiveTimeout
        {
            get { return Client.ReceiveTimeout; }
            set { Client.ReceiveTimeout = value; }
        }

        /// <summary>How long a write waits: <see cref="Socket.SendTimeout"/>.</summary>
        public int SendTimeout
        {
            get { return Client.SendTimeout; }
            set { Client.SendTimeout = value; }
        }

        /// <summary>Whether and how long closing waits: <see cref="Socket.LingerState"/>.</summary>
        public LingerOption LingerState
        {
            get { return Client.LingerState; }
            set { Client.LingerState = value; }
        }

        /// <summary>Whether short segments leave at once: <see cref="Socket.NoDelay"/>.</summary>
        public bool NoDelay
        {
            get { return Client.NoDelay; }
            set { Client.NoDelay = value; }
        }

        /// <summary>Connects to an end point.</summary>
        /// <exception cref="ArgumentNullException">There is no end point.</exception>
        /// <exception cref="SocketException">As for <see cref="Socket.Connect"/>.</exception>
        /// <exception cref="ObjectDisposedException">The client is closed.</exception>
        public void Connect(IPEndPoint remoteEP)
        {
            Client.Connect(remoteEP);
            Active = true;
        }

        /// <summary>Connects to a port of a host.</summary>
        /// <exception cref="ArgumentNullException">There is no address.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The port is not between 0 and 65535.</exception>
        /// <exception cref="SocketException">As for <see cref="Socket.Connect"/>.</exception>
        /// <exception cref="ObjectDisposedException">The client is closed.</exception>
        public void Connect(IPAddress address, int port)
        {
            Connect(new IPEndPoint(address, port));
        }

        /// <summary>Connects to a port of the first of some hosts that answers.</summary>
        /// <exception cref="ArgumentNullException">There are no addresses.</exception>
        /// <exception cref="SocketException">
        /// NotConnected: there is none of this client's kind. Otherwise why the last of them failed, as for <see cref="Socket.Connect"/>.
        /// </exception>
        /// <exception cref="ObjectDisposedException">The client is closed.</exception>
        public void Connect(IPAddress[] address, int port)
        {
            if (address == null)
            {
                Throw.ArgumentNull();
            }

            SocketException failure = new SocketException(SocketError.NotConnected);
            for (int i = 0; i < address!.Length; i++)
            {
                try
                {
                    Connect(address[i], port);
                    return;
                }
                catch (SocketException exception)
                {
                    failure = exception;
                    if (exception.ErrorCode == (int)SocketError.Interrupted)
                    {
                        break;
                    }
                }
            }

            throw failure;
        }

        /// <summary>Connects to a port of a host, whose addresses are tried one after the other.</summary>
        /// <param name="hostname">Its name, or its address in numbers.</param>
        /// <param name="port">The port.</param>
        /// <exception cref="ArgumentNullException">There is no name.</exception>
        /// <exception cref="SocketException">As for <see cref="Dns.GetHostEntry"/>, and then for <see cref="Connect(IPAddress[], int)"/>.</exception>
        /// <exception cref="ObjectDisposedException">The client is closed.</exception>
        public void Connect(string hostname, int port)
        {
            if (Active)
            {
                throw new SocketException(SocketError.IsConnected);
            }

            Connect(Dns.GetHostEntry(hostname).AddressList, port);
        }

        /// <summary>The connection as a stream: the same object at each call. Closing it closes the client's socket.</summary>
        /// <exception cref="InvalidOperationException">The client is not connected.</exception>
        /// <exception cref="ObjectDisposedException">The client is closed.</exception>
        public NetworkStream GetStream()
        {
            Socket client = Client;
            if (_stream == null)
            {
                if (!client.HasRemoteEndPoint)
                {
                    throw new InvalidOperationException();
                }

                _stream = new NetworkStream(client, true);
            }

            return _stream;
        }

        /// <summary>Closes the connection: <see cref="Socket.Close()"/>.</summary>
        public void Close()
        {
            Dispose();
        }

        /// <summary>The same as <see cref="Close"/>.</summary>
        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Closes the connection.</summary>
        /// <param name="disposing">False: nobody refers to it any more.</param>
        protected virtual void Dispose(bool disposing)
        {
            if (!_isDisposed && disposing)
            {
                _isDisposed = true;
                Socket? client = _client;
                _client = null;
                if (_stream != null)
                {
                    _stream.Dispose();
                }

                if (client != null)
                {
                    client.Close();
                }
            }
        }
    }
}
