// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Resolver;
using NanoTcp.Tests.Stack.Dns;

namespace NanoTcp.Tests.Stack.Resolver;

/// <summary>What is remembered, and for how long: RFC 1034 §5.3.3, RFC 2181 §8, RFC 2308.</summary>
public class CacheTests
{
    private const int A = 1;
    private const int CNAME = 5;
    private const int SOA = 6;

    private readonly ResolverBench _bench = new();

    private static byte[] Soa(uint minimum) => [.. DnsMessage.Name("ns.example.org"), 0, .. new byte[16], .. DnsMessage.UInt32(minimum)];

    /// <summary>Expects that a name is answered from the cache until a time in seconds, and not then.</summary>
    private void KnownFor(string name, ResolverState state, long seconds)
    {
        _bench.Advance(seconds * 1000 - 1);
        Assert.Equal(state, _bench.Begin(name).State);
        _bench.AsksNothing();
        _bench.Advance(1);
        Assert.Equal(ResolverState.Pending, _bench.Begin(name).State);
        _bench.Asks(1, name);
    }

    [Fact]
    public void An_address_is_remembered_for_its_time_to_live()
    {
        _bench.Answered("example.org", sent => sent.Reply(1).Record(DnsMessage.Pointing(12), A, 30, [192, 0, 2, 1]));
        ResolverBench.Has(_bench.Begin("EXAMPLE.org"), "192.0.2.1");
        Assert.Equal(1, _bench.Count(ResolverCounter.CacheHits));
        KnownFor("example.org", ResolverState.Success, 30);
    }

    [Fact]
    public void The_shortest_time_of_a_chain_counts()
    {
        _bench.Answered("example.org", sent => sent.Reply(3)
            .Record(DnsMessage.Pointing(12), CNAME, 20, DnsMessage.Name("a.example.org"))
            .Record("a.example.org", A, 30, 192, 0, 2, 1)
            .Record("a.example.org", A, 25, 192, 0, 2, 2));
        KnownFor("example.org", ResolverState.Success, 20);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x80000000u)]
    [InlineData(0xFFFFFFFFu)]
    public void A_time_of_nothing_or_with_the_highest_bit_is_not_remembered(uint timeToLive)
    {
        _bench.Answered("example.org", sent => sent.Reply(1).Record(DnsMessage.Pointing(12), A, timeToLive, [192, 0, 2, 1]));
        _bench.Begin("example.org");
        _bench.Asks(1, "example.org");
    }

    [Fact]
    public void Nothing_is_remembered_for_more_than_a_day()
    {
        _bench.Answered("example.org", sent => sent.Reply(1).Record(DnsMessage.Pointing(12), A, 0x7FFFFFFF, [192, 0, 2, 1]));
        KnownFor("example.org", ResolverState.Success, 86_400);
    }

    [Theory]
    [InlineData(3, 100, 40, 40)]
    [InlineData(3, 40, 100, 40)]
    [InlineData(0, 100, 40, 40)]
    [InlineData(0, 40, 100, 40)]
    [InlineData(3, 86400, 86400, 300)]
    public void That_there_is_no_address_is_remembered_as_the_zone_says_but_five_minutes_at_most(int code, uint timeToLive, uint minimum, long seconds)
    {
        ResolverQuery query = _bench.Answered("example.org", sent => sent.Reply(0, 1, code).Record("org", SOA, timeToLive, Soa(minimum)));
        Assert.Equal(ResolverState.NotFound, query.State);
        KnownFor("example.org", ResolverState.NotFound, seconds);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(0)]
    public void Without_the_zones_record_that_is_not_remembered(int code)
    {
        Assert.Equal(ResolverState.NotFound, _bench.Answered("example.org", sent => sent.Reply(code: code)).State);
        _bench.Begin("example.org");
        _bench.Asks(1, "example.org");
    }

    [Theory]
    [InlineData(0x80000000u)]
    [InlineData(0u)]
    public void A_zone_that_forbids_it_is_obeyed(uint minimum)
    {
        _bench.Answered("example.org", sent => sent.Reply(0, 1, 3).Record("org", SOA, 60, Soa(minimum)));
        _bench.Begin("example.org");
        _bench.Asks(1, "example.org");
    }

    [Fact]
    public void A_record_of_the_zone_that_is_too_short_says_nothing()
    {
        _bench.Answered("example.org", sent => sent.Reply(0, 1, 3).Record("org", SOA, 60, 0, 0, 0, 60));
        _bench.Begin("example.org");
        _bench.Asks(1, "example.org");
    }

    [Fact]
    public void A_server_that_only_names_others_has_not_answered()
    {
        ResolverBench bench = new([1, 3]);
        ResolverQuery query = bench.Answered("example.org", sent => sent.Reply(0, 1).Record("org", 2, 60, DnsMessage.Name("ns.org")));
        Assert.Equal(ResolverState.Pending, query.State);
        bench.Asks(3, "example.org");
    }

    [Fact]
    public void When_the_cache_is_full_the_answer_that_ends_first_makes_room()
    {
        for (int i = 0; i < 9; i++)
        {
            uint timeToLive = i == 3 ? 50u : 100;
            _bench.Answered($"n{i}.example.org", sent => sent.Reply(1).Record(DnsMessage.Pointing(12), A, timeToLive, [192, 0, 2, 1]));
        }

        for (int i = 0; i < 9; i++)
        {
            Assert.Equal(i == 3 ? ResolverState.Pending : ResolverState.Success, _bench.Begin($"n{i}.example.org").State);
        }
    }

    [Fact]
    public void What_is_not_remembered_takes_no_place()
    {
        string[] names = [.. Enumerable.Range(0, 8).Select(i => $"n{i}.example.org")];
        Assert.All(names, name => _bench.Answered(name, sent => sent.Address(192, 0, 2, 1)));
        _bench.Answered("x.example.org", sent => sent.Reply(1).Record(DnsMessage.Pointing(12), A, 0, [192, 0, 2, 1]));
        Assert.All(names, name => Assert.Equal(ResolverState.Success, _bench.Begin(name).State));
    }

    [Fact]
    public void A_new_answer_takes_the_place_of_an_old_one()
    {
        _bench.Answered("example.org", sent => sent.Reply(1).Record(DnsMessage.Pointing(12), A, 10, [192, 0, 2, 1]));
        _bench.Advance(10_000);
        _bench.Answered("example.org", sent => sent.Reply(2).Record(DnsMessage.Pointing(12), A, 10, [192, 0, 2, 2]).Record(DnsMessage.Pointing(12), A, 10, [192, 0, 2, 3]));
        ResolverBench.Has(_bench.Begin("example.org"), "192.0.2.2", "192.0.2.3");
    }

    [Fact]
    public void Names_of_80_bytes_are_remembered_and_longer_ones_are_asked_for_each_time()
    {
        string fits = $"{new string('a', 60)}.{new string('b', 17)}";
        string tooLong = $"{new string('a', 60)}.{new string('b', 18)}";
        _bench.Answered(fits, sent => sent.Address(192, 0, 2, 1));
        _bench.Answered(tooLong, sent => sent.Address(192, 0, 2, 1));
        Assert.Equal(ResolverState.Success, _bench.Begin(fits).State);
        Assert.Equal(ResolverState.Pending, _bench.Begin(tooLong).State);
    }

    [Fact]
    public void Without_entries_nothing_is_remembered()
    {
        ResolverBench bench = new(configure: options => options.CacheEntries = 0);
        bench.Answered("example.org", sent => sent.Address(192, 0, 2, 1));
        bench.Begin("example.org");
        bench.Asks(1, "example.org");
    }
}
