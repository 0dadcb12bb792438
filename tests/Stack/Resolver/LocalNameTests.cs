// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Resolver;
using NanoTcp.Tests.Stack.Dns;
using NanoTcp.Tests.Stack.Ip;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Resolver;

/// <summary>Names of the own network: <c>.local</c> (RFC 6762 §3, §5.1 and §22.1), names without a dot, and names that never leave the host (RFC 6761 §6).</summary>
public class LocalNameTests
{
    private static readonly byte[] s_address = [192, 168, 7, 40];

    private readonly ResolverBench _bench = new();

    // A legacy unicast answer: identifier and question are repeated, without the bit that flushes caches (RFC 6762 §6.7).
    private static DnsMessage Answer(SentQuery sent, int dnsClass = 1)
        => new DnsMessage(sent.Id, 0x8400, 1, 1).Question(sent.Name, 1).Record(DnsMessage.Pointing(12), 1, 10, s_address, dnsClass);

    [Theory]
    [InlineData("board.local")]
    [InlineData("board.LOCAL")]
    [InlineData("a.b.local")]
    public void Hosts_on_the_link_are_asked_for_names_that_end_with_local(string name)
    {
        ResolverQuery query = _bench.Begin(name);
        SentQuery sent = _bench.AsksLink(name);
        Assert.NotEqual(5353, sent.Port);
        Assert.Equal([1, 0, 0x5E, 0, 0, 0xFB], sent.Frame[..6]);
        _bench.Replies(sent, Answer(sent), IpBench.Host(40));
        ResolverBench.Has(query, "192.168.7.40");
        _bench.AsksNothing();
        Assert.Equal(1, _bench.Count(ResolverCounter.LocalQueries));
    }

    [Fact]
    public void They_are_asked_without_any_server()
    {
        ResolverBench bench = new([]);
        bench.Begin("board.local");
        bench.AsksLink("board.local");
    }

    [Fact]
    public void An_answer_with_the_bit_that_flushes_caches_is_taken_too()
    {
        ResolverQuery query = _bench.Begin("board.local");
        SentQuery sent = _bench.AsksLink("board.local");
        _bench.Replies(sent, Answer(sent, 0x8001), IpBench.Host(40));
        ResolverBench.Has(query, "192.168.7.40");
    }

    [Fact]
    public void Nobody_has_the_name_when_nobody_says_so_for_a_second()
    {
        ResolverQuery query = _bench.Begin("board.local");
        _bench.AsksLink("board.local");
        _bench.Advance(999);
        Assert.Equal(ResolverState.Pending, query.State);
        _bench.Advance(1);
        Assert.Equal(ResolverState.NotFound, query.State);

        // It may be there the next time.
        _bench.Begin("board.local");
        _bench.AsksLink("board.local");
    }

    [Theory]
    [InlineData(8, 40, 5353)]
    [InlineData(7, 40, 53)]
    public void An_answer_from_outside_of_the_link_or_from_another_port_is_dropped(int network, int host, int port)
    {
        ResolverQuery query = _bench.Begin("board.local");
        SentQuery sent = _bench.AsksLink("board.local");
        _bench.Replies(sent, Answer(sent), IPv4Address.From(192, 168, (byte)network, (byte)host), port);
        Assert.Equal((ResolverState.Pending, 1), (query.State, _bench.Count(ResolverCounter.Unexpected)));
    }

    [Fact]
    public void That_one_host_has_no_address_for_the_name_does_not_mean_that_none_has()
    {
        ResolverQuery query = _bench.Begin("board.local");
        SentQuery sent = _bench.AsksLink("board.local");
        _bench.Replies(sent, sent.Reply(code: 3), IpBench.Host(41));
        _bench.Replies(sent, sent.Reply(code: 2), IpBench.Host(41));
        _bench.Replies(sent, sent.Reply(flags: 0x0200), IpBench.Host(41));
        _bench.Replies(sent, new DnsMessage(sent.Id ^ 1, 0x8400, 1).Question(sent.Name, 1), IpBench.Host(41));
        Assert.Equal(ResolverState.Pending, query.State);
        _bench.Replies(sent, Answer(sent), IpBench.Host(40));
        ResolverBench.Has(query, "192.168.7.40");
    }

    // Field quirk: many companies and homes have a zone called local.
    [Theory]
    [InlineData("local")]
    [InlineData("corp.local")]
    [InlineData("CORP.LOCAL")]
    public void A_network_whose_domain_is_local_has_servers_for_it(string domain)
    {
        ResolverBench bench = new(domain: domain);
        bench.Begin("printer.corp.local");
        bench.Asks(1, "printer.corp.local");
    }

    [Theory]
    [InlineData("local.example.org")]
    [InlineData("notlocal")]
    public void Only_the_last_label_counts(string domain)
    {
        ResolverBench bench = new(domain: domain);
        bench.Begin("printer.local");
        bench.AsksLink("printer.local");
        bench.Begin($"printer.{domain}");
        bench.Asks(1, $"printer.{domain}");
    }

    [Theory]
    [InlineData("printer", "home.arpa", "printer.home.arpa")]
    [InlineData("printer", "lan", "printer.lan")]
    [InlineData("printer.", "lan", "printer.lan")]
    [InlineData("printer", "local", "printer.local")]
    public void A_name_without_a_dot_is_looked_up_in_the_domain(string name, string domain, string asked)
    {
        ResolverBench bench = new(domain: domain);
        bench.Begin(name);
        bench.Asks(1, asked);
    }

    [Theory]
    [InlineData("printer")]
    [InlineData("printer.")]
    [InlineData("com")]
    public void Without_a_domain_it_is_not_found_and_never_asked_for_as_it_is(string name)
    {
        Assert.Equal(ResolverState.NotFound, _bench.Begin(name).State);
        _bench.AsksNothing();
    }

    [Fact]
    public void It_is_not_asked_for_as_it_is_when_the_domain_does_not_know_it_either()
    {
        ResolverBench bench = new(domain: "lan");
        ResolverQuery query = bench.Begin("printer");
        SentQuery sent = bench.Asks(1, "printer.lan");
        bench.Replies(sent, sent.Reply(code: 3));
        Assert.Equal(ResolverState.NotFound, query.State);
        bench.AsksNothing();
    }

    [Fact]
    public void A_name_with_a_dot_is_not_looked_up_in_the_domain()
    {
        ResolverBench bench = new(domain: "lan");
        ResolverQuery query = bench.Begin("www.example");
        SentQuery sent = bench.Asks(1, "www.example");
        bench.Replies(sent, sent.Reply(code: 3));
        Assert.Equal(ResolverState.NotFound, query.State);
        bench.AsksNothing();
    }

    [Fact]
    public void A_name_and_a_domain_that_are_too_long_together_are_not_found()
    {
        ResolverBench bench = new(domain: string.Join('.', Enumerable.Repeat(new string('a', 62), 4)));
        Assert.Equal(ResolverState.NotFound, bench.Begin("printer").State);
        bench.AsksNothing();
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LocalHost.")]
    [InlineData("board.localhost")]
    [InlineData("board.invalid")]
    public void Names_that_no_server_knows_never_leave_the_host(string name)
    {
        ResolverBench bench = new(domain: "lan");
        Assert.Equal(ResolverState.NotFound, bench.Begin(name).State);
        bench.AsksNothing();
    }
}
