// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.ModelCheck;

/// <summary>
/// Makes a key of 128 bits from a world. Two worlds that will behave alike have the same key. Times count from now, and past times are all alike.
/// Sequence numbers count from the initial ones. All free connections are alike.
/// </summary>
internal sealed class StateWriter(World world)
{
    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    private const int TimeRange = 100_000_000;

    // Buffers are smaller, and sequence numbers of two connections further apart.
    private const uint SequenceRange = 200;

    // The bytes of the checker's tiny buffers count; longer arrays are frames, and templates of them.
    private const int LongestBuffer = 16;
    private const int Null = 1;
    private const int Opaque = 2;
    private const int FreeConnection = 3;
    private const int KnownObject = 4;
    private const int Object = 5;
    private const int Time = 6;
    private const int SequenceNumber = 7;

    // About as many objects as a world has; a frame has none.
    private const int Objects = 256;

    private Dictionary<object, uint>? _known;
    private ulong _low = Prime1;
    private ulong _high = Prime2;

    public UInt128 Key => new(_high, _low);

    /// <summary>A number of 32 bits: it may be a sequence number or a time.</summary>
    public void Number(uint value)
    {
        int ahead = (int)(value - (uint)world.Now);
        if (ahead is > -TimeRange and < TimeRange)
        {
            Add(Time, (ulong)Math.Max(ahead, 0));
            return;
        }

        uint[] initial = world.InitialSequences;
        for (int i = 0; i < initial.Length; i++)
        {
            uint offset = value - initial[i];
            if (offset < SequenceRange)
            {
                Add(SequenceNumber, (ulong)i << 32 | offset);
                return;
            }
        }

        Add(value);
    }

    /// <summary>A number of 64 bits: it may be a time.</summary>
    public void Long(long value)
    {
        long ahead = value - world.Now;
        if (ahead is > -TimeRange and < TimeRange)
        {
            Add(Time, (ulong)Math.Max(ahead, 0));
        }
        else
        {
            Add((ulong)value);
        }
    }

    /// <summary>An object and all that it leads to.</summary>
    public void Reference(object? value)
    {
        if (value == null)
        {
            Add(Null);
            return;
        }

        ObjectShape shape = ObjectShape.Of(value.GetType());
        if (shape.IsOpaque)
        {
            Add(Opaque);
        }
        else if (value is ControlBlock block && block.CurrentState() == TcpState.Closed && !world.IsHeld(block))
        {
            Add(FreeConnection);
        }
        else
        {
            _known ??= new Dictionary<object, uint>(Objects, ReferenceEqualityComparer.Instance);
            if (_known.TryGetValue(value, out uint number))
            {
                Add(KnownObject, number);
                return;
            }

            _known.Add(value, (uint)_known.Count);
            Add(Object);
            Contents(value, shape);
        }
    }

    public void Add(ulong value)
    {
        _low = (ulong.RotateLeft(_low, 31) ^ value) * Prime1;
        _high = (ulong.RotateLeft(_high, 29) + value) * Prime2;
    }

    private void Add(ulong kind, ulong value)
    {
        Add(kind);
        Add(value);
    }

    private void Contents(object value, ObjectShape shape)
    {
        switch (value)
        {
            case byte[] bytes:
                foreach (byte one in bytes.Length > LongestBuffer ? [] : bytes)
                {
                    Add(one);
                }

                break;
            case int[] numbers:
                Array.ForEach(numbers, number => Number((uint)number));
                break;
            case uint[] numbers:
                Array.ForEach(numbers, Number);
                break;
            case long[] numbers:
                Array.ForEach(numbers, Long);
                break;
            case object?[] elements:
                Array.ForEach(elements, Reference);
                break;
            case Array other:
                foreach (object element in other)
                {
                    Number(Convert.ToUInt32(element, null));
                }

                break;
            default:
                shape.Write(value, this);
                break;
        }
    }
}
