// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Link;

namespace NanoTcp.Drivers
{
    /// <summary>
    /// Brings what the receive buffer holds into the processor's memory, as many frames at a time as fit, and hands them out one by one.
    /// The chip stores records: two bytes of length that count themselves, then the frame (data sheet 4.2, MACRAW).
    /// </summary>
    internal sealed class W5500Receiver
    {
        /// <summary>The record of the longest frame.</summary>
        public const int MaxRecord = PrefixLength + MaxFrame;

        private const int MaxFrame = 1514;
        private const int MinFrame = 60;
        private const int PrefixLength = 2;
        private const int StatusTries = 4;

        // A multiple of four: otherwise the platform takes a detour over a buffer of its own. It also overwrites up to three bytes behind
        // the end, for which the frame buffer has its tail room.
        private const int BurstStart = 12;
        private const int DataStart = BurstStart + W5500Bus.HeaderLength;

        private const int MaxHoldBack = 8192;

        /// <summary>Whether the chip is known to hold more.</summary>
        public bool HasMore;

        /// <summary>Where the next frame stands that is in the processor's memory already.</summary>
        public int Position;

        /// <summary>Where the last of them ends: at <see cref="Position"/> when there is none.</summary>
        public int End;

        /// <summary>Whether two batches in a row have begun with a broken length: only closing and opening the socket helps.</summary>
        public bool IsJammed;

        private readonly W5500Bus _bus;
        private readonly W5500Statistics _statistics;
        private readonly FrameBuffer _frames;
        private readonly int _capacity;
        private readonly int _holdBack;
        private int _readPointer;
        private int _releasedPointer;
        private bool _lastWasBroken;

        public W5500Receiver(W5500Bus bus, W5500LinkOptions options, W5500Statistics statistics)
        {
            int capacity = options.ReceiveBuffer;
            if (capacity < MaxRecord || capacity > SpiBus.MaxTransfer - W5500Bus.HeaderLength || options.HoldBack < 0 || options.HoldBack > MaxHoldBack)
            {
                throw new ArgumentOutOfRangeException();
            }

            _bus = bus;
            _capacity = capacity;
            _holdBack = options.HoldBack;
            _statistics = statistics;
            _frames = new FrameBuffer(capacity);
        }

        /// <summary>
        /// Starts again after OPEN, which sets the pointers to values that the data sheet does not name. Frames that are in the
        /// processor's memory already stay good.
        /// </summary>
        public void Restart()
        {
            HasMore = false;
            IsJammed = false;
            _lastWasBroken = false;
            _readPointer = _bus.ReadWord(W5500Register.ReadSocket0, W5500Register.Sn_RX_RD);
            _releasedPointer = _readPointer;
        }

        /// <summary>The next frame that is in the processor's memory, where there must be one; null when its length is broken.</summary>
        public FrameBuffer? Take()
        {
            int position = Position;
            FrameBuffer frames = _frames;
            byte[] data = frames.Data;
            int record = (data[position] << 8) | data[position + 1];
            if (record < PrefixLength + MinFrame || record > MaxRecord || record > End - position)
            {
                OnBrokenPrefix();
                return null;
            }

            frames.Offset = position + PrefixLength;
            frames.Length = record - PrefixLength;
            Position = position + record;
            _lastWasBroken = false;
            _statistics.FramesReceived++;
            return frames;
        }

        /// <summary>Gets what the chip holds.</summary>
        public W5500Fetch Fetch()
        {
            W5500Fetch status = Look();
            if (status != W5500Fetch.Frames)
            {
                return status;
            }

            W5500Bus bus = _bus;
            int size = (bus.ReceiveWrite - _readPointer) & 0xFFFF;
            int count = size;
            if (count > _capacity)
            {
                count = _capacity;
            }

            byte[] data = _frames.Data;
            int pointer = _readPointer;
            bus.TransferBuffer(W5500Register.ReadReceiveBuffer, pointer, data, data, BurstStart, count);
            _statistics.Batches++;

            // The chip's count is of whole records, so only what has not come in full has to be searched for its end.
            if (count < size)
            {
                count = FindEnd(count);
            }

            Position = DataStart;
            End = DataStart + count;
            pointer = (pointer + count) & 0xFFFF;
            _readPointer = pointer;
            HasMore = count < size;
            if (((pointer - _releasedPointer) & 0xFFFF) > _holdBack)
            {
                _releasedPointer = pointer;
                bus.Release(pointer);
            }

            return W5500Fetch.Frames;
        }

        /// <summary>Asks whether the chip holds frames, until the answer agrees with itself and with what this driver has written.</summary>
        public W5500Fetch Look()
        {
            W5500Bus bus = _bus;
            int released = _releasedPointer;
            for (int i = 0; i < 2 * StatusTries; i++)
            {
                if (bus.ReadStatus(released))
                {
                    // What has been read and not given back does not wait any more.
                    HasMore = bus.ReceiveWrite != _readPointer;
                    return HasMore ? W5500Fetch.Frames : W5500Fetch.Nothing;
                }

                _statistics.TornReads++;
                if (i == StatusTries)
                {
                    if (!bus.IsOurs)
                    {
                        return W5500Fetch.Lost;
                    }

                    // A size that stays wrong: the chip has not taken the last RECV.
                    bus.ReleaseAgain();
                }
            }

            return W5500Fetch.Jammed;
        }

        /// <summary>
        /// How many of so many bytes are whole records. All of them when not even the first is one: its length is broken, and it will be
        /// found to be.
        /// </summary>
        private int FindEnd(int count)
        {
            byte[] data = _frames.Data;
            int limit = DataStart + count;
            int position = DataStart;
            while (limit - position >= PrefixLength)
            {
                int record = (data[position] << 8) | data[position + 1];
                if (record < PrefixLength + MinFrame || record > MaxRecord || record > limit - position)
                {
                    break;
                }

                position += record;
            }

            return position == DataStart ? count : position - DataStart;
        }

        /// <summary>Behind a broken length nothing can be found: all that the chip held goes.</summary>
        private void OnBrokenPrefix()
        {
            IsJammed = _lastWasBroken && Position == DataStart;
            _lastWasBroken = true;
            Position = End;
            _statistics.BrokenPrefixes++;
            if (HasMore)
            {
                HasMore = false;
                _readPointer = _bus.ReceiveWrite;
                _releasedPointer = _readPointer;
                _bus.Release(_readPointer);
            }
        }
    }
}
