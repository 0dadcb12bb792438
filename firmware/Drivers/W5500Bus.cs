// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Device.Spi;

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

        /// <summary>Where Sn_TX_RD, Sn_RX_RSR and Sn_RX_WR stand in <see cref="Status"/>.</summary>
        public const int TransmitRead = 2;
        public const int ReceivedSize = 4;
        public const int ReceiveWrite = 6;

        /// <summary>A word times this has the word twice, one behind the other.</summary>
        public const int TwoWords = 0x10001;

        /// <summary>
        /// Where the pointer stands in <see cref="TransmitPointer"/>, <see cref="ReceivePointer"/> and the answer to <see cref="ReadTransmitted"/>.
        /// </summary>
        public const int Pointer = 2;

        // The SPI frames of the data path, put together once. A header has three bytes; so those with pointers begin at the byte in front of
        // the first one, which is read-only, and each pointer is a word: its high byte, which the chip has first, is the word's low one.

        /// <summary>Reads Sn_TX_FSR's low byte and all pointers of socket 0, Sn_TX_RD to Sn_RX_WR, into <see cref="Status"/>.</summary>
        public readonly ushort[] ReadPointers = Frame(W5500Register.Sn_TX_RD - 1, W5500Register.ReadSocket0, 7);

        /// <summary>What has been read of them last; <see cref="TransmitRead"/> is kept up to date by every look at the chip.</summary>
        public readonly ushort[] Status = new ushort[7];

        /// <summary>Sn_RX_RD, behind a byte of Sn_RX_RSR that the chip ignores.</summary>
        public readonly ushort[] ReceivePointer = Frame(W5500Register.Sn_RX_RD - 1, W5500Register.WriteSocket0, 3);

        /// <summary>Sn_TX_WR, behind a byte of Sn_TX_RD that the chip ignores.</summary>
        public readonly ushort[] TransmitPointer = Frame(W5500Register.Sn_TX_WR - 1, W5500Register.WriteSocket0, 3);

        /// <summary>RECV, which gives the chip back what stands in its buffer up to Sn_RX_RD.</summary>
        public readonly ushort[] Receive = Frame(W5500Register.Sn_CR, W5500Register.WriteSocket0 | (W5500Register.RECV << 8), 2);

        /// <summary>SEND, which sends what stands in its buffer up to Sn_TX_WR.</summary>
        public readonly ushort[] Send = Frame(W5500Register.Sn_CR, W5500Register.WriteSocket0 | (W5500Register.SEND << 8), 2);

        /// <summary>Clears the flag that lowers INT.</summary>
        public readonly ushort[] ClearReceived = Frame(W5500Register.Sn_IR, W5500Register.WriteSocket0 | (W5500Register.Sn_IR_RECV << 8), 2);

        /// <summary>Reads Sn_TX_RD: how far transmission is.</summary>
        public readonly ushort[] ReadTransmitted = Frame(W5500Register.Sn_TX_RD - 1, W5500Register.ReadSocket0, 3);

        /// <summary>Where frames have been written to as far as the last checked status says: Sn_RX_WR.</summary>
        public int ReceivedEnd;

        /// <summary>Whether the last status was that of the chip that was set up, with the pointer that it was given.</summary>
        public bool IsOurs;

        /// <summary>When the registers are compared with what they should hold; 0 after any sign of trouble.</summary>
        public long CompareAt;

        private readonly ushort[] _readPhy = Frame(W5500Register.PHYCFGR, W5500Register.ReadCommon, 2);
        private readonly ushort[] _check = Frame(W5500Register.Sn_TX_RD, W5500Register.ReadSocket0, 7);
        private readonly SpiDevice _device;
        private readonly ushort[] _write4 = new ushort[2];
        private readonly ushort[] _read4 = new ushort[2];
        private readonly ushort[] _write6 = new ushort[3];
        private readonly ushort[] _read6 = new ushort[3];
        private readonly ushort[] _checked = new ushort[7];

        public W5500Bus(SpiBus bus)
        {
            _device = bus.Device;
        }

        /// <summary>Reads one register.</summary>
        public int Read(int control, int address)
        {
            _write4[0] = (ushort)(address << 8);
            _write4[1] = (ushort)control;
            _device.TransferFullDuplex(_write4, _read4);
            return _read4[1] >> 8;
        }

        /// <summary>Writes one register.</summary>
        public void Write(int control, int address, int value)
        {
            _write4[0] = (ushort)(address << 8);
            _write4[1] = (ushort)(control | (value << 8));
            _device.Write(_write4);
        }

        /// <summary>Reads a register of two bytes; the one behind it is read as well.</summary>
        public int ReadWord(int control, int address)
        {
            _write6[0] = (ushort)(address << 8);
            _write6[1] = (ushort)control;
            _device.TransferFullDuplex(_write6, _read6);
            return (_read6[1] & 0xFF00) | (_read6[2] & 0xFF);
        }

        /// <summary>A pointer as <see cref="Status"/> has it, and back.</summary>
        public static ushort Swap(int pointer)
        {
            return (ushort)(((pointer >> 8) & 0xFF) | (pointer << 8));
        }

        /// <summary>Writes Sn_TX_WR or Sn_RX_RD byte by byte: see <see cref="W5500LinkOptions.SplitPointerWrites"/>.</summary>
        public void WriteSplit(int address, int pointer)
        {
            Write(W5500Register.WriteSocket0, address, pointer >> 8);
            Write(W5500Register.WriteSocket0, address + 1, pointer & 0xFF);
        }

        /// <summary>Gives socket 0 a command.</summary>
        public void Command(int command)
        {
            Write(W5500Register.WriteSocket0, W5500Register.Sn_CR, command);
        }

        /// <summary>Reads PHYCFGR.</summary>
        public int ReadPhy()
        {
            _device.TransferFullDuplex(_readPhy, _read4);
            return _read4[1] >> 8;
        }

        /// <summary>
        /// Whether the chip is still set up and holds nothing, by a single read of what <see cref="Check"/> reads: Sn_RX_RSR torn between its bytes
        /// can only hide a frame while another one comes, of which INT tells.
        /// </summary>
        public bool IsQuiet()
        {
            ushort[] words = _checked;
            _device.TransferFullDuplex(_check, words);
            return words[3] <= 0xFF && (words[4] & 0xFF) == 0 && words[6] >> 8 == InterruptMask;
        }

        /// <summary>
        /// Reads what stands from Sn_TX_RD to Sn_IMR in one frame: how far transmission is, what has been received, and whether the chip
        /// is still set up. The chip may change Sn_RX_RSR and Sn_RX_WR meanwhile (data sheet 4.2 asks to read twice); false when they do
        /// not agree with each other and with the pointer that was written to Sn_RX_RD.
        /// </summary>
        public bool Check(int readPointer)
        {
            ushort[] words = _checked;
            _device.TransferFullDuplex(_check, words);
            int end = (words[5] & 0xFF00) | (words[6] & 0xFF);
            Status[TransmitRead] = (ushort)((words[1] >> 8) | (words[2] << 8));
            ReceivedEnd = end;
            IsOurs = ((words[4] & 0xFF00) | (words[5] & 0xFF)) == readPointer && words[6] >> 8 == InterruptMask;
            return IsOurs && ((words[3] & 0xFF00) | (words[4] & 0xFF)) == ((end - readPointer) & 0xFFFF);
        }

        private static ushort[] Frame(int address, int control, int words)
        {
            ushort[] frame = new ushort[words];
            frame[0] = (ushort)(address << 8);
            frame[1] = (ushort)control;
            return frame;
        }
    }
}
