// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Ip
{
    /// <summary>
    /// Frames that wait for the address of their next hop, in the order in which they came. They share one buffer, which holds the longest frame and a few
    /// short ones. When it is full, the oldest are dropped, because the latest has to be kept (RFC 1122 §2.3.2.2).
    /// </summary>
    internal sealed class ArpQueue
    {
        /// <summary>Bytes for each frame but one: a SYN with all its options.</summary>
        private const int ShortFrame = EthernetHeader.Length + IPv4Header.MinLength + TcpHeader.MinLength + 20;

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

        /// <summary>Takes the memory for so many frames. One of them may have the full length.</summary>
        internal ArpQueue(int capacity)
        {
            if (capacity > 0)
            {
                _room = FrameBuffer.MaxEthernetFrame + FrameBuffer.HeadRoom + ((capacity - 1) * (ShortFrame + FrameBuffer.HeadRoom));
            }

            _frames = new FrameBuffer(capacity == 0 ? 1 : _room - FrameBuffer.HeadRoom);
            _words = new int[capacity * EntrySize];
        }

        /// <summary>How many frames wait.</summary>
        internal int Count;

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
            while (Count * EntrySize == words.Length || _end + FrameBuffer.HeadRoom + length > _room)
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
