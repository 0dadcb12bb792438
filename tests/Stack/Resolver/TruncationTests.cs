// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Resolver;
using NanoTcp.Tcp;
using NanoTcp.Tests.Stack.Dns;

namespace NanoTcp.Tests.Stack.Resolver;

/// <summary>Answers that were cut off, are too long, or are fetched over TCP: RFC 1035 §4.2, RFC 2181 §9, RFC 7766.</summary>
public class TruncationTests
{
    private const int TC = 0x0200;
    private const int Wait = 1500;

    private static DnsMessage Cut(SentQuery sent) => sent.Reply(flags: TC);

    private static byte[] Framed(StreamServer server) => StreamServer.Framed(server.Reply(1).Record(DnsMessage.Pointing(12), 1, 300, [192, 0, 2, 1]).ToArray());

    private static ResolverBench Bench(Func<StreamServer, byte[]?> answers, bool closes = false, int pace = int.MaxValue)
        => new([1, 3]) { Streams = new StreamServer { Answers = answers, Closes = closes, Pace = pace } };

    [Fact]
    public void A_truncated_answer_is_fetched_over_TCP()
    {
        ResolverBench bench = Bench(Framed);
        ResolverQuery query = bench.Answered("example.org", Cut);
        ResolverBench.Has(query, "192.0.2.1");
        Assert.Equal((1, 1), (bench.Streams!.Queries, bench.Count(ResolverCounter.TcpQueries)));
        bench.AsksNothing();
        Assert.False(bench.Streams.IsConnected);
        Assert.Equal(1, bench.Bench.Count(TcpCounter.ActiveOpens));
    }

    [Fact]
    public void An_answer_is_truncated_even_if_an_address_came_with_it()
    {
        ResolverBench bench = Bench(Framed);
        ResolverQuery query = bench.Answered("example.org", sent => sent.Reply(1, flags: TC).Record(DnsMessage.Pointing(12), 1, 60, [6, 6, 6, 6]));
        ResolverBench.Has(query, "192.0.2.1");
    }

    [Fact]
    public void The_query_over_TCP_has_an_identifier_of_its_own()
    {
        ResolverBench bench = Bench(Framed);
        bench.Begin("example.org");
        SentQuery sent = bench.Asks(1, "example.org");
        bench.Replies(sent, Cut(sent));
        Assert.Equal(sent.Frame[44..], bench.Streams!.Query[2..]);
        Assert.NotEqual(sent.Frame[42..44], bench.Streams.Query[..2]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    public void The_stream_may_bring_the_answer_in_pieces(int pace)
    {
        ResolverBench bench = Bench(Framed, pace: pace);
        ResolverQuery query = bench.Answered("example.org", Cut);
        bench.Advance(1000);
        ResolverBench.Has(query, "192.0.2.1");
    }

    [Fact]
    public void The_server_may_close_behind_its_answer()
    {
        ResolverQuery query = Bench(Framed, closes: true).Answered("example.org", Cut);
        ResolverBench.Has(query, "192.0.2.1");
    }

    [Fact]
    public void A_long_answer_comes_over_TCP_in_several_segments()
    {
        ResolverBench bench = Bench(server =>
        {
            DnsMessage message = server.Reply(80);
            for (byte i = 1; i <= 80; i++)
            {
                message.Record(DnsMessage.Pointing(12), 1, 300, [192, 0, 2, i]);
            }

            return StreamServer.Framed(message.ToArray());
        });
        ResolverBench.Has(bench.Answered("example.org", Cut), "192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4");
    }

    [Fact]
    public void Of_an_answer_longer_than_the_buffer_the_beginning_has_to_do()
    {
        ResolverBench bench = Bench(server =>
        {
            DnsMessage message = server.Reply(200);
            for (int i = 1; i <= 200; i++)
            {
                message.Record(DnsMessage.Pointing(12), 1, 300, [192, 0, 2, (byte)i]);
            }

            return StreamServer.Framed(message.ToArray());
        });
        ResolverQuery query = bench.Answered("example.org", Cut);
        bench.Advance(1000);
        ResolverBench.Has(query, "192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4");
    }

    private static readonly Dictionary<string, Func<StreamServer, byte[]?>> s_failures = new()
    {
        ["a close without an answer"] = _ => null,
        ["another identifier"] = server => Framed(server) is var answer ? [.. answer[..2], (byte)(answer[2] ^ 1), .. answer[3..]] : null,
        ["another name"] = server => Framed(server) is var answer ? [.. answer[..15], (byte)'f', .. answer[16..]] : null,
        ["a length of one byte"] = _ => [0, 1, 7],
        ["a length of nothing"] = _ => [0, 0],
        ["a length beyond the end"] = server => Framed(server) is var answer ? [0xFF, .. answer[1..]] : null,
        ["half a length"] = _ => [0],
    };

    public static TheoryData<string> Failures => [.. s_failures.Keys];

    [Theory]
    [MemberData(nameof(Failures))]
    public void When_TCP_brings_nothing_the_next_server_is_asked_and_a_part_will_do(string failure)
    {
        ResolverBench bench = Bench(s_failures[failure], closes: true);
        ResolverQuery query = bench.Answered("example.org", Cut);
        SentQuery sent = bench.Asks(3, "example.org");
        bench.Replies(sent, sent.Reply(2, flags: TC).Record(DnsMessage.Pointing(12), 1, 300, [192, 0, 2, 1]));
        ResolverBench.Has(query, "192.0.2.1");
    }

    [Fact]
    public void The_only_server_is_asked_again_when_TCP_brings_nothing_and_a_part_will_do()
    {
        ResolverBench bench = new([1]) { Streams = new StreamServer { Answers = _ => null, Closes = true } };
        ResolverQuery query = bench.Answered("example.org", Cut);
        SentQuery sent = bench.Asks(1, "example.org");
        bench.Replies(sent, sent.Reply(2, flags: TC).Record(DnsMessage.Pointing(12), 1, 300, [192, 0, 2, 1]));
        ResolverBench.Has(query, "192.0.2.1");
    }

    [Fact]
    public void The_only_server_has_failed_when_TCP_brings_nothing_and_the_part_has_no_address()
    {
        ResolverBench bench = new([1]) { Streams = new StreamServer { Answers = _ => null, Closes = true } };
        ResolverQuery query = bench.Answered("example.org", Cut);
        SentQuery sent = bench.Asks(1, "example.org");
        bench.Replies(sent, sent.Reply(flags: TC));
        Assert.Equal(ResolverState.Failed, query.State);
        bench.AsksNothing();
    }

    [Theory]
    [InlineData(TC)]
    [InlineData(2)]
    [InlineData(5)]
    public void A_server_that_fails_over_TCP_is_left_for_the_next_one(int flags)
    {
        ResolverBench bench = Bench(server => StreamServer.Framed(server.Reply(flags: flags).ToArray()));
        ResolverQuery query = bench.Answered("example.org", Cut);
        SentQuery sent = bench.Asks(3, "example.org");
        bench.Replies(sent, sent.Address(192, 0, 2, 1));
        ResolverBench.Has(query, "192.0.2.1");
    }

    [Fact]
    public void A_silent_connection_is_left_in_a_bounded_time()
    {
        ResolverBench bench = Bench(_ => null);
        ResolverQuery query = bench.Answered("example.org", Cut);
        bench.Advance(3 * Wait - 1);
        bench.AsksNothing();
        bench.Advance(1);
        SentQuery sent = bench.Asks(3, "example.org");
        bench.Replies(sent, sent.Address(192, 0, 2, 1));
        ResolverBench.Has(query, "192.0.2.1");
        Assert.False(bench.Streams!.IsConnected);
    }

    [Fact]
    public void A_connection_that_nobody_takes_is_left_in_a_bounded_time()
    {
        ResolverBench bench = new([1, 3]);
        bench.Answered("example.org", Cut);
        bench.Advance(3 * Wait);
        bench.Asks(3, "example.org");
    }

    [Fact]
    public void Cancelling_ends_the_connection()
    {
        ResolverBench bench = Bench(_ => null);
        ResolverQuery query = bench.Answered("example.org", Cut);
        Assert.True(bench.Streams!.IsConnected);
        bench.Resolver.Cancel(query);
        bench.Advance(100);
        Assert.False(bench.Streams.IsConnected);
    }

    [Fact]
    public void Without_TCP_a_part_will_do()
    {
        ResolverBench bench = new([1, 3], hasTcp: false);
        ResolverQuery query = bench.Answered("example.org", sent => sent.Reply(3, flags: TC).Record(DnsMessage.Pointing(12), 1, 300, [192, 0, 2, 1]));
        ResolverBench.Has(query, "192.0.2.1");
        query = bench.Answered("a.example.org", Cut);
        Assert.Equal(ResolverState.Pending, query.State);
        bench.Asks(3, "a.example.org");
    }

    // Field quirk: a router passes on only the first 512 bytes, and does not say so.
    [Fact]
    public void A_message_cut_behind_an_address_has_an_address()
    {
        ResolverBench bench = Bench(Framed);
        ResolverQuery query = bench.Answered("example.org", sent => sent.Reply(18).Record(DnsMessage.Pointing(12), 1, 300, [192, 0, 2, 8])
            .Add(0xC0, 12, 0, 1, 0, 1));
        ResolverBench.Has(query, "192.0.2.8");
        Assert.Equal(0, bench.Count(ResolverCounter.TcpQueries));
    }

    [Fact]
    public void A_message_cut_in_front_of_the_address_is_truncated()
    {
        ResolverBench bench = Bench(Framed);
        ResolverQuery query = bench.Answered("example.org", sent => sent.Reply(2).Record(DnsMessage.Pointing(12), 5, 300, DnsMessage.Name("a.cdn.net"))
            .Add(1, (byte)'a'));
        ResolverBench.Has(query, "192.0.2.1");
        Assert.Equal(1, bench.Count(ResolverCounter.TcpQueries));
    }

    // Field quirk: some forwarders send 700 bytes and more to clients that have not asked for more than 512.
    [Theory]
    [InlineData(513)]
    [InlineData(700)]
    [InlineData(1472)]
    public void An_answer_of_more_than_512_bytes_is_read(int length)
    {
        ResolverBench bench = new();
        ResolverQuery query = bench.Answered("example.org", sent =>
        {
            DnsMessage message = sent.Reply(2);
            int rest = length - message.Length - 12 - 16;
            return message.Record(DnsMessage.Pointing(12), 16, 300, new byte[rest]).Record(DnsMessage.Pointing(12), 1, 300, [192, 0, 2, 1]);
        });
        ResolverBench.Has(query, "192.0.2.1");
    }
}
