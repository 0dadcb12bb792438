// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Mdns;
using NanoTcp.Udp;

namespace NanoTcp.Tests.Stack.Mdns;

/// <summary>Start, stop, and what the link and the address do (RFC 6762 §8.3, §8.4, §10.1).</summary>
public class LifecycleTests
{
    private const string Address = "kitchen.local 120 IN! A 192.168.7.2";
    private const string Reverse = "2.7.168.192.in-addr.arpa 120 IN! PTR kitchen.local";

    [Fact]
    public void The_announcement_has_all_records_once_the_unique_ones_with_cache_flush()
    {
        MdnsBench bench = new();
        bench.Responder.Add(new MdnsService { Instance = "Kitchen", Txt = ["path=/", "v=1"], Subtype = "_sensor" });
        bench.Start();
        bench.Advance(1000);
        MdnsMessage announcement = bench.Sent.Last();
        Assert.Equal((0, 0x8400), (announcement.Id, announcement.Flags));
        Assert.Equal(
            [
                Address,
                Reverse,
                "_http._tcp.local 4500 IN PTR Kitchen._http._tcp.local",
                "_sensor._sub._http._tcp.local 4500 IN PTR Kitchen._http._tcp.local",
                "_services._dns-sd._udp.local 4500 IN PTR _http._tcp.local",
                "Kitchen._http._tcp.local 120 IN! SRV 80 kitchen.local",
                "Kitchen._http._tcp.local 4500 IN! TXT path=/ v=1",
            ],
            announcement.Answers);
        Assert.Equal([], announcement.Questions);
        Assert.Equal(["kitchen.local 120 IN! NSEC kitchen.local A"], announcement.Additionals);
    }

    [Fact]
    public void It_joins_the_group_when_it_starts_and_leaves_it_when_it_stops()
    {
        const string Group = "01005E0000FB";
        MdnsBench bench = new();
        Assert.DoesNotContain(Group, bench.Link.Groups);
        bench.Start();
        Assert.Contains(Group, bench.Link.Groups);
        bench.Responder.Stop();
        Assert.DoesNotContain(Group, bench.Link.Groups);
    }

    [Fact]
    public void A_second_start_and_a_port_that_is_taken_are_refused()
    {
        MdnsBench bench = new();
        UdpSocket other = new(bench.Udp, new UdpSocketOptions());
        other.Bind(5353);
        Assert.Equal(SocketError.AddressAlreadyInUse, bench.Responder.Start());
        Assert.Equal(MdnsState.Stopped, bench.Responder.State);
        other.Close();
        Assert.Equal(SocketError.Success, bench.Responder.Start());
        Assert.Equal(SocketError.InvalidArgument, bench.Responder.Start());
    }

    [Fact]
    public void Without_room_for_the_group_it_does_not_start_and_the_port_is_free()
    {
        MdnsBench bench = new();
        for (byte i = 1; bench.Ip.Join(HostAddress.From(239, 0, 0, i)) == SocketError.Success; i++)
        {
        }

        Assert.Equal(SocketError.NoBufferSpaceAvailable, bench.Responder.Start());
        Assert.Equal(SocketError.Success, new UdpSocket(bench.Udp, new UdpSocketOptions()).Bind(5353));
    }

    [Fact]
    public void Who_stops_says_goodbye_to_all_that_is_its_own()
    {
        MdnsBench bench = MdnsBench.WithPage("path=/");
        bench.Responder.Stop();
        bench.Poll();
        MdnsMessage goodbye = bench.Sends();
        Assert.True(goodbye.IsMulticast);
        Assert.Equal(
            [
                "kitchen.local 0 IN! A 192.168.7.2",
                "2.7.168.192.in-addr.arpa 0 IN! PTR kitchen.local",
                "_http._tcp.local 0 IN PTR Kitchen._http._tcp.local",
                "Kitchen._http._tcp.local 0 IN! SRV 80 kitchen.local",
                "Kitchen._http._tcp.local 0 IN! TXT path=/",
            ],
            goodbye.Answers);
        bench.Arrives(MdnsMessage.Query("kitchen.local A QM"));
        bench.SendsNothingFor(10_000);
        Assert.Equal(MdnsState.Stopped, bench.Responder.State);
    }

    [Fact]
    public void A_name_that_is_only_wanted_needs_no_goodbye()
    {
        MdnsBench bench = new();
        bench.Start();
        bench.FirstProbe();
        bench.Responder.Stop();
        bench.SendsNothingFor(5000);
    }

    [Fact]
    public void It_can_be_started_again()
    {
        MdnsBench bench = MdnsBench.WithPage();
        bench.Responder.Stop();
        bench.Advance(60_000);
        bench.Sent.Clear();
        bench.Start();
        bench.FirstProbe();
        bench.Advance(5000);
        Assert.Equal(MdnsState.Established, bench.Responder.State);
    }

    [Fact]
    public void Another_name_is_probed_after_the_goodbye_to_the_old_one()
    {
        MdnsBench bench = MdnsBench.WithPage();
        bench.Responder.Rename("cellar");
        bench.Poll();
        Assert.Equal(["kitchen.local 0 IN! A 192.168.7.2", "2.7.168.192.in-addr.arpa 0 IN! PTR kitchen.local"], bench.Sends().Answers);
        Assert.Equal(["cellar.local ANY QU"], bench.Sends().Questions);
        bench.Advance(5000);
        Assert.Equal(("cellar", MdnsState.Established), (bench.Responder.Name, bench.Responder.State));
        Assert.Contains(bench.Sent, message => message.Answers.Contains("Kitchen._http._tcp.local 120 IN! SRV 80 cellar.local"));
    }

    [Fact]
    public void New_text_and_port_of_a_service_are_announced_twice_without_a_probe()
    {
        MdnsService page = new() { Instance = "Kitchen", Txt = ["v=1"] };
        MdnsBench bench = MdnsBench.Established(services: page);
        page.Txt = ["v=2"];
        page.Port = 8080;
        bench.Responder.Update(page);
        bench.Advance(5000);
        Assert.Equal(2, bench.Sent.Count);
        Assert.All(
            bench.Sent,
            message =>
            {
                Assert.Contains("Kitchen._http._tcp.local 4500 IN! TXT v=2", message.Answers);
                Assert.Contains("Kitchen._http._tcp.local 120 IN! SRV 8080 kitchen.local", message.Answers);
            });
    }

    [Fact]
    public void Nothing_is_sent_before_there_is_a_link_and_an_address()
    {
        MdnsBench bench = new();
        bench.Link.HasCable = false;
        bench.Ip.Configure(HostAddress.Any, 0, HostAddress.Any);
        bench.Start();
        bench.SendsNothingFor(10_000);
        Assert.Equal(MdnsState.WaitingForNetwork, bench.Responder.State);
        bench.Link.HasCable = true;
        bench.SendsNothingFor(10_000);
        bench.Ip.Configure(HostAddress.Parse("169.254.1.2"), 16, HostAddress.Any);
        Assert.Equal(["kitchen.local 120 IN A 169.254.1.2"], bench.FirstProbe().Authorities);
        bench.Advance(1000);
        Assert.Equal(MdnsState.Established, bench.Responder.State);
    }

    [Fact]
    public void The_names_are_probed_and_announced_again_when_the_link_comes_back()
    {
        MdnsBench bench = MdnsBench.WithPage();
        bench.Link.HasCable = false;
        bench.Advance(2000);
        Assert.Equal(MdnsState.WaitingForNetwork, bench.Responder.State);
        bench.Link.HasCable = true;
        bench.Advance(5000);
        Assert.Equal([false, false, false, true, true], bench.Sent.Select(message => message.IsResponse));
        Assert.Contains(Address, bench.Sent.Last().Answers);
    }

    [Fact]
    public void A_link_that_was_down_between_two_polls_counts_too()
    {
        MdnsBench bench = MdnsBench.Established();
        bench.Link.HasCable = false;
        bench.Stack.Poll(bench.Now);
        bench.Link.HasCable = true;
        bench.Stack.Poll(bench.Now);
        Assert.Equal(["kitchen.local ANY QU"], bench.FirstProbe().Questions);
    }

    [Fact]
    public void The_address_given_while_the_link_was_down_is_the_one_announced()
    {
        MdnsBench bench = MdnsBench.Established();
        bench.Link.HasCable = false;
        bench.Advance(1000);
        bench.Ip.Configure(HostAddress.Parse("192.168.7.77"), 24, HostAddress.Any);
        bench.Advance(1000);
        bench.Link.HasCable = true;
        Assert.Equal(["kitchen.local 120 IN A 192.168.7.77"], bench.SendsWithin(1000).Authorities);
    }

    [Fact]
    public void Another_address_is_announced_twice_and_the_old_one_gets_a_goodbye()
    {
        MdnsBench bench = MdnsBench.WithPage();
        bench.Ip.Configure(HostAddress.Parse("192.168.7.77"), 24, HostAddress.Any);
        bench.Advance(5000);
        Assert.Equal(3, bench.Sent.Count);
        Assert.Equal(["kitchen.local 0 IN! A 192.168.7.2", "2.7.168.192.in-addr.arpa 0 IN! PTR kitchen.local"], bench.Sent.Dequeue().Answers);
        MdnsMessage[] announcements = [.. bench.Sent];
        Assert.Equal(1000, announcements[1].Time - announcements[0].Time);
        Assert.All(
            announcements,
            message =>
            {
                Assert.Equal(["kitchen.local 120 IN! A 192.168.7.77", "77.7.168.192.in-addr.arpa 120 IN! PTR kitchen.local"], message.Answers[..2]);
                Assert.Contains("_http._tcp.local 4500 IN PTR Kitchen._http._tcp.local", message.Answers);
            });
    }

    [Fact]
    public void The_goodbye_to_the_old_address_waits_until_the_link_has_room_for_it()
    {
        MdnsBench bench = MdnsBench.WithPage();
        bench.Link.Room = 1;
        bench.Ip.Configure(HostAddress.Parse("192.168.7.77"), 24, HostAddress.Any);
        bench.Poll();
        bench.Poll();
        Assert.Equal(0, bench.Link.Room);
        bench.Arrives(MdnsMessage.Query("kitchen.local A QM"));
        bench.SendsNothing();
        bench.Link.Room = int.MaxValue;
        Assert.Equal(["kitchen.local 0 IN! A 192.168.7.2", "2.7.168.192.in-addr.arpa 0 IN! PTR kitchen.local"], bench.SendsWithin(1).Answers);
        Assert.Contains("kitchen.local 120 IN! A 192.168.7.77", bench.Sends().Answers);
    }

    [Fact]
    public void The_lease_behind_a_link_local_address_is_told_in_the_same_way()
    {
        MdnsBench bench = new();
        bench.Ip.Configure(HostAddress.Parse("169.254.1.2"), 16, HostAddress.Any);
        bench.Start();
        bench.Advance(10_000);
        bench.Sent.Clear();
        bench.Ip.Configure(Frames.OwnHost, 24, Frames.PeerHost);
        bench.Advance(5000);
        Assert.Equal([Address, Reverse], bench.Sent.Last().Answers);
        bench.Sent.Clear();
        bench.Arrives(MdnsMessage.Query("kitchen.local A QM"));
        bench.Answers(Address);
    }

    [Fact]
    public void The_same_address_configured_anew_changes_nothing()
    {
        MdnsBench bench = MdnsBench.Established();
        bench.Ip.Configure(HostAddress.Parse("192.168.7.2"), 24, Frames.PeerHost);
        bench.SendsNothingFor(5000);
        Assert.Equal(MdnsState.Established, bench.Responder.State);
    }

    [Fact]
    public void An_idle_responder_wants_no_poll()
    {
        MdnsBench bench = MdnsBench.WithPage();
        Assert.Equal(long.MaxValue, bench.Responder.Poll(bench.Now));
        Assert.Equal(long.MaxValue, new MdnsBench().Responder.Poll(0));
    }

    [Fact]
    public void A_clock_that_falls_back_delays_no_step()
    {
        MdnsBench bench = new();
        bench.Start();
        long next = bench.Responder.Poll(bench.Now);
        long wait = next - bench.Now;
        Assert.Equal(wait, bench.Responder.Poll(bench.Now - 500_000) - (bench.Now - 500_000));
    }
}
