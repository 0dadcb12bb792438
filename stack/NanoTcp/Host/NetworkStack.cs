// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Host
{
    /// <summary>
    /// One host on one link. It has no thread, clock or random source of its own: <see cref="Poll"/> is told the time, the link and
    /// the entropy come in from outside, and so the same calls always give the same frames. All memory is taken by the constructors.
    /// It and everything that hangs on it belong to one thread.
    /// </summary>
    public sealed partial class NetworkStack
    {
        /// <summary>Where the payload of an IPv4 packet stands in <see cref="TransmitFrame"/>.</summary>
        internal const int PayloadOffset = FrameBuffer.HeadRoom + EthernetHeader.Length + IPv4Header.MinLength;

        /// <summary>The longest payload of an IPv4 packet on Ethernet.</summary>
        internal const int MaxPayload = EthernetHeader.MaxFrame - EthernetHeader.Length - IPv4Header.MinLength;

        /// <summary>The frame in which packets are made up, one at a time.</summary>
        internal readonly FrameBuffer TransmitFrame;

        internal readonly PeerTable Peers;
        internal readonly EntropySource Entropy;

        /// <summary>What has happened, by <see cref="Counter"/>.</summary>
        internal readonly int[] Counts = new int[(int)Counter.Count];

        /// <summary>What is counted most has a field: frames received but for those that transports have predicted.</summary>
        internal int FramesReceived;

        /// <summary>What <see cref="Link"/> returns: a property costs the device more.</summary>
        internal readonly EthernetLink Controller;

        /// <summary>Whether there is a link, as far as this has noticed.</summary>
        internal bool HasLink;

        /// <summary>The network layer; null: there is none, and no other host can be reached.</summary>
        internal NetworkLayer? Network;

        /// <summary>The transport that took the frame before, if it may know the next one at a glance; null: there is none.</summary>
        internal Transport? Predictor;

        /// <summary>The host for which the headers in the transmit frame are, by its key, and the length of the payload.</summary>
        internal int SentKey;

        internal int SentLength;

        /// <summary>Whether the TCP header that was sent last still stands in the transmit frame, without an urgent pointer.</summary>
        internal bool HoldsSegment;

        /// <summary>The first of the transports.</summary>
        internal Transport? FirstTransport;

        private readonly uint _macLow;
        private readonly int _macHigh;
        private readonly int _maxFramesPerPoll;
        private NetworkProtocol? _firstProtocol;

        /// <summary>Makes a stack. It takes what is added to it: a network layer (<c>IPv4</c>) and transports (<c>TcpTransport</c>).</summary>
        /// <param name="link">The controller to use; no other stack may use it.</param>
        /// <param name="entropy">Asked here and by the constructors of transports, never later.</param>
        /// <param name="options">Sizes.</param>
        /// <exception cref="ArgumentNullException">One of them is missing.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
        public NetworkStack(EthernetLink link, EntropySource entropy, StackOptions options)
        {
            ArgumentNullException.ThrowIfNull(link, nameof(link));
            ArgumentNullException.ThrowIfNull(entropy, nameof(entropy));
            ArgumentNullException.ThrowIfNull(options, nameof(options));
            if (options.Peers < 1 || options.MaxFramesPerPoll < 1)
            {
                throw new ArgumentOutOfRangeException(nameof(options));
            }

            Controller = link;
            _macLow = BitConverter.ToUInt32(link.MacAddress, 0);
            _macHigh = BitConverter.ToUInt16(link.MacAddress, 4);
            Entropy = entropy;
            TransmitFrame = new FrameBuffer(link.MaxTransmit);
            Peers = new PeerTable(options.Peers, this);
            _maxFramesPerPoll = options.MaxFramesPerPoll;
        }

        /// <summary>The controller.</summary>
        public EthernetLink Link
        {
            get { return Controller; }
        }

        /// <summary>
        /// Whether there is a link. The stack looks in its polls; <see cref="LinkChanges"/> tells whether it was gone in between.
        /// </summary>
        public bool IsLinkUp
        {
            get { return HasLink; }
        }

        /// <summary>
        /// How often the link has come up or gone since construction. To be compared with the number at the last look: that allocates nothing, and no
        /// change is missed. It wraps to negative after 2^31 changes.
        /// </summary>
        public int LinkChanges
        {
            get { return Counts[(int)Counter.LinkChanges]; }
        }

        /// <summary>How often something has happened since construction. A counter wraps to negative after 2^31 events.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such counter.</exception>
        public int GetCount(Counter counter)
        {
            if (counter != Counter.FramesReceived)
            {
                return CounterValues.Get(Counts, (int)counter);
            }

            int count = FramesReceived;
            for (Transport? transport = FirstTransport; transport != null; transport = transport.NextTransport)
            {
                count += transport.FramesPredicted;
            }

            return count;
        }

        /// <summary>Adds a network layer; called by its constructor.</summary>
        /// <exception cref="InvalidOperationException">There is one already.</exception>
        internal void Register(NetworkLayer network)
        {
            if (Network != null)
            {
                throw new InvalidOperationException();
            }

            Network = network;
            Register((NetworkProtocol)network);
        }

        /// <summary>Adds what takes the frames of an EtherType.</summary>
        internal void Register(NetworkProtocol protocol)
        {
            // The first one added is the first one asked.
            if (_firstProtocol == null)
            {
                _firstProtocol = protocol;
                return;
            }

            NetworkProtocol last = _firstProtocol;
            while (last.NextProtocol != null)
            {
                last = last.NextProtocol;
            }

            last.NextProtocol = protocol;
        }

        /// <summary>Adds a transport; called by its constructor, which has made sure that there is none of its protocol number.</summary>
        internal void Register(Transport transport)
        {
            transport.NextTransport = FirstTransport;
            FirstTransport = transport;
        }

        /// <summary>The transport of a protocol number, or null.</summary>
        internal Transport? TransportOf(int protocol)
        {
            Transport? transport = FirstTransport;
            while (transport != null && transport.Protocol != protocol)
            {
                transport = transport.NextTransport;
            }

            return transport;
        }

        /// <summary>Counts an event. What lies on the data path counts by itself: a call costs more than the counting.</summary>
        internal void Count(Counter counter)
        {
            Counts[(int)counter]++;
        }

        /// <summary>Hands a frame to the link. False when that has not taken it: it was not sent, and whoever needs it tries again.</summary>
        internal bool Transmit(FrameBuffer frame)
        {
            bool taken = Controller.Transmit(frame);
            Counts[(int)(taken ? Counter.FramesSent : Counter.LinkBusy)]++;
            return taken;
        }

        /// <summary>Tells the transports that this host's address is about to change.</summary>
        internal void AddressChanging()
        {
            for (Transport? transport = FirstTransport; transport != null; transport = transport.NextTransport)
            {
                transport.AddressChanging();
            }
        }

        /// <summary>Tells the transports that a host which one of them holds cannot be reached.</summary>
        internal void PeerUnreachable(Peer peer)
        {
            for (Transport? transport = FirstTransport; transport != null; transport = transport.NextTransport)
            {
                transport.PeerUnreachable(peer);
            }
        }

        /// <summary>Whether a MAC address in a frame is this station's own.</summary>
        internal bool IsOwnMac(byte[] data, int offset)
        {
            return BitConverter.ToUInt32(data, offset) == _macLow && BitConverter.ToUInt16(data, offset + 4) == _macHigh;
        }

        private void Receive(FrameBuffer frame)
        {
            FramesReceived++;
            if (frame.Length < EthernetHeader.Length)
            {
                Count(Counter.FrameTruncated);
                return;
            }

            // A controller without an address filter, or in promiscuous mode, hands over everything.
            byte[] data = frame.Data;
            int offset = frame.Offset;
            int type = BitConverter.ToUInt16(data, offset + EthernetHeader.EtherType);
            bool isForMany = false;
            if (BitConverter.ToUInt32(data, offset) != _macLow || BitConverter.ToUInt16(data, offset + 4) != _macHigh)
            {
                if ((data[offset] & 1) == 0)
                {
                    Counts[(int)Counter.FrameNotForUs]++;
                    return;
                }

                isForMany = true;
            }

            for (NetworkProtocol? protocol = _firstProtocol; protocol != null; protocol = protocol.NextProtocol)
            {
                if (protocol.WireType == type)
                {
                    protocol.Receive(frame, isForMany);
                    return;
                }
            }

            Count(Counter.EtherTypeUnknown);
        }
    }
}
