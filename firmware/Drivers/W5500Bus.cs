// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Drivers
{
    /// <summary>
    /// The SPI frames of the W5500 (data sheet 2.2): two bytes of address, one of control, then data at ascending addresses. Register
    /// traffic goes through arrays of words, because that allocates nothing on the device; so each frame has an even number of bytes.
    /// </summary>
    internal sealed class W5500Bus
    {
        /// <summary>Bytes in front of the data.</summary>
        public const int HeaderLength = 3;

        /// <summary>The value of Sn_IMR that the status shows as long as the chip is the one that was configured.</summary>
        public const int InterruptMask = W5500Register.Sn_IR_RECV;

        /// <summary>Sn_TX_RD of the last status.</summary>
        public int TransmitRead;

        /// <summary>Sn_RX_WR of the last status.</summary>
        public int ReceiveWrite;

        /// <summary>Whether the last status was that of the chip that was set up, with the pointer that it was given.</summary>
        public bool IsOurs;

        // SPI frames that are always the same, or have only their data changed: put together once.
        private readonly ushort[] _clearReceived = Frame(W5500Register.Sn_IR, W5500Register.WriteSocket0 | (W5500Register.Sn_IR_RECV << 8), 2);
        private readonly ushort[] _receive = Frame(W5500Register.Sn_CR, W5500Register.WriteSocket0 | (W5500Register.RECV << 8), 2);
        private readonly ushort[] _send = Frame(W5500Register.Sn_CR, W5500Register.WriteSocket0 | (W5500Register.SEND << 8), 2);
        private readonly ushort[] _receivePointer = Frame(W5500Register.Sn_RX_RD, W5500Register.WriteSocket0, 3);
        private readonly ushort[] _transmitPointer = Frame(W5500Register.Sn_TX_WR, W5500Register.WriteSocket0, 3);
        private readonly ushort[] _transmitRead = Frame(W5500Register.Sn_TX_RD, W5500Register.ReadSocket0, 3);
        private readonly ushort[] _status = Frame(W5500Register.Sn_TX_RD, W5500Register.ReadSocket0, 7);

        private readonly SpiBus _bus;
        private readonly bool _splitPointers;
        private readonly ushort[] _write4 = new ushort[2];
        private readonly ushort[] _read4 = new ushort[2];
        private readonly ushort[] _write6 = new ushort[3];
        private readonly ushort[] _read6 = new ushort[3];
        private readonly ushort[] _readStatus = new ushort[7];

        public W5500Bus(SpiBus bus, bool splitPointers)
        {
            _bus = bus;
            _splitPointers = splitPointers;
        }

        /// <summary>Reads one register.</summary>
        public int Read(int control, int address)
        {
            _write4[0] = (ushort)(address << 8);
            _write4[1] = (ushort)control;
            _bus.Exchange(_write4, _read4);
            return _read4[1] >> 8;
        }

        /// <summary>Writes one register.</summary>
        public void Write(int control, int address, int value)
        {
            _write4[0] = (ushort)(address << 8);
            _write4[1] = (ushort)(control | (value << 8));
            _bus.Exchange(_write4, _read4);
        }

        /// <summary>Reads a register of two bytes; the one behind it is read as well.</summary>
        public int ReadWord(int control, int address)
        {
            _write6[0] = (ushort)(address << 8);
            _write6[1] = (ushort)control;
            _bus.Exchange(_write6, _read6);
            return (_read6[1] & 0xFF00) | (_read6[2] & 0xFF);
        }

        /// <summary>
        /// Has the chip send what stands in its buffer up to a pointer: Sn_TX_WR, then SEND. Nothing is read back: until the next command at
        /// least two more frames go over the bus, longer than the chip takes to accept one, and a command that got lost all the same shows in
        /// what the driver looks at next.
        /// </summary>
        public void Send(int pointer)
        {
            WritePointer(_transmitPointer, W5500Register.Sn_TX_WR, pointer);
            _bus.Exchange(_send, _read4);
        }

        /// <summary>Gives the chip back what stands in its buffer up to a pointer: Sn_RX_RD, then RECV.</summary>
        public void Release(int pointer)
        {
            WritePointer(_receivePointer, W5500Register.Sn_RX_RD, pointer);
            _bus.Exchange(_receive, _read4);
        }

        /// <summary>RECV once more, in case that the chip has missed it.</summary>
        public void ReleaseAgain()
        {
            _bus.Exchange(_receive, _read4);
        }

        /// <summary>Clears the flag that lowers INT.</summary>
        public void ClearReceived()
        {
            _bus.Exchange(_clearReceived, _read4);
        }

        /// <summary>Sn_TX_RD of socket 0: how far transmission is.</summary>
        public int ReadTransmitted()
        {
            ushort[] words = _read6;
            _bus.Exchange(_transmitRead, words);
            return (words[1] & 0xFF00) | (words[2] & 0xFF);
        }

        /// <summary>Gives socket 0 a command.</summary>
        public void Command(int command)
        {
            Write(W5500Register.WriteSocket0, W5500Register.Sn_CR, command);
        }

        /// <summary>
        /// Reads what stands from Sn_TX_RD to Sn_IMR in one frame: how far transmission is, what has been received, and whether the chip
        /// is still set up. The chip may change Sn_RX_RSR and Sn_RX_WR meanwhile (data sheet 4.2 asks to read twice); false when they do
        /// not agree with each other and with the pointer that was written to Sn_RX_RD.
        /// </summary>
        public bool ReadStatus(int readPointer)
        {
            ushort[] status = _readStatus;
            _bus.Exchange(_status, status);
            int write = (status[5] & 0xFF00) | (status[6] & 0xFF);
            TransmitRead = (status[1] & 0xFF00) | (status[2] & 0xFF);
            ReceiveWrite = write;
            IsOurs = ((status[4] & 0xFF00) | (status[5] & 0xFF)) == readPointer && status[6] >> 8 == InterruptMask;
            return IsOurs && ((status[3] & 0xFF00) | (status[4] & 0xFF)) == ((write - readPointer) & 0xFFFF);
        }

        /// <summary>
        /// Clocks a header and <paramref name="count"/> data bytes to or from a buffer. The three bytes of the header go where the data
        /// array has them, at <paramref name="start"/>.
        /// </summary>
        public void TransferBuffer(int control, int pointer, byte[] write, byte[] read, int start, int count)
        {
            write[start] = (byte)(pointer >> 8);
            write[start + 1] = (byte)pointer;
            write[start + 2] = (byte)control;
            _bus.TransferFrame(write, read, start, HeaderLength + count);
        }

        private static ushort[] Frame(int address, int control, int words)
        {
            ushort[] frame = new ushort[words];
            frame[0] = (ushort)(address << 8);
            frame[1] = (ushort)control;
            return frame;
        }

        /// <summary>See <see cref="W5500LinkOptions.SplitPointerWrites"/>.</summary>
        private void WritePointer(ushort[] frame, int address, int value)
        {
            if (_splitPointers)
            {
                Write(W5500Register.WriteSocket0, address, value >> 8);
                Write(W5500Register.WriteSocket0, address + 1, value & 0xFF);
                return;
            }

            frame[1] = (ushort)(W5500Register.WriteSocket0 | (value & 0xFF00));
            frame[2] = (ushort)(value & 0xFF);
            _bus.Exchange(frame, _read6);
        }
    }
}
