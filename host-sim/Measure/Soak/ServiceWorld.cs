// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using NanoTcp.Host;
using NanoTcp.Measure.Resources;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Simulation.Servers;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Soak;

/// <summary>
/// A server of DHCP, DNS and NTP and some boards on a wire with drawn faults. Servers come and go, cables are pulled, datagrams flow between the
/// boards. Then the network is healthy. Without a DHCP server every board has to have a link-local address, and to reach the others by it. With all servers
/// every board has to have a lease, a name and the time, and to keep them.
/// </summary>
internal sealed class ServiceWorld
{
    private const int StepMs = 1000;
    private const int CalmStepMs = 5000;
    private const int PatienceMs = 1_200_000;

    /// <summary>DHCP asks at least every 64 s (RFC 2131 §4.1), and again after it has found an address taken.</summary>
    private const int LeaseMs = 240_000;

    /// <summary>From the end of a lease to a link-local address: tries of DHCP, and the probe, which may find conflicts.</summary>
    private const int LinkLocalMs = 120_000;

    /// <summary>Two boards that have chosen one address or name on a broken wire find that out in this time, once their cables were out.</summary>
    private const int SettleMs = 60_000;

    // The first link-local addresses of these three MAC addresses are the same: 169.254.238.250.
    private static readonly byte[][] s_twins = [[0x02, 0, 0, 0, 0, 1], [0x02, 0, 0, 34, 8, 2], [0x02, 0, 0, 74, 83, 3]];

    private static readonly int[] s_clockSteps = [1, 10, 16];

    private readonly SplitMix64 _random;
    private readonly SoakFaults _faults;
    private readonly VirtualNetwork _network;
    private readonly DatagramServer[] _servers;
    private readonly ServiceBoard[] _boards;
    private readonly int _chaosSteps;
    private readonly int _leaseMs;
    private readonly bool _isLongAbsent;
    private readonly Action<string>? _log;
    private long _addressesUniqueFrom = long.MaxValue;
    private long _namesUniqueFrom = long.MaxValue;

    public ServiceWorld(ulong seed, Action<string>? log = null, Sabotage? sabotage = null)
    {
        _log = log;
        _random = new SplitMix64(seed * 0xD1342543DE82EF95 + 3);
        SplitMix64 steps = new(seed * 0xD1342543DE82EF95 + 5);
        bool isClean = _random.Chance(0.2);
        bool hasTwins = _random.Chance(0.4);
        _isLongAbsent = _random.Chance(0.5);
        _chaosSteps = 10 + _random.Below(110);
        _leaseMs = (60 + _random.Below(240)) * 1000;
        LaneFaults[] lanes = [.. Enumerable.Range(0, 2 + _random.Below(3)).Select(_ => LaneFaults.Draw(_random, isClean))];
        _faults = new SoakFaults(lanes, new SplitMix64(_random.Next()));
        VirtualWire wire = new(_faults);
        byte[] MacOf(int port) => hasTwins && port > 0 ? s_twins[port - 1] : SoakPlan.MacOf(port);
        wire.Observe(new ServiceTrace(MacOf, log));
        _network = new VirtualNetwork(wire);
        ServiceHost host = new(wire.Attach(MacOf(0)), _random.Next());
        _servers = AddServers(host, SoakPlan.AddressOf(0));
        _servers[0].IsOn = _random.Chance(0.7);
        _network.Add(host.Stack, host);
        _boards = [.. lanes.Skip(1).Select((_, index) => new ServiceBoard(wire.Attach(MacOf(index + 1)), _random.Next(), SoakPlan.AddressOf(0), s_clockSteps[steps.Below(s_clockSteps.Length)], sabotage))];
        foreach (ServiceBoard board in _boards)
        {
            _network.Add(board);
        }
    }

    public long Now => _network.Now;

    /// <summary>Lets the network run, first with faults and then without.</summary>
    /// <exception cref="SoakViolationException">A rule does not hold.</exception>
    public void Run()
    {
        for (int i = 0; i < _chaosSteps; i++)
        {
            Disturb();
            Step(StepMs);
        }

        Log("the wire is healthy from now on");
        _faults.Heal();
        if (_isLongAbsent)
        {
            RunAlone();
        }

        RunServed();
        foreach (ServiceBoard board in _boards)
        {
            string? missing = ResourceCheck.FindMissing(board.Interface.Tcp, new TcpOptions().MaxListeners, new StackOptions().Peers);
            if (missing != null)
            {
                throw new SoakViolationException(SoakInvariant.Leak, $"board {board.Port.Number}: {missing}");
            }
        }
    }

    private DatagramServer[] AddServers(ServiceHost host, uint address)
    {
        host.IP.Configure(address.ToHostAddress(), 24, HostAddress.Any);
        IPv4Prefix.TryParse($"{IPv4Address.ToString(address)}/24", out IPv4Prefix prefix, out _);
        DatagramServer[] servers =
        [
            new DhcpServer(host.Udp, DhcpPool.Of(prefix, "lan") with { LeaseSeconds = (uint)(_leaseMs / 1000) }),
            new DnsServer(host.Udp, "lan", () => [("server", address)]),
            new NtpServer(host.Udp, () => DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000 + _network.Now)),
        ];
        foreach (DatagramServer server in servers)
        {
            host.Add(server);
        }

        return servers;
    }

    /// <summary>The DHCP server is away until all leases have ended. All cables were out for a moment, so everybody asks again for its address.</summary>
    private void RunAlone()
    {
        Log("the DHCP server is away, and the boards are alone");
        _servers[0].IsOn = false;
        foreach (ServiceBoard board in _boards)
        {
            board.Port.SetLink(false);
        }

        _network.Run(StepMs);
        PlugIn();
        _addressesUniqueFrom = Now + SettleMs;
        int bound = _leaseMs + LinkLocalMs;
        RunUntil(() => Array.Find(_boards, board => board.MissingAlone != null)?.MissingAlone, bound, "the DHCP server went away");
        _namesUniqueFrom = Now + SettleMs;
        StartAnew();
        RunUntil(GreetUnheard, SettleMs, "all have link-local addresses");
    }

    /// <summary>All servers answer. What a board has it keeps for longer than its lease.</summary>
    private void RunServed()
    {
        Log("all servers answer from now on");
        foreach (DatagramServer server in _servers)
        {
            server.IsOn = true;
        }

        PlugIn();
        StartAnew();
        long begin = Now;
        RunUntil(() => Array.Exists(_boards, board => board.Interface.Lease == null) ? "a board has no lease" : null, LeaseMs, "the servers came back");
        RunUntil(() => Array.Find(_boards, board => board.Missing != null)?.Missing, PatienceMs - (int)(Now - begin), "the servers came back");
        Log("every board has all");
        _addressesUniqueFrom = Math.Min(_addressesUniqueFrom, Now);
        for (long end = Now + _leaseMs + SettleMs; Now < end;)
        {
            Array.ForEach(_boards, board => board.Keep(begin));
            Step(CalmStepMs);
            if (Array.Find(_boards, board => board.Lost != null) is { } loser)
            {
                throw new SoakViolationException(SoakInvariant.Served, $"{loser.Lost} in a healthy network");
            }
        }
    }

    /// <summary>Sends a datagram to everybody who has not heard its sender. Returns what is missing.</summary>
    private string? GreetUnheard()
    {
        string? missing = null;
        foreach (ServiceBoard board in _boards)
        {
            foreach (ServiceBoard other in _boards.Where(other => !other.HasHeard(board)))
            {
                board.SendDatagram(other, _random.Below(1400));
                missing = $"board {other.Port.Number} does not hear board {board.Port.Number}";
            }
        }

        return missing;
    }

    private void PlugIn()
    {
        foreach (ServiceBoard board in _boards)
        {
            board.Port.SetLink(true);
        }
    }

    private void StartAnew()
    {
        foreach (ServiceBoard board in _boards)
        {
            board.StartAnew();
        }
    }

    private void RunUntil(Func<string?> missing, int limitMs, string since)
    {
        for (long end = Now + limitMs; missing() is { } what; Step(StepMs))
        {
            if (Now >= end)
            {
                throw new SoakViolationException(SoakInvariant.Served, $"{what}, {limitMs / 1000} s after {since}");
            }
        }
    }

    private void Step(int durationMs)
    {
        SendDatagrams();
        _network.Run(durationMs);
        if (Now >= _addressesUniqueFrom)
        {
            CheckUnique(board => board.HasAddress ? board.Interface.Address.ToString() : null);
        }

        // Two boards that have taken a name on a broken wire keep it until one of them speaks of it (RFC 6762 §9), and do not hear each other while
        // only one of them has a link-local address. So all had a new address before this is checked.
        if (Now >= _namesUniqueFrom)
        {
            CheckUnique(board => board.HasName ? board.Name : null);
        }
    }

    private void CheckUnique(Func<ServiceBoard, string?> read)
    {
        string? twice = _boards.Select(read).Where(own => own != null).GroupBy(own => own).FirstOrDefault(owners => owners.Count() > 1)?.Key;
        if (twice != null)
        {
            throw new SoakViolationException(SoakInvariant.Unique, $"two boards are {twice}");
        }
    }

    private void Disturb()
    {
        if (_random.Chance(0.05))
        {
            DatagramServer server = _servers[_random.Below(_servers.Length)];
            server.IsOn = !server.IsOn;
            Log($"{server.GetType().Name} is {(server.IsOn ? "on" : "off")}");
        }

        if (_random.Chance(0.05))
        {
            WirePort port = _boards[_random.Below(_boards.Length)].Port;
            port.SetLink(!port.IsUp);
            Log($"the link of port {port.Number} is {(port.IsUp ? "up" : "down")}");
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

    private void Log(string text)
    {
        _log?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{Now / 1000.0,9:F3} {text}"));
    }
}
