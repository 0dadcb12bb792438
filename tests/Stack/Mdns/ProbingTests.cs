// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Mdns;
using NanoTcp.Tests.Stack.Dns;
using NanoTcp.Tests.Stack.Ip;

namespace NanoTcp.Tests.Stack.Mdns;

/// <summary>Before a name is this host's: three probes, and who gives way (RFC 6762 §8.1, §8.2).</summary>
public class ProbingTests
{
    private const string Own = "kitchen.local 120 IN A 192.168.7.2";

    [Fact]
    public void A_name_is_probed_three_times_250_ms_apart_and_then_announced_twice_a_second_apart()
    {
        MdnsBench bench = new();
        bench.Start();
        long first = bench.FirstProbe().Time;
        bench.Advance(10_000);
        Assert.Equal([250, 500, 750, 1750], bench.Sent.Select(message => message.Time - first));
        Assert.Equal([false, false, true, true], bench.Sent.Select(message => message.IsResponse));
        Assert.Equal(MdnsState.Established, bench.Responder.State);
    }

    [Fact]
    public void The_first_probe_waits_for_a_random_time_of_250_ms_at_most()
    {
        List<long> waits = [];
        for (int seed = 1; seed <= 40; seed++)
        {
            MdnsBench bench = new(seed: seed);
            bench.Start();
            waits.Add(bench.FirstProbe().Time - 1_000_000);
        }

        Assert.InRange(waits.Min(), 0, 50);
        Assert.InRange(waits.Max(), 200, 249);
    }

    [Fact]
    public void A_probe_asks_for_anything_with_the_name_by_unicast_and_proposes_the_records_without_cache_flush()
    {
        MdnsBench bench = new();
        bench.Start();
        MdnsMessage probe = bench.FirstProbe();
        Assert.True(probe.IsMulticast);
        Assert.Equal((0, 0), (probe.Id, probe.Flags));
        Assert.Equal(["kitchen.local ANY QU"], probe.Questions);
        Assert.Equal([Own], probe.Authorities);
        Assert.Equal([], probe.Answers.Concat(probe.Additionals));
    }

    [Fact]
    public void One_probe_is_for_the_host_and_its_services()
    {
        MdnsBench bench = new();
        bench.Responder.Add(new MdnsService { Instance = "Kitchen", Txt = ["path=/"] });
        bench.Start();
        MdnsMessage probe = bench.FirstProbe();
        Assert.Equal(["kitchen.local ANY QU", "Kitchen._http._tcp.local ANY QU"], probe.Questions);
        Assert.Equal(
            [
                Own,
                "Kitchen._http._tcp.local 4500 IN TXT path=/",
                "Kitchen._http._tcp.local 120 IN SRV 80 kitchen.local",
            ],
            probe.Authorities);
    }

    [Fact]
    public void Nothing_is_answered_for_a_name_that_is_only_wanted()
    {
        MdnsBench bench = new();
        bench.Start();
        bench.FirstProbe();
        bench.Arrives(MdnsMessage.Query("kitchen.local A QM"));
        bench.Arrives(MdnsMessage.Query("kitchen.local A QM"), port: 40000);
        bench.SendsNothing();
        Assert.Equal(MdnsState.Probing, bench.Responder.State);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void An_answer_to_any_of_the_probes_makes_the_host_take_the_next_name(int probesBefore)
    {
        MdnsBench bench = new();
        bench.Start();
        bench.FirstProbe();
        for (int i = 0; i < probesBefore; i++)
        {
            bench.SendsWithin(250);
        }

        bench.Advance(100);
        bench.Arrives(MdnsMessage.Response("kitchen.local 120 IN! A 192.168.7.9"), isUnicast: true);
        MdnsMessage probe = bench.FirstProbe();
        Assert.Equal(["kitchen-2.local ANY QU"], probe.Questions);
        Assert.Equal("kitchen-2", bench.Responder.Name);
        bench.Advance(MdnsBench.ProbingTime);
        Assert.Equal(MdnsState.Established, bench.Responder.State);
    }

    [Fact]
    public void A_name_that_has_other_types_of_records_is_taken_too()
    {
        MdnsBench bench = new();
        bench.Start();
        bench.FirstProbe();
        bench.Arrives(MdnsMessage.Response("kitchen.local 120 IN! AAAA fe80::1"));
        Assert.Equal("kitchen-2", bench.Responder.Name);
    }

    [Fact]
    public void A_conflict_in_the_additional_section_counts_as_well()
    {
        MdnsBench bench = new();
        bench.Start();
        bench.FirstProbe();
        bench.Arrives(MdnsMessage.Response("_x._tcp.local 4500 IN PTR a._x._tcp.local") with { Additionals = ["KITCHEN.Local 120 IN! A 192.168.7.9"] });
        Assert.Equal("kitchen-2", bench.Responder.Name);
    }

    [Fact]
    public void A_record_that_its_owner_has_just_given_up_is_no_conflict()
    {
        MdnsBench bench = new();
        bench.Start();
        bench.FirstProbe();
        bench.Arrives(MdnsMessage.Response("kitchen.local 0 IN! A 192.168.7.9"));
        Assert.Equal("kitchen", bench.Responder.Name);
    }

    [Theory]
    [InlineData("kitchen.local 120 IN! A 192.168.7.2")]
    [InlineData("kitchen.local 120 IN A 192.168.7.2")]
    [InlineData("kitchen.local 120 IN! NSEC kitchen.local")]
    public void Own_records_that_come_back_are_no_conflict(string record)
    {
        MdnsBench bench = new();
        bench.Start();
        bench.FirstProbe();
        bench.Arrives(MdnsMessage.Response(record), host: 254);
        bench.Advance(MdnsBench.ProbingTime);
        Assert.Equal("kitchen", bench.Responder.Name);
        Assert.Equal(0, bench.Count(MdnsCounter.Conflicts));
    }

    [Fact]
    public void Own_probes_that_come_back_are_no_tie()
    {
        MdnsBench bench = new();
        bench.Responder.Add(new MdnsService { Instance = "Kitchen", Txt = ["path=/"] });
        bench.Start();
        long first = bench.FirstProbe().Time;
        for (MdnsMessage probe = bench.SendsWithin(250); !probe.IsResponse; probe = bench.SendsWithin(250))
        {
            bench.Arrives(probe, host: 254);
        }

        Assert.Equal(first + 750, bench.Now);
        Assert.Equal(0, bench.Count(MdnsCounter.TieBreaksLost));
    }

    [Fact]
    public void The_loser_of_a_tie_waits_a_second_and_probes_for_the_same_name_again()
    {
        MdnsBench bench = new();
        bench.Start();
        bench.FirstProbe();
        bench.Arrives(MdnsMessage.Query("kitchen.local ANY QU") with { Authorities = ["kitchen.local 120 IN A 192.168.7.9"] }, host: 9);
        Assert.Equal(1, bench.Count(MdnsCounter.TieBreaksLost));
        bench.SendsNothingFor(999);
        bench.Advance(1);
        Assert.Equal(["kitchen.local ANY QU"], bench.Sends().Questions);
        bench.Advance(5000);
        Assert.Equal(("kitchen", MdnsState.Established), (bench.Responder.Name, bench.Responder.State));
    }

    [Fact]
    public void The_loser_takes_another_name_only_when_the_winner_answers()
    {
        MdnsBench bench = new();
        bench.Start();
        bench.FirstProbe();
        bench.Arrives(MdnsMessage.Query("kitchen.local ANY QU") with { Authorities = ["kitchen.local 120 IN A 192.168.7.9"] }, host: 9);

        // The winner announces before this host probes again.
        bench.Advance(800);
        bench.Arrives(MdnsMessage.Response("kitchen.local 120 IN! A 192.168.7.9"), host: 9);
        Assert.Equal("kitchen", bench.Responder.Name);
        bench.SendsWithin(200);
        bench.Arrives(MdnsMessage.Response("kitchen.local 120 IN! A 192.168.7.9"), host: 9, isUnicast: true);
        Assert.Equal("kitchen-2", bench.Responder.Name);
    }

    [Theory]
    [InlineData("kitchen.local 120 IN A 192.168.7.1", false)]
    [InlineData("kitchen.local 120 IN A 192.168.7.3", true)]
    [InlineData("kitchen.local 120 IN A 192.168.7.200", true)]
    [InlineData("kitchen.local 120 IN A 9.255.255.255", false)]
    [InlineData("kitchen.local 120 IN AAAA fe80::1", true)]
    public void The_later_address_wins_with_bytes_from_0_to_255(string theirs, bool theyWin)
    {
        MdnsBench bench = new();
        bench.Start();
        bench.FirstProbe();
        bench.Arrives(MdnsMessage.Query("kitchen.local ANY QU") with { Authorities = [theirs] }, host: 9);
        Assert.Equal(theyWin ? 1 : 0, bench.Count(MdnsCounter.TieBreaksLost));
    }

    [Theory]
    [InlineData(true, "kitchen.local 120 IN A 192.168.7.2", "kitchen.local 120 IN AAAA fe80::1")] // The same and more: the longer list.
    [InlineData(false, "kitchen.local 120 IN AAAA fe80::1", "kitchen.local 120 IN A 192.168.7.1")] // Its first one, once in order, is earlier.
    [InlineData(true, "kitchen.local 120 IN AAAA ::", "kitchen.local 120 IN A 192.168.7.9")]
    [InlineData(false, "kitchen.local 120 IN A 192.168.7.1", "kitchen.local 120 IN A 192.168.7.9")]
    public void The_whole_sets_of_records_are_compared_in_their_order(bool theyWin, params string[] theirs)
    {
        MdnsBench bench = new();
        bench.Start();
        bench.FirstProbe();
        bench.Arrives(MdnsMessage.Query("kitchen.local ANY QU") with { Authorities = theirs }, host: 9);
        Assert.Equal(theyWin ? 1 : 0, bench.Count(MdnsCounter.TieBreaksLost));
    }

    [Theory]
    [InlineData(false, "SRV 80 kitchen.local", "TXT path=/")] // The same.
    [InlineData(true, "SRV 81 kitchen.local", "TXT path=/")]
    [InlineData(true, "TXT path=/", "SRV 80 kitchen2.local")]
    [InlineData(false, "SRV 79 zzz.local", "TXT path=/")]
    [InlineData(false, "SRV 81 kitchen.local", "TXT path=.")] // TXT comes first: it decides.
    [InlineData(true, "SRV 79 kitchen.local", "TXT path=0")]
    [InlineData(false, "TXT path=/")] // The shorter list.
    [InlineData(true, "SRV 79 kitchen.local")] // Its only one is later than TXT.
    [InlineData(true, "TXT path=/", "SRV 80 kitchen.local", "NSEC kitchen.local")]
    [InlineData(false, "TXT path=/", "SRV 80 kitchen.local", "A 1.2.3.4")]
    [InlineData(false, "TXT path=/", "AAAA ::1")]
    public void The_records_of_a_service_are_compared_text_first_and_then_host_and_port(bool theyWin, params string[] theirs)
    {
        MdnsBench bench = new();
        bench.Responder.Add(new MdnsService { Instance = "Kitchen", Txt = ["path=/"] });
        bench.Start();
        bench.FirstProbe();
        bench.Arrives(
            MdnsMessage.Query("Kitchen._http._tcp.local ANY QU") with { Authorities = [.. theirs.Select(data => "Kitchen._http._tcp.local 120 IN " + data)] }, host: 9);
        Assert.Equal(theyWin ? 1 : 0, bench.Count(MdnsCounter.TieBreaksLost));
    }

    [Theory]
    [InlineData(80, 0)]
    [InlineData(79, 0)]
    [InlineData(81, 1)]
    public void Compressed_names_are_compared_as_whole_ones(int port, int lost)
    {
        MdnsBench bench = new();
        bench.Responder.Add(new MdnsService { Instance = "Kitchen" });
        bench.Start();
        bench.FirstProbe();
        DnsMessage probe = new(0, 0, 2, 0, 2);
        probe.Question(DnsMessage.Name("kitchen.local"), 255, 0x8001);
        probe.Question(DnsMessage.Pointing(20, "Kitchen._http._tcp"), 255, 0x8001);
        probe.Record(DnsMessage.Pointing(31), 16, 120, [0]);
        probe.Record(DnsMessage.Pointing(31), 33, 120, [0, 0, 0, 0, 0, (byte)port, .. DnsMessage.Pointing(12)]);
        bench.Arrives(probe.ToArray(), IpBench.Host(9));
        Assert.Equal((lost, 0), (bench.Count(MdnsCounter.TieBreaksLost), bench.Count(MdnsCounter.Malformed)));
    }

    [Fact]
    public void The_tie_for_a_service_does_not_stop_its_host()
    {
        MdnsBench bench = new();
        bench.Responder.Add(new MdnsService { Instance = "Kitchen" });
        bench.Start();
        bench.FirstProbe();
        bench.Arrives(MdnsMessage.Query("Kitchen._http._tcp.local ANY QU") with { Authorities = ["Kitchen._http._tcp.local 120 IN SRV 99 other.local"] }, host: 9);
        Assert.Equal(["kitchen.local ANY QU"], bench.SendsWithin(250).Questions);
    }

    [Fact]
    public void A_service_instance_whose_name_is_taken_gets_a_number_in_brackets()
    {
        MdnsBench bench = new();
        MdnsService service = new() { Instance = "Kitchen" };
        bench.Responder.Add(service);
        bench.Start();
        bench.FirstProbe();
        bench.Arrives(MdnsMessage.Response("Kitchen._http._tcp.local 120 IN! SRV 80 other.local"));
        bench.Advance(5000);
        Assert.Equal("Kitchen (2)", bench.Responder.InstanceOf(service));
        Assert.Equal("kitchen", bench.Responder.Name);
        Assert.Contains(bench.Sent, message => message.Answers.Contains(@"_http._tcp.local 4500 IN PTR Kitchen\032(2)._http._tcp.local"));
    }

    [Fact]
    public void Names_are_probed_again_when_a_service_is_added_later_but_only_its_own()
    {
        MdnsBench bench = MdnsBench.Established();
        bench.Responder.Add(new MdnsService { Instance = "Late" });
        Assert.Equal(["Late._http._tcp.local ANY QU"], bench.FirstProbe().Questions);
        bench.Arrives(MdnsMessage.Query("kitchen.local A QM"));
        bench.Answers("kitchen.local 120 IN! A 192.168.7.2");
    }

    [Fact]
    public void After_fifteen_conflicts_in_ten_seconds_each_probe_waits_for_five_seconds()
    {
        MdnsBench bench = new();
        bench.Start();
        List<long> probes = [];
        for (int i = 0; i < 20; i++)
        {
            MdnsMessage probe = bench.SendsWithin(5000);
            probes.Add(probe.Time);
            bench.Arrives(MdnsMessage.Response(probe.Questions[0].Split(' ')[0] + " 120 IN! A 192.168.7.9"));
        }

        long[] waits = [.. probes.Zip(probes.Skip(1), (one, next) => next - one)];
        Assert.All(waits[..14], wait => Assert.InRange(wait, 0, 249));
        Assert.All(waits[14..], wait => Assert.Equal(5000, wait));
        Assert.Equal("kitchen-21", bench.Responder.Name);
        bench.Advance(20_000);
        Assert.Equal(MdnsState.Established, bench.Responder.State);
    }

    [Fact]
    public void A_probe_that_the_link_does_not_take_is_sent_when_it_does()
    {
        MdnsBench bench = new();
        bench.Start();
        bench.Link.Room = 0;
        bench.SendsNothingFor(300);
        bench.Link.Room = int.MaxValue;
        Assert.Equal(["kitchen.local ANY QU"], bench.SendsWithin(1).Questions);
    }

    [Fact]
    public void Services_that_do_not_fit_into_one_probe_are_probed_in_several()
    {
        MdnsBench bench = new(configure: options => options.MaxServices = 3);
        for (int i = 0; i < 3; i++)
        {
            bench.Responder.Add(new MdnsService { Instance = "Service " + i, Txt = [.. Enumerable.Repeat(new string('x', 230), 3)] });
        }

        bench.Start();
        bench.Advance(5000);
        Assert.All(bench.Sent, message => Assert.InRange(message.Length, 12, 1472));
        Assert.Equal(4 * 3, bench.Sent.Where(message => !message.IsResponse).Sum(probe => probe.Questions.Length));
        Assert.Equal(3 * 2, bench.Sent.SelectMany(message => message.Answers).Count(answer => answer.Contains(" TXT ")));
    }
}
