// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using System.Device.Spi;
using NanoTcp.Link;

namespace NanoTcp.Drivers
{
    /// <content>
    /// Frames to send, in this class because a call less counts. While one is on the wire the next is written into the chip's buffer already,
    /// but Sn_TX_WR and SEND wait until the first has left, or the chip would make one frame of both (data sheet 4.2, SEND). It has when
    /// Sn_TX_RD has come up to Sn_TX_WR, which tells the same as SENDOK but needs no second transaction to clear it, and which each received
    /// frame's status tells for nothing.
    /// </content>
    public sealed partial class W5500Link
    {
        private const int MinFrame = 60;
        private const int MaxFrame = 1514;
        private const int HeaderStart = FrameBuffer.HeadRoom - W5500Bus.HeaderLength;

        // No frame takes so long, not even after collisions on a wire with half duplex.
        private const int SendTimeout = 200;

        // Milliseconds of the longest frame at 10 Mbit/s.
        private const int FrameTime = 2;

        // Frames in a row whose leaving is taken for granted: as many full ones as the chip has room for, and some room left.
        private const int MaxUnasked = 8;

        private readonly SpiDevice _device;
        private readonly ushort[] _status;
        private readonly ushort[] _send;
        private readonly ushort[] _readTransmitted;
        private readonly ushort[] _transmitted = new ushort[3];
        private readonly bool _trustsWireTime;
        private readonly bool _splitsPointers;

        // The write of Sn_TX_WR, with the pointer that was written last as the status shows Sn_TX_RD. While they differ a frame is being sent: the
        // status then has Sn_TX_RD as it was before that frame, or somewhere in it, and nothing older.
        private readonly ushort[] _pointer;

        // A header and a frame of minimum length, whose padding stays in place: that costs less than to put both around each short frame.
        private readonly byte[] _short = new byte[W5500Bus.HeaderLength + MinFrame];

        // For long frames that do not stand where a header fits.
        private readonly byte[] _scratch = new byte[FrameBuffer.HeadRoom + MaxFrame];

        private int _shortLength;
        private int _end;
        private int _stagedEnd;
        private long _stagedAt;
        private int _unasked;

        // Whether the wire is faster than the SPI bus: 100 Mbit/s, full duplex.
        private bool _isFast;

        // Whether a frame would be taken as things stand: the link is up, and none waits in the chip's buffer.
        private bool _isReady;

        // Whether a frame waits in the chip's buffer for the one before to leave.
        private bool _isStaged;

        // The number of the frame that was being sent when somebody looked after it.
        private int _watched;

        /// <inheritdoc/>
        public override bool CanTransmit()
        {
            return _isReady || MakeReady();
        }

        /// <inheritdoc/>
        public override bool Transmit(FrameBuffer frame)
        {
            if (!_isReady && !MakeReady())
            {
                return false;
            }

            int length = frame.Length;
            int start = _end;
            SpiDevice device = _device;
            if (length < MinFrame)
            {
                // The chip is not said to pad (MACRAW sends what it is given).
                byte[] data = _short;
                Array.Copy(frame.Data, frame.Offset, data, W5500Bus.HeaderLength, length);
                if (length != _shortLength)
                {
                    ClearPadding(length);
                }

                data[0] = (byte)(start >> 8);
                data[1] = (byte)start;
                device.Write(new SpanByte(data));
                length = MinFrame;
            }
            else
            {
                if (length > MaxFrame)
                {
                    return false;
                }

                byte[] data = frame.Offset == FrameBuffer.HeadRoom ? frame.Data : Copy(frame);
                data[HeaderStart] = (byte)(start >> 8);
                data[HeaderStart + 1] = (byte)start;
                data[HeaderStart + 2] = W5500Register.WriteTransmitBuffer;
                device.Write(new SpanByte(data, HeaderStart, W5500Bus.HeaderLength + length));
            }

            int end = (start + length) & 0xFFFF;
            ushort[] pointer = _pointer;
            if (_status[W5500Bus.TransmitRead] != pointer[W5500Bus.Pointer] && !MayFollow(length) && !HasLeft())
            {
                Stage(end);
                return true;
            }

            // The pointer stands twice in the product, so that what lies in the middle is its bytes the other way round.
            pointer[W5500Bus.Pointer] = (ushort)((end * W5500Bus.TwoWords) >> 8);
            _end = end;
            if (_splitsPointers)
            {
                _bus.WriteSplit(W5500Register.Sn_TX_WR, end);
            }
            else
            {
                device.Write(pointer);
            }

            device.Write(_send);
            _statistics.FramesSent++;
            return true;
        }

        /// <summary>Starts again after OPEN, which sets the pointers to values that the data sheet does not name.</summary>
        private void RestartTransmission()
        {
            _isStaged = false;
            _isReady = _isUp;
            _end = _bus.ReadWord(W5500Register.ReadSocket0, W5500Register.Sn_TX_WR);
            _pointer[W5500Bus.Pointer] = W5500Bus.Swap(_end);
            _status[W5500Bus.TransmitRead] = _pointer[W5500Bus.Pointer];
        }

        /// <summary>Whether a frame would be taken. A staged one is sent if its turn has come.</summary>
        private bool MakeReady()
        {
            return _isUp && (!_isStaged || SendStaged());
        }

        /// <summary>Sends the staged frame, if its turn has come.</summary>
        private bool SendStaged()
        {
            if (_status[W5500Bus.TransmitRead] != _pointer[W5500Bus.Pointer] && !HasLeft())
            {
                return false;
            }

            _isStaged = false;
            _isReady = _isUp;
            _end = _stagedEnd;
            _pointer[W5500Bus.Pointer] = W5500Bus.Swap(_end);
            if (_splitsPointers)
            {
                _bus.WriteSplit(W5500Register.Sn_TX_WR, _end);
            }
            else
            {
                _device.Write(_pointer);
            }

            _device.Write(_send);
            _statistics.FramesSent++;
            return true;
        }

        /// <summary>
        /// Whether a frame has waited so long for the one before that the chip has failed to send that, if that has not left now: the clock
        /// may have been read long before that one was sent, so more time passes.
        /// </summary>
        private bool IsOverdue(long now)
        {
            if (now - _stagedAt < SendTimeout)
            {
                return false;
            }

            _spi.Pass(_scratch, FrameTime);
            return true;
        }

        /// <summary>
        /// To be asked a few times a second, for frames behind which none waits: whether the one that is being sent was so already when
        /// this was asked before.
        /// </summary>
        private bool IsStuck()
        {
            if (_status[W5500Bus.TransmitRead] == _pointer[W5500Bus.Pointer])
            {
                return false;
            }

            if (_statistics.FramesSent != _watched)
            {
                _watched = _statistics.FramesSent;
                return false;
            }

            if (HasLeft())
            {
                return false;
            }

            // The two looks may lie less apart than a clock says that was read long before the first.
            _spi.Pass(_scratch, FrameTime);
            return !HasLeft();
        }

        /// <summary>A frame to where a header fits in front of it.</summary>
        private byte[] Copy(FrameBuffer frame)
        {
            Array.Copy(frame.Data, frame.Offset, _scratch, FrameBuffer.HeadRoom, frame.Length);
            return _scratch;
        }

        /// <summary>A short frame of another length than the one before: what stands behind it may be of that one.</summary>
        private void ClearPadding(int length)
        {
            _shortLength = length;
            Array.Clear(_short, W5500Bus.HeaderLength + length, MinFrame - length);
        }

        /// <summary>The frame in the chip's buffer that ends at a pointer has to wait for the one before.</summary>
        private void Stage(int end)
        {
            _isStaged = true;
            _isReady = false;
            _stagedEnd = end;
            long now = Now;
            _stagedAt = now;
            if (now + 1 < Due)
            {
                Due = now + 1;
            }
        }

        /// <summary>Whether the frame before must have left while this one was written; see <see cref="W5500LinkOptions.TrustsWireTime"/>.</summary>
        private bool MayFollow(int length)
        {
            if (!_trustsWireTime || !_isFast || _unasked == MaxUnasked)
            {
                return false;
            }

            // Where Sn_TX_RD has been seen is where that frame begins.
            int before = (_end - W5500Bus.Swap(_status[W5500Bus.TransmitRead])) & 0xFFFF;
            if (length < before)
            {
                return false;
            }

            _unasked++;
            _status[W5500Bus.TransmitRead] = _pointer[W5500Bus.Pointer];
            return true;
        }

        /// <summary>
        /// Whether the frame before has left. A value torn between its bytes cannot be the one that is waited for before it is.
        /// </summary>
        private bool HasLeft()
        {
            _unasked = 0;
            ushort[] transmitted = _transmitted;
            _device.TransferFullDuplex(_readTransmitted, transmitted);
            ushort word = transmitted[W5500Bus.Pointer];
            _status[W5500Bus.TransmitRead] = word;
            return word == _pointer[W5500Bus.Pointer];
        }
    }
}
