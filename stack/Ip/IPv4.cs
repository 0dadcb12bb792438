// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Ip
{
    /// <summary>IPv4 (RFC 791, RFC 1122 §3): checks what arrives and hands it on, puts the header in front of what leaves.</summary>
    internal sealed class IPv4
    {
        private readonly NetworkStack _stack;
        private readonly Icmp _icmp;
        private readonly int _timeToLive;
        private Transport? _tcp;
        private Transport? _udp;
        private int _identification;

        internal IPv4(NetworkStack stack, StackOptions options, int identification)
        {
            _stack = stack;
            _icmp = new Icmp(stack);
            _timeToLive = options.TimeToLive;
            _identification = identification;
        }

        /// <summary>Gives a protocol number (6 or 17) its transport.</summary>
        internal void Register(int protocol, Transport transport)
        {
            if (protocol == IPv4Header.ProtocolTcp)
            {
                _tcp = transport;
            }
            else
            {
                _udp = transport;
            }
        }

        /// <summary>A packet has arrived.</summary>
        internal void Receive(FrameBuffer frame)
        {
            byte[] data = frame.Data;
            int packet = frame.Offset + EthernetHeader.Length;
            int room = frame.Length - EthernetHeader.Length;
            if (room < IPv4Header.MinLength)
            {
                _stack.Counters.Add(Counter.FrameTruncated);
                return;
            }

            // The frame may be longer than the packet (padding), never shorter. Options are stepped over.
            int headerLength = (data[packet] & 15) << 2;
            int length = (data[packet + IPv4Header.TotalLength] << 8) | data[packet + IPv4Header.TotalLength + 1];
            if (data[packet] >> 4 != 4 || headerLength < IPv4Header.MinLength || length < headerLength || length > room)
            {
                _stack.Counters.Add(Counter.IPv4Invalid);
                return;
            }

            if (Checksum.Finish(Checksum.Sum(data, packet, headerLength)) != 0)
            {
                _stack.Counters.Add(Counter.IPv4ChecksumError);
                return;
            }

            uint destination = BigEndian.ReadUInt32(data, packet + IPv4Header.Destination);
            if (destination != _stack.Address || destination == IPv4Address.Any)
            {
                // Nothing in the stack takes broadcasts or multicasts yet.
                _stack.Counters.Add(Counter.IPv4NotForUs);
                return;
            }

            uint source = BigEndian.ReadUInt32(data, packet + IPv4Header.Source);
            if (!IPv4Address.IsHost(source) || source == destination || _stack.IsBroadcast(source))
            {
                _stack.Counters.Add(Counter.IPv4Invalid);
                return;
            }

            if ((((data[packet + IPv4Header.Fragment] << 8) | data[packet + IPv4Header.Fragment + 1]) & IPv4Header.FragmentMask) != 0)
            {
                _stack.Counters.Add(Counter.IPv4Fragment);
                return;
            }

            int protocol = data[packet + IPv4Header.Protocol];
            int payload = packet + headerLength;
            length -= headerLength;
            if (protocol == IPv4Header.ProtocolTcp && _tcp != null)
            {
                _tcp.Receive(frame, payload, length, _stack.Peers.Find(source));
            }
            else if (protocol == IPv4Header.ProtocolUdp && _udp != null)
            {
                _udp.Receive(frame, payload, length, _stack.Peers.Find(source));
            }
            else if (protocol == IPv4Header.ProtocolIcmp)
            {
                _icmp.Receive(frame, payload, length, _stack.Peers.Find(source));
            }
            else
            {
                _stack.Counters.Add(Counter.IPv4ProtocolUnknown);
            }
        }

        /// <summary>
        /// Sends the payload that stands in the stack's transmit frame at <see cref="NetworkStack.PayloadOffset"/>. False when it was
        /// dropped (and counted); waiting for an address to be resolved is not that.
        /// </summary>
        internal bool Send(Peer peer, int protocol, int length)
        {
            if (peer.NextHop == IPv4Address.Any)
            {
                _stack.Counters.Add(Counter.IPv4NoRoute);
                return false;
            }

            FrameBuffer frame = _stack.TransmitFrame;
            byte[] data = frame.Data;
            int packet = NetworkStack.PayloadOffset - IPv4Header.MinLength;
            int total = length + IPv4Header.MinLength;
            int id = _identification = (_identification + 1) & 0xFFFF;
            uint destination = peer.Address;

            // Version, type of service, flags, time to live and source never change: WriteConstants has put them there.
            data[packet + IPv4Header.TotalLength] = (byte)(total >> 8);
            data[packet + IPv4Header.TotalLength + 1] = (byte)total;
            data[packet + IPv4Header.Identification] = (byte)(id >> 8);
            data[packet + IPv4Header.Identification + 1] = (byte)id;
            data[packet + IPv4Header.Protocol] = (byte)protocol;
            data[packet + IPv4Header.Destination] = (byte)(destination >> 24);
            data[packet + IPv4Header.Destination + 1] = (byte)(destination >> 16);
            data[packet + IPv4Header.Destination + 2] = (byte)(destination >> 8);
            data[packet + IPv4Header.Destination + 3] = (byte)destination;

            int sum = 0x4500 + total + id + IPv4Header.DontFragment + (_timeToLive << 8) + protocol + peer.AddressSum;
            sum = (sum & 0xFFFF) + (sum >> 16);
            sum = ~(sum + (sum >> 16));
            data[packet + IPv4Header.HeaderChecksum] = (byte)(sum >> 8);
            data[packet + IPv4Header.HeaderChecksum + 1] = (byte)sum;
            frame.Length = EthernetHeader.Length + total;

            ArpEntry? neighbour = peer.Neighbour;
            if (neighbour == null || neighbour.State != ArpState.Reachable || neighbour.Address != peer.NextHop)
            {
                neighbour = _stack.Arp.Resolve(peer);
                if (neighbour == null)
                {
                    _stack.Arp.Enqueue(frame, peer);
                    return true;
                }
            }

            neighbour.UsedAt = _stack.Now;
            Array.Copy(neighbour.Mac, 0, data, frame.Offset, EthernetHeader.AddressLength);
            return _stack.Transmit(frame);
        }

        /// <summary>Writes into the transmit frame what is the same in every packet.</summary>
        internal void WriteConstants()
        {
            FrameBuffer frame = _stack.TransmitFrame;
            byte[] data = frame.Data;
            Array.Copy(_stack.Link.MacAddress, 0, data, frame.Offset + EthernetHeader.Source, EthernetHeader.AddressLength);
            BigEndian.WriteUInt16(data, frame.Offset + EthernetHeader.EtherType, EthernetHeader.TypeIPv4);
            int packet = NetworkStack.PayloadOffset - IPv4Header.MinLength;
            BigEndian.WriteUInt16(data, packet, 0x4500);
            BigEndian.WriteUInt16(data, packet + IPv4Header.Fragment, IPv4Header.DontFragment);
            data[packet + IPv4Header.TimeToLive] = (byte)_timeToLive;
            BigEndian.WriteUInt32(data, packet + IPv4Header.Source, _stack.Address);
        }
    }
}
