// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Ip
{
    /// <summary>IPv4 (RFC 791, RFC 1122 §3): checks what arrives and hands it on, puts the header in front of what leaves.</summary>
    internal sealed class IPv4
    {
        /// <summary>Where the header stands in the transmit frame.</summary>
        private const int Packet = NetworkStack.PayloadOffset - IPv4Header.MinLength;

        private readonly NetworkStack _stack;
        private readonly int _timeToLive;
        internal Transport? Tcp;
        private Transport? _udp;
        private uint _ownWire;

        /// <summary>
        /// The host for which the headers in the transmit frame are, as <see cref="Peer.Wire"/>, and the length of the payload. Their protocol is that of
        /// who sent last.
        /// </summary>
        internal uint SentWire;

        internal int SentLength;

        private int _constantSum;

        internal IPv4(NetworkStack stack, StackOptions options)
        {
            _stack = stack;
            _timeToLive = options.TimeToLive;
        }

        /// <summary>Gives a protocol number (6 or 17) its transport.</summary>
        internal void Register(int protocol, Transport transport)
        {
            if (protocol == IPv4Header.ProtocolTcp)
            {
                Tcp = transport;
            }
            else
            {
                _udp = transport;
            }
        }

        /// <summary>The transport of a protocol number, or null.</summary>
        internal Transport? TransportOf(int protocol)
        {
            return protocol == IPv4Header.ProtocolTcp ? Tcp : protocol == IPv4Header.ProtocolUdp ? _udp : null;
        }

        /// <summary>A packet has arrived.</summary>
        internal void Receive(FrameBuffer frame)
        {
            byte[] data = frame.Data;
            int packet = frame.Offset + EthernetHeader.Length;
            int room = frame.Length - EthernetHeader.Length;
            if (room < IPv4Header.MinLength)
            {
                _stack.Count(Counter.FrameTruncated);
                return;
            }

            // As BitConverter reads it, low byte first. The frame may be longer than the packet (padding), never shorter. Options are stepped over.
            ulong first = BitConverter.ToUInt64(data, packet);
            uint second = BitConverter.ToUInt32(data, packet + IPv4Header.TimeToLive);
            ulong addresses = BitConverter.ToUInt64(data, packet + IPv4Header.Source);
            int headerLength = ((int)first & 15) << 2;
            int length = (int)((first >> 8 & 0xFF00) | ((uint)first >> 24));
            if (((int)first & 0xF0) != 0x40 || headerLength < IPv4Header.MinLength || headerLength > length || length > room)
            {
                _stack.Count(Counter.IPv4Invalid);
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
                _stack.Count(Counter.IPv4ChecksumError);
                return;
            }

            uint destination = (uint)(addresses >> 32);
            if (destination != _ownWire || destination == IPv4Address.Any)
            {
                // Nothing in the stack takes broadcasts or multicasts yet.
                _stack.Count(Counter.IPv4NotForUs);
                return;
            }

            uint source = (uint)addresses;
            Peer peer = _stack.Peers.Last;
            if (peer.Wire != source || source == IPv4Address.Any)
            {
                uint address = BigEndian.Swap(source);
                if (!IPv4Address.IsHost(address) || source == destination || _stack.IsBroadcast(address))
                {
                    _stack.Count(Counter.IPv4Invalid);
                    return;
                }

                peer = _stack.Peers.Find(source);
            }

            if ((first & IPv4Header.WireFragmentMask) != 0)
            {
                _stack.Count(Counter.IPv4Fragment);
                return;
            }

            int protocol = (int)(second >> 8) & 0xFF;
            if (protocol == IPv4Header.ProtocolTcp && Tcp != null)
            {
                Tcp.Receive(frame, packet, length, peer);
            }
            else if (protocol == IPv4Header.ProtocolUdp && _udp != null)
            {
                _udp.Receive(frame, packet, length, peer);
            }
            else if (protocol == IPv4Header.ProtocolIcmp)
            {
                Icmp.Receive(_stack, frame, packet, length, peer);
            }
            else
            {
                _stack.Count(Counter.IPv4ProtocolUnknown);
            }
        }

        /// <summary>
        /// Puts the headers in front of a payload that stands in the stack's transmit frame at <see cref="NetworkStack.PayloadOffset"/>. Those that are there
        /// already need not be written again: see <see cref="SentWire"/>.
        /// </summary>
        /// <returns>Whether the frame may leave now; otherwise there is no route, or it waits for the next hop's address.</returns>
        internal bool WriteHeader(Peer peer, int protocol, int length)
        {
            FrameBuffer frame = _stack.TransmitFrame;
            byte[] data = frame.Data;
            bool isNewHost = peer.Wire != SentWire;
            if (isNewHost)
            {
                if (peer.NextHop == IPv4Address.Any)
                {
                    _stack.Count(Counter.IPv4NoRoute);
                    return false;
                }

                BigEndian.WriteUInt32(data, Packet + IPv4Header.Destination, BigEndian.Swap(peer.Wire));
                SentWire = IPv4Address.Any;
            }

            // Version, type of service, identification, flags, time to live and source never change: WriteConstants has put them there.
            int total = length + IPv4Header.MinLength;
            SentLength = length;
            data[Packet + IPv4Header.TotalLength] = (byte)(total >> 8);
            data[Packet + IPv4Header.TotalLength + 1] = (byte)total;
            data[Packet + IPv4Header.Protocol] = (byte)protocol;
            int sum = (Checksum.HeaderComplement - (_constantSum + ((total + protocol) << 8) + peer.AddressSum)) % 0xFFFF;
            data[Packet + IPv4Header.HeaderChecksum] = (byte)sum;
            data[Packet + IPv4Header.HeaderChecksum + 1] = (byte)(sum >> 8);
            frame.Length = EthernetHeader.Length + total;
            if (isNewHost)
            {
                if (!_stack.Arp.Resolve(peer, frame))
                {
                    return false;
                }

                SentWire = peer.Wire;
            }

            return true;
        }

        /// <summary>What is known of a next hop has changed: the next header is written anew.</summary>
        internal void ForgetHeader()
        {
            SentWire = IPv4Address.Any;
        }

        /// <summary>Writes into the transmit frame what is the same in every packet.</summary>
        internal void WriteConstants()
        {
            byte[] data = _stack.TransmitFrame.Data;
            Array.Copy(_stack.Controller.MacAddress, 0, data, FrameBuffer.HeadRoom + EthernetHeader.Source, EthernetHeader.AddressLength);
            BigEndian.WriteUInt16(data, FrameBuffer.HeadRoom + EthernetHeader.EtherType, EthernetHeader.TypeIPv4);
            BigEndian.WriteUInt16(data, Packet, 0x4500);

            // Never in fragments, so the identification means nothing (RFC 6864 §4.1).
            BigEndian.WriteUInt16(data, Packet + IPv4Header.Identification, 0);
            BigEndian.WriteUInt16(data, Packet + IPv4Header.Fragment, IPv4Header.DontFragment);
            data[Packet + IPv4Header.TimeToLive] = (byte)_timeToLive;
            BigEndian.WriteUInt32(data, Packet + IPv4Header.Source, _stack.Address);
            _ownWire = BitConverter.ToUInt32(data, Packet + IPv4Header.Source);
            _constantSum = 0x0045 + (IPv4Header.DontFragment >> 8) + _timeToLive;
            SentWire = IPv4Address.Any;
        }
    }
}
