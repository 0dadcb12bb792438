// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Mdns;
using NanoTcp.Tests.Stack.Dns;
using NanoTcp.Tests.Stack.Ip;

namespace NanoTcp.Tests.Stack.Mdns;

/// <summary>Messages that nobody honest sends: no exception, no allocation, no answer unless one is due, and a limit to what anybody can cause.</summary>
public class HostileTests
{
    private const int Response = 0x8400;
    private const int FlushIN = 0x8001;

    private static readonly byte[] s_kitchen = DnsMessage.Name("kitchen.local");
    private static readonly byte[] s_page = DnsMessage.Name("Kitchen._http._tcp.local");
    private static readonly byte[] s_rival = [192, 168, 7, 9];

    private static readonly Dictionary<string, byte[]> s_messages = new()
    {
        ["nothing"] = [],
        ["one byte"] = [0],
        ["half a header"] = new byte[11],
        ["only a header"] = new byte[12],
        ["only the header of a response"] = new DnsMessage(0, Response).ToArray(),
        ["65535 questions and none there"] = new DnsMessage(0, 0, 65535).ToArray(),
        ["65535 questions and one there"] = new DnsMessage(0, 0, 65535).Question(s_kitchen, 1).ToArray(),
        ["65535 answers and one there"] = new DnsMessage(0, Response, 0, 65535).Record(s_kitchen, 1, 120, s_rival).ToArray(),
        ["65535 of everything"] = new DnsMessage(0, 0, 65535, 65535, 65535, 65535).Question(s_kitchen, 1).ToArray(),
        ["65535 authorities behind a question"] = new DnsMessage(0, 0, 1, 0, 65535).Question(s_kitchen, 255, FlushIN).ToArray(),
        ["a name without an end"] = new DnsMessage(0, 0, 1).Add(7, (byte)'k', (byte)'i').ToArray(),
        ["a label of 64 bytes"] = new DnsMessage(0, 0, 1).Add([64, .. new byte[64], 0, 0, 1, 0, 1]).ToArray(),
        ["a label of an unknown kind"] = new DnsMessage(0, 0, 1).Add(0x80, 0, 0, 1, 0, 1).ToArray(),
        ["a pointer to itself"] = new DnsMessage(0, 0, 1).Question(DnsMessage.Pointing(12), 1).ToArray(),
        ["a pointer to a name that leads back to it"] = new DnsMessage(0, 0, 1).Question(DnsMessage.Pointing(12, "kitchen"), 1).ToArray(),
        ["a pointer that leads forward"] = new DnsMessage(0, 0, 1).Question(DnsMessage.Pointing(18), 1).Add(s_kitchen).ToArray(),
        ["two pointers to each other"] = new DnsMessage(0, 0, 1, 1).Question(DnsMessage.Pointing(18), 1).Record(DnsMessage.Pointing(12), 1, 120, s_rival).ToArray(),
        ["a pointer into the header"] = new DnsMessage(0, 0, 1).Question(DnsMessage.Pointing(2), 1).ToArray(),
        ["a pointer behind the end"] = new DnsMessage(0, 0, 1).Question(DnsMessage.Pointing(0x3FFF), 1).ToArray(),
        ["half a pointer"] = new DnsMessage(0, 0, 1).Add(0xC0).ToArray(),
        ["a chain of 200 pointers"] = Chain(200),
        ["a name of 300 bytes"] = new DnsMessage(0, 0, 1).Question(DnsMessage.Name(string.Join('.', Enumerable.Repeat("abcdefghi", 30)) + ".local"), 1).ToArray(),
        ["a question without a class"] = new DnsMessage(0, 0, 1).Add(s_kitchen).Add(0, 1).ToArray(),
        ["a record without a length"] = new DnsMessage(0, Response, 0, 1).Add(s_kitchen).Add(0, 1, 0x80, 1, 0, 0, 0, 120).ToArray(),
        ["a record longer than the message"] = new DnsMessage(0, Response, 0, 1).Record(s_kitchen, 1, 120, s_rival, FlushIN, 400).ToArray(),
        ["a conflict in a message that is cut off behind it"] = new DnsMessage(0, Response, 0, 2).Record(s_kitchen, 1, 120, s_rival, FlushIN).ToArray(),
        ["a name of the host with another one in front"] = new DnsMessage(0, 0, 1).Question("x.kitchen.local", 255).ToArray(),
        ["a name of the host with a NUL in it"] = new DnsMessage(0, 0, 1).Question([8, .. "kitchen\0"u8, 5, .. "local"u8, 0], 1).ToArray(),
        ["a name with a dot inside of a label"] = new DnsMessage(0, 0, 1).Question([13, .. "kitchen.local"u8, 0], 1).ToArray(),
        ["the root"] = new DnsMessage(0, 0, 1).Question([0], 255).ToArray(),
        ["a question of class 0"] = new DnsMessage(0, 0, 1).Question(s_kitchen, 1, 0).ToArray(),
        ["a question of class NONE"] = new DnsMessage(0, 0, 1).Question(s_kitchen, 255, 254).ToArray(),
        ["an update of the host's record"] = new DnsMessage(0, 0x2800, 1, 0, 1).Question(DnsMessage.Name("local"), 6).Record(s_kitchen, 1, 120, s_rival).ToArray(),
        ["a notification"] = new DnsMessage(0, 0x2000, 1).Question(s_kitchen, 1).ToArray(),
        ["a conflict with a response code"] = new DnsMessage(0, Response | 3, 0, 1).Record(s_kitchen, 1, 120, s_rival, FlushIN).ToArray(),
        ["a conflict of another class"] = new DnsMessage(0, Response, 0, 1).Record(s_kitchen, 1, 120, s_rival, 3).ToArray(),
        ["a conflict in the authority section"] = new DnsMessage(0, Response, 0, 0, 1).Record(s_kitchen, 1, 120, s_rival, FlushIN).ToArray(),
        ["a conflict whose time to live is negative"] = new DnsMessage(0, Response, 0, 1).Record(s_kitchen, 1, 0x80000000, s_rival, FlushIN).ToArray(),
        ["a conflict in a query"] = new DnsMessage(0, 0, 0, 1).Record(s_kitchen, 1, 120, s_rival, FlushIN).ToArray(),
        ["a record of EDNS with our name"] = new DnsMessage(0, Response, 0, 0, 0, 1).Record(s_kitchen, 41, 120, []).ToArray(),
        ["an NSEC record with a window without an end"] = new DnsMessage(0, Response, 0, 1).Record(s_kitchen, 47, 120, [.. s_kitchen, 255, 255, 1]).ToArray(),
        ["a probe for our name that is cut off"] = new DnsMessage(0, 0, 1, 0, 1).Question(s_kitchen, 255, FlushIN).Add(s_kitchen).ToArray(),
        ["known answers with impossible data"] = new DnsMessage(0, 0, 0, 4).Record(s_kitchen, 1, 120, []).Record(s_page, 33, 120, [0, 0, 0])
            .Record(s_page, 33, 120, [0, 0, 0, 0, 0, 80, 0xC0]).Record("_http._tcp.local", 12, 4500, 63, (byte)'x').ToArray(),
        ["1400 bytes of 255"] = [.. Enumerable.Repeat((byte)255, 1400)],
        ["1472 bytes of 0"] = new byte[1472],
    };

    public static TheoryData<string> Messages => [.. s_messages.Keys];

    [Theory]
    [MemberData(nameof(Messages))]
    public void It_gets_no_answer_and_changes_nothing(string name)
    {
        MdnsBench bench = MdnsBench.WithPage("path=/");
        foreach (int port in (int[])[5353, 40000])
        {
            bench.Arrives(s_messages[name], IpBench.Host(9), port);
            bench.Arrives(s_messages[name], IpBench.Host(9), port, isUnicast: true);
        }

        bench.SendsNothingFor(3000);
        Assert.Equal(("kitchen", MdnsState.Established), (bench.Responder.Name, bench.Responder.State));
        Assert.Equal(0, bench.Count(MdnsCounter.Conflicts));
        Assert.Equal(4, bench.Count(MdnsCounter.Received) + bench.Count(MdnsCounter.Malformed) + bench.Count(MdnsCounter.Ignored));
        bench.Arrives(MdnsMessage.Query("kitchen.local A QM"));
        bench.Answers("kitchen.local 120 IN! A 192.168.7.2");
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void It_does_not_disturb_probing(string name)
    {
        MdnsBench bench = new();
        bench.Start();
        bench.FirstProbe();
        bench.Arrives(s_messages[name], IpBench.Host(9));
        bench.Advance(800);
        Assert.Equal(("kitchen", MdnsState.Established), (bench.Responder.Name, bench.Responder.State));
    }

    [Theory]
    [InlineData("a query from port 0", 0)]
    [InlineData("a conflict from port 53", 53)]
    [InlineData("a conflict from port 5354", 5354)]
    public void A_wrong_port_is_ignored(string what, int port)
    {
        MdnsBench bench = MdnsBench.Established();
        bench.Arrives(what.StartsWith("a query") ? MdnsMessage.Query("kitchen.local A QM") : MdnsMessage.Response("kitchen.local 120 IN! A 192.168.7.9"), port: port);
        bench.SendsNothingFor(2000);
        Assert.Equal(1, bench.Count(MdnsCounter.Ignored));
    }

    [Fact]
    public void A_conflict_from_another_network_is_ignored()
    {
        MdnsBench bench = MdnsBench.Established();
        foreach (bool isUnicast in (bool[])[false, true])
        {
            bench.Arrives(MdnsMessage.Response("kitchen.local 120 IN! A 192.168.7.9").ToBytes(), IpBench.Far, isUnicast: isUnicast);
        }

        Assert.Equal((MdnsState.Established, 2), (bench.Responder.State, bench.Count(MdnsCounter.OffLink)));
    }

    [Fact]
    public void Nothing_that_arrives_allocates()
    {
        MdnsBench bench = MdnsBench.WithPage("path=/");
        bench.Link.Collects = false;
        MdnsMessage[] valid =
        [
            MdnsMessage.Query("kitchen.local ANY QM", "_http._tcp.local PTR QU"), MdnsMessage.Query("kitchen.local A QU"),
            MdnsMessage.Query("_http._tcp.local PTR QM") with { Flags = 0x0200 }, MdnsMessage.Response("kitchen.local 120 IN! A 192.168.7.9"),
            MdnsMessage.Query("kitchen.local ANY QU") with { Authorities = ["kitchen.local 120 IN A 192.168.7.99"] },
        ];
        byte[][] frames =
        [
            .. s_messages.Values.Concat(valid.Select(message => message.ToBytes()))
                .SelectMany(message => new[] { 5353, 40000 }.Select(port => Frames.Udp(port, 5353, message, IpBench.Host(9), MdnsBench.Group))),
        ];
        Allocations.AssertNone(() => () =>
        {
            for (int i = 0; i < 5000; i++)
            {
                bench.Link.Arrive(frames[i * 7 % frames.Length]);
                long now = bench.Tick();
                bench.Stack.Poll(now);
                bench.Responder.Poll(now);
                bench.Stack.Flush(now);
            }
        });
        Assert.True(bench.Count(MdnsCounter.Renamed) > 0);
    }

    [Fact]
    public void A_flood_of_truncated_queries_takes_no_more_than_the_answers_of_a_second()
    {
        MdnsBench bench = MdnsBench.WithPage("path=/");
        for (int i = 0; i < 2000; i++)
        {
            bench.Arrives(MdnsMessage.Query("_http._tcp.local PTR QM", "kitchen.local A QM") with { Flags = 0x0200 }, host: 3 + i % 250);
            bench.Advance(1);
        }

        bench.Advance(2000);
        Assert.True(bench.Count(MdnsCounter.PendingFull) > 1000);
        Assert.InRange(bench.Sent.Count, 2, 8);
    }

    [Fact]
    public void A_message_full_of_questions_gets_one_answer()
    {
        MdnsBench bench = MdnsBench.WithPage("path=/");
        DnsMessage message = new(0, 0, 200);
        message.Question(s_kitchen, 1);
        for (int i = 1; i < 200; i++)
        {
            message.Question(DnsMessage.Pointing(12), 1);
        }

        bench.Arrives(message.ToArray(), IpBench.Host(9));
        bench.Advance(2000);
        Assert.Equal(["kitchen.local 120 IN! A 192.168.7.2"], Assert.Single(bench.Sent).Answers);
    }

    [Fact]
    public void Forged_goodbyes_are_contradicted_once_a_second()
    {
        MdnsBench bench = MdnsBench.WithPage();
        for (int i = 0; i < 1000; i++)
        {
            bench.Arrives(MdnsMessage.Response("kitchen.local 0 IN! A 192.168.7.2", "_http._tcp.local 0 IN PTR Kitchen._http._tcp.local"), host: 9);
            bench.Advance(5);
        }

        Assert.InRange(bench.Sent.Count, 5, 12);
        Assert.Equal(MdnsState.Established, bench.Responder.State);
    }

    [Fact]
    public void Probes_that_always_win_are_answered_by_one_probe_a_second()
    {
        MdnsBench bench = new();
        bench.Start();
        for (int i = 0; i < 300; i++)
        {
            bench.Arrives(MdnsMessage.Query("kitchen.local ANY QU") with { Authorities = ["kitchen.local 120 IN A 255.255.255.255"] }, host: 9);
            bench.Advance(100);
        }

        Assert.InRange(bench.Sent.Count, 25, 35);
        bench.Advance(3000);
        Assert.Equal(("kitchen", MdnsState.Established), (bench.Responder.Name, bench.Responder.State));
    }

    [Fact]
    public void Broken_messages_of_every_kind_are_survived()
    {
        MdnsBench bench = MdnsBench.WithPage("path=/");
        byte[][] seeds =
        [
            .. s_messages.Values.Where(message => message.Length > 12),
            MdnsMessage.Query("kitchen.local ANY QM", "_http._tcp.local PTR QU").ToBytes(),
            (MdnsMessage.Query("Kitchen._http._tcp.local ANY QU") with { Authorities = ["Kitchen._http._tcp.local 120 IN SRV 81 other.local"] }).ToBytes(),
            MdnsMessage.Response("Kitchen._http._tcp.local 120 IN! SRV 81 other.local", "kitchen.local 120 IN! A 192.168.7.9").ToBytes(),
        ];
        Random random = new(1);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] message = [.. seeds[random.Next(seeds.Length)]];
            for (int change = random.Next(1, 6); change > 0; change--)
            {
                message[random.Next(message.Length)] = (byte)random.Next(256);
            }

            bench.Arrives(message[..random.Next(message.Length / 2, message.Length + 1)], IpBench.Host(random.Next(3, 250)), random.Next(2) == 0 ? 5353 : 40000);
            bench.Advance(random.Next(20));
        }

        bench.Advance(20_000);
        Assert.Equal(MdnsState.Established, bench.Responder.State);
        Assert.All(bench.Sent, message => Assert.InRange(message.Length, 12, 1472));
    }

    private static byte[] Chain(int pointers)
    {
        DnsMessage message = new(0, 0, pointers);
        message.Question(s_kitchen[..^7], 1).Set(20, 0);
        for (int i = 1; i < pointers; i++)
        {
            message.Question(DnsMessage.Pointing(message.Length - (i == 1 ? 13 : 6)), 16);
        }

        return message.ToArray();
    }
}
