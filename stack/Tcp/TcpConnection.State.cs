// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Ip;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    // The transmission control block (RFC 9293 §3.3.1) and the steps from state to state that more than one event takes.
    public sealed partial class TcpConnection
    {
        /// <summary>The other host; null in the pool.</summary>
        internal Peer? Peer;

        /// <summary>Both ports as the first four bytes of an arriving segment read with BitConverter: one comparison finds the connection.</summary>
        internal int Ports;

        /// <summary>The listener whose backlog holds it; null once accepted, and for connections begun by this end.</summary>
        internal TcpListener? Listener;

        /// <summary>The next in its bucket of the transport's table, or in the pool.</summary>
        internal TcpConnection? Next;

        /// <summary>Whether segments find it: it stands in the transport's table.</summary>
        internal bool Attached;

        /// <summary>The next that waits to send; meaningful while <see cref="OutputQueued"/>.</summary>
        internal TcpConnection? NextOutput;

        /// <summary>Whether it stands in the transport's queue of those that want to send.</summary>
        internal bool OutputQueued;

        /// <summary>When its timers have to be looked at, while <see cref="HeapIndex"/> is not negative.</summary>
        internal long WakeAt;

        /// <summary>Its place in the <see cref="TimerHeap"/>; -1: none.</summary>
        internal int HeapIndex = -1;

        private readonly TcpTransport _transport;
        private readonly NetworkStack _stack;
        private readonly RingBuffer _sendBuffer;
        private readonly RingBuffer _receiveBuffer;

        // Send sequence variables. The send buffer starts at SND.UNA (after the SYN).
        private uint _iss;
        private uint _sndUna;
        private uint _sndNxt;
        private int _sndWnd;
        private uint _sndWl1;
        private uint _sndWl2;
        private int _maxSndWnd;
        private int _sndMss;

        /// <summary>The next sequence number to put on the wire: SND.NXT, except while going back after a timeout.</summary>
        private uint _cursor;

        /// <summary>The sequence number of the FIN, once it was sent.</summary>
        private uint _finSequence;

        private bool _finQueued;
        private bool _finSent;

        // Receive sequence variables. RCV.WND is what was last advertised: _rcvAdv - _rcvNxt.
        private uint _irs;
        private uint _rcvNxt;
        private uint _rcvAdv;
        private bool _receiveShutdown;

        /// <summary>Whether the application holds it, or its listener for the application.</summary>
        private bool _owned;

        /// <summary>Whether this end began it (RFC 9293: OPEN was active).</summary>
        private bool _active;

        /// <summary>Whether its local port was bound for it alone.</summary>
        private bool _portBound;

        internal TcpConnection(TcpTransport transport, NetworkStack stack, TcpOptions options)
        {
            _transport = transport;
            _stack = stack;
            _sendBuffer = new RingBuffer(options.SendBuffer);
            _receiveBuffer = new RingBuffer(options.ReceiveBuffer);
        }

        /// <summary>Begins a connection from this end: SYN-SENT.</summary>
        internal void OpenActive(Peer peer, int localPort, int remotePort, bool portBound)
        {
            Begin(peer, localPort, remotePort);
            _active = true;
            _owned = true;
            _portBound = portBound;
            _irs = 0;
            _rcvNxt = 0;
            _rcvAdv = 0;
            State = TcpState.SynSent;
            _stack.Counters.Add(Counter.TcpActiveOpens);
            _transport.QueueOutput(this);
        }

        /// <summary>Begins a connection that a listener received a SYN for: SYN-RECEIVED.</summary>
        internal void OpenPassive(TcpListener listener, Peer peer, int remotePort, uint sequence, int mss, int window, uint lastIss)
        {
            Begin(peer, listener.Port, remotePort);
            if (lastIss != 0 && (int)(_iss - lastIss) <= 0)
            {
                // The last incarnation of this connection may have gone beyond the clock: RFC 9293 §3.6.1, MUST-13 with MAY-2.
                StartAt(lastIss + 1);
            }

            _active = false;
            _owned = true;
            _portBound = false;
            Listener = listener;
            AcceptSyn(sequence, mss, window);
            State = TcpState.SynReceived;
            _stack.Counters.Add(Counter.TcpPassiveOpens);
            Transmit();
        }

        /// <summary>Drops the connection without a word to the other end; the application, if it holds it, finds the error.</summary>
        internal void Fail(SocketError error)
        {
            TcpListener? listener = Listener;
            if (listener != null)
            {
                // Nobody has seen it yet: it vanishes from the backlog.
                listener.Remove(this);
                _owned = false;
            }

            if (!_owned)
            {
                Free();
                return;
            }

            _transport.Detach(this);
            Error = error;
            State = TcpState.Closed;
            if (error != SocketError.Success)
            {
                _receiveBuffer.Clear();
            }

            _sendBuffer.Clear();
        }

        /// <summary>The end of a TIME-WAIT whose connection the application still holds.</summary>
        internal void EndTimeWait()
        {
            State = TcpState.Closed;
        }

        /// <summary>The application takes it from its listener.</summary>
        internal void LeaveListener()
        {
            Listener = null;
        }

        private void Begin(Peer peer, int localPort, int remotePort)
        {
            Peer = peer;
            LocalPort = localPort;
            RemotePort = remotePort;
            Ports = TcpTransport.PortsKey(remotePort, localPort);
            Error = SocketError.Success;
            _receiveShutdown = false;
            _finQueued = false;
            _finSent = false;
            _sndWnd = 0;
            _maxSndWnd = 0;
            _sndMss = TcpHeader.DefaultMss;
            ResetTimers();
            StartAt(_transport.InitialSequence(peer, localPort, remotePort));
            _transport.Attach(this);
        }

        private void StartAt(uint iss)
        {
            _iss = iss;
            _sndUna = iss;
            _sndNxt = iss;
            _cursor = iss;
        }

        /// <summary>Takes over what the other end's SYN says.</summary>
        private void AcceptSyn(uint sequence, int mss, int window)
        {
            _irs = sequence;
            _rcvNxt = sequence + 1;
            _rcvAdv = _rcvNxt + (uint)LargestWindow();
            _sndMss = mss > NetworkStack.MaxPayload - TcpHeader.MinLength ? NetworkStack.MaxPayload - TcpHeader.MinLength : mss;
            if (_sndMss < TcpTransport.SmallestMss)
            {
                _sndMss = TcpTransport.SmallestMss;
            }

            _congestionWindow = InitialWindow();
            SetSendWindow(window, sequence, _sndUna);
        }

        private void Establish()
        {
            State = TcpState.Established;
            _stack.Counters.Add(Counter.TcpEstablished);
            if (Listener != null)
            {
                Listener.Established(this);
            }

            if (_finQueued)
            {
                // CLOSE was called before the handshake was over (RFC 9293 §3.10.4).
                State = TcpState.FinWait1;
            }
        }

        private void QueueFin()
        {
            if (_finQueued)
            {
                return;
            }

            _finQueued = true;
            if (State == TcpState.Established)
            {
                State = TcpState.FinWait1;
            }
            else if (State == TcpState.CloseWait)
            {
                State = TcpState.LastAck;
            }

            _transport.QueueOutput(this);
        }

        /// <summary>Both ends have closed and acknowledged: a small entry remembers the connection, its slot is free.</summary>
        private void EnterTimeWait()
        {
            _transport.TimeWait.Add(Peer!, Ports, _sndNxt, _rcvNxt, _owned ? this : null);
            _transport.Detach(this);
            State = TcpState.TimeWait;
            if (!_owned)
            {
                Free();
            }
        }

        /// <summary>Returns the slot to the pool.</summary>
        private void Free()
        {
            _transport.Detach(this);
            State = TcpState.Closed;
            _owned = false;
            Listener = null;
            _sendBuffer.Clear();
            _receiveBuffer.Clear();
            if (_portBound)
            {
                _transport.Ports.Release(LocalPort);
                _portBound = false;
            }

            Peer peer = Peer!;
            Peer = null;
            _transport.Recycle(this, peer);
        }
    }
}
