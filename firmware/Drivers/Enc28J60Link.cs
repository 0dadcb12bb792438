// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using System.Device.Gpio;
using System.Device.Spi;
using NanoTcp.Link;
using R = NanoTcp.Drivers.Enc28J60Register;

namespace NanoTcp.Drivers
{
    /// <summary>
    /// The driver of Microchip's ENC28J60, 10BASE-T on SPI (data sheet DS39662, errata DS80349). Call <see cref="Start"/> once, then hand it to the
    /// stack. A chip that fails in operation is set up anew without blocking. The link is down meanwhile.
    /// </summary>
    public sealed partial class Enc28J60Link : ControllerLink
    {
        /// <summary>The counters of the driver.</summary>
        public readonly Enc28J60Statistics Statistics = new Enc28J60Statistics();

        private const int ResetPulse = 1;

        // Milliseconds. The chip needs 300 µs after power save, and 1 ms after SRC whatever CLKRDY says (erratum 2).
        private const int ResetTime = 1;

        private const int ClockWaits = 20;
        private const int RestartPause = 1000;
        private const int DownInterval = 50;

        // Without INT the driver looks every millisecond for this long after a frame.
        private const int BusyTime = 20;

        // ESTAT.INT in the word that the chip answers with.
        private const int ReportBit = R.ESTAT_INT << 8;

        private readonly SpiBus _bus;
        private readonly SpiDevice _device;
        private readonly GpioPin? _interrupt;
        private readonly Enc28J60Core _core;
        private readonly Enc28J60LinkOptions _options;
        private readonly Enc28J60Filter _filter;
        private readonly Enc28J60Setup _setup;
        private readonly Enc28J60Receiver _receiver;
        private readonly Enc28J60Transmitter _transmitter;
        private readonly Enc28J60LinkState _link;
        private Phase _phase = Phase.Stopped;
        private readonly PollWait _wait = new PollWait();
        private readonly long _longestWait;
        private long _nextCheck;
        private long _quietFrom;

        // Each poll reads ESTAT while the driver polls.
        private readonly ushort[] _readStatus = new ushort[1] { R.ESTAT };
        private readonly ushort[] _answer = new ushort[1];

        /// <summary>Takes all memory that it will need.</summary>
        /// <param name="bus">The bus that the chip is on.</param>
        /// <param name="macAddress">This station's MAC address (6 bytes). The chip has none of its own.</param>
        /// <param name="options">How the chip is used.</param>
        /// <exception cref="ArgumentOutOfRangeException">An interval is below 1.</exception>
        public Enc28J60Link(SpiBus bus, byte[] macAddress, Enc28J60LinkOptions options)
            : base(macAddress)
        {
            if (options.CheckInterval < 1 || options.PollInterval < 1 || options.CompareInterval < 1)
            {
                throw new ArgumentOutOfRangeException();
            }

            _options = options;
            _longestWait = RestartPause + options.CheckInterval;
            _bus = bus;
            _device = bus.Device;
            _interrupt = bus.Interrupt;
            bus.Attach(this);
            _core = new Enc28J60Core(bus);
            _filter = new Enc28J60Filter(options);
            _setup = new Enc28J60Setup(_core, options, _filter, macAddress);
            _transmitter = new Enc28J60Transmitter(this, _core, options, Statistics);
            _receiver = new Enc28J60Receiver(this, _core, _setup, _transmitter, Statistics);
            _link = new Enc28J60LinkState(_core, Statistics);
        }

        private enum Phase
        {
            Stopped,
            Running,
            Waking,
            Resetting,
            Identifying,
            Pausing,
        }

        /// <inheritdoc/>
        public override bool IsUp
        {
            get { return _phase == Phase.Running && _link.IsUp; }
        }

        /// <inheritdoc/>
        public override int FramesHandled
        {
            get { return Statistics.FramesReceived + Statistics.FramesSent; }
        }

        /// <summary>The result of the last start.</summary>
        public ControllerError Error { get; private set; }

        /// <summary>
        /// Resets, identifies and sets up the chip; blocks for some milliseconds. If it fails, <see cref="Poll"/> tries again every second. So a chip
        /// that gets its supply late is found, too.
        /// </summary>
        public ControllerError Start()
        {
            _core.IsPolled = false;
            _bus.EndPolling(Statistics.FramesReceived);
            _bus.Reset(ResetPulse);
            PassResetTime();
            LeavePowerSave();
            PassResetTime();
            _core.Reset();
            PassResetTime();
            Error = _setup.Identify();
            for (int wait = 0; Error == ControllerError.StuckReset && wait < ClockWaits; wait++)
            {
                PassResetTime();
                Error = _setup.Identify();
            }

            Configure();
            return Error;
        }

        /// <inheritdoc/>
        public override FrameBuffer? Receive()
        {
            // Only the chip's report proves that there is a packet. A stale record in its memory looks like a new one, an edge is reported late, and EIR.PKTIF
            // is no proof (erratum 6).
            if (_core.IsPolled)
            {
                if (_core.Obstacles != 0)
                {
                    return ReceiveCarefully();
                }

                _device.TransferFullDuplex(_readStatus, _answer);
                if (_answer[0] < ReportBit)
                {
                    return null;
                }
            }
            else
            {
                if (Pending == SpiBus.Nothing)
                {
                    return null;
                }

                if (_core.Obstacles != 0)
                {
                    return ReceiveCarefully();
                }

                Pending = SpiBus.Nothing;
                if ((bool)_interrupt!.Read())
                {
                    return null;
                }
            }

            Enc28J60Transmitter transmitter = _transmitter;
            if (transmitter.Sending != Enc28J60Transmitter.None && transmitter.IsHalfDuplex)
            {
                // No other frame waits behind it. That spares a poll for it.
                _device.TransferFullDuplex(transmitter.ReadFlags, _answer);
                int flags = _answer[0] & Enc28J60Transmitter.EndFlags;
                if (flags == Enc28J60Transmitter.HasLeft)
                {
                    _device.Write(transmitter.ClearEndFlags);
                    transmitter.Sending = Enc28J60Transmitter.None;
                    Due = _nextCheck;
                }
                else if (flags != 0)
                {
                    // The look at what went wrong has moved the read pointer.
                    transmitter.OnError();
                    Pending = SpiBus.Asked;
                    return ReceiveCarefully();
                }
            }

            return _receiver.Receive();
        }

        /// <inheritdoc/>
        public override bool CanTransmit()
        {
            // While a frame waits in the second slot, either the end of a transmission is also reported, or packets are counted.
            return _core.Obstacles == 0 || (_link.IsUp && _transmitter.CanTransmit());
        }

        /// <inheritdoc/>
        public override bool Transmit(FrameBuffer frame)
        {
            return _transmitter.Transmit(frame);
        }

        /// <inheritdoc/>
        public override long Poll(long now)
        {
            Now = now;
            if (now >= Due)
            {
                // Mostly the reason is only a frame that has been sent.
                Due = now < _nextCheck && _core.Obstacles == 0 ? PollTransmitter(now) : PollNow(now);
            }
            else if (now < Due - _longestWait)
            {
                OnClockFellBack(now);
                Due = PollNow(now);
            }

            return Due;
        }

        /// <summary>The clock has fallen back: what was due far in the future is due now.</summary>
        private void OnClockFellBack(long now)
        {
            _nextCheck = now;
            _core.CompareAt = now;
            _quietFrom = now;
            _transmitter.RestartTime(now);
        }

        private FrameBuffer? ReceiveCarefully()
        {
            if (_phase != Phase.Running)
            {
                // Otherwise the program could not wait for an interrupt meanwhile. The first look after a set-up is always due.
                _bus.ClearInterrupt();
                return null;
            }

            Enc28J60Core core = _core;
            FrameBuffer? frame = _receiver.ReceiveCarefully();
            if (frame == null)
            {
                if (_receiver.IsInDoubt && IsLineStuck())
                {
                    DistrustReports();
                }

                if (_transmitter.LowersInterrupt)
                {
                    // A transmission may have ended.
                    Due = 0;
                }

                if (!core.IsPolled && !_bus.UsesInterrupt && _bus.HasInterrupt && !_bus.IsInterruptLow() && _bus.HasFallen())
                {
                    Trust();
                }
            }
            else if (!_bus.UsesInterrupt)
            {
                _quietFrom = Now + BusyTime;
            }

            return frame;
        }

        private long PollTransmitter(long now)
        {
            long due = _transmitter.Poll(now);
            return due < _nextCheck ? due : _nextCheck;
        }

        private long PollNow(long now)
        {
            if (_phase != Phase.Running)
            {
                return ContinueRestart(now);
            }

            long due = _transmitter.PatienceEnds;
            if (now >= due || _core.Obstacles != 0)
            {
                due = _transmitter.Poll(now);
            }

            bool isAlive = !_receiver.IsLost;
            if (now >= _nextCheck)
            {
                isAlive &= Check(now);
                _nextCheck = now + (_link.IsUp ? _options.CheckInterval : DownInterval);
            }

            if (!isAlive)
            {
                Restart();
                return _wait.Due();
            }

            if (due > _nextCheck)
            {
                due = _nextCheck;
            }

            if (!_bus.UsesInterrupt && !_core.IsPolled)
            {
                long look = now + (now < _quietFrom ? 1 : _options.PollInterval);
                if (due > look)
                {
                    due = look;
                }
            }

            return due;
        }

        /// <summary>SRC does nothing in power save (erratum 19).</summary>
        private void LeavePowerSave()
        {
            _core.Clear(R.ECON2, R.ECON2_PWRSV);
        }

        /// <summary>Blocks as part of <see cref="Start"/>. The platform's sleep may end with the next tick of its clock.</summary>
        private void PassResetTime()
        {
            _bus.Wait(ResetTime);
            _bus.Pass(_receiver.Scratch, ResetTime);
        }

        /// <summary>Continues after an identification: the driver runs if all is well, and otherwise tries again later.</summary>
        private void Configure()
        {
            if (Error == ControllerError.None && !_setup.Configure())
            {
                Error = ControllerError.Unresponsive;
            }

            if (Error == ControllerError.None)
            {
                _statusFailures = 0;
                Trust();
                _receiver.Reset();
                _transmitter.SetUp();
                _link.Read();
                _phase = Phase.Running;
                _core.Obstacles &= ~Enc28J60Core.Stopped;
                _nextCheck = 0;
                _core.CompareAt = 0;
                Due = 0;
            }
            else
            {
                Enter(Phase.Pausing, RestartPause);
            }
        }

        /// <summary>
        /// Begins to set the chip up anew. Each step has a poll of its own, after a wait by the polls' clock. That clock may jump, so the time of the
        /// data sheet then passes once more on the bus.
        /// </summary>
        private void Restart()
        {
            Statistics.Restarts++;
            _link.Set(false);
            _core.Obstacles |= Enc28J60Core.Stopped;
            _core.Clear(R.ECON1, R.ECON1_TXRTS | R.ECON1_RXEN);
            BeginReset();
        }

        private void BeginReset()
        {
            LeavePowerSave();
            Enter(Phase.Waking, ResetTime);
        }

        private long ContinueRestart(long now)
        {
            if (_phase == Phase.Stopped)
            {
                return long.MaxValue;
            }

            if (_wait.IsOver(now))
            {
                TakeStep();
            }

            return _phase == Phase.Running ? now : _wait.Due();
        }

        private void TakeStep()
        {
            switch (_phase)
            {
                case Phase.Waking:
                    _bus.Pass(_receiver.Scratch, ResetTime);
                    _core.Reset();
                    Enter(Phase.Resetting, ResetTime);
                    break;

                case Phase.Resetting:
                    // The next poll goes on at once. No poll may take long.
                    _bus.Pass(_receiver.Scratch, ResetTime);
                    _phase = Phase.Identifying;
                    break;

                case Phase.Identifying:
                    Error = _setup.Identify();
                    Configure();
                    break;

                default:
                    BeginReset();
                    break;
            }
        }

        private void Enter(Phase phase, int milliseconds)
        {
            _phase = phase;
            _wait.Begin(Now, milliseconds);
            Due = 0;
        }
    }
}
