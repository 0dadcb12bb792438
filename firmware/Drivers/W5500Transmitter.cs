// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using System.Device.Spi;
using NanoTcp.Link;

namespace NanoTcp.Drivers
{
    /// <summary>
    /// Sends frames: while one is on the wire the next is written into the chip's buffer already, but Sn_TX_WR and SEND wait until the
    /// first has left, or the chip would make one frame of both (data sheet 4.2, SEND). It has when Sn_TX_RD has come up to Sn_TX_WR, which
    /// tells the same as SENDOK but needs no second transaction to clear it, and which each received frame's status tells for nothing.
    /// </summary>
    internal sealed class W5500Transmitter
    {
        private const int MinFrame = 60;
        private const int MaxFrame = 1514;
        private const int HeaderStart = FrameBuffer.HeadRoom - W5500Bus.HeaderLength;

        // No frame takes so long, not even after collisions on a wire with half duplex.
        private const int SendTimeout = 200;

        // Frames in a row whose leaving is taken for granted: as many full ones as the chip has room for, and some room left.
        private const int MaxUnasked = 8;

        /// <summary>Whether the wire is faster than the SPI bus: 100 Mbit/s, full duplex.</summary>
        public bool IsFast;

        /// <summary>Whether a frame would be taken as things stand: the link is up, and none waits in the chip's buffer.</summary>
        public bool IsReady;

        /// <summary>Whether a frame waits in the chip's buffer for the one before to leave.</summary>
        public bool IsStaged;

        /// <summary>When <see cref="IsOverdue"/> is to be asked next.</summary>
        public long WatchAt = long.MaxValue;

        private readonly EthernetLink _link;
        private readonly SpiDevice _device;
        private readonly W5500Bus _bus;
        private readonly ushort[] _status;
        private readonly ushort[] _send;
        private readonly ushort[] _readTransmitted;
        private readonly ushort[] _transmitted = new ushort[3];
        private readonly bool _trustsWireTime;

        /// <summary>The write of Sn_TX_WR; null: byte by byte.</summary>
        private readonly ushort[]? _pointer;

        private readonly W5500Statistics _statistics;

        // For frames that do not stand where a header fits, or have no room for padding.
        private readonly byte[] _scratch = new byte[FrameBuffer.HeadRoom + MaxFrame + FrameBuffer.TailRoom];

        // Sn_TX_WR, the second time as the status shows Sn_TX_RD. While they differ a frame is being sent: the status then has Sn_TX_RD as it
        // was before that frame, or somewhere in it, and nothing older.
        private int _end;
        private ushort _endWord;
        private int _stagedEnd;
        private int _unasked;

        private bool _isUp;

        // Whether somebody looks after frames that do not leave, and the number of the frame that was being sent when that began.
        private bool _isWatched;
        private int _watched;

        public W5500Transmitter(EthernetLink link, SpiBus spi, W5500Bus bus, W5500LinkOptions options, W5500Statistics statistics)
        {
            _link = link;
            _device = spi.Device;
            _bus = bus;
            _status = bus.Status;
            _pointer = options.SplitPointerWrites ? null : bus.TransmitPointer;
            _send = bus.Send;
            _readTransmitted = bus.ReadTransmitted;
            _trustsWireTime = options.TrustsWireTime;
            _statistics = statistics;
        }

        /// <summary>Starts again after OPEN, which sets the pointers to values that the data sheet does not name.</summary>
        public void Restart()
        {
            IsStaged = false;
            IsReady = _isUp;
            _isWatched = false;
            WatchAt = long.MaxValue;
            _end = _bus.ReadWord(W5500Register.ReadSocket0, W5500Register.Sn_TX_WR);
            _endWord = W5500Bus.Swap(_end);
            _status[W5500Bus.TransmitRead] = _endWord;
        }

        /// <summary>The link has come up or gone down.</summary>
        public void SetLink(bool isUp)
        {
            _isUp = isUp;
            IsReady = isUp && !IsStaged;
        }

        /// <summary>Takes a frame, unless two are under way.</summary>
        public bool Transmit(FrameBuffer frame)
        {
            if (!IsReady && !MakeReady())
            {
                return false;
            }

            byte[] data = frame.Data;
            int length = frame.Length;
            if (length > MaxFrame)
            {
                return false;
            }

            if (frame.Offset != FrameBuffer.HeadRoom)
            {
                data = Copy(data, frame.Offset, length);
            }

            // The chip is not said to pad (MACRAW sends what it is given).
            if (length < MinFrame)
            {
                if (data.Length < FrameBuffer.HeadRoom + MinFrame)
                {
                    data = Copy(data, FrameBuffer.HeadRoom, length);
                }

                Array.Clear(data, FrameBuffer.HeadRoom + length, MinFrame - length);
                length = MinFrame;
            }

            int start = _end;
            data[HeaderStart] = (byte)(start >> 8);
            data[HeaderStart + 1] = (byte)start;
            data[HeaderStart + 2] = W5500Register.WriteTransmitBuffer;
            SpiDevice device = _device;
            device.Write(new SpanByte(data, HeaderStart, W5500Bus.HeaderLength + length));

            int end = (start + length) & 0xFFFF;
            if (_status[W5500Bus.TransmitRead] != _endWord && !MayFollow(length) && !HasLeft())
            {
                Stage(end);
                return true;
            }

            // The pointer stands twice in the product, so that what lies in the middle is its bytes the other way round.
            ushort word = (ushort)((end * W5500Bus.TwoWords) >> 8);
            ushort[]? pointer = _pointer;
            if (pointer != null)
            {
                pointer[W5500Bus.Pointer] = word;
                device.Write(pointer);
            }
            else
            {
                _bus.WriteSplit(W5500Register.Sn_TX_WR, end);
            }

            device.Write(_send);
            _end = end;
            _endWord = word;
            _statistics.FramesSent++;
            if (!_isWatched)
            {
                Watch();
            }

            return true;
        }

        /// <summary>Whether a frame would be taken. A staged one is sent if its turn has come.</summary>
        public bool MakeReady()
        {
            return _isUp && (!IsStaged || SendStaged());
        }

        /// <summary>Sends the staged frame, if its turn has come.</summary>
        public bool SendStaged()
        {
            if (_status[W5500Bus.TransmitRead] != _endWord && !HasLeft())
            {
                return false;
            }

            IsStaged = false;
            IsReady = _isUp;
            _end = _stagedEnd;
            _endWord = W5500Bus.Swap(_end);
            if (_pointer != null)
            {
                _pointer[W5500Bus.Pointer] = _endWord;
                _device.Write(_pointer);
            }
            else
            {
                _bus.WriteSplit(W5500Register.Sn_TX_WR, _end);
            }

            _device.Write(_send);
            _statistics.FramesSent++;
            if (!_isWatched)
            {
                Watch();
            }

            return true;
        }

        /// <summary>To be asked at <see cref="WatchAt"/>: whether the chip has failed to send a frame.</summary>
        public bool IsOverdue()
        {
            _isWatched = false;
            WatchAt = long.MaxValue;
            if (_status[W5500Bus.TransmitRead] == _endWord)
            {
                return false;
            }

            if (_statistics.FramesSent == _watched)
            {
                return !HasLeft();
            }

            // Another one is being sent by now, so that one has left.
            Watch();
            return false;
        }

        /// <summary>A frame to where a header fits in front of it, and padding behind.</summary>
        private byte[] Copy(byte[] data, int offset, int length)
        {
            Array.Copy(data, offset, _scratch, FrameBuffer.HeadRoom, length);
            return _scratch;
        }

        /// <summary>From now on somebody looks whether the frame that is being sent leaves in time.</summary>
        private void Watch()
        {
            _isWatched = true;
            _watched = _statistics.FramesSent;
            WatchAt = _link.Now + SendTimeout;
            BringForward(WatchAt);
        }

        /// <summary>The frame in the chip's buffer that ends at a pointer has to wait for the one before.</summary>
        private void Stage(int end)
        {
            IsStaged = true;
            IsReady = false;
            _stagedEnd = end;
            BringForward(_link.Now + 1);
        }

        private void BringForward(long due)
        {
            if (due < _link.Due)
            {
                _link.Due = due;
            }
        }

        /// <summary>Whether the frame before must have left while this one was written; see <see cref="W5500LinkOptions.TrustsWireTime"/>.</summary>
        private bool MayFollow(int length)
        {
            if (!_trustsWireTime || !IsFast || _unasked == MaxUnasked)
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
            _status[W5500Bus.TransmitRead] = _endWord;
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
            return word == _endWord;
        }
    }
}
