// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Ip
{
    // Datagrams: packets to many hosts, and those whose headers differ from TCP's.
    public sealed partial class IPv4
    {
        /// <summary>Stands for a group or for everybody: never among the peers, whose addresses can be those of senders.</summary>
        private readonly Peer _many = new Peer();

        private readonly TokenBucket _icmpLimit;
        private readonly int[] _identifications = new int[IdentificationCounters];
        private int _identificationKey;
        private int _identificationHash;

        // A power of two.
        private const int IdentificationCounters = 8;

        /// <inheritdoc/>
        internal override SocketError FindDestination(HostEndPoint destination, bool isUnconfigured, out Peer? peer)
        {
            int key = destination.Key;
            Peer found = _stack.Peers.Last;
            if (found.Key != key || key == 0 || found.NextHop == (int)IPv4Address.Any || Own == IPv4Address.Any)
            {
                return FindAnyDestination(key, isUnconfigured, out peer);
            }

            // Mostly it is who was met last.
            peer = found;
            return SocketError.Success;
        }

        /// <inheritdoc/>
        internal override int AddressSum(Peer peer, bool isUnconfigured)
        {
            return isUnconfigured ? (int)((peer.Key & 0xFFFFFFFFL) % 0xFFFF) : peer.AddressSum;
        }

        /// <inheritdoc/>
        internal override bool SendDatagram(TransmitFrame frame, Peer peer, int protocol, int length, int timeToLive, bool isUnconfigured)
        {
            int identification = NextIdentification(peer);
            if (peer == _many || timeToLive != 0 || isUnconfigured)
            {
                return SendPacket(frame, peer, protocol, length, timeToLive, isUnconfigured, identification, 0);
            }

            // The header is TCP's, except for the identification and Don't Fragment. Both are put back for TCP.
            byte[] data = frame.Data;
            data[Packet + IPv4Header.Identification] = (byte)(identification >> 8);
            data[Packet + IPv4Header.Identification + 1] = (byte)identification;
            data[Packet + IPv4Header.Fragment] = 0;
            int constantSum = _constantSum;
            _constantSum = constantSum + (identification << 8) - (IPv4Header.DontFragment >> 8);
            bool sent = WriteHeader(frame, peer, protocol, length) ? _stack.Transmit(frame) : _arp.HoldsDatagram();
            _constantSum = constantSum;
            data[Packet + IPv4Header.Identification] = 0;
            data[Packet + IPv4Header.Identification + 1] = 0;
            data[Packet + IPv4Header.Fragment] = IPv4Header.DontFragment >> 8;
            return sent;
        }

        /// <inheritdoc/>
        internal override void PortUnreachable(FrameBuffer frame, Peer source)
        {
            Unreachable(IcmpHeader.CodePort, frame, source);
        }

        /// <summary>Whether one more message of ICMP may leave now. If not, it is counted.</summary>
        internal bool MaySendIcmp()
        {
            bool may = _icmpLimit.TryTake(_stack.Now);
            if (!may)
            {
                IcmpCounts[(int)IcmpCounter.RateLimited]++;
            }

            return may;
        }

        /// <summary>Sends a message of ICMP that stands in the transmit frame. Whether it has left, or waits for the MAC address of the next hop.</summary>
        internal bool SendIcmp(TransmitFrame frame, Peer peer, int length)
        {
            if (peer.NextHop == (int)IPv4Address.Any)
            {
                Count(IPv4Counter.NoRoute);
                return false;
            }

            return SendDatagram(frame, peer, IPv4Header.ProtocolIcmp, length, 0, false);
        }

        /// <summary>Finds out who has an address, if anybody can: one host, a group, or everybody.</summary>
        private SocketError FindAnyDestination(int key, bool isUnconfigured, out Peer? peer)
        {
            uint address = BigEndian.Swap((uint)key);
            if (IsThisHost(address))
            {
                peer = _stack.Peers.Find(key);
                return SocketError.Success;
            }

            peer = null;
            bool isForMany = IPv4Address.IsMulticast(address) || IsBroadcast(address);
            if (Own == IPv4Address.Any && !(isUnconfigured && isForMany))
            {
                return SocketError.NetworkDown;
            }

            if (isForMany)
            {
                Describe(_many, key);
                peer = _many;
                return SocketError.Success;
            }

            if (!IsSender(address))
            {
                return SocketError.AddressNotAvailable;
            }

            Peer found = _stack.Peers.Find(key);
            if (found.NextHop == (int)IPv4Address.Any)
            {
                return SocketError.NetworkUnreachable;
            }

            peer = found;
            return SocketError.Success;
        }

        private void Unreachable(int code, FrameBuffer frame, Peer source)
        {
            byte[] data = frame.Data;
            int packet = frame.Offset + EthernetHeader.Length;
            int length = BigEndian.ReadUInt16(data, packet + IPv4Header.TotalLength) - ((data[packet] & 15) << 2);
            Icmp.SendError(this, IcmpHeader.Unreachable, code, frame, length, source);
        }

        /// <summary>
        /// The identification of a packet that routers may cut into fragments. One host gets none twice among 65536 (RFC 6864 §4.3), and nobody can compute those
        /// of another host from his own: RFC 7739 §5.3, a keyed hash of both addresses and a few counters.
        /// </summary>
        private int NextIdentification(Peer peer)
        {
            if (peer.Key != _identificationKey)
            {
                _identificationKey = peer.Key;
                _identificationHash = (int)_stack.Hash(PairOf(peer));
            }

            int hash = _identificationHash;
            return (_identifications[hash & (IdentificationCounters - 1)]++ + (hash >> 8)) & 0xFFFF;
        }

        /// <summary>
        /// Sends a payload that stands in the transmit frame, without Don't Fragment: a router may cut it, so it needs no knowledge of the path.
        /// </summary>
        private bool SendPacket(TransmitFrame frame, Peer peer, int protocol, int length, int timeToLive, bool isUnconfigured, int identification, int fragment)
        {
            byte[] data = frame.Data;
            uint destination = BigEndian.Swap((uint)peer.Key);
            bool isMulticast = IPv4Address.IsMulticast(destination);
            bool isForMany = isMulticast || IsBroadcast(destination);
            int total = length + IPv4Header.MinLength;
            frame.HeaderKey = 0;
            BigEndian.WriteUInt16(data, Packet + IPv4Header.TotalLength, total);
            BigEndian.WriteUInt16(data, Packet + IPv4Header.Identification, identification);
            BigEndian.WriteUInt16(data, Packet + IPv4Header.Fragment, fragment);
            data[Packet + IPv4Header.TimeToLive] = (byte)(timeToLive != 0 ? timeToLive : isMulticast ? 1 : _timeToLive);
            data[Packet + IPv4Header.Protocol] = (byte)protocol;
            BigEndian.WriteUInt16(data, Packet + IPv4Header.HeaderChecksum, 0);
            BigEndian.WriteUInt32(data, Packet + IPv4Header.Source, isUnconfigured ? IPv4Address.Any : Own);
            BigEndian.WriteUInt32(data, Packet + IPv4Header.Destination, destination);
            Checksum.Store(data, Packet + IPv4Header.HeaderChecksum, Checksum.Finish(Checksum.Sum(data, Packet, IPv4Header.MinLength)));
            frame.Length = EthernetHeader.Length + total;
            if (isForMany)
            {
                WriteMacForMany(data, FrameBuffer.HeadRoom, destination);
            }

            bool sent = isForMany || _arp.Resolve(peer, frame) ? _stack.Transmit(frame) : _arp.HoldsDatagram();

            // What WriteConstants has written.
            BigEndian.WriteUInt16(data, Packet + IPv4Header.Identification, 0);
            BigEndian.WriteUInt16(data, Packet + IPv4Header.Fragment, IPv4Header.DontFragment);
            data[Packet + IPv4Header.TimeToLive] = (byte)_timeToLive;
            BigEndian.WriteUInt32(data, Packet + IPv4Header.Source, Own);
            return sent;
        }

        /// <summary>The MAC address of a group (RFC 1112 §6.4), or of everybody.</summary>
        internal static void WriteMacForMany(byte[] data, int offset, uint address)
        {
            if (!IPv4Address.IsMulticast(address))
            {
                BigEndian.WriteUInt16(data, offset, 0xFFFF);
                BigEndian.WriteUInt32(data, offset + 2, 0xFFFFFFFF);
                return;
            }

            BigEndian.WriteUInt16(data, offset, 0x0100);
            BigEndian.WriteUInt32(data, offset + 2, 0x5E000000 | (address & 0x7FFFFF));
        }
    }
}
