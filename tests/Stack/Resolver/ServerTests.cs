// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Resolver;
using NanoTcp.Tests.Stack.Ip;
using NanoTcp.Udp;

namespace NanoTcp.Tests.Stack.Resolver;

/// <summary>Which server is asked, and for how long.</summary>
public class ServerTests
{
    private const int Wait = 1500;

    private static void Unreachable(ResolverBench bench, SentQuery sent)
        => bench.Bench.Arrives(Frames.Icmp(3, 3, 0, sent.Frame[14..42], sent.Server));

    [Fact]
    public void A_dead_server_is_left_for_the_next_one()
    {
        ResolverBench bench = new([1, 3]);
        ResolverQuery query = bench.Begin("example.org");
        bench.Asks(1, "example.org");
        bench.Advance(Wait - 1);
        bench.AsksNothing();
        bench.Advance(1);
        SentQuery sent = bench.Asks(3, "example.org");
        bench.Replies(sent, sent.Address(192, 0, 2, 1));
        ResolverBench.Has(query, "192.0.2.1");
        Assert.Equal(1, bench.Count(ResolverCounter.Unanswered));
    }

    [Fact]
    public void The_wait_doubles_when_all_servers_were_asked_until_the_deadline()
    {
        ResolverBench bench = new([1, 3]);
        ResolverQuery query = bench.Begin("example.org");
        long begin = bench.Now;
        int[] times = [0, 1500, 3000, 6000, 9000, 15_000];
        int[] servers = [1, 3, 1, 3, 1, 3];
        for (int i = 0; i < times.Length; i++)
        {
            bench.Advance(begin + times[i] - bench.Now);
            bench.Asks(servers[i], "example.org");
            bench.AsksNothing();
        }

        bench.Advance(begin + 19_999 - bench.Now);
        Assert.Equal(ResolverState.Pending, query.State);
        bench.Advance(1);
        Assert.Equal(ResolverState.TimedOut, query.State);
        Assert.Equal(long.MaxValue, bench.Resolver.Poll(bench.Now));
    }

    [Fact]
    public void Each_query_has_another_port_and_identifier()
    {
        ResolverBench bench = new();
        List<SentQuery> queries = [];
        for (int i = 0; i < 50; i++)
        {
            ResolverQuery query = bench.Begin($"host{i}.example.org");
            queries.Add(bench.Asks(1, $"host{i}.example.org"));
            bench.Resolver.Cancel(query);
        }

        Assert.InRange(queries.Select(query => query.Port).Distinct().Count(), 48, 50);
        Assert.InRange(queries.Select(query => query.Id).Distinct().Count(), 49, 50);
        Assert.InRange(queries.Zip(queries.Skip(1)).Select(pair => pair.Second.Id - pair.First.Id).Distinct().Count(), 45, 49);
    }

    [Fact]
    public void A_repeated_query_has_another_port_and_identifier_too()
    {
        ResolverBench bench = new();
        bench.Begin("example.org");
        SentQuery first = bench.Asks(1, "example.org");
        bench.Advance(Wait);
        SentQuery second = bench.Asks(1, "example.org");
        Assert.NotEqual((first.Port, first.Id), (second.Port, second.Id));
    }

    // Servers answer so when they are in trouble, and the next one may not be.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(9)]
    public void A_server_that_fails_or_refuses_is_left_for_the_next_one_at_once(int code)
    {
        ResolverBench bench = new([1, 3]);
        ResolverQuery query = bench.Begin("example.org");
        SentQuery sent = bench.Asks(1, "example.org");
        bench.Replies(sent, sent.Reply(code: code));
        sent = bench.Asks(3, "example.org");
        bench.Replies(sent, sent.Address(192, 0, 2, 1));
        ResolverBench.Has(query, "192.0.2.1");
        Assert.Equal(1, bench.Count(ResolverCounter.ServerFailures));
    }

    // Field quirk: many forwarders leave the question out of an error.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void An_error_without_a_question_counts(int code)
    {
        ResolverBench bench = new([1, 3]);
        bench.Begin("example.org");
        SentQuery sent = bench.Asks(1, "example.org");
        bench.Replies(sent, sent.Bare(code));
        bench.Asks(3, "example.org");
    }

    [Fact]
    public void That_there_is_no_such_name_needs_no_question_either()
    {
        ResolverBench bench = new([1, 3]);
        ResolverQuery query = bench.Answered("example.org", sent => sent.Bare(3));
        Assert.Equal(ResolverState.NotFound, query.State);
        bench.AsksNothing();
    }

    [Fact]
    public void Without_an_error_the_question_is_needed()
    {
        ResolverBench bench = new([1, 3]);
        ResolverQuery query = bench.Answered("example.org", sent => sent.Bare(0));
        Assert.Equal(ResolverState.Pending, query.State);
        bench.AsksNothing();
        Assert.Equal(1, bench.Count(ResolverCounter.Unexpected));
    }

    [Fact]
    public void When_all_servers_fail_the_lookup_fails_at_once()
    {
        ResolverBench bench = new([1, 3]);
        ResolverQuery query = bench.Begin("example.org");
        SentQuery sent = bench.Asks(1, "example.org");
        bench.Replies(sent, sent.Reply(code: 2));
        sent = bench.Asks(3, "example.org");
        bench.Replies(sent, sent.Reply(code: 5));
        Assert.Equal(ResolverState.Failed, query.State);
        bench.AsksNothing();
    }

    [Fact]
    public void When_one_fails_and_the_other_is_silent_they_are_asked_once_more()
    {
        ResolverBench bench = new([1, 3]);
        ResolverQuery query = bench.Begin("example.org");
        SentQuery sent = bench.Asks(1, "example.org");
        bench.Replies(sent, sent.Reply(code: 2));
        bench.Asks(3, "example.org");
        bench.Advance(Wait);
        sent = bench.Asks(1, "example.org");
        bench.Replies(sent, sent.Reply(code: 2));
        bench.Asks(3, "example.org");
        bench.Advance(2 * Wait);
        bench.AsksNothing();
        Assert.Equal(ResolverState.Failed, query.State);
    }

    // RFC 9520 §3.2.
    [Fact]
    public void A_failure_is_remembered_for_five_seconds()
    {
        ResolverBench bench = new();
        bench.Answered("example.org", sent => sent.Reply(code: 2));
        bench.Advance(4999);
        Assert.Equal(ResolverState.Failed, bench.Begin("example.org").State);
        bench.AsksNothing();
        bench.Advance(1);
        bench.Begin("example.org");
        bench.Asks(1, "example.org");
    }

    [Fact]
    public void That_there_is_no_such_name_is_the_answer_of_one_server()
    {
        ResolverBench bench = new([1, 3]);
        ResolverQuery query = bench.Answered("example.org", sent => sent.Reply(code: 3));
        Assert.Equal((ResolverState.NotFound, 0), (query.State, query.AddressCount));
        bench.AsksNothing();
    }

    [Fact]
    public void A_server_without_the_service_is_left_when_it_says_so()
    {
        ResolverBench bench = new([1, 3]);
        bench.Begin("example.org");
        Unreachable(bench, bench.Asks(1, "example.org"));
        bench.Asks(3, "example.org");
        Assert.Equal(1, bench.Count(ResolverCounter.ServerFailures));
    }

    // Field quirk: multi-homed routers answer from their other address.
    [Fact]
    public void An_answer_from_another_address_than_asked_is_dropped_and_counted_and_the_next_server_asked()
    {
        ResolverBench bench = new([1, 3]);
        ResolverQuery query = bench.Begin("example.org");
        SentQuery sent = bench.Asks(1, "example.org");
        bench.Replies(sent, sent.Address(192, 0, 2, 1), source: IpBench.Host(9));
        Assert.Equal(ResolverState.Pending, query.State);
        Assert.Equal(1, bench.Udp.GetCount(UdpCounter.NotConnectedTo));
        bench.Advance(Wait);
        sent = bench.Asks(3, "example.org");
        Assert.Equal(1, bench.Count(ResolverCounter.Unanswered));
        bench.Replies(sent, sent.Address(192, 0, 2, 3));
        ResolverBench.Has(query, "192.0.2.3");
    }

    [Fact]
    public void The_server_that_has_answered_is_asked_first_for_five_minutes()
    {
        ResolverBench bench = new([1, 3]);
        bench.Begin("a.example.org");
        bench.Asks(1, "a.example.org");
        bench.Advance(Wait);
        SentQuery sent = bench.Asks(3, "a.example.org");
        bench.Replies(sent, sent.Address(192, 0, 2, 1));

        // Its other answers do not make that longer.
        bench.Advance(299_999);
        bench.Begin("b.example.org");
        sent = bench.Asks(3, "b.example.org");
        bench.Replies(sent, sent.Address(192, 0, 2, 1));
        bench.Advance(1);
        bench.Begin("c.example.org");
        bench.Asks(1, "c.example.org");
    }

    [Fact]
    public void The_other_servers_follow_the_preferred_one()
    {
        ResolverBench bench = new([1, 3, 4]);
        bench.Begin("a.example.org");
        SentQuery sent = bench.Asks(1, "a.example.org");
        bench.Replies(sent, sent.Reply(code: 5));
        sent = bench.Asks(3, "a.example.org");
        bench.Replies(sent, sent.Address(192, 0, 2, 1));
        bench.Begin("b.example.org");
        sent = bench.Asks(3, "b.example.org");
        bench.Replies(sent, sent.Reply(code: 2));
        sent = bench.Asks(4, "b.example.org");
        bench.Replies(sent, sent.Reply(code: 2));
        bench.Asks(1, "b.example.org");
    }

    // Field quirk: a stack with an address believes itself online, and asks nobody for minutes.
    [Fact]
    public void Without_a_server_a_lookup_fails_at_once()
    {
        ResolverBench bench = new([]);
        ResolverQuery query = new();
        Assert.Equal(SocketError.NetworkUnreachable, bench.Resolver.Begin("example.org", query));
        Assert.Equal(ResolverState.NoServer, query.State);
        bench.AsksNothing();
    }

    [Fact]
    public void Without_an_address_a_lookup_fails_at_once()
    {
        ResolverBench bench = new();
        bench.Bench.Ip.Configure(HostAddress.Any, 0, HostAddress.Any);
        ResolverQuery query = new();
        Assert.Equal(SocketError.NetworkDown, bench.Resolver.Begin("example.org", query));
        Assert.Equal(SocketError.NetworkDown, bench.Resolver.Begin("board.local", query));
        Assert.Equal(ResolverState.NoServer, query.State);
        bench.AsksNothing();
    }

    [Fact]
    public void Without_a_way_to_the_server_a_lookup_fails_at_once()
    {
        ResolverBench bench = new([]);
        bench.Bench.Ip.Configure(HostAddress.Parse("169.254.7.2"), 16, HostAddress.Any);
        bench.Settings.AddDnsServer(HostAddress.Parse("8.8.8.8"));
        Assert.Equal(ResolverState.Failed, bench.Begin("example.org").State);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("192.168.7.2")]
    [InlineData("127.0.0.1")]
    public void A_server_that_nobody_can_be_is_left_at_once(string address)
    {
        ResolverBench bench = new([]);
        bench.Settings.AddDnsServer(HostAddress.Parse(address));
        bench.Settings.AddDnsServer(new HostAddress(IpBench.Host(3)));
        bench.Begin("example.org");
        bench.Asks(3, "example.org");
    }

    [Fact]
    public void A_busy_link_delays_the_query_and_loses_nothing()
    {
        ResolverBench bench = new([1, 3]);
        bench.Begin("warm.example.org");
        SentQuery warm = bench.Asks(1, "warm.example.org");
        bench.Replies(warm, warm.Address(192, 0, 2, 1));
        bench.Link.Room = 0;
        bench.Begin("example.org");
        bench.Advance(100);
        bench.AsksNothing();
        bench.Link.Room = int.MaxValue;
        bench.Advance(10);
        bench.Asks(1, "example.org");
        Assert.Equal(2, bench.Count(ResolverCounter.Queries));
    }
}
