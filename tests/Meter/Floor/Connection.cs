// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Wire;

namespace NanoTcp.Floor
{
    /// <summary>
    /// The least work of TCP for one connection in ESTABLISHED that is fixed at compile time. It compares headers, verifies both checksums, keeps RFC
    /// 9293's numbers and the timers' fields, and copies the text. It has no options, errors, congestion control or statistics. Everything is written
    /// out in the method that is counted; only what happens once in many segments is called.
    /// </summary>
    public sealed class Connection
    {
        private const long Never = long.MaxValue;
        private const int AckDelay = 40;
        private const int RetransmissionTimeout = 1000;

        // Where the header's fields are, from the frame's start.
        private const int Type = 12;
        private const int TotalLength = 16;
        private const int HeaderChecksum = 24;
        private const int SourceAddress = 26;
        private const int SourcePort = 34;
        private const int Sequence = 38;
        private const int Acknowledgment = 42;
        private const int Offset = 46;
        private const int Window = 48;
        private const int TcpChecksum = 50;

        /// <summary>Takes a frame that a controller has received. The frame is at <see cref="Layout.Received"/>.</summary>
        public readonly byte[] Received = new byte[Layout.Received + Layout.FullFrame + 4];

        /// <summary>A full segment to send at <see cref="Layout.Sent"/>, with its headers as they were when the one before was sent.</summary>
        public readonly byte[] Segment = new byte[Layout.Sent + Layout.FullFrame];

        /// <summary>
        /// An acknowledgment to send at the word <see cref="Layout.Ack"/>: a transfer of words has 9 instructions behind it, one of bytes 77.
        /// </summary>
        public readonly ushort[] Ack = new ushort[Layout.Ack + (Layout.MinFrame / 2)];

        private readonly byte[] _received = new byte[Layout.Buffer];
        private readonly byte[] _sent = new byte[Layout.Buffer];

        // Numbers as they are, and SEG.SEQ and SEG.ACK as they will arrive: RCV.NXT and SND.UNA.
        private uint _receiveNext;
        private uint _sendNext;
        private uint _sendUnacknowledged;
        private ulong _expected;

        // The other end's offset, flags and window as they last arrived, without PSH.
        private readonly uint _flagsAndWindow = 0xFFFF1050;
        private readonly int _sendWindow = 65535;

        private int _receiveHead;
        private int _receiveTail;
        private int _receivedCount;
        private int _sendTail;
        private int _underWay;

        // Sums of the templates without what is put in for each segment: text and, in a full segment, the sequence number.
        private ulong _ackSum;
        private ulong _segmentSum;

        // The values in the templates.
        private int _ackWindow = Layout.Buffer;
        private uint _ackSequence;
        private uint _segmentAcknowledgment;

        private long _ackAt = Never;
        private long _retransmitAt = Never;

        /// <summary>A connection that has just been opened.</summary>
        /// <param name="template">The headers of an acknowledgment: frame of 60 bytes, checksums right.</param>
        /// <param name="segmentTemplate">The headers of a full segment, whose TCP checksum nobody looks at.</param>
        /// <param name="sendNext">SND.NXT.</param>
        /// <param name="receiveNext">RCV.NXT.</param>
        public Connection(byte[] template, byte[] segmentTemplate, uint sendNext, uint receiveNext)
        {
            _sendNext = sendNext;
            _sendUnacknowledged = sendNext;
            _receiveNext = receiveNext;
            _ackSequence = sendNext;
            _segmentAcknowledgment = receiveNext;
            for (int i = 0; i < Layout.MinFrame; i += 2)
            {
                Ack[Layout.Ack + (i / 2)] = BitConverter.ToUInt16(template, i);
            }

            Array.Copy(segmentTemplate, 0, Segment, Layout.Sent, Layout.Headers);
            _expected = Swap(receiveNext) | ((ulong)Swap(sendNext) << 32);
            ulong numbers = ((ulong)receiveNext + Layout.Buffer) << 8;
            _ackSum = Layout.AckPseudoSum + 0x1050 + (((ulong)sendNext) << 8) + numbers;
            _segmentSum = (Layout.Addresses % Layout.Modulus) + Layout.Ports + 0x1050 + Layout.SegmentPseudoSum + numbers;
        }

        /// <summary>Takes a full segment in order that acknowledges nothing new.</summary>
        /// <returns>Whether it was one.</returns>
        public bool TakeSegment(long now)
        {
            byte[] data = Received;
            ulong header = BitConverter.ToUInt64(data, Layout.Received + TotalLength);
            int count = _receivedCount;
            if (BitConverter.ToUInt32(data, Layout.Received + Type) != Layout.TypeAndVersion
                || (header & Layout.HeaderMask) != Layout.SegmentHeader
                || (header + BitConverter.ToUInt16(data, Layout.Received + HeaderChecksum) + Layout.HeaderSum) % Layout.Modulus != 0
                || BitConverter.ToUInt64(data, Layout.Received + SourceAddress) != Layout.Addresses
                || BitConverter.ToUInt32(data, Layout.Received + SourcePort) != Layout.Ports
                || BitConverter.ToUInt64(data, Layout.Received + Sequence) != _expected
                || (BitConverter.ToUInt32(data, Layout.Received + Offset) & ~Layout.Push) != _flagsAndWindow
                || count > Layout.Buffer - Layout.SegmentSize
                || (Checksum.Sum(data, Layout.Received + SourceAddress, 28 + Layout.SegmentSize) + Layout.SegmentPseudoSum) % Layout.Modulus != 0)
            {
                return false;
            }

            int tail = _receiveTail;
            Array.Copy(data, Layout.Received + Layout.Headers, _received, tail, Layout.SegmentSize);
            tail += Layout.SegmentSize;
            _receiveTail = tail == Layout.Buffer ? 0 : tail;
            _receivedCount = count + Layout.SegmentSize;

            // RCV.NXT goes straight to where it is sent from and where it is compared.
            uint next = _receiveNext + Layout.SegmentSize;
            _receiveNext = next;
            ushort low = (ushort)(((next >> 8) & 0xFF) | (next << 8));
            Ack[Layout.Ack + ((Acknowledgment + 2) / 2)] = low;
            _expected = (_expected & 0xFFFFFFFF0000FFFF) | ((ulong)low << 16);
            _ackSum += Layout.SegmentSize << 8;
            if ((next & 0xFFFF) < Layout.SegmentSize)
            {
                CarryReceiveNext(next);
            }

            // Every second segment is acknowledged at once (RFC 9293, 3.8.6.3).
            _ackAt = _ackAt == Never ? now + AckDelay : now;
            return true;
        }

        /// <summary>Takes an acknowledgment without text.</summary>
        /// <returns>Whether it was one of something new.</returns>
        public bool TakeAck(long now)
        {
            byte[] data = Received;
            ulong header = BitConverter.ToUInt64(data, Layout.Received + TotalLength);
            ulong numbers = BitConverter.ToUInt64(data, Layout.Received + Sequence);
            uint flags = BitConverter.ToUInt32(data, Layout.Received + Offset);
            if (BitConverter.ToUInt32(data, Layout.Received + Type) != Layout.TypeAndVersion
                || (header & Layout.HeaderMask) != Layout.AckHeader
                || (header + BitConverter.ToUInt16(data, Layout.Received + HeaderChecksum) + Layout.HeaderSum) % Layout.Modulus != 0
                || BitConverter.ToUInt64(data, Layout.Received + SourceAddress) != Layout.Addresses
                || BitConverter.ToUInt32(data, Layout.Received + SourcePort) != Layout.Ports
                || (uint)numbers != (uint)_expected
                || flags != _flagsAndWindow
                || ((numbers % Layout.Modulus) + flags + BitConverter.ToUInt32(data, Layout.Received + TcpChecksum) + Layout.AckPseudoSum) % Layout.Modulus != 0)
            {
                return false;
            }

            // SND.UNA < SEG.ACK =< SND.NXT
            uint wire = (uint)(numbers >> 32);
            uint acknowledgment = (wire << 24) | ((wire & 0xFF00) << 8) | ((wire >> 8) & 0xFF00) | (wire >> 24);
            int acknowledged = (int)(acknowledgment - _sendUnacknowledged);
            int underWay = _underWay;
            if ((uint)(acknowledged - 1) >= (uint)underWay)
            {
                return false;
            }

            _sendUnacknowledged = acknowledgment;
            _expected = numbers;
            underWay -= acknowledged;
            _underWay = underWay;

            // RFC 6298, 5.2 and 5.3.
            _retransmitAt = underWay == 0 ? Never : now + RetransmissionTimeout;
            return true;
        }

        /// <summary>Gives a full segment's text to the application.</summary>
        public bool Read(byte[] buffer)
        {
            int count = _receivedCount;
            if (count < Layout.SegmentSize)
            {
                return false;
            }

            int head = _receiveHead;
            Array.Copy(_received, head, buffer, 0, Layout.SegmentSize);
            head += Layout.SegmentSize;
            _receiveHead = head == Layout.Buffer ? 0 : head;
            _receivedCount = count - Layout.SegmentSize;
            return true;
        }

        /// <summary>Makes a full segment of the application's text, if there is room and window for it: <see cref="Segment"/>.</summary>
        public bool Write(byte[] text, long now)
        {
            int underWay = _underWay;
            if (underWay > Layout.Buffer - Layout.SegmentSize || underWay > _sendWindow - Layout.SegmentSize)
            {
                return false;
            }

            byte[] segment = Segment;
            int tail = _sendTail;
            Array.Copy(text, 0, _sent, tail, Layout.SegmentSize);
            Array.Copy(text, 0, segment, Layout.Sent + Layout.Headers, Layout.SegmentSize);
            tail += Layout.SegmentSize;
            _sendTail = tail == Layout.Buffer ? 0 : tail;
            uint sequence = _sendNext;
            segment[Layout.Sent + Sequence + 2] = (byte)(sequence >> 8);
            segment[Layout.Sent + Sequence + 3] = (byte)sequence;
            if ((sequence & 0xFFFF) < Layout.SegmentSize)
            {
                segment[Layout.Sent + Sequence] = (byte)(sequence >> 24);
                segment[Layout.Sent + Sequence + 1] = (byte)(sequence >> 16);
            }

            if (_receiveNext != _segmentAcknowledgment)
            {
                TellAcknowledgment();
            }

            int sum = Checksum.Sum(text, 0, Layout.SegmentSize);
            int checksum = ~(int)((_segmentSum + ((ulong)sequence << 8) + (uint)sum) % Layout.Modulus);
            segment[Layout.Sent + TcpChecksum] = (byte)checksum;
            segment[Layout.Sent + TcpChecksum + 1] = (byte)(checksum >> 8);
            _sendNext = sequence + Layout.SegmentSize;
            _underWay = underWay + Layout.SegmentSize;
            _ackAt = Never;

            // RFC 6298, 5.1.
            if (_retransmitAt == Never)
            {
                _retransmitAt = now + RetransmissionTimeout;
            }

            return true;
        }

        /// <summary>Makes the acknowledgment that was held back, if its time has come: <see cref="Ack"/>.</summary>
        public bool Acknowledge(long now)
        {
            if (now < _ackAt)
            {
                return false;
            }

            ushort[] ack = Ack;
            int window = Layout.Buffer - _receivedCount;
            if (window != _ackWindow)
            {
                _ackSum += (ulong)(window - _ackWindow + Layout.Modulus) << 8;
                _ackWindow = window;
                ack[Layout.Ack + (Window / 2)] = (ushort)(((window >> 8) & 0xFF) | (window << 8));
            }

            if (_sendNext != _ackSequence)
            {
                TellSequence();
            }

            ack[Layout.Ack + (TcpChecksum / 2)] = (ushort)~(_ackSum % Layout.Modulus);
            _ackAt = Never;
            return true;
        }

        private static uint Swap(uint number)
        {
            return (number << 24) | ((number & 0xFF00) << 8) | ((number >> 8) & 0xFF00) | (number >> 24);
        }

        /// <summary>The upper half of RCV.NXT has changed. Sums have 2^32 as 1.</summary>
        private void CarryReceiveNext(uint next)
        {
            uint wire = Swap(next);
            Ack[Layout.Ack + (Acknowledgment / 2)] = (ushort)wire;
            _expected = (_expected & 0xFFFFFFFF00000000) | wire;
            if (next < Layout.SegmentSize)
            {
                _ackSum += (Layout.Modulus - 1) << 8;
            }
        }

        private void TellSequence()
        {
            _ackSum += ((ulong)_sendNext + ((Layout.Modulus * 65537UL) - _ackSequence)) << 8;
            _ackSequence = _sendNext;
            uint wire = Swap(_sendNext);
            Ack[Layout.Ack + (Sequence / 2)] = (ushort)wire;
            Ack[Layout.Ack + (Sequence / 2) + 1] = (ushort)(wire >> 16);
        }

        private void TellAcknowledgment()
        {
            uint number = _receiveNext;
            _segmentSum += ((ulong)number + ((Layout.Modulus * 65537UL) - _segmentAcknowledgment)) << 8;
            _segmentAcknowledgment = number;
            for (int i = 0; i < 4; i++)
            {
                Segment[Layout.Sent + Acknowledgment + i] = (byte)(number >> (24 - (8 * i)));
            }
        }
    }
}
