// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.HostSim.Tap;
using NanoTcp.Link;
using NanoTcp.Tests.Stack;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim;

/// <summary>The checksum of a TCP segment (RFC 9293 §3.1), against the word-by-word form of <see cref="Frames.TcpChecksum"/>.</summary>
public class SegmentChecksumTests
{
    private const int Field = 34 + TcpHeader.SegmentChecksum;

    [Fact]
    public void A_segment_of_every_length_is_right_with_its_checksum()
    {
        for (int text = 0; text <= 1460; text++)
        {
            Assert.True(SegmentChecksum.IsRight(Buffer(SegmentWith(text))), $"{text} bytes of text");
        }
    }

    [Fact]
    public void A_segment_with_any_bit_of_it_or_of_its_addresses_changed_is_wrong()
    {
        byte[] frame = SegmentWith(101);
        for (int bit = 26 * 8; bit < frame.Length * 8; bit++)
        {
            frame[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.False(SegmentChecksum.IsRight(Buffer(frame)), $"bit {bit}");
            frame[bit / 8] ^= (byte)(1 << bit % 8);
        }
    }

    [Fact]
    public void What_stands_behind_the_packet_does_not_count()
    {
        byte[] frame = [.. SegmentWith(3), 1, 2, 3];
        Assert.True(SegmentChecksum.IsRight(Buffer(frame)));
    }

    [Theory]
    [InlineData(0x2000)]
    [InlineData(0x0001)]
    public void A_fragment_is_left_to_the_stack(int fragment)
    {
        byte[] frame = SegmentWith(100);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(14 + IPv4Header.Fragment), (ushort)fragment);
        Assert.False(SegmentChecksum.IsRight(Buffer(frame)));
    }

    [Theory]
    [InlineData(19)]
    [InlineData(121)]
    public void A_packet_shorter_than_a_header_or_longer_than_its_frame_is_left_to_the_stack(int length)
    {
        byte[] frame = SegmentWith(100);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(14 + IPv4Header.TotalLength), (ushort)(IPv4Header.MinLength + length));
        Assert.False(SegmentChecksum.IsRight(Buffer(frame)));
    }

    [Fact]
    public void Frames_without_a_TCP_segment_are_left_as_they_are()
    {
        byte[] segment = SegmentWith(100)[34..];
        byte[][] frames =
        [
            Frames.Arp(1, Frames.PeerMac, Frames.Peer, new byte[6], Frames.Own),
            Frames.Icmp(8, 0, 0, new byte[64]),
            Frames.IPv4(IPv4Header.ProtocolUdp, segment),
            Frames.IPv4(IPv4Header.ProtocolTcp, segment, options: [1, 1, 1, 0]),
            Frames.IPv4(IPv4Header.ProtocolTcp, segment.AsSpan(0, 19)),
        ];
        foreach (byte[] frame in frames)
        {
            FrameBuffer buffer = Buffer(frame);
            SegmentChecksum.Complete(buffer);
            Assert.Equal(frame, buffer.Data.AsSpan(buffer.Offset, buffer.Length));
            Assert.False(SegmentChecksum.IsRight(buffer));
        }
    }

    [Fact]
    public void A_sum_of_the_pseudo_header_is_completed()
    {
        for (int text = 0; text <= 1460; text++)
        {
            byte[] frame = SegmentWith(text);
            int length = frame.Length - 34;
            byte[] pseudoHeader = [.. frame[26..34], 0, IPv4Header.ProtocolTcp, (byte)(length >> 8), (byte)length];
            ushort checksum = BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(Field));
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(Field), (ushort)~Frames.InternetChecksum(pseudoHeader));
            FrameBuffer buffer = Buffer(frame);
            SegmentChecksum.Complete(buffer);
            Assert.Equal(checksum, BinaryPrimitives.ReadUInt16BigEndian(buffer.Data.AsSpan(buffer.Offset + Field)));
        }
    }

    private static byte[] SegmentWith(int text)
    {
        byte[] segment = new byte[TcpHeader.MinLength + text];
        new Random(text).NextBytes(segment);
        segment.AsSpan(TcpHeader.SegmentChecksum, 2).Clear();
        return Frames.Tcp(segment);
    }

    private static FrameBuffer Buffer(byte[] frame)
    {
        FrameBuffer buffer = new(FrameBuffer.MaxEthernetFrame);
        frame.CopyTo(buffer.Data, buffer.Offset);
        buffer.Length = frame.Length;
        return buffer;
    }
}
