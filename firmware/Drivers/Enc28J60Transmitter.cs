// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

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
        private const int None = -1;

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
        private const int StartInstruction = (R.ECON1_TXRTS << 8) | Enc28J60Core.BitFieldSet | R.ECON1;
        private const int ClearInstruction = (EndFlags << 8) | Enc28J60Core.BitFieldClear | R.EIR;

        /// <summary>The time in milliseconds.</summary>
        internal long Now;

        /// <summary>Whether the end of a transmission lowers INT, too.</summary>
        internal bool LowersInterrupt;

        private readonly Enc28J60Core _core;
        private readonly SpiBus _bus;
        private readonly Enc28J60Statistics _statistics;
        private readonly bool _halfDuplex;
        private readonly byte[] _scratch;
        private readonly ushort[] _statusWrite = new ushort[(StatusLength + 1) / 2];
        private readonly ushort[] _statusRead = new ushort[(StatusLength + 1) / 2];

        private long _startedAt;

        // When the chip was asked and found busy: everybody who wants to send would ask again.
        private long _askedAt;
        private int _sending;
        private int _queued;
        private int _sendingEnd;
        private int _queuedEnd;
        private int _lastSlot;
        private int _attempts;

        // What the registers hold; None when that is not known.
        private int _writePointer;
        private int _start;
        private int _end;

        /// <param name="core">The chip.</param>
        /// <param name="options">The duplex.</param>
        /// <param name="statistics">To count in.</param>
        /// <param name="scratch">Takes what the chip sends while frames are written to it: nothing of use.</param>
        internal Enc28J60Transmitter(Enc28J60Core core, Enc28J60LinkOptions options, Enc28J60Statistics statistics, byte[] scratch)
        {
            _core = core;
            _bus = core.Bus;
            _statistics = statistics;
            _halfDuplex = !options.FullDuplex;
            _scratch = scratch;
            _statusWrite[0] = Enc28J60Core.ReadBufferMemory;
            Reset();
        }

        /// <summary>The chip has been set up and sends nothing.</summary>
        internal void Reset()
        {
            LowersInterrupt = false;
            _sending = None;
            _queued = None;
            _askedAt = None;
            _lastSlot = Enc28J60Memory.FirstSlot;
            _writePointer = None;
            _start = None;
            _end = None;
        }

        /// <summary>Starts or repeats what nobody else will ask for.</summary>
        /// <returns>When to call it again.</returns>
        internal long Poll()
        {
            if (_sending == None)
            {
                return long.MaxValue;
            }

            long now = Now;
            if (now >= Due() && now != _askedAt)
            {
                Update();
            }

            if (_sending != None && now - _startedAt > Timeout)
            {
                _statistics.TransmitTimeouts++;
                ResetLogic();
                ClearFlags();
                StartQueued();
            }

            long due = Due();
            return due > now ? due : now + 1;
        }

        /// <summary>Whether a slot is free. The chip is asked once in a millisecond, unless it tells by itself.</summary>
        internal bool CanTransmit()
        {
            if (_queued != None && (LowersInterrupt ? _bus.Pending : _askedAt != Now))
            {
                Update();
            }

            return _queued == None;
        }

        internal bool Transmit(FrameBuffer frame)
        {
            bool wasFull = _queued != None;
            if (wasFull && !CanTransmit())
            {
                return false;
            }

            // A frame that has just been started is not asked for, nor one whose end INT would have told.
            if (_sending != None && !wasFull && (!LowersInterrupt || _bus.Pending))
            {
                Update();
            }

            int sending = _sending;
            int slot = sending == None ? _lastSlot : Other(sending);

            // The control byte at the slot's start is not part of the frame, so the last byte is at start + length.
            int end = slot + frame.Length;
            WriteFrame(frame, slot);
            if (sending == None)
            {
                Start(slot, end);
            }
            else
            {
                _queued = slot;
                _queuedEnd = end;
                AwaitEnd();
            }

            return true;
        }

        /// <summary>Whether a transmission has ended by now, of which the flags tell; the next one is started then.</summary>
        internal bool TakeEnd()
        {
            int flags = _core.ReadSelected(R.EIR);
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
                _core.Send(ClearInstruction);
                StartQueued();
            }

            if (LowersInterrupt && _sending == None)
            {
                _core.Clear(R.EIE, EndEnables);
                LowersInterrupt = false;
            }

            return true;
        }

        private static int Other(int slot)
        {
            return slot == Enc28J60Memory.FirstSlot ? Enc28J60Memory.SecondSlot : Enc28J60Memory.FirstSlot;
        }

        /// <summary>When somebody has to look at the frame that is being sent.</summary>
        private long Due()
        {
            if (_sending == None)
            {
                return long.MaxValue;
            }

            if (LowersInterrupt)
            {
                return _startedAt + MissedTime;
            }

            if (_queued != None)
            {
                return _startedAt;
            }

            // In half duplex it may have to be repeated.
            return _startedAt + (_halfDuplex ? FrameTime : Timeout + 1);
        }

        private void WriteFrame(FrameBuffer frame, int slot)
        {
            Enc28J60Core core = _core;
            int old = _writePointer;
            if (old == None || ((old ^ slot) & 0xFF) != 0)
            {
                core.Write(R.EWRPTL, slot & 0xFF);
            }

            if (old == None || (old ^ slot) > 0xFF)
            {
                core.Write(R.EWRPTH, slot >> 8);
            }

            // Opcode and control byte go into the room in front of the frame; the control byte 0 leaves it to MACON3.
            byte[] data = frame.Data;
            int length = frame.Length;
            int start = frame.Offset - 2;
            data[start] = Enc28J60Core.WriteBufferMemory;
            data[start + 1] = 0;
            _bus.TransferFrame(data, _scratch, start, 2 + length);
            _writePointer = slot + 1 + length;
        }

        private void Start(int slot, int end)
        {
            Enc28J60Core core = _core;
            if (_start != slot)
            {
                if (_start == None)
                {
                    core.Write(R.ETXSTL, slot & 0xFF);
                }

                core.Write(R.ETXSTH, slot >> 8);
                _start = slot;
            }

            int old = _end;
            if (old != end)
            {
                if (old == None || ((old ^ end) & 0xFF) != 0)
                {
                    core.Write(R.ETXNDL, end & 0xFF);
                }

                if (old == None || (old ^ end) > 0xFF)
                {
                    core.Write(R.ETXNDH, end >> 8);
                }

                _end = end;
            }

            _sending = slot;
            _sendingEnd = end;
            _lastSlot = slot;
            _attempts = 1;
            _startedAt = Now;
            _statistics.FramesSent++;
            core.Send(StartInstruction);
        }

        private void StartQueued()
        {
            _sending = None;
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
            if (_halfDuplex || LowersInterrupt)
            {
                if (!TakeEnd())
                {
                    _askedAt = Now;
                }
            }
            else if ((_core.ReadSelected(R.ECON1) & R.ECON1_TXRTS) != 0)
            {
                _askedAt = Now;
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
            if (_queued != None && !_halfDuplex)
            {
                _core.Send(ClearInstruction);
                Update();
            }

            if (_queued == None)
            {
                return;
            }

            LowersInterrupt = true;
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
            if (isLate && _attempts < MaxAttempts)
            {
                _attempts++;
                _statistics.LateCollisions++;
                _startedAt = Now;
                _core.Send(StartInstruction);
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
            _core.WritePair(R.ERDPTL, _sendingEnd + 1);
            _core.ReadPointerMoved = true;
            _core.Bus.Exchange(_statusWrite, _statusRead);

            // The opcode's byte, then bits 0 to 23: the fifth byte.
            return _statusRead[2] & 0xFF;
        }
    }
}
