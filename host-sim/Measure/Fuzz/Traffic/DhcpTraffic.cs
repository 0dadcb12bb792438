// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Dhcp;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Fuzz.Traffic;

/// <summary>Servers of DHCP: offers, leases and refusals that fit what the host has asked, with all options that a client reads (RFC 2131, RFC 2132).</summary>
internal sealed class DhcpTraffic : FuzzTraffic
{
    private const int ServerPort = 67;
    private const int ClientPort = 68;
    private const int Content = EthernetHeader.Length + IPv4Header.MinLength + UdpHeader.Length;
    private const int FixedLength = 240;
    private const int Discover = 1;
    private const int Offer = 2;
    private const int Request = 3;
    private const int Acknowledge = 5;
    private const int Refuse = 6;

    private static readonly uint[] s_times = [0, 1, 9, 10, 60, 120, 3600, 86_400, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF];
    private static readonly byte[] s_name = [.. "example.org"u8];

    private readonly DhcpClient _client;
    private int _kind;
    private uint _transaction;
    private bool _isAsked;

    public DhcpTraffic(FuzzHost host, SplitMix64 random)
        : base(host, random)
    {
        _client = new DhcpClient(host.Udp, host.IP, host.Settings, new DhcpOptions { HostName = "nanotcp", RetryInterval = 10_000 + random.Below(200_000) });
        _client.Start();
        host.Add(_client);
    }

    /// <inheritdoc/>
    public override int Weight => 8;

    /// <inheritdoc/>
    public override int Taken => (int)_client.State + 100 * (_client.GetCount(DhcpCounter.Bound) + _client.GetCount(DhcpCounter.Renewed) + _client.GetCount(DhcpCounter.Refused));

    /// <inheritdoc/>
    public override IEnumerable<(string Name, int Count)> Counts => CountsOf<DhcpCounter>(_client.GetCount);

    /// <inheritdoc/>
    public override string? Missing => _client.State == DhcpState.Bound && Host.Own == FuzzNetwork.Own && Host.IP.PrefixLength == FuzzNetwork.PrefixLength ? null : "the host has no lease";

    /// <inheritdoc/>
    public override void Make(FuzzFrame frame)
    {
        int type = Random.Below(10) switch
        {
            < 6 => _kind == Discover ? Offer : Acknowledge,
            < 7 => Offer,
            < 8 => Acknowledge,
            8 => Refuse,
            _ => Random.Below(10),
        };
        uint address = Random.Chance(0.8) ? FuzzNetwork.Own : FuzzNetwork.PickSource(Random);
        Begin(frame, type, address);
        WriteOption(frame, 51, s_times[Random.Below(s_times.Length)]);
        if (Random.Chance(0.5))
        {
            WriteOption(frame, 58, s_times[Random.Below(s_times.Length)]);
            WriteOption(frame, 59, s_times[Random.Below(s_times.Length)]);
        }

        WriteNetwork(frame);
        WriteServers(frame, 6);
        WriteServers(frame, 42);
        WriteName(frame, 15);
        WriteName(frame, 12);
        if (Random.Chance(0.2))
        {
            frame.BeginRecord();
            frame.Write8(52);
            frame.Write8(1);
            frame.Write8(1 + Random.Below(3));
            frame.EndRecord();
        }

        if (Random.Chance(0.2))
        {
            // Something that nobody has asked for, in pieces (RFC 3396).
            frame.BeginRecord();
            frame.Write8(Random.Below(255));
            int length = Random.Below(100);
            frame.Write8(length);
            WriteContent(frame, length);
            frame.EndRecord();
        }

        if (Random.Chance(0.9))
        {
            frame.Write8(255);
        }

        frame.Fill(Random.Below(30), 0);
    }

    /// <inheritdoc/>
    public override bool Answer(FuzzFrame frame)
    {
        if (!_isAsked || _kind is not (Discover or Request))
        {
            return false;
        }

        _isAsked = false;
        Begin(frame, _kind == Discover ? Offer : Acknowledge, FuzzNetwork.Own);
        WriteOption(frame, 51, 86_400);
        WriteNetwork(frame);
        WriteOption(frame, 6, FuzzNetwork.Gateway);
        frame.Write8(255);
        return true;
    }

    /// <inheritdoc/>
    public override void Recover()
    {
        _isAsked = false;
        if (_client.Lease != null)
        {
            // Its owner does not like the address that somebody has talked it into.
            _client.Stop();
            _client.Start();
        }
    }

    /// <inheritdoc/>
    public override void Heard(ReadOnlySpan<byte> frame)
    {
        // The first option is the type.
        if (frame.Length >= Content + FixedLength + 3 && frame[EthernetHeader.Length + IPv4Header.Protocol] == IPv4Header.ProtocolUdp
            && BinaryPrimitives.ReadUInt16BigEndian(frame[(Content - 6)..]) == ServerPort)
        {
            _kind = frame[Content + FixedLength + 2];
            _transaction = BinaryPrimitives.ReadUInt32BigEndian(frame[(Content + 4)..]);
            _isAsked = true;
        }
    }

    private static void WriteNetwork(FuzzFrame frame)
    {
        WriteOption(frame, 1, IPv4Address.Mask(FuzzNetwork.PrefixLength));
        WriteOption(frame, 3, FuzzNetwork.Gateway);
    }

    private static void WriteOption(FuzzFrame frame, int code, uint value)
    {
        frame.BeginRecord();
        frame.Write8(code);
        frame.Write8(4);
        frame.Write32(value);
        frame.EndRecord();
    }

    private void WriteServers(FuzzFrame frame, int code)
    {
        int count = Random.Below(6);
        frame.BeginRecord();
        frame.Write8(code);
        frame.Write8(4 * count);
        for (int i = 0; i < count; i++)
        {
            frame.Write32(FuzzNetwork.PickSource(Random));
        }

        frame.EndRecord();
    }

    private void WriteName(FuzzFrame frame, int code)
    {
        frame.BeginRecord();
        frame.Write8(code);
        frame.Write8(s_name.Length);
        frame.Write(s_name);
        frame.EndRecord();
    }

    /// <summary>The fixed part of a reply, and the options that every reply has.</summary>
    private void Begin(FuzzFrame frame, int type, uint address)
    {
        bool isForMany = Random.Chance(0.5);
        frame.WriteEthernet(isForMany ? FuzzNetwork.BroadcastMac : FuzzNetwork.OwnMac, FuzzNetwork.MacOf(FuzzNetwork.Gateway), EthernetHeader.TypeIPv4);
        frame.WriteIPv4(IPv4Header.ProtocolUdp, FuzzNetwork.Gateway, isForMany ? IPv4Address.Broadcast : FuzzNetwork.Own);
        frame.WriteUdp(ServerPort, ClientPort);
        frame.Write8(2);
        frame.Write8(1);
        frame.Write8(EthernetHeader.AddressLength);
        frame.Write8(0);
        frame.Write32(_transaction);
        frame.Write16(0);
        frame.Write16(0);
        frame.Write32(0);
        frame.Write32(address);
        frame.Write32(0);
        frame.Write32(0);
        frame.Write(FuzzNetwork.OwnMac);
        frame.Fill(10, 0);

        // Server name and file, where options may stand, too.
        frame.Fill(192, 0);
        frame.Write32(0x63825363);
        frame.BeginRecord();
        frame.Write8(53);
        frame.Write8(1);
        frame.Write8(type);
        frame.EndRecord();
        WriteOption(frame, 54, FuzzNetwork.Gateway);
    }
}
