// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using System.Device.Spi;
using NanoTcp.Link;

namespace NanoTcp.Drivers
{
    /// <summary>
    /// Brings what the receive buffer holds into the processor's memory. The chip stores records: two bytes of length that count themselves,
    /// then the frame (data sheet 4.2, MACRAW). Mostly one frame stands behind an edge of INT, and <see cref="ReceiveOne"/> takes it in a
    /// straight line; everything else, several frames in one transfer first of all, goes by <see cref="Fetch"/> and <see cref="Take"/>.
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

        // A multiple of four: otherwise the platform takes a detour over a buffer of its own. It also overwrites up to three bytes behind
        // the end, for which the frame buffer has its tail room.
        private const int BurstStart = 12;
        private const int DataStart = BurstStart + W5500Bus.HeaderLength;

        private const int MaxHoldBack = 8192;

        /// <summary>No status has been read that is still to be looked at.</summary>
        private const int None = -1;

        /// <summary>Whether nothing waits but what an edge of INT will tell of, so that <see cref="ReceiveOne"/> may be called at one.</summary>
        public bool IsPlain;

        /// <summary>Whether the chip runs.</summary>
        public bool IsRunning;

        /// <summary>Whether the chip is known to hold more.</summary>
        public bool HasMore;

        /// <summary>Where the next frame stands that is in the processor's memory already.</summary>
        public int Position;

        /// <summary>Where the last of them ends: at <see cref="Position"/> when there is none.</summary>
        public int End;

        /// <summary>Whether two batches in a row have begun with a broken length: only closing and opening the socket helps.</summary>
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

        /// <summary>The write of Sn_RX_RD that gives each frame back at once; null: that is done otherwise.</summary>
        private readonly ushort[]? _releaseEach;

        // Its lower sixteen bits: what stands above them is of no account.
        private int _readPointer;
        private int _heldBack;
        private bool _lastWasBroken;

        // The size of the record that ReceiveOne has brought last, or None, and what follows from it as long as it stays the same: how the record
        // begins, how much is transferred, and what the frame's buffer says.
        private int _size = None;
        private ushort _prefix;
        private int _transfer;

        // What ReceiveOne has found and was not plain: how much the chip holds, and whether that has been transferred.
        private int _seen = None;
        private bool _isFetched;

        public W5500Receiver(EthernetLink link, SpiBus spi, W5500Bus bus, W5500LinkOptions options, W5500Statistics statistics)
        {
            int capacity = options.ReceiveBuffer;
            if (capacity < MaxRecord || capacity > SpiBus.MaxTransfer - W5500Bus.HeaderLength || options.HoldBack < 0 || options.HoldBack > MaxHoldBack)
            {
                throw new ArgumentOutOfRangeException();
            }

            _link = link;
            _spi = spi;
            _device = spi.Device;
            _bus = bus;
            _clearReceived = bus.ClearReceived;
            _readPointers = bus.ReadPointers;
            _status = bus.Status;
            _pointer = bus.ReceivePointer;
            _receive = bus.Receive;
            _capacity = capacity;
            _holdBack = options.HoldBack;
            _splitPointers = options.SplitPointerWrites;
            _releaseEach = _holdBack == 0 && !_splitPointers ? _pointer : null;
            _statistics = statistics;
            _frames = new FrameBuffer(capacity);
            _data = _frames.Data;
        }

        /// <summary>
        /// Starts again after OPEN, which sets the pointers to values that the data sheet does not name. Frames that are in the
        /// processor's memory already stay good.
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
        /// The frame that INT has told of, if it is one; otherwise null, and what has been found is left to <see cref="Fetch"/>.
        /// </summary>
        public FrameBuffer? ReceiveOne()
        {
            // Before the look: whatever comes later lowers INT again.
            _link.Pending = SpiBus.Nothing;
            SpiDevice device = _device;
            device.Write(_clearReceived);

            // The word stands twice in the product, so that what lies in the middle is its bytes the other way round; above them there are others.
            ushort[] status = _status;
            device.TransferFullDuplex(_readPointers, status);
            ushort word = status[W5500Bus.ReceiveWrite];
            int end = (word * W5500Bus.TwoWords) >> 8;
            int pointer = _readPointer;
            int size = (end - pointer) & 0xFFFF;
            if (size != _size && !Expect(size))
            {
                _seen = size;
                IsPlain = false;
                return null;
            }

            // The chip stores a record before it moves Sn_RX_WR. So a record that is exactly as long as the pointers say proves them: they
            // cannot have been torn, as they may between their bytes (data sheet 4.2, Sn_RX_RSR).
            byte[] data = _data;
            data[BurstStart] = (byte)(pointer >> 8);
            data[BurstStart + 1] = (byte)pointer;
            data[BurstStart + 2] = W5500Register.ReadReceiveBuffer;
            SpanByte burst = new SpanByte(data, BurstStart, _transfer);
            device.TransferFullDuplex(burst, burst);
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

            if (_link.Pending < SpiBus.Fallen)
            {
                return false;
            }

            if (_spi.UsesInterrupt)
            {
                _link.Pending = SpiBus.Nothing;
                RaiseInterrupt();
            }

            return true;
        }

        /// <summary>Clears the flag that lowers INT: whatever comes later lowers it again.</summary>
        public void RaiseInterrupt()
        {
            _device.Write(_clearReceived);
        }

        /// <summary>Asks whether the chip holds frames, until the answer agrees with itself and with what this driver has written.</summary>
        public W5500Fetch Look()
        {
            W5500Bus bus = _bus;
            int released = (_readPointer - _heldBack) & 0xFFFF;
            for (int i = 0; i < 2 * StatusTries; i++)
            {
                if (bus.Check(released))
                {
                    // What has been read and not given back does not wait any more.
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

                    // A size that stays wrong: the chip has not taken the last RECV.
                    _device.Write(_receive);
                }
            }

            return W5500Fetch.Jammed;
        }

        /// <summary>
        /// To be called when anything but <see cref="ReceiveOne"/> has been at work: finds out whether that may be next, and tells whether
        /// anything is without an edge of INT.
        /// </summary>
        public void Settle()
        {
            bool isLeft = IsRunning && (Position != End || HasMore || _seen != None);
            IsPlain = IsRunning && _spi.UsesInterrupt && !isLeft && !_lastWasBroken;
            _spi.Leave(isLeft);
        }

        /// <summary>Makes ready for a record of another size than the one before. False when no frame has it.</summary>
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

        /// <summary>Gives back what has been read, if it has become much.</summary>
        private void HoldBack(int count)
        {
            _heldBack += count;
            if (_heldBack > _holdBack)
            {
                Release();
            }
        }

        /// <summary>Gives the chip back what has been read: Sn_RX_RD, then RECV.</summary>
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
