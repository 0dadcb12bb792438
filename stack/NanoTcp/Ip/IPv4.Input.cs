// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Ip
{
    // Packets that arrive: they are checked (RFC 1122 §3.2.1) and handed to their protocol.
    public sealed partial class IPv4
    {
        /// <inheritdoc/>
        /// <remarks>
        /// Declined are datagrams of UDP, whole and without options, to a port that nobody has bound. No frame of ARP has 0x45 where IPv4 has its version.
        /// </remarks>
        internal override bool Declines(byte[] data, int offset)
        {
            return data[offset + EthernetHeader.Length] == 0x45
                && (BitConverter.ToUInt32(data, offset + (EthernetHeader.Length + IPv4Header.Fragment)) & 0xFF00FF3F) == IPv4Header.ProtocolUdp << 24
                && (_stack.BroadcastPorts >> data[offset + (EthernetHeader.Length + IPv4Header.MinLength + UdpHeader.DestinationPort + 1)] & 1) == 0;
        }

        /// <inheritdoc/>
        internal override void Receive(FrameBuffer frame, bool isForMany)
        {
            byte[] data = frame.Data;
            int packet = frame.Offset + EthernetHeader.Length;
            int room = frame.Length - EthernetHeader.Length;
            if (room < IPv4Header.MinLength)
            {
                _stack.Count(Counter.FrameTruncated);
                return;
            }

            // As BitConverter reads it, low byte first. The frame may be longer than the packet (padding), never shorter. Options are skipped.
            ulong first = BitConverter.ToUInt64(data, packet);
            uint second = BitConverter.ToUInt32(data, packet + IPv4Header.TimeToLive);
            ulong addresses = BitConverter.ToUInt64(data, packet + IPv4Header.Source);
            int headerLength = ((int)first & 15) << 2;
            int length = (int)((first >> 8 & 0xFF00) | ((uint)first >> 24));
            if (((int)first & 0xF0) != 0x40 || headerLength < IPv4Header.MinLength || headerLength > length || length > room)
            {
                Count(IPv4Counter.Invalid);
                return;
            }

            ulong sum = first % 0xFFFF + addresses % 0xFFFF + second;
            packet += headerLength;
            length -= headerLength;
            if (headerLength > IPv4Header.MinLength)
            {
                headerLength -= IPv4Header.MinLength;
                sum += (uint)Checksum.Sum(data, packet - headerLength, headerLength);
            }

            if (sum % 0xFFFF != 0)
            {
                Count(IPv4Counter.ChecksumError);
                return;
            }

            uint destination = (uint)(addresses >> 32);
            if (isForMany || destination != _ownWire || destination == IPv4Address.Any)
            {
                // RFC 1122 §3.3.6: a packet for one host must not come in a frame for many. While this host has no address, it takes
                // those for any address: the answer to its question for one. With a link-local address it takes datagrams, because some servers do not heed
                // the broadcast flag.
                if (IsWanted((int)destination)
                    || (!isForMany && (Own == IPv4Address.Any || (_stack.TakesFutureAddress && ((int)(second >> 8) & 0xFF) == IPv4Header.ProtocolUdp))))
                {
                    ReceiveForMany(frame, packet, length, first, addresses, (int)(second >> 8) & 0xFF);
                    return;
                }

                Count(IPv4Counter.NotForUs);
                return;
            }

            int source = (int)addresses;
            Peer peer = _stack.Peers.Last;
            if (peer.Key != source || source == 0)
            {
                uint address = BigEndian.Swap((uint)source);
                if (!IsSender(address))
                {
                    Count(IPv4Counter.Invalid);
                    return;
                }

                peer = _stack.Peers.Find(source);
            }

            if ((first & IPv4Header.WireFragmentMask) != 0)
            {
                ReceiveFragment(frame, packet, length, addresses, (int)(second >> 8) & 0xFF);
                return;
            }

            int protocol = (int)(second >> 8) & 0xFF;
            for (Transport? transport = _stack.FirstTransport; transport != null; transport = transport.NextTransport)
            {
                if (transport.Protocol == protocol)
                {
                    transport.Receive(frame, packet, length, peer);
                    return;
                }
            }

            DeliverOther(frame, packet, length, protocol, peer);
        }

        /// <summary>A whole packet for this host's own address, without a transport for its protocol.</summary>
        private void DeliverOther(FrameBuffer frame, int packet, int length, int protocol, Peer source)
        {
            if (protocol == IPv4Header.ProtocolIcmp)
            {
                Icmp.Receive(this, frame, packet, length, source);
            }
            else if (protocol == IPv4Header.ProtocolIgmp && _igmp != null)
            {
                _igmp.Receive(frame, packet, length);
            }
            else
            {
                Count(IPv4Counter.ProtocolUnknown);
                Unreachable(IcmpHeader.CodeProtocol, frame, source);
            }
        }

        /// <summary>Whether a packet in a frame for many stations is for this host: a broadcast, or one for a group that it has joined.</summary>
        private bool IsWanted(int destination)
        {
            return destination == -1 || ((destination & 0xF0) == 0xE0 ? _igmp != null && _igmp.IsMember(destination) : IsBroadcast(BigEndian.Swap((uint)destination)));
        }

        /// <summary>A packet for many hosts, or for one while this host has no address. Only datagrams are taken.</summary>
        private void ReceiveForMany(FrameBuffer frame, int packet, int length, ulong first, ulong addresses, int protocol)
        {
            int source = (int)addresses;
            uint address = BigEndian.Swap((uint)source);
            if (source != 0 && !IsSender(address))
            {
                Count(IPv4Counter.Invalid);
                return;
            }

            if ((first & IPv4Header.WireFragmentMask) != 0)
            {
                ReceiveFragment(frame, packet, length, addresses, protocol);
                return;
            }

            DeliverForMany(frame, packet, length, addresses, protocol);
        }

        private void DeliverForMany(FrameBuffer frame, int packet, int length, ulong addresses, int protocol)
        {
            Transport? transport = _stack.TransportOf(protocol);
            if (transport == null)
            {
                if (protocol == IPv4Header.ProtocolIgmp && _igmp != null)
                {
                    _igmp.Receive(frame, packet, length);
                    return;
                }

                if (protocol == IPv4Header.ProtocolIcmp)
                {
                    Icmp.ReceiveForMany(this, frame.Data, packet, length);
                    return;
                }

                Count(IPv4Counter.ProtocolUnknown);
                return;
            }

            int sum = (int)((addresses & 0xFFFFFFFF) % 0xFFFF + (addresses >> 32) % 0xFFFF);
            uint destination = BigEndian.Swap((uint)(addresses >> 32));
            transport.ReceiveForMany(
                frame,
                packet,
                length,
                _stack.Peers.Find((int)addresses),
                sum,
                IPv4Address.IsMulticast(destination) ? PacketDestination.Group
                : IsBroadcast(destination) ? PacketDestination.Broadcast : PacketDestination.FutureAddress);
        }
    }
}
