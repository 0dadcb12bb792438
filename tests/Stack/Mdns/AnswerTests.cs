// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Mdns;
using NanoTcp.Tests.Stack.Ip;

namespace NanoTcp.Tests.Stack.Mdns;

/// <summary>What is answered, to whom and when (RFC 6762 §6, RFC 6763).</summary>
public class AnswerTests
{
    private const string Address = "kitchen.local 120 IN! A 192.168.7.2";
    private const string OnlyIPv4 = "kitchen.local 120 IN! NSEC kitchen.local A";
    private const string Pointer = "_http._tcp.local 4500 IN PTR Kitchen._http._tcp.local";
    private const string Srv = "Kitchen._http._tcp.local 120 IN! SRV 80 kitchen.local";
    private const string Txt = "Kitchen._http._tcp.local 4500 IN! TXT path=/";

    [Theory]
    [InlineData("kitchen.local A QM", Address)]
    [InlineData("KITCHEN.Local A QM", Address)]
    [InlineData("kitchen.local ANY QM", Address)]
    [InlineData("2.7.168.192.in-addr.arpa PTR QM", "2.7.168.192.in-addr.arpa 120 IN! PTR kitchen.local")]
    [InlineData("kitchen.local AAAA QM", OnlyIPv4)]
    [InlineData("kitchen.local HINFO QM", OnlyIPv4)]
    [InlineData("kitchen.local SRV QM", OnlyIPv4)]
    [InlineData("2.7.168.192.in-addr.arpa A QM", "2.7.168.192.in-addr.arpa 120 IN! NSEC 2.7.168.192.in-addr.arpa PTR")]
    [InlineData("Kitchen._http._tcp.local SRV QM", Srv)]
    [InlineData("Kitchen._http._tcp.local TXT QM", Txt)]
    [InlineData("Kitchen._http._tcp.local A QM", "Kitchen._http._tcp.local 120 IN! NSEC Kitchen._http._tcp.local TXT SRV")]
    public void What_only_this_host_can_answer_is_answered_to_all_at_once(string question, string answer)
    {
        MdnsBench bench = MdnsBench.WithPage("path=/");
        bench.Arrives(MdnsMessage.Query(question));
        MdnsMessage message = bench.Sends();
        Assert.True(message.IsMulticast);
        Assert.Equal((0, 0x8400), (message.Id, message.Flags));
        Assert.Equal([], message.Questions.Concat(message.Authorities));
        Assert.Equal([answer], message.Answers);
    }

    [Fact]
    public void ANY_for_a_service_instance_brings_all_of_its_records()
    {
        MdnsBench bench = MdnsBench.WithPage("path=/");
        bench.Arrives(MdnsMessage.Query("Kitchen._http._tcp.local ANY QM"));
        bench.Answers(Srv, Txt);
    }

    [Theory]
    [InlineData("_http._tcp.local PTR QM", Pointer)]
    [InlineData("_http._tcp.local ANY QM", Pointer)]
    [InlineData("_services._dns-sd._udp.local PTR QM", "_services._dns-sd._udp.local 4500 IN PTR _http._tcp.local")]
    public void What_others_may_answer_too_is_answered_after_20_to_120_ms(string question, string answer)
    {
        List<long> waits = [];
        MdnsBench bench = MdnsBench.WithPage("path=/");
        for (int i = 0; i < 60; i++)
        {
            long asked = bench.Now;
            bench.Arrives(MdnsMessage.Query(question));
            MdnsMessage message = bench.SendsWithin(200);
            Assert.Equal([answer], message.Answers);
            waits.Add(message.Time - asked);
            bench.Advance(1500);
        }

        Assert.InRange(waits.Min(), 20, 30);
        Assert.InRange(waits.Max(), 110, 120);
    }

    [Fact]
    public void Several_questions_wait_too_as_others_may_answer_some_of_them()
    {
        MdnsBench bench = MdnsBench.WithPage("path=/");
        bench.Arrives(MdnsMessage.Query("kitchen.local A QM", "other.local A QM"));
        bench.SendsNothingFor(19);
        Assert.Equal([Address], bench.SendsWithin(101).Answers);
    }

    [Theory]
    [InlineData("other.local A QM")]
    [InlineData("kitchen.other.local A QM")]
    [InlineData("kitchen A QM")]
    [InlineData("local A QM")]
    [InlineData("_http._tcp.local A QM")]
    [InlineData("_ipp._tcp.local PTR QM")]
    [InlineData("9.7.168.192.in-addr.arpa PTR QM")]
    [InlineData("Kitchen2._http._tcp.local SRV QM")]
    public void What_this_host_does_not_have_is_not_answered(string question)
    {
        MdnsBench bench = MdnsBench.WithPage("path=/");
        bench.Arrives(MdnsMessage.Query(question));
        bench.Arrives(MdnsMessage.Query(question), port: 40000);
        bench.SendsNothingFor(2000);
    }

    [Fact]
    public void A_question_of_another_class_is_not_answered_and_one_of_any_class_is()
    {
        MdnsBench bench = MdnsBench.Established();
        byte[] chaos = MdnsMessage.Query("kitchen.local A QM").ToBytes();
        chaos[^1] = 3;
        bench.Arrives(chaos, IpBench.Host(1));
        bench.SendsNothing();
        chaos[^1] = 255;
        bench.Arrives(chaos, IpBench.Host(1));
        bench.Answers(Address);
    }

    [Fact]
    public void A_pointer_brings_host_port_text_and_address_of_the_instance_with_it()
    {
        MdnsBench bench = MdnsBench.WithPage("path=/");
        bench.Arrives(MdnsMessage.Query("_http._tcp.local PTR QM"));
        MdnsMessage message = bench.SendsWithin(120);
        Assert.Equal([Pointer], message.Answers);
        Assert.Equal([Address, OnlyIPv4, Srv, Txt], message.Additionals);
    }

    [Theory]
    [InlineData("Kitchen._http._tcp.local SRV QM", Address, OnlyIPv4)]
    [InlineData("kitchen.local A QM", OnlyIPv4)]
    [InlineData("kitchen.local AAAA QM", Address)]
    [InlineData("Kitchen._http._tcp.local TXT QM")]
    [InlineData("_services._dns-sd._udp.local PTR QM")]
    public void An_answer_brings_what_will_be_asked_next(string question, params string[] additionals)
    {
        MdnsBench bench = MdnsBench.WithPage("path=/");
        bench.Arrives(MdnsMessage.Query(question));
        Assert.Equal(additionals, bench.SendsWithin(120).Additionals);
    }

    [Fact]
    public void The_bit_of_cache_flush_is_on_all_unique_records_and_on_no_shared_one()
    {
        MdnsBench bench = MdnsBench.Established(services: new MdnsService { Instance = "Kitchen", Subtype = "_sensor" });
        string[] questions =
        [
            "kitchen.local A QM", "kitchen.local AAAA QM", "2.7.168.192.in-addr.arpa ANY QM", "_http._tcp.local PTR QM", "_sensor._sub._http._tcp.local PTR QM",
            "_services._dns-sd._udp.local PTR QM", "Kitchen._http._tcp.local ANY QM", "Kitchen._http._tcp.local AAAA QM",
        ];
        foreach (string question in questions)
        {
            bench.Arrives(MdnsMessage.Query(question));
            bench.Advance(1500);
        }

        string[] records = [.. bench.Sent.SelectMany(message => message.Answers.Concat(message.Additionals))];
        Assert.Equal(questions.Length, bench.Sent.Count);
        string[] shared = ["_http._tcp.local", "_sensor._sub._http._tcp.local", "_services._dns-sd._udp.local"];
        Assert.All(records, record => Assert.Equal(shared.Contains(record.Split(' ')[0]) ? "IN" : "IN!", record.Split(' ')[2]));
        Assert.Superset(shared.ToHashSet(), records.Select(record => record.Split(' ')[0]).ToHashSet());
    }

    [Fact]
    public void A_subtype_leads_to_the_instance_itself()
    {
        MdnsBench bench = MdnsBench.Established(services: new MdnsService { Instance = "Kitchen", Subtype = "_sensor" });
        bench.Arrives(MdnsMessage.Query("_sensor._sub._http._tcp.local PTR QM"));
        Assert.Equal(["_sensor._sub._http._tcp.local 4500 IN PTR Kitchen._http._tcp.local"], bench.SendsWithin(120).Answers);
    }

    [Fact]
    public void Two_services_of_a_type_are_both_found_and_the_type_is_listed_once()
    {
        MdnsBench bench = MdnsBench.Established(
            services: [new MdnsService { Instance = "A" }, new MdnsService { Instance = "B", Port = 81 }, new MdnsService { Type = "_ipp._tcp", Instance = "A", Port = 631 }]);
        bench.Arrives(MdnsMessage.Query("_http._tcp.local PTR QM"));
        Assert.Equal(["_http._tcp.local 4500 IN PTR A._http._tcp.local", "_http._tcp.local 4500 IN PTR B._http._tcp.local"], bench.SendsWithin(120).Answers);
        bench.Advance(2000);
        bench.Arrives(MdnsMessage.Query("_services._dns-sd._udp.local PTR QM"));
        Assert.Equal(
            ["_services._dns-sd._udp.local 4500 IN PTR _http._tcp.local", "_services._dns-sd._udp.local 4500 IN PTR _ipp._tcp.local"],
            bench.SendsWithin(120).Answers);
    }

    [Fact]
    public void A_service_without_text_has_an_empty_one()
    {
        MdnsBench bench = MdnsBench.WithPage();
        bench.Arrives(MdnsMessage.Query("Kitchen._http._tcp.local TXT QM"));
        bench.Answers("Kitchen._http._tcp.local 4500 IN! TXT ");
    }

    [Fact]
    public void Every_message_is_sent_with_a_time_to_live_of_255()
    {
        MdnsBench bench = new();
        bench.Start();
        bench.Advance(5000);
        bench.Arrives(MdnsMessage.Query("kitchen.local A QM"));
        bench.Arrives(MdnsMessage.Query("kitchen.local A QU"));
        bench.Arrives(MdnsMessage.Query("kitchen.local A QM"), port: 40000);
        bench.Responder.Stop();
        bench.Poll();
        Assert.Equal(9, bench.Sent.Count);
        Assert.All(bench.Sent, message => Assert.Equal(255, message.TimeToLive));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(254)]
    public void The_time_to_live_of_a_query_does_not_matter(int timeToLive)
    {
        MdnsBench bench = MdnsBench.Established();
        byte[] frame = Frames.Udp(5353, 5353, MdnsMessage.Query("kitchen.local A QM").ToBytes(), destination: MdnsBench.Group);
        int change = (64 - timeToLive) << 8;
        frame[22] = (byte)timeToLive;
        int checksum = ((frame[24] << 8) | frame[25]) + change;
        checksum = (checksum & 0xFFFF) + (checksum >> 16);
        frame[24] = (byte)(checksum >> 8);
        frame[25] = (byte)checksum;
        bench.Link.Arrive(frame);
        bench.Poll();
        bench.Answers(Address);
    }

    [Theory]
    [InlineData(5353, false)]
    [InlineData(5353, true)]
    [InlineData(40000, false)]
    [InlineData(40000, true)]
    public void Nobody_off_this_network_gets_an_answer(int port, bool isUnicast)
    {
        MdnsBench bench = MdnsBench.WithPage();
        foreach (uint source in (uint[])[IpBench.Far, 0x08080808, 0xC0A80802, 0xA9FD0101])
        {
            bench.Arrives(MdnsMessage.Query("kitchen.local A QM", "_http._tcp.local PTR QU").ToBytes(), source, port, isUnicast);
        }

        bench.SendsNothingFor(2000);
        Assert.Equal(4, bench.Count(MdnsCounter.OffLink));
    }

    [Fact]
    public void A_host_with_a_link_local_address_is_on_this_link()
    {
        MdnsBench bench = MdnsBench.Established();
        bench.Arrives(MdnsMessage.Query("kitchen.local A QM").ToBytes(), 0xA9FE0101, 40000);
        Assert.Equal("169.254.1.1", bench.Sends().To.ToString());
    }

    [Fact]
    public void Who_asks_for_a_unicast_answer_gets_it_if_all_have_heard_it_lately()
    {
        MdnsBench bench = MdnsBench.Established();
        bench.Arrives(MdnsMessage.Query("kitchen.local A QU"), host: 5);
        MdnsMessage message = bench.Sends();
        Assert.Equal(("192.168.7.5", 5353, 0), (message.To.ToString(), message.Port, message.Id));
        Assert.Equal([Address], message.Answers);
        bench.SendsNothing();

        // A quarter of 120 s later all hear it again.
        bench.Advance(30_000);
        bench.Arrives(MdnsMessage.Query("kitchen.local A QU"), host: 5);
        bench.Answers(Address);
        bench.SendsNothing();
    }

    [Fact]
    public void A_query_by_unicast_is_answered_by_unicast()
    {
        MdnsBench bench = MdnsBench.Established();
        bench.Arrives(MdnsMessage.Query("kitchen.local A QM"), host: 5, isUnicast: true);
        Assert.Equal("192.168.7.5", bench.Sends().To.ToString());
        bench.SendsNothing();
    }

    [Fact]
    public void The_unicast_answer_that_others_may_give_too_waits_as_well()
    {
        MdnsBench bench = MdnsBench.WithPage();
        bench.Arrives(MdnsMessage.Query("_http._tcp.local PTR QU"), host: 5);
        bench.SendsNothingFor(19);
        MdnsMessage message = bench.SendsWithin(101);
        Assert.Equal("192.168.7.5", message.To.ToString());
        Assert.Equal([Pointer], message.Answers);
    }

    [Fact]
    public void A_host_that_probes_for_the_name_is_told_at_once_by_unicast_and_all_are_if_they_have_not_heard_it_lately()
    {
        MdnsBench bench = MdnsBench.Established();
        MdnsMessage probe = MdnsMessage.Query("kitchen.local ANY QU") with { Authorities = ["kitchen.local 120 IN A 192.168.7.9"] };
        bench.Arrives(probe, host: 9);
        MdnsMessage defence = bench.Sends();
        Assert.Equal("192.168.7.9", defence.To.ToString());
        Assert.Equal([Address], defence.Answers);
        bench.SendsNothingFor(60_000);
        bench.Arrives(probe, host: 9);
        Assert.Equal("192.168.7.9", bench.Sends().To.ToString());
        bench.Answers(Address);
        bench.SendsNothing();
    }

    [Fact]
    public void The_defence_against_a_probe_does_not_wait_for_the_second_that_answers_have_to()
    {
        MdnsBench bench = MdnsBench.Established();
        bench.Arrives(MdnsMessage.Query("kitchen.local A QM"));
        bench.Answers(Address);
        MdnsMessage probe = MdnsMessage.Query("kitchen.local ANY QM") with { Authorities = ["kitchen.local 120 IN A 192.168.7.9"] };
        bench.Advance(250);
        bench.Arrives(probe, host: 9);
        bench.Answers(Address);
        bench.Arrives(probe, host: 9);
        bench.SendsNothingFor(249);
        bench.Advance(1);
        bench.Answers(Address);
    }

    [Fact]
    public void A_record_is_sent_to_all_once_a_second_at_most_and_nobody_stays_without_an_answer()
    {
        MdnsBench bench = MdnsBench.Established();
        for (int i = 0; i < 100; i++)
        {
            bench.Arrives(MdnsMessage.Query("kitchen.local A QM"), host: i + 3);
            bench.Advance(40);
        }

        bench.Advance(1000);
        long[] times = [.. bench.Sent.Select(message => message.Time)];
        Assert.Equal([0, 1000, 2000, 3000, 4000], times.Select(time => time - times[0]));
    }

    [Fact]
    public void Those_that_ask_again_before_the_record_expires_are_always_answered()
    {
        MdnsBench bench = MdnsBench.Established();
        foreach (int seconds in (int[])[96, 6, 6, 6])
        {
            bench.Advance(seconds * 1000);
            bench.Arrives(MdnsMessage.Query("kitchen.local A QM"));
            bench.Answers(Address);
        }
    }

    [Fact]
    public void Answers_that_do_not_fit_into_one_frame_are_sent_in_several()
    {
        MdnsBench bench = new(configure: options => options.MaxServices = 9);
        for (int i = 0; i < 9; i++)
        {
            bench.Responder.Add(new MdnsService { Instance = "Service " + i, Txt = [new string('x', 255), new string('y', 255)] });
        }

        bench.Start();
        bench.Advance(20_000);
        bench.Sent.Clear();
        bench.Arrives(MdnsMessage.Query([.. Enumerable.Range(0, 9).Select(i => $@"Service\032{i}._http._tcp.local TXT QM")]));
        bench.Advance(200);
        Assert.All(bench.Sent, message => Assert.InRange(message.Length, 12, 1472));
        Assert.Equal(9, bench.Sent.SelectMany(message => message.Answers).Distinct().Count());
        Assert.Equal(9, bench.Sent.SelectMany(message => message.Answers).Count());
    }

    [Fact]
    public void Unicast_answers_have_a_limit_a_second()
    {
        MdnsBench bench = MdnsBench.Established();
        for (int i = 0; i < 500; i++)
        {
            bench.Arrives(MdnsMessage.Query("kitchen.local A QU"), host: 3 + i % 200);
            bench.Arrives(MdnsMessage.Query("kitchen.local A QM"), host: 3 + i % 200, port: 1024 + i);
        }

        Assert.Equal(32, bench.Sent.Count);
        Assert.Equal(1000 - 32, bench.Count(MdnsCounter.UnicastDropped));
        bench.Advance(1000);
        bench.Sent.Clear();
        bench.Arrives(MdnsMessage.Query("kitchen.local A QU"), host: 5);
        Assert.Equal("192.168.7.5", bench.Sends().To.ToString());
    }

    [Fact]
    public void Two_queries_at_once_are_both_answered_by_a_link_that_takes_one_frame_at_a_time()
    {
        MdnsBench bench = MdnsBench.Established();
        bench.Arrives(MdnsMessage.Query("kitchen.local A QU"), host: 5);
        bench.Sends();
        bench.Link.Room = 1;
        byte[] query = MdnsMessage.Query("kitchen.local A QM").ToBytes();
        bench.Link.Arrive(Frames.Udp(40000, 5353, query, IpBench.Host(5), MdnsBench.Group));
        bench.Link.Arrive(Frames.Udp(40001, 5353, query, IpBench.Host(5), MdnsBench.Group));
        bench.Poll();
        Assert.Equal(40000, bench.Sends().Port);
        bench.SendsNothing();
        bench.Link.Room = 1;
        Assert.Equal(40001, bench.SendsWithin(1).Port);
    }
}
