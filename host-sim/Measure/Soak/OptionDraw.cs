// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Reflection;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Tcp;

namespace NanoTcp.Measure.Soak;

/// <summary>
/// Draws the options of a stack, and of its connections. Fields that are not listed here are drawn around their defaults, each from its own
/// generator. So a new option is tried at once, and the draws of the others stay the same.
/// </summary>
internal static class OptionDraw
{
    private const int LargeBuffer = 10_000;

    private static readonly Dictionary<string, int[]> s_choices = new()
    {
        [nameof(TcpOptions.MaxConnections)] = [1, 2, 3, 4, 4, 6, 8],
        [nameof(TcpOptions.MaxListeners)] = [1, 2, 3],
        [nameof(TcpOptions.MaxBacklog)] = [1, 2, 3, 4],
        [nameof(TcpOptions.HalfOpenEntries)] = [1, 2, 8, 8],
        [nameof(TcpOptions.SackRanges)] = [1, 2, 2, 4, 8],
        [nameof(TcpOptions.OrphanTimeout)] = [1, 5000, 120_000],
        [nameof(TcpOptions.ChallengeAcks)] = [1, 10, 100],
        [nameof(TcpOptions.FinWait2Entries)] = [1, 2, 3, 8],
        [nameof(TcpOptions.TimeWaitEntries)] = [1, 2, 3, 8],
        [nameof(TcpOptions.ReceiveBuffer)] = [1, 7, 64, 100, 500, 536, 1000, 1460, 2048, 2048, 3000, 4096, 8192, 65535, 65536, 100_000, 150_000],
        [nameof(TcpOptions.SendBuffer)] = [1, 10, 64, 100, 536, 1000, 1460, 2048, 2048, 3000, 4096, 8192, 65536, 130_000],
        [nameof(TcpOptions.InitialRto)] = [200, 1000, 1000, 3000],
        [nameof(TcpOptions.MinRto)] = [20, 100, 200, 200, 1000],
        [nameof(TcpOptions.MaxRto)] = [2000, 5000, 20_000, 60_000],
        [nameof(TcpOptions.SynRetries)] = [0, 1, 3, 7, 7],
        [nameof(TcpOptions.SynAckRetries)] = [0, 1, 3, 5, 5],
        [nameof(TcpOptions.DataRetries)] = [1, 3, 6, 12, 12],
        [nameof(TcpOptions.DelayedAck)] = [1, 40, 40, 200, 500],
        [nameof(TcpOptions.TimeWait)] = [1, 500, 2000, 10_000, 60_000],
        [nameof(TcpOptions.FinWait2Timeout)] = [1, 1000, 5000, 60_000],
        [nameof(IPv4Options.ArpEntries)] = [1, 2, 4, 8, 8],
        [nameof(IPv4Options.ArpQueueFrames)] = [0, 1, 2, 4],
        [nameof(IPv4Options.LoopbackFrames)] = [0, 0, 1, 4],
        [nameof(IPv4Options.ArpLifetime)] = [500, 5000, 300_000, 300_000],
        [nameof(IPv4Options.ArpRetryInterval)] = [100, 1000],
        [nameof(IPv4Options.ArpMaxRequests)] = [1, 3, 10],
        [nameof(StackOptions.Peers)] = [1, 2, 3, 8, 8],
        [nameof(StackOptions.MaxFramesPerPoll)] = [1, 2, 16, 16],
        [nameof(StackOptions.ClockStep)] = [1, 10, 16],
        [nameof(IPv4Options.TimeToLive)] = [1, 64],
    };

    private static readonly Dictionary<string, int[]> s_connectionChoices = new()
    {
        [nameof(TcpConnectionOptions.KeepAliveTime)] = [50, 500, 3000, 7_200_000],
        [nameof(TcpConnectionOptions.KeepAliveInterval)] = [20, 300, 2000],
        [nameof(TcpConnectionOptions.KeepAliveRetries)] = [1, 3, 9],
        [nameof(TcpConnectionOptions.UserTimeout)] = [0, 0, 0, 0, 500, 3000, 20_000],
        [nameof(TcpConnectionOptions.ConnectTimeout)] = [0, 0, 0, 0, 500, 3000, 20_000],
        [nameof(TcpConnectionOptions.IdleTimeout)] = [0, 0, 0, 0, 1000, 5000, 60_000],
        [nameof(TcpConnectionOptions.MaxSegment)] = [28, 40, 100, 536, 1460, 1460, 1460, 1460],
        [nameof(TcpConnectionOptions.ReceiveBuffer)] = [0, 0, 0, 0, 100, 1000, 5000],
        [nameof(TcpConnectionOptions.SendBuffer)] = [0, 0, 0, 0, 100, 1000, 5000],
    };

    private static readonly FieldInfo[] s_connectionFields = Fields(typeof(TcpConnectionOptions));
    private static readonly FieldInfo[] s_tcpFields = Fields(typeof(TcpOptions));
    private static readonly FieldInfo[] s_stackFields = Fields(typeof(StackOptions));
    private static readonly FieldInfo[] s_ipFields = Fields(typeof(IPv4Options));

    public static TcpOptions DrawTcp(ulong seed)
    {
        TcpOptions options = new();
        Draw(options, s_tcpFields, s_choices, seed);
        options.MaxRto = Math.Max(options.MaxRto, options.MinRto);
        if (options.ReceiveBuffer > LargeBuffer || options.SendBuffer > LargeBuffer)
        {
            // Large and many at once is only slow.
            options.MaxConnections = Math.Min(options.MaxConnections, 3);
        }

        return options;
    }

    public static StackOptions DrawStack(ulong seed)
    {
        StackOptions options = new();
        Draw(options, s_stackFields, s_choices, seed);
        return options;
    }

    public static IPv4Options DrawIPv4(ulong seed)
    {
        IPv4Options options = new();
        Draw(options, s_ipFields, s_choices, seed);
        return options;
    }

    public static TcpConnectionOptions DrawConnection(ulong seed)
    {
        TcpConnectionOptions options = new();
        Draw(options, s_connectionFields, s_connectionChoices, seed);
        return options;
    }

    /// <summary>The drawn options, for the trace.</summary>
    public static string Describe(TcpOptions tcp, IPv4Options ip, StackOptions stack)
    {
        return $"{Words(tcp, s_tcpFields)} {Words(ip, s_ipFields)} {Words(stack, s_stackFields)}";
    }

    /// <inheritdoc cref="Describe(TcpOptions, IPv4Options, StackOptions)"/>
    public static string Describe(TcpConnectionOptions options)
    {
        return Words(options, s_connectionFields);
    }

    private static string Words(object options, FieldInfo[] fields)
    {
        return string.Join(' ', fields.Select(field => field.GetValue(options) is TcpConnectionOptions inner ? $"{field.Name}=({Describe(inner)})" : $"{field.Name}={field.GetValue(options)}"));
    }

    private static FieldInfo[] Fields(Type type)
    {
        FieldInfo[] fields = type.GetFields(BindingFlags.Public | BindingFlags.Instance);
        Array.Sort(fields, (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return fields;
    }

    private static void Draw(object options, FieldInfo[] fields, Dictionary<string, int[]> allChoices, ulong seed)
    {
        foreach (FieldInfo field in fields)
        {
            SplitMix64 random = new(seed ^ HashOf(field.Name));
            if (field.FieldType == typeof(bool))
            {
                field.SetValue(options, random.Chance(0.5));
            }
            else if (field.FieldType == typeof(TcpConnectionOptions))
            {
                field.SetValue(options, DrawConnection(random.Next()));
            }
            else if (field.FieldType == typeof(int))
            {
                int initial = (int)field.GetValue(options)!;
                int[] choices = allChoices.TryGetValue(field.Name, out int[]? listed) ? listed
                    : initial == 0 ? [0, 0, 5000]
                    : [initial, initial, initial, Math.Max(1, initial / 2), initial * 2];
                field.SetValue(options, choices[random.Below(choices.Length)]);
            }
        }
    }

    private static ulong HashOf(string name)
    {
        ulong hash = 14695981039346656037;
        foreach (char letter in name)
        {
            hash = (hash ^ letter) * 1099511628211;
        }

        return hash;
    }
}
