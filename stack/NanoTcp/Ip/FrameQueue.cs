// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Ip
{
    /// <summary>
    /// Frames that wait for their next hop, in the order in which they came: for its address, or for this host's next poll if they are its own. They share
    /// one buffer. When it is full, the oldest are dropped, because the latest has to be kept (RFC 1122 §2.3.2.2).
    /// </summary>
    internal sealed class FrameQueue
    {
        /// <summary>Bytes of the longest frame in the buffer.</summary>
        internal const int LongFrame = FrameBuffer.MaxEthernetFrame + FrameBuffer.HeadRoom;

        /// <summary>Bytes of a short one: a SYN with all its options.</summary>
        internal const int ShortFrame = EthernetHeader.Length + IPv4Header.MinLength + TcpHeader.MinLength + 20 + FrameBuffer.HeadRoom;

        // The words of a frame.
        private const int NextHop = 0;
        private const int Length = 1;
        private const int EntrySize = 2;

        private readonly int[] _words;
        private readonly int _room;

        /// <summary>The buffer of all frames, one behind the other, each with its head room. Its offset and length are those of the frame found last.</summary>
        private readonly FrameBuffer _frames;

        private int _end;
        private int _found;

        /// <summary>Takes the memory for so many frames, which have so many bytes together.</summary>
        internal FrameQueue(int capacity, int room)
        {
            _room = room;
            _frames = new FrameBuffer(room == 0 ? 1 : room - FrameBuffer.HeadRoom);
            _words = new int[capacity * EntrySize];
        }

        /// <summary>How many frames wait.</summary>
        internal int Count;

        /// <summary>Whether a frame can be added without dropping another one.</summary>
        internal bool HasRoom(int length)
        {
            return Count * EntrySize < _words.Length && _end + FrameBuffer.HeadRoom + length <= _room;
        }

        /// <summary>
        /// Copies a frame into the queue, and returns how many frames are dropped for it. Without a queue that is the frame itself. So is a frame that the
        /// link would cut into segments: TCP sends it again.
        /// </summary>
        internal int Add(FrameBuffer frame, int nextHop)
        {
            int length = frame.Length;
            if (_room == 0 || (EthernetLink.MayOffload && (frame.SegmentSize > 0 || length > FrameBuffer.MaxEthernetFrame)))
            {
                return 1;
            }

            int dropped = 0;
            int[] words = _words;
            while (!HasRoom(length))
            {
                Find(words[NextHop]);
                RemoveFound();
                dropped++;
            }

            int entry = Count * EntrySize;
            Array.Copy(frame.Data, frame.Offset, _frames.Data, _end + FrameBuffer.HeadRoom, length);
            words[entry + NextHop] = nextHop;
            words[entry + Length] = length;
            _end += FrameBuffer.HeadRoom + length;
            Count++;
            return dropped;
        }

        /// <summary>The oldest frame for a next hop, or null. It stays until <see cref="RemoveFound"/>; its content holds until the next change.</summary>
        internal FrameBuffer? Find(int nextHop)
        {
            int[] words = _words;
            int offset = FrameBuffer.HeadRoom;
            for (int i = 0; i < Count; i++)
            {
                int entry = i * EntrySize;
                int length = words[entry + Length];
                if (words[entry + NextHop] == nextHop)
                {
                    _found = i;
                    _frames.Offset = offset;
                    _frames.Length = length;
                    return _frames;
                }

                offset += length + FrameBuffer.HeadRoom;
            }

            return null;
        }

        /// <summary>Takes out the frame that was found last.</summary>
        internal void RemoveFound()
        {
            byte[] data = _frames.Data;
            int start = _frames.Offset - FrameBuffer.HeadRoom;
            int behind = _frames.Offset + _frames.Length;
            Array.Copy(data, behind, data, start, _end - behind);
            _end -= behind - start;
            Count--;
            Array.Copy(_words, (_found + 1) * EntrySize, _words, _found * EntrySize, (Count - _found) * EntrySize);
        }
    }
}
