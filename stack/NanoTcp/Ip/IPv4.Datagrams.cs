// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
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

        private int _identification;

        /// <inheritdoc/>
        internal override SocketError FindDestination(HostEndPoint destination, bool isUnconfigured, out Peer? peer)
        {
            peer = null;
            uint address = destination.IPv4;
            bool isForMany = IPv4Address.IsMulticast(address) || IsBroadcast(address);
            if (Own == IPv4Address.Any && !(isUnconfigured && isForMany))
            {
                return SocketError.NetworkDown;
            }

            if (!isForMany && (!IPv4Address.IsHost(address) || address == Own))
            {
                return SocketError.AddressNotAvailable;
            }

            int key = (int)BigEndian.Swap(address);
            if (isForMany)
            {
                Describe(_many, key);
                peer = _many;
                return SocketError.Success;
            }

            Peer found = _stack.Peers.Find(key);
            if (found.NextHop == (int)IPv4Address.Any)
            {
                return SocketError.NetworkUnreachable;
            }

            peer = found;
            return SocketError.Success;
        }

        /// <inheritdoc/>
        internal override void Tell(int key, int port, HostEndPoint endPoint)
        {
            endPoint.Set(BigEndian.Swap((uint)key), port);
        }

        /// <inheritdoc/>
        internal override int TimeToLiveOf(FrameBuffer frame)
        {
            return frame.Data[frame.Offset + EthernetHeader.Length + IPv4Header.TimeToLive];
        }

        /// <inheritdoc/>
        internal override int AddressSum(Peer peer, bool isUnconfigured)
        {
            return isUnconfigured ? (int)((peer.Key & 0xFFFFFFFFL) % 0xFFFF) : peer.AddressSum;
        }

        /// <inheritdoc/>
        internal override bool SendDatagram(TransmitFrame frame, Peer peer, int protocol, int length, int timeToLive, bool isUnconfigured)
        {
            byte[] data = frame.Data;
            uint destination = BigEndian.Swap((uint)peer.Key);
            bool isMulticast = IPv4Address.IsMulticast(destination);
            bool isForMany = isMulticast || IsBroadcast(destination);
            int total = length + IPv4Header.MinLength;
            frame.HeaderKey = 0;
            BigEndian.WriteUInt16(data, Packet + IPv4Header.TotalLength, total);
            BigEndian.WriteUInt16(data, Packet + IPv4Header.Identification, _identification++);
            BigEndian.WriteUInt16(data, Packet + IPv4Header.Fragment, 0);
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

            bool sent = (!isForMany && !_arp.Resolve(peer, frame)) || _stack.Transmit(frame);

            // What WriteConstants has written.
            BigEndian.WriteUInt16(data, Packet + IPv4Header.Identification, 0);
            BigEndian.WriteUInt16(data, Packet + IPv4Header.Fragment, IPv4Header.DontFragment);
            data[Packet + IPv4Header.TimeToLive] = (byte)_timeToLive;
            BigEndian.WriteUInt32(data, Packet + IPv4Header.Source, Own);
            return sent;
        }

        /// <inheritdoc/>
        internal override void PortUnreachable(FrameBuffer frame, Peer source)
        {
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
