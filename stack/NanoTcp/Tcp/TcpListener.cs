// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>
    /// A service's port. Once it is started, connections are established without the application. They wait here to be accepted, up to the backlog.
    /// The transport keeps connections whose handshake is not over (<see cref="TcpOptions.HalfOpenEntries"/>).
    /// </summary>
    /// <remarks>The object stands for one port until <see cref="Close"/>. Afterwards it never stands for another port.</remarks>
    public sealed class TcpListener
    {
        /// <summary>The value of <see cref="Port"/>.</summary>
        internal int BoundPort;

        /// <summary>How many connections may wait to be accepted; 0: the port is not open.</summary>
        internal int Backlog;

        /// <summary>How many connections wait to be accepted.</summary>
        internal int Waiting;

        /// <summary>The time until which a client that found every slot taken counts as waiting; 0: none.</summary>
        internal long AwaitedUntil;

        /// <summary>Whether it has been closed. Its place in the table goes to another object.</summary>
        internal bool IsUsed;

        private readonly TcpTransport _transport;
        private TcpConnectionOptions _options;

        /// <summary>The connections that nobody has accepted, in the order in which they were established.</summary>
        private ControlBlock? _first;
        private int _reserved;

        internal TcpListener(TcpTransport transport)
        {
            _transport = transport;
            _options = transport.Server;
        }

        /// <summary>The options of connections that begin here from now on.</summary>
        /// <exception cref="ArgumentNullException">It is set to nothing.</exception>
        /// <exception cref="ArgumentOutOfRangeException">An option is out of its bounds.</exception>
        public TcpConnectionOptions Options
        {
            get
            {
                return _options;
            }

            set
            {
                TcpConnectionOptions.Check(value);
                _options = value;
            }
        }

        /// <summary>The bound port; 0 when closed.</summary>
        public int Port
        {
            get { return BoundPort; }
        }

        /// <summary>Whether the port is open.</summary>
        public bool IsListening
        {
            get { return Backlog > 0; }
        }

        /// <summary>
        /// Connection slots reserved for this port; 0 at first. Others cannot take them while the service of this port holds fewer connections. If
        /// the other listeners leave fewer than you set, it reserves those that are left.
        /// </summary>
        /// <exception cref="ArgumentOutOfRangeException">It is set to less than 0.</exception>
        /// <exception cref="InvalidOperationException">It is set, and the listener is closed.</exception>
        public int Reserved
        {
            get
            {
                return _reserved;
            }

            set
            {
                if (BoundPort == 0)
                {
                    throw new InvalidOperationException();
                }

                _reserved = _transport.Reserve(_reserved, value);
            }
        }

        /// <summary>
        /// Whether a client waits: a connection in the backlog, or a client of the last seconds that found every slot taken. A service should then
        /// close a connection that it can do without. Nobody else takes connections from it.
        /// </summary>
        public bool IsAwaited
        {
            get { return Waiting > 0 || (AwaitedUntil != 0 && _transport.Lacks(this)); }
        }

        /// <summary>The number of clients that have completed their handshake and wait for a free connection.</summary>
        public int WaitingClients
        {
            get { return _transport.HalfOpen.CountWaiting(BoundPort); }
        }

        /// <summary>Whether there is room for another connection.</summary>
        internal bool HasRoom
        {
            get { return Waiting < Backlog; }
        }

        /// <summary>The window that a SYN,ACK advertises.</summary>
        internal int Window
        {
            get
            {
                int limit = _options.ReceiveBuffer;
                return limit == 0 || limit > _transport.Window ? _transport.Window : limit;
            }
        }

        /// <summary>Opens the port.</summary>
        /// <param name="backlog">
        /// Connections that can wait to be accepted, at least 1. A larger number than <see cref="TcpOptions.MaxBacklog"/> counts as that, as in
        /// operating systems. While so many wait a SYN is not answered, and the other end tries again.
        /// </param>
        /// <returns>Success. InvalidArgument: the listener is closed, or the backlog is below 1.</returns>
        public SocketError Start(int backlog)
        {
            if (BoundPort == 0 || backlog < 1)
            {
                return SocketError.InvalidArgument;
            }

            Backlog = backlog < _transport.MaxBacklog ? backlog : _transport.MaxBacklog;
            return SocketError.Success;
        }

        /// <summary>Whether <see cref="Accept()"/> would return a connection.</summary>
        public bool Pending()
        {
            return Waiting > 0;
        }

        /// <summary>Accepts the connection that was established first, with a handle of the application.</summary>
        /// <param name="connection">The application's own object: new, or one whose connection the application has closed.</param>
        /// <returns>False when no connection waits.</returns>
        /// <exception cref="ArgumentNullException">There is no handle.</exception>
        /// <exception cref="InvalidOperationException">The handle stands for a connection that was not closed.</exception>
        public bool Accept(TcpConnection connection)
        {
            if (connection == null)
            {
                Throw.ArgumentNull();
            }

            ControlBlock? block = _first;
            if (block == null)
            {
                return false;
            }

            connection!.Take(block);
            Remove(block);
            return true;
        }

        /// <summary>
        /// Accepts the connection that was established first. Returns null when none waits. The handle is a new object. An application that must not
        /// allocate uses <see cref="Accept(TcpConnection)"/>.
        /// </summary>
        public TcpConnection? Accept()
        {
            if (_first == null)
            {
                return null;
            }

            TcpConnection connection = new TcpConnection();
            Accept(connection);
            return connection;
        }

        /// <summary>Closes the port and unbinds it. Connections that nobody has accepted are aborted, and handshakes are forgotten.</summary>
        public void Close()
        {
            while (_first != null)
            {
                ControlBlock child = _first;
                Remove(child);
                child.Abort();
            }

            if (BoundPort != 0)
            {
                _transport.HalfOpen.Forget(BoundPort);
            }

            _reserved = _transport.Reserve(_reserved, 0);
            BoundPort = 0;
            Backlog = 0;
            IsUsed = true;
        }

        /// <summary>The port and the number of waiting connections, for a debugger.</summary>
        public override string ToString()
        {
            return BoundPort == 0 ? "closed" : "port " + BoundPort.ToString() + ", " + Waiting.ToString() + " waiting";
        }

        /// <summary>A connection has been established.</summary>
        internal void Established(ControlBlock child)
        {
            Waiting++;
            child.NextWaiting = null;
            if (_first == null)
            {
                _first = child;
                return;
            }

            ControlBlock last = _first;
            while (last.NextWaiting != null)
            {
                last = last.NextWaiting;
            }

            last.NextWaiting = child;
        }

        /// <summary>Frees the first connection that was lost while it waited. False when there is none.</summary>
        internal bool DropLost()
        {
            ControlBlock? child = _first;
            while (child != null && child.State != TcpState.Closed)
            {
                child = child.NextWaiting;
            }

            if (child == null)
            {
                return false;
            }

            Remove(child);
            child.Abort();
            return true;
        }

        internal void Remove(ControlBlock child)
        {
            child.Flags &= ~ConnectionFlag.Waiting;
            Waiting--;
            ControlBlock? previous = _first;
            if (previous == child)
            {
                _first = child.NextWaiting;
                return;
            }

            while (previous!.NextWaiting != child)
            {
                previous = previous.NextWaiting;
            }

            previous.NextWaiting = child.NextWaiting;
        }
    }
}
