// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Ip;
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

        internal readonly Arp Arp;
        internal readonly IPv4 IPv4;
        internal readonly PeerTable Peers;
        internal readonly EntropySource Entropy;

        /// <summary>What has happened, by <see cref="Counter"/>.</summary>
        internal readonly int[] Counts = new int[(int)Counter.Count];

        /// <summary>What <see cref="Link"/> returns: a property costs the device more.</summary>
        internal readonly EthernetLink Controller;

        /// <summary>Whether there is a link, as far as this has noticed.</summary>
        internal bool HasLink;

        /// <summary>Whether the TCP header that was sent last still stands in the transmit frame, without an urgent pointer.</summary>
        internal bool HoldsSegment;

        private readonly uint _macLow;
        private readonly int _macHigh;
        private readonly int _maxFramesPerPoll;
        private Transport? _firstTransport;
        private uint _address;
        private int _prefixLength;
        private uint _mask;
        private uint _gateway;

        /// <summary>Makes a stack without an address.</summary>
        /// <param name="link">The controller to use; no other stack may use it.</param>
        /// <param name="entropy">Asked here and by the constructors of transports, never later.</param>
        /// <param name="options">Sizes and times.</param>
        /// <exception cref="ArgumentNullException">One of them is missing.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A size or time is below 1, or the queue's below 0.</exception>
        public NetworkStack(EthernetLink link, EntropySource entropy, StackOptions options)
        {
            ArgumentNullException.ThrowIfNull(link, nameof(link));
            ArgumentNullException.ThrowIfNull(entropy, nameof(entropy));
            ArgumentNullException.ThrowIfNull(options, nameof(options));
            if (options.ArpEntries < 1 || options.ArpQueueFrames < 0 || options.Peers < 1 || options.MaxFramesPerPoll < 1
                || options.ArpLifetime < 1 || options.ArpRetryInterval < 1 || options.ArpMaxRequests < 1
                || options.TimeToLive < 1 || options.TimeToLive > 255)
            {
                throw new ArgumentOutOfRangeException(nameof(options));
            }

            Controller = link;
            _macLow = BitConverter.ToUInt32(link.MacAddress, 0);
            _macHigh = BitConverter.ToUInt16(link.MacAddress, 4);
            Entropy = entropy;
            TransmitFrame = new FrameBuffer(link.MaxTransmit);
            Peers = new PeerTable(options.Peers, this);
            Arp = new Arp(this, options);
            IPv4 = new IPv4(this, options);
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

        /// <summary>This host's address; <see cref="IPv4Address.Any"/> while it has none.</summary>
        public uint Address
        {
            get { return _address; }
        }

        /// <summary>How many bits of the address are the network's.</summary>
        public int PrefixLength
        {
            get { return _prefixLength; }
        }

        /// <summary>The router to other networks; <see cref="IPv4Address.Any"/>: none.</summary>
        public uint Gateway
        {
            get { return _gateway; }
        }

        /// <summary>How often something has happened since construction. A counter wraps to negative after 2^31 events.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such counter.</exception>
        public int GetCount(Counter counter)
        {
            if ((uint)counter >= (uint)Counter.Count)
            {
                Throw.ArgumentOutOfRange();
            }

            int count = Counts[(int)counter];
            if (counter == Counter.FramesReceived)
            {
                for (Transport? transport = _firstTransport; transport != null; transport = transport.NextTransport)
                {
                    count += transport.FramesPredicted;
                }
            }

            return count;
        }

        /// <summary>
        /// Sets the address and announces it with the next polls. Connections made under an earlier address are lost (their error is
        /// ConnectionAborted).
        /// </summary>
        /// <param name="address">
        /// The host's address, or <see cref="IPv4Address.Any"/> for none. Neither the network's own address nor its broadcast address.
        /// </param>
        /// <param name="prefixLength">0 to 32.</param>
        /// <param name="gateway">A router on the link, or <see cref="IPv4Address.Any"/>.</param>
        /// <exception cref="ArgumentOutOfRangeException">One of them is not so. Everything stays as it was.</exception>
        public void Configure(uint address, int prefixLength, uint gateway)
        {
            uint mask = IPv4Address.Mask(prefixLength);
            if (address != IPv4Address.Any && !IsHostOf(address, mask))
            {
                throw new ArgumentOutOfRangeException(nameof(address));
            }

            if (gateway != IPv4Address.Any && (((gateway ^ address) & mask) != 0 || gateway == address || !IsHostOf(gateway, mask)))
            {
                throw new ArgumentOutOfRangeException(nameof(gateway));
            }

            for (Transport? transport = _firstTransport; transport != null; transport = transport.NextTransport)
            {
                transport.AddressChanging();
            }

            _address = address;
            _prefixLength = prefixLength;
            _gateway = gateway;
            _mask = mask;
            Peers.Configure();
            IPv4.WriteConstants();
            Arp.Restart();
            WakeBy(0);
        }

        /// <summary>Its address and prefix length, for a debugger.</summary>
        public override string ToString()
        {
            return IPv4Address.ToString(_address) + "/" + _prefixLength.ToString();
        }

        /// <summary>Adds a transport for a protocol number; called by the transport's constructor.</summary>
        internal void Register(int protocol, Transport transport)
        {
            transport.NextTransport = _firstTransport;
            _firstTransport = transport;
            IPv4.Register(protocol, transport);
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

        /// <summary>Tells the transports that nobody answers for an address on the link.</summary>
        internal void HopUnreachable(uint nextHop)
        {
            for (Transport? transport = _firstTransport; transport != null; transport = transport.NextTransport)
            {
                transport.HopUnreachable(nextHop);
            }
        }

        /// <summary>Whether a MAC address in a frame is this station's own.</summary>
        internal bool IsOwnMac(byte[] data, int offset)
        {
            return BitConverter.ToUInt32(data, offset) == _macLow && BitConverter.ToUInt16(data, offset + 4) == _macHigh;
        }

        /// <summary>Whether an address is on this host's own network.</summary>
        internal bool IsOnLink(uint address)
        {
            return ((address ^ _address) & _mask) == 0;
        }

        /// <summary>Whether an address means everyone on this network.</summary>
        internal bool IsBroadcast(uint address)
        {
            return address == IPv4Address.Broadcast || (IsOnLink(address) && (address | _mask) == 0xFFFFFFFF && _mask < 0xFFFFFFFE);
        }

        /// <summary>Whether one host of a network can have an address. Networks of one or two addresses have none to spare (RFC 3021).</summary>
        private static bool IsHostOf(uint address, uint mask)
        {
            return IPv4Address.IsHost(address) && (mask >= 0xFFFFFFFE || ((address & ~mask) != 0 && (address | mask) != 0xFFFFFFFF));
        }

        private void Receive(FrameBuffer frame)
        {
            int[] counts = Counts;
            counts[(int)Counter.FramesReceived]++;
            if (frame.Length < EthernetHeader.Length)
            {
                counts[(int)Counter.FrameTruncated]++;
                return;
            }

            // A controller without an address filter, or in promiscuous mode, hands over everything.
            byte[] data = frame.Data;
            int offset = frame.Offset;
            int type = BitConverter.ToUInt16(data, offset + EthernetHeader.EtherType);
            if (BitConverter.ToUInt32(data, offset) != _macLow || BitConverter.ToUInt16(data, offset + 4) != _macHigh)
            {
                if ((data[offset] & 1) == 0)
                {
                    counts[(int)Counter.FrameNotForUs]++;
                    return;
                }

                if (type == EthernetHeader.WireTypeIPv4)
                {
                    // RFC 1122 §3.3.6: a packet for one host has no business in a frame for many, and nothing here takes broadcasts.
                    counts[(int)Counter.IPv4NotForUs]++;
                    return;
                }
            }

            if (type == EthernetHeader.WireTypeIPv4)
            {
                IPv4.Receive(frame);
            }
            else if (type == EthernetHeader.WireTypeArp)
            {
                Arp.Receive(frame);
            }
            else
            {
                counts[(int)Counter.EtherTypeUnknown]++;
            }
        }
    }
}
