// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>
    /// TCP (RFC 9293) on a <see cref="NetworkStack"/>: its ports, listeners and connections. The constructor allocates everything. Exceptions are
    /// handles that an application does not bring itself, and the listener that replaces a closed one.
    /// </summary>
    public sealed partial class TcpTransport : Transport
    {
        /// <summary>The text of the largest segment on Ethernet.</summary>
        internal const int MaxSegment = TransmitFrame.MaxPayload - TcpHeader.MinLength;

        /// <summary>A size that gets through nearly everywhere (RFC 9293 §3.7.1).</summary>
        internal const int SafeSegment = TcpHeader.DefaultMss;

        /// <summary>Retransmissions in a row after which the way to the next hop is in doubt (RFC 9293 §3.8.3, MUST-20, SHLD-10).</summary>
        internal const int R1 = 3;

        /// <summary>Timeouts in a row after which segments are made small.</summary>
        internal const int BlackHoleRetries = 5;

        private const int LongestPacket = 65535;

        /// <summary>The delay of an acknowledgment must be less, in milliseconds (RFC 9293 §3.8.6.3, MUST-40).</summary>
        private const int HalfSecond = 500;

        /// <summary>The wait doubles each time, so more retries would take days.</summary>
        internal const int MaxSynAckRetries = 15;

        /// <summary>The lowest ephemeral port: RFC 6056 §3.2 recommends all from here up.</summary>
        private const int FirstEphemeral = 1024;

        private const int EphemeralCount = 65536 - FirstEphemeral;

        internal readonly TimerHeap Timers;
        internal readonly TimeWaitTable TimeWait;
        internal readonly FinWait2Table FinWait2;
        internal readonly HalfOpenTable HalfOpen;

        /// <summary>The first run of the retransmission timer. As all its runs it is longer than the timeout by what the clock can lose (RFC 6298 §5).</summary>
        internal readonly int InitialRto;

        /// <summary>The least that RTO exceeds SRTT by. At least G, a step of the clock (RFC 6298 §2.3).</summary>
        internal readonly int MinRto;

        /// <summary>The least that a run of the retransmission timer exceeds SRTT by.</summary>
        internal readonly int ShortestRun;

        /// <summary>The longest run of the retransmission timer.</summary>
        internal readonly int MaxRto;
        internal readonly int SynRetries;
        internal readonly int DataRetries;
        internal readonly int DelayedAck;
        internal readonly int FinWait2Timeout;
        internal readonly int OrphanTimeout;
        internal readonly bool CongestionControl;
        internal readonly int MaxBacklog;
        internal readonly TcpConnectionOptions Server;

        /// <summary>One is enough for buffers that hold no more than a full segment.</summary>
        internal readonly int SackRanges;

        /// <summary>Words of a list of so many ranges.</summary>
        internal readonly int RangesSize;

        /// <summary>
        /// The options that this end's SYN asks for, and that it agrees to: <see cref="ConnectionFlag.Sack"/>,
        /// <see cref="ConnectionFlag.WindowScaling"/>, <see cref="ConnectionFlag.Timestamps"/>.
        /// </summary>
        internal readonly int Offered;

        /// <summary>The Rcv.Wind.Shift to ask for, which the receive buffer needs.</summary>
        internal readonly int WindowScale;

        /// <summary>The window in an answer for a connection whose buffer is gone.</summary>
        internal readonly int Window;

        /// <summary>The segment that is being handled.</summary>
        internal readonly ArrivingSegment Arriving = new ArrivingSegment();

        private readonly NetworkStack _stack;
        private readonly TcpListener[] _listeners;
        private readonly ControlBlock[] _connections;
        private readonly ControlBlock?[] _buckets;
        private readonly TcpConnectionOptions _client;

        /// <summary>
        /// Input for sequence numbers: the pair of hosts and both ports, with the own port in the high half and not 0. Input for ephemeral ports: the
        /// pair and the remote port; without a peer 0 and 1. Input for timestamps: the pair and 0. Input for challenges: the time in place of a pair,
        /// and 0. Input for cookies: three more bytes. So no two of them ever hash the same.
        /// </summary>
        private readonly SipHash _hash;
        private readonly int _challengeLimit;
        private readonly bool _trustsEthernetForText;
        private readonly int[] _counts = new int[(int)TcpCounter.Count];

        // The header in the transmit frame, as long as this holds the frame.
        private int _sentPorts;
        private uint _sentSequence;
        private uint _sentAck;
        private int _sentWord;
        private int _sentUrgentPointer;
        private ControlBlock? _free;
        private int _freeCount;

        /// <summary>When the tables of connections without a slot have to be checked.</summary>
        private long _tablesDue = long.MaxValue;
        private int _reserved;
        private ControlBlock? _last;
        private ControlBlock? _firstOutput;
        private ControlBlock? _lastOutput;
        private uint _nextEphemeral;
        private uint _connectionsBegun;
        private long _challengesUntil;
        private int _challengesLeft;

        /// <summary>Adds TCP to a stack.</summary>
        /// <exception cref="ArgumentNullException">An argument is missing, or one of the options for connections.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A size or time is below 1, a number of retries below 0, or a handshake's above 15.</exception>
        /// <exception cref="InvalidOperationException">The stack has TCP already.</exception>
        public TcpTransport(NetworkStack stack, TcpOptions options)
            : base(IPv4Header.ProtocolTcp)
        {
            ArgumentNullException.ThrowIfNull(stack, nameof(stack));
            ArgumentNullException.ThrowIfNull(options, nameof(options));
            TcpConnectionOptions.Check(options.Client);
            TcpConnectionOptions.Check(options.Server);
            if (stack.TransportOf(Protocol) != null)
            {
                throw new InvalidOperationException();
            }

            if (options.MaxConnections < 1 || options.MaxListeners < 1 || options.MaxBacklog < 1 || options.TimeWaitEntries < 1
                || options.FinWait2Entries < 1 || options.HalfOpenEntries < 1 || options.SackRanges < 1 || options.ReceiveBuffer < 1 || options.SendBuffer < 1
                || options.InitialRto < 1 || options.MinRto < 1 || options.MaxRto < options.MinRto || options.DelayedAck < 1
                || options.TimeWait < 1 || options.FinWait2Timeout < 1 || options.OrphanTimeout < 1 || options.ChallengeAcks < 1
                || (options.SynRetries | options.SynAckRetries | options.DataRetries) < 0 || options.SynAckRetries > MaxSynAckRetries)
            {
                throw new ArgumentOutOfRangeException(nameof(options));
            }

            _stack = stack;
            Window = options.ReceiveBuffer > 65535 ? 65535 : options.ReceiveBuffer;
            MaxRto = stack.AtLeast(options.MaxRto);
            InitialRto = stack.AtLeast(options.InitialRto < options.MaxRto ? options.InitialRto : options.MaxRto);
            MinRto = options.MinRto > stack.ClockLoss ? options.MinRto : stack.ClockLoss + 1;
            ShortestRun = stack.AtLeast(MinRto);
            SynRetries = options.SynRetries;
            DataRetries = options.DataRetries;
            int longestDelay = HalfSecond - 1 - stack.ClockLoss;
            DelayedAck = options.DelayedAck < longestDelay ? options.DelayedAck : longestDelay;
            FinWait2Timeout = options.FinWait2Timeout;
            OrphanTimeout = options.OrphanTimeout;
            Offered = (options.SelectiveAcks ? ConnectionFlag.Sack : 0) | (options.WindowScaling ? ConnectionFlag.WindowScaling : 0) | (options.Timestamps ? ConnectionFlag.Timestamps : 0);
            CongestionControl = options.CongestionControl;
            SackRanges = options.ReceiveBuffer > MaxSegment || options.SendBuffer > MaxSegment ? options.SackRanges : 1;
            RangesSize = 1 + 2 * SackRanges;
            while (WindowScale < TcpHeader.MaxWindowScale && options.ReceiveBuffer >> WindowScale > 65535)
            {
                WindowScale++;
            }

            UseTheLink(stack, options);

            _challengeLimit = options.ChallengeAcks;
            _trustsEthernetForText = options.TrustsEthernetForText;
            _client = options.Client;
            Server = options.Server;
            MaxBacklog = options.MaxBacklog;
            byte[] key = new byte[SipHash.KeyLength];
            stack.Entropy.Fill(key);
            _hash = new SipHash(key);
            Timers = new TimerHeap(stack, options.MaxConnections);
            TimeWait = new TimeWaitTable(this, stack, options);
            FinWait2 = new FinWait2Table(this, stack, options);
            HalfOpen = new HalfOpenTable(this, stack, options);
            _buckets = new ControlBlock?[PeerTable.BucketsFor(options.MaxConnections)];
            _listeners = new TcpListener[options.MaxListeners];
            for (int i = 0; i < _listeners.Length; i++)
            {
                _listeners[i] = new TcpListener(this);
            }

            _connections = new ControlBlock[options.MaxConnections];
            for (int i = 0; i < _connections.Length; i++)
            {
                ControlBlock connection = new ControlBlock(this, stack, options);
                _connections[i] = connection;
                connection.Next = _free;
                _free = connection;
            }

            _freeCount = _connections.Length;
            stack.Register(this);
        }

        /// <summary>Connections at a time, from its options.</summary>
        public int MaxConnections
        {
            get { return _connections.Length; }
        }

        /// <summary>The options of connections that this end opens without saying others: <see cref="TcpOptions.Client"/>.</summary>
        public TcpConnectionOptions ClientOptions
        {
            get { return _client; }
        }

        /// <summary>The value of a counter since construction. A counter wraps to negative after 2^31 events.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such counter.</exception>
        public int GetCount(TcpCounter counter)
        {
            // Header prediction counts what it takes once for all that it is.
            int count = CounterValues.Get(_counts, (int)counter);
            return counter == TcpCounter.Predicted || counter == TcpCounter.SegmentsReceived ? count + FramesPredicted : count;
        }

        /// <summary>
        /// Bytes that a connection from a client can hold before they are read. A whole message that is awaited with <see cref="TcpConnection.Peek"/>
        /// cannot be longer.
        /// </summary>
        public int ServerReceiveBuffer
        {
            get { return ControlBlock.Limit(Server.ReceiveBuffer, Window); }
        }

        /// <summary>On the desktop: the features of the link, and settings that pay there.</summary>
        partial void UseTheLink(NetworkStack stack, TcpOptions options);

        /// <summary>On the desktop: notes an event of a connection.</summary>
        partial void NoteNews(ControlBlock connection);

        /// <summary>Counts an event. The data path increments counters directly, because a call costs more than the counting.</summary>
        internal void Count(TcpCounter counter)
        {
            _counts[(int)counter]++;
        }

        /// <summary>The next frame is predicted for no connection.</summary>
        private void ExpectNothing()
        {
            _last = null;
            if (_stack.Predictor == this)
            {
                _stack.Predictor = null;
            }
        }

        /// <summary>ISN = M + F(local address and port, remote address and port, key), M being a clock of 4 µs (RFC 6528 §3).</summary>
        internal uint InitialSequence(Peer peer, int ports)
        {
            uint hash = _hash.Hash(_stack.Network!.PairOf(peer), (uint)ports);

            // Two connections in one millisecond must not begin with the same number, either.
            _connectionsBegun += 250;
            return hash + (uint)(_stack.Controller.Now * 250) + _connectionsBegun;
        }

        /// <summary>Lets a connection send at the end of this poll, or of the next.</summary>
        internal void QueueOutput(ControlBlock connection)
        {
            if ((connection.Flags & ConnectionFlag.OutputQueued) != 0)
            {
                return;
            }

            connection.Flags |= ConnectionFlag.OutputQueued;
            connection.NextOutput = null;
            if (_firstOutput == null)
            {
                _firstOutput = connection;
            }
            else
            {
                _lastOutput!.NextOutput = connection;
            }

            _lastOutput = connection;
            _stack.WorkDue = 0;
        }

        /// <summary>One of the tables has to be looked at by then.</summary>
        internal void WakeTablesBy(long at)
        {
            if (at < _tablesDue)
            {
                _tablesDue = at;
                _stack.WakeBy(at);
            }
        }

        /// <inheritdoc/>
        internal override long Poll(long now)
        {
            while (Timers.Next <= now)
            {
                Timers.Heap[0].TimersDue();
            }

            long next = _tablesDue;
            if (next <= now)
            {
                _tablesDue = long.MaxValue;
                TimeWait.Poll(now);
                FinWait2.BeginCalled();
                FinWait2.Poll(now);
                HalfOpen.Poll(now);
                return Poll(now);
            }

            return Timers.Next < next ? Timers.Next : next;
        }

        /// <inheritdoc/>
        internal override void SendQueued()
        {
            // A connection that finds the link busy queues itself again. It and those behind it have to wait.
            ControlBlock? last = _lastOutput;
            ControlBlock? connection = _firstOutput;
            while (connection != null)
            {
                _firstOutput = connection.NextOutput;
                connection.Flags &= ~ConnectionFlag.OutputQueued;
                Sending.Flush(connection);
                if (connection == last)
                {
                    break;
                }

                connection = _firstOutput;
            }
        }

        /// <inheritdoc/>
        internal override void PeerUnreachable(Peer peer)
        {
            for (int i = 0; i < _connections.Length; i++)
            {
                ControlBlock connection = _connections[i];
                if (connection.State == TcpState.SynSent && connection.Peer == peer)
                {
                    connection.Fail(SocketError.HostUnreachable);
                }
            }
        }

        /// <inheritdoc/>
        internal override void AddressChanging()
        {
            TimeWait.Clear();
            FinWait2.Clear();
            HalfOpen.Forget(0);
            for (int i = 0; i < _connections.Length; i++)
            {
                if ((_connections[i].Flags & ConnectionFlag.Attached) != 0)
                {
                    _connections[i].Fail(SocketError.ConnectionAborted);
                }
            }
        }

        /// <inheritdoc/>
        internal override void ErrorArrives(Peer peer, PathError error, int maxPayload, byte[] data, int offset)
        {
            ControlBlock? connection = Find(peer, PortsKey(BigEndian.ReadUInt16(data, offset + 2), BigEndian.ReadUInt16(data, offset)));
            if (connection != null)
            {
                PathErrors.Arrives(connection, error, maxPayload, BigEndian.ReadUInt32(data, offset + TcpHeader.SequenceNumber));
            }
        }

        /// <summary>Whether there may be one more challenge ACK now (RFC 5961 §7).</summary>
        internal bool MayChallenge()
        {
            long now = _stack.Now;
            if (now >= _challengesUntil)
            {
                // The number varies, or an attacker could count how many are left (CVE-2016-5696).
                _challengesUntil = now + 1000;
                uint hash = _hash.Hash((ulong)(uint)now << 32, 0);
                _challengesLeft = (_challengeLimit >> 1) + (int)(hash % (uint)(_challengeLimit + 1));
            }

            if (_challengesLeft <= 0)
            {
                Count(TcpCounter.ChallengesSuppressed);
                return false;
            }

            _challengesLeft--;
            Count(TcpCounter.ChallengeAcks);
            return true;
        }

        /// <summary>The timestamp clock for a peer, in milliseconds. Each peer has its own start (RFC 7323 §5.4, §7.1).</summary>
        internal uint TimestampNow(Peer peer)
        {
            return (uint)_stack.Controller.Now + _hash.Hash(_stack.Network!.PairOf(peer), 0);
        }
    }
}
