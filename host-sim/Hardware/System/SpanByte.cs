// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System;

/// <summary>
/// nanoFramework's view of a part of a byte array. The device does not check every access. This class refuses each access outside the span, so code
/// that runs here stays inside its arrays there.
/// </summary>
public readonly ref struct SpanByte
{
    private readonly byte[]? _array;
    private readonly int _start;

    /// <summary>The whole of an array; nothing for null.</summary>
    public SpanByte(byte[]? array)
    {
        _array = array;
        _start = 0;
        Length = array == null ? 0 : array.Length;
    }

    /// <summary>A part of an array.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the array.</exception>
    public SpanByte(byte[]? array, int start, int length)
    {
        int available = array == null ? 0 : array.Length;
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, available);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, available - start);
        _array = array;
        _start = start;
        Length = length;
    }

    /// <summary>A span of nothing.</summary>
    public static SpanByte Empty => default;

    /// <summary>Bytes in the span.</summary>
    public int Length { get; }

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>One byte.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in the span.</exception>
    public byte this[int index]
    {
        get
        {
            CheckIndex(index);
            return _array![_start + index];
        }

        set
        {
            CheckIndex(index);
            _array![_start + index] = value;
        }
    }

    /// <summary>Converts an array to a span of the whole array.</summary>
    public static implicit operator SpanByte(byte[]? array)
    {
        return new SpanByte(array);
    }

    /// <summary>Copies all bytes to the start of another span.</summary>
    /// <exception cref="ArgumentException">The other one is shorter.</exception>
    public void CopyTo(SpanByte destination)
    {
        AsSpan().CopyTo(destination.AsSpan());
    }

    /// <summary>The span after the first bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The start is not in the span.</exception>
    public SpanByte Slice(int start)
    {
        return Slice(start, Length - start);
    }

    /// <summary>A part of the span.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the span.</exception>
    public SpanByte Slice(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - start);
        return new SpanByte(_array, _start + start, length);
    }

    /// <summary>A copy in an array of its own.</summary>
    public byte[] ToArray()
    {
        return AsSpan().ToArray();
    }

    internal Span<byte> AsSpan()
    {
        return _array.AsSpan(_start, Length);
    }

    private void CheckIndex(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Length);
    }
}
