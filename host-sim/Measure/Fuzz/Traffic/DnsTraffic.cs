// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Host;
using NanoTcp.Resolver;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Fuzz.Traffic;

/// <summary>Name servers, and stations with a name: answers to what the host's resolver asks, with aliases, in any order, cut off, or for something else.</summary>
internal sealed class DnsTraffic : FuzzTraffic
{
    private const int Content = EthernetHeader.Length + IPv4Header.MinLength + UdpHeader.Length;
    private const int HeaderLength = 12;
    private const int MulticastPort = 5353;

    private static readonly byte[] s_address = [192, 168, 7, 50];
    private static readonly byte[] s_toQuestion = [0xC0, HeaderLength];
    private static readonly byte[][] s_names = [DnsMessages.Name("a.example.org"), DnsMessages.Name("cdn.example.net"), DnsMessages.Name("x")];

    private readonly Asker _asker;
    private readonly DnsResolver _resolver;
    private readonly byte[] _question = new byte[300];
    private int _questionLength;
    private int _id;
    private int _port;
    private uint _server;
    private int _serverPort;
    private bool _isAsked;

    public DnsTraffic(FuzzHost host, SplitMix64 random)
        : base(host, random)
    {
        _resolver = new DnsResolver(host.IP, host.Udp, random.Chance(0.5) ? host.Tcp : null, host.Settings, new ResolverOptions());
        host.Settings.AddDnsServer(FuzzNetwork.Gateway.ToHostAddress());
        _asker = new Asker(_resolver);
        host.Add(_resolver);
        host.Add(_asker);
    }

    /// <inheritdoc/>
    public override int Weight => 6;

    /// <inheritdoc/>
    public override int Taken => _asker.Begun;

    /// <inheritdoc/>
    public override string? Missing => _asker.HasSucceeded ? null : "no name is resolved";

    /// <inheritdoc/>
    public override IEnumerable<(string Name, int Count)> Counts => CountsOf<ResolverCounter>(_resolver.GetCount);

    /// <inheritdoc/>
    public override void Make(FuzzFrame frame)
    {
        int answers = Random.Below(6);
        Begin(frame, Random.Chance(0.9) ? _id : Random.Below(65536), PickFlags(), answers);
        int chain = Random.Below(answers + 1);
        int owner = HeaderLength;
        for (int i = 0; i < answers; i++)
        {
            ReadOnlySpan<byte> name = [(byte)(0xC0 | owner >> 8), (byte)owner];
            if (i < chain)
            {
                DnsMessages.WriteRecord(frame, name, DnsMessages.Alias, DnsMessages.Internet, DnsMessages.PickTimeToLive(Random), s_names[Random.Below(s_names.Length)]);
                owner = frame.Length - Content - s_names[0].Length;
                owner = Random.Chance(0.9) ? Math.Max(owner, HeaderLength) : Random.Below(1 << 14);
            }
            else
            {
                DnsMessages.WriteRecord(frame, name, Random.Chance(0.8) ? DnsMessages.Address : Random.Below(300), DnsMessages.Internet, DnsMessages.PickTimeToLive(Random), s_address);
            }
        }
    }

    /// <inheritdoc/>
    public override bool Answer(FuzzFrame frame)
    {
        if (!_isAsked)
        {
            return false;
        }

        _isAsked = false;
        Begin(frame, _id, 0x8180, 1);
        DnsMessages.WriteRecord(frame, s_toQuestion, DnsMessages.Address, DnsMessages.Internet, 60, s_address);
        return true;
    }

    /// <inheritdoc/>
    public override void Heard(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < Content + HeaderLength || frame[EthernetHeader.Length + IPv4Header.Protocol] != IPv4Header.ProtocolUdp)
        {
            return;
        }

        int port = BinaryPrimitives.ReadUInt16BigEndian(frame[(Content - 6)..]);
        int own = BinaryPrimitives.ReadUInt16BigEndian(frame[(Content - 8)..]);
        if (port != DnsResolver.Port && (port != MulticastPort || own == MulticastPort))
        {
            return;
        }

        _serverPort = port;
        _port = own;
        uint destination = BinaryPrimitives.ReadUInt32BigEndian(frame[(EthernetHeader.Length + IPv4Header.Destination)..]);
        _server = port == DnsResolver.Port ? destination : FuzzNetwork.PickSource(Random);
        _id = BinaryPrimitives.ReadUInt16BigEndian(frame[Content..]);
        ReadOnlySpan<byte> question = frame[(Content + HeaderLength)..];
        _questionLength = Math.Min(question.Length, _question.Length);
        question[.._questionLength].CopyTo(_question);
        _isAsked = true;
    }

    /// <inheritdoc/>
    public override void Silence()
    {
        _asker.Stop();
    }

    /// <inheritdoc/>
    public override void Recover()
    {
        _isAsked = false;
        if (Host.Settings.DnsServers == 0)
        {
            Host.Settings.AddDnsServer(FuzzNetwork.Gateway.ToHostAddress());
        }

        _asker.Start();
    }

    private int PickFlags()
    {
        return Random.Below(10) switch
        {
            < 6 => 0x8180,
            6 => 0x8380,
            7 => 0x8180 | Random.Below(16),
            8 => 0x8400,
            _ => Random.Below(65536),
        };
    }

    private void Begin(FuzzFrame frame, int id, int flags, int answers)
    {
        frame.WriteEthernet(FuzzNetwork.OwnMac, FuzzNetwork.MacOf(_server), EthernetHeader.TypeIPv4);
        frame.WriteIPv4(IPv4Header.ProtocolUdp, _server, Host.Own);
        frame.WriteUdp(_serverPort, _port);
        DnsMessages.WriteHeader(frame, id, flags, 1, answers, 0, 0);
        frame.BeginRecord();
        frame.Write(_question.AsSpan(0, _questionLength));
        frame.EndRecord();
    }

    /// <summary>A program at the host that looks names up, one after the other.</summary>
    private sealed class Asker(DnsResolver resolver) : NetworkService
    {
        private const int Pause = 700;

        private static readonly string[] s_wanted = ["a.example.org", "time.example.net", "printer.local", "nas", "10.0.0.1", "b.example.org"];

        private readonly ResolverQuery _query = new();
        private bool _isStopped;
        private long _nextAt;

        public int Begun { get; private set; }

        public bool HasSucceeded { get; private set; }

        public void Stop()
        {
            _isStopped = true;
            resolver.Cancel(_query);
        }

        public void Start()
        {
            _isStopped = false;
            HasSucceeded = false;
            _nextAt = 0;
        }

        public override long Poll(long now)
        {
            if (_isStopped)
            {
                return long.MaxValue;
            }

            HasSucceeded |= _query.State == ResolverState.Success;
            if (now >= _nextAt && _query.State != ResolverState.Pending)
            {
                _nextAt = now + Pause;
                resolver.Begin(s_wanted[Begun++ % s_wanted.Length], _query);

                // The resolver, which was polled before, has something to send now.
                return now;
            }

            return _query.State == ResolverState.Pending ? long.MaxValue : _nextAt;
        }
    }
}
