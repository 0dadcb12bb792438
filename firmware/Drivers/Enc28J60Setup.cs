// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using R = NanoTcp.Drivers.Enc28J60Register;

namespace NanoTcp.Drivers
{
    /// <summary>Reset, identification and the values of all registers (DS39662 chapters 6 and 11).</summary>
    internal sealed class Enc28J60Setup
    {
        private const int RevisionB1 = 2;
        private const int RevisionB4 = 4;
        private const int RevisionB5 = 5;
        private const int RevisionB7 = 6;

        private const int MaxFrameWithCheck = 1518;

        // The gaps of IEEE 802.3 (DS39662 §6.5).
        private const int GapFull = 0x15;
        private const int GapHalf = 0x12;
        private const int GapLow = 0x12;
        private const int GapHigh = 0x0C;

        // The largest value: a link pulse that is taken for a collision (erratum 13) then rarely counts as a late one.
        private const int LatestCollisionWindow = 0x3F;

        // How often a colliding transmission is tried: the value after a reset.
        private const int MaxCollisions = 0x0F;

        // The pattern filter compares the bytes 0 to 5, 12 and 13 of a frame. Its checksum is that of an ARP broadcast: six times FF, 08 and 06.
        private const int ArpMask0 = 0x3F;
        private const int ArpMask1 = 0x30;
        private const int ArpChecksum = 0xF7F9;

        // EPMM.
        private const int PatternLength = 8;

        private const int MaxRegisters = 48;

        // Each takes some ten transactions.
        private const int PhyRegisters = 3;
        private const int PhyCost = 16;

        /// <summary>A register counts as changed after so many reads, because a bit can also flip on the bus.</summary>
        private const int MaxLooks = 3;

        /// <summary>More than there are.</summary>
        internal const int Everything = 1000;

        private const int EndEnables = R.EIE_TXIE | R.EIE_TXERIE;

        // LED A shows the link, LED B the traffic, stretched. Reserved bits are as table 3-3 demands.
        private const int Leds = 0x3476;

        private readonly Enc28J60Core _core;
        private readonly Enc28J60LinkOptions _options;
        private readonly Enc28J60Filter _filter;
        private readonly byte[] _mac;

        // Registers that are written once, in the order of the banks, and must keep their values.
        private readonly byte[] _registers = new byte[MaxRegisters];
        private readonly byte[] _values = new byte[MaxRegisters];
        private int _count;
        private int _compared;

        // Where the control register of the filter stands among them, and the table, if it is there.
        private int _control;
        private int _table;

        internal Enc28J60Setup(Enc28J60Core core, Enc28J60LinkOptions options, Enc28J60Filter filter, byte[] mac)
        {
            _core = core;
            _options = options;
            _filter = filter;
            _mac = mac;
        }

        /// <summary>Whether the chip answers, is an ENC28J60, and is ready. After a reset <see cref="ControllerError.StuckReset"/> may pass.</summary>
        internal ControllerError Identify()
        {
            int revision = _core.Read(R.EREVID);
            if (revision == 0x00 || revision == 0xFF)
            {
                return ControllerError.NoAnswer;
            }

            if (revision != RevisionB1 && revision != RevisionB4 && revision != RevisionB5 && revision != RevisionB7)
            {
                return ControllerError.WrongChip;
            }

            if ((_core.Read(R.ESTAT) & R.ESTAT_CLKRDY) == 0)
            {
                return ControllerError.StuckReset;
            }

            return _core.ReadPhy(R.PHID1) == R.PHID1_Value ? ControllerError.None : ControllerError.WrongChip;
        }

        /// <summary>Writes all registers after a reset, and turns reception on at the end. False when the PHY does not keep its values.</summary>
        internal bool Configure()
        {
            _count = 0;
            Put(R.ECON2, R.ECON2_AUTOINC);
            Put(R.ETXSTL, Enc28J60Memory.FirstSlot);
            SetReceiveBuffer();
            SetFilter();
            SetMac();
            _table = _count;
            WriteFilter();
            if (!SetPhy())
            {
                return false;
            }

            _core.Clear(R.EIR, R.EIR_TXIF | R.EIR_TXERIF | R.EIR_RXERIF);

            // Only packets lower INT, so a low line proves one, unless the transmitter uses INT too.
            _core.Write(R.EIE, Enables());
            _core.Set(R.ECON1, R.ECON1_RXEN);
            return true;
        }

        /// <summary>Whether <see cref="Holds(int)"/> has not yet reached the end of the registers.</summary>
        internal bool IsUnderWay
        {
            get { return _compared != 0; }
        }

        /// <summary>
        /// Compares the next registers with what <see cref="Configure"/> has written, so many each time. Reading one register of the PHY takes as
        /// long as all others.
        /// </summary>
        internal bool Holds(int registers)
        {
            bool holds = true;
            for (int left = registers; holds && left > 0; left--)
            {
                int next = _compared - _count;
                if (next < 0)
                {
                    holds = Holds(_registers[_compared], _values[_compared], 0xFF);
                }
                else
                {
                    holds = HoldsPhy(next);
                    left -= PhyCost;
                }

                _compared++;
                if (_compared == _count + PhyRegisters)
                {
                    break;
                }
            }

            if (!holds || _compared == _count + PhyRegisters)
            {
                _compared = 0;
            }

            return holds;
        }

        /// <summary>Compares the registers that have variable bits, or that another method writes.</summary>
        internal bool HoldsControl()
        {
            return Holds(R.ECON1, R.ECON1_RXEN, R.ECON1_RXEN | R.ECON1_TXRST | R.ECON1_RXRST | R.ECON1_DMAST)
                && Holds(R.EIE, Enables(), ~EndEnables)
                && HoldsPair(R.ERXSTL, Enc28J60Memory.ReceiveStart)
                && HoldsPair(R.ERXNDL, Enc28J60Memory.ReceiveEnd)
                && Holds(R.EFLOCON, 0, R.EFLOCON_FCEN);
        }

        private int Enables()
        {
            return _core.IsPolled ? R.EIE_PKTIE : R.EIE_INTIE | R.EIE_PKTIE;
        }

        private bool HoldsPhy(int number)
        {
            switch (number)
            {
                case 0:
                    return HoldsPhy(R.PHCON1, Control1(), R.PHCON1_Bits);
                case 1:
                    return HoldsPhy(R.PHCON2, Control2(), R.PHCON2_Bits);
                default:
                    return HoldsPhy(R.PHIE, R.PHIE_LinkChange, R.PHIE_LinkChange);
            }
        }

        /// <summary>An empty receive buffer; writing its bounds also sets the chip's own write pointer.</summary>
        internal void SetReceiveBuffer()
        {
            _core.WritePair(R.ERXSTL, Enc28J60Memory.ReceiveStart);
            _core.WritePair(R.ERXNDL, Enc28J60Memory.ReceiveEnd);
            _core.WritePair(R.ERXRDPTL, Enc28J60Memory.ReceiveEnd);
            _core.WritePair(R.ERDPTL, Enc28J60Memory.ReceiveStart);
        }

        private bool Holds(int register, int value, int mask)
        {
            for (int i = 0; i < MaxLooks; i++)
            {
                if ((_core.ReadAny(register) & mask) == value)
                {
                    return true;
                }
            }

            return false;
        }

        private bool HoldsPair(int lowRegister, int value)
        {
            return Holds(lowRegister, value & 0xFF, 0xFF) && Holds(lowRegister + 1, value >> 8, 0xFF);
        }

        private bool HoldsPhy(int register, int value, int mask)
        {
            for (int i = 0; i < MaxLooks; i++)
            {
                if ((_core.ReadPhy(register) & mask) == value)
                {
                    return true;
                }
            }

            return false;
        }

        private void Put(int register, int value)
        {
            _registers[_count] = (byte)register;
            _values[_count] = (byte)value;
            _count++;
            _core.Write(register, value & 0xFF);
        }

        private void PutPair(int lowRegister, int value)
        {
            Put(lowRegister, value);
            Put(lowRegister + 1, value >> 8);
        }

        private void SetFilter()
        {
            PutPair(R.EPMOL, 0);
            for (int i = 0; i < PatternLength; i++)
            {
                Put(R.EPMM0 + i, i == 0 ? ArpMask0 : i == 1 ? ArpMask1 : 0);
            }

            PutPair(R.EPMCSL, ArpChecksum);
            _control = _count;
            Put(R.ERXFCON, _filter.Control);
        }

        /// <summary>
        /// Writes what the filter lets through, after a set-up or a change. Reception goes on meanwhile: a frame for this station passes before and
        /// after. The table comes last, because without a group the chip does not look at it.
        /// </summary>
        internal void WriteFilter()
        {
            _count = _table;
            _compared = 0;
            if (_filter.HasGroups)
            {
                for (int i = 0; i < Enc28J60Filter.TableLength; i++)
                {
                    Put(R.EHT0 + i, _filter.Table(i));
                }
            }

            int control = _filter.Control;
            _values[_control] = (byte)control;
            _core.Write(R.ERXFCON, control);
            _filter.HasChanged = false;
        }

        private void SetMac()
        {
            bool full = _options.FullDuplex;
            Put(R.MACON1, full ? R.MACON1_MARXEN | R.MACON1_TXPAUS | R.MACON1_RXPAUS : R.MACON1_MARXEN);
            Put(R.MACON3, full ? R.MACON3_PadAndCheck | R.MACON3_FULDPX : R.MACON3_PadAndCheck);
            Put(R.MACON4, R.MACON4_DEFER);
            Put(R.MABBIPG, full ? GapFull : GapHalf);
            Put(R.MAIPGL, GapLow);
            if (!full)
            {
                Put(R.MAIPGH, GapHigh);
                Put(R.MACLCON1, MaxCollisions);
                Put(R.MACLCON2, LatestCollisionWindow);
            }

            PutPair(R.MAMXFLL, MaxFrameWithCheck);
            Put(R.MAADR1, _mac[0]);
            Put(R.MAADR2, _mac[1]);
            Put(R.MAADR3, _mac[2]);
            Put(R.MAADR4, _mac[3]);
            Put(R.MAADR5, _mac[4]);
            Put(R.MAADR6, _mac[5]);
            Put(R.EBSTCON, 0);
            _core.Write(R.EFLOCON, 0);
        }

        // The duplex that the LED strap suggests may be wrong (erratum 16); frames sent may come back (erratum 9).
        private int Control1()
        {
            return _options.FullDuplex ? R.PHCON1_PDPXMD : 0;
        }

        private int Control2()
        {
            return _options.FullDuplex ? 0 : R.PHCON2_HDLDIS;
        }

        private bool SetPhy()
        {
            return _core.WritePhy(R.PHCON1, Control1())
                && _core.WritePhy(R.PHCON2, Control2())
                && _core.WritePhy(R.PHLCON, Leds)
                && _core.WritePhy(R.PHIE, R.PHIE_LinkChange);
        }
    }
}
