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
            int operation = BigEndian.ReadUInt16(data, packet + ArpPacket.Operation);
            int mac = packet + ArpPacket.SenderMac;
            if (BigEndian.ReadUInt32(data, packet + ArpPacket.HardwareType) != ArpPacket.EthernetIPv4
                || BigEndian.ReadUInt16(data, packet + ArpPacket.AddressLengths) != ArpPacket.Lengths6And4
                || (operation != ArpPacket.Request && operation != ArpPacket.Reply)
                || (data[mac] & 1) != 0
                || (sender != IPv4Address.Any && !IPv4Address.IsHost(sender)))
            {
                Count(ArpCounter.Invalid);
                return;
            }

            if (_stack.IsOwnMac(data, mac))
            {
                // Its own frames can come back, and a router may answer for this host from its table: no conflict (RFC 5227 §2.1.1), and nothing to learn.
                return;
            }

            uint own = _ip.Own;
            uint target = BigEndian.ReadUInt32(data, packet + ArpPacket.TargetAddress);
            if (_wanted != IPv4Address.Any && IsForWanted(sender, target, operation, isForMany))
            {
                Count(ArpCounter.ProbeConflict);
                EndProbe(AddressProbeState.Conflict);
                return;
            }

            bool asks = target == own && operation == ArpPacket.Request && own != IPv4Address.Any;

            // A probe (RFC 5227 §2.1.1) has no sender address yet.
            if (sender != IPv4Address.Any)
            {
                if (sender == own)
                {
                    Defend();
                    return;
                }

                // RFC 826: any packet updates an entry that exists.
                int entry = (int)sender == _asker ? None : Find((int)sender);
                if (entry != None)
                {
                    Learn(entry, data, mac);
                }
                else if (asks || (int)sender == _asker)
                {
                    RememberAsker((int)sender, data, mac);
                }
            }

            if (asks)
            {
                Array.Copy(data, mac, _frame.Data, FrameBuffer.HeadRoom, EthernetHeader.AddressLength);
                Send(ArpPacket.Reply, own, sender);
            }
        }

        /// <summary>
        /// Whether a packet shows that its sender has the address that this host asks for, or asks for it too (RFC 5227 §2.1.1). Who has another address, and
        /// only wants to talk to the one that is asked for, shows nothing.
        /// </summary>
        private bool IsForWanted(uint sender, uint target, int operation, bool isForMany)
        {
            return sender == _wanted || (sender == IPv4Address.Any && target == _wanted && operation == ArpPacket.Request && isForMany);
        }

        private bool Broadcast(uint sender, uint target)
        {
            AddressToAll();
            return Send(ArpPacket.Request, sender, target);
        }

        private void AddressToAll()
        {
            for (int i = 0; i < EthernetHeader.AddressLength; i++)
            {
                _frame.Data[FrameBuffer.HeadRoom + i] = 0xFF;
            }
        }

        // The destination stands in the frame already. False: the link has refused the frame.
        private bool Send(int operation, uint sender, uint target)
        {
            byte[] data = _frame.Data;
            byte[] mac = _stack.Controller.MacAddress;
            Array.Copy(mac, 0, data, FrameBuffer.HeadRoom + EthernetHeader.Source, EthernetHeader.AddressLength);
            BigEndian.WriteUInt16(data, FrameBuffer.HeadRoom + EthernetHeader.EtherType, EthernetHeader.TypeArp);
            BigEndian.WriteUInt32(data, Packet + ArpPacket.HardwareType, ArpPacket.EthernetIPv4);
            BigEndian.WriteUInt16(data, Packet + ArpPacket.AddressLengths, ArpPacket.Lengths6And4);
            BigEndian.WriteUInt16(data, Packet + ArpPacket.Operation, operation);
            Array.Copy(mac, 0, data, Packet + ArpPacket.SenderMac, EthernetHeader.AddressLength);
            BigEndian.WriteUInt32(data, Packet + ArpPacket.SenderAddress, sender);
            BigEndian.WriteUInt32(data, Packet + ArpPacket.TargetAddress, target);
            if (operation == ArpPacket.Reply)
            {
                Array.Copy(data, FrameBuffer.HeadRoom, data, Packet + ArpPacket.TargetMac, EthernetHeader.AddressLength);
            }
            else
            {
                Array.Clear(data, Packet + ArpPacket.TargetMac, EthernetHeader.AddressLength);
            }

            if (sender >> 16 == IPv4.LinkLocal)
            {
                // RFC 3927 §2.5: everybody sees each packet from a link-local address, so that two that have the same one find that out.
                AddressToAll();
            }

            _frame.Length = EthernetHeader.Length + ArpPacket.Length;
            return _stack.Transmit(_frame);
        }
    }
}
