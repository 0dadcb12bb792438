// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using System.Globalization;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>
/// A TCP segment as the RFC's figures write it: <c>SYN,ACK seq=300 ack=101 win=2048 mss=1460 len=0</c>. Fields that a text does not mention are 0 in
/// a built segment, and are not compared in an expected one. Only the control bits and the length always count. Options read <c>wscale=7 sackok
/// ts=100/0 sack=201-301,401-501</c>, the urgent pointer <c>urg=5</c>.
/// </summary>
internal sealed partial class Segment
{
    private static readonly (string Name, int Bit)[] s_flags =
    [
        ("SYN", TcpHeader.Syn), ("FIN", TcpHeader.Fin), ("RST", TcpHeader.Rst), ("PSH", TcpHeader.Psh), ("ACK", TcpHeader.Ack), ("URG", TcpHeader.Urg),
    ];

    /// <summary>The last byte of the other end's address: it is 192.168.7.1 unless a text says <c>host=9</c>.</summary>
    public int Host { get; set; } = 1;

    public int SourcePort { get; set; }

    public int DestinationPort { get; set; }

    public int Flags { get; set; }

    public uint? Seq { get; set; }

    /// <summary>For a sent segment, its sequence number on the wire.</summary>
    public uint WireSeq { get; private set; }

    public uint? Ack { get; set; }

    public int? Win { get; set; }

    public int? Mss { get; set; }

    /// <summary>The urgent pointer as it is in the header.</summary>
    public int? Urgent { get; set; }

    public int Length { get; set; }

    /// <summary>Raw option bytes, already padded to a multiple of four.</summary>
    public byte[] Options { get; set; } = [];

    public byte[] Data { get; set; } = [];

    /// <summary>The frame that it was read from.</summary>
    public byte[] Frame { get; private set; } = [];

    public static Segment Parse(string text)
    {
        var segment = new Segment();
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = word.Split('=');
            if (segment.TakeOption(pair))
            {
                continue;
            }

            if (pair.Length == 1)
            {
                foreach (string name in word.Split(',').Where(name => name != "-"))
                {
                    segment.Flags |= s_flags.Single(flag => flag.Name == name).Bit;
                }

                continue;
            }

            uint value = uint.Parse(pair[1], CultureInfo.InvariantCulture);
            switch (pair[0])
            {
                case "seq": segment.Seq = value; break;
                case "ack": segment.Ack = value; break;
                case "win": segment.Win = (int)value; break;
                case "mss": segment.Mss = (int)value; break;
                case "urg": segment.Urgent = (int)value; break;
                case "len": segment.Length = (int)value; break;
                case "host": segment.Host = (int)value; break;
                case "from": segment.SourcePort = (int)value; break;
                case "to": segment.DestinationPort = (int)value; break;
                default: throw new FormatException($"'{word}' in segment '{text}'");
            }
        }

        return segment;
    }

    /// <summary>Reads a segment out of an Ethernet frame.</summary>
    public static Segment FromFrame(byte[] frame)
    {
        int ip = EthernetHeader.Length;
        Assert.Equal(EthernetHeader.TypeIPv4, BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(12)));
        Assert.Equal(0x45, frame[ip]);
        Assert.Equal(IPv4Header.ProtocolTcp, frame[ip + IPv4Header.Protocol]);
        int total = BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(ip + 2));
        Assert.Equal(frame.Length - ip, total);
        Assert.Equal(0, Frames.InternetChecksum(frame.AsSpan(ip, 20)));
        ReadOnlySpan<byte> tcp = frame.AsSpan(ip + 20);
        Assert.Equal(0, Frames.TcpChecksum(frame));
        int header = (tcp[TcpHeader.DataOffset] >> 4) * 4;
        var segment = new Segment
        {
            Host = frame[ip + IPv4Header.Destination + 3],
            SourcePort = BinaryPrimitives.ReadUInt16BigEndian(tcp),
            DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(tcp[2..]),
            Seq = BinaryPrimitives.ReadUInt32BigEndian(tcp[4..]),
            WireSeq = BinaryPrimitives.ReadUInt32BigEndian(tcp[4..]),
            Ack = BinaryPrimitives.ReadUInt32BigEndian(tcp[8..]),
            Flags = tcp[TcpHeader.Flags],
            Win = BinaryPrimitives.ReadUInt16BigEndian(tcp[14..]),
            Length = tcp.Length - header,
            Urgent = BinaryPrimitives.ReadUInt16BigEndian(tcp[18..]),
            Options = tcp[20..header].ToArray(),
            Data = tcp[header..].ToArray(),
            Frame = frame,
        };
        segment.ReadOptions();
        return segment;
    }

    /// <summary>The TCP part of a frame, checksum still 0.</summary>
    public byte[] ToBytes()
    {
        byte[] options = WriteOptions();
        byte[] bytes = new byte[20 + options.Length + Length];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)DestinationPort);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), Seq ?? 0);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8), Ack ?? 0);
        bytes[TcpHeader.DataOffset] = (byte)((5 + options.Length / 4) << 4);
        bytes[TcpHeader.Flags] = (byte)Flags;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(14), (ushort)(Win ?? 0));
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(18), (ushort)(Urgent ?? 0));
        options.CopyTo(bytes.AsSpan(20));
        Data.CopyTo(bytes.AsSpan(20 + options.Length));
        return bytes;
    }

    /// <summary>Whether this segment is what <paramref name="expected"/> says, PSH aside.</summary>
    public bool Matches(Segment expected)
    {
        const int Compared = ~TcpHeader.Psh;
        return (Flags & Compared) == (expected.Flags & Compared)
            && Length == expected.Length
            && Host == expected.Host
            && (expected.Seq is null || expected.Seq == Seq)
            && (expected.Ack is null || expected.Ack == Ack)
            && (expected.Win is null || expected.Win == Win)
            && (expected.Mss is null || expected.Mss == Mss)
            && (expected.Urgent is null || expected.Urgent == Urgent)
            && OptionsMatch(expected)
            && (expected.SourcePort == 0 || expected.SourcePort == SourcePort)
            && (expected.DestinationPort == 0 || expected.DestinationPort == DestinationPort);
    }

    public override string ToString()
    {
        string flags = string.Join(',', s_flags.Where(flag => (Flags & flag.Bit) != 0).Select(flag => flag.Name));
        return $"{(flags.Length == 0 ? "-" : flags)} seq={Seq} ack={Ack} win={Win}{(Mss is null ? "" : $" mss={Mss}")}{OptionsText()} len={Length}";
    }
}
