// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Resolver;
using NanoTcp.Tests.Stack.Dns;
using NanoTcp.Tests.Stack.Ip;
using NanoTcp.Udp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Resolver;

/// <summary>A resolver at 192.168.7.2/24, and the test as its servers, which are hosts of that network, in virtual time.</summary>
internal sealed class ResolverBench
{
    public static readonly uint LocalGroup = IPv4Address.From(224, 0, 0, 251);

    public ResolverBench(int[]? servers = null, Action<ResolverOptions>? configure = null, bool hasTcp = true, string domain = "", long start = 0)
    {
        Bench = IpBench.Settled(start: start);
        Udp = new UdpTransport(Bench.Stack);
        foreach (int server in servers ?? [1])
        {
            Settings.AddDnsServer(new HostAddress(IpBench.Host(server)));
        }

        Settings.SetDomain(domain);
        ResolverOptions options = new();
        configure?.Invoke(options);
        Resolver = new DnsResolver(Bench.Ip, Udp, hasTcp ? Bench.Tcp : null, Settings, options);
    }

    public IpBench Bench { get; }

    public UdpTransport Udp { get; }

    public NetworkSettings Settings { get; } = new();

    public DnsResolver Resolver { get; }

    public ScriptedLink Link => Bench.Link;

    /// <summary>Datagrams that were sent, in frames.</summary>
    public Queue<byte[]> Datagrams { get; } = new();

    /// <summary>What takes connections to host 1; null: nobody answers there.</summary>
    public StreamServer? Streams { get; init; }

    public long Now => Bench.Now;

    public int Count(ResolverCounter counter) => Resolver.GetCount(counter);

    /// <summary>Begins a lookup.</summary>
    public ResolverQuery Begin(string name)
    {
        ResolverQuery query = new();
        Assert.Equal(SocketError.Success, Resolver.Begin(name, query));
        Poll();
        return query;
    }

    /// <summary>Polls the stack and the resolver, and passes on what they send.</summary>
    public void Poll()
    {
        do
        {
            Bench.Stack.Poll(Now);
            Resolver.Poll(Now);
            Bench.Stack.Flush(Now);
            Streams?.Poll(Now);
        }
        while (Pass());
    }

    /// <summary>Lets time pass, polling as often as the stack and the resolver want.</summary>
    public void Advance(long milliseconds)
    {
        long end = Now + milliseconds;
        while (true)
        {
            Poll();
            long due = Math.Min(Bench.Stack.Poll(Now), Resolver.Poll(Now));
            if (due > end)
            {
                Bench.Advance(end - Now);
                Poll();
                return;
            }

            Bench.Advance(Math.Max(due - Now, 0));
        }
    }

    /// <summary>Expects that a server is asked next, by a datagram.</summary>
    public SentQuery Asks(int server, string name)
    {
        SentQuery query = Sends();
        Assert.Equal((IpBench.Host(server), DnsResolver.Port, name, 0x0100), (query.Server, query.ServerPort, query.Name, query.Flags));
        return query;
    }

    /// <summary>Expects that everybody on the link is asked next.</summary>
    public SentQuery AsksLink(string name)
    {
        SentQuery query = Sends();
        Assert.Equal((LocalGroup, 5353, name, 0, 255), (query.Server, query.ServerPort, query.Name, query.Flags, query.TimeToLive));
        return query;
    }

    public void AsksNothing()
    {
        Poll();
        Assert.Empty(Datagrams);
    }

    /// <summary>A host sends a datagram to the port of a query: its server, unless another one is named.</summary>
    public void Replies(SentQuery query, DnsMessage message, uint? source = null, int? sourcePort = null, int? port = null)
    {
        Link.Arrive(Frames.Udp(sourcePort ?? query.ServerPort, port ?? query.Port, message.ToArray(), source ?? query.Server));
        Poll();
    }

    /// <summary>A lookup of a name, answered by the first server with a message.</summary>
    public ResolverQuery Answered(string name, Func<SentQuery, DnsMessage> reply)
    {
        ResolverQuery query = Begin(name);
        SentQuery sent = Asks(1, name);
        Replies(sent, reply(sent));
        return query;
    }

    /// <summary>Expects addresses.</summary>
    public static void Has(ResolverQuery query, params string[] addresses)
    {
        Assert.Equal(ResolverState.Success, query.State);
        Assert.Equal(addresses, Enumerable.Range(0, query.AddressCount).Select(i => query.GetAddress(i).ToString()));
    }

    private SentQuery Sends()
    {
        Poll();
        Assert.True(Datagrams.Count > 0, "nothing was sent");
        return new SentQuery(Datagrams.Dequeue());
    }

    /// <summary>Sorts what was sent. Whether anything comes back.</summary>
    private bool Pass()
    {
        bool comesBack = false;
        while (Link.Sent.TryDequeue(out byte[]? frame))
        {
            bool isIp = frame[12..14] is [0x08, 0x00];
            if (isIp && frame[23] == IPv4Header.ProtocolUdp)
            {
                Datagrams.Enqueue(frame);
            }
            else if (!isIp && frame[21] == ArpPacket.Request)
            {
                Link.Arrive(Frames.Arp(ArpPacket.Reply, IpBench.Mac(frame[41]), IpBench.Host(frame[41]), Frames.OwnMac, Frames.Own));
                comesBack = true;
            }
            else if (Streams is not null && (!isIp || frame[23] == IPv4Header.ProtocolTcp))
            {
                Streams.Link.Arrive(frame);
                comesBack = true;
            }
        }

        while (Streams is not null && Streams.Link.Sent.TryDequeue(out byte[]? frame))
        {
            Link.Arrive(frame);
            comesBack = true;
        }

        return comesBack;
    }
}
