// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using System.Device.Spi;
using NanoTcp.Link;
using R = NanoTcp.Drivers.Enc28J60Register;

namespace NanoTcp.Drivers
{
    /// <summary>
    /// Writes frames into the chip and sends them. One frame is sent while the next is written to the other slot. While a frame waits there, the end
    /// of the frame before lowers INT, so that the wire does not wait for a poll. The values of the pointer registers and the control bytes in front
    /// of the slots are remembered and not written again. So a frame of the same length as the one before costs half the transactions.
    /// </summary>
    internal sealed partial class Enc28J60Transmitter
    {
        /// <summary>No slot.</summary>
        internal const int None = 0;

        /// <summary>An impossible time or number.</summary>
        private const int Never = -1;

        /// <summary>Milliseconds of the worst legal transmission in half duplex. 16 collisions with their back-off take a little more than 366.</summary>
        private const int Timeout = 480;

        /// <summary>Milliseconds after which a lone frame in full duplex is checked.</summary>
        private const int LongPatience = 500;

        /// <summary>Milliseconds after which a frame has left unless something hindered it.</summary>
        private const int FrameTime = 2;

        /// <summary>Milliseconds after which the interrupt for the end of a frame must have got lost.</summary>
        private const int MissedTime = 4;

        /// <summary>The longest frame after which EWRPTH is still that of its slot.</summary>
        private const int OnePage = 254;

        private const int WriteWriteHigh = Enc28J60Core.WriteControlRegister | R.EWRPTH;
        private const int WriteEndLow = Enc28J60Core.WriteControlRegister | R.ETXNDL;
        private const int WriteEndHigh = Enc28J60Core.WriteControlRegister | R.ETXNDH;

        /// <summary>The slot of the frame that is being sent, or that has left unnoticed.</summary>
        internal int Sending;

        /// <summary>In half duplex a frame may have to be repeated, so the driver has to check.</summary>
        internal readonly bool IsHalfDuplex;

        /// <summary>When the last frame has to be checked, if none waits behind it. In half duplex it may have to be repeated.</summary>
        internal long PatienceEnds;

        private readonly EthernetLink _link;
        private readonly Enc28J60Core _core;
        private readonly SpiBus _bus;
        private readonly SpiDevice _device;
        private readonly Enc28J60Statistics _statistics;

        // Constant instructions, the one for EWRPTH of the last slot, and one for changing values.
        private readonly ushort[] _startInstruction = new ushort[1] { (R.ECON1_TXRTS << 8) | Enc28J60Core.BitFieldSet | R.ECON1 };
        private readonly ushort[] _writeLow = new ushort[1] { (((Enc28J60Memory.FirstSlot + 1) & 0xFF) << 8) | Enc28J60Core.WriteControlRegister | R.EWRPTL };
        private readonly ushort[] _writeHigh = new ushort[1];
        private readonly ushort[] _command = new ushort[1];

        // Milliseconds from the start of a frame to PatienceEnds.
        private readonly long _patience;

        // The number of the transmission that the driver waits for, and for how long.
        private readonly PollWait _timeout = new PollWait();
        private int _watched = Never;

        // When the chip was last found busy. Otherwise every attempt to send would ask it again.
        private long _askedAt;
        private int _queued;
        private int _queuedLength;

        // The slot and the length of the last frame, as in ETXST and ETXND, and whether EWRPTH no longer belongs to the slot.
        private int _lastSlot;
        private int _length;
        private bool _isAway;

        // The values of the registers: 0 after a reset (DS39662 table 3-2).
        private int _start;
        private int _end;

        /// <param name="link">The link, which has the time and is polled when a frame has to be checked.</param>
        /// <param name="core">The chip.</param>
        /// <param name="options">The duplex.</param>
        /// <param name="statistics">To count in.</param>
        internal Enc28J60Transmitter(EthernetLink link, Enc28J60Core core, Enc28J60LinkOptions options, Enc28J60Statistics statistics)
        {
            _link = link;
            _core = core;
            _bus = core.Bus;
            _device = core.Bus.Device;
            _statistics = statistics;
            IsHalfDuplex = !options.FullDuplex;
            _patience = IsHalfDuplex ? FrameTime : LongPatience;
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
            _repeated = Never;
            _askedAt = Never;
            PatienceEnds = 0;
            SelectSlot(Enc28J60Memory.FirstSlot);
            _length = Never;
            _isAway = true;
            _start = 0;
            _end = 0;
        }

        /// <summary>The control bytes in front of both slots: 0 leaves each frame to MACON3 (DS39662 §7.1). Nothing else writes there.</summary>
        internal void SetUp()
        {
            ClearControl(Enc28J60Memory.FirstSlot);
            ClearControl(Enc28J60Memory.SecondSlot);
            Reset();
        }

        /// <summary>Writes the remembered registers again, if the chip is idle.</summary>
        internal void Refresh()
        {
            if (Sending == None)
            {
                ClearControl(Enc28J60Memory.FirstSlot);
                ClearControl(Enc28J60Memory.SecondSlot);
                _core.WritePair(R.ETXSTL, _start);
                _core.WritePair(R.ETXNDL, _end);
                _isAway = true;
            }
        }

        /// <summary>Starts or repeats frames that no other call would start.</summary>
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

            int started = _statistics.FramesSent + _statistics.LateCollisions;
            if (started != _watched)
            {
                _watched = started;
                _timeout.Begin(now, Timeout);
            }
            else if (_timeout.IsOver(now))
            {
                _statistics.TransmitTimeouts++;
                _core.CompareAt = 0;
                ResetLogic();
                ClearFlags();
                StartQueued();
            }

            long due = Due();
            return due > now ? due : now + 1;
        }

        /// <summary>Whether a slot is free. The chip is asked once in a millisecond, unless INT reports the end.</summary>
        internal bool CanTransmit()
        {
            if (_queued != None && (LowersInterrupt ? MayHaveEnded() : _askedAt != _link.Now))
            {
                Update();
            }

            return _queued == None;
        }

        /// <summary>Takes a frame. The short path is for a frame of the same length as the one before, while none is being sent.</summary>
        internal bool Transmit(FrameBuffer frame)
        {
            if (_core.Obstacles != 0 && !IsAccessible())
            {
                return false;
            }

            if (Sending != None)
            {
                if (!IsFree())
                {
                    return false;
                }

                if (Sending != None)
                {
                    return TransmitBehind(frame);
                }
            }

            // Writes EWRPT as far as it changes (DS39662 §7.1). It points behind the control byte, whose address has the same low byte in both slots.
            SpiDevice device = _device;
            device.Write(_writeLow);
            if (_isAway)
            {
                device.Write(_writeHigh);
            }

            // The opcode goes into the room in front of the frame.
            byte[] data = frame.Data;
            int start = frame.Offset - 1;
            int length = frame.Length;
            data[start] = Enc28J60Core.WriteBufferMemory;
            device.Write(new SpanByte(data, start, 1 + length));
            if (length != _length)
            {
                SetBounds(_lastSlot, length);
            }

            Sending = _lastSlot;
            _statistics.FramesSent++;
            device.Write(_startInstruction);

            EthernetLink link = _link;
            long due = link.Now + _patience;
            PatienceEnds = due;
            if (due < link.Due)
            {
                link.Due = due;
            }

            return true;
        }

        /// <summary>The clock has fallen back: the frame being sent counts as started now.</summary>
        internal void RestartTime(long now)
        {
            PatienceEnds = now + _patience;
            _askedAt = Never;
        }

        private static int Other(int slot)
        {
            return slot == Enc28J60Memory.FirstSlot ? Enc28J60Memory.SecondSlot : Enc28J60Memory.FirstSlot;
        }

        /// <summary>Whether a frame can be written. Bank 0 is selected then.</summary>
        private bool IsAccessible()
        {
            if ((_core.Obstacles & (Enc28J60Core.Stopped | Enc28J60Core.LinkDown)) != 0)
            {
                return false;
            }

            _core.SelectBank(R.EWRPTL);
            return true;
        }

        /// <summary>While another frame is being sent, this one goes into the other slot.</summary>
        private bool TransmitBehind(FrameBuffer frame)
        {
            int slot = Other(Sending);
            _device.Write(_writeLow);
            Instruct((slot & 0xFF00) | WriteWriteHigh);
            byte[] data = frame.Data;
            int start = frame.Offset - 1;
            int length = frame.Length;
            data[start] = Enc28J60Core.WriteBufferMemory;
            _bus.WriteFrame(data, start, 1 + length);
            _isAway = true;
            _queued = slot;
            _queuedLength = length;
            AwaitEnd();
            long due = Due();
            if (due < _link.Due)
            {
                _link.Due = due;
            }

            return true;
        }

        /// <summary>Whether there is a slot behind the frame that is being sent, or that has left.</summary>
        private bool IsFree()
        {
            if (_queued != None)
            {
                return CanTransmit();
            }

            // INT would have reported the end of this frame, so the chip is not asked.
            if ((_core.Obstacles & Enc28J60Core.SharedInterrupt) == 0 || MayHaveEnded())
            {
                Update();
            }

            return true;
        }

        /// <summary>Whether a transmission may have ended whose end is reported. There are no edges while the driver polls, so the chip is asked then.</summary>
        private bool MayHaveEnded()
        {
            return _core.IsPolled || _bus.InterruptPending();
        }

        /// <summary>When the frame that is being sent has to be checked.</summary>
        private long Due()
        {
            if ((_core.Obstacles & Enc28J60Core.SharedInterrupt) != 0)
            {
                return StartedAt() + MissedTime;
            }

            return _queued != None ? StartedAt() : PatienceEnds;
        }

        private long StartedAt()
        {
            return PatienceEnds - _patience;
        }

        private void Start(int slot, int length)
        {
            SetBounds(slot, length);
            Sending = slot;
            PatienceEnds = _link.Now + _patience;
            _statistics.FramesSent++;
            _device.Write(_startInstruction);
        }

        /// <summary>
        /// Writes the bounds of the next frame, which was written last. ETXST changes only with the slot, ETXND with the slot or the length.
        /// </summary>
        private void SetBounds(int slot, int length)
        {
            if (_start != slot)
            {
                _core.Write(R.ETXSTH, slot >> 8);
                _start = slot;
                SelectSlot(slot);
            }

            // The control byte is not part of the frame.
            _length = length;
            _isAway = length > OnePage;
            int end = slot + length;
            int old = _end ^ end;
            _end = end;
            ushort[] command = _command;
            if ((old & 0xFF) != 0)
            {
                command[0] = (ushort)((end << 8) | WriteEndLow);
                _device.Write(command);
            }

            if ((uint)old > 0xFF)
            {
                command[0] = (ushort)((end & 0xFF00) | WriteEndHigh);
                _device.Write(command);
            }
        }

        private void SelectSlot(int slot)
        {
            _lastSlot = slot;
            _writeHigh[0] = (ushort)((slot & 0xFF00) | WriteWriteHigh);
        }

        private void ClearControl(int slot)
        {
            _core.WritePair(R.EWRPTL, slot);
            Instruct(Enc28J60Core.WriteBufferMemory);
        }

        private void Instruct(int instruction)
        {
            _command[0] = (ushort)instruction;
            _device.Write(_command);
        }

        private void StartQueued()
        {
            Sending = None;
            int slot = _queued;
            if (slot != None)
            {
                _queued = None;
                Start(slot, _queuedLength);
            }
        }
    }
}
