// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Fuzz;

/// <summary>
/// A frame in the making. It remembers where its fields stand, and its records: the parts that come in a row, as options do. Who breaks it needs to
/// know.
/// </summary>
internal sealed class FuzzFrame
{
    /// <summary>Room for a frame that is longer than any on Ethernet.</summary>
    public const int Capacity = 1800;

    private const int MaxMarks = 256;

    private readonly (int At, int Width)[] _fields = new (int, int)[MaxMarks];
    private readonly (int At, int Length)[] _records = new (int, int)[MaxMarks];
    private int _recordStart;

    /// <summary>The bytes of the frame and of what stood here before.</summary>
    public byte[] Data { get; } = new byte[Capacity];

    public int Length { get; set; }

    /// <summary>The fields as they were written. After a change of the length some may stand elsewhere.</summary>
    public ReadOnlySpan<(int At, int Width)> Fields => _fields.AsSpan(0, FieldCount);

    /// <summary>The records as they were written.</summary>
    public ReadOnlySpan<(int At, int Length)> Records => _records.AsSpan(0, RecordCount);

    /// <summary>The frame.</summary>
    public Span<byte> Bytes => Data.AsSpan(0, Length);

    private int FieldCount { get; set; }

    private int RecordCount { get; set; }

    public void Clear()
    {
        Length = 0;
        FieldCount = 0;
        RecordCount = 0;
    }

    /// <summary>Takes over a whole frame, of which no fields are known.</summary>
    public void Set(ReadOnlySpan<byte> bytes)
    {
        Clear();
        Write(bytes);
    }

    public void Write8(int value)
    {
        Mark(1);
        Data[Length++] = (byte)value;
    }

    public void Write16(int value)
    {
        Mark(2);
        BinaryPrimitives.WriteUInt16BigEndian(Data.AsSpan(Length), (ushort)value);
        Length += 2;
    }

    public void Write32(uint value)
    {
        Mark(4);
        BinaryPrimitives.WriteUInt32BigEndian(Data.AsSpan(Length), value);
        Length += 4;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Data.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>So many bytes of one value.</summary>
    public void Fill(int count, int value)
    {
        Data.AsSpan(Length, count).Fill((byte)value);
        Length += count;
    }

    /// <summary>What is written from here to <see cref="EndRecord"/> is a record.</summary>
    public void BeginRecord()
    {
        _recordStart = Length;
    }

    /// <summary>Ends it.</summary>
    public void EndRecord()
    {
        if (RecordCount < MaxMarks)
        {
            _records[RecordCount++] = (_recordStart, Length - _recordStart);
        }
    }

    public void WriteEthernet(ReadOnlySpan<byte> destination, ReadOnlySpan<byte> source, int type)
    {
        Clear();
        Write(destination);
        Write(source);
        Write16(type);
    }

    /// <summary>The header of a packet, without options. <see cref="FrameRepair"/> fills in lengths and checksums once the packet is whole.</summary>
    public void WriteIPv4(int protocol, uint source, uint destination, int identification = 0, int timeToLive = 64, int optionsLength = 0)
    {
        Write8(0x45 + optionsLength / 4);
        Write8(0);
        Write16(0);
        Write16(identification);
        Write16(0);
        Write8(timeToLive);
        Write8(protocol);
        Write16(0);
        Write32(source);
        Write32(destination);
    }

    public void WriteUdp(int sourcePort, int destinationPort)
    {
        Write16(sourcePort);
        Write16(destinationPort);
        Write16(0);
        Write16(0);
    }

    public uint Read32(int at)
    {
        return BigEndian.ReadUInt32(Data, at);
    }

    public int Read16(int at)
    {
        return BigEndian.ReadUInt16(Data, at);
    }

    private void Mark(int width)
    {
        if (FieldCount < MaxMarks)
        {
            _fields[FieldCount++] = (Length, width);
        }
    }
}
