// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Ip
{
    /// <summary>ICMP (RFC 792): answers echo requests, hands errors to the transports.</summary>
    internal static class Icmp
    {
        /// <summary>A message has arrived for this stack's own address.</summary>
        internal static void Receive(NetworkStack stack, FrameBuffer frame, int offset, int length, Peer source)
        {
            byte[] data = frame.Data;
            if (length < IcmpHeader.Length || length > NetworkStack.MaxPayload || Checksum.Sum(data, offset, length) % 0xFFFF != 0)
            {
                stack.Count(Counter.IcmpInvalid);
                return;
            }

            int type = data[offset + IcmpHeader.Type];
            if (type == IcmpHeader.EchoRequest && data[offset + IcmpHeader.Code] == 0)
            {
                Answer(stack, data, offset, length, source);
            }
            else if (type == IcmpHeader.Unreachable || type == IcmpHeader.TimeExceeded || type == IcmpHeader.ParameterProblem)
            {
                ErrorArrives(stack, data, offset, length);
            }
            else
            {
                stack.Count(Counter.IcmpIgnored);
            }
        }

        private static void Answer(NetworkStack stack, byte[] data, int offset, int length, Peer source)
        {
            stack.HoldsSegment = false;
            if (EthernetLink.MayOffload)
            {
                stack.TransmitFrame.SegmentSize = 0;
            }

            byte[] reply = stack.TransmitFrame.Data;
            int target = NetworkStack.PayloadOffset;
            Array.Copy(data, offset, reply, target, length);
            reply[target + IcmpHeader.Type] = IcmpHeader.EchoReply;
            reply[target + IcmpHeader.MessageChecksum] = 0;
            reply[target + IcmpHeader.MessageChecksum + 1] = 0;
            Checksum.Store(reply, target + IcmpHeader.MessageChecksum, Checksum.Finish(Checksum.Sum(reply, target, length)));
            if (!stack.IPv4.WriteHeader(source, IPv4Header.ProtocolIcmp, length) || stack.Transmit(stack.TransmitFrame))
            {
                stack.Count(Counter.IcmpEchoReplies);
            }
        }

        /// <summary>An error quotes the packet that caused it: its header and at least eight bytes more (RFC 1122 §3.2.2). It must have been this stack's.</summary>
        private static void ErrorArrives(NetworkStack stack, byte[] data, int offset, int length)
        {
            int packet = offset + IcmpHeader.Length;
            int quoted = length - IcmpHeader.Length;
            int headerLength = quoted < IPv4Header.MinLength ? 0 : (data[packet] & 15) << 2;
            uint destination = headerLength == 0 ? IPv4Address.Any : BigEndian.ReadUInt32(data, packet + IPv4Header.Destination);
            if (headerLength < IPv4Header.MinLength || quoted < headerLength + 8 || data[packet] >> 4 != 4
                || BigEndian.ReadUInt32(data, packet + IPv4Header.Source) != stack.Address
                || !IPv4Address.IsHost(destination) || destination == stack.Address || stack.IsBroadcast(destination))
            {
                stack.Count(Counter.IcmpInvalid);
                return;
            }

            Transport? transport = stack.IPv4.TransportOf(data[packet + IPv4Header.Protocol]);
            if (transport == null)
            {
                stack.Count(Counter.IcmpIgnored);
                return;
            }

            stack.Count(Counter.IcmpErrors);
            transport.ErrorArrives(
                stack.Peers.Find(BitConverter.ToUInt32(data, packet + IPv4Header.Destination)),
                BigEndian.ReadUInt16(data, offset + IcmpHeader.Type),
                BigEndian.ReadUInt16(data, offset + IcmpHeader.NextHopMtu),
                data,
                packet + headerLength);
        }
    }
}
