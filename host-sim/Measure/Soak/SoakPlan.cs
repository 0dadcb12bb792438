// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Seeds;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Soak;

/// <summary>The plan of a seed: the network, its faults, its hosts, and the connections that they open.</summary>
internal sealed class SoakPlan
{
    public const int MaxHosts = 5;

    /// <summary>A port that nobody listens on.</summary>
    private const int ClosedPort = 99;
    private const int AbsentHost = 77;

    private readonly SplitMix64 _random;
    private readonly List<ConnectPlan> _connects = [];
    private readonly List<(long Time, int Host)> _reboots = [];
    private readonly List<(long Time, int Host, bool IsCutOff)> _cuts = [];

    public SoakPlan(ulong seed)
    {
        // Neighbouring seeds must not give neighbouring plans.
        _random = new SplitMix64(seed * 0xD1342543DE82EF95 + 1);
        IsClean = _random.Chance(0.2);
        ChaosMs = 2000 + _random.Below(_random.Chance(0.2) ? 30_000 : 8000);
        HasRogue = _random.Chance(0.3);
        HasAttacker = _random.Chance(0.2);
        Hosts = new HostPlan[2 + (_random.Chance(0.5) ? 0 : _random.Below(MaxHosts - 1))];
        Lanes = new LaneFaults[Hosts.Length + (HasRogue ? 1 : 0)];
        for (int i = 0; i < Hosts.Length; i++)
        {
            Hosts[i] = new HostPlan(_random.Next(), IsClean, ChaosMs);
        }

        for (int i = 0; i < Lanes.Length; i++)
        {
            Lanes[i] = LaneFaults.Draw(_random, IsClean);
        }

        DrawConnections();
        if (!IsClean)
        {
            DrawDisasters();
        }

        int smallest = Hosts.Min(host => host.SmallestBuffer);
        LongestStream = Math.Clamp(smallest * 100, 40, smallest > ushort.MaxValue ? ByteStream.MaxLength : 60_000);
        SlowestMs = Lanes.Max(lane => lane.SlowestMs) + Hosts.Max(host => host.PollsEveryMs);
        LargestRto = Hosts.Max(host => Math.Max(host.Tcp.MaxRto, Math.Max(host.Tcp.InitialRto, 3000)) + host.LongerByClock);
        CalmMs = LargestRto + 6 * SlowestMs + 2 * StallSlackMs;
        Seeds = new SplitMix64(_random.Next());
    }

    /// <summary>The time of an exchange beyond a retransmission timeout and the network's delays.</summary>
    public const int StallSlackMs = 3000;

    /// <summary>Whether the network has no faults at all.</summary>
    public bool IsClean { get; }

    /// <summary>Whether frames under way can vanish with a host, or for longer than connections live.</summary>
    public bool HasDisasters => _reboots.Count + _cuts.Count > 0;

    public int ChaosMs { get; }

    /// <summary>How long the applications continue in a healthy network.</summary>
    public int CalmMs { get; }

    public int LongestStream { get; }

    public int SlowestMs { get; }

    public int LargestRto { get; }

    /// <summary>Whether a station takes part that speaks TCP badly on purpose.</summary>
    public bool HasRogue { get; }

    /// <summary>Whether a station takes part that forges segments of others.</summary>
    public bool HasAttacker { get; }

    public HostPlan[] Hosts { get; }

    public LaneFaults[] Lanes { get; }

    public IReadOnlyList<ConnectPlan> Connects => _connects;

    public IReadOnlyList<(long Time, int Host)> Reboots => _reboots;

    public IReadOnlyList<(long Time, int Host, bool IsCutOff)> Cuts => _cuts;

    /// <summary>Gives each part of the running network its own generator.</summary>
    public SplitMix64 Seeds { get; }

    /// <summary>The longest that all connections together can need to end.</summary>
    public long LongestEnd => 2 * Hosts.Max(host => host.LongestEnd) + 20L * SlowestMs + 10_000;

    public static uint AddressOf(int port)
    {
        return IPv4Address.From(192, 168, 7, (byte)(port + 1));
    }

    public static byte[] MacOf(int port)
    {
        return [0x02, 0, 0, 0, 0, (byte)port];
    }

    private void DrawConnections()
    {
        int count = Hosts.Length + _random.Below(8 * Hosts.Length);
        for (int i = 0; i < count; i++)
        {
            long time = _random.Below(_random.Chance(0.5) ? 500 : ChaosMs);
            int from = _random.Below(Hosts.Length);
            int to = (from + 1 + _random.Below(Hosts.Length - 1)) % Hosts.Length;
            int local = _random.Chance(0.3) ? 5000 + _random.Below(3) : 0;
            int port = Hosts[to].Listeners[_random.Below(Hosts[to].Listeners.Length)].Port;
            switch (_random.Below(20))
            {
                case 0:
                    Add(time, from, AddressOf(to), ClosedPort, local);
                    break;
                case 1:
                    Add(time, from, AddressOf(AbsentHost), port, local);
                    break;
                case 2 or 3:
                    // Both at once, or nearly so.
                    int here = 6000 + _random.Below(3);
                    int there = 6000 + _random.Below(3);
                    Add(time, from, AddressOf(to), there, here);
                    Add(time + _random.Below(30), to, AddressOf(from), here, there);
                    break;
                case < 8 when HasRogue:
                    Add(time, from, AddressOf(Hosts.Length), port, local);
                    break;
                default:
                    Add(time, from, AddressOf(to), port, local);
                    if (local != 0)
                    {
                        // The same ports again: TIME-WAIT is met.
                        Add(time + _random.Below(4000), from, AddressOf(to), port, local);
                    }

                    break;
            }
        }

        _connects.Sort((a, b) => a.Time != b.Time ? a.Time.CompareTo(b.Time) : a.Order.CompareTo(b.Order));
    }

    private void Add(long time, int host, uint address, int port, int localPort)
    {
        _connects.Add(new ConnectPlan(time, host, address, port, localPort, _connects.Count));
    }

    private void DrawDisasters()
    {
        if (_random.Chance(0.2))
        {
            for (int i = 1 + _random.Below(2); i > 0; i--)
            {
                _reboots.Add((_random.Below(ChaosMs), _random.Below(Hosts.Length)));
            }
        }

        if (_random.Chance(0.25))
        {
            int host = _random.Below(Hosts.Length);
            int start = _random.Below(ChaosMs);
            _cuts.Add((start, host, true));
            _cuts.Add((start + _random.Below(_random.Chance(0.5) ? 1000 : ChaosMs), host, false));
        }

        _reboots.Sort((a, b) => a.Time.CompareTo(b.Time));
    }
}
