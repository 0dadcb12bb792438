// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Ip
{
    /// <summary>Frames whose next hop is being asked for, in the order in which they came.</summary>
    internal sealed class ArpQueue
    {
        private readonly FrameBuffer[] _frames;
        private readonly uint[] _nextHops;
        private int _count;

        internal ArpQueue(int capacity)
        {
            _frames = new FrameBuffer[capacity];
            _nextHops = new uint[capacity];
            for (int i = 0; i < capacity; i++)
            {
                _frames[i] = new FrameBuffer(EthernetHeader.MaxFrame);
            }
        }

        /// <summary>Copies a frame into the queue. False when it is full.</summary>
        internal bool Add(FrameBuffer frame, uint nextHop)
        {
            if (_count == _frames.Length)
            {
                return false;
            }

            FrameBuffer copy = _frames[_count];
            Array.Copy(frame.Data, frame.Offset, copy.Data, copy.Offset, frame.Length);
            copy.Length = frame.Length;
            _nextHops[_count] = nextHop;
            _count++;
            return true;
        }

        /// <summary>Takes the oldest frame for a next hop, or null. Its content holds until the next <see cref="Add"/>.</summary>
        internal FrameBuffer? Take(uint nextHop)
        {
            for (int i = 0; i < _count; i++)
            {
                if (_nextHops[i] == nextHop)
                {
                    FrameBuffer frame = _frames[i];
                    _count--;
                    for (int j = i; j < _count; j++)
                    {
                        _frames[j] = _frames[j + 1];
                        _nextHops[j] = _nextHops[j + 1];
                    }

                    _frames[_count] = frame;
                    return frame;
                }
            }

            return null;
        }
    }
}
