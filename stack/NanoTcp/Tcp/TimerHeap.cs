// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;

namespace NanoTcp.Tcp
{
    /// <summary>
    /// A binary heap over <see cref="ControlBlock.WakeAt"/>, which finds the next connection to wake. When a timer moves later, as with each
    /// acknowledged segment, its connection stays in its place, and finds that out when it is woken. So the data path seldom comes here.
    /// </summary>
    internal sealed class TimerHeap
    {
        /// <summary>When the first connection is due; <see cref="long.MaxValue"/>: none is waiting. To be read only.</summary>
        internal long Next = long.MaxValue;

        /// <summary>The connections; the first one is due first.</summary>
        internal readonly ControlBlock[] Heap;

        private readonly NetworkStack _stack;
        private int _count;

        internal TimerHeap(NetworkStack stack, int capacity)
        {
            _stack = stack;
            Heap = new ControlBlock[capacity];
        }

        /// <summary>Wakes a connection at a time, or earlier if an earlier time was set.</summary>
        internal void Schedule(ControlBlock connection, long at)
        {
            if (connection.WakeAt <= at)
            {
                return;
            }

            if (connection.WakeAt == long.MaxValue)
            {
                connection.HeapIndex = _count++;
            }

            connection.WakeAt = at;
            Rise(connection, connection.HeapIndex);
            if (at < Next)
            {
                Next = at;
                _stack.WakeBy(at);
            }
        }

        /// <summary>Postpones a connection in the heap, for ever if <paramref name="at"/> is <see cref="long.MaxValue"/>.</summary>
        internal void Postpone(ControlBlock connection, long at)
        {
            if (at == long.MaxValue)
            {
                Remove(connection);
                return;
            }

            connection.WakeAt = at;
            if (_count > 1)
            {
                Sink(connection, connection.HeapIndex);
                at = Heap[0].WakeAt;
            }

            Next = at;
        }

        /// <summary>Removes a connection, if it is in the heap.</summary>
        internal void Remove(ControlBlock connection)
        {
            if (connection.WakeAt == long.MaxValue)
            {
                return;
            }

            connection.WakeAt = long.MaxValue;
            int index = connection.HeapIndex;
            ControlBlock last = Heap[--_count];
            if (last != connection)
            {
                Rise(last, index);
                Sink(last, last.HeapIndex);
            }

            Next = _count == 0 ? long.MaxValue : Heap[0].WakeAt;
        }

        private void Rise(ControlBlock connection, int index)
        {
            while (index > 0)
            {
                int parent = (index - 1) >> 1;
                ControlBlock above = Heap[parent];
                if (above.WakeAt <= connection.WakeAt)
                {
                    break;
                }

                Heap[index] = above;
                above.HeapIndex = index;
                index = parent;
            }

            Heap[index] = connection;
            connection.HeapIndex = index;
        }

        private void Sink(ControlBlock connection, int index)
        {
            while (true)
            {
                int child = (index << 1) + 1;
                if (child >= _count)
                {
                    break;
                }

                if (child + 1 < _count && Heap[child + 1].WakeAt < Heap[child].WakeAt)
                {
                    child++;
                }

                ControlBlock below = Heap[child];
                if (connection.WakeAt <= below.WakeAt)
                {
                    break;
                }

                Heap[index] = below;
                below.HeapIndex = index;
                index = child;
            }

            Heap[index] = connection;
            connection.HeapIndex = index;
        }
    }
}
