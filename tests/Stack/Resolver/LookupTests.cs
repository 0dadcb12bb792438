// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Resolver;
using NanoTcp.Tests.Stack.Dns;

namespace NanoTcp.Tests.Stack.Resolver;

/// <summary>What an application sees of a lookup.</summary>
public class LookupTests
{
    private readonly ResolverBench _bench = new();

    [Fact]
    public void A_server_is_asked_for_the_address_and_its_answer_is_the_applications()
    {
        ResolverQuery query = _bench.Begin("board.example.org");
        Assert.Equal(ResolverState.Pending, query.State);
        SentQuery sent = _bench.Asks(1, "board.example.org");
        _bench.AsksNothing();
        _bench.Replies(sent, sent.Address(192, 0, 2, 1));
        ResolverBench.Has(query, "192.0.2.1");
        Assert.Equal(1, _bench.Count(ResolverCounter.Queries));
    }

    [Fact]
    public void The_name_is_as_good_with_a_dot_at_its_end()
    {
        _bench.Begin("example.org.");
        _bench.Asks(1, "example.org");
    }

    [Fact]
    public void Four_addresses_are_kept()
    {
        ResolverQuery query = _bench.Answered("example.org", sent =>
        {
            DnsMessage message = sent.Reply(10);
            for (byte i = 1; i <= 10; i++)
            {
                message.Record(DnsMessage.Pointing(12), 1, 60, [192, 0, 2, i]);
            }

            return message;
        });
        ResolverBench.Has(query, "192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4");
        Assert.Throws<ArgumentOutOfRangeException>(() => query.GetAddress(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => query.GetAddress(-1));
    }

    [Fact]
    public void An_address_that_comes_twice_is_kept_once()
    {
        ResolverBench bench = new();
        byte[] hosts = [1, 1, 1, 2, 1, 2, 3, 4];
        ResolverQuery query = bench.Answered("example.org", sent =>
        {
            DnsMessage reply = sent.Reply(hosts.Length);
            foreach (byte host in hosts)
            {
                reply.Record(DnsMessage.Pointing(12), 1, 300, [192, 0, 2, host]);
            }

            return reply;
        });
        ResolverBench.Has(query, "192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4");
    }

    [Theory]
    [InlineData("192.168.1.5")]
    [InlineData("10.0.0.255")]
    public void An_address_in_numbers_is_its_own_answer(string address)
    {
        ResolverQuery query = _bench.Begin(address);
        ResolverBench.Has(query, address);
        _bench.AsksNothing();
    }

    [Fact]
    public void An_address_in_numbers_needs_no_network()
    {
        _bench.Bench.Ip.Configure(HostAddress.Any, 0, HostAddress.Any);
        ResolverBench.Has(_bench.Begin("192.0.2.7"), "192.0.2.7");
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a..b")]
    [InlineData(".example.org")]
    [InlineData("192.168.1.256")]
    [InlineData("192.168.1")]
    [InlineData("1.2.3.4.5")]
    [InlineData("192.168.1.05")]
    [InlineData("7")]
    public void What_is_neither_name_nor_address_is_refused(string name)
    {
        ResolverQuery query = new();
        Assert.Equal(SocketError.InvalidArgument, _bench.Resolver.Begin(name, query));
        Assert.Equal(ResolverState.Idle, query.State);
        _bench.AsksNothing();
    }

    [Fact]
    public void The_longest_name_is_asked_for()
    {
        string name = string.Join('.', Enumerable.Repeat(new string('a', 62), 4));
        _bench.Begin(name);
        _bench.Asks(1, name);
        Assert.Equal(SocketError.InvalidArgument, _bench.Resolver.Begin(name + ".bb", new ResolverQuery()));
    }

    [Fact]
    public void Queries_for_one_name_share_a_lookup()
    {
        ResolverQuery first = _bench.Begin("example.org");
        SentQuery sent = _bench.Asks(1, "example.org");
        ResolverQuery second = _bench.Begin("EXAMPLE.ORG.");
        ResolverQuery third = _bench.Begin("example.org");
        _bench.AsksNothing();
        _bench.Replies(sent, sent.Address(192, 0, 2, 1));
        ResolverBench.Has(first, "192.0.2.1");
        ResolverBench.Has(second, "192.0.2.1");
        ResolverBench.Has(third, "192.0.2.1");
    }

    [Fact]
    public void Different_names_are_looked_up_at_a_time_as_many_as_configured()
    {
        ResolverQuery first = _bench.Begin("a.example.org");
        ResolverQuery second = _bench.Begin("b.example.org");
        SentQuery a = _bench.Asks(1, "a.example.org");
        SentQuery b = _bench.Asks(1, "b.example.org");
        Assert.NotEqual(a.Port, b.Port);

        ResolverQuery third = new();
        Assert.Equal(SocketError.NoBufferSpaceAvailable, _bench.Resolver.Begin("c.example.org", third));
        Assert.Equal(ResolverState.Idle, third.State);
        Assert.Equal(1, _bench.Count(ResolverCounter.LookupsExhausted));

        _bench.Replies(b, b.Address(192, 0, 2, 2));
        ResolverBench.Has(second, "192.0.2.2");
        Assert.Equal(SocketError.Success, _bench.Resolver.Begin("c.example.org", third));
        _bench.Asks(1, "c.example.org");
        _bench.Replies(a, a.Address(192, 0, 2, 1));
        ResolverBench.Has(first, "192.0.2.1");
    }

    [Fact]
    public void A_pending_query_is_not_taken_again()
    {
        ResolverQuery query = _bench.Begin("example.org");
        Assert.Equal(SocketError.InvalidArgument, _bench.Resolver.Begin("example.com", query));
        SentQuery sent = _bench.Asks(1, "example.org");
        _bench.Replies(sent, sent.Address(192, 0, 2, 1));
        ResolverBench.Has(query, "192.0.2.1");
        Assert.Equal(SocketError.Success, _bench.Resolver.Begin("example.com", query));
        Assert.Equal((ResolverState.Pending, 0), (query.State, query.AddressCount));
    }

    [Fact]
    public void A_cancelled_query_gets_no_answer_but_the_others_do()
    {
        ResolverQuery first = _bench.Begin("example.org");
        ResolverQuery second = _bench.Begin("example.org");
        ResolverQuery third = _bench.Begin("example.org");
        SentQuery sent = _bench.Asks(1, "example.org");
        _bench.Resolver.Cancel(second);
        _bench.Resolver.Cancel(third);
        _bench.Resolver.Cancel(third);
        _bench.Replies(sent, sent.Address(192, 0, 2, 1));
        ResolverBench.Has(first, "192.0.2.1");
        Assert.Equal((ResolverState.Idle, ResolverState.Idle), (second.State, third.State));
    }

    [Fact]
    public void A_lookup_ends_with_its_last_query()
    {
        ResolverQuery query = _bench.Begin("example.org");
        SentQuery sent = _bench.Asks(1, "example.org");
        _bench.Resolver.Cancel(query);
        _bench.Replies(sent, sent.Address(192, 0, 2, 1));
        Assert.Equal(ResolverState.Idle, query.State);
        Assert.Equal(long.MaxValue, _bench.Resolver.Poll(_bench.Now));
        Assert.Equal(SocketError.Success, _bench.Resolver.Begin("a.example.org", query));
        _bench.Asks(1, "a.example.org");
        _bench.Begin("b.example.org");
        _bench.Asks(1, "b.example.org");
    }

    [Fact]
    public void Without_a_lookup_the_resolver_wants_no_poll()
    {
        Assert.Equal(long.MaxValue, _bench.Resolver.Poll(_bench.Now));
        _bench.Begin("example.org");
        Assert.Equal(_bench.Now + new ResolverOptions().Timeout, _bench.Resolver.Poll(_bench.Now));
    }

    [Fact]
    public void Arguments_are_needed()
    {
        Assert.Throws<ArgumentNullException>(() => _bench.Resolver.Begin(null!, new ResolverQuery()));
        Assert.Throws<ArgumentNullException>(() => _bench.Resolver.Begin("example.org", null!));
        Assert.Throws<ArgumentNullException>(() => _bench.Resolver.Cancel(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => _bench.Resolver.GetCount(ResolverCounter.Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => _bench.Resolver.GetCount((ResolverCounter)(-1)));
    }
}
