// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Mdns;
using NanoTcp.Tests.Stack.Dns;
using NanoTcp.Tests.Stack.Ip;

namespace NanoTcp.Tests.Stack.Mdns;

/// <summary>Queriers say what they know, in one message or several (RFC 6762 §7).</summary>
public class KnownAnswerTests
{
    private const string Question = "_http._tcp.local PTR QM";
    private const string Pointer = "_http._tcp.local 4500 IN PTR Kitchen._http._tcp.local";

    [Theory]
    [InlineData(4500, false)]
    [InlineData(2250, false)]
    [InlineData(2249, true)]
    [InlineData(1, true)]
    [InlineData(0, true)]
    public void What_the_querier_knows_for_half_of_its_time_or_more_is_not_sent(int timeToLive, bool isSent)
    {
        MdnsBench bench = MdnsBench.WithPage();
        bench.Arrives(MdnsMessage.Query(Question) with { Answers = [$"_http._tcp.local {timeToLive} IN PTR Kitchen._http._tcp.local"] });
        bench.Advance(500);
        Assert.Equal(isSent ? 1 : 0, bench.Sent.Count);
        Assert.Equal(isSent ? 0 : 1, bench.Count(MdnsCounter.KnownAnswers));
    }

    [Theory]
    [InlineData("kitchen.local A QM", "kitchen.local 60 IN A 192.168.7.2", false)]
    [InlineData("kitchen.local A QM", "kitchen.local 59 IN A 192.168.7.2", true)]
    [InlineData("kitchen.local A QM", "kitchen.local 120 IN A 192.168.7.3", true)]
    [InlineData("kitchen.local A QU", "kitchen.local 120 IN A 192.168.7.2", false)]
    [InlineData("kitchen.local AAAA QM", "kitchen.local 120 IN A 192.168.7.2", true)]
    [InlineData("Kitchen._http._tcp.local SRV QM", "Kitchen._http._tcp.local 120 IN SRV 80 kitchen.local", false)]
    [InlineData("Kitchen._http._tcp.local SRV QM", "Kitchen._http._tcp.local 120 IN SRV 81 kitchen.local", true)]
    [InlineData("Kitchen._http._tcp.local TXT QM", "Kitchen._http._tcp.local 4500 IN TXT a=1", false)]
    [InlineData("Kitchen._http._tcp.local TXT QM", "Kitchen._http._tcp.local 4500 IN TXT a=2", true)]
    [InlineData("_http._tcp.local PTR QM", "_http._tcp.local 4500 IN PTR Other._http._tcp.local", true)]
    [InlineData("2.7.168.192.in-addr.arpa PTR QM", "2.7.168.192.in-addr.arpa 120 IN PTR kitchen.local", false)]
    [InlineData("_http._tcp.local PTR QM", "_HTTP._tcp.local 4500 IN PTR KITCHEN._http._TCP.local", false)]
    [InlineData("Kitchen._http._tcp.local SRV QM", "Kitchen._http._tcp.local 120 IN SRV 80 KITCHEN.Local", false)]
    [InlineData("Kitchen._http._tcp.local TXT QM", "Kitchen._http._tcp.local 4500 IN TXT A=1", true)]
    public void Only_the_same_record_counts(string question, string known, bool isSent)
    {
        MdnsBench bench = MdnsBench.WithPage("a=1");
        bench.Arrives(MdnsMessage.Query(question) with { Answers = [known] });
        bench.Advance(500);
        Assert.Equal(isSent ? 1 : 0, bench.Sent.Count);
    }

    [Fact]
    public void A_known_answer_may_be_compressed()
    {
        MdnsBench bench = MdnsBench.WithPage();
        DnsMessage query = new DnsMessage(0, 0, 1, 1).Question(DnsMessage.Name("_http._tcp.local"), 12)
            .Record(DnsMessage.Pointing(12), 12, 4500, DnsMessage.Pointing(12, "Kitchen"));
        bench.Arrives(query.ToArray(), IpBench.Host(9));
        bench.SendsNothingFor(1000);
        Assert.Equal(1, bench.Count(MdnsCounter.KnownAnswers));
    }

    [Fact]
    public void One_querier_knows_what_another_still_gets()
    {
        MdnsBench bench = MdnsBench.WithPage();
        bench.Arrives(MdnsMessage.Query(Question), host: 3);
        bench.Arrives(MdnsMessage.Query(Question) with { Answers = [Pointer] }, host: 4);
        Assert.Equal([Pointer], bench.SendsWithin(120).Answers);
    }

    [Fact]
    public void A_truncated_query_is_answered_400_to_500_ms_later()
    {
        List<long> waits = [];
        MdnsBench bench = MdnsBench.WithPage();
        for (int i = 0; i < 60; i++)
        {
            long asked = bench.Now;
            bench.Arrives(MdnsMessage.Query(Question) with { Flags = 0x0200 });
            MdnsMessage message = bench.SendsWithin(1000);
            Assert.Equal([Pointer], message.Answers);
            waits.Add(message.Time - asked);
            bench.Advance(1500);
        }

        Assert.InRange(waits.Min(), 400, 410);
        Assert.InRange(waits.Max(), 490, 500);
    }

    [Fact]
    public void The_messages_behind_a_truncated_query_have_known_answers_and_no_question()
    {
        MdnsBench bench = MdnsBench.WithPage();
        bench.Arrives(MdnsMessage.Query(Question) with { Flags = 0x0200, Answers = ["_http._tcp.local 4500 IN PTR a._http._tcp.local"] }, host: 3);
        bench.Arrives(new MdnsMessage { Flags = 0x0200, Answers = ["_http._tcp.local 4500 IN PTR b._http._tcp.local"] }, host: 3);
        bench.Advance(100);
        bench.Arrives(new MdnsMessage { Answers = [Pointer] }, host: 3);
        bench.SendsNothingFor(2000);
        Assert.Equal(1, bench.Count(MdnsCounter.KnownAnswers));
    }

    [Fact]
    public void The_answer_waits_until_400_ms_have_passed_since_the_last_message_that_says_that_more_will_come()
    {
        MdnsBench bench = MdnsBench.WithPage();
        bench.Arrives(MdnsMessage.Query(Question) with { Flags = 0x0200 }, host: 3);
        for (int i = 0; i < 4; i++)
        {
            bench.SendsNothingFor(300);
            bench.Arrives(new MdnsMessage { Flags = 0x0200, Answers = [$"_http._tcp.local 4500 IN PTR {i}._http._tcp.local"] }, host: 3);
        }

        long last = bench.Now;
        MdnsMessage answer = bench.SendsWithin(500);
        Assert.Equal([Pointer], answer.Answers);
        Assert.InRange(answer.Time - last, 400, 500);
    }

    [Fact]
    public void Known_answers_without_end_delay_an_answer_by_two_seconds_at_most()
    {
        MdnsBench bench = MdnsBench.WithPage();
        long asked = bench.Now;
        bench.Arrives(MdnsMessage.Query(Question) with { Flags = 0x0200 }, host: 3);
        while (bench.Sent.Count == 0)
        {
            Assert.InRange(bench.Now - asked, 0, 2500);
            bench.Arrives(new MdnsMessage { Flags = 0x0200 }, host: 3);
            bench.Advance(50);
        }

        Assert.InRange(bench.Sent.Dequeue().Time - asked, 2400, 2500);
    }

    [Fact]
    public void The_messages_of_another_host_do_not_delay_the_answer()
    {
        MdnsBench bench = MdnsBench.WithPage();
        bench.Arrives(MdnsMessage.Query(Question) with { Flags = 0x0200 }, host: 3);
        bench.SendsNothingFor(300);
        bench.Arrives(new MdnsMessage { Flags = 0x0200 }, host: 4);
        Assert.Equal([Pointer], bench.SendsWithin(200).Answers);
    }

    [Fact]
    public void What_another_host_knows_is_nothing_to_a_truncated_query()
    {
        MdnsBench bench = MdnsBench.WithPage();
        bench.Arrives(MdnsMessage.Query(Question) with { Flags = 0x0200 }, host: 3);
        bench.Arrives(new MdnsMessage { Answers = [Pointer] }, host: 4);
        Assert.Equal([Pointer], bench.SendsWithin(500).Answers);
    }

    [Fact]
    public void Of_two_records_wanted_the_known_one_is_left_out()
    {
        MdnsBench bench = MdnsBench.Established(services: [new MdnsService { Instance = "A" }, new MdnsService { Instance = "B" }]);
        bench.Arrives(MdnsMessage.Query(Question) with { Flags = 0x0200 }, host: 3);
        bench.Arrives(new MdnsMessage { Answers = ["_http._tcp.local 4500 IN PTR A._http._tcp.local"] }, host: 3);
        Assert.Equal(["_http._tcp.local 4500 IN PTR B._http._tcp.local"], bench.SendsWithin(500).Answers);
    }

    [Fact]
    public void More_truncated_queries_than_can_wait_are_answered_at_once_and_counted()
    {
        MdnsBench bench = MdnsBench.WithPage();
        for (int host = 3; host < 9; host++)
        {
            bench.Arrives(MdnsMessage.Query(Question) with { Flags = 0x0200 }, host: host);
        }

        Assert.Equal(2, bench.Count(MdnsCounter.PendingFull));
        Assert.Equal([Pointer], bench.SendsWithin(120).Answers);
        bench.Advance(5000);
        Assert.InRange(bench.Sent.Count, 1, 2);
    }

    [Fact]
    public void An_answer_that_somebody_else_has_just_given_is_not_repeated()
    {
        MdnsBench bench = MdnsBench.WithPage();
        bench.Arrives(MdnsMessage.Query("_services._dns-sd._udp.local PTR QM"), host: 3);
        bench.Arrives(MdnsMessage.Response("_services._dns-sd._udp.local 4500 IN PTR _http._tcp.local"), host: 4);
        bench.SendsNothingFor(1000);
    }

    [Fact]
    public void A_record_of_this_host_that_somebody_tells_for_too_short_a_time_is_told_anew()
    {
        MdnsBench bench = MdnsBench.WithPage();
        bench.Arrives(MdnsMessage.Response("kitchen.local 59 IN! A 192.168.7.2"), host: 4);
        bench.Answers("kitchen.local 120 IN! A 192.168.7.2");
        bench.Advance(2000);
        bench.Sent.Clear();
        bench.Arrives(MdnsMessage.Response("kitchen.local 60 IN! A 192.168.7.2"), host: 4);
        bench.SendsNothingFor(2000);
        bench.Arrives(MdnsMessage.Response("_http._tcp.local 0 IN PTR Kitchen._http._tcp.local"), host: 4);
        bench.Answers(Pointer);
    }
}
