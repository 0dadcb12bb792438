// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Resolver;
using NanoTcp.Tcp;
using NanoTcp.Tests.Stack;

namespace NanoTcp.Tests.Interop;

/// <summary>The resolver with servers of DNS from Debian.</summary>
public sealed class ResolverTests : InteropTests
{
    // Addresses of the kernel besides its first one. The last one is nobody's.
    private const string Second = "192.168.7.11";
    private const string Third = "192.168.7.12";
    private const string Dead = "192.168.7.99";

    private readonly NetworkSettings _settings = new();

    public static TheoryData<string> Programs => [.. NameServers.Programs];

    private DnsResolver Resolver(TapHost host, params string[] servers)
    {
        host.Ip.Configure(Frames.OwnHost, 24, HostAddress.Any);
        SetServers(servers);
        return new DnsResolver(host.Ip, host.Udp, new TcpTransport(host.Stack, new TcpOptions()), _settings, new ResolverOptions());
    }

    private void SetServers(params string[] servers)
    {
        _settings.Clear();
        foreach (string server in servers)
        {
            _settings.AddDnsServer(HostAddress.Parse(server));
        }
    }

    private static ResolverQuery Lookup(TapHost host, DnsResolver resolver, string name)
    {
        ResolverQuery query = new();
        Assert.Equal(SocketError.Success, resolver.Begin(name, query));
        host.RunUntil(resolver, () => query.State != ResolverState.Pending);
        return query;
    }

    private static void Finds(TapHost host, DnsResolver resolver, string name, string address)
    {
        ResolverQuery query = Lookup(host, resolver, name);
        Assert.Equal((name, ResolverState.Success), (name, query.State));
        Assert.Equal(address, query.GetAddress(0).ToString());
    }

    /// <summary>How often a server was left for the next one. On a busy machine one may be left before it has said why.</summary>
    private static int ServersLeft(DnsResolver resolver) => resolver.GetCount(ResolverCounter.Unanswered) + resolver.GetCount(ResolverCounter.ServerFailures);

    [Theory]
    [MemberData(nameof(Programs))]
    public void A_server_answers_addresses_aliases_and_that_there_are_none(string program)
    {
        using NetworkNamespace network = new();
        using TapHost host = new(network, $"{Peer.KernelAddress}/24");
        new NameServers(network, Folder).Start(program, Peer.KernelAddress);
        DnsResolver resolver = Resolver(host, Peer.KernelAddress);

        Finds(host, resolver, "board.example.org", "192.0.2.1");
        Finds(host, resolver, "www.example.org", "192.0.2.7");
        Assert.Equal(ResolverState.NotFound, Lookup(host, resolver, "v6only.example.org").State);
        Assert.Equal(ResolverState.NotFound, Lookup(host, resolver, "missing.example.org").State);
        int queries = resolver.GetCount(ResolverCounter.Queries);

        // All of that is remembered.
        Finds(host, resolver, "WWW.example.org.", "192.0.2.7");
        Assert.Equal(ResolverState.NotFound, Lookup(host, resolver, "v6only.example.org").State);
        Assert.Equal(ResolverState.NotFound, Lookup(host, resolver, "missing.example.org").State);
        Assert.Equal(queries, resolver.GetCount(ResolverCounter.Queries));
        Assert.Equal(3, resolver.GetCount(ResolverCounter.CacheHits));
        Assert.Equal(0, resolver.GetCount(ResolverCounter.Unexpected));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void A_truncated_answer_comes_over_TCP(string program)
    {
        using NetworkNamespace network = new();
        using TapHost host = new(network, $"{Peer.KernelAddress}/24");
        new NameServers(network, Folder).Start(program, Peer.KernelAddress);
        DnsResolver resolver = Resolver(host, Peer.KernelAddress);

        ResolverQuery query = Lookup(host, resolver, "many.example.org");
        Assert.Equal((ResolverState.Success, ResolverQuery.MaxAddresses), (query.State, query.AddressCount));
        Assert.StartsWith("198.51.100.", query.GetAddress(3).ToString(), StringComparison.Ordinal);
        Assert.Equal(1, resolver.GetCount(ResolverCounter.TcpQueries));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void A_loop_of_aliases_ends(string program)
    {
        using NetworkNamespace network = new();
        using TapHost host = new(network, $"{Peer.KernelAddress}/24");
        new NameServers(network, Folder).Start(program, Peer.KernelAddress);

        ResolverQuery query = Lookup(host, Resolver(host, Peer.KernelAddress), "loop.example.org");
        Assert.Equal((program, ResolverState.Failed), (program, query.State));
    }

    [Fact]
    public void Servers_that_are_dead_refuse_or_fail_are_left_for_one_that_knows()
    {
        using NetworkNamespace network = new();
        using TapHost host = new(network, $"{Peer.KernelAddress}/24");
        network.Run("ip", "address", "add", $"{Second}/24", "dev", Peer.Tap);
        network.Run("ip", "address", "add", $"{Third}/24", "dev", Peer.Tap);
        NameServers servers = new(network, Folder);
        servers.Start("named", Peer.KernelAddress);

        // Nobody has this one; nobody listens at that one.
        DnsResolver resolver = Resolver(host, Dead, Second, Peer.KernelAddress);
        Finds(host, resolver, "board.example.org", "192.0.2.1");
        Assert.Equal(2, ServersLeft(resolver));

        // One that refuses, and one that fails because it reaches nobody.
        servers.StartDnsmasq(Second);
        servers.StartUnbound(Third, 1);
        SetServers(Second, Third, Peer.KernelAddress);
        Finds(host, resolver, "www.example.org", "192.0.2.7");
        Assert.Equal(4, ServersLeft(resolver));
    }
}
