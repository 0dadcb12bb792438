// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Dhcp;
using NanoTcp.Host;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Dhcp;

/// <summary>BOUND, RENEWING and REBINDING (RFC 2131 §4.4.5).</summary>
public class RenewalTests
{
    private readonly DhcpBench _bench = new(options => options.HostName = "sensor-1");

    [Fact]
    public void At_T1_the_server_is_asked_by_unicast()
    {
        SentMessage first = _bench.Bound();
        SentMessage renewal = _bench.Sends(Option.Request, within: 2_000_000);

        Assert.Equal(DhcpState.Renewing, _bench.Client.State);
        Assert.Equal(first.At + 1_800_000, renewal.At);
        Assert.False(renewal.IsBroadcastFrame);
        Assert.Equal(DhcpBench.Leased, renewal.Source);
        Assert.Equal(DhcpBench.Server, renewal.Destination);
        Assert.Equal(DhcpBench.Leased, renewal.ClientAddress);
        Assert.False(renewal.WantsBroadcast);
        Assert.NotEqual(first.Transaction, renewal.Transaction);
        Assert.Equal([Option.Type, Option.ClientId, Option.Parameters, Option.MaxMessage, Option.HostName], renewal.Codes);
        foreach (int code in (int[])[Option.ClientId, Option.Parameters, Option.MaxMessage, Option.HostName])
        {
            Assert.Equal(first.Get(code), renewal.Get(code));
        }
    }

    [Fact]
    public void A_clock_that_falls_back_does_not_put_the_renewal_off()
    {
        SentMessage first = _bench.Bound();
        _bench.Advance(1_000_000);
        _bench.Poll();
        long left = first.At + 1_800_000 - _bench.Now;
        _bench.ClockFallsBackTo(0);
        Assert.Equal(left, _bench.Sends(Option.Request, within: 2_000_000).At);
    }

    [Fact]
    public void A_renewed_lease_runs_from_its_own_request_on()
    {
        _bench.Bound();
        SentMessage renewal = _bench.Sends(Option.Request, within: 2_000_000);
        _bench.Advance(20_000);
        _bench.Arrives(Reply.Ack(renewal), DhcpBench.Leased);

        Assert.Equal(DhcpState.Bound, _bench.Client.State);
        Assert.Equal(1, _bench.Count(DhcpCounter.Renewed));
        Assert.Equal(renewal.At, _bench.Client.Lease!.Began);
        Assert.Equal(renewal.At + 1_800_000, _bench.Sends(Option.Request, within: 2_000_000).At);
    }

    [Fact]
    public void A_renewal_that_changes_nothing_changes_nothing()
    {
        _bench.Bound();
        HostAddress address = _bench.Ip.Address;
        int changes = _bench.Settings.Changes;
        _bench.Others.Clear();
        _bench.Arrives(Reply.Ack(_bench.Sends(Option.Request, within: 2_000_000)), DhcpBench.Leased);
        _bench.Advance(10_000);

        Assert.Same(address, _bench.Ip.Address);
        Assert.Equal(changes, _bench.Settings.Changes);

        // One request for the server's MAC address, and no announcement of the own one.
        Assert.True(_bench.Others.Count <= 1);
    }

    [Fact]
    public void A_renewal_can_bring_other_servers()
    {
        _bench.Bound();
        HostAddress address = _bench.Ip.Address;
        Reply ack = Reply.Ack(_bench.Sends(Option.Request, within: 2_000_000)).With(Option.Dns, DhcpBench.Host(8), DhcpBench.Host(9)).With(Option.Domain, "new");
        _bench.Arrives(ack, DhcpBench.Leased);

        Assert.Same(address, _bench.Ip.Address);
        Assert.Equal(2, _bench.Settings.DnsServers);
        Assert.Equal("192.168.7.8", _bench.Settings.DnsServer(0).ToString());
        Assert.Equal("192.168.7.9", _bench.Settings.DnsServer(1).ToString());
        Assert.Equal("new", _bench.Settings.Domain);
    }

    [Fact]
    public void Until_T2_the_server_is_asked_after_half_of_the_rest_but_not_more_often_than_once_a_minute()
    {
        SentMessage first = _bench.Bound();
        long rebinding = first.At + 3_150_000;
        SentMessage renewal = _bench.Sends(Option.Request, within: 2_000_000);
        long due = renewal.At;
        uint transaction = renewal.Transaction;
        while (true)
        {
            due += Math.Max((rebinding - due) / 2, 60_000);
            if (due >= rebinding)
            {
                break;
            }

            SentMessage again = _bench.Sends(Option.Request, within: 2_000_000);
            Assert.Equal(due, again.At);
            Assert.Equal(transaction, again.Transaction);
            Assert.Equal(DhcpBench.Server, again.Destination);
        }

        SentMessage any = _bench.Sends(Option.Request);
        Assert.Equal(DhcpState.Rebinding, _bench.Client.State);
        Assert.Equal(rebinding, any.At);
    }

    [Fact]
    public void At_T2_any_server_is_asked_by_broadcast_and_can_give_more_time()
    {
        _bench.Bound();
        SentMessage rebinding = Rebinding();
        Assert.True(rebinding.IsBroadcastFrame);
        Assert.Equal(IPv4Address.Broadcast, rebinding.Destination);
        Assert.Equal(DhcpBench.Leased, rebinding.Source);
        Assert.Equal(DhcpBench.Leased, rebinding.ClientAddress);
        Assert.Equal([Option.Type, Option.ClientId, Option.Parameters, Option.MaxMessage, Option.HostName], rebinding.Codes);

        HostAddress address = _bench.Ip.Address;
        _bench.Neighbours[DhcpBench.OtherServer] = DhcpBench.OtherMac;
        _bench.Arrives(Reply.Ack(rebinding, server: DhcpBench.OtherServer), DhcpBench.Leased, DhcpBench.OtherServer);
        Assert.Equal(DhcpState.Bound, _bench.Client.State);
        Assert.Same(address, _bench.Ip.Address);
        Assert.Equal(DhcpBench.OtherServer, _bench.Sends(Option.Request, within: 2_000_000).Destination);
    }

    [Fact]
    public void A_lease_that_nobody_renews_ends_on_time_and_the_client_begins_anew()
    {
        SentMessage first = _bench.Bound();
        while (_bench.Client.State != DhcpState.Rebinding)
        {
            _bench.Sends(Option.Request, within: 2_000_000);
        }

        long end = first.At + 3_600_000;
        _bench.Advance(end - 1 - _bench.Now);
        Assert.Equal("192.168.7.50/24", _bench.Ip.ToString());
        _bench.TakeMessages();
        _bench.Advance(1);
        _bench.Poll();

        Assert.Equal(DhcpState.Init, _bench.Client.State);
        Assert.Null(_bench.Client.Lease);
        Assert.Same(HostAddress.Any, _bench.Ip.Address);
        Assert.Equal(0, _bench.Settings.DnsServers);
        Assert.Equal(1, _bench.Count(DhcpCounter.Expired));

        // RFC 2131 §3.5: the old address may be asked for.
        SentMessage discover = _bench.Sends(Option.Discover, within: 1000);
        Assert.Equal(DhcpBench.Leased, discover.GetAddress(Option.Requested));
        Assert.Equal(0u, discover.ClientAddress);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_refusal_takes_the_address_at_once(bool isRebinding)
    {
        _bench.Bound();
        SentMessage request = isRebinding ? Rebinding() : _bench.Sends(Option.Request, within: 2_000_000);
        var tcp = new TcpTransport(_bench.Stack, new TcpOptions());
        Assert.Equal(SocketError.Success, tcp.Connect(new HostAddress(DhcpBench.Server), 80, 5000, out TcpConnection? connection));
        _bench.Arrives(Reply.Nak(request), DhcpBench.Leased);

        Assert.Equal(DhcpState.Init, _bench.Client.State);
        Assert.Same(HostAddress.Any, _bench.Ip.Address);
        Assert.Equal(SocketError.ConnectionAborted, connection!.Error);
        Assert.Equal(0, _bench.Settings.DnsServers);
        Assert.Null(_bench.Sends(Option.Discover, within: 1000).Get(Option.Requested));
    }

    [Fact]
    public void A_port_unreachable_does_not_end_RENEWING()
    {
        _bench.Bound();
        SentMessage renewal = _bench.Sends(Option.Request, within: 2_000_000);
        _bench.ArrivesFrame(Frames.Icmp(3, 3, 0, renewal.Frame[14..42], DhcpBench.Server));
        Assert.Equal(DhcpState.Renewing, _bench.Client.State);

        Assert.Equal(DhcpBench.Server, _bench.Sends(Option.Request, within: 1_000_000).Destination);
        Assert.Equal(DhcpState.Renewing, _bench.Client.State);
    }

    [Fact]
    public void A_server_that_is_silent_until_T2_and_back_then_gives_the_same_address()
    {
        _bench.Bound();
        HostAddress address = _bench.Ip.Address;
        _bench.Arrives(Reply.Ack(Rebinding()));

        Assert.Equal(DhcpState.Bound, _bench.Client.State);
        Assert.Same(address, _bench.Ip.Address);
    }

    [Fact]
    public void A_renewal_that_gives_another_address_checks_that_one_first()
    {
        _bench.Bound();
        _bench.Arrives(Reply.Ack(_bench.Sends(Option.Request, within: 2_000_000), DhcpBench.Host(60)), DhcpBench.Leased);
        Assert.Equal(DhcpState.Checking, _bench.Client.State);
        Assert.Null(_bench.Client.Lease);
        _bench.FindsItFree();
        Assert.Equal("192.168.7.60/24", _bench.Ip.ToString());
    }

    [Fact]
    public void A_server_behind_a_router_is_asked_through_it()
    {
        _bench.Bound(ack => ack.With(Option.Server, IPv4Address.From(10, 0, 0, 1)), server: IPv4Address.From(10, 0, 0, 1));
        SentMessage renewal = _bench.Sends(Option.Request, within: 2_000_000);

        Assert.Equal(IPv4Address.From(10, 0, 0, 1), renewal.Destination);
        Assert.Equal(Frames.PeerMac, renewal.Frame[..6]);
    }

    [Fact]
    public void A_server_without_a_route_is_not_asked_before_T2()
    {
        SentMessage first = _bench.Bound(ack => ack.With(Option.Server, IPv4Address.From(10, 0, 0, 1)).Without(Option.Router), server: IPv4Address.From(10, 0, 0, 1));
        SentMessage rebinding = _bench.Sends(Option.Request, within: 4_000_000);

        Assert.Equal(first.At + 3_150_000, rebinding.At);
        Assert.True(rebinding.IsBroadcastFrame);
        Assert.InRange(_bench.Count(DhcpCounter.NotSent), 1, 10);
    }

    private SentMessage Rebinding()
    {
        SentMessage message;
        do
        {
            message = _bench.Sends(Option.Request, within: 2_000_000);
        }
        while (_bench.Client.State != DhcpState.Rebinding);

        return message;
    }
}
