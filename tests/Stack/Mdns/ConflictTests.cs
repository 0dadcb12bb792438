// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Mdns;

namespace NanoTcp.Tests.Stack.Mdns;

/// <summary>Somebody else uses a name that is this host's already (RFC 6762 §9).</summary>
public class ConflictTests
{
    private const string Rival = "kitchen.local 120 IN! A 192.168.7.9";

    [Fact]
    public void The_name_is_probed_again_and_kept_when_nobody_answers()
    {
        MdnsBench bench = MdnsBench.Established();
        bench.Arrives(MdnsMessage.Response(Rival), host: 9);
        Assert.Equal(MdnsState.Probing, bench.Responder.State);
        Assert.Equal(["kitchen.local ANY QU"], bench.FirstProbe().Questions);
        bench.Advance(MdnsBench.ProbingTime);
        Assert.Equal(("kitchen", MdnsState.Established), (bench.Responder.Name, bench.Responder.State));
        Assert.Equal(1, bench.Count(MdnsCounter.Conflicts));
    }

    [Fact]
    public void The_name_is_given_up_when_the_other_one_defends_it()
    {
        MdnsBench bench = MdnsBench.WithPage();
        bench.Arrives(MdnsMessage.Response(Rival), host: 9);
        bench.FirstProbe();
        bench.Arrives(MdnsMessage.Response(Rival), host: 9, isUnicast: true);
        bench.Advance(5000);
        Assert.Equal(("kitchen-2", MdnsState.Established), (bench.Responder.Name, bench.Responder.State));

        // What leads to the host leads to the new name.
        bench.Sent.Clear();
        bench.Arrives(MdnsMessage.Query("Kitchen._http._tcp.local SRV QM"));
        bench.Answers("Kitchen._http._tcp.local 120 IN! SRV 80 kitchen-2.local");
    }

    [Fact]
    public void The_services_are_announced_with_the_new_name_without_a_query()
    {
        MdnsBench bench = MdnsBench.WithPage();
        bench.Arrives(MdnsMessage.Response(Rival), host: 9);
        bench.FirstProbe();
        bench.Arrives(MdnsMessage.Response(Rival), host: 9);
        bench.Advance(5000);
        string[] answers = [.. bench.Sent.Where(message => message.IsResponse).SelectMany(message => message.Answers)];
        Assert.Equal(2, answers.Count(answer => answer == "kitchen-2.local 120 IN! A 192.168.7.2"));
        Assert.Equal(2, answers.Count(answer => answer == "Kitchen._http._tcp.local 120 IN! SRV 80 kitchen-2.local"));
        Assert.Equal(2, answers.Count(answer => answer == "2.7.168.192.in-addr.arpa 120 IN! PTR kitchen-2.local"));
        Assert.DoesNotContain(answers, answer => answer.Contains("kitchen.local"));
    }

    [Theory]
    [InlineData("kitchen.local 120 IN! A 192.168.7.2")]
    [InlineData("KITCHEN.local 120 IN A 192.168.7.2")]
    [InlineData("2.7.168.192.in-addr.arpa 120 IN! PTR kitchen.local")]
    [InlineData("Kitchen._http._tcp.local 120 IN! SRV 80 kitchen.local")]
    [InlineData("KITCHEN._http._tcp.local 120 IN! SRV 80 Kitchen.LOCAL")]
    [InlineData("Kitchen._http._tcp.local 4500 IN! TXT path=/")]
    [InlineData("_http._tcp.local 4500 IN PTR Kitchen._http._tcp.local")]
    [InlineData("kitchen.local 120 IN! NSEC kitchen.local")]
    [InlineData("kitchen.local 0 IN! A 192.168.7.9")]
    [InlineData("_http._tcp.local 4500 IN PTR Other._http._tcp.local")]
    [InlineData("other.local 120 IN! A 192.168.7.2")]
    public void What_a_reflector_sends_back_or_others_may_say_is_no_conflict(string record)
    {
        MdnsBench bench = MdnsBench.WithPage("path=/");
        for (int host = 3; host < 20; host++)
        {
            bench.Arrives(MdnsMessage.Response(record), host: host);
        }

        Assert.Equal(MdnsState.Established, bench.Responder.State);
        Assert.Equal(0, bench.Count(MdnsCounter.Conflicts));
    }

    [Fact]
    public void What_comes_from_this_hosts_own_address_is_not_even_read()
    {
        MdnsBench bench = MdnsBench.Established();
        bench.Arrives(MdnsMessage.Response(Rival).ToBytes(), Frames.Own);
        Assert.Equal(MdnsState.Established, bench.Responder.State);
        Assert.Equal(0, bench.Count(MdnsCounter.Received));
    }

    [Fact]
    public void Every_message_of_this_host_may_come_back_at_any_time()
    {
        MdnsBench bench = new();
        bench.Responder.Add(new MdnsService { Instance = "Kitchen", Txt = ["path=/"], Subtype = "_sensor" });
        bench.Start();
        List<MdnsMessage> seen = [];
        for (int i = 0; i < 40; i++)
        {
            bench.Advance(100);
            while (bench.Sent.TryDequeue(out MdnsMessage? message))
            {
                seen.Add(message);
                bench.Arrives(message, host: 254);
            }

            // Late copies too.
            bench.Arrives(seen.Count > 3 ? seen[^3] : MdnsMessage.Query(), host: 254);
        }

        Assert.Equal(("kitchen", MdnsState.Established), (bench.Responder.Name, bench.Responder.State));
        Assert.Equal(0, bench.Count(MdnsCounter.Conflicts) + bench.Count(MdnsCounter.Renamed));
    }

    [Fact]
    public void The_address_of_before_is_no_conflict_when_it_comes_back_late()
    {
        MdnsBench bench = MdnsBench.Established();
        bench.Ip.Configure(NanoTcp.Host.HostAddress.Parse("192.168.7.77"), 24, NanoTcp.Host.HostAddress.Any);
        bench.Poll();
        bench.Arrives(MdnsMessage.Response("kitchen.local 120 IN! A 192.168.7.2"), host: 254);
        Assert.Equal(MdnsState.Established, bench.Responder.State);
    }

    [Theory]
    [InlineData("Kitchen._http._tcp.local 120 IN! SRV 81 kitchen.local")]
    [InlineData("Kitchen._http._tcp.local 120 IN! SRV 80 other.local")]
    [InlineData("Kitchen._http._tcp.local 4500 IN! TXT path=/x")]
    public void A_service_of_the_same_name_is_a_conflict_of_that_service_alone(string record)
    {
        MdnsBench bench = MdnsBench.WithPage("path=/");
        bench.Arrives(MdnsMessage.Response(record), host: 9);
        Assert.Equal(MdnsState.Established, bench.Responder.State);
        Assert.Equal(["Kitchen._http._tcp.local ANY QU"], bench.FirstProbe().Questions);
    }

    [Fact]
    public void A_service_is_not_offered_while_the_name_of_its_host_is_in_doubt()
    {
        MdnsBench bench = MdnsBench.WithPage("path=/");
        bench.Arrives(MdnsMessage.Response(Rival), host: 9);
        bench.Arrives(MdnsMessage.Query("_http._tcp.local PTR QM", "Kitchen._http._tcp.local ANY QM"));
        bench.Advance(500);
        Assert.DoesNotContain(bench.Sent, message => message.IsResponse);
    }

    [Fact]
    public void A_flood_of_forged_conflicts_makes_few_messages_and_ends_with_a_name()
    {
        MdnsBench bench = MdnsBench.WithPage();
        for (int i = 0; i < 6000; i++)
        {
            bench.Arrives(
                MdnsMessage.Response(bench.Responder.Name + ".local 120 IN! A 192.168.7.9", @"Kitchen._http._tcp.local 120 IN! SRV 1 x.local"), host: 9);
            bench.Advance(10);
        }

        // A minute: some conflicts at once, then one in five seconds.
        Assert.InRange(bench.Count(MdnsCounter.Renamed), 10, 40);
        Assert.InRange(bench.Sent.Count, 10, 120);
        bench.Advance(20_000);
        Assert.Equal(MdnsState.Established, bench.Responder.State);
    }
}
