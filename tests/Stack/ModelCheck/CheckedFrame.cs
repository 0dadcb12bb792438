// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using System.Globalization;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.ModelCheck;

/// <summary>A frame under way. It never changes, so worlds share it.</summary>
internal sealed class CheckedFrame(byte[] bytes)
{
    private const int Segment = EthernetHeader.Length + IPv4Header.MinLength;
    private const int OptionEnd = 0;
    private const int OptionNone = 1;
    private const int OptionTimestamps = 8;

    public byte[] Bytes { get; } = bytes;

    public bool IsTcp => BinaryPrimitives.ReadUInt16BigEndian(Bytes.AsSpan(EthernetHeader.EtherType)) == EthernetHeader.TypeIPv4;

    public uint SequenceNumber => BinaryPrimitives.ReadUInt32BigEndian(Bytes.AsSpan(Segment + TcpHeader.SequenceNumber));

    public bool IsSyn => (Flags & TcpHeader.Syn) != 0;

    public bool IsReset => (Flags & TcpHeader.Rst) != 0;

    private int Flags => Bytes[Segment + TcpHeader.Flags];

    private uint Acknowledgment => BinaryPrimitives.ReadUInt32BigEndian(Bytes.AsSpan(Segment + TcpHeader.AcknowledgmentNumber));

    private int Window => BinaryPrimitives.ReadUInt16BigEndian(Bytes.AsSpan(Segment + TcpHeader.Window));

    private ReadOnlySpan<byte> Options => Bytes.AsSpan(Segment + TcpHeader.MinLength, HeaderLength - TcpHeader.MinLength);

    private ReadOnlySpan<byte> Text
    {
        get
        {
            int packet = BinaryPrimitives.ReadUInt16BigEndian(Bytes.AsSpan(EthernetHeader.Length + 2));
            return Bytes.AsSpan(Segment + HeaderLength, packet - IPv4Header.MinLength - HeaderLength);
        }
    }

    private int HeaderLength => Bytes[Segment + TcpHeader.DataOffset] >> 4 << 2;

    public bool HasSameSegment(CheckedFrame other)
    {
        return Bytes.AsSpan(Segment).SequenceEqual(other.Bytes.AsSpan(Segment));
    }

    /// <summary>The parts that matter to the receiver. The packet's number, for example, does not.</summary>
    public void Write(StateWriter writer)
    {
        writer.Add((ulong)Flags);
        writer.Add((ulong)Window);
        writer.Number(SequenceNumber);
        writer.Number(Acknowledgment);
        ReadOnlySpan<byte> options = Options;
        while (options.Length > 0 && options[0] != OptionEnd)
        {
            int length = options[0] == OptionNone ? 1 : options[1];
            if (options[0] != OptionTimestamps)
            {
                AddBytes(writer, options[..length]);
            }

            options = options[length..];
        }

        AddBytes(writer, Text);
    }

    public string Describe(uint ownInitial, uint otherInitial)
    {
        string[] names = ["FIN", "SYN", "RST", "PSH", "ACK"];
        string flags = string.Join(',', names.Where((_, bit) => (Flags & 1 << bit) != 0));
        string acknowledgment = (Flags & TcpHeader.Ack) == 0 ? "" : Relative(" ack=", Acknowledgment, otherInitial);
        return string.Create(CultureInfo.InvariantCulture, $"{flags}{Relative(" seq=", SequenceNumber, ownInitial)}{acknowledgment} win={Window} len={Text.Length}");
    }

    private static string Relative(string name, uint number, uint initial)
    {
        return string.Create(CultureInfo.InvariantCulture, $"{name}{(int)(number - initial)}");
    }

    private static void AddBytes(StateWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.Add((ulong)bytes.Length);
        foreach (byte one in bytes)
        {
            writer.Add(one);
        }
    }
}
