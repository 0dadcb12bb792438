// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Tcp
{
    /// <summary>A queue of bytes in a fixed array. Bytes move by <c>Array.Copy</c>, in at most two pieces.</summary>
    internal sealed class RingBuffer
    {
        /// <summary>Bytes in the queue.</summary>
        internal int Count;

        private readonly byte[] _data;
        private int _head;

        internal RingBuffer(int capacity)
        {
            _data = new byte[capacity];
        }

        /// <summary>Bytes it can hold.</summary>
        internal int Capacity
        {
            get { return _data.Length; }
        }

        /// <summary>Bytes it can take now.</summary>
        internal int Free
        {
            get { return _data.Length - Count; }
        }

        /// <summary>Appends bytes: at most <see cref="Free"/>.</summary>
        internal void Write(byte[] source, int offset, int length)
        {
            byte[] data = _data;
            int tail = _head + Count;
            if (tail >= data.Length)
            {
                tail -= data.Length;
            }

            int first = data.Length - tail;
            if (first >= length)
            {
                Array.Copy(source, offset, data, tail, length);
            }
            else
            {
                Array.Copy(source, offset, data, tail, first);
                Array.Copy(source, offset + first, data, 0, length - first);
            }

            Count += length;
        }

        /// <summary>Copies bytes that start <paramref name="position"/> bytes into the queue, which must hold them.</summary>
        internal void Peek(int position, byte[] target, int offset, int length)
        {
            byte[] data = _data;
            int start = _head + position;
            if (start >= data.Length)
            {
                start -= data.Length;
            }

            int first = data.Length - start;
            if (first >= length)
            {
                Array.Copy(data, start, target, offset, length);
            }
            else
            {
                Array.Copy(data, start, target, offset, first);
                Array.Copy(data, 0, target, offset + first, length - first);
            }
        }

        /// <summary>Removes bytes from the front: at most <see cref="Count"/>.</summary>
        internal void Skip(int length)
        {
            _head += length;
            if (_head >= _data.Length)
            {
                _head -= _data.Length;
            }

            Count -= length;
        }

        /// <summary>Removes everything.</summary>
        internal void Clear()
        {
            _head = 0;
            Count = 0;
        }
    }
}
