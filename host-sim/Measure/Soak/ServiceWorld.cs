// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Measure.Fuzz;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Simulation.Servers;
using NanoTcp.Simulation.Wire;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Soak;

/// <summary>
/// A server of DHCP, DNS and NTP and some boards on a wire with drawn faults. Servers come and go, cables are pulled, datagrams flow between the
/// boards. Then the network is healthy, and every board has to have an address, a name and the time.
/// </summary>
internal sealed class ServiceWorld
{
    private const int StepMs = 1000;
    private const int PatienceMs = 1_200_000;

    private readonly SplitMix64 _random;
    private readonly SoakFaults _faults;
    private readonly VirtualNetwork _network;
    private readonly ServiceHost _serverHost;
    private readonly DatagramServer[] _servers;
    private readonly ServiceBoard[] _boards;
    private readonly int _chaosSteps;

    public ServiceWorld(ulong seed)
    {
        _random = new SplitMix64(seed * 0xD1342543DE82EF95 + 3);
        bool isClean = _random.Chance(0.2);
        _chaosSteps = 10 + _random.Below(110);
        LaneFaults[] lanes = [.. Enumerable.Range(0, 2 + _random.Below(3)).Select(_ => LaneFaults.Draw(_random, isClean))];
        _faults = new SoakFaults(lanes, new SplitMix64(_random.Next()));
        VirtualWire wire = new(_faults);
        wire.Observe(new SentFrames());
        _network = new VirtualNetwork(wire);
        _serverHost = new ServiceHost(wire.Attach(SoakPlan.MacOf(0)), _random.Next());
        uint address = SoakPlan.AddressOf(0);
        _serverHost.IP.Configure(address.ToHostAddress(), 24, HostAddress.Any);
        IPv4Prefix.TryParse($"{IPv4Address.ToString(address)}/24", out IPv4Prefix prefix, out _);
        DhcpServer dhcp = new(_serverHost.Udp, DhcpPool.Of(prefix, "lan") with { LeaseSeconds = (uint)(60 + _random.Below(600)) });
        _servers =
        [
            dhcp,
            new DnsServer(_serverHost.Udp, "lan", () => [("server", address)]),
            new NtpServer(_serverHost.Udp, () => DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000 + _network.Now)),
        ];
        foreach (DatagramServer server in _servers)
        {
            _serverHost.Add(server);
        }

        _network.Add(_serverHost.Stack, _serverHost);
        _boards = [.. lanes.Skip(1).Select((_, index) => new ServiceBoard(wire.Attach(SoakPlan.MacOf(index + 1)), _random.Next(), address))];
        foreach (ServiceBoard board in _boards)
        {
            _network.Add(board.Host.Stack, board.Host);
        }
    }

    /// <summary>Lets the network run, first with faults and then without.</summary>
    /// <exception cref="SoakViolationException">A rule does not hold.</exception>
    public void Run()
    {
        for (int i = 0; i < _chaosSteps; i++)
        {
            Disturb();
            SendDatagrams();
            _network.Run(StepMs);
        }

        _faults.Heal();
        foreach (DatagramServer server in _servers)
        {
            server.IsOn = true;
        }

        foreach (ServiceBoard board in _boards)
        {
            board.Host.Port.SetLink(true);
            board.StartAnew();
        }

        long end = _network.Now + PatienceMs;
        while (Array.Find(_boards, board => board.Missing != null) is { } missing)
        {
            if (_network.Now >= end)
            {
                throw new SoakViolationException(SoakInvariant.Served, $"{missing.Missing}, {PatienceMs / 1000} s after the network became healthy");
            }

            SendDatagrams();
            _network.Run(StepMs);
        }
    }

    private void Disturb()
    {
        if (_random.Chance(0.05))
        {
            DatagramServer server = _servers[_random.Below(_servers.Length)];
            server.IsOn = !server.IsOn;
        }

        if (_random.Chance(0.05))
        {
            WirePort port = _boards[_random.Below(_boards.Length)].Host.Port;
            port.SetLink(!port.IsUp);
        }
    }

    private void SendDatagrams()
    {
        foreach (ServiceBoard board in _boards)
        {
            if (_random.Chance(0.5))
            {
                board.SendDatagram(_boards[_random.Below(_boards.Length)], _random.Below(2800));
            }
        }
    }

    /// <summary>Checks every frame that was sent, unless the wire has broken it.</summary>
    private sealed class SentFrames : IFrameObserver
    {
        public void OnFrame(long now, int fromPort, byte[] data, int offset, int length, FrameFate fate)
        {
            if ((fate & FrameFate.Corrupted) == 0)
            {
                try
                {
                    SentChecker.Check(data, offset, WithoutPadding(data, offset, length), SoakPlan.MacOf(fromPort));
                }
                catch (FuzzViolationException found)
                {
                    throw new SoakViolationException(SoakInvariant.Checksum, $"port {fromPort}: {found.Message}", found);
                }
            }
        }

        private static int WithoutPadding(byte[] data, int offset, int length)
        {
            bool isArp = BigEndian.ReadUInt16(data, offset + EthernetHeader.EtherType) == EthernetHeader.TypeArp;
            return length > EthernetHeader.MinFrame ? length
                : EthernetHeader.Length + (isArp ? ArpPacket.Length : BigEndian.ReadUInt16(data, offset + EthernetHeader.Length + IPv4Header.TotalLength));
        }
    }
}
