// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    // Header prediction through all layers at once. Mostly the next frame comes from the same host to the same connection as the last one. The common
    // parts of both headers are compared eight bytes at a time, as BitConverter reads them. That costs the device less than an array access for each
    // byte. A segment that the connection did not expect gets all its checks, but does not go through the layers again. This is the one place where
    // TCP reads the headers of Ethernet and IPv4. It takes them from the last frame and compares them: it knows no address.
    public sealed partial class TcpTransport
    {
        // Offsets in a frame whose headers have no options.
        private const int Packet = EthernetHeader.Length;
        private const int SegmentStart = Packet + IPv4Header.MinLength;
        private const int HeadersLength = SegmentStart + TcpHeader.MinLength;

        /// <summary>The EtherType, and the first two bytes of a packet without options and type of service.</summary>
        private const int PlainType = EthernetHeader.WireTypeIPv4 | (PlainPacket << 16);

        private const int PlainPacket = 0x45;

        /// <summary>The bits that make a packet a fragment, and its protocol, in its eight bytes from the length on.</summary>
        private const ulong PacketMask = (IPv4Header.WireFragmentMask >> 16) | (0xFFUL << 56);

        private const ulong WholePacket = (ulong)IPv4Header.ProtocolTcp << 56;

        /// <summary>The same with the length, for the packet of a segment without text.</summary>
        private const ulong EmptyMask = PacketMask | 0xFFFF;

        private const ulong EmptyPacket = WholePacket | ((IPv4Header.MinLength + TcpHeader.MinLength) << 8);

        /// <summary>The pseudo header without addresses and length, less the packet's first word, which <see cref="_flowSum"/> has too much.</summary>
        private const int PseudoSum = (IPv4Header.ProtocolTcp << 8) - PlainPacket;

        /// <summary>A TCP header from its 13th byte on: no options, and of RFC 793's flags ACK alone.</summary>
        private const int PlainHeaderMask = 0xFFF0;

        private const int PlainHeader = 0x50 | (TcpHeader.Ack << 8);

        /// <summary>PSH in the header's second eight bytes. It tells nothing.</summary>
        private const ulong Push = (ulong)TcpHeader.Psh << 40;

        // The expected parts of the next frame for _last. These are eight bytes of the MAC addresses, both IPv4 addresses, their sum with the
        // packet's first word, and both ports with RCV.NXT.
        private ulong _flowMacs;
        private ulong _flowAddresses;
        private ulong _flowSum;
        private ulong _flowNext;

        // The second eight bytes of a header with SND.UNA and SND.WND as they are. PSH stands here when they are not known: it is in no header compared with it.
        private ulong _flowNumbers;

        /// <inheritdoc/>
        internal override bool ReceivePredicted(FrameBuffer frame)
        {
            ControlBlock connection = _last!;
            if (frame.Length < HeadersLength)
            {
                return false;
            }

            // Shifting a word by 16 bits changes it by a multiple of 65535, so remainders are sums of 16-bit words.
            byte[] data = frame.Data;
            int offset = frame.Offset;
            ulong packet = BitConverter.ToUInt64(data, offset + (Packet + IPv4Header.TotalLength));
            if (BitConverter.ToUInt64(data, offset) != _flowMacs || BitConverter.ToUInt32(data, offset + EthernetHeader.EtherType) != PlainType
                || BitConverter.ToUInt64(data, offset + (Packet + IPv4Header.Source)) != _flowAddresses
                || (packet + BitConverter.ToUInt16(data, offset + (Packet + IPv4Header.HeaderChecksum)) + _flowSum) % 0xFFFF != 0)
            {
                return false;
            }

            ulong first = BitConverter.ToUInt64(data, offset + SegmentStart);
            ulong second = BitConverter.ToUInt64(data, offset + (SegmentStart + TcpHeader.AcknowledgmentNumber));
            if ((packet & EmptyMask) == EmptyPacket)
            {
                if ((!EthernetLink.MayOffload || !frame.ChecksumVerified)
                    && (first % 0xFFFF + second % 0xFFFF + BitConverter.ToUInt32(data, offset + (SegmentStart + TcpHeader.SegmentChecksum))
                        + ((TcpHeader.MinLength << 8) + PseudoSum) + _flowSum) % 0xFFFF != 0)
                {
                    return false;
                }

                ulong numbers = second & ~Push;
                if (first != _flowNext || (numbers ^ _flowNumbers) >> 32 != 0 || (connection.Flags & ConnectionFlag.Unusual) != 0
                    || !HeaderPrediction.TakeAck(connection, (uint)second))
                {
                    return TakeUnpredicted(connection, data, offset + SegmentStart, TcpHeader.MinLength, first, second);
                }

                _flowNumbers = numbers;
            }
            else
            {
                // A packet that is too short for a header has a negative number of bytes, which is a large unsigned one.
                int text = (((byte)packet << 8) | (byte)(packet >> 8)) - (IPv4Header.MinLength + TcpHeader.MinLength);
                if ((packet & PacketMask) != WholePacket || (uint)text > (uint)(frame.Length - HeadersLength))
                {
                    return false;
                }

                if (_trustsEthernetForText && (!EthernetLink.MayOffload || !frame.ChecksumVerified) && first == _flowNext && (second & ~Push) == _flowNumbers
                    && (connection.Flags & ConnectionFlag.Unusual) == 0 && HeaderPrediction.TakeText(connection, data, offset + HeadersLength, text))
                {
                    _counts[(int)TcpCounter.TextUnverified]++;
                }
                else
                {
                    if ((!EthernetLink.MayOffload || !frame.ChecksumVerified)
                        && ((uint)(Checksum.Sum(data, offset + SegmentStart, text + TcpHeader.MinLength) + (text << 8) + ((TcpHeader.MinLength << 8) + PseudoSum)) + _flowSum)
                            % 0xFFFF != 0)
                    {
                        return false;
                    }

                    if (first != _flowNext || (second & ~Push) != _flowNumbers || (connection.Flags & ConnectionFlag.Unusual) != 0
                        || !HeaderPrediction.TakeText(connection, data, offset + HeadersLength, text))
                    {
                        return TakeUnpredicted(connection, data, offset + SegmentStart, text + TcpHeader.MinLength, first, second);
                    }
                }

                _flowNext = HeaderPrediction.ExpectedStart(connection);
            }

            NoteNews(connection);
            FramesPredicted++;
            return true;
        }

        /// <summary>Handles an unexpected segment between the same hosts. False when it is not for the connection.</summary>
        private bool TakeUnpredicted(ControlBlock connection, byte[] data, int offset, int length, ulong first, ulong second)
        {
            int headerLength = (int)(second >> 34) & 60;
            if ((int)first != connection.Ports || headerLength < TcpHeader.MinLength || headerLength > length)
            {
                return false;
            }

            Take(connection, data, offset, headerLength, length, first, second);
            FramesPredicted++;
            return true;
        }

        /// <summary>The next frame will have the addresses of this one.</summary>
        private void Predict(ControlBlock connection, FrameBuffer frame)
        {
            byte[] data = frame.Data;
            int offset = frame.Offset;
            _last = connection;
            _stack.Predictor = this;
            _flowMacs = BitConverter.ToUInt64(data, offset);
            _flowAddresses = BitConverter.ToUInt64(data, offset + (Packet + IPv4Header.Source));
            _flowSum = (uint)(connection.Peer!.AddressSum + PlainPacket);
        }

        /// <summary>
        /// Handles a segment for a connection. Its checksum is right and its header complete. Afterwards more may be known of the next segment, or
        /// nothing.
        /// </summary>
        private void Take(ControlBlock connection, byte[] data, int offset, int headerLength, int length, ulong first, ulong second)
        {
            NoteNews(connection);
            ulong numbers = second & ~Push;
            _flowNumbers = Push;
            if ((connection.Flags & ConnectionFlag.Unusual) != 0 || ((int)(numbers >> 32) & PlainHeaderMask) != PlainHeader || first != HeaderPrediction.ExpectedStart(connection)
                || !HeaderPrediction.TakePlain(connection, data, offset + TcpHeader.MinLength, length - TcpHeader.MinLength, numbers))
            {
                Arriving.Read(data, offset, headerLength, length, first, second);
                SegmentArrival.SegmentArrives(connection, Arriving);
            }
            else if (numbers >> 48 != 0)
            {
                _flowNext = length == TcpHeader.MinLength ? first : HeaderPrediction.ExpectedStart(connection);
                _flowNumbers = numbers;
            }
        }
    }
}
