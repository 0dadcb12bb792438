// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Ip
{
    // Packets that leave: the headers in front of a payload.
    public sealed partial class IPv4
    {
        /// <summary>Where the header stands in the transmit frame.</summary>
        private const int Packet = TransmitFrame.PayloadOffset - IPv4Header.MinLength;

        /// <summary>This host's address as it stands in a header, read with BitConverter.</summary>
        private uint _ownWire;

        /// <summary>The sum of what is the same in every header.</summary>
        private int _constantSum;

        /// <inheritdoc/>
        internal override bool WriteHeader(TransmitFrame frame, Peer peer, int protocol, int length)
        {
            byte[] data = frame.Data;
            bool isNewHost = peer.Key != frame.HeaderKey;
            if (isNewHost)
            {
                if (peer.NextHop == (int)IPv4Address.Any)
                {
                    Count(IPv4Counter.NoRoute);
                    return false;
                }

                BigEndian.WriteUInt32(data, Packet + IPv4Header.Destination, BigEndian.Swap((uint)peer.Key));
                frame.HeaderKey = 0;
            }

            // Version, type of service, identification, flags, time to live and source never change: WriteConstants has put them there.
            int total = length + IPv4Header.MinLength;
            frame.HeaderPayload = length;
            data[Packet + IPv4Header.TotalLength] = (byte)(total >> 8);
            data[Packet + IPv4Header.TotalLength + 1] = (byte)total;
            data[Packet + IPv4Header.Protocol] = (byte)protocol;
            int sum = (Checksum.HeaderComplement - (_constantSum + ((total + protocol) << 8) + peer.AddressSum)) % 0xFFFF;
            data[Packet + IPv4Header.HeaderChecksum] = (byte)sum;
            data[Packet + IPv4Header.HeaderChecksum + 1] = (byte)(sum >> 8);
            frame.Length = EthernetHeader.Length + total;
            if (isNewHost)
            {
                if (!_arp.Resolve(peer, frame))
                {
                    return false;
                }

                frame.HeaderKey = peer.Key;
            }

            return true;
        }

        /// <summary>Writes into the transmit frame what is the same in every packet.</summary>
        internal void WriteConstants()
        {
            TransmitFrame frame = _stack.Claim(this);
            byte[] data = frame.Data;
            Array.Copy(_stack.Controller.MacAddress, 0, data, FrameBuffer.HeadRoom + EthernetHeader.Source, EthernetHeader.AddressLength);
            BigEndian.WriteUInt16(data, FrameBuffer.HeadRoom + EthernetHeader.EtherType, EthernetHeader.TypeIPv4);
            BigEndian.WriteUInt16(data, Packet, 0x4500);

            // Never in fragments, so the identification means nothing (RFC 6864 §4.1).
            BigEndian.WriteUInt16(data, Packet + IPv4Header.Identification, 0);
            BigEndian.WriteUInt16(data, Packet + IPv4Header.Fragment, IPv4Header.DontFragment);
            data[Packet + IPv4Header.TimeToLive] = (byte)_timeToLive;
            BigEndian.WriteUInt32(data, Packet + IPv4Header.Source, Own);
            _ownWire = BitConverter.ToUInt32(data, Packet + IPv4Header.Source);
            _constantSum = 0x0045 + (IPv4Header.DontFragment >> 8) + _timeToLive;
            frame.HeaderKey = 0;
        }
    }
}
