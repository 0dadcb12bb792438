// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Device.Spi;

namespace NanoTcp.Drivers
{
    /// <summary>
    /// The SPI frames of the W5500 (data sheet 2.2): two bytes of address, one of control, then data at ascending addresses. Register traffic uses
    /// arrays of words, which allocates nothing on the device. So each frame has an even number of bytes.
    /// </summary>
    internal sealed class W5500Bus
    {
        /// <summary>Bytes in front of the data.</summary>
        public const int HeaderLength = 3;

        /// <summary>The value of Sn_IMR in the status, as long as the chip keeps its configuration.</summary>
        public const int InterruptMask = W5500Register.Sn_IR_RECV;

        /// <summary>The index of Sn_TX_RD, Sn_RX_RSR and Sn_RX_WR in <see cref="Status"/>.</summary>
        public const int TransmitRead = 2;
        public const int ReceivedSize = 4;
        public const int ReceiveWrite = 6;

        /// <summary>A word times this number holds the word twice.</summary>
        public const int TwoWords = 0x10001;

        /// <summary>
        /// The index of the pointer in <see cref="TransmitPointer"/>, <see cref="ReceivePointer"/> and the answer to <see cref="ReadTransmitted"/>.
        /// </summary>
        public const int Pointer = 2;

        // The SPI frames of the data path, put together once. A header has three bytes. So frames with pointers begin at the read-only byte in front
        // of the first pointer. Then each pointer is one word, whose low byte is the pointer's high byte, which the chip has first.

        /// <summary>Reads Sn_TX_FSR's low byte and all pointers of socket 0, Sn_TX_RD to Sn_RX_WR, into <see cref="Status"/>.</summary>
        public readonly ushort[] ReadPointers = Frame(W5500Register.Sn_TX_RD - 1, W5500Register.ReadSocket0, 7);

        /// <summary>Their last values. Every look at the chip updates <see cref="TransmitRead"/>.</summary>
        public readonly ushort[] Status = new ushort[7];

        /// <summary>Sn_RX_RD, behind a byte of Sn_RX_RSR that the chip ignores.</summary>
        public readonly ushort[] ReceivePointer = Frame(W5500Register.Sn_RX_RD - 1, W5500Register.WriteSocket0, 3);

        /// <summary>Sn_TX_WR, behind a byte of Sn_TX_RD that the chip ignores.</summary>
        public readonly ushort[] TransmitPointer = Frame(W5500Register.Sn_TX_WR - 1, W5500Register.WriteSocket0, 3);

        /// <summary>RECV, which frees the chip's buffer up to Sn_RX_RD.</summary>
        public readonly ushort[] Receive = Frame(W5500Register.Sn_CR, W5500Register.WriteSocket0 | (W5500Register.RECV << 8), 2);

        /// <summary>SEND, which sends the chip's buffer up to Sn_TX_WR.</summary>
        public readonly ushort[] Send = Frame(W5500Register.Sn_CR, W5500Register.WriteSocket0 | (W5500Register.SEND << 8), 2);

        /// <summary>Clears the flag that lowers INT.</summary>
        public readonly ushort[] ClearReceived = Frame(W5500Register.Sn_IR, W5500Register.WriteSocket0 | (W5500Register.Sn_IR_RECV << 8), 2);

        /// <summary>Reads Sn_TX_RD: how far transmission is.</summary>
        public readonly ushort[] ReadTransmitted = Frame(W5500Register.Sn_TX_RD - 1, W5500Register.ReadSocket0, 3);

        /// <summary>The end of the received frames by the last checked status: Sn_RX_WR.</summary>
        public int ReceivedEnd;

        /// <summary>Whether the last status came from a chip that keeps its configuration and the written pointer.</summary>
        public bool IsOurs;

        /// <summary>When the registers are next compared with their expected values; 0 after any sign of trouble.</summary>
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

        /// <summary>Reads a register of two bytes, and the register behind it.</summary>
        public int ReadWord(int control, int address)
        {
            _write6[0] = (ushort)(address << 8);
            _write6[1] = (ushort)control;
            _device.TransferFullDuplex(_write6, _read6);
            return (_read6[1] & 0xFF00) | (_read6[2] & 0xFF);
        }

        /// <summary>Converts between a pointer and its form in <see cref="Status"/>.</summary>
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
        /// Whether the chip is still set up and holds nothing, by a single read of the registers of <see cref="Check"/>. A torn Sn_RX_RSR can only
        /// hide a frame while another one comes, and INT reports that one.
        /// </summary>
        public bool IsQuiet()
        {
            ushort[] words = _checked;
            _device.TransferFullDuplex(_check, words);
            return words[3] <= 0xFF && (words[4] & 0xFF) == 0 && words[6] >> 8 == InterruptMask;
        }

        /// <summary>
        /// Reads the registers from Sn_TX_RD to Sn_IMR in one frame. They show the progress of transmission, what has been received, and whether the
        /// chip is still set up. The chip may change Sn_RX_RSR and Sn_RX_WR meanwhile (data sheet 4.2 asks to read twice). False when they contradict
        /// each other or the pointer that was written to Sn_RX_RD.
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
