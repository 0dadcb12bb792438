// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using System.Device.Spi;
using NanoTcp.Link;

namespace NanoTcp.Drivers
{
    /// <content>
    /// Sends frames. This is a part of the driver's class, because one call less counts. While one frame is on the wire, the next is already written
    /// into the chip's buffer. Sn_TX_WR and SEND wait until the first has left, or the chip would make one frame of both (data sheet 4.2, SEND). The
    /// first frame has left when Sn_TX_RD equals Sn_TX_WR. SENDOK says the same, but needs a second transaction to clear it. The status of each
    /// received frame shows Sn_TX_RD anyway.
    /// </content>
    public sealed partial class W5500Link
    {
        private const int MinFrame = 60;
        private const int MaxFrame = 1514;
        private const int HeaderStart = FrameBuffer.HeadRoom - W5500Bus.HeaderLength;

        // No frame takes this long, not even after collisions in half duplex.
        private const int SendTimeout = 200;

        // Milliseconds of the longest frame at 10 Mbit/s.
        private const int FrameTime = 2;

        // The most frames in a row that are assumed to have left. The chip has room for as many full frames and more.
        private const int MaxUnasked = 8;

        private readonly SpiDevice _device;
        private readonly ushort[] _status;
        private readonly ushort[] _send;
        private readonly ushort[] _readTransmitted;
        private readonly ushort[] _transmitted = new ushort[3];
        private readonly bool _trustsWireTime;
        private readonly bool _splitsPointers;

        // The write of Sn_TX_WR, with the last written pointer in the form of Sn_TX_RD in the status. While they differ a frame is being sent. Then
        // Sn_TX_RD is at the start of that frame or within it, and never older.
        private readonly ushort[] _pointer;

        // A header and a frame of minimum length. Its padding stays in place, which costs less than adding both to each short frame.
        private readonly byte[] _short = new byte[W5500Bus.HeaderLength + MinFrame];

        // For long frames without room for a header in front.
        private readonly byte[] _scratch = new byte[FrameBuffer.HeadRoom + MaxFrame];

        private int _shortLength;
        private int _end;
        private int _stagedEnd;
        private long _stagedAt;
        private int _unasked;

        // Whether the wire is faster than the SPI bus: 100 Mbit/s, full duplex.
        private bool _isFast;

        // Whether a frame would be taken now: the link is up, and no frame waits in the chip's buffer.
        private bool _isReady;

        // Whether a frame waits in the chip's buffer for the one before to leave.
        private bool _isStaged;

        // The number of the frame that was being sent at the last check.
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
                // The data sheet does not say that the chip pads (MACRAW sends frames unchanged).
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

            // The product holds the pointer twice, so its middle bytes are the pointer's bytes in reverse order.
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
        /// Whether a frame has waited too long for the one before, which means that the chip has failed to send that. The clock may have been read
        /// long before that frame was sent, so more time passes first.
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
        /// Whether the frame that is being sent was already being sent at the last call. It is called a few times a second, for frames without
        /// another behind them.
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

            // The two calls may be closer together than the clock says, if it was read long before the first.
            _spi.Pass(_scratch, FrameTime);
            return !HasLeft();
        }

        /// <summary>Sends a frame that has room for a header in front.</summary>
        private byte[] Copy(FrameBuffer frame)
        {
            Array.Copy(frame.Data, frame.Offset, _scratch, FrameBuffer.HeadRoom, frame.Length);
            return _scratch;
        }

        /// <summary>A short frame with another length than the one before: the bytes behind it may be from that one.</summary>
        private void ClearPadding(int length)
        {
            _shortLength = length;
            Array.Clear(_short, W5500Bus.HeaderLength + length, MinFrame - length);
        }

        /// <summary>The frame in the chip's buffer that ends at a pointer waits for the one before.</summary>
        private void Stage(int end)
        {
            _isStaged = true;
            _isReady = false;
            _stagedEnd = end;
            long now = Now;
            _stagedAt = now;
            long due = _spi.IsPolling ? now : now + 1;
            if (due < Due)
            {
                Due = due;
            }
        }

        /// <summary>Whether the frame before must have left while this one was written: see <see cref="W5500LinkOptions.TrustsWireTime"/>.</summary>
        private bool MayFollow(int length)
        {
            if (!_trustsWireTime || !_isFast || _unasked == MaxUnasked)
            {
                return false;
            }

            // The last value of Sn_TX_RD is the start of that frame.
            int before = (_end - W5500Bus.Swap(_status[W5500Bus.TransmitRead])) & 0xFFFF;
            if (length < before)
            {
                return false;
            }

            _unasked++;
            _status[W5500Bus.TransmitRead] = _pointer[W5500Bus.Pointer];
            return true;
        }

        /// <summary>Whether the frame before has left. A torn value cannot equal the expected one too early.</summary>
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
