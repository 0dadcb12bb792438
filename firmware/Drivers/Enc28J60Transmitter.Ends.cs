// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using R = NanoTcp.Drivers.Enc28J60Register;

namespace NanoTcp.Drivers
{
    /// <content>The ends of transmissions. Flags of EIR show them, and may lower INT. Errata 12, 13 and 15 describe how they go wrong.</content>
    internal sealed partial class Enc28J60Transmitter
    {
        /// <summary>How often one frame with late collisions is sent (erratum 13).</summary>
        private const int MaxAttempts = 16;

        private const int StatusLength = 7;

        /// <summary>Bit 29 of the transmit status vector: a late collision.</summary>
        private const int LateCollision = 0x20;

        /// <summary>The flags of an end in the answer to <see cref="ReadFlags"/>.</summary>
        internal const int EndFlags = (R.EIR_TXIF | R.EIR_TXERIF) << 8;

        /// <summary>Those of a frame that has left.</summary>
        internal const int HasLeft = R.EIR_TXIF << 8;

        private const int EndEnables = R.EIE_TXIE | R.EIE_TXERIE;

        /// <summary>Reads EIR.</summary>
        internal readonly ushort[] ReadFlags = new ushort[1] { R.EIR };

        /// <summary>Clears the flags of an end.</summary>
        internal readonly ushort[] ClearEndFlags = new ushort[1] { EndFlags | Enc28J60Core.BitFieldClear | R.EIR };

        private readonly ushort[] _answer = new ushort[1];
        private readonly ushort[] _statusWrite = new ushort[(StatusLength + 1) / 2];
        private readonly ushort[] _statusRead = new ushort[(StatusLength + 1) / 2];

        // How often a frame with a late collision has been sent, and the number of that frame.
        private int _attempts;
        private int _repeated;

        /// <summary>Whether the flags show that a transmission has ended. The next one is started then.</summary>
        internal bool TakeEnd()
        {
            ushort[] answer = _answer;
            _device.TransferFullDuplex(ReadFlags, answer);
            int flags = answer[0] & EndFlags;
            if (flags == 0)
            {
                return false;
            }

            if ((flags & (R.EIR_TXERIF << 8)) != 0)
            {
                OnError();
            }
            else
            {
                _device.Write(ClearEndFlags);
                StartQueued();
            }

            if (Sending == None)
            {
                LeaveInterrupt();
            }

            return true;
        }

        /// <summary>The end of a transmission does not lower INT any more.</summary>
        internal void LeaveInterrupt()
        {
            if (LowersInterrupt)
            {
                _core.Clear(R.EIE, EndEnables);
                _core.Obstacles &= ~Enc28J60Core.SharedInterrupt;
            }
        }

        /// <summary>
        /// Asks the chip whether the frame has left, and starts the next one if it has. In half duplex TXRTS may stay set for ever and TXIF never
        /// come (erratum 13), but one of two flags does.
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
            if (LowersInterrupt || !_core.HasReports())
            {
                return;
            }

            // In full duplex the flag may belong to an earlier frame. It is cleared, and the chip is asked once more, because writing took a while.
            Update();
            if (_queued != None && !IsHalfDuplex)
            {
                _device.Write(ClearEndFlags);
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
        /// An abort can leave the transmitter dead until it is reset (erratum 12). A late collision is often a false one (erratum 13). The frame is
        /// still in its slot, so it is sent again. ESTAT.LATECOL is not reliable (erratum 15).
        /// </summary>
        internal void OnError()
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
                PatienceEnds = _link.Now + _patience;
                _device.Write(_startInstruction);
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

        /// <summary>This comes after the reset of the logic, which can raise TXERIF (erratum 12).</summary>
        private void ClearFlags()
        {
            _core.Clear(R.EIR, R.EIR_TXERIF | R.EIR_TXIF);
            _core.Clear(R.ESTAT, R.ESTAT_TXABRT | R.ESTAT_LATECOL);
        }

        /// <summary>Bits 24 to 31 of the status vector, which the chip writes behind the frame.</summary>
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
