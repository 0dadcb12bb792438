// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Ip;

/// <summary>Packets cut into fragments, and put together again, with code that shares nothing with the stack.</summary>
internal static class Fragments
{
    private const int MoreFragments = 0x2000;
    private const int OffsetMask = 0x1FFF;

    /// <summary>A part of a packet's payload in a packet of its own. It is the last one if the payload ends with it, or if the test says so.</summary>
    public static byte[] Part(
        ReadOnlySpan<byte> payload,
        int start,
        int length,
        int protocol = IPv4Header.ProtocolIcmp,
        uint? source = null,
        uint? destination = null,
        int identification = 1,
        bool? isLast = null,
        int timeToLive = 64,
        int flags = 0)
    {
        int field = (start >> 3) | flags | (isLast ?? (start + length == payload.Length) ? 0 : MoreFragments);
        return Frames.IPv4(protocol, payload.Slice(start, length), source ?? IpBench.Host(1), destination, fragment: field, identification: identification, timeToLive: timeToLive);
    }

    /// <summary>A whole payload in parts of one length.</summary>
    public static byte[][] Cut(
        byte[] payload, int length, int protocol = IPv4Header.ProtocolIcmp, uint? source = null, uint? destination = null, int identification = 1)
        =>
        [
            .. Enumerable.Range(0, (payload.Length + length - 1) / length)
                .Select(i => Part(payload, i * length, Math.Min(length, payload.Length - i * length), protocol, source, destination, identification)),
        ];

    /// <summary>Expects that frames are the fragments of one packet, in order and without a gap, and returns its payload.</summary>
    public static byte[] Join(params IReadOnlyCollection<byte[]> frames)
    {
        List<byte> payload = [];
        int left = frames.Count;
        foreach (byte[] frame in frames)
        {
            int field = BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(20));
            Assert.InRange(frame.Length, 35, 1514);
            Assert.Equal(frame.Length - 14, BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(16)));
            Assert.Equal(0, Frames.InternetChecksum(frame.AsSpan(14, 20)));
            Assert.Equal(frames.First()[18..20], frame[18..20]);
            Assert.Equal(frames.First()[22..24], frame[22..24]);
            Assert.Equal(frames.First()[26..34], frame[26..34]);
            Assert.Equal(payload.Count / 8, field & OffsetMask);
            Assert.Equal(--left > 0 ? MoreFragments : 0, field & ~OffsetMask);
            Assert.True(left == 0 || (frame.Length - 34) % 8 == 0);
            payload.AddRange(frame[34..]);
        }

        return [.. payload];
    }

    /// <summary>Bytes without a pattern, the same in every run.</summary>
    public static byte[] Noise(int length)
    {
        byte[] data = new byte[length];
        new Random(length).NextBytes(data);
        return data;
    }
}
