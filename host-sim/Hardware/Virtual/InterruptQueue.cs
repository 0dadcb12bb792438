// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Hardware.Virtual;

/// <summary>Edges that the hardware has seen and the application has not. When it is full the oldest one is lost.</summary>
internal sealed class InterruptQueue
{
    public const int Capacity = 128;

    private readonly int[] _pins = new int[Capacity];
    private readonly bool[] _levels = new bool[Capacity];
    private int _head;
    private int _toDrop;
    private int _dropEvery;
    private int _edges;

    public int Count { get; private set; }

    public long Dropped { get; private set; }

    /// <summary>So many of the next edges are lost.</summary>
    public void DropNext(int count)
    {
        _toDrop = count;
    }

    /// <summary>Each edge whose number is a multiple of this is lost; 0: none.</summary>
    public void DropEvery(int count)
    {
        _dropEvery = count;
    }

    public void Add(int pin, bool level)
    {
        _edges++;
        if (_toDrop > 0 || (_dropEvery > 0 && _edges % _dropEvery == 0))
        {
            _toDrop = Math.Max(_toDrop - 1, 0);
            Dropped++;
            return;
        }

        if (Count == Capacity)
        {
            Take(out _);
            Dropped++;
        }

        int tail = (_head + Count) % Capacity;
        _pins[tail] = pin;
        _levels[tail] = level;
        Count++;
    }

    /// <returns>The number of the pin.</returns>
    public int Take(out bool level)
    {
        int pin = _pins[_head];
        level = _levels[_head];
        _head = (_head + 1) % Capacity;
        Count--;
        return pin;
    }
}
