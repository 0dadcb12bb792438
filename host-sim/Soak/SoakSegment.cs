// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Wire;

namespace NanoTcp.HostSim.Soak;

/// <summary>A TCP segment as the checks need it, read independently of the stack.</summary>
internal struct SoakSegment
{
    public uint Source;
    public uint Destination;
    public int SourcePort;
    public int DestinationPort;
    public uint Sequence;
    public uint Acknowledgment;
    public int Flags;
    public int Window;

    /// <summary>Where the text stands in the frame, and how long it is.</summary>
    public int Text;
    public int Length;

    /// <summary>The options that only a SYN carries; -1 when it does not.</summary>
    public int Mss;
    public int Scale;

    public readonly bool Has(int flag)
    {
        return (Flags & flag) != 0;
    }

    /// <summary>The sequence number after the segment.</summary>
    public readonly uint End => Sequence + (uint)Length + (Has(TcpHeader.Syn) ? 1u : 0u) + (Has(TcpHeader.Fin) ? 1u : 0u);

    /// <summary>Reads a frame.</summary>
    public static SoakFrameKind Read(byte[] data, int offset, int length, out SoakSegment segment)
    {
        segment = default;
        if (length < EthernetHeader.Length || BigEndian.ReadUInt16(data, offset + EthernetHeader.EtherType) != EthernetHeader.TypeIPv4)
        {
            return SoakFrameKind.Other;
        }

        int packet = offset + EthernetHeader.Length;
        int room = length - EthernetHeader.Length;
        if (room < IPv4Header.MinLength)
        {
            return SoakFrameKind.Damaged;
        }

        int headerLength = (data[packet] & 15) * 4;
        int total = BigEndian.ReadUInt16(data, packet + IPv4Header.TotalLength);
        if (data[packet] >> 4 != 4 || headerLength < IPv4Header.MinLength || total < headerLength || total > room
            || Fold(Sum(data.AsSpan(packet, headerLength))) != 0xFFFF)
        {
            return SoakFrameKind.Damaged;
        }

        if (data[packet + IPv4Header.Protocol] != IPv4Header.ProtocolTcp)
        {
            return SoakFrameKind.Other;
        }

        int start = packet + headerLength;
        int segmentLength = total - headerLength;
        int tcpHeader = segmentLength < TcpHeader.MinLength ? 0 : (data[start + TcpHeader.DataOffset] >> 4) * 4;
        if (tcpHeader < TcpHeader.MinLength || tcpHeader > segmentLength
            || Fold(Sum(data.AsSpan(start, segmentLength)) + Sum(data.AsSpan(packet + IPv4Header.Source, 8)) + (ulong)(IPv4Header.ProtocolTcp + segmentLength)) != 0xFFFF)
        {
            return SoakFrameKind.Damaged;
        }

        segment.Source = BigEndian.ReadUInt32(data, packet + IPv4Header.Source);
        segment.Destination = BigEndian.ReadUInt32(data, packet + IPv4Header.Destination);
        segment.SourcePort = BigEndian.ReadUInt16(data, start + TcpHeader.SourcePort);
        segment.DestinationPort = BigEndian.ReadUInt16(data, start + TcpHeader.DestinationPort);
        segment.Sequence = BigEndian.ReadUInt32(data, start + TcpHeader.SequenceNumber);
        segment.Acknowledgment = BigEndian.ReadUInt32(data, start + TcpHeader.AcknowledgmentNumber);
        segment.Flags = data[start + TcpHeader.Flags];
        segment.Window = BigEndian.ReadUInt16(data, start + TcpHeader.Window);
        segment.Text = start + tcpHeader;
        segment.Length = segmentLength - tcpHeader;
        segment.Mss = -1;
        segment.Scale = -1;
        if (segment.Has(TcpHeader.Syn))
        {
            segment.ReadOptions(data.AsSpan(start + TcpHeader.MinLength, tcpHeader - TcpHeader.MinLength));
        }

        return SoakFrameKind.Segment;
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

    private void ReadOptions(ReadOnlySpan<byte> options)
    {
        while (options.Length > 0 && options[0] != TcpHeader.OptionEnd)
        {
            if (options[0] == TcpHeader.OptionNop)
            {
                options = options[1..];
                continue;
            }

            if (options.Length < 2 || options[1] < 2 || options[1] > options.Length)
            {
                return;
            }

            if (options[0] == TcpHeader.OptionMss && options[1] == TcpHeader.OptionMssLength && Mss < 0)
            {
                Mss = BinaryPrimitives.ReadUInt16BigEndian(options[2..]);
            }
            else if (options[0] == 3 && options[1] == 3 && Scale < 0)
            {
                Scale = Math.Min((int)options[2], 14);
            }

            options = options[options[1]..];
        }
    }
}
