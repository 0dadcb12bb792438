// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;
using R = NanoTcp.Drivers.Enc28J60Register;

namespace NanoTcp.Drivers
{
    /// <summary>
    /// Frames into the chip and onto the wire. One is sent while the next is written to the other slot. What the pointer registers hold is
    /// remembered and not written again: a frame of the same length as the one before costs half the transactions.
    /// </summary>
    internal sealed class Enc28J60Transmitter
    {
        private const int None = -1;

        /// <summary>Milliseconds of the worst legal transmission in half duplex, 16 collisions with their back-off, and some.</summary>
        private const int Timeout = 500;

        /// <summary>Milliseconds after which any frame has left if nothing hindered it.</summary>
        private const int FrameTime = 2;

        /// <summary>Transmissions of one frame that meets late collisions (erratum 13).</summary>
        private const int MaxAttempts = 16;

        private const int StatusLength = 7;

        /// <summary>Bit 29 of the transmit status vector: a late collision.</summary>
        private const int LateCollision = 0x20;

        private readonly Enc28J60Core _core;
        private readonly Enc28J60Receiver _receiver;
        private readonly Enc28J60Statistics _statistics;
        private readonly bool _halfDuplex;
        private readonly byte[] _scratch;
        private readonly ushort[] _statusWrite = new ushort[(StatusLength + 1) / 2];
        private readonly ushort[] _statusRead = new ushort[(StatusLength + 1) / 2];

        private long _now;
        private long _startedAt;
        private int _sending;
        private int _queued;
        private int _sendingEnd;
        private int _queuedEnd;
        private int _lastSlot;
        private int _attempts;

        // Asked since the last poll and found busy: everybody who wants to send would ask again.
        private bool _isKnownBusy;

        // What the registers hold; None when that is not known.
        private int _writePointer;
        private int _start;
        private int _end;

        /// <param name="core">The chip.</param>
        /// <param name="receiver">To be told when ERDPT is used.</param>
        /// <param name="options">The duplex.</param>
        /// <param name="statistics">To count in.</param>
        /// <param name="scratch">Takes what the chip sends while frames are written to it: nothing of use.</param>
        internal Enc28J60Transmitter(Enc28J60Core core, Enc28J60Receiver receiver, Enc28J60LinkOptions options, Enc28J60Statistics statistics, byte[] scratch)
        {
            _core = core;
            _receiver = receiver;
            _statistics = statistics;
            _halfDuplex = !options.FullDuplex;
            _scratch = scratch;
            _statusWrite[0] = Enc28J60Core.ReadBufferMemory;
            Reset();
        }

        /// <summary>Whether there is something that nobody else will ask for: a frame to start or, in half duplex, one to repeat.</summary>
        internal bool NeedsAttention
        {
            get { return _queued != None || (_halfDuplex && _sending != None); }
        }

        /// <summary>The chip has been set up and sends nothing.</summary>
        internal void Reset()
        {
            _sending = None;
            _queued = None;
            _lastSlot = Enc28J60Memory.FirstSlot;
            _writePointer = None;
            _start = None;
            _end = None;
        }

        internal void Poll(long now)
        {
            bool isNew = now != _now;
            _now = now;
            _isKnownBusy = false;
            if (_sending == None || !isNew)
            {
                return;
            }

            bool isDue = _halfDuplex && now - _startedAt >= FrameTime;
            if (_queued != None || isDue || now - _startedAt > Timeout)
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
        }

        /// <summary>Whether a slot is free. The chip is asked once between two polls at the most.</summary>
        internal bool CanTransmit()
        {
            if (_queued != None && !_isKnownBusy)
            {
                Update();
            }

            return _queued == None;
        }

        internal bool Transmit(FrameBuffer frame)
        {
            int before = _queued;
            if (!CanTransmit())
            {
                return false;
            }

            // A frame that has just been started is not asked for.
            if (_sending != None && before == None)
            {
                Update();
            }

            int slot = _sending == None ? _lastSlot : Other(_sending);
            WriteFrame(frame, slot);

            // The control byte at the slot's start is not part of the frame, so the last byte is at start + length.
            int end = slot + frame.Length;
            if (_sending == None)
            {
                Start(slot, end);
            }
            else
            {
                _queued = slot;
                _queuedEnd = end;
            }

            return true;
        }

        private static int Other(int slot)
        {
            return slot == Enc28J60Memory.FirstSlot ? Enc28J60Memory.SecondSlot : Enc28J60Memory.FirstSlot;
        }

        private void WriteFrame(FrameBuffer frame, int slot)
        {
            if (_writePointer == None || (_writePointer & 0xFF) != (slot & 0xFF))
            {
                _core.Write(R.EWRPTL, slot & 0xFF);
            }

            if (_writePointer == None || (_writePointer >> 8) != (slot >> 8))
            {
                _core.Write(R.EWRPTH, slot >> 8);
            }

            // Opcode and control byte go into the room in front of the frame; the control byte 0 leaves it to MACON3.
            int start = frame.Offset - 2;
            frame.Data[start] = Enc28J60Core.WriteBufferMemory;
            frame.Data[start + 1] = 0;
            _core.Bus.TransferFrame(frame.Data, _scratch, start, 2 + frame.Length);
            _writePointer = slot + 1 + frame.Length;
        }

        private void Start(int slot, int end)
        {
            if (_start != slot)
            {
                if (_start == None)
                {
                    _core.Write(R.ETXSTL, slot & 0xFF);
                }

                _core.Write(R.ETXSTH, slot >> 8);
                _start = slot;
            }

            if (_end == None || (_end & 0xFF) != (end & 0xFF))
            {
                _core.Write(R.ETXNDL, end & 0xFF);
            }

            if (_end == None || (_end >> 8) != (end >> 8))
            {
                _core.Write(R.ETXNDH, end >> 8);
            }

            _end = end;
            _sending = slot;
            _sendingEnd = end;
            _lastSlot = slot;
            _attempts = 1;
            _startedAt = _now;
            _statistics.FramesSent++;
            _core.Set(R.ECON1, R.ECON1_TXRTS);
        }

        private void StartQueued()
        {
            _sending = None;
            if (_queued != None)
            {
                int slot = _queued;
                _queued = None;
                Start(slot, _queuedEnd);
            }
        }

        /// <summary>Asks whether the frame being sent has come to its end, and starts the next one if it has.</summary>
        private void Update()
        {
            if (!_halfDuplex)
            {
                _isKnownBusy = (_core.Read(R.ECON1) & R.ECON1_TXRTS) != 0;
                if (!_isKnownBusy)
                {
                    StartQueued();
                }

                return;
            }

            // TXRTS may stay set for ever and TXIF never come (erratum 13): one of two flags does.
            int flags = _core.Read(R.EIR);
            _isKnownBusy = (flags & (R.EIR_TXIF | R.EIR_TXERIF)) == 0;
            if ((flags & R.EIR_TXERIF) != 0)
            {
                OnError();
            }
            else if ((flags & R.EIR_TXIF) != 0)
            {
                _core.Clear(R.EIR, R.EIR_TXIF);
                StartQueued();
            }
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
                _startedAt = _now;
                _core.Set(R.ECON1, R.ECON1_TXRTS);
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
            _receiver.OnReadPointerMoved();
            _core.Bus.Exchange(_statusWrite, _statusRead);

            // The opcode's byte, then bits 0 to 23: the fifth byte.
            return _statusRead[2] & 0xFF;
        }
    }
}
