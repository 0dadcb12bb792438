// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Link;

namespace NanoTcp.Drivers
{
    /// <summary>
    /// Sends frames: while one is on the wire the next is written into the chip's buffer already, but Sn_TX_WR and SEND wait until the
    /// first has left, or the chip would make one frame of both (data sheet 4.2, SEND).
    /// </summary>
    internal sealed class W5500Transmitter
    {
        private const int MinFrame = 60;
        private const int MaxFrame = 1514;

        // No frame takes so long, not even after collisions on a wire with half duplex.
        private const int SendTimeout = 200;

        // Frames in a row whose leaving is taken for granted: as many full ones as the chip has room for, and some room left.
        private const int MaxUnasked = 8;

        /// <summary>Whether the wire is faster than the SPI bus: 100 Mbit/s, full duplex.</summary>
        public bool IsFast;

        private readonly bool _trustsWireTime;
        private readonly W5500Bus _bus;
        private readonly W5500Statistics _statistics;

        // Takes what the chip drives while a frame goes out, and frames that have no room for their padding.
        private readonly byte[] _scratch = new byte[FrameBuffer.HeadRoom + MaxFrame + FrameBuffer.TailRoom];
        private int _sentEnd;
        private int _sentLength;
        private int _unasked;
        private int _stagedEnd;
        private int _stagedLength;
        private bool _isSending;
        private bool _isStaged;
        private long _sentAt;

        public W5500Transmitter(W5500Bus bus, bool trustsWireTime, W5500Statistics statistics)
        {
            _bus = bus;
            _trustsWireTime = trustsWireTime;
            _statistics = statistics;
        }

        /// <summary>Starts again after OPEN, which sets the pointers to values that the data sheet does not name.</summary>
        public void Restart()
        {
            _isStaged = false;
            _isSending = false;
            _sentEnd = _bus.ReadWord(W5500Register.ReadSocket0, W5500Register.Sn_TX_WR);
        }

        /// <summary>Takes a frame, unless two are under way.</summary>
        public bool Transmit(FrameBuffer frame, long now)
        {
            int length = frame.Length;
            if (length > MaxFrame || (_isStaged && !MakeRoom(now)))
            {
                return false;
            }

            // The chip is not said to pad (MACRAW sends what it is given).
            int padded = length;
            if (length < MinFrame)
            {
                padded = MinFrame;
            }

            byte[] data = frame.Data;
            int offset = frame.Offset;
            if (offset + padded > data.Length || offset + padded > _scratch.Length)
            {
                Array.Copy(data, offset, _scratch, FrameBuffer.HeadRoom, length);
                data = _scratch;
                offset = FrameBuffer.HeadRoom;
            }

            if (padded > length)
            {
                Array.Clear(data, offset + length, padded - length);
            }

            int pointer = _sentEnd;
            _bus.TransferBuffer(W5500Register.WriteTransmitBuffer, pointer, data, _scratch, offset - W5500Bus.HeaderLength, padded);
            _stagedEnd = (pointer + padded) & 0xFFFF;
            _stagedLength = padded;
            _isStaged = true;
            MakeRoom(now);
            return true;
        }

        /// <summary>Whether a frame would be taken. A staged one is sent if its turn has come.</summary>
        public bool MakeRoom(long now)
        {
            if (!_isStaged)
            {
                return true;
            }

            if (_isSending && !MayFollow() && !HasLeft())
            {
                return false;
            }

            int end = _stagedEnd;
            _bus.Send(end);
            _sentEnd = end;
            _sentLength = _stagedLength;
            _sentAt = now;
            _isSending = true;
            _isStaged = false;
            _statistics.FramesSent++;
            return true;
        }

        /// <summary>When <see cref="IsOverdue"/> or <see cref="MakeRoom"/> is to be asked next.</summary>
        public long Due(long now)
        {
            if (_isStaged)
            {
                return now + 1;
            }

            return _isSending ? _sentAt + SendTimeout : long.MaxValue;
        }

        /// <summary>A status has been read: it may show that the frame has left, which saves asking for it.</summary>
        public void SawStatus()
        {
            if (_bus.TransmitRead == _sentEnd)
            {
                _isSending = false;
                _unasked = 0;
            }
        }

        /// <summary>Whether the chip has failed to send a frame.</summary>
        public bool IsOverdue(long now)
        {
            return _isSending && now - _sentAt >= SendTimeout && !HasLeft();
        }

        /// <summary>Whether the frame before must have left while this one was written; see <see cref="W5500LinkOptions.TrustsWireTime"/>.</summary>
        private bool MayFollow()
        {
            if (!_trustsWireTime || !IsFast || _stagedLength < _sentLength || _unasked == MaxUnasked)
            {
                return false;
            }

            _unasked++;
            return true;
        }

        /// <summary>
        /// Whether the frame before has left: Sn_TX_RD has come up to Sn_TX_WR. It tells the same as SENDOK, but needs no second
        /// transaction to clear it. A value torn between its bytes cannot be the one that is waited for before it is.
        /// </summary>
        private bool HasLeft()
        {
            _isSending = _bus.ReadTransmitted() != _sentEnd;
            _unasked = 0;
            return !_isSending;
        }
    }
}
