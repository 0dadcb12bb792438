// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Mdns;

namespace NanoTcp.Tests.Stack.Mdns;

/// <summary>Queries of plain resolvers, from any port (RFC 6762 §6.7): Android, dig, musl.</summary>
public class LegacyTests
{
    [Theory]
    [InlineData(40000)]
    [InlineData(1)]
    [InlineData(65535)]
    [InlineData(53)]
    public void They_get_an_answer_to_their_port_with_identifier_and_question_for_ten_seconds_and_without_cache_flush(int port)
    {
        MdnsBench bench = MdnsBench.Established();
        bench.Arrives(MdnsMessage.Query("Kitchen.Local A QM") with { Id = 0xBEEF, Flags = 0x0100 }, host: 5, port: port);
        MdnsMessage message = bench.Sends();
        Assert.Equal(("192.168.7.5", port), (message.To.ToString(), message.Port));
        Assert.Equal((0xBEEF, 0x8500), (message.Id, message.Flags));
        Assert.Equal(["Kitchen.Local A QM"], message.Questions);
        Assert.Equal(["Kitchen.Local 10 IN A 192.168.7.2"], message.Answers);
        bench.SendsNothingFor(2000);
    }

    [Fact]
    public void The_question_is_repeated_even_with_the_bit_of_mDNS()
    {
        MdnsBench bench = MdnsBench.Established();
        bench.Arrives(MdnsMessage.Query("kitchen.local A QU") with { Id = 7 }, port: 40000);
        MdnsMessage message = bench.Sends();
        Assert.Equal(["kitchen.local A QU"], message.Questions);
        Assert.Equal(["kitchen.local 10 IN A 192.168.7.2"], message.Answers);
    }

    [Fact]
    public void Of_several_questions_the_first_one_that_has_an_answer_is_answered()
    {
        MdnsBench bench = MdnsBench.Established();
        bench.Arrives(MdnsMessage.Query("other.local A QM", "_http._tcp.local PTR QM", "kitchen.local A QM") with { Id = 7 }, port: 40000);
        MdnsMessage message = bench.Sends();
        Assert.Equal(["kitchen.local A QM"], message.Questions);
        Assert.Equal(["kitchen.local 10 IN A 192.168.7.2"], message.Answers);
    }

    [Fact]
    public void A_pointer_is_answered_at_once_with_what_belongs_to_it()
    {
        MdnsBench bench = MdnsBench.WithPage("path=/");
        bench.Arrives(MdnsMessage.Query("_http._tcp.local PTR QM"), port: 40000);
        MdnsMessage message = bench.Sends();
        Assert.Equal(["_http._tcp.local 10 IN PTR Kitchen._http._tcp.local"], message.Answers);
        Assert.Contains("Kitchen._http._tcp.local 10 IN SRV 80 kitchen.local", message.Additionals);
        Assert.DoesNotContain(message.Additionals, record => record.Contains("IN!"));
    }

    [Fact]
    public void A_type_that_the_name_does_not_have_is_denied_at_once()
    {
        MdnsBench bench = MdnsBench.Established();
        bench.Arrives(MdnsMessage.Query("kitchen.local AAAA QM"), port: 40000);
        Assert.Equal(["kitchen.local 10 IN NSEC kitchen.local A"], bench.Sends().Answers);
    }

    [Fact]
    public void The_answer_has_512_bytes_at_most_and_says_so_when_something_is_missing()
    {
        MdnsBench bench = MdnsBench.WithPage(new string('x', 255), new string('y', 255));
        bench.Arrives(MdnsMessage.Query("Kitchen._http._tcp.local ANY QM"), port: 40000);
        MdnsMessage message = bench.Sends();
        Assert.InRange(message.Length, 12, 512);
        Assert.Equal(["Kitchen._http._tcp.local 10 IN SRV 80 kitchen.local"], message.Answers);
        Assert.Equal(0x8600, message.Flags);
    }

    [Theory]
    [InlineData(5353, 10)]
    [InlineData(40000, 15)]
    public void The_host_in_an_SRV_record_is_compressed_only_for_hosts_of_mDNS(int port, int bytes)
    {
        MdnsBench bench = MdnsBench.WithPage();
        bench.Arrives(MdnsMessage.Query("Kitchen._http._tcp.local SRV QM"), port: port);
        Assert.Equal(bytes, bench.Sends().AnswerLengths[0] - 6);
    }

    [Fact]
    public void Known_answers_mean_nothing_there()
    {
        MdnsBench bench = MdnsBench.Established();
        bench.Arrives(MdnsMessage.Query("kitchen.local A QM") with { Answers = ["kitchen.local 120 IN A 192.168.7.2"] }, port: 40000);
        Assert.Single(bench.Sends().Answers);
    }

    [Fact]
    public void A_response_from_another_port_is_ignored()
    {
        MdnsBench bench = MdnsBench.Established();
        bench.Arrives(MdnsMessage.Response("kitchen.local 120 IN! A 192.168.7.9"), port: 40000);
        Assert.Equal((0, 1), (bench.Count(MdnsCounter.Conflicts), bench.Count(MdnsCounter.Ignored)));
    }
}
