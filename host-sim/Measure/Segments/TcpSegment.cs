// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Segments;

/// <summary>A TCP segment as the checks need it, read independently of the stack.</summary>
internal struct TcpSegment
{
    public uint Source;
    public uint Destination;
    public int SourcePort;
    public int DestinationPort;
    public uint Sequence;
    public uint Acknowledgment;
    public int Flags;
    public int Window;

    /// <summary>The place of the text in the frame, and its length.</summary>
    public int Text;
    public int Length;

    /// <summary>The options that only a SYN carries; -1 for a missing one.</summary>
    public int Mss;
    public int Scale;
    public bool PermitsSack;

    /// <summary>The number of blocks of selective acknowledgments, and the place of the first in the frame; -1 without the option.</summary>
    public int SackCount;
    public int SackBlocks;

    public bool HasTimestamps;
    public uint Timestamp;
    public uint TimestampEcho;

    public int Urgent;

    /// <summary>One of its checksums is 65535. That is right, but all other stacks send 0.</summary>
    public bool HasUnusualChecksum;

    public readonly bool Has(int flag)
    {
        return (Flags & flag) != 0;
    }

    /// <summary>The sequence number after the segment.</summary>
    public readonly uint End => Sequence + (uint)Length + (Has(TcpHeader.Syn) ? 1u : 0u) + (Has(TcpHeader.Fin) ? 1u : 0u);

    /// <summary>Reads a frame.</summary>
    public static FrameKind Read(byte[] data, int offset, int length, out TcpSegment segment)
    {
        segment = default;
        if (length < EthernetHeader.Length || BigEndian.ReadUInt16(data, offset + EthernetHeader.EtherType) != EthernetHeader.TypeIPv4)
        {
            return FrameKind.Other;
        }

        int packet = offset + EthernetHeader.Length;
        int room = length - EthernetHeader.Length;
        if (room < IPv4Header.MinLength)
        {
            return FrameKind.Damaged;
        }

        int headerLength = (data[packet] & 15) * 4;
        int total = BigEndian.ReadUInt16(data, packet + IPv4Header.TotalLength);
        if (data[packet] >> 4 != 4 || headerLength < IPv4Header.MinLength || total < headerLength || total > room
            || Fold(Sum(data.AsSpan(packet, headerLength))) != 0xFFFF)
        {
            return FrameKind.Damaged;
        }

        if (data[packet + IPv4Header.Protocol] != IPv4Header.ProtocolTcp)
        {
            return FrameKind.Other;
        }

        int start = packet + headerLength;
        int segmentLength = total - headerLength;
        int tcpHeader = segmentLength < TcpHeader.MinLength ? 0 : (data[start + TcpHeader.DataOffset] >> 4) * 4;
        if (tcpHeader < TcpHeader.MinLength || tcpHeader > segmentLength
            || Fold(Sum(data.AsSpan(start, segmentLength)) + Sum(data.AsSpan(packet + IPv4Header.Source, 8)) + (ulong)(IPv4Header.ProtocolTcp + segmentLength)) != 0xFFFF)
        {
            return FrameKind.Damaged;
        }

        segment.HasUnusualChecksum = BigEndian.ReadUInt16(data, packet + IPv4Header.HeaderChecksum) == 0xFFFF
            || BigEndian.ReadUInt16(data, start + TcpHeader.SegmentChecksum) == 0xFFFF;
        segment.Source = BigEndian.ReadUInt32(data, packet + IPv4Header.Source);
        segment.Destination = BigEndian.ReadUInt32(data, packet + IPv4Header.Destination);
        segment.SourcePort = BigEndian.ReadUInt16(data, start + TcpHeader.SourcePort);
        segment.DestinationPort = BigEndian.ReadUInt16(data, start + TcpHeader.DestinationPort);
        segment.Sequence = BigEndian.ReadUInt32(data, start + TcpHeader.SequenceNumber);
        segment.Acknowledgment = BigEndian.ReadUInt32(data, start + TcpHeader.AcknowledgmentNumber);
        segment.Flags = data[start + TcpHeader.Flags];
        segment.Window = BigEndian.ReadUInt16(data, start + TcpHeader.Window);
        segment.Urgent = BigEndian.ReadUInt16(data, start + TcpHeader.UrgentPointer);
        segment.Text = start + tcpHeader;
        segment.Length = segmentLength - tcpHeader;
        segment.Mss = -1;
        segment.Scale = -1;
        segment.SackBlocks = -1;
        segment.ReadOptions(data.AsSpan(0, segment.Text), start + TcpHeader.MinLength);
        return FrameKind.Segment;
    }

    /// <summary>The sum of all 16-bit words, not folded.</summary>
    public static ulong Sum(ReadOnlySpan<byte> bytes)
    {
        ulong sum = 0;
        while (bytes.Length >= 4)
        {
            uint word = BinaryPrimitives.ReadUInt32BigEndian(bytes);
            sum += (word >> 16) + (word & 0xFFFF);
            bytes = bytes[4..];
        }

        if (bytes.Length >= 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
            bytes = bytes[2..];
        }

        return bytes.Length == 0 ? sum : sum + ((ulong)bytes[0] << 8);
    }

    public static int Fold(ulong sum)
    {
        while (sum > 0xFFFF)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return (int)sum;
    }

    private void ReadOptions(ReadOnlySpan<byte> header, int at)
    {
        while (at < header.Length && header[at] != TcpHeader.OptionEnd)
        {
            if (header[at] == TcpHeader.OptionNop)
            {
                at++;
                continue;
            }

            int length = header.Length - at < 2 ? 0 : header[at + 1];
            if (length < 2 || length > header.Length - at)
            {
                return;
            }

            ReadOption(header.Slice(at, length), at);
            at += length;
        }
    }

    private void ReadOption(ReadOnlySpan<byte> option, int at)
    {
        bool isSyn = Has(TcpHeader.Syn);
        switch (option[0])
        {
            // No standard says which counts of an option that comes twice. The one that permits more counts here.
            case TcpHeader.OptionMss when isSyn && option.Length == TcpHeader.OptionMssLength:
                Mss = Math.Max(Mss, BinaryPrimitives.ReadUInt16BigEndian(option[2..]));
                break;
            case TcpHeader.OptionWindowScale when isSyn && option.Length == TcpHeader.OptionWindowScaleLength:
                Scale = Math.Max(Scale, Math.Min((int)option[2], TcpHeader.MaxWindowScale));
                break;
            case TcpHeader.OptionSackPermitted when isSyn && option.Length == TcpHeader.OptionSackPermittedLength:
                PermitsSack = true;
                break;
            case TcpHeader.OptionSack:
                SackBlocks = at + 2;
                SackCount = (option.Length - 2) / 8;
                break;
            case TcpHeader.OptionTimestamps when option.Length == TcpHeader.OptionTimestampsLength:
                HasTimestamps = true;
                Timestamp = BinaryPrimitives.ReadUInt32BigEndian(option[2..]);
                TimestampEcho = BinaryPrimitives.ReadUInt32BigEndian(option[6..]);
                break;
        }
    }
}
