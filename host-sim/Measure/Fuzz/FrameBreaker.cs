// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Fuzz;

/// <summary>Breaks a valid frame, in one of many ways.</summary>
internal sealed class FrameBreaker(SplitMix64 random)
{
    private readonly byte[] _spare = new byte[FuzzFrame.Capacity];

    /// <summary>Changes the frame. <paramref name="other"/> is an earlier frame, for splices.</summary>
    public void Break(FuzzFrame frame, ReadOnlySpan<byte> other)
    {
        switch (random.Below(14))
        {
            case 0:
                FlipBits(frame);
                break;
            case 1:
                SetByte(frame);
                break;
            case 2:
                Truncate(frame);
                break;
            case 3:
                Extend(frame);
                break;
            case 4 or 5 or 6:
                SetField(frame);
                break;
            case 7:
                SwapFields(frame);
                break;
            case 8 or 9:
                DuplicateRecord(frame);
                break;
            case 10:
                RemoveRecord(frame);
                break;
            case 11:
                SwapRecords(frame);
                break;
            case 12:
                Splice(frame, other);
                break;
            default:
                Overwrite(frame);
                break;
        }
    }

    private void FlipBits(FuzzFrame frame)
    {
        for (int i = random.Below(4); i >= 0; i--)
        {
            int bit = random.Below(frame.Length * 8);
            frame.Data[bit >> 3] ^= (byte)(1 << (bit & 7));
        }
    }

    private void SetByte(FuzzFrame frame)
    {
        frame.Data[PlaceBehindEthernet(frame)] = (byte)Boundary(1);
    }

    private void Truncate(FuzzFrame frame)
    {
        frame.Length = random.Chance(0.3) ? 1 + random.Below(frame.Length) : Math.Max(1, frame.Length - 1 - random.Below(16));
    }

    private void Extend(FuzzFrame frame)
    {
        int count = random.Chance(0.8) ? 1 + random.Below(64) : random.Below(FuzzFrame.Capacity);
        frame.Fill(Math.Min(count, FuzzFrame.Capacity - frame.Length), random.Chance(0.5) ? 0 : random.Below(256));
    }

    /// <summary>A field gets a value at a boundary: of the field, of the frame, or beside what it was.</summary>
    private void SetField(FuzzFrame frame)
    {
        ReadOnlySpan<(int At, int Width)> fields = frame.Fields;
        if (fields.Length == 0)
        {
            SetByte(frame);
            return;
        }

        (int at, int width) = fields[random.Below(fields.Length)];
        if (at + width > frame.Length)
        {
            return;
        }

        Span<byte> field = frame.Data.AsSpan(at, width);
        uint old = width == 1 ? field[0] : width == 2 ? BinaryPrimitives.ReadUInt16BigEndian(field) : BinaryPrimitives.ReadUInt32BigEndian(field);
        uint value = random.Below(5) switch
        {
            0 => old + 1,
            1 => old - 1,
            2 => (uint)(frame.Length - at) + (uint)random.Below(5) - 2,
            _ => Boundary(width),
        };
        switch (width)
        {
            case 1:
                field[0] = (byte)value;
                break;
            case 2:
                BinaryPrimitives.WriteUInt16BigEndian(field, (ushort)value);
                break;
            default:
                BinaryPrimitives.WriteUInt32BigEndian(field, value);
                break;
        }
    }

    private uint Boundary(int width)
    {
        uint max = width >= 4 ? uint.MaxValue : (1u << (8 * width)) - 1;
        return random.Below(8) switch
        {
            0 => 0,
            1 => 1,
            2 => max,
            3 => max - 1,
            4 => max >> 1,
            5 => (max >> 1) + 1,
            6 => 1u << random.Below(8 * width),
            _ => (uint)random.Next() & max,
        };
    }

    private void SwapFields(FuzzFrame frame)
    {
        ReadOnlySpan<(int At, int Width)> fields = frame.Fields;
        if (fields.Length < 2)
        {
            return;
        }

        (int at, int width) = fields[random.Below(fields.Length)];
        (int otherAt, int otherWidth) = fields[random.Below(fields.Length)];
        width = Math.Min(width, otherWidth);
        if (Math.Max(at, otherAt) + width <= frame.Length)
        {
            for (int i = 0; i < width; i++)
            {
                (frame.Data[at + i], frame.Data[otherAt + i]) = (frame.Data[otherAt + i], frame.Data[at + i]);
            }
        }
    }

    private void DuplicateRecord(FuzzFrame frame)
    {
        if (!TryPickRecord(frame, out int at, out int length))
        {
            return;
        }

        int times = random.Chance(0.8) ? 1 : 1 + random.Below(64);
        for (; times > 0 && frame.Length + length <= FuzzFrame.Capacity; times--)
        {
            frame.Data.AsSpan(at, frame.Length - at).CopyTo(frame.Data.AsSpan(at + length));
            frame.Length += length;
        }
    }

    private void RemoveRecord(FuzzFrame frame)
    {
        if (TryPickRecord(frame, out int at, out int length))
        {
            frame.Data.AsSpan(at + length, frame.Length - at - length).CopyTo(frame.Data.AsSpan(at));
            frame.Length -= length;
        }
    }

    /// <summary>Two neighbours change their places.</summary>
    private void SwapRecords(FuzzFrame frame)
    {
        ReadOnlySpan<(int At, int Length)> records = frame.Records;
        if (records.Length < 2)
        {
            return;
        }

        int index = random.Below(records.Length - 1);
        (int at, int length) = records[index];
        (int next, int nextLength) = records[index + 1];
        if (at + length == next && next + nextLength <= frame.Length)
        {
            frame.Data.AsSpan(at, length + nextLength).CopyTo(_spare);
            _spare.AsSpan(length, nextLength).CopyTo(frame.Data.AsSpan(at));
            _spare.AsSpan(0, length).CopyTo(frame.Data.AsSpan(at + nextLength));
        }
    }

    /// <summary>The beginning of this frame and the end of another, from the same place or from any.</summary>
    private void Splice(FuzzFrame frame, ReadOnlySpan<byte> other)
    {
        if (other.Length <= EthernetHeader.Length)
        {
            return;
        }

        int cut = PlaceBehindEthernet(frame);
        int from = random.Chance(0.5) ? Math.Min(cut, other.Length - 1) : random.Below(other.Length);
        int count = Math.Min(other.Length - from, FuzzFrame.Capacity - cut);
        other.Slice(from, count).CopyTo(frame.Data.AsSpan(cut));
        frame.Length = cut + count;
    }

    private void Overwrite(FuzzFrame frame)
    {
        int at = PlaceBehindEthernet(frame);
        int count = Math.Min(1 + random.Below(16), frame.Length - at);
        for (int i = 0; i < count; i++)
        {
            frame.Data[at + i] = (byte)random.Next();
        }
    }

    private bool TryPickRecord(FuzzFrame frame, out int at, out int length)
    {
        (at, length) = frame.Records.Length == 0 ? (0, 0) : frame.Records[random.Below(frame.Records.Length)];
        return length > 0 && at + length <= frame.Length;
    }

    private int PlaceBehindEthernet(FuzzFrame frame)
    {
        return frame.Length <= EthernetHeader.Length ? random.Below(frame.Length) : EthernetHeader.Length + random.Below(frame.Length - EthernetHeader.Length);
    }
}
