// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Device.Spi;
using NanoTcp.Link;
using R = NanoTcp.Drivers.Enc28J60Register;

namespace NanoTcp.Drivers
{
    /// <summary>
    /// Frames into the chip and onto the wire. One is sent while the next is written to the other slot, and as long as one waits there the end
    /// of the one before lowers INT, so that the wire need not wait for a poll. What the pointer registers hold is remembered and not written
    /// again: a frame of the same length as the one before costs half the transactions.
    /// </summary>
    internal sealed class Enc28J60Transmitter
    {
        /// <summary>No slot.</summary>
        internal const int None = -1;

        /// <summary>Milliseconds of the worst legal transmission in half duplex, 16 collisions with their back-off, and some.</summary>
        private const int Timeout = 500;

        /// <summary>Milliseconds after which any frame has left if nothing hindered it.</summary>
        private const int FrameTime = 2;

        /// <summary>Milliseconds after which an interrupt for the end of a frame has got lost.</summary>
        private const int MissedTime = 4;

        /// <summary>Transmissions of one frame that meets late collisions (erratum 13).</summary>
        private const int MaxAttempts = 16;

        private const int StatusLength = 7;

        /// <summary>Bit 29 of the transmit status vector: a late collision.</summary>
        private const int LateCollision = 0x20;

        private const int EndFlags = R.EIR_TXIF | R.EIR_TXERIF;
        private const int EndEnables = R.EIE_TXIE | R.EIE_TXERIE;
        private const int WriteWriteHigh = Enc28J60Core.WriteControlRegister | R.EWRPTH;
        private const int WriteEndLow = Enc28J60Core.WriteControlRegister | R.ETXNDL;
        private const int WriteEndHigh = Enc28J60Core.WriteControlRegister | R.ETXNDH;

        /// <summary>The slot of the frame that is being sent, or has left without anybody having noticed.</summary>
        internal int Sending;

        /// <summary>In half duplex a frame may have to be repeated: somebody has to look.</summary>
        internal readonly bool IsHalfDuplex;

        private readonly EthernetLink _link;
        private readonly Enc28J60Core _core;
        private readonly SpiBus _bus;
        private readonly SpiDevice _device;
        private readonly Enc28J60Statistics _statistics;
        private readonly byte[] _scratch;
        private readonly ushort[] _statusWrite = new ushort[(StatusLength + 1) / 2];
        private readonly ushort[] _statusRead = new ushort[(StatusLength + 1) / 2];

        // Instructions that are always the same, and one for whatever changes.
        private readonly ushort[] _startInstruction = new ushort[1] { (R.ECON1_TXRTS << 8) | Enc28J60Core.BitFieldSet | R.ECON1 };
        private readonly ushort[] _readFlags = new ushort[1] { R.EIR };
        private readonly ushort[] _clearFlags = new ushort[1] { (EndFlags << 8) | Enc28J60Core.BitFieldClear | R.EIR };
        private readonly ushort[] _writeLow = new ushort[1] { ((Enc28J60Memory.FirstSlot & 0xFF) << 8) | Enc28J60Core.WriteControlRegister | R.EWRPTL };
        private readonly ushort[] _command = new ushort[1];
        private readonly ushort[] _answer = new ushort[1];

        // Milliseconds after which somebody has to look at a frame behind which none waits: in half duplex it may have to be repeated.
        private readonly int _patience;

        private long _startedAt;

        // When the chip was asked and found busy: everybody who wants to send would ask again.
        private long _askedAt;
        private int _queued;
        private int _queuedEnd;
        private int _lastSlot;

        // Transmissions of a frame that met a late collision, and its number.
        private int _attempts;
        private int _repeated;

        // What EWRPT, ETXST and ETXND hold: 0 after a reset (DS39662 table 3-2).
        private int _writePointer;
        private int _start;
        private int _end;

        /// <param name="link">Tells the time, and is polled when there is something to look after.</param>
        /// <param name="core">The chip.</param>
        /// <param name="options">The duplex.</param>
        /// <param name="statistics">To count in.</param>
        /// <param name="scratch">Takes what the chip sends while frames are written to it: nothing of use.</param>
        internal Enc28J60Transmitter(EthernetLink link, Enc28J60Core core, Enc28J60LinkOptions options, Enc28J60Statistics statistics, byte[] scratch)
        {
            _link = link;
            _core = core;
            _bus = core.Bus;
            _device = core.Bus.Device;
            _statistics = statistics;
            IsHalfDuplex = !options.FullDuplex;
            _patience = IsHalfDuplex ? FrameTime : Timeout + 1;
            _scratch = scratch;
            _statusWrite[0] = Enc28J60Core.ReadBufferMemory;
            Reset();
        }

        /// <summary>Whether the end of a transmission lowers INT, too.</summary>
        internal bool LowersInterrupt
        {
            get { return (_core.Obstacles & Enc28J60Core.SharedInterrupt) != 0; }
        }

        /// <summary>The chip has been set up and sends nothing.</summary>
        internal void Reset()
        {
            _core.Obstacles &= ~Enc28J60Core.SharedInterrupt;
            Sending = None;
            _queued = None;
            _repeated = None;
            _askedAt = None;
            _lastSlot = Enc28J60Memory.FirstSlot;
            _writePointer = 0;
            _start = 0;
            _end = 0;
        }

        /// <summary>Starts or repeats what nobody else will ask for.</summary>
        /// <returns>When to call it again.</returns>
        internal long Poll(long now)
        {
            if (Sending == None)
            {
                return long.MaxValue;
            }

            if (now >= Due() && now != _askedAt)
            {
                Update();
                if (Sending == None)
                {
                    return long.MaxValue;
                }
            }

            if (now - _startedAt > Timeout)
            {
                _statistics.TransmitTimeouts++;
                ResetLogic();
                ClearFlags();
                StartQueued();
            }

            long due = Due();
            return due > now ? due : now + 1;
        }

        /// <summary>Looks whether the frame that is being sent has left: once in a millisecond.</summary>
        /// <returns>Whether nothing is being sent any more.</returns>
        internal bool LookForEnd()
        {
            if (_askedAt != _link.Now && !TakeEnd())
            {
                _askedAt = _link.Now;
            }

            return Sending == None;
        }

        /// <summary>Whether a slot is free. The chip is asked once in a millisecond, unless it tells by itself.</summary>
        internal bool CanTransmit()
        {
            if (_queued != None && (LowersInterrupt ? _bus.Pending : _askedAt != _link.Now))
            {
                Update();
            }

            return _queued == None;
        }

        internal bool Transmit(FrameBuffer frame)
        {
            if (Sending != None && !IsFree())
            {
                return false;
            }

            // Behind one that is being sent it goes into the other slot. The control byte at the slot's start is not part of the frame, so
            // the last byte is at start + length.
            bool isNext = Sending != None;
            int slot = isNext ? Other(Sending) : _lastSlot;
            int length = frame.Length;
            int end = slot + length;
            if ((_core.Obstacles & Enc28J60Core.OtherBank) != 0)
            {
                _core.SelectBank(R.EWRPTL);
            }

            // EWRPT, as far as it has to change (DS39662 §7.1): the slots have the same low byte.
            SpiDevice device = _device;
            ushort[] command = _command;
            ushort[] answer = _answer;
            int old = _writePointer ^ slot;
            if ((old & 0xFF) != 0)
            {
                device.TransferFullDuplex(_writeLow, answer);
            }

            if ((uint)old > 0xFF)
            {
                command[0] = (ushort)((slot & 0xFF00) | WriteWriteHigh);
                device.TransferFullDuplex(command, answer);
            }

            // Opcode and control byte go into the room in front of the frame; the control byte 0 leaves it to MACON3.
            byte[] data = frame.Data;
            int start = frame.Offset - 2;
            data[start] = Enc28J60Core.WriteBufferMemory;
            data[start + 1] = 0;
            _bus.TransferFrame(data, _scratch, start, 2 + length);
            _writePointer = end + 1;
            if (isNext)
            {
                _queued = slot;
                _queuedEnd = end;
                AwaitEnd();
                BringForward();
                return true;
            }

            // ETXST only changes with the slot, ETXND with the length.
            if (_start != slot)
            {
                _core.Write(R.ETXSTH, slot >> 8);
                _start = slot;
            }

            old = _end ^ end;
            if (old != 0)
            {
                if ((old & 0xFF) != 0)
                {
                    command[0] = (ushort)((end << 8) | WriteEndLow);
                    device.TransferFullDuplex(command, answer);
                }

                if ((uint)old > 0xFF)
                {
                    command[0] = (ushort)((end & 0xFF00) | WriteEndHigh);
                    device.TransferFullDuplex(command, answer);
                }

                _end = end;
            }

            Sending = slot;
            _lastSlot = slot;
            _statistics.FramesSent++;
            device.TransferFullDuplex(_startInstruction, answer);

            EthernetLink link = _link;
            long now = link.Now;
            _startedAt = now;
            now += _patience;
            if (now < link.Due)
            {
                link.Due = now;
            }

            return true;
        }

        /// <summary>Whether a transmission has ended by now, of which the flags tell; the next one is started then.</summary>
        internal bool TakeEnd()
        {
            SpiDevice device = _device;
            ushort[] answer = _answer;
            device.TransferFullDuplex(_readFlags, answer);
            int flags = answer[0] >> 8;
            if ((flags & EndFlags) == 0)
            {
                return false;
            }

            if ((flags & R.EIR_TXERIF) != 0)
            {
                OnError();
            }
            else
            {
                device.TransferFullDuplex(_clearFlags, answer);
                Sending = None;
                if (_queued != None)
                {
                    StartQueued();
                }
            }

            if (Sending == None && (_core.Obstacles & Enc28J60Core.SharedInterrupt) != 0)
            {
                _core.Clear(R.EIE, EndEnables);
                _core.Obstacles &= ~Enc28J60Core.SharedInterrupt;
            }

            return true;
        }

        private static int Other(int slot)
        {
            return slot == Enc28J60Memory.FirstSlot ? Enc28J60Memory.SecondSlot : Enc28J60Memory.FirstSlot;
        }

        /// <summary>Whether there is a slot behind the frame that is being sent, or that has left.</summary>
        private bool IsFree()
        {
            if (_queued != None)
            {
                return CanTransmit();
            }

            // A frame whose end INT would have told is not asked for.
            if ((_core.Obstacles & Enc28J60Core.SharedInterrupt) == 0 || _bus.Pending)
            {
                Update();
            }

            return true;
        }

        /// <summary>When somebody has to look at the frame that is being sent.</summary>
        private long Due()
        {
            if (LowersInterrupt)
            {
                return _startedAt + MissedTime;
            }

            return _queued != None ? _startedAt : _startedAt + _patience;
        }

        private void BringForward()
        {
            long due = Due();
            if (due < _link.Due)
            {
                _link.Due = due;
            }
        }

        private void Start(int slot, int end)
        {
            Enc28J60Core core = _core;
            if (_start != slot)
            {
                _core.Write(R.ETXSTH, slot >> 8);
                _start = slot;
            }

            int old = _end ^ end;
            if ((old & 0xFF) != 0)
            {
                core.Write(R.ETXNDL, end & 0xFF);
            }

            if ((uint)old > 0xFF)
            {
                core.Write(R.ETXNDH, end >> 8);
            }

            _end = end;
            Sending = slot;
            _lastSlot = slot;
            _startedAt = _link.Now;
            _statistics.FramesSent++;
            _device.TransferFullDuplex(_startInstruction, _answer);
        }

        private void StartQueued()
        {
            Sending = None;
            int slot = _queued;
            if (slot != None)
            {
                _queued = None;
                Start(slot, _queuedEnd);
            }
        }

        /// <summary>
        /// Asks whether the frame being sent has come to its end, and starts the next one if it has. In half duplex TXRTS may stay set for
        /// ever and TXIF never come (erratum 13), but one of two flags does.
        /// </summary>
        private void Update()
        {
            if (IsHalfDuplex || LowersInterrupt)
            {
                if (!TakeEnd())
                {
                    _askedAt = _link.Now;
                }
            }
            else if ((_core.ReadSelected(R.ECON1) & R.ECON1_TXRTS) != 0)
            {
                _askedAt = _link.Now;
            }
            else
            {
                StartQueued();
            }
        }

        /// <summary>From now on the end of the frame being sent lowers INT, or has lowered it.</summary>
        private void AwaitEnd()
        {
            if (LowersInterrupt || !_bus.HasInterrupt)
            {
                return;
            }

            // Writing took a while, and in full duplex the flag may be that of some frame before: cleared, and asked once more.
            Update();
            if (_queued != None && !IsHalfDuplex)
            {
                _device.TransferFullDuplex(_clearFlags, _answer);
                Update();
            }

            if (_queued == None)
            {
                return;
            }

            _core.Obstacles |= Enc28J60Core.SharedInterrupt;
            _core.Set(R.EIE, EndEnables);
        }

        /// <summary>
        /// An abort can leave the transmitter dead until it is reset (erratum 12). A late collision is often none (erratum 13), so the
        /// frame, which is still in its slot, is sent again; ESTAT.LATECOL does not tell (erratum 15).
        /// </summary>
        private void OnError()
        {
            ResetLogic();
            bool isLate = (ReadStatus() & LateCollision) != 0;
            ClearFlags();
            if (_repeated != _statistics.FramesSent)
            {
                _repeated = _statistics.FramesSent;
                _attempts = 1;
            }

            if (isLate && _attempts < MaxAttempts)
            {
                _attempts++;
                _statistics.LateCollisions++;
                _startedAt = _link.Now;
                _device.TransferFullDuplex(_startInstruction, _answer);
                return;
            }

            _statistics.TransmitErrors++;
            StartQueued();
        }

        /// <summary>Also clears TXRTS.</summary>
        private void ResetLogic()
        {
            _core.Set(R.ECON1, R.ECON1_TXRST);
            _core.Clear(R.ECON1, R.ECON1_TXRST);
        }

        /// <summary>After the reset of the logic, which can raise TXERIF (erratum 12).</summary>
        private void ClearFlags()
        {
            _core.Clear(R.EIR, R.EIR_TXERIF | R.EIR_TXIF);
            _core.Clear(R.ESTAT, R.ESTAT_TXABRT | R.ESTAT_LATECOL);
        }

        /// <summary>Bits 24 to 31 of the status vector, which stands behind the frame.</summary>
        private int ReadStatus()
        {
            _core.WritePair(R.ERDPTL, _end + 1);
            _core.Obstacles |= Enc28J60Core.ReadPointerMoved;
            _bus.Exchange(_statusWrite, _statusRead);

            // The opcode's byte, then bits 0 to 23: the fifth byte.
            return _statusRead[2] & 0xFF;
        }
    }
}
