// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using System.Device.Spi;
using NanoTcp.Link;

namespace NanoTcp.Drivers
{
    /// <summary>
    /// Reads the chip's receive buffer into the processor's memory. The chip stores records: a length of two bytes, which includes itself, and then
    /// the frame (data sheet 4.2, MACRAW). Mostly an edge of INT means one frame, and <see cref="ReceiveOne"/> takes it by the short path. Everything
    /// else, such as several frames in one transfer, goes by <see cref="Fetch"/> and <see cref="Take"/>.
    /// </summary>
    internal sealed partial class W5500Receiver
    {
        /// <summary>The record of the longest frame.</summary>
        public const int MaxRecord = PrefixLength + MaxFrame;

        private const int MinRecord = PrefixLength + MinFrame;
        private const int MaxFrame = 1514;
        private const int MinFrame = 60;
        private const int PrefixLength = 2;
        private const int StatusTries = 4;

        // A multiple of four, because otherwise the platform copies through a buffer of its own. The platform also overwrites up to three bytes
        // behind the end. The tail room of the frame buffer is for them.
        private const int BurstStart = 12;
        private const int DataStart = BurstStart + W5500Bus.HeaderLength;

        public const int MaxHoldBack = 8192;

        /// <summary>There is no status left to look at.</summary>
        private const int None = -1;

        /// <summary>
        /// Whether only an edge of INT, or the next poll while polling, can tell of the next frame. <see cref="ReceiveOne"/> may be called then.
        /// </summary>
        public bool IsPlain;

        /// <summary>Whether the chip runs.</summary>
        public bool IsRunning;

        /// <summary>Whether the chip is known to hold more.</summary>
        public bool HasMore;

        /// <summary>The position of the next frame in the processor's memory.</summary>
        public int Position;

        /// <summary>The end of the last frame there: <see cref="Position"/> when there is none.</summary>
        public int End;

        /// <summary>Whether two batches in a row began with a broken length: only closing and opening the socket helps.</summary>
        public bool IsJammed;

        private readonly EthernetLink _link;
        private readonly SpiBus _spi;
        private readonly SpiDevice _device;
        private readonly W5500Bus _bus;
        private readonly ushort[] _clearReceived;
        private readonly ushort[] _readPointers;
        private readonly ushort[] _status;
        private readonly ushort[] _pointer;
        private readonly ushort[] _receive;
        private readonly W5500Statistics _statistics;
        private readonly FrameBuffer _frames;
        private readonly byte[] _data;
        private readonly int _capacity;
        private readonly int _holdBack;
        private readonly bool _splitPointers;

        /// <summary>The write of Sn_RX_RD that gives each frame back at once; null when that is done otherwise.</summary>
        private readonly ushort[]? _releaseEach;

        // The value of SpiBus.IsPolling, which is one field less away.
        private bool _isPolling;

        // Only its lower sixteen bits count.
        private int _readPointer;
        private int _heldBack;
        private bool _lastWasBroken;

        // The size of the last record of ReceiveOne, or None. The next fields follow from it as long as it stays the same: how the record begins, how
        // much is transferred, and the length of the frame.
        private int _size = None;
        private ushort _prefix;
        private int _transfer;

        // What ReceiveOne has left to the long path: how much the chip holds, and whether that has been transferred.
        private int _seen = None;
        private bool _isFetched;

        public W5500Receiver(EthernetLink link, SpiBus spi, W5500Bus bus, W5500LinkOptions options, W5500Statistics statistics)
        {
            _link = link;
            _spi = spi;
            _device = spi.Device;
            _bus = bus;
            _clearReceived = bus.ClearReceived;
            _readPointers = bus.ReadPointers;
            _status = bus.Status;
            _pointer = bus.ReceivePointer;
            _receive = bus.Receive;
            _capacity = options.ReceiveBuffer;
            _holdBack = options.HoldBack;
            _splitPointers = options.SplitPointerWrites;
            _releaseEach = _holdBack == 0 && !_splitPointers ? _pointer : null;
            _statistics = statistics;
            _frames = new FrameBuffer(_capacity);
            _data = _frames.Data;
        }

        /// <summary>
        /// Starts again after OPEN, which sets the pointers to values that the data sheet does not name. Frames in the processor's memory stay valid.
        /// </summary>
        public void Restart()
        {
            IsRunning = true;
            HasMore = false;
            IsJammed = false;
            _lastWasBroken = false;
            _heldBack = 0;
            _seen = None;
            _isFetched = false;
            _readPointer = _bus.ReadWord(W5500Register.ReadSocket0, W5500Register.Sn_RX_RD);
            Settle();
        }

        /// <summary>
        /// The frame that INT has reported, or that a poll has found, if it is a single one. Otherwise null. <see cref="Fetch"/> then handles what was
        /// found, unless <see cref="IsPlain"/> is still set: a poll has found nothing.
        /// </summary>
        public FrameBuffer? ReceiveOne()
        {
            SpiDevice device = _device;
            if (!_isPolling)
            {
                // This comes before the look, so that a later frame lowers INT again.
                _link.Pending = SpiBus.Nothing;
                device.Write(_clearReceived);
            }

            // The product holds the word twice, so its middle bytes are the word's bytes in reverse order. The bytes above them are ignored.
            ushort[] status = _status;
            device.TransferFullDuplex(_readPointers, status);
            ushort word = status[W5500Bus.ReceiveWrite];
            int end = (word * W5500Bus.TwoWords) >> 8;
            int pointer = _readPointer;
            int size = (end - pointer) & 0xFFFF;
            if (size != _size)
            {
                if (size == 0 && _isPolling)
                {
                    // If the pointers were torn, the next poll finds the frame.
                    return null;
                }

                if (!Expect(size))
                {
                    _seen = size;
                    IsPlain = false;
                    return null;
                }
            }

            // The chip stores a record before it moves Sn_RX_WR. So a record that is exactly as long as the pointers say proves that they were not
            // torn between their bytes (data sheet 4.2, Sn_RX_RSR).
            byte[] data = _data;
            data[BurstStart] = (byte)(pointer >> 8);
            data[BurstStart + 1] = (byte)pointer;
            data[BurstStart + 2] = W5500Register.ReadReceiveBuffer;

            // By a call, because a span as a local of this method would make garbage for each look that finds nothing.
            _spi.TransferFrame(data, BurstStart, _transfer);
            if (BitConverter.ToUInt16(data, DataStart) != _prefix)
            {
                _seen = size;
                _isFetched = true;
                IsPlain = false;
                return null;
            }

            _readPointer = end;
            ushort[]? release = _releaseEach;
            if (release != null)
            {
                release[W5500Bus.Pointer] = word;
                device.Write(release);
                device.Write(_receive);
            }
            else
            {
                HoldBack(size);
            }

            _statistics.FramesReceived++;
            return _frames;
        }

        /// <summary>Whether the chip may hold frames. INT's flag is cleared then.</summary>
        public bool IsLookDue()
        {
            if (!IsRunning)
            {
                return false;
            }

            if (_seen != None || HasMore)
            {
                return true;
            }

            if (_isPolling)
            {
                return true;
            }

            if (_link.Pending < SpiBus.Fallen)
            {
                return false;
            }

            if (_spi.UsesInterrupt)
            {
                _link.Pending = SpiBus.Nothing;
                RaiseInterrupt();
            }
            else
            {
                // If a failed line has fallen, that is remembered, even if polling begins before the next check.
                _spi.ClearInterrupt();
            }

            return true;
        }

        /// <summary>Clears the flag that lowers INT. A later frame lowers it again.</summary>
        public void RaiseInterrupt()
        {
            _device.Write(_clearReceived);
        }

        /// <summary>Asks whether the chip holds frames, until the answer is consistent and agrees with the written pointer.</summary>
        public W5500Fetch Look()
        {
            W5500Bus bus = _bus;
            int released = (_readPointer - _heldBack) & 0xFFFF;
            for (int i = 0; i < 2 * StatusTries; i++)
            {
                if (bus.Check(released))
                {
                    // Bytes that have been read and not given back do not count as waiting.
                    HasMore = ((bus.ReceivedEnd - _readPointer) & 0xFFFF) != 0;
                    return HasMore ? W5500Fetch.Frames : W5500Fetch.Nothing;
                }

                _statistics.TornReads++;
                if (i == StatusTries)
                {
                    _bus.CompareAt = 0;
                    if (!bus.IsOurs)
                    {
                        return W5500Fetch.Lost;
                    }

                    // The size stays wrong: the chip has not taken the last RECV.
                    _device.Write(_receive);
                }
            }

            return W5500Fetch.Jammed;
        }

        /// <summary>
        /// Call it after any other method than <see cref="ReceiveOne"/>, and after a change between INT and polling. It decides whether ReceiveOne may be
        /// next, and tells the bus whether there is work without an edge of INT.
        /// </summary>
        public void Settle()
        {
            bool isLeft = IsRunning && (Position != End || HasMore || _seen != None);
            _isPolling = _spi.IsPolling;
            IsPlain = IsRunning && (_isPolling || _spi.UsesInterrupt) && !isLeft && !_lastWasBroken;
            _spi.Leave(isLeft);
        }

        /// <summary>Prepares for a record of another size than the one before. False when no frame has it.</summary>
        private bool Expect(int size)
        {
            if (size < MinRecord || size > MaxRecord)
            {
                return false;
            }

            _size = size;
            _prefix = W5500Bus.Swap(size);
            _transfer = W5500Bus.HeaderLength + size;
            FrameBuffer frames = _frames;
            frames.Offset = DataStart + PrefixLength;
            frames.Length = size - PrefixLength;
            return true;
        }

        /// <summary>Gives back the memory of read frames, if it has become much.</summary>
        private void HoldBack(int count)
        {
            _heldBack += count;
            if (_heldBack > _holdBack)
            {
                Release();
            }
        }

        /// <summary>Gives the memory of read frames back to the chip: Sn_RX_RD, then RECV.</summary>
        private void Release()
        {
            _heldBack = 0;
            if (_splitPointers)
            {
                _bus.WriteSplit(W5500Register.Sn_RX_RD, _readPointer);
            }
            else
            {
                _pointer[W5500Bus.Pointer] = W5500Bus.Swap(_readPointer);
                _device.Write(_pointer);
            }

            _device.Write(_receive);
        }
    }
}
