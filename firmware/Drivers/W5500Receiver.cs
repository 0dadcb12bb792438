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

        /// <summary>Whether the chip is known to hold more.</summary>
        public bool HasMore;

        private readonly W5500Bus _bus;
        private readonly W5500Statistics _statistics;
        private readonly FrameBuffer _frames;
        private readonly int _capacity;
        private int _position;
        private int _end;
        private int _readPointer;
        private bool _lastWasBroken;

        public W5500Receiver(W5500Bus bus, int capacity, W5500Statistics statistics)
        {
            if (capacity < MaxRecord || capacity > SpiBus.MaxTransfer - W5500Bus.HeaderLength)
            {
                throw new ArgumentOutOfRangeException();
            }

            _bus = bus;
            _capacity = capacity;
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
            _lastWasBroken = false;
            _readPointer = _bus.ReadWord(W5500Register.ReadSocket0, W5500Register.Sn_RX_RD);
        }

        /// <summary>The next frame that is in the processor's memory, or null.</summary>
        public FrameBuffer? Take()
        {
            int position = _position;
            if (position == _end)
            {
                return null;
            }

            FrameBuffer frames = _frames;
            byte[] data = frames.Data;
            int record = (data[position] << 8) | data[position + 1];
            frames.Offset = position + PrefixLength;
            frames.Length = record - PrefixLength;
            _position = position + record;
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
            int size = bus.ReceivedSize;
            int count = size < _capacity ? size : _capacity;
            byte[] data = _frames.Data;
            bus.TransferBuffer(W5500Register.ReadReceiveBuffer, _readPointer, data, data, BurstStart, count);
            _statistics.Batches++;

            _position = DataStart;
            bool isBroken = !FindEnd(DataStart + count, DataStart + size);

            // Behind a broken length nothing can be found: all that the chip held goes.
            int next = isBroken ? bus.ReceiveWrite : _readPointer + _end - DataStart;
            _readPointer = next & 0xFFFF;
            bus.WritePointer(W5500Register.Sn_RX_RD, _readPointer);
            bus.Command(W5500Register.RECV);
            HasMore = !isBroken && _end - DataStart < size;

            // It happening again right away means that the pointers have lost the records.
            bool isJammed = isBroken && _lastWasBroken && _end == DataStart;
            _lastWasBroken = isBroken;
            if (isJammed)
            {
                return W5500Fetch.Jammed;
            }

            return _end > DataStart ? W5500Fetch.Frames : W5500Fetch.Nothing;
        }

        /// <summary>Asks whether the chip holds frames, until the answer agrees with itself and with what this driver has written.</summary>
        public W5500Fetch Look()
        {
            W5500Bus bus = _bus;
            for (int i = 0; i < 2 * StatusTries; i++)
            {
                bool agrees = bus.ReadStatus();
                if (agrees && bus.ReceiveRead == _readPointer && bus.StatusMask == W5500Bus.InterruptMask)
                {
                    HasMore = bus.ReceivedSize > 0;
                    return HasMore ? W5500Fetch.Frames : W5500Fetch.Nothing;
                }

                _statistics.TornReads++;
                bool isOurs = bus.ReceiveRead == _readPointer && bus.StatusMask == W5500Bus.InterruptMask;
                if (i == StatusTries && isOurs)
                {
                    // A size that stays wrong: the chip has not taken the last RECV.
                    bus.Command(W5500Register.RECV);
                }
                else if (i == StatusTries)
                {
                    return W5500Fetch.Lost;
                }
            }

            return W5500Fetch.Jammed;
        }

        /// <summary>Finds the end of the last record that is complete. False when a length is met that cannot be.</summary>
        private bool FindEnd(int limit, int chipEnd)
        {
            byte[] data = _frames.Data;
            int position = DataStart;
            while (limit - position >= PrefixLength)
            {
                int record = (data[position] << 8) | data[position + 1];
                if (record < PrefixLength + MinFrame || record > MaxRecord || position + record > chipEnd)
                {
                    _statistics.BrokenPrefixes++;
                    _end = position;
                    return false;
                }

                if (position + record > limit)
                {
                    break;
                }

                position += record;
            }

            _end = position;
            return true;
        }
    }
}
