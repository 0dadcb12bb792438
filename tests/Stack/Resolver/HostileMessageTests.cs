// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using CsCheck;
using NanoTcp.Resolver;
using NanoTcp.Tests.Stack.Dns;

namespace NanoTcp.Tests.Stack.Resolver;

/// <summary>Whatever comes to the port of a query: no exception, no allocation, no wrong address, and nothing stays behind.</summary>
public class HostileMessageTests
{
    private const string Name = "www.example.org";

    public static TheoryData<string> All => [.. HostileMessages.All.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public void A_hostile_message_brings_no_address_and_leaves_nothing_behind(string what)
    {
        ResolverBench bench = new([1, 3], hasTcp: false);
        ResolverQuery query = bench.Begin(Name);
        SentQuery sent = bench.Asks(1, Name);
        bench.Link.Arrive(Frames.Udp(sent.ServerPort, sent.Port, HostileMessages.All[what](sent), sent.Server));
        bench.Poll();
        Assert.NotEqual(ResolverState.Success, query.State);
        Assert.Equal(0, query.AddressCount);

        // Nothing leaves but another query of a name that somebody asked for, to a server.
        Assert.All(bench.Datagrams, frame => Assert.Equal((DnsResolver.Port, Name), (new SentQuery(frame).ServerPort, new SentQuery(frame).Name)));
        bench.Advance(new ResolverOptions().Deadline);
        Assert.NotEqual(ResolverState.Pending, query.State);
        Assert.Equal(long.MaxValue, bench.Resolver.Poll(bench.Now));

        bench.Advance(300_000);
        bench.Datagrams.Clear();
        query = bench.Begin(Name);
        sent = bench.Asks(1, Name);
        bench.Replies(sent, sent.Address(192, 0, 2, 1));
        ResolverBench.Has(query, "192.0.2.1");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Nothing_is_allocated_for_it(string what)
    {
        Allocations.AssertNone(() =>
        {
            ResolverBench bench = new([1, 3]);
            bench.Begin(Name);
            SentQuery sent = bench.Asks(1, Name);
            bench.Link.Arrive(Frames.Udp(sent.ServerPort, sent.Port, HostileMessages.All[what](sent), sent.Server));
            bench.Link.Collects = false;
            return () =>
            {
                bench.Bench.Stack.Poll(bench.Now);
                bench.Resolver.Poll(bench.Now);
            };
        });
    }

    [Fact]
    public void Nothing_is_allocated_for_an_honest_answer_either()
    {
        Allocations.AssertNone(() =>
        {
            ResolverBench bench = new();
            bench.Begin(Name);
            SentQuery sent = bench.Asks(1, Name);
            bench.Link.Arrive(Frames.Udp(sent.ServerPort, sent.Port, sent.Address(192, 0, 2, 1).ToArray(), sent.Server));
            return () =>
            {
                bench.Bench.Stack.Poll(bench.Now);
                bench.Resolver.Poll(bench.Now);
            };
        });
    }

    [Fact]
    public void There_are_more_than_sixty_of_them_and_no_two_are_the_same()
    {
        ResolverBench bench = new();
        bench.Begin(Name);
        SentQuery sent = bench.Asks(1, Name);
        Assert.Equal(HostileMessages.All.Count, HostileMessages.All.Values.Select(make => Convert.ToHexString(make(sent))).Distinct().Count());
        Assert.InRange(HostileMessages.All.Count, 61, 100);
    }

    [Fact]
    public void Any_bytes_are_survived()
    {
        ResolverBench bench = new([1, 3]);

        // Small counts and many pointers, so that reading gets far. The question is right in half of them.
        Gen<byte> likely = Gen.OneOf(Gen.Byte, Gen.Byte[0, 16], Gen.Const((byte)0xC0));
        Gen.Select(Gen.Bool, Gen.UShort, Gen.UShort[0, 4].Array[4], likely.Array[0, 200]).Sample((isAsked, flags, counts, rest) =>
        {
            ResolverQuery query = bench.Begin(Name);
            SentQuery sent = bench.Asks(1, Name);
            DnsMessage message = new(sent.Id, flags | 0x8000, isAsked ? 1 : counts[0], counts[1], counts[2], counts[3]);
            bench.Replies(sent, (isAsked ? message.Question(sent.Name, 1) : message).Add(rest));
            bench.Resolver.Cancel(query);
            bench.Datagrams.Clear();
            bench.Settings.SetDomain("");
        }, threads: 1);
    }

    [Fact]
    public void Any_change_of_an_honest_answer_is_survived()
    {
        ResolverBench bench = new([1, 3]);
        Gen.Select(Gen.Int[0, 110], Gen.Byte, Gen.Int[0, 110], Gen.Byte, Gen.Int[12, 120]).Sample((first, one, second, another, length) =>
        {
            ResolverQuery query = bench.Begin(Name);
            SentQuery sent = bench.Asks(1, Name);
            byte[] message = sent.Reply(2).Record(DnsMessage.Pointing(12), 5, 60, DnsMessage.Pointing(16, "edge.cdn")).Record(DnsMessage.Pointing(45), 1, 60, [192, 0, 2, 1]).Add(new byte[60]).ToArray();
            message[first] = one;
            message[second] = another;
            bench.Link.Arrive(Frames.Udp(sent.ServerPort, sent.Port, message[..length], sent.Server));
            bench.Poll();
            bench.Resolver.Cancel(query);
            bench.Datagrams.Clear();
            bench.Settings.SetDomain("");
        }, threads: 1);
    }
}
