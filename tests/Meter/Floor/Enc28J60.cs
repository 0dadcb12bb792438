// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using System.Device.Spi;

namespace NanoTcp.Floor
{
    /// <summary>
    /// The transactions that an ENC28J60 needs for a frame (DS39662 chapter 7), on a chip that is set up, bank 0 selected: three to receive, four
    /// or five to send.
    /// </summary>
    public sealed class Enc28J60
    {
        /// <summary>The length of the next frame: how much is read at once.</summary>
        public int Expected = Layout.MinFrame;

        private const int ReadBufferMemory = 0x3A;
        private const int WriteBufferMemory = 0x7A;
        private const int WriteRegister = 0x40;
        private const int BitFieldSet = 0x80;
        private const int BitFieldClear = 0xA0;
        private const int WritePointerLow = WriteRegister | 0x02;
        private const int WritePointerHigh = WriteRegister | 0x03;
        private const int TransmitStartLow = WriteRegister | 0x04;
        private const int TransmitEndLow = WriteRegister | 0x06;
        private const int TransmitEndHigh = WriteRegister | 0x07;
        private const int ReceiveReadHigh = WriteRegister | 0x0D;
        private const int Status = 0x1D;
        private const int Control2 = 0x1E;
        private const int Control1 = 0x1F;
        private const int PacketDecrement = 0x40;
        private const int TransmitRequest = 0x08;
        private const int Interrupt = 0x80;
        private const int BankSelect = 0x03;

        private const int Start = 8;
        private const int Header = Start + 1;
        private const int CheckLength = 4;
        private const int SendStart = Layout.Sent - 2;

        // The receive buffer ends at 0x13FF. The frame to send begins where a write in words, which puts two bytes in front of it, leaves it.
        private const int LastPage = 0x13;
        private const int WriteStart = 0x1400;
        private const int Slot = WriteStart + 2;

        private readonly SpiDevice _device;
        private readonly byte[] _received;
        private readonly byte[] _segment;
        private readonly ushort[] _ack;
        private readonly ushort[] _answer = new ushort[1];

        // Instructions of two bytes, the data in the high one.
        private readonly ushort[] _decrement = new ushort[] { (PacketDecrement << 8) | BitFieldSet | Control2 };
        private readonly ushort[] _readStatus = new ushort[] { Status };
        private readonly ushort[] _readControl = new ushort[] { Control1 };
        private readonly ushort[] _request = new ushort[] { (TransmitRequest << 8) | BitFieldSet | Control1 };
        private readonly ushort[] _writeLowSegment = new ushort[] { ((Slot & 0xFF) << 8) | WritePointerLow };
        private readonly ushort[] _writeLowAck = new ushort[] { ((WriteStart & 0xFF) << 8) | WritePointerLow };
        private readonly ushort[] _writeHigh = new ushort[] { (WriteStart & 0xFF00) | WritePointerHigh };
        private readonly ushort[] _giveBack = new ushort[1];

        private int _page;
        private int _end;
        private bool _isHighMoved = true;

        /// <summary>Takes over a chip that has received nothing yet.</summary>
        public Enc28J60(SpiDevice device, Connection connection)
        {
            _device = device;
            _received = connection.Received;
            _segment = connection.Segment;
            _ack = connection.Ack;
            _segment[SendStart] = WriteBufferMemory;
            _ack[0] = WriteBufferMemory;
            Instruct((BankSelect << 8) | BitFieldClear | Control1);
            Instruct(((Slot & 0xFF) << 8) | TransmitStartLow);
            Instruct((Slot & 0xFF00) | (TransmitStartLow + 1));
        }

        /// <summary>Reads the next frame, if ESTAT.INT shows one. The pin is off meanwhile.</summary>
        /// <returns>Its length; 0: there is none.</returns>
        public int Receive()
        {
            SpiDevice device = _device;
            ushort[] answer = _answer;
            device.TransferFullDuplex(_readStatus, answer);
            if ((answer[0] & (Interrupt << 8)) == 0)
            {
                return 0;
            }

            // Opcode, pointer to the next packet, count, status, and the frame with its check sequence.
            int expected = Expected;
            byte[] received = _received;
            received[Start] = ReadBufferMemory;
            SpanByte burst = new SpanByte(received, Start, 7 + CheckLength + expected);
            device.TransferFullDuplex(burst, burst);
            int header = BitConverter.ToInt32(received, Header);
            if (header >> 16 != expected + CheckLength)
            {
                return 0;
            }

            // ERXRDPT is odd (erratum 14) as long as its low byte stays 0xFF, so it is moved by pages.
            int page = (header >> 8) & 0xFF;
            if (page != _page)
            {
                _page = page;
                _giveBack[0] = (ushort)(((page == 0 ? LastPage : page - 1) << 8) | ReceiveReadHigh);
                device.Write(_giveBack);
            }

            device.Write(_decrement);
            return expected;
        }

        /// <summary>Sends the connection's full segment.</summary>
        public void SendSegment()
        {
            SpiDevice device = _device;
            ushort[] answer = _answer;
            do
            {
                device.TransferFullDuplex(_readControl, answer);
            }
            while ((answer[0] & (TransmitRequest << 8)) != 0);
            device.Write(_writeLowSegment);
            if (_isHighMoved)
            {
                device.Write(_writeHigh);
            }

            device.Write(new SpanByte(_segment, SendStart, 2 + Layout.FullFrame));
            _isHighMoved = true;
            if (_end != Slot + Layout.FullFrame)
            {
                SetEnd(Slot + Layout.FullFrame);
            }

            device.Write(_request);
        }

        /// <summary>Sends the connection's acknowledgment.</summary>
        public void SendAck()
        {
            SpiDevice device = _device;
            ushort[] answer = _answer;
            do
            {
                device.TransferFullDuplex(_readControl, answer);
            }
            while ((answer[0] & (TransmitRequest << 8)) != 0);
            device.Write(_writeLowAck);
            if (_isHighMoved)
            {
                device.Write(_writeHigh);
                _isHighMoved = false;
            }

            device.Write(_ack);
            if (_end != Slot + Layout.MinFrame)
            {
                SetEnd(Slot + Layout.MinFrame);
            }

            device.Write(_request);
        }

        private void SetEnd(int end)
        {
            _end = end;
            Instruct((end << 8) | TransmitEndLow);
            Instruct((end & 0xFF00) | TransmitEndHigh);
        }

        private void Instruct(int instruction)
        {
            _giveBack[0] = (ushort)instruction;
            _device.Write(_giveBack);
        }
    }
}
