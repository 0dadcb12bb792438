// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Ip;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Fuzz.Traffic;

/// <summary>ICMP and IGMP: echo requests, errors about what the host has sent, redirects, and the old questions (RFC 792, RFC 950, RFC 2236).</summary>
internal sealed class IcmpTraffic(FuzzHost host, SplitMix64 random) : FuzzTraffic(host, random)
{
    private const int Igmp = 2;
    private const int Quotable = 60;

    private static readonly int[] s_errors = [IcmpHeader.Unreachable, IcmpHeader.Unreachable, IcmpHeader.TimeExceeded, IcmpHeader.ParameterProblem, 4, 5];
    private static readonly int[] s_questions = [0, 9, 10, 13, 14, 15, 16, 17, 18, 30, 40];
    private static readonly int[] s_groupTypes = [0x11, 0x12, 0x16, 0x17, 0x22];
    private static readonly int[] s_sizes = [0, 1, 20, 67, 68, 296, 576, 1006, 1400, 65535];

    // The last packets that the host has sent.
    private readonly byte[][] _sent = [new byte[Quotable], new byte[Quotable], new byte[Quotable], new byte[Quotable]];
    private int _count;

    /// <inheritdoc/>
    public override int Weight => 3;

    /// <inheritdoc/>
    public override IEnumerable<(string Name, int Count)> Counts => CountsOf<IcmpCounter>(Host.IP.GetCount);

    /// <inheritdoc/>
    public override void Make(FuzzFrame frame)
    {
        switch (Random.Below(10))
        {
            case < 4:
                BeginPacket(frame, IPv4Header.ProtocolIcmp);
                WriteHead(frame, IcmpHeader.EchoRequest, 0, (uint)Random.Next());
                WriteContent(frame, Random.Below(Random.Chance(0.9) ? 100 : 1473));
                break;
            case < 8 when _count > 0:
                WriteError(frame);
                break;
            case 8:
                WriteGroupMessage(frame);
                break;
            default:
                BeginPacket(frame, IPv4Header.ProtocolIcmp);
                WriteHead(frame, s_questions[Random.Below(s_questions.Length)], 0, (uint)Random.Next());
                WriteContent(frame, Random.Below(20));
                break;
        }
    }

    /// <inheritdoc/>
    public override void Heard(ReadOnlySpan<byte> frame)
    {
        if (frame[EthernetHeader.EtherType + 1] == 0 && Random.Chance(0.2))
        {
            byte[] kept = _sent[_count++ & 3];
            ReadOnlySpan<byte> packet = frame[EthernetHeader.Length..];
            packet[..Math.Min(packet.Length, Quotable)].CopyTo(kept);
        }
    }

    private static void WriteHead(FuzzFrame frame, int type, int code, uint rest)
    {
        frame.Write8(type);
        frame.Write8(code);
        frame.Write16(0);
        frame.Write32(rest);
    }

    private void WriteError(FuzzFrame frame)
    {
        BeginPacket(frame, IPv4Header.ProtocolIcmp);
        int type = s_errors[Random.Below(s_errors.Length)];
        int code = type == IcmpHeader.Unreachable ? Random.Below(16) : Random.Below(4);
        uint rest = type == 5 ? FuzzNetwork.PickSource(Random) : (uint)s_sizes[Random.Below(s_sizes.Length)];
        WriteHead(frame, type, code, rest);
        byte[] quoted = _sent[Random.Below(Math.Min(_count, _sent.Length))];
        frame.BeginRecord();
        frame.Write32(BigEndian.ReadUInt32(quoted, 0));
        frame.Write32(BigEndian.ReadUInt32(quoted, 4));
        frame.Write32(BigEndian.ReadUInt32(quoted, 8));
        frame.Write32(BigEndian.ReadUInt32(quoted, 12));
        frame.Write32(BigEndian.ReadUInt32(quoted, 16));
        frame.Write16(BigEndian.ReadUInt16(quoted, 20));
        frame.Write16(BigEndian.ReadUInt16(quoted, 22));
        frame.Write32(BigEndian.ReadUInt32(quoted, 24));
        frame.Write(quoted.AsSpan(28, Random.Chance(0.5) ? 0 : Random.Below(Quotable - 28)));
        frame.EndRecord();
    }

    private void WriteGroupMessage(FuzzFrame frame)
    {
        uint group = IPv4Address.From(224, 0, 0, (byte)(Random.Chance(0.5) ? 251 : 1));
        frame.WriteEthernet([0x01, 0x00, 0x5E, 0, 0, (byte)group], FuzzNetwork.MacOf(FuzzNetwork.Gateway), EthernetHeader.TypeIPv4);
        frame.WriteIPv4(Igmp, FuzzNetwork.Gateway, group, Random.Below(65536), 1);
        frame.Write8(s_groupTypes[Random.Below(s_groupTypes.Length)]);
        frame.Write8(Random.Below(256));
        frame.Write16(0);
        frame.Write32(Random.Chance(0.5) ? group : IPv4Address.Any);
        if (Random.Chance(0.2))
        {
            // The rest of a query of IGMPv3 (RFC 3376 §4.1).
            frame.Write16(0x027D);
            frame.Write16(0);
        }
    }
}
