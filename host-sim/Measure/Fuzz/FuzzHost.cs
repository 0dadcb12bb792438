// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Host;
using NanoTcp.Http;
using NanoTcp.Ip;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Tcp;
using NanoTcp.Udp;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Fuzz;

/// <summary>The host under test: a stack with IPv4, UDP and TCP, a web server, a UDP echo, and what the traffic adds.</summary>
internal sealed class FuzzHost
{
    public const int HttpPort = 80;
    public const int EchoPort = 7;

    private readonly HttpServer _server;
    private readonly UdpSocket _echo;
    private readonly HostEndPoint _asker = new();
    private readonly byte[] _datagram = new byte[1472];
    private readonly List<NetworkService> _services = [];
    private readonly byte[] _addressBytes = new byte[4];
    private HostAddress? _address;

    public FuzzHost(SplitMix64 random)
    {
        HasLease = random.Chance(0.3);
        TcpOptions = DrawTcp(random);
        StackOptions = new StackOptions { Peers = 1 + random.Below(12) };
        Link = new FuzzLink([.. FuzzNetwork.OwnMac]);
        Stack = new NetworkStack(Link, new SeededEntropy(random.Next()), StackOptions);
        Tcp = new TcpTransport(Stack, TcpOptions);
        Udp = new UdpTransport(Stack);
        IP = new IPv4(Stack, new IPv4Options { ArpEntries = 2 + random.Below(7), ArpQueueFrames = random.Below(5) });
        if (!HasLease)
        {
            IP.Configure(FuzzNetwork.Own.ToHostAddress(), FuzzNetwork.PrefixLength, FuzzNetwork.Gateway.ToHostAddress());
        }

        _server = new HttpServer(Tcp, new FuzzPage(), new HttpServerOptions { MaxSessions = TcpOptions.MaxConnections, Backlog = TcpOptions.MaxBacklog });
        Expect(_server.Start(HttpPort));
        _echo = new UdpSocket(Udp, new UdpSocketOptions()) { ReceivesBroadcasts = random.Chance(0.5) };
        Expect(_echo.Bind(EchoPort));
    }

    /// <summary>Whether its address comes from a DHCP server.</summary>
    public bool HasLease { get; }

    /// <summary>Servers that DHCP or the fuzzer tells.</summary>
    public NetworkSettings Settings { get; } = new();

    /// <summary>Its address; while it has none, the one that it should get.</summary>
    public uint Own { get; private set; } = FuzzNetwork.Own;

    public TcpOptions TcpOptions { get; }

    public StackOptions StackOptions { get; }

    public FuzzLink Link { get; }

    public NetworkStack Stack { get; }

    public IPv4 IP { get; }

    public TcpTransport Tcp { get; }

    public UdpTransport Udp { get; }

    /// <summary>Adds a service that is polled with the host.</summary>
    public void Add(NetworkService service)
    {
        _services.Add(service);
    }

    /// <summary>A turn of the program's loop. Returns when the next is due.</summary>
    public long Poll(long now)
    {
        long due = Math.Min(Stack.Poll(now), _server.Poll(now));
        Echo();
        for (int i = 0; i < _services.Count; i++)
        {
            due = Math.Min(due, _services[i].Poll(now));
        }

        if (_address != IP.Address)
        {
            _address = IP.Address;
            _address.CopyTo(_addressBytes, 0);
            uint address = BinaryPrimitives.ReadUInt32BigEndian(_addressBytes);
            Own = address == IPv4Address.Any ? FuzzNetwork.Own : address;
        }

        return Math.Min(due, Stack.Flush(now));
    }

    /// <summary>The number of connections in any state.</summary>
    public int CountConnections()
    {
        int count = 0;
        for (TcpState state = TcpState.SynSent; state <= TcpState.TimeWait; state++)
        {
            count += Tcp.CountConnections(state);
        }

        return count;
    }

    private static TcpOptions DrawTcp(SplitMix64 random)
    {
        return new TcpOptions
        {
            MaxConnections = 1 + random.Below(8),
            HalfOpenEntries = 1 + random.Below(8),
            MaxBacklog = 1 + random.Below(4),
            FinWait2Entries = 1 + random.Below(8),
            TimeWaitEntries = 1 + random.Below(8),
            SelectiveAcks = random.Chance(0.7),
            SackRanges = 1 + random.Below(3),
            WindowScaling = random.Chance(0.7),
            Timestamps = random.Chance(0.5),
            CongestionControl = random.Chance(0.8),
            ChallengeAcks = 1 + random.Below(100),
            Client = new TcpConnectionOptions { KeepAlive = random.Chance(0.3), KeepAliveTime = 1000, KeepAliveInterval = 1000, IdleTimeout = random.Chance(0.3) ? 2000 : 0 },
        };
    }

    private static void Expect(SocketError error)
    {
        if (error != SocketError.Success)
        {
            throw new InvalidOperationException($"The host under test cannot be set up: {error}.");
        }
    }

    private void Echo()
    {
        while (_echo.Waiting > 0)
        {
            int length = _echo.Receive(_datagram, 0, _datagram.Length, _asker, out SocketError error);
            if (error == SocketError.Success && !_echo.ReceivedForMany)
            {
                _echo.SendTo(_datagram, 0, length, _asker);
            }
        }
    }
}
