// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Ip;

/// <summary>Conflicts of addresses (RFC 5227): the probe before an address is taken, and the defence afterwards.</summary>
public class ArpConflictTests
{
    private static readonly uint s_wanted = IpBench.Host(77);

    private readonly IpBench _bench = IpBench.Settled();

    private static byte[] Probe(byte[] mac, uint target) => Frames.Arp(ArpPacket.Request, mac, IPv4Address.Any, new byte[6], target);

    private static byte[] Claim(byte[] mac, uint address) => Frames.Arp(ArpPacket.Request, mac, address, new byte[6], address);

    private static byte[] ToOwnMac(byte[] frame) => [.. Frames.OwnMac, .. frame[6..]];

    /// <summary>Probes, and returns when each of the three was sent, from the start, and when the address was found to be free.</summary>
    private static long[] TimesOfProbe(IpBench bench)
    {
        long start = bench.Now;
        bench.Ip.StartProbe(new HostAddress(s_wanted));
        List<long> times = [];
        while (times.Count < 3)
        {
            if (bench.Link.Sent.Count > 0)
            {
                bench.Sends(Probe(Frames.OwnMac, s_wanted));
                times.Add(bench.Now - start);
            }

            bench.Advance(1);
            Assert.InRange(bench.Now - start, 0, 10_000);
        }

        while (bench.Ip.ProbeState == AddressProbeState.Probing)
        {
            bench.SendsNothing();
            bench.Advance(1);
        }

        times.Add(bench.Now - start);
        return [.. times];
    }

    /// <summary>Lets a probe go on until so many of its packets are sent.</summary>
    private void AdvanceToProbe(int number)
    {
        for (int i = 0; _bench.Link.Sent.Count < number; i++)
        {
            Assert.InRange(i, 0, 10_000);
            _bench.Advance(1);
        }
    }

    [Fact]
    public void An_address_is_probed_three_times_and_free_two_seconds_after_the_last()
    {
        long[] times = TimesOfProbe(_bench);
        Assert.InRange(times[0], 0, 1000);
        Assert.InRange(times[1] - times[0], 1000, 2000);
        Assert.InRange(times[2] - times[1], 1000, 2000);
        Assert.Equal(2000, times[3] - times[2], 1.0);
        Assert.Equal(AddressProbeState.Free, _bench.Ip.ProbeState);
        _bench.Advance(100_000);
        _bench.SendsNothing();
    }

    [Fact]
    public void The_waits_of_a_probe_differ_from_one_to_the_next()
    {
        long[][] probes = [.. Enumerable.Range(0, 20).Select(_ => TimesOfProbe(_bench))];
        Assert.InRange(probes.Select(times => times[0]).Distinct().Count(), 10, 20);
        Assert.InRange(probes.Select(times => times[1] - times[0]).Distinct().Count(), 10, 20);
        Assert.InRange(probes.Select(times => times[2] - times[1]).Distinct().Count(), 10, 20);
    }

    [Fact]
    public void A_host_without_an_address_probes_too()
    {
        _bench.Ip.Configure(HostAddress.Any, 0, HostAddress.Any);
        TimesOfProbe(_bench);
        Assert.Equal(AddressProbeState.Free, _bench.Ip.ProbeState);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Who_has_the_address_shows_it_whenever_it_answers(int sentBefore)
    {
        _bench.Ip.Configure(HostAddress.Any, 0, HostAddress.Any);
        _bench.Ip.StartProbe(new HostAddress(s_wanted));
        AdvanceToProbe(sentBefore);
        _bench.Arrives(Frames.Arp(ArpPacket.Reply, IpBench.Mac(9), s_wanted, Frames.OwnMac, IPv4Address.Any));
        Assert.Equal(AddressProbeState.Conflict, _bench.Ip.ProbeState);
        Assert.Equal(1, _bench.Count(ArpCounter.ProbeConflict));
        _bench.Link.Sent.Clear();
        _bench.Advance(100_000);
        _bench.SendsNothing();
        Assert.Equal(AddressProbeState.Conflict, _bench.Ip.ProbeState);
    }

    [Fact]
    public void An_announcement_of_the_address_that_comes_before_it_is_configured_still_counts()
    {
        TimesOfProbe(_bench);
        _bench.Arrives(Claim(IpBench.Mac(9), s_wanted));
        Assert.Equal(AddressProbeState.Conflict, _bench.Ip.ProbeState);
    }

    [Fact]
    public void Another_probe_of_the_same_address_is_a_conflict()
    {
        _bench.Ip.StartProbe(new HostAddress(s_wanted));
        AdvanceToProbe(1);
        _bench.Arrives(Probe(IpBench.Mac(9), s_wanted));
        Assert.Equal(AddressProbeState.Conflict, _bench.Ip.ProbeState);
    }

    [Fact]
    public void A_host_that_only_wants_to_talk_to_the_address_is_no_conflict()
    {
        // RFC 3927 §2.2.1: after a restart a PC may still ask for the address that this host had before, by broadcast or by unicast.
        _bench.Ip.Configure(HostAddress.Any, 0, HostAddress.Any);
        _bench.Ip.StartProbe(new HostAddress(s_wanted));
        AdvanceToProbe(1);
        byte[] question = Frames.Arp(ArpPacket.Request, IpBench.Mac(9), IpBench.Host(9), new byte[6], s_wanted);
        _bench.Arrives(question, ToOwnMac(question), ToOwnMac(Probe(IpBench.Mac(9), s_wanted)));
        _bench.Arrives(Probe(IpBench.Mac(9), IpBench.Host(78)));
        Assert.Equal(AddressProbeState.Probing, _bench.Ip.ProbeState);
        AdvanceToProbe(3);
        _bench.Advance(2000);
        Assert.Equal(AddressProbeState.Free, _bench.Ip.ProbeState);
        Assert.Equal(3, _bench.Link.Sent.Count);
    }

    [Fact]
    public void Its_own_probes_that_come_back_and_a_router_that_answers_for_it_are_no_conflict()
    {
        // RFC 5227 §2.1.1: only another MAC address counts. Proxies answer for a host from their table, with the host's own address.
        _bench.Ip.StartProbe(new HostAddress(s_wanted));
        AdvanceToProbe(1);
        _bench.Arrives(
            Probe(Frames.OwnMac, s_wanted),
            Claim(Frames.OwnMac, s_wanted),
            Frames.Arp(ArpPacket.Reply, Frames.OwnMac, s_wanted, Frames.OwnMac, IPv4Address.Any));
        Assert.Equal(AddressProbeState.Probing, _bench.Ip.ProbeState);
    }

    [Fact]
    public void A_probed_address_is_not_answered_for()
    {
        _bench.Ip.Configure(HostAddress.Any, 0, HostAddress.Any);
        TimesOfProbe(_bench);
        _bench.Arrives(Frames.Arp(ArpPacket.Request, IpBench.Mac(9), IpBench.Host(9), new byte[6], s_wanted));
        _bench.SendsNothing();
    }

    [Fact]
    public void A_probe_that_the_link_did_not_take_does_not_count()
    {
        _bench.Ip.StartProbe(new HostAddress(s_wanted));
        _bench.Link.Room = 0;
        _bench.Advance(60_000);
        Assert.Equal(AddressProbeState.Probing, _bench.Ip.ProbeState);
        _bench.Link.Room = int.MaxValue;
        _bench.Advance(7100);
        Assert.Equal(3, _bench.Link.Sent.Count);
        Assert.Equal(AddressProbeState.Free, _bench.Ip.ProbeState);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_probe_begins_anew_when_the_link_comes_up(int sentBefore)
    {
        _bench.Ip.Configure(HostAddress.Any, 0, HostAddress.Any);
        _bench.Ip.StartProbe(new HostAddress(s_wanted));
        AdvanceToProbe(sentBefore);
        _bench.Link.Sent.Clear();
        _bench.Link.HasCable = false;
        _bench.Advance(60_000);
        Assert.Equal(AddressProbeState.Probing, _bench.Ip.ProbeState);
        _bench.Link.HasCable = true;
        _bench.Advance(3999);
        Assert.Equal(AddressProbeState.Probing, _bench.Ip.ProbeState);
        _bench.Advance(3002);
        Assert.Equal(3, _bench.Link.Sent.Count);
        Assert.Equal(AddressProbeState.Free, _bench.Ip.ProbeState);
    }

    [Fact]
    public void A_probe_of_another_address_begins_anew()
    {
        _bench.Ip.StartProbe(new HostAddress(IpBench.Host(78)));
        AdvanceToProbe(2);
        _bench.Link.Sent.Clear();
        TimesOfProbe(_bench);
        _bench.Arrives(Claim(IpBench.Mac(9), IpBench.Host(78)));
        Assert.Equal(AddressProbeState.Free, _bench.Ip.ProbeState);
    }

    [Fact]
    public void A_probe_that_is_stopped_sends_nothing_more()
    {
        _bench.Ip.StartProbe(new HostAddress(s_wanted));
        AdvanceToProbe(1);
        _bench.Link.Sent.Clear();
        _bench.Ip.StopProbe();
        _bench.Advance(100_000);
        _bench.SendsNothing();
        _bench.Arrives(Claim(IpBench.Mac(9), s_wanted));
        Assert.Equal(AddressProbeState.None, _bench.Ip.ProbeState);
    }

    [Fact]
    public void The_address_that_is_configured_is_probed_no_more()
    {
        TimesOfProbe(_bench);
        _bench.Ip.Configure(new HostAddress(s_wanted), 24, HostAddress.Any);
        Assert.Equal(AddressProbeState.None, _bench.Ip.ProbeState);
    }

    [Fact]
    public void Another_address_that_is_configured_leaves_the_probe_as_it_is()
    {
        _bench.Ip.StartProbe(new HostAddress(s_wanted));
        _bench.Ip.Configure(new HostAddress(IpBench.Host(3)), 24, HostAddress.Any);
        Assert.Equal(AddressProbeState.Probing, _bench.Ip.ProbeState);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("127.0.0.1")]
    [InlineData("224.0.0.251")]
    [InlineData("255.255.255.255")]
    public void An_address_that_no_host_can_have_is_not_probed(string address)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _bench.Ip.StartProbe(HostAddress.Parse(address)));
        Assert.Equal(AddressProbeState.None, _bench.Ip.ProbeState);
    }

    [Fact]
    public void A_station_that_claims_our_address_is_answered_with_one_announcement()
    {
        _bench.Arrives(Claim(IpBench.Mac(9), Frames.Own));
        _bench.Asks(Frames.Own);
        _bench.Advance(100_000);
        _bench.SendsNothing();
        Assert.False(_bench.Ip.IsAddressLost);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(9999, true)]
    [InlineData(10_000, false)]
    public void A_second_claim_within_ten_seconds_means_that_the_address_is_lost(int milliseconds, bool isLost)
    {
        _bench.Arrives(Claim(IpBench.Mac(9), Frames.Own));
        _bench.Asks(Frames.Own);
        _bench.Advance(milliseconds);
        _bench.Arrives(Frames.Arp(ArpPacket.Reply, IpBench.Mac(10), Frames.Own, Frames.OwnMac, Frames.Own));
        Assert.Equal(isLost, _bench.Ip.IsAddressLost);
        if (!isLost)
        {
            _bench.Asks(Frames.Own);
        }

        _bench.SendsNothing();
    }

    [Fact]
    public void An_address_that_is_kept_although_it_is_lost_is_defended_once_in_ten_seconds()
    {
        // RFC 5227 §2.4, choice c.
        for (int i = 0; i < 100; i++)
        {
            _bench.Arrives(Claim(IpBench.Mac(9), Frames.Own));
            _bench.Advance(500);
        }

        Assert.True(_bench.Ip.IsAddressLost);
        Assert.Equal(5, _bench.Link.Sent.Count);
    }

    [Fact]
    public void A_new_address_is_not_lost()
    {
        _bench.Arrives(Claim(IpBench.Mac(9), Frames.Own), Claim(IpBench.Mac(9), Frames.Own));
        Assert.True(_bench.Ip.IsAddressLost);
        _bench.Ip.Configure(new HostAddress(IpBench.Host(3)), 24, HostAddress.Any);
        Assert.False(_bench.Ip.IsAddressLost);
        _bench.Arrives(Claim(IpBench.Mac(9), IpBench.Host(3)));
        Assert.False(_bench.Ip.IsAddressLost);
    }

    [Fact]
    public void A_defence_that_the_link_did_not_take_is_sent_when_it_has_room()
    {
        _bench.Link.Room = 0;
        _bench.Arrives(Claim(IpBench.Mac(9), Frames.Own));
        _bench.Advance(1000);
        _bench.Link.Room = int.MaxValue;
        _bench.Advance(100);
        _bench.Asks(Frames.Own);
        _bench.SendsNothing();
    }

    [Fact]
    public void A_claim_between_the_announcements_is_answered_at_once_and_both_are_still_sent()
    {
        var bench = new IpBench();
        bench.Advance(1000);
        bench.Asks(Frames.Own);
        bench.Arrives(Claim(IpBench.Mac(9), Frames.Own));
        bench.Asks(Frames.Own);
        bench.Advance(10_000);
        bench.Asks(Frames.Own);
        bench.SendsNothing();
    }

    [Fact]
    public void A_host_without_an_address_has_none_to_defend()
    {
        _bench.Ip.Configure(HostAddress.Any, 0, HostAddress.Any);
        _bench.Arrives(Claim(IpBench.Mac(9), Frames.Own), Probe(IpBench.Mac(9), Frames.Own), Probe(IpBench.Mac(9), IPv4Address.Any));
        _bench.Advance(10_000);
        _bench.SendsNothing();
        Assert.Equal(0, _bench.Count(ArpCounter.Conflict));
    }
}
