// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Ip
{
    // This host's address, and the properties of other addresses. The key of a peer is its address in a header, read with BitConverter. Its next hop
    // is an address.
    public sealed partial class IPv4
    {
        /// <summary>This host's address; <see cref="IPv4Address.Any"/> while it has none.</summary>
        internal uint Own;

        /// <summary>The upper half of link-local addresses, 169.254/16.</summary>
        internal const uint LinkLocal = 0xA9FE;

        private HostAddress _address = HostAddress.Any;
        private HostAddress _gateway = HostAddress.Any;
        private int _prefixLength;
        private uint _mask;

        /// <summary>This host's address; <see cref="HostAddress.Any"/> while it has none. The same object until it changes.</summary>
        public HostAddress Address
        {
            get { return _address; }
        }

        /// <summary>Bits of the address that belong to the network.</summary>
        public int PrefixLength
        {
            get { return _prefixLength; }
        }

        /// <summary>The router to other networks; <see cref="HostAddress.Any"/>: none.</summary>
        public HostAddress Gateway
        {
            get { return _gateway; }
        }

        /// <summary>
        /// Sets the address and announces it with the next polls. Connections under an earlier address are lost with the error ConnectionAborted. Those under the
        /// same address stay, also if mask or gateway are new.
        /// </summary>
        /// <param name="address">
        /// The host's address, or <see cref="HostAddress.Any"/> for none. It must not be the network's own address or its broadcast address.
        /// </param>
        /// <param name="prefixLength">0 to 32.</param>
        /// <param name="gateway">A router on the link, or <see cref="HostAddress.Any"/>.</param>
        /// <exception cref="ArgumentNullException">An address is missing.</exception>
        /// <exception cref="ArgumentOutOfRangeException">An argument breaks these rules. Everything stays as it was.</exception>
        public void Configure(HostAddress address, int prefixLength, HostAddress gateway)
        {
            ArgumentNullException.ThrowIfNull(address, nameof(address));
            ArgumentNullException.ThrowIfNull(gateway, nameof(gateway));
            uint mask = IPv4Address.Mask(prefixLength);
            uint own = address.IPv4;
            uint router = gateway.IPv4;
            if (own != IPv4Address.Any && !IsHostOf(own, mask))
            {
                throw new ArgumentOutOfRangeException(nameof(address));
            }

            if (router != IPv4Address.Any && (((router ^ own) & mask) != 0 || router == own || !IsHostOf(router, mask)))
            {
                throw new ArgumentOutOfRangeException(nameof(gateway));
            }

            bool isOther = own != Own;
            if (isOther)
            {
                _stack.AddressChanging();
                Own = own;
                _address = address;
                _identificationKey = 0;
                ForgetFragments();
            }

            _prefixLength = prefixLength;
            _gateway = gateway;
            _mask = mask;
            WriteConstants();
            _stack.Peers.DescribeAnew();
            _arp.Restart();
            if (isOther && _igmp != null)
            {
                _igmp.Restart();
            }

            _stack.WakeBy(0);
        }

        /// <summary>
        /// Whether a datagram to an end point goes to everybody on this link: to 255.255.255.255, or to the last address of this host's network (RFC 1122
        /// §3.2.1.3). Allocates nothing.
        /// </summary>
        /// <exception cref="ArgumentNullException">There is no end point.</exception>
        public bool IsBroadcast(HostEndPoint endPoint)
        {
            if (endPoint == null)
            {
                Throw.ArgumentNull();
            }

            return IsBroadcast(endPoint!.IPv4);
        }

        /// <summary>
        /// Whether the address of an end point is on this link: on this host's own network, or link-local (RFC 3927 §7). Without an own address nobody is.
        /// Allocates nothing.
        /// </summary>
        /// <exception cref="ArgumentNullException">There is no end point.</exception>
        public bool IsOnLink(HostEndPoint endPoint)
        {
            if (endPoint == null)
            {
                Throw.ArgumentNull();
            }

            return Own != IPv4Address.Any && (IsOnLink(endPoint!.IPv4) || endPoint.IPv4 >> 16 == LinkLocal);
        }

        /// <summary>Its address and prefix length, for a debugger.</summary>
        public override string ToString()
        {
            return _address.ToString() + "/" + _prefixLength.ToString();
        }

        /// <inheritdoc/>
        internal override SocketError Find(HostAddress address, out Peer? peer)
        {
            uint other = address.IPv4;
            if (IsThisHost(other))
            {
                peer = _stack.Peers.Find((int)BigEndian.Swap(other));
                return SocketError.Success;
            }

            peer = null;
            if (Own == IPv4Address.Any)
            {
                return SocketError.NetworkDown;
            }

            if (!IPv4Address.IsHost(other) || other == Own || IsBroadcast(other))
            {
                return SocketError.AddressNotAvailable;
            }

            Peer found = _stack.Peers.Find((int)BigEndian.Swap(other));
            if (found.NextHop == (int)IPv4Address.Any)
            {
                return SocketError.NetworkUnreachable;
            }

            peer = found;
            return SocketError.Success;
        }

        /// <inheritdoc/>
        internal override HostAddress AddressOf(Peer peer)
        {
            return new HostAddress(BigEndian.Swap((uint)peer.Key));
        }

        /// <inheritdoc/>
        internal override ulong PairOf(Peer peer)
        {
            return Own | ((ulong)(uint)peer.Key << 32);
        }

        /// <inheritdoc/>
        internal override void Describe(Peer peer, int key)
        {
            uint address = BigEndian.Swap((uint)key);
            peer.Key = key;
            if (_loopback != null && IsThisHost(address))
            {
                // Such a packet comes from the address to which it goes.
                peer.NextHop = Peer.ThisHost;
                peer.AddressSum = (int)(((peer.Key & 0xFFFFFFFFL) << 1) % 0xFFFF);
                return;
            }

            // RFC 3927 §2.6.2: a link-local address is on this link, whatever network this host is configured for.
            peer.NextHop = (int)(IsOnLink(address) || address >> 16 == LinkLocal ? address : _gateway.IPv4);

            // Masked: a cast alone leaves it to the device's interpreter whether the key is widened with a sign.
            peer.AddressSum = (int)(((peer.Key & 0xFFFFFFFFL) + _ownWire) % 0xFFFF);
        }

        /// <summary>Whether an address is the gateway's.</summary>
        internal bool IsGateway(uint address)
        {
            return address == _gateway.IPv4;
        }

        /// <summary>Whether an address is on this host's own network.</summary>
        internal bool IsOnLink(uint address)
        {
            return ((address ^ Own) & _mask) == 0;
        }

        /// <summary>Whether an address means everyone on this network.</summary>
        internal bool IsBroadcast(uint address)
        {
            return address == IPv4Address.Broadcast || (IsOnLink(address) && (address | _mask) == 0xFFFFFFFF && _mask < 0xFFFFFFFE);
        }

        /// <summary>Whether a packet can have come from an address: that of one host, but not this one (RFC 1122 §3.2.1.3).</summary>
        private bool IsSender(uint address)
        {
            return IPv4Address.IsHost(address) && address != Own && (!IsOnLink(address) || IsHostOf(address, _mask));
        }

        /// <summary>Whether one host of a network can have an address. Networks of one or two addresses reserve none (RFC 3021).</summary>
        private static bool IsHostOf(uint address, uint mask)
        {
            return IPv4Address.IsHost(address) && (mask >= 0xFFFFFFFE || ((address & ~mask) != 0 && (address | mask) != 0xFFFFFFFF));
        }
    }
}
