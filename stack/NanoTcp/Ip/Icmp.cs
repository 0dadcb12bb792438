// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Ip
{
    /// <summary>ICMP (RFC 792): answers echo requests, passes errors to the transports, and reports some.</summary>
    internal static partial class Icmp
    {
        /// <summary>Every path carries packets of 68 bytes (RFC 791 §3.2, RFC 1191 §3), so smaller sizes are not believed.</summary>
        private const int MinMtu = 68;

        /// <summary>A message has arrived for this stack's own address.</summary>
        internal static void Receive(IPv4 ip, FrameBuffer frame, int offset, int length, Peer source)
        {
            byte[] data = frame.Data;
            if (length < IcmpHeader.Length || (length > TransmitFrame.MaxPayload && !(frame is FragmentBuffer)) || Checksum.Sum(data, offset, length) % 0xFFFF != 0)
            {
                ip.IcmpCounts[(int)IcmpCounter.Invalid]++;
                return;
            }

            int type = data[offset + IcmpHeader.Type];
            if (type == IcmpHeader.EchoRequest && data[offset + IcmpHeader.Code] == 0)
            {
                Answer(ip, frame, offset, length, source);
            }
            else if (type == IcmpHeader.Unreachable || type == IcmpHeader.TimeExceeded || type == IcmpHeader.ParameterProblem)
            {
                ErrorArrives(ip, type, data, offset, length, source);
            }
            else
            {
                ip.IcmpCounts[(int)IcmpCounter.Ignored]++;
            }
        }

        /// <summary>
        /// A message has arrived that is for many hosts, or for one while this host has no address. Nobody is answered: with one request to all, a network would
        /// answer somebody else many times (RFC 1122 §3.2.2.6 leaves it open).
        /// </summary>
        internal static void ReceiveForMany(IPv4 ip, byte[] data, int offset, int length)
        {
            bool isEcho = length >= IcmpHeader.Length && data[offset + IcmpHeader.Type] == IcmpHeader.EchoRequest;
            ip.IcmpCounts[(int)(isEcho ? IcmpCounter.EchoForMany : IcmpCounter.Ignored)]++;
        }

        /// <summary>An echo request that came in one frame is answered in one. A longer one is answered in its own buffer.</summary>
        private static void Answer(IPv4 ip, FrameBuffer frame, int offset, int length, Peer source)
        {
            bool isLong = length > TransmitFrame.MaxPayload;
            if (!ip.MaySendIcmp())
            {
                return;
            }

            byte[] reply = frame.Data;
            TransmitFrame? transmit = null;
            if (!isLong)
            {
                transmit = ip.Stack.Claim(ip);
                reply = transmit.Data;
                Array.Copy(frame.Data, offset, reply, TransmitFrame.PayloadOffset, length);
                offset = TransmitFrame.PayloadOffset;
            }

            reply[offset + IcmpHeader.Type] = IcmpHeader.EchoReply;
            reply[offset + IcmpHeader.MessageChecksum] = 0;
            reply[offset + IcmpHeader.MessageChecksum + 1] = 0;
            Checksum.Store(reply, offset + IcmpHeader.MessageChecksum, Checksum.Finish(Checksum.Sum(reply, offset, length)));
            if (isLong)
            {
                ip.SendInFragments(frame, source, IPv4Header.ProtocolIcmp, length, 0, false);
            }

            if (isLong || ip.SendIcmp(transmit!, source, length))
            {
                ip.IcmpCounts[(int)IcmpCounter.EchoReplies]++;
            }
        }

        /// <summary>
        /// An error quotes the packet that caused it: its header and at least eight bytes more (RFC 1122 §3.2.2). The packet must have come from this
        /// stack.
        /// </summary>
        private static void ErrorArrives(IPv4 ip, int type, byte[] data, int offset, int length, Peer source)
        {
            int packet = offset + IcmpHeader.Length;
            int quoted = length - IcmpHeader.Length;
            int headerLength = quoted < IPv4Header.MinLength ? 0 : (data[packet] & 15) << 2;
            uint destination = headerLength == 0 ? IPv4Address.Any : BigEndian.ReadUInt32(data, packet + IPv4Header.Destination);
            if (headerLength < IPv4Header.MinLength || quoted < headerLength + 8 || data[packet] >> 4 != 4
                || BigEndian.ReadUInt32(data, packet + IPv4Header.Source) != (source.IsThisHost ? destination : ip.Own)
                || (!source.IsThisHost && (!IPv4Address.IsHost(destination) || destination == ip.Own || ip.IsBroadcast(destination))))
            {
                ip.IcmpCounts[(int)IcmpCounter.Invalid]++;
                return;
            }

            // Only the first fragment of a packet has the ports.
            bool hasPorts = (BigEndian.ReadUInt16(data, packet + IPv4Header.Fragment) & IPv4Header.FragmentOffsetMask) == 0;
            Transport? transport = hasPorts ? ip.Stack.TransportOf(data[packet + IPv4Header.Protocol]) : null;
            if (transport == null)
            {
                ip.IcmpCounts[(int)IcmpCounter.Ignored]++;
                return;
            }

            ip.IcmpCounts[(int)IcmpCounter.Errors]++;
            PathError error = PathError.Unreachable;
            int maxPayload = 0;
            if (type == IcmpHeader.Unreachable)
            {
                int code = data[offset + IcmpHeader.Code];
                if (code == IcmpHeader.CodeFragmentationNeeded)
                {
                    error = PathError.TooLarge;
                    int mtu = BigEndian.ReadUInt16(data, offset + IcmpHeader.NextHopMtu);
                    if (mtu > 0 && mtu < MinMtu)
                    {
                        return;
                    }

                    // Routers older than RFC 1191 do not report a size.
                    maxPayload = mtu == 0 ? 0 : mtu - IPv4Header.MinLength;
                }
                else if (code == 2 || code == 3 || code == 9 || code == 10 || code == 13)
                {
                    // Protocol or port unreachable, or forbidden: RFC 1122 §4.2.3.9, RFC 1812 §5.2.7.1.
                    error = PathError.Refused;
                }
            }

            Peer peer = ip.Stack.Peers.Find((int)BigEndian.Swap(destination));
            transport.ErrorArrives(peer, error, maxPayload, data, packet + headerLength);
        }
    }
}
