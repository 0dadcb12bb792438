// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Ip
{
    /// <summary>
    /// Frames whose next hop is being asked for, in the order in which they came. When it is full the oldest makes room, since the latest has to be
    /// kept (RFC 1122 §2.3.2.2).
    /// </summary>
    internal sealed class ArpQueue
    {
        /// <summary>
        /// The longest that waits: it holds a datagram that every host has to take (RFC 791), and what begins a conversation. A long segment can
        /// only come here when an address was forgotten in the midst of one, and TCP sends it again.
        /// </summary>
        private const int LongestFrame = EthernetHeader.Length + 576;

        private readonly FrameBuffer[] _frames;
        private readonly int[] _nextHops;
        private int _count;

        internal ArpQueue(int capacity)
        {
            _frames = new FrameBuffer[capacity];
            _nextHops = new int[capacity];
            for (int i = 0; i < capacity; i++)
            {
                _frames[i] = new FrameBuffer(LongestFrame);
            }
        }

        /// <summary>Copies a frame into the queue. False when that drops a frame: this one, which is too long, or the oldest.</summary>
        internal bool Add(FrameBuffer frame, int nextHop)
        {
            int capacity = _frames.Length;
            if (capacity == 0 || frame.Length > LongestFrame)
            {
                return false;
            }

            bool hasRoom = _count < capacity;
            if (!hasRoom)
            {
                Take(_nextHops[0]);
            }

            FrameBuffer copy = _frames[_count];
            Array.Copy(frame.Data, frame.Offset, copy.Data, copy.Offset, frame.Length);
            copy.Length = frame.Length;
            if (EthernetLink.MayOffload)
            {
                copy.SegmentSize = frame.SegmentSize;
            }

            _nextHops[_count] = nextHop;
            _count++;
            return hasRoom;
        }

        /// <summary>Takes the oldest frame for a next hop, or null. Its content holds until the next <see cref="Add"/>.</summary>
        internal FrameBuffer? Take(int nextHop)
        {
            for (int i = 0; i < _count; i++)
            {
                if (_nextHops[i] == nextHop)
                {
                    FrameBuffer frame = _frames[i];
                    _count--;
                    Array.Copy(_frames, i + 1, _frames, i, _count - i);
                    Array.Copy(_nextHops, i + 1, _nextHops, i, _count - i);
                    _frames[_count] = frame;
                    return frame;
                }
            }

            return null;
        }
    }
}
