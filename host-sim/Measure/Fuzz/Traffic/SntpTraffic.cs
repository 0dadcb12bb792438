// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Sntp;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Fuzz.Traffic;

/// <summary>Time servers: answers to what the host asks, with any stratum, leap indicator, and kiss of death (RFC 5905).</summary>
internal sealed class SntpTraffic : FuzzTraffic
{
    private const int Content = EthernetHeader.Length + IPv4Header.MinLength + UdpHeader.Length;
    private const int MessageLength = 48;
    private const int Port = 123;

    /// <summary>The seconds of NTP at the beginning of the host's clock, in December 2026.</summary>
    private const uint Now = 4_005_500_000;

    private static readonly string[] s_kisses = ["RATE", "DENY", "RSTR", "INIT", "\0\0\0\0"];

    private readonly SntpClient _client;
    private readonly byte[] _cookie = new byte[8];
    private int _port;
    private uint _server;
    private bool _isAsked;
    private int _answered;

    public SntpTraffic(FuzzHost host, SplitMix64 random)
        : base(host, random)
    {
        _client = new SntpClient(host.Udp, host.IP, host.Settings, new SntpOptions { PollInterval = 15_000 + random.Below(100_000), FirstDelay = random.Below(1000) });
        _client.AddServer(FuzzNetwork.Gateway.ToHostAddress());
        host.Add(_client);
    }

    /// <inheritdoc/>
    public override int Weight => 3;

    /// <inheritdoc/>
    public override string? Missing => _client.GetCount(SntpCounter.Answers) > _answered ? null : "the host does not know the time";

    /// <inheritdoc/>
    public override IEnumerable<(string Name, int Count)> Counts => CountsOf<SntpCounter>(_client.GetCount);

    /// <inheritdoc/>
    public override void Make(FuzzFrame frame)
    {
        bool isKiss = Random.Chance(0.1);
        int first = isKiss ? 0xE4 : Random.Chance(0.8) ? 0x24 : Random.Below(256);
        int stratum = isKiss ? 0 : Random.Chance(0.9) ? 1 + Random.Below(15) : Random.Below(256);
        uint seconds = Random.Chance(0.7) ? Now : (uint)Random.Next();
        Write(frame, first, stratum, isKiss ? s_kisses[Random.Below(s_kisses.Length)] : "GPS\0", seconds);
        frame.Fill(Random.Chance(0.9) ? 0 : Random.Below(40), 0);
    }

    /// <inheritdoc/>
    public override bool Answer(FuzzFrame frame)
    {
        if (!_isAsked)
        {
            return false;
        }

        _isAsked = false;
        Write(frame, 0x24, 1, "GPS\0", Now + 20_000);
        return true;
    }

    /// <inheritdoc/>
    public override void Heard(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < Content + MessageLength || frame[EthernetHeader.Length + IPv4Header.Protocol] != IPv4Header.ProtocolUdp
            || BinaryPrimitives.ReadUInt16BigEndian(frame[(Content - 6)..]) != Port)
        {
            return;
        }

        _port = BinaryPrimitives.ReadUInt16BigEndian(frame[(Content - 8)..]);
        _server = BinaryPrimitives.ReadUInt32BigEndian(frame[(EthernetHeader.Length + IPv4Header.Destination)..]);
        frame.Slice(Content + 40, 8).CopyTo(_cookie);
        _isAsked = true;
    }

    /// <inheritdoc/>
    public override void Recover()
    {
        _isAsked = false;
        _answered = _client.GetCount(SntpCounter.Answers);

        // A server that has sent the host away is asked no more (RFC 5905 §7.4), so there has to be another.
        _client.ClearServers();
        _client.AddServer(FuzzNetwork.Visitor.ToHostAddress());
    }

    private void Write(FuzzFrame frame, int first, int stratum, string reference, uint seconds)
    {
        frame.WriteEthernet(FuzzNetwork.OwnMac, FuzzNetwork.MacOf(_server), EthernetHeader.TypeIPv4);
        frame.WriteIPv4(IPv4Header.ProtocolUdp, _server, Host.Own);
        frame.WriteUdp(Port, _port);
        frame.Write8(first);
        frame.Write8(stratum);
        frame.Write8(6);
        frame.Write8(0xEC);
        frame.Write32(0);
        frame.Write32(0);
        foreach (char letter in reference)
        {
            frame.Write8(letter);
        }

        WriteTime(frame, seconds - 10);
        frame.Write(_cookie);
        WriteTime(frame, seconds);
        WriteTime(frame, seconds);
    }

    private void WriteTime(FuzzFrame frame, uint seconds)
    {
        frame.Write32(seconds);
        frame.Write32((uint)Random.Next());
    }
}
