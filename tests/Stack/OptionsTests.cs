// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Reflection;
using NanoTcp.Dhcp;
using NanoTcp.Drivers;
using NanoTcp.Host;
using NanoTcp.Http;
using NanoTcp.Ip;
using NanoTcp.Mdns;
using NanoTcp.Network;
using NanoTcp.Resolver;
using NanoTcp.Sntp;
using NanoTcp.Tcp;
using NanoTcp.Tests.Drivers;
using NanoTcp.Tests.Stack.Http;
using NanoTcp.Udp;

namespace NanoTcp.Tests.Stack;

/// <summary>
/// Each number among the options has bounds. The constructor refuses options outside of their bounds, so they do not fail in the middle of a
/// connection. It takes values just inside.
/// </summary>
public class OptionsTests
{
    private const int None = int.MaxValue;

    private static readonly Dictionary<Type, Action<object>> s_takers = new()
    {
        [typeof(StackOptions)] = options => _ = new NetworkStack(new ScriptedLink(Frames.OwnMac), new FixedEntropy(), (StackOptions)options),
        [typeof(IPv4Options)] = options => _ = new IPv4(new NetworkStack(new ScriptedLink(Frames.OwnMac), new FixedEntropy(), new StackOptions()), (IPv4Options)options),
        [typeof(TcpOptions)] = options => _ = NewTcp((TcpOptions)options),
        [typeof(TcpConnectionOptions)] = options => _ = NewTcp(new TcpOptions { Server = (TcpConnectionOptions)options }),
        [typeof(UdpSocketOptions)] = options => _ = new UdpSocket(NewUdp(), (UdpSocketOptions)options),
        [typeof(HttpServerOptions)] = options => _ = new HttpServer(NewTcp(new TcpOptions()), new HttpTestHandler(), (HttpServerOptions)options),
        [typeof(DhcpOptions)] = TakeDhcp,
        [typeof(NetworkInterfaceOptions)] = options => _ = new NetworkInterface(new ScriptedLink(Frames.OwnMac), new FixedEntropy(), (NetworkInterfaceOptions)options),
        [typeof(ResolverOptions)] = TakeResolver,
        [typeof(SntpOptions)] = TakeSntp,
        [typeof(MdnsOptions)] = TakeMdns,
        [typeof(W5500LinkOptions)] = TakeW5500,
        [typeof(Enc28J60LinkOptions)] = TakeEnc28J60,
    };

    private static readonly (Type Options, string Name, int Least, int Most)[] s_bounds =
    [
        (typeof(NetworkInterfaceOptions), nameof(NetworkInterfaceOptions.MaxServices), 0, None),
        (typeof(NetworkInterfaceOptions), nameof(NetworkInterfaceOptions.TriesBeforeLinkLocal), 1, None),

        (typeof(IPv4Options), nameof(IPv4Options.ArpEntries), 1, None),
        (typeof(IPv4Options), nameof(IPv4Options.ArpQueueFrames), 0, None),
        (typeof(IPv4Options), nameof(IPv4Options.LoopbackFrames), 0, None),
        (typeof(IPv4Options), nameof(IPv4Options.MaxGroups), 0, None),
        (typeof(IPv4Options), nameof(IPv4Options.IgmpRobustness), 1, 7),
        (typeof(IPv4Options), nameof(IPv4Options.FragmentBuffers), 0, None),
        (typeof(IPv4Options), nameof(IPv4Options.FragmentBufferSize), 1, 65515),
        (typeof(IPv4Options), nameof(IPv4Options.ReassemblyTimeout), 1, None),
        (typeof(IPv4Options), nameof(IPv4Options.IcmpRate), 1, None),
        (typeof(IPv4Options), nameof(IPv4Options.IcmpBurst), 1, None),
        (typeof(IPv4Options), nameof(IPv4Options.ArpLifetime), 1, None),
        (typeof(IPv4Options), nameof(IPv4Options.ArpRetryInterval), 1, None),
        (typeof(IPv4Options), nameof(IPv4Options.ArpMaxRequests), 1, None),
        (typeof(StackOptions), nameof(StackOptions.Peers), 1, None),
        (typeof(StackOptions), nameof(StackOptions.MaxFramesPerPoll), 1, None),
        (typeof(StackOptions), nameof(StackOptions.ClockStep), 1, 250),
        (typeof(IPv4Options), nameof(IPv4Options.TimeToLive), 1, 255),

        (typeof(TcpOptions), nameof(TcpOptions.MaxConnections), 1, None),
        (typeof(TcpOptions), nameof(TcpOptions.MaxListeners), 1, None),
        (typeof(TcpOptions), nameof(TcpOptions.HalfOpenEntries), 1, None),
        (typeof(TcpOptions), nameof(TcpOptions.MaxBacklog), 1, None),
        (typeof(TcpOptions), nameof(TcpOptions.FinWait2Entries), 1, None),
        (typeof(TcpOptions), nameof(TcpOptions.TimeWaitEntries), 1, None),
        (typeof(TcpOptions), nameof(TcpOptions.ReceiveBuffer), 1, None),
        (typeof(TcpOptions), nameof(TcpOptions.SendBuffer), 1, None),
        (typeof(TcpOptions), nameof(TcpOptions.InitialRto), 1, None),
        (typeof(TcpOptions), nameof(TcpOptions.MinRto), 1, new TcpOptions().MaxRto),
        (typeof(TcpOptions), nameof(TcpOptions.MaxRto), new TcpOptions().MinRto, None),
        (typeof(TcpOptions), nameof(TcpOptions.SynRetries), 0, None),
        (typeof(TcpOptions), nameof(TcpOptions.SynAckRetries), 0, 15),
        (typeof(TcpOptions), nameof(TcpOptions.DataRetries), 0, None),
        (typeof(TcpOptions), nameof(TcpOptions.DelayedAck), 1, None),
        (typeof(TcpOptions), nameof(TcpOptions.TimeWait), 1, None),
        (typeof(TcpOptions), nameof(TcpOptions.FinWait2Timeout), 1, None),
        (typeof(TcpOptions), nameof(TcpOptions.OrphanTimeout), 1, None),
        (typeof(TcpOptions), nameof(TcpOptions.SackRanges), 1, None),
        (typeof(TcpOptions), nameof(TcpOptions.ChallengeAcks), 1, None),

        (typeof(TcpConnectionOptions), nameof(TcpConnectionOptions.KeepAliveTime), 1, None),
        (typeof(TcpConnectionOptions), nameof(TcpConnectionOptions.KeepAliveInterval), 1, None),
        (typeof(TcpConnectionOptions), nameof(TcpConnectionOptions.KeepAliveRetries), 0, None),
        (typeof(TcpConnectionOptions), nameof(TcpConnectionOptions.UserTimeout), 0, None),
        (typeof(TcpConnectionOptions), nameof(TcpConnectionOptions.ConnectTimeout), 0, None),
        (typeof(TcpConnectionOptions), nameof(TcpConnectionOptions.IdleTimeout), 0, None),
        (typeof(TcpConnectionOptions), nameof(TcpConnectionOptions.MaxSegment), 28, None),
        (typeof(TcpConnectionOptions), nameof(TcpConnectionOptions.ReceiveBuffer), 0, None),
        (typeof(TcpConnectionOptions), nameof(TcpConnectionOptions.SendBuffer), 0, None),

        (typeof(UdpSocketOptions), nameof(UdpSocketOptions.QueueLength), 1, None),
        (typeof(UdpSocketOptions), nameof(UdpSocketOptions.QueueBytes), 1, None),

        (typeof(HttpServerOptions), nameof(HttpServerOptions.MaxSessions), 1, None),
        (typeof(HttpServerOptions), nameof(HttpServerOptions.Backlog), 1, None),
        (typeof(HttpServerOptions), nameof(HttpServerOptions.RequestBuffer), 1, None),
        (typeof(HttpServerOptions), nameof(HttpServerOptions.SendBuffer), 512, None),
        (typeof(HttpServerOptions), nameof(HttpServerOptions.IdleTimeout), 1, None),

        (typeof(DhcpOptions), nameof(DhcpOptions.MaxMessage), 576, 1500),
        (typeof(DhcpOptions), nameof(DhcpOptions.RetryInterval), 1, None),

        (typeof(ResolverOptions), nameof(ResolverOptions.MaxLookups), 1, None),
        (typeof(ResolverOptions), nameof(ResolverOptions.CacheEntries), 0, None),
        (typeof(ResolverOptions), nameof(ResolverOptions.MaxMessage), 512, None),
        (typeof(ResolverOptions), nameof(ResolverOptions.Timeout), 1, None),
        (typeof(ResolverOptions), nameof(ResolverOptions.LocalTimeout), 1, None),
        (typeof(ResolverOptions), nameof(ResolverOptions.Deadline), 1, None),

        (typeof(SntpOptions), nameof(SntpOptions.PollInterval), 15_000, None),
        (typeof(SntpOptions), nameof(SntpOptions.RetryInterval), 15_000, None),
        (typeof(SntpOptions), nameof(SntpOptions.FirstDelay), 0, int.MaxValue - 1),
        (typeof(SntpOptions), nameof(SntpOptions.Timeout), 1, 15_000),

        (typeof(MdnsOptions), nameof(MdnsOptions.MaxServices), 0, 9),
        (typeof(MdnsOptions), nameof(MdnsOptions.PendingQueries), 0, None),
        (typeof(MdnsOptions), nameof(MdnsOptions.QueueLength), 1, None),
        (typeof(MdnsOptions), nameof(MdnsOptions.QueueBytes), 1, None),

        (typeof(W5500LinkOptions), nameof(W5500LinkOptions.ReceiveBuffer), 1516, 16381),
        (typeof(W5500LinkOptions), nameof(W5500LinkOptions.HoldBack), 0, 8192),
        (typeof(W5500LinkOptions), nameof(W5500LinkOptions.PollInterval), 1, None),
        (typeof(W5500LinkOptions), nameof(W5500LinkOptions.CompareInterval), 1, None),

        (typeof(Enc28J60LinkOptions), nameof(Enc28J60LinkOptions.CheckInterval), 1, None),
        (typeof(Enc28J60LinkOptions), nameof(Enc28J60LinkOptions.PollInterval), 1, None),
        (typeof(Enc28J60LinkOptions), nameof(Enc28J60LinkOptions.CompareInterval), 1, None),
    ];

    public static TheoryData<string, string, int> Outside =>
        [.. s_bounds.SelectMany(bound => bound.Most == None ? [Row(bound, bound.Least - 1)] : (TheoryDataRow<string, string, int>[])[Row(bound, bound.Least - 1), Row(bound, bound.Most + 1)])];

    public static TheoryData<string, string, int> Inside =>
        [.. s_bounds.SelectMany(bound => bound.Most == None ? [Row(bound, bound.Least)] : (TheoryDataRow<string, string, int>[])[Row(bound, bound.Least), Row(bound, bound.Most)])];

    public static TheoryData<string> Types => [.. s_takers.Keys.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Outside))]
    public void A_number_outside_its_bounds_is_refused(string options, string name, int value)
    {
        ArgumentException refused = Assert.ThrowsAny<ArgumentException>(() => Take(options, name, value));

        // By who takes the options, and not by what is made of them.
        Assert.True(refused.ParamName is null or "options", refused.Message);
    }

    [Theory]
    [MemberData(nameof(Inside))]
    public void A_number_just_inside_its_bounds_is_taken(string options, string name, int value)
    {
        Take(options, name, value);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_number_among_the_options_has_bounds(string options)
    {
        IEnumerable<string> numbers = s_takers.Keys.Single(type => type.Name == options).GetFields(BindingFlags.Public | BindingFlags.Instance)
            .Where(field => field.FieldType == typeof(int)).Select(field => field.Name);

        Assert.Equal(numbers.Order(), s_bounds.Where(bound => bound.Options.Name == options).Select(bound => bound.Name).Order());
    }

    private static TheoryDataRow<string, string, int> Row((Type Options, string Name, int Least, int Most) bound, int value)
    {
        return new TheoryDataRow<string, string, int>(bound.Options.Name, bound.Name, value);
    }

    private static void Take(string name, string option, int value)
    {
        (Type type, Action<object> take) = s_takers.Single(taker => taker.Key.Name == name);
        object options = Activator.CreateInstance(type)!;
        type.GetField(option)!.SetValue(options, value);
        take(options);
    }

    private static UdpTransport NewUdp()
    {
        return new UdpTransport(new NetworkStack(new ScriptedLink(Frames.OwnMac), new FixedEntropy(), new StackOptions()));
    }

    private static TcpTransport NewTcp(TcpOptions options)
    {
        return new TcpTransport(new NetworkStack(new ScriptedLink(Frames.OwnMac), new FixedEntropy(), new StackOptions()), options);
    }

    private static void TakeDhcp(object options)
    {
        NetworkStack stack = new(new ScriptedLink(Frames.OwnMac), new FixedEntropy(), new StackOptions());
        _ = new DhcpClient(new UdpTransport(stack), new IPv4(stack, new IPv4Options()), new NetworkSettings(), (DhcpOptions)options);
    }

    private static void TakeResolver(object options)
    {
        NetworkStack stack = new(new ScriptedLink(Frames.OwnMac), new FixedEntropy(), new StackOptions());
        _ = new DnsResolver(new IPv4(stack, new IPv4Options()), new UdpTransport(stack), null, new NetworkSettings(), (ResolverOptions)options);
    }

    private static void TakeSntp(object options)
    {
        NetworkStack stack = new(new ScriptedLink(Frames.OwnMac), new FixedEntropy(), new StackOptions());
        _ = new SntpClient(new UdpTransport(stack), new IPv4(stack, new IPv4Options()), new NetworkSettings(), (SntpOptions)options);
    }

    private static void TakeMdns(object options)
    {
        NetworkStack stack = new(new ScriptedLink(Frames.OwnMac), new FixedEntropy(), new StackOptions());
        _ = new MdnsResponder(new UdpTransport(stack), new IPv4(stack, new IPv4Options()), (MdnsOptions)options);
    }

    private static void TakeW5500(object options)
    {
        using W5500DriverBench bench = new();
        _ = new W5500Link(bench.Spi, W5500DriverBench.Mac, (W5500LinkOptions)options);
    }

    private static void TakeEnc28J60(object options)
    {
        using Enc28J60LinkBench bench = new();
        _ = new Enc28J60Link(bench.Bus, Enc28J60LinkBench.Mac, (Enc28J60LinkOptions)options);
    }
}
