// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Device.Spi;
using R = NanoTcp.Drivers.Enc28J60Register;

namespace NanoTcp.Drivers
{
    /// <summary>
    /// The SPI instructions of the ENC28J60 on single registers (DS39662 §4.2). They have two bytes each, except reads of MAC and MII registers. The
    /// bank is remembered, because a change costs an instruction or two.
    /// </summary>
    internal sealed class Enc28J60Core
    {
        internal const int ReadControlRegister = 0x00;
        internal const int ReadBufferMemory = 0x3A;
        internal const int WriteControlRegister = 0x40;
        internal const int WriteBufferMemory = 0x7A;
        internal const int BitFieldSet = 0x80;
        internal const int BitFieldClear = 0xA0;
        internal const int SystemReset = 0xFF;

        /// <summary>The most reads of MISTAT.BUSY. Each takes two microseconds at least, and an access to the PHY takes ten.</summary>
        private const int MaxBusyLooks = 64;

        internal readonly SpiBus Bus;

        // Reasons not to receive a packet or send a frame by the short path: bits of Obstacles.

        /// <summary>The selected bank is not bank 0, which has the pointers.</summary>
        internal const int OtherBank = 1;

        /// <summary>ERDPT does not point to the next received packet.</summary>
        internal const int ReadPointerMoved = 2;

        /// <summary>The end of a transmission lowers INT, too.</summary>
        internal const int SharedInterrupt = 4;

        /// <summary>Packets are counted, because nothing reports them.</summary>
        internal const int CountedPackets = 8;

        /// <summary>The receive buffer had to be emptied, and nothing has been received since.</summary>
        internal const int Resynced = 16;

        /// <summary>The chip is not set up.</summary>
        internal const int Stopped = 32;

        /// <summary>There is no link.</summary>
        internal const int LinkDown = 64;

        /// <summary>The obstacles at this moment; 0 when there are none.</summary>
        internal int Obstacles = Stopped | LinkDown;

        /// <summary>When the registers are next compared with their expected values; 0 after any sign of trouble.</summary>
        internal long CompareAt;

        /// <summary>Whether each poll asks the chip for packets. INT is off then.</summary>
        internal bool IsPolled;

        private readonly SpiDevice _device;

        private readonly ushort[] _write = new ushort[1];
        private readonly ushort[] _read = new ushort[1];
        private readonly ushort[] _writeWide = new ushort[2];
        private readonly ushort[] _readWide = new ushort[2];
        private readonly byte[] _single = new byte[1];
        private int _bank;

        internal Enc28J60Core(SpiBus bus)
        {
            Bus = bus;
            _device = bus.Device;
        }

        /// <summary>Reads an ETH register (its name begins with E).</summary>
        internal int Read(int register)
        {
            SelectBank(register);
            return ReadSelected(register & R.AddressMask);
        }

        /// <summary>Reads an ETH register whose address is the same in every bank.</summary>
        internal int ReadSelected(int address)
        {
            _write[0] = (ushort)address;
            _device.TransferFullDuplex(_write, _read);
            return _read[0] >> 8;
        }

        /// <summary>Whether the chip reports a packet or the end of a transmission: by ESTAT.INT while it is polled, and otherwise by INT, which must be wired.</summary>
        internal bool IsReported()
        {
            return IsPolled ? (ReadSelected(R.ESTAT) & R.ESTAT_INT) != 0 : Bus.IsInterruptLow();
        }

        /// <summary>Whether <see cref="IsReported"/> can be relied on.</summary>
        internal bool HasReports()
        {
            return IsPolled ? (Obstacles & CountedPackets) == 0 : Bus.UsesInterrupt;
        }

        /// <summary>Sends a prepared instruction of two bytes, with the data in the high byte, to a register that is the same in every bank.</summary>
        internal void Send(int instruction)
        {
            _write[0] = (ushort)instruction;
            _device.Write(_write);
        }

        /// <summary>
        /// Reads a MAC or MII register. A dummy byte comes before the value. The fourth byte is ignored: only an even number of bytes can be clocked
        /// without allocating.
        /// </summary>
        internal int ReadMac(int register)
        {
            SelectBank(register);
            _writeWide[0] = (ushort)(register & R.AddressMask);
            _device.TransferFullDuplex(_writeWide, _readWide);
            return _readWide[1] & 0xFF;
        }

        /// <summary>Reads a register of either kind.</summary>
        internal int ReadAny(int register)
        {
            bool isMac = register >> 5 == R.MacBank || (register >= R.MAADR5 && register <= R.MAADR2);
            return isMac ? ReadMac(register) : Read(register);
        }

        internal void Write(int register, int value)
        {
            SelectBank(register);
            Send((value << 8) | WriteControlRegister | (register & R.AddressMask));
        }

        /// <summary>Writes a pair of registers, low byte first, as ERXRDPT demands (DS39662 §6.1).</summary>
        internal void WritePair(int lowRegister, int value)
        {
            SelectBank(lowRegister);
            int instruction = WriteControlRegister | (lowRegister & R.AddressMask);
            Send((value << 8) | instruction);
            Send((value & 0xFF00) | (instruction + 1));
        }

        /// <summary>Sets bits of an ETH register. It works on no other kind (DS39662 §4.2.5).</summary>
        internal void Set(int register, int bits)
        {
            SelectBank(register);
            Send((bits << 8) | BitFieldSet | (register & R.AddressMask));
        }

        /// <summary>Clears bits of an ETH register. It works on no other kind.</summary>
        internal void Clear(int register, int bits)
        {
            SelectBank(register);
            Send((bits << 8) | BitFieldClear | (register & R.AddressMask));
        }

        /// <summary>SRC. It has one byte, so it cannot be sent in words.</summary>
        internal void Reset()
        {
            _single[0] = SystemReset;
            Bus.WriteFrame(_single, 0, 1);
            _bank = 0;
            Obstacles &= ~OtherBank;
        }

        /// <summary>A register of the PHY, or -1 when the chip does not answer.</summary>
        internal int ReadPhy(int register)
        {
            Write(R.MIREGADR, register);
            Write(R.MICMD, R.MICMD_MIIRD);
            bool done = WaitForPhy();
            Write(R.MICMD, 0);
            return done ? (ReadMac(R.MIRDH) << 8) | ReadMac(R.MIRDL) : -1;
        }

        /// <summary>False when the chip does not finish.</summary>
        internal bool WritePhy(int register, int value)
        {
            Write(R.MIREGADR, register);
            WritePair(R.MIWRL, value);
            return WaitForPhy();
        }

        /// <summary>Selects the bank of a register, unless it is selected.</summary>
        internal void SelectBank(int register)
        {
            int bank = register >> 5;
            if (bank == _bank || (register & R.AddressMask) >= R.FirstCommonAddress)
            {
                return;
            }

            // Writing ECON1 instead would stop a transmission.
            int toClear = _bank & ~bank;
            int toSet = bank & ~_bank;
            if (toClear != 0)
            {
                Send((toClear << 8) | BitFieldClear | R.ECON1);
            }

            if (toSet != 0)
            {
                Send((toSet << 8) | BitFieldSet | R.ECON1);
            }

            _bank = bank;
            Obstacles = bank == 0 ? Obstacles & ~OtherBank : Obstacles | OtherBank;
        }

        private bool WaitForPhy()
        {
            for (int i = 0; i < MaxBusyLooks; i++)
            {
                if ((ReadMac(R.MISTAT) & R.MISTAT_BUSY) == 0)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
