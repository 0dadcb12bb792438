// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Tcp;

namespace NanoTcp.Measure.Soak;

/// <summary>One host: its options, its habits, its services.</summary>
internal sealed class HostPlan
{
    /// <summary>The first port that services listen on.</summary>
    public const int FirstPort = 80;

    private static readonly int[] s_segmentsAtOnce = [1, 2, 4, 10];

    private static readonly long[] s_clockStarts = [long.MinValue, -1L << 40, -1000, (1L << 31) - 3000, (1L << 32) - 3000, 1_700_000_000_000, long.MaxValue - (1L << 40)];

    // The number of long steps at the end of the next table.
    private const int LongSteps = 2;

    private static readonly long[] s_clockSteps = [-1, -15, -1000, -1L << 32, -1L << 50, 15, 1000, 60_000, 3 * 3_600_000, 30L * 24 * 3_600_000, 1L << 50];

    private readonly List<(long Time, long Step)> _clockSteps = [];
    private readonly List<(long Time, bool IsUp)> _linkChanges = [];

    public HostPlan(ulong seed, bool isClean, int chaosMs)
    {
        SplitMix64 random = new(seed);
        Tcp = OptionDraw.DrawTcp(random.Next());

        // The wire of the soak flips bits that no Ethernet check finds: what the option gives up.
        Tcp.TrustsEthernetForText = false;
        ulong options = random.Next();
        Stack = OptionDraw.DrawStack(options);
        IPv4 = OptionDraw.DrawIPv4(options);
        PollsEveryMs = random.Chance(0.15) ? 2 + random.Below(30) : 1;
        RefusalChance = !isClean && random.Chance(0.2) ? 0.3 : 0;
        FailureChance = !isClean && random.Chance(0.1) ? 0.05 : 0;
        Listeners = new ListenPlan[1 + random.Below(Tcp.MaxListeners)];
        for (int i = 0; i < Listeners.Length; i++)
        {
            long closes = random.Chance(0.15) ? random.Below(chaosMs) : long.MaxValue;
            Listeners[i] = new ListenPlan(
                FirstPort + i,
                1 + random.Below(Tcp.MaxBacklog),
                random.Chance(0.8) ? 0 : random.Below(2000),
                closes,
                closes != long.MaxValue && random.Chance(0.5) ? closes + 1 + random.Below(2000) : long.MaxValue,
                random.Below(10) switch { 0 => long.MaxValue, < 3 => 1 + random.Below(3000), _ => 0 });
        }

        SegmentsAtOnce = random.Chance(0.3) ? s_segmentsAtOnce[random.Below(s_segmentsAtOnce.Length)] : 0;
        ClockStart = random.Chance(0.3) ? s_clockStarts[random.Below(s_clockStarts.Length)] : 0;
        ClockStep = Stack.ClockStep;

        // It was drawn here once. The draws behind it stay the same.
        random.Chance(0.1);
        if (!isClean && random.Chance(0.15))
        {
            for (int i = 1 + random.Below(3); i > 0; i--)
            {
                // There is at most one long step. Two would move a timestamp half around (RFC 7323 §5.5).
                _clockSteps.Add((random.Below(chaosMs), s_clockSteps[random.Below(i == 1 ? s_clockSteps.Length : s_clockSteps.Length - LongSteps)]));
            }
        }

        if (!isClean && random.Chance(0.15))
        {
            for (int i = 1 + random.Below(3); i > 0; i--)
            {
                int pulled = random.Below(chaosMs);
                _linkChanges.Add((pulled, false));
                _linkChanges.Add((Math.Min(pulled + random.Below(random.Chance(0.5) ? 300 : chaosMs), chaosMs), true));
            }
        }
    }

    public TcpOptions Tcp { get; }

    public StackOptions Stack { get; }

    public IPv4Options IPv4 { get; }

    /// <summary>The host polls its stack only every so many milliseconds.</summary>
    public int PollsEveryMs { get; }

    /// <summary>The probability that the link refuses frames for some milliseconds after one.</summary>
    public double RefusalChance { get; }

    /// <summary>The probability that the link fails with a frame although it said that it would take one.</summary>
    public double FailureChance { get; }

    /// <summary>How many segments the link's card takes and gives at once. 0: there is no card, and the stack computes the checksums.</summary>
    public int SegmentsAtOnce { get; }

    public ListenPlan[] Listeners { get; }

    /// <summary>The host's clock when the network begins.</summary>
    public long ClockStart { get; }

    /// <summary>The milliseconds by which the clock moves.</summary>
    public int ClockStep { get; }

    /// <summary>When the clock is set while the network has faults, and by how much.</summary>
    public IReadOnlyList<(long Time, long Step)> ClockSteps => _clockSteps;

    /// <summary>When the host's cable is pulled and plugged in again, while the network has faults.</summary>
    public IReadOnlyList<(long Time, bool IsUp)> LinkChanges => _linkChanges;

    /// <summary>The smallest buffer of a connection, in either direction.</summary>
    public int SmallestBuffer
    {
        get
        {
            int[] limits = [Tcp.SendBuffer, Tcp.ReceiveBuffer, Tcp.Client.SendBuffer, Tcp.Client.ReceiveBuffer, Tcp.Server.SendBuffer, Tcp.Server.ReceiveBuffer];
            return limits.Where(limit => limit > 0).Min();
        }
    }

    /// <summary>How much longer a wait can be because of the clock: it is longer by a step, and its end is noticed up to a step later.</summary>
    public int LongerByClock => 2 * (ClockStep - 1);

    /// <summary>The longest that a connection of this host can need to end by itself.</summary>
    public long LongestEnd
    {
        get
        {
            int retries = Math.Max(Tcp.DataRetries, Math.Max(Tcp.SynRetries, Tcp.SynAckRetries)) + 2;
            long wait = Math.Max(Tcp.MaxRto, 3000) + LongerByClock;
            return retries * wait + Tcp.FinWait2Timeout + Tcp.TimeWait + 2 * LongerByClock + IPv4.ArpMaxRequests * (IPv4.ArpRetryInterval + LongerByClock);
        }
    }
}
