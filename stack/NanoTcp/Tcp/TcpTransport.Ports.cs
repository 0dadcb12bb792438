// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    // Ports: their owners, and the choice of a port for a new connection.
    public sealed partial class TcpTransport
    {
        /// <summary>
        /// Binds a port for either role. <see cref="TcpListener.Start"/> opens it for clients, and until then connections to it are refused. Or
        /// <see cref="Connect(HostAddress, int, TcpListener, TcpConnectionOptions, TcpConnection)"/> begins a connection from it.
        /// </summary>
        /// <param name="port">1 to 65535, or 0 for any that is free (RFC 6056).</param>
        /// <param name="listener">The bound port; null when the result is not Success.</param>
        /// <returns>
        /// Success. AddressAlreadyInUse: another service has the port. NoBufferSpaceAvailable: all listeners are in use. InvalidArgument: the port is
        /// out of its range.
        /// </returns>
        public SocketError Bind(int port, out TcpListener? listener)
        {
            listener = null;
            if (port == 0)
            {
                port = ChoosePort(null, 0);
            }

            if ((uint)(port - 1) >= 65535)
            {
                return SocketError.InvalidArgument;
            }

            if (IsTaken(port))
            {
                return SocketError.AddressAlreadyInUse;
            }

            listener = FreeListener();
            if (listener == null)
            {
                return SocketError.NoBufferSpaceAvailable;
            }

            listener.BoundPort = port;
            listener.Options = Server;
            return SocketError.Success;
        }

        /// <summary>Binds a port and opens it.</summary>
        /// <param name="port">1 to 65535, or 0 for any that is free.</param>
        /// <param name="backlog">As for <see cref="TcpListener.Start"/>.</param>
        /// <param name="listener">The open port; null when the result is not Success.</param>
        /// <returns>As for <see cref="Bind"/>.</returns>
        public SocketError Listen(int port, int backlog, out TcpListener? listener)
        {
            SocketError error = Bind(port, out listener);
            if (error == SocketError.Success)
            {
                error = listener!.Start(backlog);
                if (error != SocketError.Success)
                {
                    listener.Close();
                    listener = null;
                }
            }

            return error;
        }

        /// <summary>Begins to open a connection. It is open when its state is Established, and has failed when it has an error.</summary>
        /// <param name="address">The other host.</param>
        /// <param name="port">Its port, 1 to 65535.</param>
        /// <param name="localPort">The own port, or 0 for an ephemeral one (RFC 6056).</param>
        /// <param name="connection">The connection; null when the result is not Success.</param>
        /// <returns>
        /// Success: begun. NetworkDown: this host has no address. AddressNotAvailable: no host can have that address, or it is this host's own.
        /// NetworkUnreachable: no route. AddressAlreadyInUse: a service has the local port, or the same connection exists. Connections to different
        /// ends may share a local port. NoBufferSpaceAvailable: all connections, peers or ports are in use. InvalidArgument: a port is out of its
        /// range.
        /// </returns>
        public SocketError Connect(HostAddress address, int port, int localPort, out TcpConnection? connection)
        {
            return Connect(address, port, localPort, _client, out connection);
        }

        /// <summary>The same with options for this connection.</summary>
        /// <param name="address">The other host.</param>
        /// <param name="port">Its port, 1 to 65535.</param>
        /// <param name="localPort">The own port, or 0 for an ephemeral one (RFC 6056).</param>
        /// <param name="options">How it behaves.</param>
        /// <param name="connection">The connection; null when the result is not Success.</param>
        /// <returns>As for the other overload.</returns>
        public SocketError Connect(HostAddress address, int port, int localPort, TcpConnectionOptions options, out TcpConnection? connection)
        {
            TcpConnection handle = new TcpConnection();
            SocketError error = Connect(address, port, localPort, options, handle);
            connection = error == SocketError.Success ? handle : null;
            return error;
        }

        /// <summary>The same with a handle of the application, so that nothing is allocated.</summary>
        /// <param name="address">The other host.</param>
        /// <param name="port">Its port, 1 to 65535.</param>
        /// <param name="localPort">The own port, or 0 for an ephemeral one (RFC 6056).</param>
        /// <param name="options">How it behaves.</param>
        /// <param name="connection">The application's own object: new, or one whose connection the application has closed.</param>
        /// <returns>As for the other overloads. Unless it is Success, the handle stands for no connection.</returns>
        /// <exception cref="ArgumentNullException">There is no address, there are no options, or there is no handle.</exception>
        /// <exception cref="ArgumentOutOfRangeException">One of the options is below its bound.</exception>
        /// <exception cref="InvalidOperationException">The handle stands for a connection that was not closed.</exception>
        public SocketError Connect(HostAddress address, int port, int localPort, TcpConnectionOptions options, TcpConnection connection)
        {
            connection = Prepare(address, options, connection);
            return (uint)localPort > 65535 ? SocketError.InvalidArgument : Open(address, port, localPort, null, options, connection);
        }

        /// <summary>
        /// The same from a port that <see cref="Bind"/> has reserved. The port belongs to the connection then, and the listener is closed, so that
        /// another port can be bound.
        /// </summary>
        /// <param name="address">The other host.</param>
        /// <param name="port">Its port, 1 to 65535.</param>
        /// <param name="bound">The reserved port, which was never opened.</param>
        /// <param name="options">How it behaves.</param>
        /// <param name="connection">The application's own object: new, or one whose connection the application has closed.</param>
        /// <returns>
        /// As for the other overloads. InvalidArgument also if the listener is closed, or open for clients. Unless it is Success, the port stays
        /// reserved, and the handle stands for no connection.
        /// </returns>
        /// <exception cref="ArgumentNullException">There is no address, no reserved port, there are no options, or there is no handle.</exception>
        /// <exception cref="ArgumentOutOfRangeException">One of the options is below its bound.</exception>
        /// <exception cref="InvalidOperationException">The handle stands for a connection that was not closed.</exception>
        public SocketError Connect(HostAddress address, int port, TcpListener bound, TcpConnectionOptions options, TcpConnection connection)
        {
            if (bound == null)
            {
                Throw.ArgumentNull();
            }

            connection = Prepare(address, options, connection);
            if (bound!.BoundPort == 0 || bound.IsListening)
            {
                return SocketError.InvalidArgument;
            }

            SocketError error = Open(address, port, bound.BoundPort, bound, options, connection);
            if (error == SocketError.Success)
            {
                bound.Close();
            }

            return error;
        }

        /// <summary>Checks what a connection needs, and returns its handle, which stands for no connection then.</summary>
        private static TcpConnection Prepare(HostAddress address, TcpConnectionOptions options, TcpConnection connection)
        {
            if (address == null || connection == null)
            {
                Throw.ArgumentNull();
            }

            TcpConnectionOptions.Check(options);
            connection!.Leave();
            return connection;
        }

        /// <summary>Begins a connection from a local port that no other service has than the given one, or from an ephemeral one (0).</summary>
        private SocketError Open(HostAddress address, int port, int localPort, TcpListener? bound, TcpConnectionOptions options, TcpConnection connection)
        {
            if ((uint)(port - 1) >= 65535)
            {
                return SocketError.InvalidArgument;
            }

            Peer? peer = null;
            SocketError error = _stack.Network == null ? SocketError.NetworkDown : _stack.Network.Find(address, out peer);
            if (error != SocketError.Success)
            {
                return error;
            }

            bool isGiven = localPort != 0;
            if (!isGiven)
            {
                localPort = ChoosePort(peer, port);
            }
            else if (FindListener(localPort) != bound || Exists(peer!, PortsKey(port, localPort)))
            {
                return SocketError.AddressAlreadyInUse;
            }

            if (localPort == 0 || !MakeRoom(null, 0) || !_stack.Peers.CanAcquire(peer!))
            {
                return SocketError.NoBufferSpaceAvailable;
            }

            ControlBlock block = _free!;
            _free = block.Next;
            _freeCount--;
            connection.Take(block);
            Handshake.OpenActive(block, _stack.Peers.Acquire(peer!), PortsKey(port, localPort), isGiven, options);
            return SocketError.Success;
        }

        /// <summary>
        /// A listener that was never bound. Those of the constructor come first. A closed one stays with its application, and a new one takes its
        /// place.
        /// </summary>
        private TcpListener? FreeListener()
        {
            for (int i = 0; i < _listeners.Length; i++)
            {
                if (_listeners[i].BoundPort == 0)
                {
                    if (_listeners[i].IsUsed)
                    {
                        _listeners[i] = new TcpListener(this);
                    }

                    return _listeners[i];
                }
            }

            return null;
        }

        private bool Exists(Peer peer, int ports)
        {
            return Find(peer, ports) != null || TimeWait.Find(peer, ports) != SmallConnectionTable.None || FinWait2.Find(peer, ports) != SmallConnectionTable.None
                || HalfOpen.Find(peer, ports) != SmallConnectionTable.None;
        }

        /// <summary>Whether a service has the port, or a connection whose application chose it.</summary>
        private bool IsTaken(int port)
        {
            if (FindListener(port) != null)
            {
                return true;
            }

            for (int i = 0; i < _connections.Length; i++)
            {
                if ((_connections[i].Flags & ConnectionFlag.PortBound) != 0 && _connections[i].LocalPort == port)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>
        /// An ephemeral port: RFC 6056 §3.3.3, algorithm 3. The keyed hash of the destination gives the start, and a counter goes on from there. With
        /// a peer it finds a port without a connection to the peer's port. Without a peer it finds a port that nobody has bound. 0 when all are
        /// taken.
        /// </summary>
        private int ChoosePort(Peer? peer, int remotePort)
        {
            uint offset = peer == null ? _hash.Hash(0, 1) : _hash.Hash(_stack.Network!.PairOf(peer), (uint)remotePort);
            for (int i = 0; i < EphemeralCount; i++)
            {
                int port = FirstEphemeral + (int)((offset + _nextEphemeral++) % EphemeralCount);
                bool isItself = port == remotePort && peer != null && peer.IsThisHost;
                if (!isItself && !IsTaken(port) && (peer == null || !Exists(peer, PortsKey(remotePort, port))))
                {
                    return port;
                }
            }

            return 0;
        }
    }
}
