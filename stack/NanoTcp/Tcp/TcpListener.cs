// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>
    /// A service's port. Once started it is open: connections to it are established without the application, and wait here, up to the
    /// backlog, to be accepted. Those whose handshake is not over are the transport's business (<see cref="TcpOptions.HalfOpenEntries"/>).
    /// </summary>
    /// <remarks>The object stands for one port until <see cref="Close"/>, and for none afterwards: it never comes to stand for another.</remarks>
    public sealed class TcpListener
    {
        /// <summary>What <see cref="Port"/> returns.</summary>
        internal int BoundPort;

        /// <summary>How many connections wait to be accepted.</summary>
        internal int Waiting;

        /// <summary>Until when somebody is taken to wait who came and found every slot taken; 0: nobody.</summary>
        internal long AwaitedUntil;

        /// <summary>Whether it has been closed: its place in the table goes to another object.</summary>
        internal bool IsUsed;

        private readonly TcpTransport _transport;
        private TcpConnectionOptions _options;

        /// <summary>The connections that nobody has accepted, in the order in which they were established.</summary>
        private ControlBlock? _first;
        private int _backlog;
        private int _reserved;

        internal TcpListener(TcpTransport transport)
        {
            _transport = transport;
            _options = transport.Server;
        }

        /// <summary>How the connections behave that begin here from now on.</summary>
        /// <exception cref="ArgumentNullException">It is set to nothing.</exception>
        /// <exception cref="ArgumentOutOfRangeException">One of the options is below its bound.</exception>
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
            get { return _backlog > 0; }
        }

        /// <summary>
        /// Connection slots kept for this port: as long as its service holds fewer connections, others cannot take these. 0 at first. When more are asked
        /// for than the other listeners have left, it keeps those that are left.
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
        /// Whether somebody waits: a connection in the backlog, or one that came in the last seconds and found every slot taken. The service that holds
        /// connections it can do without gives one back then; nobody else takes them from it.
        /// </summary>
        public bool IsAwaited
        {
            get { return Waiting > 0 || (AwaitedUntil != 0 && _transport.Lacks(this)); }
        }

        /// <summary>How many clients have ended their handshake and found no free connection: they wait for one.</summary>
        public int WaitingClients
        {
            get { return _transport.HalfOpen.CountWaiting(BoundPort); }
        }

        /// <summary>Whether there is room for another connection.</summary>
        internal bool HasRoom
        {
            get { return Waiting < _backlog; }
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
        /// Connections that can wait to be accepted, 1 at least; what exceeds <see cref="TcpOptions.MaxBacklog"/> counts as that, as operating systems do it.
        /// While so many wait a SYN is not answered, so that the other end tries again.
        /// </param>
        /// <returns>Success; InvalidArgument: the port is closed, or the backlog below 1.</returns>
        public SocketError Start(int backlog)
        {
            if (BoundPort == 0 || backlog < 1)
            {
                return SocketError.InvalidArgument;
            }

            _backlog = backlog < _transport.MaxBacklog ? backlog : _transport.MaxBacklog;
            return SocketError.Success;
        }

        /// <summary>Whether <see cref="Accept()"/> would return a connection.</summary>
        public bool Pending()
        {
            return Waiting > 0;
        }

        /// <summary>Gives a handle the connection that was established first.</summary>
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
        /// The connection that was established first, or null when none waits. The handle is a new object: who must not allocate gives
        /// <see cref="Accept(TcpConnection)"/> one of its own.
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

        /// <summary>Closes the port and unbinds it. Connections that nobody has accepted are aborted, handshakes are forgotten.</summary>
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
            _backlog = 0;
            IsUsed = true;
        }

        /// <summary>Which port it is and how many connections wait, for a debugger.</summary>
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

        /// <summary>Lets go of the first connection that was lost while it waited. False when there is none.</summary>
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
            child.Marks &= ~Mark.Waiting;
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
