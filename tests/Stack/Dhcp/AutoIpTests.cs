// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Dhcp;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Dhcp;

/// <summary>A link-local address without a server (RFC 3927).</summary>
public class AutoIpTests
{
    private static readonly HostAddress s_lease = HostAddress.From(192, 168, 7, 50);

    private readonly AutoIpBench _bench = new();

    private static byte[] MacOf(int number) => [2, 0x12, 0x34, (byte)(number >> 16), (byte)(number >> 8), (byte)number];

    private void HasLeaseOnly()
    {
        _bench.Link.Sent.Clear();
        _bench.Advance(200_000);
        Assert.Same(s_lease, _bench.Ip.Address);
        Assert.False(_bench.Auto.IsConfigured);
        Assert.All(_bench.Link.Sent, frame => Assert.Equal(Frames.Arp(ArpPacket.Request, Frames.OwnMac, IPv4Address.From(192, 168, 7, 50), new byte[6], IPv4Address.From(192, 168, 7, 50)), frame));
    }

    [Fact]
    public void Nothing_happens_before_it_is_started()
    {
        _bench.Advance(100_000);
        Assert.Empty(_bench.Link.Sent);
        Assert.False(_bench.Auto.IsConfigured);
        Assert.Equal(HostAddress.Any, _bench.Ip.Address);
    }

    [Fact]
    public void An_address_is_probed_three_times_configured_and_announced_twice()
    {
        _bench.Auto.Start();
        _bench.Advance(10_000);
        uint address = _bench.Address;
        for (int i = 0; i < 3; i++)
        {
            _bench.SendsProbe(address);
        }

        _bench.SendsAnnouncement(address);
        _bench.SendsAnnouncement(address);
        Assert.Empty(_bench.Link.Sent);
        Assert.True(_bench.Auto.IsConfigured);
        Assert.Same(_bench.Auto.Address, _bench.Ip.Address);
        Assert.Equal(16, _bench.Ip.PrefixLength);
        Assert.Equal(HostAddress.Any, _bench.Ip.Gateway);
        Assert.Equal(1, _bench.Count(AutoIpCounter.Configured));
        Assert.Equal(AddressProbeState.None, _bench.Ip.ProbeState);
    }

    [Fact]
    public void Without_a_conflict_there_is_an_address_within_seven_seconds()
    {
        for (int i = 0; i < 50; i++)
        {
            var bench = new AutoIpBench(MacOf(i));
            bench.Auto.Start();
            bench.Advance(7002);
            Assert.True(bench.Auto.IsConfigured);
        }
    }

    [Fact]
    public void The_same_board_gets_the_same_address_and_others_get_others_from_the_whole_range()
    {
        // §2.1: 169.254.1.0 to 169.254.254.255.
        uint[] addresses = [.. Enumerable.Range(0, 5000).Select(i => new AutoIpBench(MacOf(i)).Address)];
        Assert.Equal(addresses[..10], Enumerable.Range(0, 10).Select(i => new AutoIpBench(MacOf(i)).Address));
        Assert.All(addresses, address => Assert.InRange(address, IPv4Address.From(169, 254, 1, 0), IPv4Address.From(169, 254, 254, 255)));
        Assert.InRange(addresses.Distinct().Count(), 4600, 5000);
        Assert.Equal(254, addresses.Select(address => address >> 8).Distinct().Count());
        Assert.Equal(256, addresses.Select(address => address & 0xFF).Distinct().Count());
    }

    [Fact]
    public void An_address_that_another_station_has_is_left_for_another_one_at_once()
    {
        _bench.Auto.Start();
        _bench.AdvanceToSent(1);
        uint first = _bench.Address;
        _bench.Claims(first);
        Assert.NotEqual(first, _bench.Address);
        _bench.Link.Sent.Clear();
        _bench.Advance(10_000);
        _bench.SendsProbe(_bench.Address);
        Assert.True(_bench.Auto.IsConfigured);
        Assert.Equal(1, _bench.Count(AutoIpCounter.Conflicts));
    }

    [Fact]
    public void After_ten_conflicts_an_address_is_tried_only_once_a_minute()
    {
        _bench.Auto.Start();
        _bench.Refuse(10);
        for (int i = 0; i < 3; i++)
        {
            _bench.Advance(59_999);
            Assert.Empty(_bench.Link.Sent);
            _bench.Advance(1001);
            _bench.SendsProbe(_bench.Address);
            _bench.Link.Sent.Clear();
            _bench.Claims(_bench.Address);
        }

        _bench.Advance(70_000);
        Assert.True(_bench.Auto.IsConfigured);
        Assert.Equal(13, _bench.Count(AutoIpCounter.Conflicts));
    }

    [Fact]
    public void A_station_that_takes_each_new_address_does_not_make_it_try_faster()
    {
        AutoIpBench bench = AutoIpBench.Settled();
        int probes = 0;
        for (int i = 0; i < 600_000; i += 100)
        {
            if (bench.Auto.IsConfigured)
            {
                bench.Claims(bench.Address);
                bench.Claims(bench.Address);
            }

            bench.Advance(100);
            probes += bench.Link.Sent.Count(frame => frame[28..32].All(part => part == 0));
            bench.Link.Sent.Clear();
        }

        Assert.InRange(probes, 50, 65);
    }

    [Fact]
    public void A_first_claim_is_answered_with_an_announcement_and_a_second_one_takes_the_address()
    {
        AutoIpBench bench = AutoIpBench.Settled();
        uint address = bench.Address;
        bench.Claims(address);
        bench.SendsAnnouncement(address);
        Assert.True(bench.Auto.IsConfigured);
        bench.Claims(address);
        Assert.False(bench.Auto.IsConfigured);
        Assert.Equal(HostAddress.Any, bench.Ip.Address);
        Assert.NotEqual(address, bench.Address);
        bench.Advance(10_000);
        Assert.True(bench.Auto.IsConfigured);
        Assert.Equal(1, bench.Count(AutoIpCounter.Lost));
        Assert.Equal(2, bench.Count(AutoIpCounter.Configured));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_lease_that_comes_in_any_gap_between_probes_and_announcements_stays(int sentBefore)
    {
        _bench.Auto.Start();
        _bench.AdvanceToSent(sentBefore);
        _bench.Ip.Configure(s_lease, 24, HostAddress.From(192, 168, 7, 1));
        HasLeaseOnly();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    public void A_lease_stays_when_it_is_stopped_before_or_afterwards(int sentBefore)
    {
        _bench.Auto.Start();
        _bench.AdvanceToSent(sentBefore);
        if (sentBefore == 3)
        {
            _bench.Auto.Stop();
        }

        _bench.Ip.Configure(s_lease, 24, HostAddress.Any);
        _bench.Auto.Stop();
        HasLeaseOnly();
    }

    [Fact]
    public void After_a_lease_has_ended_it_can_be_started_again_and_takes_the_address_that_it_had()
    {
        AutoIpBench bench = AutoIpBench.Settled();
        uint address = bench.Address;
        bench.Ip.Configure(s_lease, 24, HostAddress.Any);
        bench.Advance(60_000);
        bench.Ip.Configure(HostAddress.Any, 0, HostAddress.Any);
        bench.Auto.Start();
        bench.Advance(10_000);
        Assert.True(bench.Auto.IsConfigured);
        Assert.Equal(address, bench.Address);
    }

    [Fact]
    public void Stopping_gives_the_address_up_and_ends_the_probe()
    {
        AutoIpBench bench = AutoIpBench.Settled();
        bench.Auto.Stop();
        Assert.Equal(HostAddress.Any, bench.Ip.Address);
        Assert.False(bench.Auto.IsConfigured);
        bench.Auto.Start();
        bench.AdvanceToSent(1);
        bench.Auto.Stop();
        bench.Link.Sent.Clear();
        bench.Advance(100_000);
        Assert.Empty(bench.Link.Sent);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Another_user_of_the_probe_is_waited_for(int sentBefore)
    {
        // As a DHCP client does with an address that it is offered.
        _bench.Auto.Start();
        _bench.AdvanceToSent(sentBefore);
        _bench.Link.Sent.Clear();
        _bench.Ip.StartProbe(s_lease);
        _bench.Advance(60_000);
        Assert.Equal(AddressProbeState.Free, _bench.Ip.ProbeState);
        Assert.Equal(3, _bench.Link.Sent.Count);
        _bench.Ip.StopProbe();
        _bench.Advance(10_000);
        Assert.True(_bench.Auto.IsConfigured);
    }

    [Fact]
    public void Another_user_can_see_that_its_probe_found_a_conflict_before_the_next_one_begins()
    {
        _bench.Auto.Start();
        _bench.Ip.StartProbe(s_lease);
        _bench.AdvanceToSent(1);
        _bench.Claims(IPv4Address.From(192, 168, 7, 50));
        _bench.Advance(60_000);
        Assert.Equal(AddressProbeState.Conflict, _bench.Ip.ProbeState);
        Assert.Same(s_lease, _bench.Ip.ProbedAddress);
        _bench.Ip.StopProbe();
        _bench.Advance(10_000);
        Assert.True(_bench.Auto.IsConfigured);
    }

    [Fact]
    public void Stopping_leaves_the_probe_of_another_user_alone()
    {
        _bench.Auto.Start();
        _bench.AdvanceToSent(1);
        _bench.Ip.StartProbe(s_lease);
        _bench.Auto.Stop();
        Assert.Equal(AddressProbeState.Probing, _bench.Ip.ProbeState);
    }

    [Fact]
    public void Without_a_link_it_waits()
    {
        _bench.Link.HasCable = false;
        _bench.Auto.Start();
        _bench.Advance(600_000);
        Assert.Empty(_bench.Link.Sent);
        _bench.Link.HasCable = true;
        _bench.Advance(7200);
        Assert.True(_bench.Auto.IsConfigured);
    }

    [Fact]
    public void When_the_link_comes_back_the_address_is_probed_before_it_is_announced_and_kept()
    {
        AutoIpBench bench = AutoIpBench.Settled();
        uint address = bench.Address;
        bench.Link.HasCable = false;
        bench.Advance(30_000);
        Assert.True(bench.Auto.IsConfigured);
        bench.Link.HasCable = true;
        bench.Advance(10_000);
        for (int i = 0; i < 3; i++)
        {
            bench.SendsProbe(address);
        }

        bench.SendsAnnouncement(address);
        bench.SendsAnnouncement(address);
        Assert.Empty(bench.Link.Sent);
        Assert.True(bench.Auto.IsConfigured);
        bench.Advance(100_000);
        Assert.Empty(bench.Link.Sent);
    }

    [Fact]
    public void On_another_network_who_has_the_address_already_keeps_it()
    {
        // Defending it would take it from a station that had it first.
        AutoIpBench bench = AutoIpBench.Settled();
        uint address = bench.Address;
        bench.Link.HasCable = false;
        bench.Advance(1000);
        bench.Link.HasCable = true;
        bench.AdvanceToSent(1);
        bench.Link.Sent.Clear();
        bench.Claims(address);
        Assert.Empty(bench.Link.Sent);
        Assert.False(bench.Auto.IsConfigured);
        bench.Advance(10_000);
        Assert.NotEqual(address, bench.Address);
        Assert.True(bench.Auto.IsConfigured);
        Assert.Equal(0, bench.Count(AutoIpCounter.Lost));
    }

    [Fact]
    public void Its_ARP_replies_are_broadcast()
    {
        // §2.5: so two stations with the same address hear of each other.
        AutoIpBench bench = AutoIpBench.Settled();
        byte[] mac = [2, 0, 0, 0, 0, 9];
        uint other = IPv4Address.From(169, 254, 9, 9);
        bench.Arrives(Frames.Arp(ArpPacket.Request, mac, other, new byte[6], bench.Address));
        byte[] reply = Frames.Arp(ArpPacket.Reply, Frames.OwnMac, bench.Address, mac, other);
        Frames.BroadcastMac.CopyTo(reply, 0);
        Assert.Equal(reply, bench.Link.Sent.Dequeue());
    }

    [Fact]
    public void A_packet_to_another_network_has_no_route()
    {
        AutoIpBench bench = AutoIpBench.Settled();
        Assert.Equal(SocketError.NetworkUnreachable, bench.Ip.Find(HostAddress.From(8, 8, 8, 8), out _));
        Assert.Equal(SocketError.Success, bench.Ip.Find(HostAddress.From(169, 254, 9, 9), out _));
    }

    [Fact]
    public void A_counter_that_does_not_exist_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _bench.Count(AutoIpCounter.Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => _bench.Count((AutoIpCounter)(-1)));
        Assert.Throws<ArgumentNullException>(() => new AutoIp(null!));
    }
}
