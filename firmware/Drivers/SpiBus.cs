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
    /// The wires to an Ethernet controller: an SPI bus in mode 0, most significant bit first, with its chip select, and the optional INT and RST
    /// lines. Transmitters call the SPI device directly for frames, because one call less counts there. No other code may, because each use of a SpanByte
    /// allocates on the device.
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

        /// <summary>Each poll looks at the controller, and this one has.</summary>
        internal const int Later = -1;

        /// <summary>There is nothing to do.</summary>
        internal const int Nothing = 0;

        /// <summary>The driver has left work for the next poll: see <see cref="Leave"/>.</summary>
        internal const int Left = 1;

        /// <summary>INT has fallen.</summary>
        internal const int Fallen = 2;

        /// <summary>Only a look at the controller tells.</summary>
        internal const int Asked = 3;

        /// <summary>Register traffic uses the device directly, which saves a call for each transaction.</summary>
        internal readonly SpiDevice Device;

        /// <summary>The INT line, whose level <see cref="IsInterruptLow"/> tells.</summary>
        internal readonly GpioPin? Interrupt;

        /// <summary>
        /// Whether the driver relies on INT: it is wired, and the driver has not found it broken. Otherwise only a look at the controller tells.
        /// </summary>
        internal bool UsesInterrupt;

        /// <summary>Whether each poll looks at the controller, whatever INT says.</summary>
        internal bool IsPolling;

        /// <summary>One missed edge may be chance, and so may a second.</summary>
        private const int MaxMissed = 3;

        /// <summary>
        /// The most frames that can come with one missed edge. If more have come since the last missed edge, other edges have reported them.
        /// </summary>
        private const int MaxBurst = 8;

        private readonly int _clockHz;
        private readonly GpioPin? _reset;
        private readonly AutoResetEvent _serviceWanted = new AutoResetEvent(false);
        private EthernetLink? _link;
        private bool _resetIsHigh;

        // Whether a failed line has fallen again; how many edges were missed in a row; and the count of frames at the last of them.
        private bool _hasFallen;
        private int _missed;
        private int _framesAtMiss;

        // How many of the frames were found by polling. They say nothing about INT.
        private int _framesPolled;

        /// <summary>Opens the bus and the two lines. The pins of the bus must have their functions already (<see cref="Esp32Pins"/>).</summary>
        /// <param name="busId">The bus, counted from 1.</param>
        /// <param name="chipSelect">The pin of the chip select.</param>
        /// <param name="clockHz">The clock in hertz. The platform takes the nearest that it can divide.</param>
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
                // They must be free for the next attempt.
                Interrupt?.Dispose();
                Device.Dispose();
                throw;
            }
        }

        /// <summary>
        /// From now on sets <see cref="EthernetLink.Pending"/> of the driver when INT has fallen. That is a field of the driver, because it reads it
        /// in every poll. The controller may have lowered INT before this, so the first look is always due.
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
        /// Register traffic: one transaction that clocks both arrays without allocating. They have the same length. The low byte of each word goes
        /// first.
        /// </summary>
        public void Exchange(ushort[] write, ushort[] read)
        {
            Device.TransferFullDuplex(write, read);
        }

        /// <summary>
        /// A whole frame: one transaction that clocks <paramref name="count"/> bytes out of the array and replaces them by the bytes that come back.
        /// It makes 144 bytes of garbage on the device: a span, and a copy of it for each argument. The platform has no other transfer of bytes.
        /// </summary>
        public void TransferFrame(byte[] data, int offset, int count)
        {
            SpanByte span = new SpanByte(data, offset, count);
            Device.TransferFullDuplex(span, span);
        }

        /// <summary>The same one way: the bytes of the controller are ignored. 144 bytes of garbage.</summary>
        public void WriteFrame(byte[] write, int offset, int count)
        {
            Device.Write(new SpanByte(write, offset, count));
        }

        /// <summary>
        /// Whether the controller may need service. Either INT has fallen since <see cref="ClearInterrupt"/>, or it is not wired, or the driver has
        /// left work for the next poll, or each poll looks.
        /// </summary>
        public bool InterruptPending()
        {
            return _link!.Pending != Nothing;
        }

        /// <summary>
        /// Whether INT is low at this moment. It must be wired. An edge alone is no proof: it is reported late, and the controller may have been
        /// served meanwhile. The read takes no transaction, but makes garbage on the device: a PinValue.
        /// </summary>
        public bool IsInterruptLow()
        {
            return !(bool)Interrupt!.Read();
        }

        /// <summary>
        /// Call it before you read the controller's flags. Later signals of the controller are pending again. Without INT everything is always
        /// pending.
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

        /// <summary>Says whether the driver has left work for the next poll. This does not overwrite an edge of INT that another thread reports.</summary>
        internal void Leave(bool isLeft)
        {
            if (IsPolling)
            {
                _link!.Pending = isLeft ? Left : Later;
                return;
            }

            Interlocked.CompareExchange(ref _link!.Pending, isLeft ? Left : Nothing, isLeft ? Nothing : Left);
        }

        /// <summary>Whether INT has fallen and the driver has not looked yet: <see cref="WaitForInterrupt"/> would return at once.</summary>
        public bool IsServiceDue()
        {
            return UsesInterrupt && InterruptPending();
        }

        /// <summary>
        /// Blocks the calling thread until INT falls or <see cref="Wake"/> is called, at most for the given time in milliseconds. It returns at once
        /// when INT has fallen. Without INT, or with a broken one, only <see cref="Wake"/> ends it sooner. A program without other work waits here.
        /// </summary>
        public void WaitForInterrupt(int milliseconds)
        {
            if (!IsServiceDue())
            {
                _serviceWanted.WaitOne(milliseconds, false);
            }
        }

        /// <summary>
        /// Ends the <see cref="WaitForInterrupt"/> of another thread, or else the next one. However often it is called meanwhile, it ends one of them.
        /// Any thread may call it. It does not touch the controller.
        /// </summary>
        public void Wake()
        {
            _serviceWanted.Set();
        }

        /// <summary>Holds RST low for some time and releases it. Does nothing when RST is not wired. For initialisation only: it blocks.</summary>
        public void Reset(int milliseconds)
        {
            if (HasReset)
            {
                HoldReset();
                Wait(milliseconds);
                ReleaseReset();
            }
        }

        /// <summary>Pulls RST low, or leaves it low.</summary>
        public void HoldReset()
        {
            // Toggle() replaces Write(), because a PinValue would allocate, and a driver also recovers in the middle of work.
            if (_resetIsHigh)
            {
                _reset!.Toggle();
                _resetIsHigh = false;
            }
        }

        /// <summary>Releases RST, which ends the reset.</summary>
        public void ReleaseReset()
        {
            if (!_resetIsHigh)
            {
                _reset!.Toggle();
                _resetIsHigh = true;
            }
        }

        /// <summary>Lets other threads run that are ready. Returns at once if there is none.</summary>
        public void Yield()
        {
            Thread.Sleep(0);
        }

        /// <summary>Blocks the calling thread, so it is for initialisation only.</summary>
        public void Wait(int milliseconds)
        {
            Sleep(milliseconds);
        }

        /// <summary>From now on each poll looks at the controller. Edges of INT are ignored.</summary>
        /// <param name="frames">How many frames have been received so far.</param>
        internal void BeginPolling(int frames)
        {
            if (!IsPolling)
            {
                // INT has reported the frame that it has fallen for.
                _framesPolled -= _link!.Pending == Fallen ? frames + 1 : frames;
                IsPolling = true;
                _link.Pending = Later;
            }
        }

        /// <summary>From now on INT reports frames. One look is left to do, which finds those of before.</summary>
        /// <param name="frames">How many frames have been received so far.</param>
        internal void EndPolling(int frames)
        {
            if (IsPolling)
            {
                _framesPolled += frames;
                IsPolling = false;
                _link!.Pending = Asked;
            }
        }

        /// <summary>Blocks the calling thread.</summary>
        internal static void Sleep(int milliseconds)
        {
            Thread.Sleep(milliseconds);
        }

        /// <summary>
        /// Notes that the controller needs service although no edge of INT came. False when that has happened before with hardly a frame in between:
        /// the line, or its way through the platform, is broken. Not to be called while polling.
        /// </summary>
        /// <param name="frames">How many frames have been received so far.</param>
        internal bool MissEdge(int frames)
        {
            frames -= _framesPolled;
            if (frames - _framesAtMiss > MaxBurst)
            {
                _missed = 0;
            }

            _framesAtMiss = frames;
            _link!.Pending = Asked;
            _missed++;
            return _missed < MaxMissed;
        }

        /// <summary>Stops relying on INT until it has fallen again.</summary>
        internal void Distrust()
        {
            _hasFallen = false;
            UsesInterrupt = false;
            _link!.Pending = Asked;
        }

        /// <summary>Whether a failed INT has fallen again.</summary>
        internal bool HasFallen()
        {
            return _hasFallen || _link!.Pending == Fallen;
        }

        /// <summary>Relies on INT again, if it is wired. The first look is due.</summary>
        internal void Trust()
        {
            UsesInterrupt = HasInterrupt;
            _missed = 0;
            _link!.Pending = Asked;
        }

        /// <summary>
        /// Keeps the bus busy for some milliseconds, so that this time passes for certain, whatever a clock says. It is for waits of the data sheet
        /// that have already passed by the clock.
        /// </summary>
        /// <param name="read">An array that begins with a read instruction, which the controller accepts at this time. Its answer is ignored.</param>
        /// <param name="milliseconds">How many.</param>
        internal void Pass(byte[] read, int milliseconds)
        {
            // The platform takes the nearest clock that it can divide. That is faster by a third at the most.
            int bytes = _clockHz / (BitsPerByte * 1000) * 4 / 3 * milliseconds;
            for (int passed = 0; passed <= bytes; passed += read.Length)
            {
                WriteFrame(read, 0, read.Length);
            }
        }

        // Only falling edges count. The driver serves the controller until INT is high again, so it only has to know that INT has fallen since.
        private void OnInterruptLine(object sender, PinValueChangedEventArgs e)
        {
            if (e.ChangeType == PinEventTypes.Falling)
            {
                if (IsPolling)
                {
                    _hasFallen = true;
                    return;
                }

                // Polling may begin on another thread between the question and this. The driver then makes one look more than it has to.
                _link!.Pending = Fallen;
                _serviceWanted.Set();
            }
        }
    }
}
