// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Simulation.Seeds;

namespace NanoTcp.Measure.Soak;

/// <summary>
/// The stream that one end of a connection writes: its number, then bytes that depend on number and position. The reader knows the stream by its
/// number. So text of an earlier connection between the same ports is not taken for text of this one.
/// </summary>
internal sealed class ByteStream(int id, uint localAddress, int localPort, uint remoteAddress, int remotePort)
{
    public const int HeaderLength = 8;

    /// <summary>The longest stream: after it the bytes would repeat.</summary>
    public const int MaxLength = PatternLength / 2;

    private const int PatternLength = 1 << 18;
    private const uint Magic = 0x4E54;
    private static readonly byte[] s_pattern = MakePattern();

    private readonly int _start = (int)((uint)id * 7919 % MaxLength);

    public int Id { get; } = id;

    public uint LocalAddress { get; } = localAddress;

    public int LocalPort { get; } = localPort;

    public uint RemoteAddress { get; } = remoteAddress;

    public int RemotePort { get; } = remotePort;

    /// <summary>Bytes that the stack has taken.</summary>
    public int Written { get; set; }

    /// <summary>The end of its urgent text; 0: there is none.</summary>
    public int UrgentEnd { get; set; }

    /// <summary>Whether the application has ended the stream, so that a FIN is due.</summary>
    public bool IsFinished { get; set; }

    /// <summary>Bytes that the other end's application has read.</summary>
    public int Delivered { get; set; }

    /// <summary>When that, or the deliverable text, last changed.</summary>
    public long ProgressAt { get; set; }

    /// <summary>The end that writes it.</summary>
    public SoakFlow? Writer { get; set; }

    /// <summary>The end that reads it, if known.</summary>
    public SoakFlow? Reader { get; set; }

    /// <summary>The number that a stream begins with, or 0 when it does not begin like one.</summary>
    public static int ReadId(ReadOnlySpan<byte> header)
    {
        uint first = BinaryPrimitives.ReadUInt32BigEndian(header);
        uint number = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        return first == ((Magic << 16) | Check(number)) ? (int)number : 0;
    }

    public void Fill(Span<byte> target, int position)
    {
        s_pattern.AsSpan(_start + position, target.Length).CopyTo(target);
        if (position < HeaderLength)
        {
            Span<byte> header = stackalloc byte[HeaderLength];
            WriteHeader(header);
            header[position..Math.Min(HeaderLength, position + target.Length)].CopyTo(target);
        }
    }

    public bool Matches(ReadOnlySpan<byte> bytes, int position)
    {
        if (position < HeaderLength)
        {
            Span<byte> header = stackalloc byte[HeaderLength];
            WriteHeader(header);
            int count = Math.Min(bytes.Length, HeaderLength - position);
            if (!bytes[..count].SequenceEqual(header.Slice(position, count)))
            {
                return false;
            }

            bytes = bytes[count..];
            position += count;
        }

        return bytes.SequenceEqual(s_pattern.AsSpan(_start + position, bytes.Length));
    }

    private static uint Check(uint number)
    {
        return ((number * 0x9E3779B1) >> 16) & 0xFFFF;
    }

    private static byte[] MakePattern()
    {
        SplitMix64 random = new(1);
        byte[] pattern = new byte[PatternLength];
        for (int i = 0; i < pattern.Length; i += 8)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(pattern.AsSpan(i), random.Next());
        }

        return pattern;
    }

    private void WriteHeader(Span<byte> header)
    {
        BinaryPrimitives.WriteUInt32BigEndian(header, (Magic << 16) | Check((uint)Id));
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], (uint)Id);
    }
}
