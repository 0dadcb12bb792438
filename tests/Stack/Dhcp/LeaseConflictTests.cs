// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Dhcp;
using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Dhcp;

/// <summary>Another station has the address (RFC 2131 §3.1 step 5, §4.4.1; RFC 5227).</summary>
public class LeaseConflictTests
{
    private readonly DhcpBench _bench = new(options => options.HostName = "sensor-1");

    [Fact]
    public void An_address_that_answers_a_probe_is_declined()
    {
        SentMessage request = _bench.Requested();
        _bench.Arrives(Reply.Ack(request));
        _bench.FindsItTaken(DhcpBench.Leased);
        SentMessage decline = _bench.Sends(Option.Decline, within: 0);

        Assert.Equal(DhcpState.Init, _bench.Client.State);
        Assert.Same(HostAddress.Any, _bench.Ip.Address);
        Assert.True(decline.IsBroadcastFrame);
        Assert.Equal(IPv4Address.Any, decline.Source);
        Assert.Equal(0u, decline.ClientAddress);
        Assert.Equal(0, decline.Seconds);
        Assert.Equal([Option.Type, Option.ClientId, Option.Requested, Option.Server], decline.Codes);
        Assert.Equal(DhcpBench.Leased, decline.GetAddress(Option.Requested));
        Assert.Equal(DhcpBench.Server, decline.GetAddress(Option.Server));
        Assert.Equal([1, .. Frames.OwnMac], decline.Get(Option.ClientId));
        Assert.Equal(300, decline.Length);
        Assert.Equal(1, _bench.Count(DhcpCounter.Declined));
    }

    [Fact]
    public void After_a_DECLINE_the_client_waits_ten_seconds_and_does_not_ask_for_that_address()
    {
        _bench.Arrives(Reply.Ack(_bench.Requested()));
        _bench.FindsItTaken(DhcpBench.Leased);
        long declined = _bench.Sends(Option.Decline).At;
        SentMessage discover = _bench.Sends(Option.Discover);

        Assert.InRange(discover.At - declined, 10_000, 11_000);
        Assert.Null(discover.Get(Option.Requested));
    }

    [Fact]
    public void A_reply_with_the_own_MAC_address_is_no_conflict()
    {
        // Routers and access points with proxy ARP answer from their tables.
        _bench.Arrives(Reply.Ack(_bench.Requested()));
        _bench.Advance(2000);
        _bench.ArrivesFrame(Frames.Arp(ArpPacket.Reply, Frames.OwnMac, DhcpBench.Leased, Frames.OwnMac, 0));
        _bench.FindsItFree();
    }

    [Fact]
    public void In_a_network_where_every_address_is_taken_declines_become_rare()
    {
        for (int i = 0; i < 6; i++)
        {
            Conflict();
        }

        _bench.TakeMessages();
        long start = _bench.Now;
        while (_bench.Now < start + 3_600_000)
        {
            Conflict();
        }

        Assert.InRange(_bench.Count(DhcpCounter.Declined), 20, 6 + 21);
    }

    [Fact]
    public void An_address_that_another_station_takes_later_is_declined_and_given_up()
    {
        _bench.Bound();
        _bench.Advance(60_000);
        byte[] claim = Frames.Arp(ArpPacket.Request, DhcpBench.OtherMac, DhcpBench.Leased, new byte[6], DhcpBench.Leased);
        _bench.ArrivesFrame(claim);
        Assert.Equal(DhcpState.Bound, _bench.Client.State);
        _bench.Advance(2000);
        _bench.ArrivesFrame(claim);
        SentMessage decline = _bench.Sends(Option.Decline, within: 100);

        Assert.Equal(DhcpState.Init, _bench.Client.State);
        Assert.Same(HostAddress.Any, _bench.Ip.Address);
        Assert.Equal(IPv4Address.Any, decline.Source);
        Assert.Equal(DhcpBench.Leased, decline.GetAddress(Option.Requested));
        Assert.InRange(_bench.Sends(Option.Discover).At - decline.At, 10_000, 11_000);
    }

    [Fact]
    public void A_DECLINE_that_a_busy_link_does_not_take_is_sent_soon_after()
    {
        _bench.Arrives(Reply.Ack(_bench.Requested()));
        _bench.Advance(3000);
        _bench.Link.Room = 0;
        _bench.ArrivesFrame(Frames.Arp(ArpPacket.Reply, DhcpBench.OtherMac, DhcpBench.Leased, Frames.OwnMac, 0));
        _bench.SendsNothingFor(500);
        _bench.Link.Room = int.MaxValue;
        long declined = _bench.Sends(Option.Decline, within: 20).At;

        // The ten seconds count from the conflict on.
        Assert.InRange(_bench.Sends(Option.Discover).At - declined, 9000, 11_000);
    }

    [Fact]
    public void A_check_that_somebody_else_has_ended_begins_anew()
    {
        _bench.Arrives(Reply.Ack(_bench.Requested()));
        _bench.Advance(3000);
        _bench.Ip.StopProbe();
        _bench.Advance(3500);
        Assert.Equal(DhcpState.Checking, _bench.Client.State);
        _bench.FindsItFree();
    }

    private void Conflict()
    {
        _bench.Arrives(Reply.Ack(_bench.Requested()));
        _bench.FindsItTaken(DhcpBench.Leased);
        _bench.Sends(Option.Decline);
    }
}
