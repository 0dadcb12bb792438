// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Ip;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    // Header prediction through all layers at once: mostly the next frame is from the same host to the same connection as the last one. Then what
    // all their headers must have in common is compared eight bytes at a time, as BitConverter reads them: a call costs the device less than an
    // array access for each byte. What the connection did not expect gets all its checks, but does not go through the layers once more.
    public sealed partial class TcpTransport
    {
        // Where what is read stands in a frame whose headers have no options.
        private const int Packet = EthernetHeader.Length;
        private const int SegmentStart = Packet + IPv4Header.MinLength;
        private const int HeadersLength = SegmentStart + TcpHeader.MinLength;

        /// <summary>
        /// Of the first eight bytes of an IPv4 header: version and header length, and what makes a packet a fragment. Without options, and whole, it
        /// has <see cref="PlainPacket"/> there.
        /// </summary>
        private const ulong PlainPacketMask = IPv4Header.WireFragmentMask | 0xFF;

        private const int PlainPacket = 0x45;

        /// <summary>
        /// The same of a TCP header's second eight bytes, from the fifth of them on: no options, and of the flags that RFC 793 had ACK alone, or with PSH.
        /// </summary>
        private const int PlainHeaderMask = 0xF0 | ((0xFF & ~TcpHeader.Psh) << 8);

        private const int PlainHeader = 0x50 | (TcpHeader.Ack << 8);

        // Of the last frame for _last: both MAC addresses and the type of Ethernet, which overlap, and both IPv4 addresses and their sum.
        private ulong _flowMacs;
        private ulong _flowType;
        private ulong _flowAddresses;
        private uint _flowSum;

        /// <inheritdoc/>
        internal override bool ReceivePredicted(FrameBuffer frame)
        {
            TcpConnection? connection = _last;
            if (connection == null)
            {
                return false;
            }

            int room = frame.Length - HeadersLength;
            if (room < 0)
            {
                return false;
            }

            byte[] data = frame.Data;
            int offset = frame.Offset;
            if (BitConverter.ToUInt64(data, offset) != _flowMacs || BitConverter.ToUInt64(data, offset + EthernetHeader.Source) != _flowType
                || BitConverter.ToUInt64(data, offset + Packet + IPv4Header.Source) != _flowAddresses)
            {
                return false;
            }

            ulong packet = BitConverter.ToUInt64(data, offset + Packet);
            uint protocol = BitConverter.ToUInt32(data, offset + Packet + IPv4Header.TimeToLive);
            int length = (int)((packet >> 8 & 0xFF00) | ((uint)packet >> 24)) - HeadersLength + Packet;
            if ((packet & PlainPacketMask) != PlainPacket || (protocol & 0xFF00) != IPv4Header.ProtocolTcp << 8
                || (uint)length > (uint)room)
            {
                return false;
            }

            // 65535 divides what a word gains by being moved up, so remainders are sums of 16-bit words.
            ulong first = BitConverter.ToUInt64(data, offset + SegmentStart);
            if ((int)first != connection.Ports || (packet % 0xFFFF + protocol + _flowSum) % 0xFFFF != 0)
            {
                return false;
            }

            ulong second = BitConverter.ToUInt64(data, offset + SegmentStart + TcpHeader.AcknowledgmentNumber);
            if (!EthernetLink.MayOffload || !frame.ChecksumVerified)
            {
                ulong sum = length == 0
                    ? first % 0xFFFF + second % 0xFFFF + BitConverter.ToUInt32(data, offset + SegmentStart + TcpHeader.SegmentChecksum)
                    : (uint)Checksum.Sum(data, offset + SegmentStart, TcpHeader.MinLength + length);
                if ((sum + _flowSum + (uint)((length + TcpHeader.MinLength + IPv4Header.ProtocolTcp) << 8)) % 0xFFFF != 0)
                {
                    return false;
                }
            }

            if (((int)(second >> 32) & PlainHeaderMask) != PlainHeader || (connection.Marks & Mark.Unusual) != 0
                || !connection.TakePredicted(data, offset + HeadersLength, length, first, second))
            {
                int headerLength = (int)(second >> 34) & 60;
                length += TcpHeader.MinLength;
                if (headerLength < TcpHeader.MinLength || headerLength > length)
                {
                    return false;
                }

                connection.SegmentArrives(data, offset + SegmentStart, headerLength, length);
            }

            int[] counts = _counts;
            counts[(int)Counter.FramesReceived]++;
            counts[(int)Counter.TcpSegmentsReceived]++;
            return true;
        }

        /// <summary>The next frame will be from and to where this one was.</summary>
        private void Predict(TcpConnection connection, FrameBuffer frame)
        {
            byte[] data = frame.Data;
            int offset = frame.Offset;
            _last = connection;
            _flowMacs = BitConverter.ToUInt64(data, offset);
            _flowType = BitConverter.ToUInt64(data, offset + EthernetHeader.Source);
            _flowAddresses = BitConverter.ToUInt64(data, offset + Packet + IPv4Header.Source);
            _flowSum = (uint)connection.Peer!.AddressSum;
        }
    }
}
