// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Mdns;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Fuzz.Traffic;

/// <summary>The stations of a link that speak mDNS: they ask for the host and its services, know answers already, probe for its name, and claim it (RFC 6762).</summary>
internal sealed class MdnsTraffic : FuzzTraffic
{
    private static readonly byte[] s_groupMac = [0x01, 0x00, 0x5E, 0, 0, 251];
    private static readonly uint s_group = IPv4Address.From(224, 0, 0, 251);
    private static readonly byte[][] s_names =
    [
        DnsMessages.Name("nanotcp.local"), DnsMessages.Name("_http._tcp.local"), DnsMessages.Name("Board._http._tcp.local"),
        DnsMessages.Name("_services._dns-sd._udp.local"), DnsMessages.Name("2.7.168.192.in-addr.arpa"), DnsMessages.Name("other.local"),
    ];

    private static readonly int[] s_types = [DnsMessages.Address, DnsMessages.Pointer, DnsMessages.Text, 28, DnsMessages.Service, 47, 255, 13];

    private readonly MdnsResponder _responder;

    public MdnsTraffic(FuzzHost host, SplitMix64 random)
        : base(host, random)
    {
        _responder = new MdnsResponder(host.Udp, host.IP, new MdnsOptions { Name = "nanotcp" });
        _responder.Add(new MdnsService { Type = "_http._tcp", Instance = "Board", Port = FuzzHost.HttpPort });
        _responder.Start();
        host.Add(_responder);
    }

    /// <inheritdoc/>
    public override int Weight => 8;

    /// <inheritdoc/>
    public override int Taken => _responder.GetCount(MdnsCounter.Renamed);

    /// <inheritdoc/>
    public override string? Missing => _responder.State == MdnsState.Established ? null : "the host has no name";

    /// <inheritdoc/>
    public override IEnumerable<(string Name, int Count)> Counts => CountsOf<MdnsCounter>(_responder.GetCount);

    /// <inheritdoc/>
    public override void Make(FuzzFrame frame)
    {
        bool isLegacy = Random.Chance(0.2);
        bool isUnicast = Random.Chance(0.2);
        uint source = FuzzNetwork.PickSource(Random);
        frame.WriteEthernet(isUnicast ? FuzzNetwork.OwnMac : s_groupMac, FuzzNetwork.MacOf(source), EthernetHeader.TypeIPv4);
        frame.WriteIPv4(IPv4Header.ProtocolUdp, source, isUnicast ? Host.Own : s_group, timeToLive: 255);
        frame.WriteUdp(isLegacy ? 1024 + Random.Below(1000) : MdnsResponder.Port, MdnsResponder.Port);
        if (Random.Chance(0.7))
        {
            WriteQuery(frame, isLegacy);
        }
        else
        {
            int answers = 1 + Random.Below(4);
            DnsMessages.WriteHeader(frame, 0, 0x8400, 0, answers, 0, 0);
            WriteRecords(frame, answers);
        }
    }

    private void WriteQuery(FuzzFrame frame, bool isLegacy)
    {
        int questions = 1 + Random.Below(Random.Chance(0.8) ? 2 : 20);
        int known = Random.Chance(0.3) ? Random.Below(4) : 0;
        int probes = Random.Chance(0.2) ? 1 + Random.Below(2) : 0;
        DnsMessages.WriteHeader(frame, isLegacy ? Random.Below(65536) : 0, Random.Chance(0.1) ? 0x0200 : 0, questions, known, probes, 0);
        for (int i = 0; i < questions; i++)
        {
            DnsMessages.WriteQuestion(frame, PickName(), s_types[Random.Below(s_types.Length)], DnsMessages.Internet | (Random.Chance(0.3) ? DnsMessages.TopBit : 0));
        }

        WriteRecords(frame, known + probes);
    }

    private void WriteRecords(FuzzFrame frame, int count)
    {
        Span<byte> data = stackalloc byte[32];
        for (int i = 0; i < count; i++)
        {
            int type = s_types[Random.Below(s_types.Length)];
            int length = type switch { DnsMessages.Address => 4, DnsMessages.Pointer => 2, DnsMessages.Service => 8, _ => Random.Below(32) };
            for (int at = 0; at < length; at++)
            {
                data[at] = (byte)Random.Next();
            }

            if (type is DnsMessages.Pointer or DnsMessages.Service)
            {
                BinaryPrimitives.WriteUInt16BigEndian(data[(length - 2)..], (ushort)(0xC00C + (Random.Chance(0.2) ? Random.Below(200) : 0)));
            }
            else if (type == DnsMessages.Address && Random.Chance(0.5))
            {
                BinaryPrimitives.WriteUInt32BigEndian(data, Host.Own);
            }

            DnsMessages.WriteRecord(frame, PickName(), type, DnsMessages.Internet | (Random.Chance(0.5) ? DnsMessages.TopBit : 0), DnsMessages.PickTimeToLive(Random), data[..length]);
        }
    }

    private byte[] PickName()
    {
        return s_names[Random.Below(s_names.Length)];
    }
}
