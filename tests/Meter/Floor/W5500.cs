// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using System.Device.Spi;

namespace NanoTcp.Floor
{
    /// <summary>
    /// The transactions that a W5500 needs for a frame (data sheet 4.2), on a chip that is set up: four to receive, three to send.
    /// </summary>
    public sealed class W5500
    {
        private const int ReadSocket = 0x08;
        private const int WriteSocket = 0x0C;
        private const int WriteTransmitBuffer = 0x14;
        private const int ReadReceiveBuffer = 0x18;
        private const int HeaderStart = 8;
        private const int SendHeaderStart = Layout.Sent - 3;

        // The record's length.
        private const int Prefix = Layout.Received - 2;

        private readonly SpiDevice _device;
        private readonly byte[] _received;
        private readonly byte[] _segment;
        private readonly ushort[] _ack;

        // RECV for what Sn_RX_RD gives back. The flag of INT stays, so that no further edge comes.
        private readonly ushort[] _giveBack = new ushort[] { 0x0100, WriteSocket | (0x40 << 8) };

        // All pointers, from the byte in front of Sn_TX_RD.
        private readonly ushort[] _readPointers = new ushort[] { 0x2100, ReadSocket, 0, 0, 0, 0, 0 };
        private readonly ushort[] _pointers = new ushort[7];

        // Sn_RX_RD and Sn_TX_WR, each behind a byte that cannot be written.
        private readonly ushort[] _readTo = new ushort[] { 0x2700, WriteSocket, 0 };
        private readonly ushort[] _writtenTo = new ushort[] { 0x2300, WriteSocket, 0 };
        private readonly ushort[] _send = new ushort[] { 0x0100, WriteSocket | (0x20 << 8) };

        // Two bytes before Sn_RX_RD: they are read again, so that a frame stands where the other controller's does.
        private int _address;
        private int _end;
        private ushort _endWord;

        /// <summary>Takes over a chip.</summary>
        public W5500(SpiDevice device, Connection connection)
        {
            _device = device;
            _received = connection.Received;
            _segment = connection.Segment;
            _ack = connection.Ack;
            _segment[SendHeaderStart + 2] = WriteTransmitBuffer;
            _ack[1] = WriteTransmitBuffer;
            device.TransferFullDuplex(_readPointers, _pointers);
            _address = (Swap(_pointers[5]) - 2) & 0xFFFF;
            _endWord = _pointers[3];
            _end = Swap(_endWord);
        }

        /// <summary>Brings a frame, if the pointers tell of one.</summary>
        /// <returns>Its length; 0: there is none.</returns>
        public int Receive()
        {
            SpiDevice device = _device;
            ushort[] pointers = _pointers;
            device.TransferFullDuplex(_readPointers, pointers);
            ushort word = pointers[6];
            int end = ((word & 0xFF) << 8) | (word >> 8);
            int address = _address;
            int count = (end - address) & 0xFFFF;
            if (count < Layout.MinFrame)
            {
                return 0;
            }

            byte[] received = _received;
            received[HeaderStart] = (byte)(address >> 8);
            received[HeaderStart + 1] = (byte)address;
            received[HeaderStart + 2] = ReadReceiveBuffer;
            SpanByte burst = new SpanByte(received, HeaderStart, 3 + count);
            device.TransferFullDuplex(burst, burst);

            // The record is as long as the pointers say, so they were not torn.
            if (((received[Prefix] << 8) | received[Prefix + 1]) != count - 2)
            {
                return 0;
            }

            _readTo[2] = word;
            device.Write(_readTo);
            device.Write(_giveBack);
            _address = (end - 2) & 0xFFFF;
            return count - 4;
        }

        /// <summary>Sends the connection's full segment.</summary>
        public void SendSegment()
        {
            SpiDevice device = _device;
            while (_pointers[2] != _endWord)
            {
                device.TransferFullDuplex(_readPointers, _pointers);
            }

            int end = _end;
            byte[] segment = _segment;
            segment[SendHeaderStart] = (byte)(end >> 8);
            segment[SendHeaderStart + 1] = (byte)end;
            device.Write(new SpanByte(segment, SendHeaderStart, 3 + Layout.FullFrame));
            end = (end + Layout.FullFrame) & 0xFFFF;
            ushort word = (ushort)((end >> 8) | (end << 8));
            _writtenTo[2] = word;
            device.Write(_writtenTo);
            device.Write(_send);
            _end = end;
            _endWord = word;
        }

        /// <summary>Sends the connection's acknowledgment; one byte goes in front of it, where the frame before has been, so that it stands in words.</summary>
        public void SendAck()
        {
            SpiDevice device = _device;
            while (_pointers[2] != _endWord)
            {
                device.TransferFullDuplex(_readPointers, _pointers);
            }

            int end = _end - 1;
            ushort[] ack = _ack;
            ack[0] = (ushort)(((end >> 8) & 0xFF) | (end << 8));
            device.Write(ack);
            end = (end + 1 + Layout.MinFrame) & 0xFFFF;
            ushort word = (ushort)((end >> 8) | (end << 8));
            _writtenTo[2] = word;
            device.Write(_writtenTo);
            device.Write(_send);
            _end = end;
            _endWord = word;
        }

        private static int Swap(ushort word)
        {
            return ((word & 0xFF) << 8) | (word >> 8);
        }
    }
}
