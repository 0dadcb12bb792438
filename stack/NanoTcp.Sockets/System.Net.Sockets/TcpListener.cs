// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Wire;

namespace System.Net.Sockets
{
    /// <summary>A port on which a program waits for clients.</summary>
    public class TcpListener
    {
        private readonly IPEndPoint _endPoint;
        private Socket? _server;

        /// <summary>Makes a listener. <see cref="Start(int)"/> takes the port.</summary>
        /// <param name="localaddr">The own address, or <see cref="IPAddress.Any"/>.</param>
        /// <param name="port">The port, or 0 for any that is free.</param>
        /// <exception cref="ArgumentNullException">There is no address.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The port is not between 0 and 65535.</exception>
        public TcpListener(IPAddress localaddr, int port)
            : this(new IPEndPoint(localaddr, port))
        {
        }

        /// <summary>Makes a listener. <see cref="Start(int)"/> takes the port.</summary>
        /// <param name="localEP">The own address and port, as for the other constructor.</param>
        /// <exception cref="ArgumentNullException">There is no end point.</exception>
        public TcpListener(IPEndPoint localEP)
        {
            if (localEP == null)
            {
                Throw.ArgumentNull();
            }

            _endPoint = localEP!;
        }

        /// <summary>Where it listens. Once it has started, the port is known even if it was 0.</summary>
        public EndPoint LocalEndpoint
        {
            get { return Active ? Server.LocalEndPoint : _endPoint; }
        }

        /// <summary>The socket that listens. Options can be set before the start. After <see cref="Stop"/> it is another one.</summary>
        public Socket Server
        {
            get
            {
                if (_server == null)
                {
                    _server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                }

                return _server;
            }
        }

        /// <summary>Whether it has started, and was not stopped since.</summary>
        protected bool Active { get; private set; }

        /// <summary>Opens the port, for as many waiting clients as possible.</summary>
        /// <inheritdoc cref="Start(int)"/>
        public void Start()
        {
            Start(int.MaxValue);
        }

        /// <summary>Opens the port. After a failure it can be tried again.</summary>
        /// <param name="backlog">How many clients may wait, as for <see cref="Socket.Listen"/>.</param>
        /// <exception cref="InvalidOperationException">It has started already.</exception>
        /// <exception cref="SocketException">As for <see cref="Socket.Bind"/>.</exception>
        public void Start(int backlog)
        {
            if (Active)
            {
                throw new InvalidOperationException();
            }

            Socket server = Server;
            try
            {
                server.Bind(_endPoint);
                server.Listen(backlog);
                Active = true;
            }
            finally
            {
                if (!Active)
                {
                    End();
                }
            }
        }

        /// <summary>Closes the port. A thread that waits for a client gets a <see cref="SocketException"/> with Interrupted. Accepted clients stay.</summary>
        /// <exception cref="InvalidOperationException">It has not started.</exception>
        public void Stop()
        {
            ThrowUnlessActive();
            Active = false;
            End();
        }

        /// <summary>Whether a client waits to be accepted.</summary>
        /// <exception cref="InvalidOperationException">It has not started.</exception>
        public bool Pending()
        {
            ThrowUnlessActive();
            return Server.Poll(0, SelectMode.SelectRead);
        }

        /// <summary>Waits for a client.</summary>
        /// <returns>The connection to it.</returns>
        /// <inheritdoc cref="AcceptSocket"/>
        public TcpClient AcceptTcpClient()
        {
            return new TcpClient(AcceptSocket());
        }

        /// <summary>Waits for a client.</summary>
        /// <returns>The connection to it.</returns>
        /// <exception cref="InvalidOperationException">It has not started.</exception>
        /// <exception cref="SocketException">As for <see cref="Socket.Accept"/>.</exception>
        public Socket AcceptSocket()
        {
            ThrowUnlessActive();
            return Server.Accept();
        }

        private void End()
        {
            Socket? server = _server;
            _server = null;
            if (server != null)
            {
                server.Close();
            }
        }

        private void ThrowUnlessActive()
        {
            if (!Active)
            {
                throw new InvalidOperationException();
            }
        }
    }
}
