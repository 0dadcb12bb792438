// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Link;

namespace NanoTcp.Drivers
{
    /// <summary>
    /// The driver of a WIZnet W5500 as a plain Ethernet controller. Raw frames go through socket 0 (MACRAW), and the chip's own TCP/IP is disabled.
    /// Works with or without the INT and RST lines.
    /// </summary>
    public sealed partial class W5500Link : ControllerLink
    {
        // The chip has no interrupt for the link, nor for a frame that does not leave.
        private const int CheckInterval = 500;

        // Without a link nothing else is to be done.
        private const int DownInterval = 100;

        private const int RetryInterval = 1000;
        private const int LongestWait = 2 * RetryInterval;
        private const int StepTime = 1;

        // Without INT the driver looks every millisecond for this long after a frame.
        private const int BusyTime = 20;

        private readonly SpiBus _spi;
        private readonly W5500Bus _bus;
        private readonly W5500Setup _setup;
        private readonly W5500Receiver _receiver;
        private readonly W5500Statistics _statistics = new W5500Statistics();
        private readonly W5500LinkOptions _options;
        private readonly int _pollInterval;
        private bool _isRunning;

        /// <summary>Whether it runs, and its socket is in the mode that is wanted.</summary>
        private bool _isSettled;
        private bool _isStarting;
        private bool _mayStart = true;
        private bool _isUp;
        private readonly PollWait _wait = new PollWait();
        private long _checkDue;
        private long _quietFrom;

        /// <summary>Makes a driver. It takes all its memory, and does not touch the chip yet.</summary>
        /// <param name="spi">The wires to the chip: no other device on the bus.</param>
        /// <param name="macAddress">The address of this station.</param>
        /// <param name="options">Sizes and behaviour.</param>
        /// <exception cref="ArgumentOutOfRangeException">A size is outside its bounds, or an interval below 1.</exception>
        public W5500Link(SpiBus spi, byte[] macAddress, W5500LinkOptions options)
            : base(macAddress)
        {
            if (options.ReceiveBuffer < W5500Receiver.MaxRecord || options.ReceiveBuffer > SpiBus.MaxTransfer - W5500Bus.HeaderLength
                || options.HoldBack < 0 || options.HoldBack > W5500Receiver.MaxHoldBack || options.PollInterval < 1 || options.CompareInterval < 1)
            {
                throw new ArgumentOutOfRangeException();
            }

            _spi = spi;
            spi.Attach(this);
            _bus = new W5500Bus(spi);
            _setup = new W5500Setup(spi, _bus, macAddress, options.AcceptMulticast, _scratch);
            _receiver = new W5500Receiver(this, spi, _bus, options, _statistics);
            _options = options;
            _pollInterval = options.PollInterval;

            _device = spi.Device;
            _status = _bus.Status;
            _pointer = _bus.TransmitPointer;
            _send = _bus.Send;
            _readTransmitted = _bus.ReadTransmitted;
            _trustsWireTime = options.TrustsWireTime;
            _splitsPointers = options.SplitPointerWrites;
            _short[W5500Bus.HeaderLength - 1] = W5500Register.WriteTransmitBuffer;
        }

        /// <summary>The counters of the driver.</summary>
        public W5500Statistics Statistics => _statistics;

        /// <inheritdoc/>
        public override int FramesHandled
        {
            get { return _statistics.FramesReceived + _statistics.FramesSent; }
        }

        /// <summary>The result of the last start.</summary>
        public ControllerError Error { get; private set; }

        /// <inheritdoc/>
        public override bool IsUp => _isUp;

        /// <summary>
        /// Resets the chip and sets it up. Blocks for some milliseconds, or for a quarter of a second when the chip does not answer properly. If it
        /// fails, <see cref="Poll"/> tries again every second. So a chip that gets its supply late is found, too.
        /// </summary>
        public ControllerError Start()
        {
            BeginStart();
            do
            {
                _spi.Wait(1);
            }
            while (!_setup.StepStart());
            EndStart();
            return Error;
        }

        /// <inheritdoc/>
        public override void BeginPolling()
        {
            _spi.BeginPolling(_statistics.FramesReceived);
            _receiver.Settle();
        }

        /// <inheritdoc/>
        /// <remarks>The next look clears the flag that lowers INT, before it looks.</remarks>
        public override void EndPolling()
        {
            _spi.EndPolling(_statistics.FramesReceived);
            _receiver.Settle();
            if (!_spi.UsesInterrupt)
            {
                // The driver looks at intervals again.
                Due = 0;
            }
        }

        /// <inheritdoc/>
        public override FrameBuffer? Receive()
        {
            if (Pending == SpiBus.Nothing)
            {
                return null;
            }

            return _receiver.IsPlain ? _receiver.ReceiveOne() ?? (_receiver.IsPlain ? null : ReceiveMore()) : ReceiveMore();
        }

        /// <inheritdoc/>
        public override long Poll(long now)
        {
            Now = now;
            if (now >= Due)
            {
                Due = PollNow(now);
            }
            else if (now < Due - LongestWait)
            {
                OnClockFellBack(now);
                Due = PollNow(now);
            }

            return Due;
        }

        /// <summary>The clock has fallen back: what was due far in the future is due now.</summary>
        private void OnClockFellBack(long now)
        {
            _checkDue = now;
            _bus.CompareAt = now;
            _quietFrom = now;
            _stagedAt = now;
        }

        /// <summary>The long path: for everything but a single frame that INT has reported.</summary>
        private FrameBuffer? ReceiveMore()
        {
            W5500Receiver receiver = _receiver;
            FrameBuffer? frame = receiver.Position != receiver.End ? receiver.Take() : null;
            if (frame == null && receiver.IsLookDue())
            {
                W5500Fetch result = receiver.Fetch();
                if (result == W5500Fetch.Frames)
                {
                    if (!_spi.UsesInterrupt)
                    {
                        _quietFrom = Now + BusyTime;
                    }

                    frame = receiver.Take();
                    if (frame == null && receiver.IsJammed)
                    {
                        // Two batches in a row begin with a broken length: the pointers have lost the records.
                        result = W5500Fetch.Jammed;
                    }
                }

                Recover(result);
            }

            receiver.Settle();
            return frame;
        }

        private long PollNow(long now)
        {
            if (!_isRunning && !ContinueStart(now))
            {
                return _wait.Due();
            }

            if (now >= _checkDue)
            {
                Check(now);
            }

            long due = _checkDue;
            if (_isStaged && !SendStaged())
            {
                due = _spi.IsPolling ? now : now + 1;
                if (IsOverdue(now) && !SendStaged())
                {
                    CheckLink();
                    GiveUp();
                }
            }

            if (!_spi.UsesInterrupt && !_spi.IsPolling)
            {
                long look = now + (now < _quietFrom ? 1 : _pollInterval);
                if (due > look)
                {
                    due = look;
                }
            }

            return _isSettled ? due : Settle(now, due);
        }

        /// <summary>A frame does not leave. Mostly the link went down during the transmission. The chip does not continue when it comes back.</summary>
        private void GiveUp()
        {
            _statistics.SendTimeouts++;
            _bus.CompareAt = 0;
            Reopen();
        }

        private void BeginStart()
        {
            _statistics.Starts++;
            _isStarting = true;
            _setup.BeginStart();
        }

        private void EndStart()
        {
            _isStarting = false;
            Error = _setup.Error;
            _isRunning = Error == ControllerError.None;
            _isSettled = _isRunning;
            if (_isRunning)
            {
                _spi.Trust();
                _receiver.Restart();
                RestartTransmission();
                _checkDue = 0;
                _bus.CompareAt = 0;
                Due = 0;
            }
            else
            {
                _wait.Begin(Now, RetryInterval);
            }
        }

        /// <summary>Starts the chip again, one step in each poll, so that no call waits. True when it runs.</summary>
        private bool ContinueStart(long now)
        {
            if (!_isStarting)
            {
                if (_mayStart || _wait.IsOver(now))
                {
                    _mayStart = false;
                    BeginStart();
                    _wait.Begin(now, StepTime);
                }
            }
            else if (_wait.IsOver(now))
            {
                _wait.Begin(now, StepTime);
                if (_setup.StepStart())
                {
                    EndStart();
                }
            }

            return _isRunning;
        }

        private void SetLink(bool isUp)
        {
            _isUp = isUp;
            _isReady = isUp && !_isStaged;
            _statistics.LinkChanges++;
        }

        private void Recover(W5500Fetch result)
        {
            if (result == W5500Fetch.Jammed)
            {
                Reopen();
            }
            else if (result == W5500Fetch.Lost)
            {
                Stop();
            }
        }

        private void Reopen()
        {
            _statistics.Reopens++;
            _bus.CompareAt = 0;
            OpenAnew();
        }

        private void OpenAnew()
        {
            if (_setup.Reopen())
            {
                _receiver.Restart();
                RestartTransmission();
            }
            else
            {
                Stop();
            }
        }

        private void Stop()
        {
            _isRunning = false;
            _isSettled = false;
            _receiver.IsRunning = false;
            _receiver.Settle();
            if (_isUp)
            {
                SetLink(false);
            }

            _mayStart = true;
            _wait.Begin(Now, 0);
            Due = 0;
        }
    }
}
