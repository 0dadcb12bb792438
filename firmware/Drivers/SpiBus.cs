// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using System.Device.Gpio;
using System.Device.Spi;
using System.Threading;
using NanoTcp.Link;

namespace NanoTcp.Drivers
{
    /// <summary>
    /// The wires to an Ethernet controller: an SPI bus in mode 0, most significant bit first, with its chip select, and the optional INT
    /// and RST lines. What moves frames calls the device itself, one method of a receiver and one of a transmitter, because a call
    /// less counts there; and nothing else may, because each use of a SpanByte allocates on the device.
    /// </summary>
    public sealed class SpiBus
    {
        /// <summary>Stands for a line that is not wired.</summary>
        public const int NoPin = -1;

        /// <summary>The longest transfer in bytes.</summary>
        public const int MaxTransfer = 16384;

        /// <summary>Whether the controller's INT line is wired.</summary>
        public readonly bool HasInterrupt;

        /// <summary>Whether the controller's RST line is wired. It is then held low until <see cref="Reset"/> is called.</summary>
        public readonly bool HasReset;

        private const int BitsPerByte = 8;

        // The values of EthernetLink.Pending.

        /// <summary>There is nothing to do.</summary>
        internal const int Nothing = 0;

        /// <summary>The driver itself has left something for the next time: see <see cref="Leave"/>.</summary>
        internal const int Left = 1;

        /// <summary>INT has fallen.</summary>
        internal const int Fallen = 2;

        /// <summary>Only a look at the controller tells.</summary>
        internal const int Asked = 3;

        /// <summary>For register traffic, which goes by it directly: a call less for each transaction.</summary>
        internal readonly SpiDevice Device;

        /// <summary>The INT line, whose level <see cref="IsInterruptLow"/> tells.</summary>
        internal readonly GpioPin? Interrupt;

        /// <summary>
        /// Whether INT is relied on: it is wired, and the driver has not found it broken. Otherwise only a look at the controller tells.
        /// </summary>
        internal bool UsesInterrupt;

        /// <summary>One missed edge is bad luck, and so is a second.</summary>
        private const int MaxMissed = 3;

        /// <summary>Frames that one missed edge may stand for. When more have come since the one before, edges have told of them.</summary>
        private const int MaxBurst = 8;

        private readonly int _clockHz;
        private readonly GpioPin? _reset;
        private readonly AutoResetEvent _interruptFell = new AutoResetEvent(false);
        private EthernetLink? _link;
        private bool _resetIsHigh;

        // Whether a line that is not relied on has fallen; and how many edges were missed in a row, the last when so many frames had come.
        private bool _hasFallen;
        private int _missed;
        private int _framesAtMiss;

        /// <summary>Opens the bus, whose pins must have their functions already (<see cref="Esp32Pins"/>), and the two lines.</summary>
        /// <param name="busId">The bus, counted from 1.</param>
        /// <param name="chipSelect">The pin of the chip select.</param>
        /// <param name="clockHz">The clock in hertz; the platform takes the nearest that it can divide.</param>
        /// <param name="interruptPin">The pin of INT, or <see cref="NoPin"/>.</param>
        /// <param name="resetPin">The pin of RST, or <see cref="NoPin"/>.</param>
        public SpiBus(int busId, int chipSelect, int clockHz, int interruptPin, int resetPin)
        {
            SpiConnectionSettings settings = new SpiConnectionSettings(busId, chipSelect);
            settings.ClockFrequency = clockHz;
            settings.Mode = SpiMode.Mode0;
            Device = SpiDevice.Create(settings);

            _clockHz = clockHz;
            HasInterrupt = interruptPin != NoPin;
            UsesInterrupt = HasInterrupt;
            HasReset = resetPin != NoPin;
            if (!HasInterrupt && !HasReset)
            {
                return;
            }

            try
            {
                GpioController gpio = new GpioController();
                if (HasInterrupt)
                {
                    // The pull-up keeps the line quiet where no controller drives it.
                    Interrupt = gpio.OpenPin(interruptPin, PinMode.InputPullUp);
                }

                if (HasReset)
                {
                    _reset = gpio.OpenPin(resetPin, PinMode.Output);
                }
            }
            catch (Exception)
            {
                // Whoever tries again must find them free.
                Interrupt?.Dispose();
                Device.Dispose();
                throw;
            }
        }

        /// <summary>
        /// Tells the driver from now on when INT has fallen, in its <see cref="EthernetLink.Pending"/>: a field of its own, because it asks in every poll. The
        /// controller may have lowered INT before anyone listened: the first look is always due.
        /// </summary>
        internal void Attach(EthernetLink link)
        {
            _link = link;
            link.Pending = Asked;
            if (Interrupt != null)
            {
                Interrupt.ValueChanged += OnInterruptLine;
            }
        }

        /// <summary>
        /// Register traffic: one transaction that clocks both arrays, which have the same length, without allocating. The low byte of each
        /// word goes first.
        /// </summary>
        public void Exchange(ushort[] write, ushort[] read)
        {
            Device.TransferFullDuplex(write, read);
        }

        /// <summary>
        /// A whole frame: one transaction that clocks <paramref name="count"/> bytes out of the array and puts what comes back in their place. It
        /// costs the device 144 bytes of garbage, the price of the platform's only byte-wise transfer: a span, and a copy of it for each argument.
        /// </summary>
        public void TransferFrame(byte[] data, int offset, int count)
        {
            SpanByte span = new SpanByte(data, offset, count);
            Device.TransferFullDuplex(span, span);
        }

        /// <summary>The same one way: what the controller drives meanwhile is not taken. 144 bytes of garbage.</summary>
        public void WriteFrame(byte[] write, int offset, int count)
        {
            Device.Write(new SpanByte(write, offset, count));
        }

        /// <summary>
        /// Whether the controller may want service: INT has fallen since <see cref="ClearInterrupt"/>, it is not wired and only a look
        /// at the controller tells, or the driver has not come to the end of what it found.
        /// </summary>
        public bool InterruptPending()
        {
            return _link!.Pending != Nothing;
        }

        /// <summary>
        /// The level of INT at this moment, which must be wired. An edge alone does not tell: it is told late, and the controller may have
        /// been served meanwhile. It costs no transaction, but the device some garbage: a PinValue.
        /// </summary>
        public bool IsInterruptLow()
        {
            return !(bool)Interrupt!.Read();
        }

        /// <summary>
        /// To be called before the controller's flags are read: what it signals from then on is pending again. Without INT everything is
        /// always pending.
        /// </summary>
        public void ClearInterrupt()
        {
            if (UsesInterrupt)
            {
                _link!.Pending = Nothing;
                return;
            }

            _hasFallen |= _link!.Pending == Fallen;
            _link.Pending = Asked;
        }

        /// <summary>
        /// The driver has left something for the next time, or has not. It cannot overwrite that INT has fallen, which another thread tells.
        /// </summary>
        internal void Leave(bool isLeft)
        {
            Interlocked.CompareExchange(ref _link!.Pending, isLeft ? Left : Nothing, isLeft ? Nothing : Left);
        }

        /// <summary>Whether INT has told of something that the driver has not looked at: <see cref="WaitForInterrupt"/> would return at once.</summary>
        public bool IsServiceDue()
        {
            return UsesInterrupt && InterruptPending();
        }

        /// <summary>
        /// Blocks the calling thread until INT falls, or returns at once when it has; at most for the given time, which passes in full when
        /// INT is not wired or does not work. This is where a program waits that has nothing else to do.
        /// </summary>
        public void WaitForInterrupt(int milliseconds)
        {
            if (!IsServiceDue())
            {
                _interruptFell.WaitOne(milliseconds, false);
            }
        }

        /// <summary>
        /// Holds RST low for some time and releases it; nothing happens when it is not wired. For initialisation only: it blocks.
        /// </summary>
        public void Reset(int milliseconds)
        {
            if (HasReset)
            {
                HoldReset();
                Wait(milliseconds);
                ReleaseReset();
            }
        }

        /// <summary>Takes RST low, or leaves it there.</summary>
        public void HoldReset()
        {
            // Toggle() instead of Write(): a PinValue would allocate, and a driver also gets here when it recovers in the middle of work.
            if (_resetIsHigh)
            {
                _reset!.Toggle();
                _resetIsHigh = false;
            }
        }

        /// <summary>Takes RST high, which ends the reset.</summary>
        public void ReleaseReset()
        {
            if (!_resetIsHigh)
            {
                _reset!.Toggle();
                _resetIsHigh = true;
            }
        }

        /// <summary>Blocks the calling thread, so for initialisation only.</summary>
        public void Wait(int milliseconds)
        {
            Thread.Sleep(milliseconds);
        }

        /// <summary>
        /// The controller wants service, and no edge of INT has told. False when that has been so before, and hardly a frame has come in between: the
        /// line, or its way through the platform, is broken.
        /// </summary>
        /// <param name="frames">How many frames have been received so far.</param>
        internal bool MissEdge(int frames)
        {
            if (frames - _framesAtMiss > MaxBurst)
            {
                _missed = 0;
            }

            _framesAtMiss = frames;
            _link!.Pending = Asked;
            _missed++;
            return _missed < MaxMissed;
        }

        /// <summary>INT is not relied on, until it has fallen again.</summary>
        internal void Distrust()
        {
            _hasFallen = false;
            UsesInterrupt = false;
            _link!.Pending = Asked;
        }

        /// <summary>Whether INT, which is not relied on, has fallen since that is so.</summary>
        internal bool HasFallen()
        {
            return _hasFallen || _link!.Pending == Fallen;
        }

        /// <summary>INT is relied on, if it is wired. The first look is due.</summary>
        internal void Trust()
        {
            UsesInterrupt = HasInterrupt;
            _missed = 0;
            _link!.Pending = Asked;
        }

        /// <summary>
        /// Some milliseconds pass for certain, because the bus is busy so long, whatever a clock says. For where the data sheet wants time before
        /// the next access, and a clock has said already that it has passed.
        /// </summary>
        /// <param name="read">Begins with an instruction that reads, which the controller may be given at this time; what it answers is not taken.</param>
        /// <param name="milliseconds">How many.</param>
        internal void Pass(byte[] read, int milliseconds)
        {
            // The platform takes the nearest clock that it can divide, which is faster by a third at the most.
            int bytes = _clockHz / (BitsPerByte * 1000) * 4 / 3 * milliseconds;
            for (int passed = 0; passed <= bytes; passed += read.Length)
            {
                WriteFrame(read, 0, read.Length);
            }
        }

        // Level is not followed, only edges counted: the driver drains the controller until INT is high again, so what matters is that it
        // has fallen since.
        private void OnInterruptLine(object sender, PinValueChangedEventArgs e)
        {
            if (e.ChangeType == PinEventTypes.Falling)
            {
                _link!.Pending = Fallen;
                _interruptFell.Set();
            }
        }
    }
}
