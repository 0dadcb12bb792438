// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Resolver;
using NanoTcp.Tests.Stack.Ip;

namespace NanoTcp.Tests.Stack.Resolver;

/// <summary>Another network has other servers and other answers.</summary>
public class NetworkChangeTests
{
    private readonly ResolverBench _bench = new([1, 3]);

    private void Cached(string name) => Cached(_bench, name);

    private static void Cached(ResolverBench bench, string name)
    {
        bench.Answered(name, sent => sent.Address(192, 0, 2, 1));
        ResolverBench.Has(bench.Begin(name), "192.0.2.1");
        bench.AsksNothing();
    }

    [Fact]
    public void New_servers_are_asked_by_lookups_under_way()
    {
        ResolverQuery query = _bench.Begin("example.org");
        _bench.Asks(1, "example.org");
        _bench.Settings.Clear();
        _bench.Settings.AddDnsServer(new HostAddress(IpBench.Host(4)));
        SentQuery sent = _bench.Asks(4, "example.org");
        _bench.Replies(sent, sent.Address(192, 0, 2, 4));
        ResolverBench.Has(query, "192.0.2.4");
    }

    [Fact]
    public void Without_servers_lookups_under_way_end()
    {
        ResolverQuery query = _bench.Begin("example.org");
        _bench.Asks(1, "example.org");
        _bench.Settings.Clear();
        _bench.AsksNothing();
        Assert.Equal(ResolverState.NoServer, query.State);
    }

    [Fact]
    public void When_the_address_is_gone_lookups_under_way_end()
    {
        ResolverQuery query = _bench.Begin("example.org");
        _bench.Asks(1, "example.org");
        _bench.Bench.Ip.Configure(HostAddress.Any, 0, HostAddress.Any);
        _bench.AsksNothing();
        Assert.Equal(ResolverState.NoServer, query.State);
    }

    [Fact]
    public void Answers_of_old_settings_are_forgotten_when_the_clock_is_below_zero()
    {
        var bench = new ResolverBench(start: -100_000_000);
        Cached(bench, "example.org");
        bench.Settings.SetDomain("home.arpa");
        bench.Begin("example.org");
        bench.Asks(1, "example.org");
    }

    [Fact]
    public void With_new_settings_answers_of_the_old_ones_are_forgotten()
    {
        Cached("example.org");
        _bench.Settings.SetDomain("home.arpa");
        _bench.Begin("example.org");
        _bench.Asks(1, "example.org");
    }

    [Fact]
    public void With_a_new_address_answers_are_forgotten()
    {
        Cached("example.org");
        _bench.Bench.Ip.Configure(HostAddress.Parse("192.168.7.7"), 24, Frames.PeerHost);
        _bench.Begin("example.org");
        _bench.Asks(1, "example.org");
    }

    [Fact]
    public void When_the_link_comes_back_lookups_under_way_begin_again()
    {
        ResolverQuery query = _bench.Begin("example.org");
        _bench.Asks(1, "example.org");
        _bench.Link.HasCable = false;
        _bench.Advance(4000);
        Assert.Equal(ResolverState.Pending, query.State);
        _bench.Link.HasCable = true;
        _bench.Advance(500);
        SentQuery sent = _bench.Asks(1, "example.org");
        _bench.AsksNothing();
        _bench.Replies(sent, sent.Address(192, 0, 2, 1));
        ResolverBench.Has(query, "192.0.2.1");
    }

    [Fact]
    public void A_lookup_ends_by_its_deadline_even_if_the_link_bounces_all_the_time()
    {
        ResolverQuery query = _bench.Begin("example.org");
        long begin = _bench.Now;
        while (query.State == ResolverState.Pending && _bench.Now < begin + 60_000)
        {
            _bench.Link.HasCable = !_bench.Link.HasCable;
            _bench.Advance(500);
        }

        Assert.Equal(ResolverState.TimedOut, query.State);
        Assert.InRange(_bench.Now - begin, 20_000, 20_500);
    }

    [Fact]
    public void Without_a_link_a_lookup_does_not_ask_for_polls_all_the_time()
    {
        _bench.Link.HasCable = false;
        _bench.Advance(1000);
        _bench.Begin("example.org");
        Assert.Equal(_bench.Now + new ResolverOptions().Timeout, _bench.Resolver.Poll(_bench.Now));
    }

    [Fact]
    public void When_the_clock_falls_back_lookups_still_end_in_time()
    {
        ResolverQuery query = new();
        Assert.Equal(SocketError.Success, _bench.Resolver.Begin("example.org", query));
        const long Later = 1L << 40;
        _bench.Resolver.Poll(Later);
        long now = 1000;
        for (long due = _bench.Resolver.Poll(now); due != long.MaxValue; due = _bench.Resolver.Poll(now))
        {
            now = Math.Max(now + 1, due);
        }

        Assert.Equal(ResolverState.TimedOut, query.State);
        Assert.Equal(1000 + new ResolverOptions().Deadline, now);
    }
}
