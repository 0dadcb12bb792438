// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Resolver;
using NanoTcp.Tests.Stack.Dns;

namespace NanoTcp.Tests.Stack.Resolver;

/// <summary>Chains of CNAMEs: RFC 1034 §3.6.2 and §5.3.3. Field quirk: cloud names have up to four of them, in any order, compressed into earlier data.</summary>
public class AliasTests
{
    private const int A = 1;
    private const int CNAME = 5;

    private readonly ResolverBench _bench = new([1, 3]);

    private static readonly byte[] s_address = [192, 0, 2, 1];

    [Fact]
    public void The_address_at_the_end_of_a_chain_is_taken()
    {
        ResolverQuery query = _bench.Answered("www.example.org", sent => sent.Reply(4)
            .Record("www.example.org", CNAME, 60, DnsMessage.Name("a.cdn.net"))
            .Record("a.cdn.net", CNAME, 60, DnsMessage.Name("b.cdn.net"))
            .Record("b.cdn.net", CNAME, 60, DnsMessage.Name("c.cdn.net"))
            .Record("c.cdn.net", A, 60, s_address));
        ResolverBench.Has(query, "192.0.2.1");
        _bench.AsksNothing();
    }

    [Fact]
    public void Owners_may_be_compressed_into_the_data_of_earlier_records()
    {
        ResolverQuery query = _bench.Answered("www.example.org", sent =>
        {
            DnsMessage message = sent.Reply(12).Record(DnsMessage.Pointing(12), CNAME, 60, DnsMessage.Pointing(16, "edge"));
            int first = message.Length - 7;
            message.Record(DnsMessage.Pointing(first), CNAME, 60, DnsMessage.Pointing(first, "x"));
            int second = message.Length - 4;
            for (byte i = 1; i <= 10; i++)
            {
                message.Record(DnsMessage.Pointing(second), A, 60, [192, 0, 2, i]);
            }

            return message;
        });
        ResolverBench.Has(query, "192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4");
    }

    [Fact]
    public void The_order_of_the_records_means_nothing()
    {
        ResolverQuery query = _bench.Answered("www.example.org", sent => sent.Reply(4)
            .Record("c.cdn.net", A, 60, s_address)
            .Record("b.cdn.net", CNAME, 60, DnsMessage.Name("c.cdn.net"))
            .Record("other.example.org", A, 60, 6, 6, 6, 6)
            .Record("WWW.example.ORG", CNAME, 60, DnsMessage.Name("B.cdn.net")));
        ResolverBench.Has(query, "192.0.2.1");
    }

    [Fact]
    public void A_chain_without_an_address_is_followed_with_another_query_to_the_same_server()
    {
        ResolverQuery query = _bench.Answered("www.example.org", sent => sent.Reply(2)
            .Record("www.example.org", CNAME, 60, DnsMessage.Name("a.cdn.net"))
            .Record("a.cdn.net", CNAME, 60, DnsMessage.Name("b.cdn.net")));
        Assert.Equal(ResolverState.Pending, query.State);
        SentQuery sent = _bench.Asks(1, "b.cdn.net");
        _bench.Replies(sent, sent.Address(192, 0, 2, 1));
        ResolverBench.Has(query, "192.0.2.1");
        ResolverBench.Has(_bench.Begin("www.example.org"), "192.0.2.1");
        _bench.AsksNothing();
    }

    [Fact]
    public void That_server_is_asked_even_if_another_one_is_in_front_of_it()
    {
        _bench.Answered("www.example.org", sent => sent.Reply(code: 5));
        SentQuery sent = _bench.Asks(3, "www.example.org");
        _bench.Replies(sent, sent.Reply(1).Record(DnsMessage.Pointing(12), CNAME, 60, DnsMessage.Name("a.cdn.net")));
        _bench.Asks(3, "a.cdn.net");
    }

    [Fact]
    public void Eight_aliases_are_followed_and_not_one_more()
    {
        for (int aliases = 8; aliases <= 9; aliases++)
        {
            ResolverQuery query = _bench.Answered("n0.example.org", sent =>
            {
                DnsMessage message = sent.Reply(aliases + 1);
                for (int i = 0; i < aliases; i++)
                {
                    message.Record($"n{i}.example.org", CNAME, 0, DnsMessage.Name($"n{i + 1}.example.org"));
                }

                return message.Record($"n{aliases}.example.org", A, 0, s_address);
            });
            if (aliases == 8)
            {
                ResolverBench.Has(query, "192.0.2.1");
            }
            else
            {
                Assert.Equal(ResolverState.Pending, query.State);
                _bench.Asks(3, "n0.example.org");
            }
        }
    }

    [Fact]
    public void Aliases_that_come_one_by_one_are_counted_together()
    {
        ResolverQuery query = _bench.Begin("n0.example.org");
        for (int i = 0; i < 8; i++)
        {
            SentQuery sent = _bench.Asks(1, $"n{i}.example.org");
            _bench.Replies(sent, sent.Reply(1).Record(DnsMessage.Pointing(12), CNAME, 60, DnsMessage.Name($"n{i + 1}.example.org")));
        }

        SentQuery ninth = _bench.Asks(1, "n8.example.org");
        _bench.Replies(ninth, ninth.Reply(1).Record(DnsMessage.Pointing(12), CNAME, 60, DnsMessage.Name("n9.example.org")));
        _bench.Asks(3, "n8.example.org");
        Assert.Equal(ResolverState.Pending, query.State);
    }

    public static TheoryData<string, string[]> Loops => new()
    {
        { "to itself", ["www.example.org"] },
        { "of two", ["a.example.org", "www.example.org"] },
        { "of three beside the name", ["a.example.org", "b.example.org", "c.example.org", "a.example.org"] },
    };

    [Theory]
    [MemberData(nameof(Loops))]
    public void A_loop_of_aliases_is_a_failure_of_the_server(string loop, string[] chain)
    {
        ResolverQuery query = _bench.Answered("www.example.org", sent =>
        {
            DnsMessage message = sent.Reply(chain.Length);
            string owner = "www.example.org";
            foreach (string target in chain)
            {
                message.Record(owner, CNAME, 60, DnsMessage.Name(target));
                owner = target;
            }

            return message;
        });
        Assert.True(query.State == ResolverState.Pending, loop);
        _bench.Asks(3, "www.example.org");
    }

    [Fact]
    public void A_chain_whose_end_does_not_exist_is_not_found()
    {
        ResolverQuery query = _bench.Answered("www.example.org", sent => sent.Reply(1, code: 3)
            .Record("www.example.org", CNAME, 60, DnsMessage.Name("gone.cdn.net")));
        Assert.Equal(ResolverState.NotFound, query.State);
    }

    [Fact]
    public void A_chain_whose_end_has_no_address_is_not_found()
    {
        ResolverQuery query = _bench.Answered("www.example.org", sent => sent.Reply(1, 1)
            .Record("www.example.org", CNAME, 60, DnsMessage.Name("v6.cdn.net"))
            .Record("cdn.net", 6, 60, [0, 0, .. new byte[16], .. DnsMessage.UInt32(60)]));
        Assert.Equal(ResolverState.NotFound, query.State);
        _bench.AsksNothing();
    }

    [Fact]
    public void An_alias_that_is_no_name_is_a_failure_of_the_server()
    {
        // The pointer goes forward; what stands there by itself would be a name.
        ResolverQuery query = _bench.Answered("www.example.org", sent => sent.Reply(1).Record(DnsMessage.Pointing(12), CNAME, 60, [0xC3, 0xFF]));
        Assert.Equal(ResolverState.Pending, query.State);
        _bench.Asks(3, "www.example.org");
    }

    [Fact]
    public void The_next_server_is_asked_for_the_end_of_the_chain_when_the_first_one_goes_away_meanwhile()
    {
        ResolverQuery query = _bench.Answered("www.example.org", sent => sent.Reply(1).Record(DnsMessage.Pointing(12), CNAME, 60, DnsMessage.Name("a.cdn.net")));
        _bench.Asks(1, "a.cdn.net");
        _bench.Advance(1500);
        SentQuery sent = _bench.Asks(3, "a.cdn.net");
        _bench.Replies(sent, sent.Address(192, 0, 2, 1));
        ResolverBench.Has(query, "192.0.2.1");
    }
}
