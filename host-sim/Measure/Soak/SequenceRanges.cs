// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Soak;

/// <summary>The arrived parts of a sequence space: all up to a number, and islands behind it.</summary>
internal sealed class SequenceRanges
{
    private const int Capacity = 64;

    private readonly uint[] _starts = new uint[Capacity];
    private readonly uint[] _ends = new uint[Capacity];
    private int _count;

    /// <summary>The first number that has not arrived.</summary>
    public uint Next { get; private set; }

    /// <summary>There are too many islands: from now on nothing is known.</summary>
    public bool HasOverflowed { get; private set; }

    public void Restart(uint next)
    {
        Next = next;
        _count = 0;
        HasOverflowed = false;
    }

    public void Add(uint start, uint end)
    {
        if ((int)(end - Next) <= 0)
        {
            return;
        }

        if ((int)(start - Next) > 0)
        {
            AddIsland(start, end);
            return;
        }

        Next = end;
        for (int i = 0; i < _count;)
        {
            if ((int)(_starts[i] - Next) > 0)
            {
                i++;
                continue;
            }

            Next = (int)(_ends[i] - Next) > 0 ? _ends[i] : Next;
            Remove(i);
            i = 0;
        }
    }

    /// <summary>Whether all of a range has arrived, <paramref name="first"/> being the first number of all.</summary>
    public bool Contains(uint first, uint start, uint end)
    {
        bool contains = (int)(start - first) >= 0 && (int)(end - Next) <= 0;
        for (int i = 0; i < _count && !contains; i++)
        {
            contains = (int)(start - _starts[i]) >= 0 && (int)(end - _ends[i]) <= 0;
        }

        return contains;
    }

    private void AddIsland(uint start, uint end)
    {
        for (int i = 0; i < _count;)
        {
            if ((int)(_starts[i] - end) > 0 || (int)(start - _ends[i]) > 0)
            {
                i++;
                continue;
            }

            start = (int)(_starts[i] - start) < 0 ? _starts[i] : start;
            end = (int)(_ends[i] - end) > 0 ? _ends[i] : end;
            Remove(i);
            i = 0;
        }

        if (_count == Capacity)
        {
            HasOverflowed = true;
            return;
        }

        _starts[_count] = start;
        _ends[_count++] = end;
    }

    private void Remove(int i)
    {
        _count--;
        _starts[i] = _starts[_count];
        _ends[i] = _ends[_count];
    }
}
