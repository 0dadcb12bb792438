// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Ip
{
    // Received and sent packets.
    internal sealed partial class Arp
    {
        /// <inheritdoc/>
        internal override void Receive(FrameBuffer frame, bool isForMany)
        {
            byte[] data = frame.Data;
            int packet = frame.Offset + EthernetHeader.Length;
            if (frame.Length < EthernetHeader.Length + ArpPacket.Length)
            {
                _stack.Count(Counter.FrameTruncated);
                return;
            }

            uint sender = BigEndian.ReadUInt32(data, packet + ArpPacket.SenderAddress);
            if (BigEndian.ReadUInt32(data, packet + ArpPacket.HardwareType) != ArpPacket.EthernetIPv4
                || BigEndian.ReadUInt16(data, packet + ArpPacket.AddressLengths) != ArpPacket.Lengths6And4
                || (data[packet + ArpPacket.SenderMac] & 1) != 0
                || (sender != IPv4Address.Any && !IPv4Address.IsHost(sender)))
            {
                Count(ArpCounter.Invalid);
                return;
            }

            uint own = _ip.Own;
            if (own == IPv4Address.Any)
            {
                return;
            }

            int mac = packet + ArpPacket.SenderMac;
            if (sender == own)
            {
                if (!_stack.IsOwnMac(data, mac))
                {
                    Count(ArpCounter.Conflict);
                }

                return;
            }

            bool forUs = BigEndian.ReadUInt32(data, packet + ArpPacket.TargetAddress) == own;

            // RFC 826: any packet updates an entry that exists, but only a station that asks us gets a new one. A probe (RFC 5227 §2.1.1) has no sender
            // address yet.
            if (sender != IPv4Address.Any)
            {
                int entry = Find((int)sender);
                if (entry == None && forUs && _ip.IsOnLink(sender))
                {
                    entry = TakeEntry((int)sender);
                }

                if (entry != None)
                {
                    Array.Copy(data, mac, _macs, Mac(entry), EthernetHeader.AddressLength);
                    ForgetHeader();
                    _words[entry + State] = Reachable;
                    _words[entry + UsedAt] = (int)_stack.Now;
                    WaitFor(entry, _lifetime);
                    if (_queue.Count > 0)
                    {
                        SendWaiting(entry);
                    }
                }
            }

            if (forUs && BigEndian.ReadUInt16(data, packet + ArpPacket.Operation) == ArpPacket.Request)
            {
                Array.Copy(data, mac, _frame.Data, FrameBuffer.HeadRoom, EthernetHeader.AddressLength);
                Send(ArpPacket.Reply, sender);
            }
        }

        /// <summary>Announces this host's address with the next polls, if it has one and there is a link.</summary>
        private void Announce()
        {
            _announcements = _ip.Own == IPv4Address.Any || !_stack.HasLink ? 0 : AnnounceCount;
            _announceAt = long.MaxValue;
            if (_announcements > 0)
            {
                _announceAt = 0;
                WakeBy(0);
            }
        }

        private bool Broadcast(uint target)
        {
            for (int i = 0; i < EthernetHeader.AddressLength; i++)
            {
                _frame.Data[FrameBuffer.HeadRoom + i] = 0xFF;
            }

            return Send(ArpPacket.Request, target);
        }

        // The destination stands in the frame already. False: the link has refused the frame.
        private bool Send(int operation, uint target)
        {
            byte[] data = _frame.Data;
            byte[] mac = _stack.Controller.MacAddress;
            Array.Copy(mac, 0, data, FrameBuffer.HeadRoom + EthernetHeader.Source, EthernetHeader.AddressLength);
            BigEndian.WriteUInt16(data, FrameBuffer.HeadRoom + EthernetHeader.EtherType, EthernetHeader.TypeArp);
            BigEndian.WriteUInt32(data, Packet + ArpPacket.HardwareType, ArpPacket.EthernetIPv4);
            BigEndian.WriteUInt16(data, Packet + ArpPacket.AddressLengths, ArpPacket.Lengths6And4);
            BigEndian.WriteUInt16(data, Packet + ArpPacket.Operation, operation);
            Array.Copy(mac, 0, data, Packet + ArpPacket.SenderMac, EthernetHeader.AddressLength);
            BigEndian.WriteUInt32(data, Packet + ArpPacket.SenderAddress, _ip.Own);
            BigEndian.WriteUInt32(data, Packet + ArpPacket.TargetAddress, target);
            if (operation == ArpPacket.Reply)
            {
                Array.Copy(data, FrameBuffer.HeadRoom, data, Packet + ArpPacket.TargetMac, EthernetHeader.AddressLength);
            }
            else
            {
                Array.Clear(data, Packet + ArpPacket.TargetMac, EthernetHeader.AddressLength);
            }

            _frame.Length = EthernetHeader.Length + ArpPacket.Length;
            return _stack.Transmit(_frame);
        }
    }
}
