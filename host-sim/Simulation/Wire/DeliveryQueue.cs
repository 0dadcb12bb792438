// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Wire;

/// <summary>Frames under way, the one that arrives next first; of those that arrive at the same time, the one sent first.</summary>
internal sealed class DeliveryQueue
{
    private WireFrame[] _frames = [];
    private long[] _times = [];
    private long[] _orders = [];
    private long _nextOrder;

    public int Count { get; private set; }

    public long NextTime => Count == 0 ? long.MaxValue : _times[0];

    public void Reserve(int capacity)
    {
        Array.Resize(ref _frames, capacity);
        Array.Resize(ref _times, capacity);
        Array.Resize(ref _orders, capacity);
    }

    public void Add(WireFrame frame, long time)
    {
        int i = Count++;
        long order = _nextOrder++;
        while (i > 0)
        {
            int parent = (i - 1) / 2;
            if (!IsBefore(time, order, parent))
            {
                break;
            }

            Move(parent, i);
            i = parent;
        }

        Set(i, frame, time, order);
    }

    public WireFrame RemoveNext()
    {
        WireFrame next = _frames[0];
        int last = --Count;
        WireFrame frame = _frames[last];
        long time = _times[last];
        long order = _orders[last];
        int i = 0;
        while (true)
        {
            int child = 2 * i + 1;
            if (child >= Count)
            {
                break;
            }

            if (child + 1 < Count && IsBefore(_times[child + 1], _orders[child + 1], child))
            {
                child++;
            }

            if (IsBefore(time, order, child))
            {
                break;
            }

            Move(child, i);
            i = child;
        }

        Set(i, frame, time, order);
        return next;
    }

    private bool IsBefore(long time, long order, int other)
    {
        return time < _times[other] || (time == _times[other] && order < _orders[other]);
    }

    private void Move(int from, int to)
    {
        Set(to, _frames[from], _times[from], _orders[from]);
    }

    private void Set(int i, WireFrame frame, long time, long order)
    {
        _frames[i] = frame;
        _times[i] = time;
        _orders[i] = order;
    }
}
