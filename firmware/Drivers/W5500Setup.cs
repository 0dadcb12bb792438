// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Drivers
{
    /// <summary>Resets the chip, checks that it is a W5500, and opens socket 0 for raw Ethernet (MACRAW).</summary>
    internal sealed class W5500Setup
    {
        // Each step takes a millisecond at least. The PLL needs one to lock (data sheet 5.5.1), and MR.RST ends within ten.
        private const int PllSteps = 1;
        private const int ResetSteps = 10;
        private const int StepTime = 1;

        // The chip accepts a command within microseconds, and each look takes some.
        private const int CommandTries = 20;

        // Some chips show 0 in VERSIONR for a while after a reset.
        private const int VersionSteps = 100;

        private const int AllMemory = 16;

        // INTn stays high for 100 µs after each release ((INTLEVEL + 1) · 4 / 150 MHz). Otherwise the processor would miss the edge.
        private const int InterruptLevel = 3749;

        // A register counts as changed after so many reads, because a bit can also flip on the bus.
        private const int MaxLooks = 3;

        // From MR to SIMR.
        private const int CommonBytes = 0x19;
        private const int CommonWords = (W5500Bus.HeaderLength + CommonBytes) / 2;
        private const int SharOffset = 0x09;
        private const int IntLevelOffset = 0x13;
        private const int IrOffset = 0x15;
        private const int SimrOffset = 0x18;

        private readonly SpiBus _spi;
        private readonly W5500Bus _bus;
        private readonly byte[] _read;
        private readonly bool _acceptsMulticast;
        private readonly ushort[] _common = new ushort[CommonWords];
        private readonly ushort[] _readCommon = new ushort[CommonWords];
        private readonly ushort[] _held = new ushort[CommonWords];
        private bool _isHeldInReset;
        private bool _isReset;
        private int _steps;
        private int _mode;

        /// <param name="spi">The wires.</param>
        /// <param name="bus">The same, for registers.</param>
        /// <param name="mac">The station's address.</param>
        /// <param name="acceptMulticast">Whether all multicast frames are received.</param>
        /// <param name="read">An array that begins with three zeros, the header of a read of the common registers.</param>
        public W5500Setup(SpiBus spi, W5500Bus bus, byte[] mac, bool acceptMulticast, byte[] read)
        {
            _read = read;
            _spi = spi;
            _bus = bus;
            _acceptsMulticast = acceptMulticast;

            // Addresses of the chip's own TCP/IP stay 0, and PB is set. The chip must not answer ARP and ping beside this stack.
            PutCommon(-1, W5500Register.WriteCommon);
            PutCommon(W5500Register.MR, W5500Register.MR_PB);
            for (int i = 0; i < mac.Length; i++)
            {
                PutCommon(SharOffset + i, mac[i]);
            }

            PutCommon(IntLevelOffset, InterruptLevel >> 8);
            PutCommon(IntLevelOffset + 1, InterruptLevel & 0xFF);
            PutCommon(IrOffset, 0xFF);
            PutCommon(SimrOffset, 1);
        }

        /// <summary>The result of the last start, once it is over.</summary>
        public ControllerError Error { get; private set; }

        /// <summary>Whether the groups of IPv4 are received. It takes effect when the socket is opened.</summary>
        public bool AcceptsGroups { get; set; }

        /// <summary>Whether the socket was opened in another mode than the one that is wanted.</summary>
        public bool IsModeOld
        {
            get { return _mode != WantedMode(); }
        }

        /// <summary>Begins a start, from any state: the chip goes into reset.</summary>
        public void BeginStart()
        {
            _steps = 0;
            _isReset = false;
            _isHeldInReset = _spi.HasReset;
            if (_isHeldInReset)
            {
                // The data sheet asks for at least 500 µs (5.5.1).
                _spi.HoldReset();
            }
            else
            {
                // The chip may just have got its supply, or may still be in the reset of the start before.
                _spi.Pass(_read, StepTime);
                if (!IsInReset() || !IsInReset())
                {
                    _bus.Write(W5500Register.WriteCommon, W5500Register.MR, W5500Register.MR_RST);
                }
            }
        }

        /// <summary>
        /// Takes the next step of a start, a millisecond after the last step by some clock. Clocks jump and may be read long before, so the step
        /// itself takes another millisecond. True when the start is over, and <see cref="Error"/> tells how.
        /// </summary>
        public bool StepStart()
        {
            _spi.Pass(_read, StepTime);
            _steps++;
            if (_isHeldInReset)
            {
                _isHeldInReset = false;
                _spi.ReleaseReset();
                _steps = 0;
                return false;
            }

            if (!_isReset)
            {
                return StepReset();
            }

            int version = _bus.Read(W5500Register.ReadCommon, W5500Register.VERSIONR);
            if (version == 0 && _steps < VersionSteps)
            {
                return false;
            }

            Error = Probe(version);
            if (Error == ControllerError.None)
            {
                Configure();
                Error = Open() ? ControllerError.None : ControllerError.Unresponsive;
            }

            return true;
        }

        /// <summary>Closes the socket and opens it again, which empties both buffers. False when the chip does not obey.</summary>
        public bool Reopen()
        {
            return Execute(W5500Register.CLOSE, W5500Register.Sn_SR_CLOSED) && Open();
        }

        /// <summary>Whether the chip holds the values of its start.</summary>
        public bool Holds()
        {
            bool holds = HoldsCommon() && HoldsMode();
            int control = W5500Register.ReadSocket0;
            for (int i = 0; holds && i < W5500Register.SocketCount; i++)
            {
                holds = i == 0
                    ? Holds(control, AllMemory, W5500Register.Sn_SR_MACRAW) && Becomes(W5500Register.Sn_MR, _mode)
                    : Holds(control, 0, W5500Register.Sn_SR_CLOSED);
                control += W5500Register.NextSocket;
            }

            return holds;
        }

        private bool HoldsCommon()
        {
            for (int i = 0; i < MaxLooks; i++)
            {
                _spi.Exchange(_readCommon, _held);
                if (IsCommon())
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>Compares the registers from MR to SIMR, except IR and SIR, which the chip writes.</summary>
        private bool IsCommon()
        {
            const int first = (W5500Bus.HeaderLength + W5500Register.MR) / 2;
            const int irWord = (W5500Bus.HeaderLength + IrOffset) / 2;
            for (int i = first; i < CommonWords; i++)
            {
                int mask = i == first || i >= irWord ? 0xFF00 : 0xFFFF;
                if (((_common[i] ^ _held[i]) & mask) != 0)
                {
                    return false;
                }
            }

            return true;
        }

        private bool HoldsMode()
        {
            for (int i = 0; i < MaxLooks; i++)
            {
                if ((_bus.ReadPhy() & W5500Register.PHYCFGR_Mode) == W5500Register.PHYCFGR_ByPins)
                {
                    return true;
                }
            }

            return false;
        }

        private bool Holds(int control, int size, int status)
        {
            for (int i = 0; i < MaxLooks; i++)
            {
                if (_bus.ReadWord(control, W5500Register.Sn_RXBUF_SIZE) == ((size << 8) | size) && _bus.Read(control, W5500Register.Sn_SR) == status)
                {
                    return true;
                }
            }

            return false;
        }

        private void PutCommon(int offset, int value)
        {
            int position = W5500Bus.HeaderLength + offset;
            _common[position / 2] |= (ushort)((position & 1) == 0 ? value : value << 8);
        }

        /// <summary>Whether MR.RST is set. A bus on which nothing answers reads all ones.</summary>
        private bool IsInReset()
        {
            int mode = _bus.Read(W5500Register.ReadCommon, W5500Register.MR);
            return (mode & W5500Register.MR_RST) != 0 && mode != 0xFF;
        }

        private bool StepReset()
        {
            if (_spi.HasReset)
            {
                _isReset = _steps == PllSteps;
                return false;
            }

            int mode = _bus.Read(W5500Register.ReadCommon, W5500Register.MR);
            if ((mode & W5500Register.MR_RST) == 0)
            {
                _isReset = true;
                _steps = 0;
                return false;
            }

            Error = mode == 0xFF ? ControllerError.NoAnswer : ControllerError.StuckReset;
            return mode == 0xFF || _steps == ResetSteps;
        }

        private ControllerError Probe(int version)
        {
            if (version == 0 || version == 0xFF)
            {
                return ControllerError.NoAnswer;
            }

            // A second register with a known value is compared, because one byte can be right by chance on a bus that is too fast.
            bool isRight = version == W5500Register.Version
                && _bus.ReadWord(W5500Register.ReadCommon, W5500Register.RTR) == W5500Register.RTR_Default;
            return isRight ? ControllerError.None : ControllerError.WrongChip;
        }

        private void Configure()
        {
            _spi.Device.Write(_common);
            if ((_bus.ReadPhy() & W5500Register.PHYCFGR_Mode) != W5500Register.PHYCFGR_ByPins)
            {
                // The data sheet does not say that MR.RST resets this.
                _bus.Write(W5500Register.WriteCommon, W5500Register.PHYCFGR, W5500Register.PHYCFGR_AllCapable);
                _bus.Write(W5500Register.WriteCommon, W5500Register.PHYCFGR, W5500Register.PHYCFGR_AllCapable | W5500Register.PHYCFGR_ByPins);
            }

            // The other sockets give up their memory first. The sum of the sizes must never exceed the chip's memory (data sheet 4.2).
            int control = W5500Register.WriteSocket0;
            for (int i = 1; i < W5500Register.SocketCount; i++)
            {
                control += W5500Register.NextSocket;
                _bus.Write(control, W5500Register.Sn_RXBUF_SIZE, 0);
                _bus.Write(control, W5500Register.Sn_TXBUF_SIZE, 0);
            }

            _bus.Write(W5500Register.WriteSocket0, W5500Register.Sn_RXBUF_SIZE, AllMemory);
            _bus.Write(W5500Register.WriteSocket0, W5500Register.Sn_TXBUF_SIZE, AllMemory);
            _bus.Write(W5500Register.WriteSocket0, W5500Register.Sn_IMR, W5500Bus.InterruptMask);
        }

        private int WantedMode()
        {
            int mode = W5500Register.Sn_MR_MACRAW | W5500Register.Sn_MR_MFEN;
            if (!_acceptsMulticast)
            {
                mode |= W5500Register.Sn_MR_MIP6B | (AcceptsGroups ? 0 : W5500Register.Sn_MR_MMB);
            }

            return mode;
        }

        private bool Open()
        {
            _mode = WantedMode();
            _bus.Write(W5500Register.WriteSocket0, W5500Register.Sn_MR, _mode);
            return Execute(W5500Register.OPEN, W5500Register.Sn_SR_MACRAW);
        }

        /// <summary>Gives a command when the chip has accepted the one before, and waits for its effect.</summary>
        private bool Execute(int command, int status)
        {
            if (!Becomes(W5500Register.Sn_CR, 0))
            {
                return false;
            }

            _bus.Command(command);
            return Becomes(W5500Register.Sn_CR, 0) && Becomes(W5500Register.Sn_SR, status);
        }

        private bool Becomes(int address, int value)
        {
            for (int i = 0; i < CommandTries; i++)
            {
                if (_bus.Read(W5500Register.ReadSocket0, address) == value)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
