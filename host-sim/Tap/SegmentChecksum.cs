// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.HostSim.Tap;

/// <summary>
/// The checksums of TCP segments, as a network card computes them. It uses vector instructions, whereas the stack's sum is written for an
/// interpreter.
/// </summary>
internal static class SegmentChecksum
{
    private const int SegmentStart = EthernetHeader.Length + IPv4Header.MinLength;

    // Version 4, and a header of five words.
    private const int PlainStart = 0x45;

    // More fragments, and the offset of this one.
    private const int FragmentMask = 0x3FFF;

    /// <summary>Completes the checksum of a TCP segment that the stack sends. Its field holds the sum over the pseudo header.</summary>
    public static void Complete(FrameBuffer frame)
    {
        if (!IsTcp(frame))
        {
            return;
        }

        Span<byte> segment = frame.Data.AsSpan(frame.Offset + SegmentStart, frame.Length - SegmentStart);
        MemoryMarshal.Write(segment[TcpHeader.SegmentChecksum..], (ushort)~Sum(segment, 0));
    }

    /// <summary>Whether a frame is a whole TCP segment with the right checksum. The stack decides what is wrong with any other frame.</summary>
    public static bool IsRight(FrameBuffer frame)
    {
        if (!IsTcp(frame))
        {
            return false;
        }

        ReadOnlySpan<byte> packet = frame.Data.AsSpan(frame.Offset + EthernetHeader.Length, frame.Length - EthernetHeader.Length);
        int length = BinaryPrimitives.ReadUInt16BigEndian(packet[IPv4Header.TotalLength..]) - IPv4Header.MinLength;
        if (length < TcpHeader.MinLength || length > packet.Length - IPv4Header.MinLength
            || (BinaryPrimitives.ReadUInt16BigEndian(packet[IPv4Header.Fragment..]) & FragmentMask) != 0)
        {
            return false;
        }

        ulong pseudoHeader = MemoryMarshal.Read<uint>(packet[IPv4Header.Source..]) + (ulong)MemoryMarshal.Read<uint>(packet[IPv4Header.Destination..])
            + BinaryPrimitives.ReverseEndianness((ushort)length) + BinaryPrimitives.ReverseEndianness((ushort)IPv4Header.ProtocolTcp);
        return Sum(packet.Slice(IPv4Header.MinLength, length), pseudoHeader) == 0xFFFF;
    }

    /// <summary>Whether a frame holds a TCP segment behind an IPv4 header without options.</summary>
    public static bool IsTcp(FrameBuffer frame)
    {
        ReadOnlySpan<byte> data = frame.Data.AsSpan(frame.Offset, frame.Length);
        return data.Length >= SegmentStart + TcpHeader.MinLength
            && BinaryPrimitives.ReadUInt16BigEndian(data[EthernetHeader.EtherType..]) == EthernetHeader.TypeIPv4
            && data[EthernetHeader.Length] == PlainStart
            && data[EthernetHeader.Length + IPv4Header.Protocol] == IPv4Header.ProtocolTcp;
    }

    // The one's complement sum in the machine's byte order (RFC 1071), in words of 32 bits: 2^32 is 1 modulo 65535.
    private static ushort Sum(ReadOnlySpan<byte> bytes, ulong sum)
    {
        ReadOnlySpan<Vector<uint>> vectors = MemoryMarshal.Cast<byte, Vector<uint>>(bytes);
        Vector<ulong> low = Vector<ulong>.Zero;
        Vector<ulong> high = Vector<ulong>.Zero;
        foreach (Vector<uint> vector in vectors)
        {
            Vector.Widen(vector, out Vector<ulong> first, out Vector<ulong> second);
            low += first;
            high += second;
        }

        sum += Vector.Sum(low + high);
        bytes = bytes[(vectors.Length * Vector<byte>.Count)..];
        for (; bytes.Length >= sizeof(uint); bytes = bytes[sizeof(uint)..])
        {
            sum += MemoryMarshal.Read<uint>(bytes);
        }

        // An odd byte at the end is the first half of a word whose other half is 0.
        Span<byte> rest = stackalloc byte[sizeof(uint)];
        rest.Clear();
        bytes.CopyTo(rest);
        sum += MemoryMarshal.Read<uint>(rest);
        sum = (sum & 0xFFFFFFFF) + (sum >> 32);
        sum = (sum & 0xFFFF) + (sum >> 16 & 0xFFFF) + (sum >> 32);
        sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)(sum + (sum >> 16));
    }
}
