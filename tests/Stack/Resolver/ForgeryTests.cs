// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Resolver;
using NanoTcp.Tests.Stack.Dns;
using NanoTcp.Tests.Stack.Ip;
using NanoTcp.Udp;

namespace NanoTcp.Tests.Stack.Resolver;

/// <summary>An answer is taken only if it is one to the question that was asked: RFC 5452 §9.1. Nothing else gets into the cache.</summary>
public class ForgeryTests
{
    private static readonly Dictionary<string, Func<SentQuery, DnsMessage>> s_forgeries = new()
    {
        ["another identifier"] = sent => new DnsMessage(sent.Id ^ 1, 0x8180, 1, 1).Question(sent.Name, 1).Record(DnsMessage.Pointing(12), 1, 60, [6, 6, 6, 6]),
        ["a query"] = sent => new DnsMessage(sent.Id, 0x0100, 1, 1).Question(sent.Name, 1).Record(DnsMessage.Pointing(12), 1, 60, [6, 6, 6, 6]),
        ["an inverse query's answer"] = sent => new DnsMessage(sent.Id, 0x8980, 1, 1).Question(sent.Name, 1).Record(DnsMessage.Pointing(12), 1, 60, [6, 6, 6, 6]),
        ["an update's answer"] = sent => new DnsMessage(sent.Id, 0xA800, 1, 1).Question(sent.Name, 1).Record(DnsMessage.Pointing(12), 1, 60, [6, 6, 6, 6]),
        ["another name"] = sent => new DnsMessage(sent.Id, 0x8180, 1, 1).Question("evil.example.org", 1).Record(DnsMessage.Pointing(12), 1, 60, [6, 6, 6, 6]),
        ["a longer name"] = sent => new DnsMessage(sent.Id, 0x8180, 1, 1).Question(sent.Name + ".evil", 1).Record(sent.Name, 1, 60, 6, 6, 6, 6),
        ["another type"] = sent => new DnsMessage(sent.Id, 0x8180, 1, 1).Question(sent.Name, 28).Record(DnsMessage.Pointing(12), 1, 60, [6, 6, 6, 6]),
        ["another class"] = sent => new DnsMessage(sent.Id, 0x8180, 1, 1).Question(DnsMessage.Name(sent.Name), 1, 3).Record(DnsMessage.Pointing(12), 1, 60, [6, 6, 6, 6]),
        ["no question"] = sent => new DnsMessage(sent.Id, 0x8180, 0, 1).Record(sent.Name, 1, 60, 6, 6, 6, 6),
        ["two questions"] = sent => new DnsMessage(sent.Id, 0x8180, 2, 1).Question(sent.Name, 1).Question(sent.Name, 1).Record(DnsMessage.Pointing(12), 1, 60, [6, 6, 6, 6]),
        ["an error about another name"] = sent => new DnsMessage(sent.Id, 0x8183, 1).Question("evil.example.org", 1),
        ["an error with another identifier"] = sent => new DnsMessage(sent.Id ^ 0x8000, 0x8183),
    };

    private readonly ResolverBench _bench = new([1, 3]);

    public static TheoryData<string> Forgeries => [.. s_forgeries.Keys];

    [Theory]
    [MemberData(nameof(Forgeries))]
    public void What_does_not_answer_the_question_is_dropped_and_the_answer_still_taken(string what)
    {
        ResolverQuery query = _bench.Begin("www.example.org");
        SentQuery sent = _bench.Asks(1, "www.example.org");
        _bench.Replies(sent, s_forgeries[what](sent));
        Assert.Equal(ResolverState.Pending, query.State);
        Assert.Equal(1, _bench.Count(ResolverCounter.Unexpected));
        _bench.AsksNothing();
        _bench.Replies(sent, sent.Address(192, 0, 2, 1));
        ResolverBench.Has(query, "192.0.2.1");
    }

    [Fact]
    public void An_answer_from_another_port_or_address_or_to_another_port_is_dropped()
    {
        ResolverQuery query = _bench.Begin("www.example.org");
        SentQuery sent = _bench.Asks(1, "www.example.org");
        DnsMessage forged = sent.Address(6, 6, 6, 6);
        _bench.Replies(sent, forged, sourcePort: 5353);
        _bench.Replies(sent, forged, source: IpBench.Host(3));
        _bench.Replies(sent, forged, source: IpBench.Host(9));
        Assert.Equal(3, _bench.Udp.GetCount(UdpCounter.NotConnectedTo));
        _bench.Replies(sent, forged, port: sent.Port ^ 1);
        Assert.Equal(ResolverState.Pending, query.State);
    }

    [Fact]
    public void The_answer_to_a_query_that_was_given_up_is_nobodys()
    {
        ResolverQuery query = _bench.Begin("www.example.org");
        SentQuery first = _bench.Asks(1, "www.example.org");
        _bench.Advance(1500);
        SentQuery second = _bench.Asks(3, "www.example.org");
        _bench.Replies(first, first.Address(6, 6, 6, 6));
        Assert.Equal(ResolverState.Pending, query.State);
        _bench.Replies(second, second.Address(192, 0, 2, 1));
        ResolverBench.Has(query, "192.0.2.1");
    }

    // A birthday attack needs many open questions for one name: there is one, at any time.
    [Fact]
    public void However_often_a_name_is_looked_up_one_question_is_open()
    {
        for (int i = 0; i < 100; i++)
        {
            _bench.Begin("www.example.org");
        }

        _bench.Asks(1, "www.example.org");
        _bench.AsksNothing();
        Assert.Equal(1, _bench.Count(ResolverCounter.Queries));
    }

    [Fact]
    public void Who_guesses_has_eight_tries_and_then_has_to_find_another_port()
    {
        ResolverQuery query = _bench.Begin("www.example.org");
        SentQuery sent = _bench.Asks(1, "www.example.org");
        for (int i = 1; i <= 8; i++)
        {
            _bench.Replies(sent, new DnsMessage(sent.Id ^ i, 0x8180, 1, 1).Question(sent.Name, 1).Record(DnsMessage.Pointing(12), 1, 60, [6, 6, 6, 6]));
        }

        _bench.Replies(sent, sent.Address(6, 6, 6, 6));
        Assert.Equal((ResolverState.Pending, 8), (query.State, _bench.Count(ResolverCounter.Unexpected)));
        _bench.Advance(1500);
        sent = _bench.Asks(3, "www.example.org");
        _bench.Replies(sent, sent.Address(192, 0, 2, 1));
        ResolverBench.Has(query, "192.0.2.1");
    }

    // Kaminsky's attack: the answer is about a name that nobody will ask for again, and the poison is in what comes with it.
    [Fact]
    public void Records_of_other_names_are_never_remembered()
    {
        ResolverQuery query = _bench.Answered("x17.example.org", sent => new DnsMessage(sent.Id, 0x8180, 1, 2, 1, 2).Question(sent.Name, 1)
            .Record(DnsMessage.Pointing(12), 1, 3600, [192, 0, 2, 1])
            .Record("www.example.org", 1, 3600, 6, 6, 6, 6)
            .Record("example.org", 2, 3600, DnsMessage.Name("www.example.org"))
            .Record("www.example.org", 1, 3600, 6, 6, 6, 6)
            .Record("bank.example.com", 5, 3600, DnsMessage.Name("www.example.org")));
        ResolverBench.Has(query, "192.0.2.1");
        foreach (string name in (string[])["www.example.org", "example.org", "bank.example.com"])
        {
            query = _bench.Begin(name);
            _bench.Asks(1, name);
            _bench.Resolver.Cancel(query);
        }
    }

    [Fact]
    public void Addresses_in_other_sections_are_no_answer()
    {
        ResolverQuery query = _bench.Answered("www.example.org", sent => new DnsMessage(sent.Id, 0x8180, 1, 0, 1, 1).Question(sent.Name, 1)
            .Record("www.example.org", 1, 3600, 6, 6, 6, 6)
            .Record("www.example.org", 1, 3600, 6, 6, 6, 6));
        Assert.Equal((ResolverState.NotFound, 0), (query.State, query.AddressCount));
    }

    [Fact]
    public void An_alias_does_not_make_records_of_the_other_name_remembered_for_it()
    {
        _bench.Answered("x.evil.net", sent => sent.Reply(2).Record(DnsMessage.Pointing(12), 5, 3600, DnsMessage.Name("www.example.org"))
            .Record("www.example.org", 1, 3600, 6, 6, 6, 6));
        _bench.Begin("www.example.org");
        _bench.Asks(1, "www.example.org");
    }
}
