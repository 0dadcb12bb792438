// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;

namespace NanoTcp.Drivers
{
    /// <content>Several frames in one transfer, and the way through them.</content>
    internal sealed partial class W5500Receiver
    {
        /// <summary>The next frame in the processor's memory; there must be one. Null when its length is broken.</summary>
        public FrameBuffer? Take()
        {
            int position = Position;
            byte[] data = _data;
            int record = (data[position] << 8) | data[position + 1];
            if (record < MinRecord || record > MaxRecord || record > End - position)
            {
                OnBrokenPrefix();
                return null;
            }

            FrameBuffer frames = _frames;
            frames.Offset = position + PrefixLength;
            frames.Length = record - PrefixLength;
            _size = None;
            Position = position + record;
            _lastWasBroken = false;
            _statistics.FramesReceived++;
            _statistics.Followers++;
            return frames;
        }

        /// <summary>Gets what the chip holds, as much as fits.</summary>
        public W5500Fetch Fetch()
        {
            int size = _seen;
            bool isFetched = _isFetched;
            _seen = None;
            _isFetched = false;
            if (size == None || !IsConsistent(size))
            {
                isFetched = false;
                W5500Fetch status = Look();
                if (status != W5500Fetch.Frames)
                {
                    return status;
                }

                size = (_bus.ReceivedEnd - _readPointer) & 0xFFFF;
            }
            else if (size == 0)
            {
                return W5500Fetch.Nothing;
            }

            int count = size;
            if (count > _capacity)
            {
                count = _capacity;
            }

            int pointer = _readPointer;
            if (!isFetched)
            {
                byte[] data = _data;
                data[BurstStart] = (byte)(pointer >> 8);
                data[BurstStart + 1] = (byte)pointer;
                data[BurstStart + 2] = W5500Register.ReadReceiveBuffer;
                _spi.TransferFrame(data, BurstStart, W5500Bus.HeaderLength + count);
            }

            // The chip counts whole records, so only a partial transfer has to be searched for the end of its last record.
            if (count < size)
            {
                count = FindEnd(count);
            }

            _statistics.Followers--;
            Position = DataStart;
            End = DataStart + count;
            _readPointer = (pointer + count) & 0xFFFF;
            _bus.ReceivedEnd = (pointer + size) & 0xFFFF;
            HasMore = count < size;
            HoldBack(count);
            return W5500Fetch.Frames;
        }

        /// <summary>Whether the last status is consistent: Sn_RX_RSR is the difference of the pointers.</summary>
        private bool IsConsistent(int size)
        {
            if (_status[W5500Bus.ReceivedSize] == W5500Bus.Swap(size + _heldBack))
            {
                return true;
            }

            _statistics.TornReads++;
            return false;
        }

        /// <summary>
        /// How many of the bytes are whole records. It is all bytes when not even the first record is whole: its length is broken, and a later check
        /// finds that.
        /// </summary>
        private int FindEnd(int count)
        {
            byte[] data = _data;
            int limit = DataStart + count;
            int position = DataStart;
            while (limit - position >= PrefixLength)
            {
                int record = (data[position] << 8) | data[position + 1];
                if (record < MinRecord || record > MaxRecord || record > limit - position)
                {
                    break;
                }

                position += record;
            }

            return position == DataStart ? count : position - DataStart;
        }

        /// <summary>Nothing can be found behind a broken length, so all that the chip held is dropped.</summary>
        private void OnBrokenPrefix()
        {
            IsJammed = _lastWasBroken && Position == DataStart;
            _lastWasBroken = true;
            Position = End;
            _statistics.BrokenPrefixes++;
            _bus.CompareAt = 0;
            if (HasMore)
            {
                HasMore = false;
                _readPointer = _bus.ReceivedEnd;
                Release();
            }
        }
    }
}
