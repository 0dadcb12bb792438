// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Ip;
using NanoTcp.Measure.Segments;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Fuzz.Traffic;

/// <summary>IPv4 itself: fragments, options, protocols that nobody has, packets for many (RFC 791).</summary>
internal sealed class IPv4Traffic(FuzzHost host, SplitMix64 random) : FuzzTraffic(host, random)
{
    private const int MaxDatagram = 4000;
    private const int MoreFragments = 0x2000;

    private static readonly int[] s_options = [0, 1, 7, 68, 130, 131, 136, 137, 148];

    private readonly byte[] _datagram = new byte[MaxDatagram];
    private readonly int[] _order = new int[MaxDatagram / 8];
    private int _length;
    private int _fragmentSize;
    private int _fragments;
    private int _next;
    private int _protocol;
    private int _identification;
    private uint _source;

    /// <inheritdoc/>
    public override int Weight => 4;

    /// <inheritdoc/>
    public override IEnumerable<(string Name, int Count)> Counts => CountsOf<IPv4Counter>(Host.IP.GetCount);

    /// <inheritdoc/>
    public override void Make(FuzzFrame frame)
    {
        switch (Random.Below(10))
        {
            case < 6:
                WriteFragment(frame);
                break;
            case < 8:
                WriteOptions(frame);
                break;
            case 8:
                BeginPacket(frame, Random.Below(256));
                WriteContent(frame, Random.Below(200));
                break;
            default:
                BeginPacket(frame, IPv4Header.ProtocolUdp);
                FuzzNetwork.BroadcastMac.CopyTo(frame.Data, 0);
                uint many = Random.Below(3) switch { 0 => IPv4Address.Broadcast, 1 => FuzzNetwork.Broadcast, _ => IPv4Address.From(224, 0, 0, 1) };
                BigEndian.WriteUInt32(frame.Data, EthernetHeader.Length + IPv4Header.Destination, many);
                frame.WriteUdp(1024 + Random.Below(100), Random.Chance(0.5) ? FuzzHost.EchoPort : Random.Below(65536));
                WriteContent(frame, Random.Below(100));
                break;
        }
    }

    /// <summary>The next fragment of a datagram. They come in any order, some twice, some never.</summary>
    private void WriteFragment(FuzzFrame frame)
    {
        if (_next >= _fragments)
        {
            BeginDatagram();
        }

        int index = _order[_next];
        _next += Random.Chance(0.9) ? 1 : Random.Below(3);
        int start = index * _fragmentSize;
        int count = Math.Min(_fragmentSize, _length - start);
        int overlap = Random.Chance(0.03) ? Math.Min(8 * (1 + Random.Below(3)), start) : 0;
        frame.WriteEthernet(FuzzNetwork.OwnMac, FuzzNetwork.MacOf(_source), EthernetHeader.TypeIPv4);
        frame.WriteIPv4(_protocol, _source, Host.Own, _identification);
        int field = ((start - overlap) >> 3) | (index == _fragments - 1 ? 0 : MoreFragments);
        BigEndian.WriteUInt16(frame.Data, EthernetHeader.Length + IPv4Header.Fragment, field);
        frame.Write(_datagram.AsSpan(start - overlap, count + overlap));
    }

    private void BeginDatagram()
    {
        _source = FuzzNetwork.PickSource(Random);
        _identification = Random.Chance(0.9) ? Random.Below(65536) : _identification;
        _length = Random.Chance(0.7) ? 16 + Random.Below(1500) : 16 + Random.Below(MaxDatagram - 16);
        _fragmentSize = 8 * (1 + Random.Below(Random.Chance(0.5) ? 8 : 185));
        _fragments = (_length + _fragmentSize - 1) / _fragmentSize;
        _next = 0;
        for (int i = 0; i < _fragments; i++)
        {
            _order[i] = i;
        }

        if (Random.Chance(0.6))
        {
            for (int i = _fragments - 1; i > 0; i--)
            {
                int other = Random.Below(i + 1);
                (_order[i], _order[other]) = (_order[other], _order[i]);
            }
        }

        Span<byte> datagram = _datagram.AsSpan(0, _length);
        datagram[..8].Clear();
        bool isPing = Random.Chance(0.5);
        _protocol = isPing ? IPv4Header.ProtocolIcmp : IPv4Header.ProtocolUdp;
        if (isPing)
        {
            _datagram[IcmpHeader.Type] = IcmpHeader.EchoRequest;
            BigEndian.WriteUInt16(_datagram, IcmpHeader.MessageChecksum, 0xFFFF - TcpSegment.Fold(TcpSegment.Sum(datagram)));
            return;
        }

        // Without a checksum (RFC 768).
        BigEndian.WriteUInt16(_datagram, UdpHeader.SourcePort, 1024 + Random.Below(100));
        BigEndian.WriteUInt16(_datagram, UdpHeader.DestinationPort, Random.Chance(0.8) ? FuzzHost.EchoPort : Random.Below(65536));
        BigEndian.WriteUInt16(_datagram, UdpHeader.TotalLength, _length);
    }

    /// <summary>An echo request, or a datagram, with options in its header.</summary>
    private void WriteOptions(FuzzFrame frame)
    {
        bool isPing = Random.Chance(0.5);
        BeginPacket(frame, isPing ? IPv4Header.ProtocolIcmp : IPv4Header.ProtocolUdp);
        int first = frame.Length;
        int room = 4 * (1 + Random.Below(10));
        while (frame.Length - first < room)
        {
            WriteOption(frame, first + room - frame.Length);
        }

        frame.Data[EthernetHeader.Length] = (byte)(0x45 + room / 4);
        if (isPing)
        {
            frame.Write8(IcmpHeader.EchoRequest);
            frame.Write8(0);
            frame.Write16(0);
            WriteContent(frame, 4 + Random.Below(100));
        }
        else
        {
            frame.WriteUdp(1024 + Random.Below(100), FuzzHost.EchoPort);
            WriteContent(frame, Random.Below(100));
        }
    }

    private void WriteOption(FuzzFrame frame, int room)
    {
        int kind = s_options[Random.Below(s_options.Length)];
        frame.BeginRecord();
        if (kind < 2 || room < 3)
        {
            frame.Write8(kind < 2 ? kind : 1);
        }
        else
        {
            int length = Math.Min(room, 3 + 4 * Random.Below(10));
            frame.Write8(kind);
            frame.Write8(length);
            frame.Write8(4);
            WriteContent(frame, length - 3);
        }

        frame.EndRecord();
    }
}
