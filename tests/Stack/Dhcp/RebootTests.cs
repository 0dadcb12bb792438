// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Dhcp;
using NanoTcp.Host;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Dhcp;

/// <summary>INIT-REBOOT and REBOOTING: when the cable was out, and after a restart (RFC 2131 §3.2, §4.4.2).</summary>
public class RebootTests
{
    private readonly MemoryStore _store = new();

    [Fact]
    public void When_the_link_comes_back_the_server_is_asked_whether_the_address_is_still_good()
    {
        DhcpBench bench = new(options => options.HostName = "sensor-1");
        SentMessage first = bench.Bound();
        bench.SetCable(false);
        Assert.Equal(DhcpState.InitReboot, bench.Client.State);
        bench.SendsNothingFor(60_000);
        bench.SetCable(true);
        SentMessage request = bench.Sends(Option.Request, within: 1000);

        Assert.Equal(DhcpState.Rebooting, bench.Client.State);
        Assert.True(request.IsBroadcastFrame);
        Assert.Equal(IPv4Address.Any, request.Source);
        Assert.Equal(0u, request.ClientAddress);
        Assert.Equal(DhcpBench.Leased, request.GetAddress(Option.Requested));
        Assert.Null(request.Get(Option.Server));
        Assert.Equal(first.Get(Option.ClientId), request.Get(Option.ClientId));
        Assert.Equal(first.Get(Option.Parameters), request.Get(Option.Parameters));
        Assert.Equal(first.Get(Option.HostName), request.Get(Option.HostName));
    }

    [Fact]
    public void A_confirmed_address_is_kept_with_its_connections()
    {
        DhcpBench bench = new();
        var tcp = new TcpTransport(bench.Stack, new TcpOptions());
        bench.Bound();
        HostAddress address = bench.Ip.Address;
        int changes = bench.Settings.Changes;
        Assert.Equal(SocketError.Success, tcp.Connect(new HostAddress(DhcpBench.Server), 80, 5000, out TcpConnection? connection));
        bench.SetCable(false);
        Assert.Same(address, bench.Ip.Address);
        bench.Advance(5000);
        bench.SetCable(true);
        SentMessage request = bench.Sends(Option.Request, within: 1000);
        Assert.Same(address, bench.Ip.Address);
        bench.Arrives(Reply.Ack(request), DhcpBench.Leased);

        Assert.Equal(DhcpState.Bound, bench.Client.State);
        Assert.Same(address, bench.Ip.Address);
        Assert.Equal(changes, bench.Settings.Changes);
        Assert.Equal(TcpState.SynSent, connection!.State);
        Assert.Equal(request.At, bench.Client.Lease!.Began);
    }

    [Fact]
    public void A_bounce_between_two_polls_is_noticed_too()
    {
        DhcpBench bench = new();
        bench.Bound();
        bench.Link.HasCable = false;
        bench.Stack.Poll(bench.Now + 1000);
        bench.Link.HasCable = true;
        bench.Stack.Poll(bench.Now + 2000);
        bench.Advance(2000);

        Assert.Equal(Option.Request, bench.Sends(Option.Request, within: 1000).Type);
        Assert.Equal(DhcpState.Rebooting, bench.Client.State);
    }

    [Fact]
    public void Another_network_refuses_the_address_and_gives_another_one()
    {
        DhcpBench bench = new();
        bench.Bound();
        bench.SetCable(false);
        bench.SetCable(true);
        uint router = IPv4Address.From(10, 0, 0, 1);
        bench.Neighbours[router] = DhcpBench.OtherMac;
        bench.Arrives(Reply.Nak(bench.Sends(Option.Request), router), source: router);
        SentMessage discover = bench.Sends(Option.Discover, within: 3000);
        Assert.Same(HostAddress.Any, bench.Ip.Address);
        Assert.Null(discover.Get(Option.Requested));
        bench.Arrives(Reply.Offer(discover, IPv4Address.From(10, 0, 0, 7), router), source: router);
        bench.Arrives(Reply.Ack(bench.Sends(Option.Request), IPv4Address.From(10, 0, 0, 7), router).With(Option.Router, router), source: router);
        bench.FindsItFree();

        Assert.Equal("10.0.0.7/24", bench.Ip.ToString());
        Assert.Equal("10.0.0.1", bench.Ip.Gateway.ToString());
    }

    [Fact]
    public void A_refusal_by_the_own_server_takes_the_address_at_once()
    {
        DhcpBench bench = new();
        bench.Bound();
        bench.SetCable(false);
        bench.SetCable(true);
        bench.Arrives(Reply.Nak(bench.Sends(Option.Request)));

        Assert.Equal(DhcpState.Init, bench.Client.State);
        Assert.Same(HostAddress.Any, bench.Ip.Address);
    }

    [Fact]
    public void A_refusal_by_another_server_of_the_network_does_not_cost_the_address()
    {
        DhcpBench bench = new();
        bench.Bound();
        HostAddress address = bench.Ip.Address;
        bench.SetCable(false);
        bench.SetCable(true);
        SentMessage request = bench.Sends(Option.Request);
        bench.Arrives(Reply.Nak(request, DhcpBench.OtherServer), source: DhcpBench.OtherServer);
        bench.Advance(500);
        bench.Arrives(Reply.Nak(request, DhcpBench.OtherServer), source: DhcpBench.OtherServer);
        bench.Arrives(Reply.Ack(request), DhcpBench.Leased);

        Assert.Equal(DhcpState.Bound, bench.Client.State);
        Assert.Same(address, bench.Ip.Address);
        bench.Advance(10_000);
        Assert.Same(address, bench.Ip.Address);
    }

    [Fact]
    public void Without_an_answer_the_address_stays_for_its_lease_while_offers_are_looked_for()
    {
        DhcpBench bench = new();
        SentMessage first = bench.Bound();
        bench.SetCable(false);
        bench.SetCable(true);
        SentMessage request = bench.Sends(Option.Request);
        Assert.Equal(request.Transaction, bench.Sends(Option.Request).Transaction);
        SentMessage discover = bench.Sends(Option.Discover);
        Assert.InRange(discover.At - request.At, 10_000, 14_000);
        Assert.Equal(DhcpBench.Leased, discover.GetAddress(Option.Requested));
        Assert.True(discover.WantsBroadcast);
        Assert.NotNull(bench.Client.Lease);
        bench.Advance(first.At + 3_599_999 - bench.Now);
        Assert.Equal("192.168.7.50/24", bench.Ip.ToString());

        bench.Advance(2);
        Assert.Same(HostAddress.Any, bench.Ip.Address);
        Assert.Null(bench.Client.Lease);
        Assert.Equal(DhcpState.Selecting, bench.Client.State);
    }

    [Fact]
    public void A_server_that_comes_back_during_that_gives_the_same_address_without_a_gap()
    {
        DhcpBench bench = new();
        bench.Bound();
        HostAddress address = bench.Ip.Address;
        bench.SetCable(false);
        bench.SetCable(true);
        bench.Sends(Option.Request);
        bench.Sends(Option.Request);
        bench.Arrives(Reply.Offer(bench.Sends(Option.Discover)));
        bench.Arrives(Reply.Ack(bench.Sends(Option.Request)));

        Assert.Equal(DhcpState.Bound, bench.Client.State);
        Assert.Same(address, bench.Ip.Address);
    }

    [Fact]
    public void The_lease_ends_on_time_while_the_link_is_down()
    {
        DhcpBench bench = new();
        SentMessage first = bench.Bound();
        bench.SetCable(false);
        bench.Advance(first.At + 3_600_001 - bench.Now);
        Assert.Same(HostAddress.Any, bench.Ip.Address);
        Assert.Equal(DhcpState.Init, bench.Client.State);

        bench.SetCable(true);
        Assert.Equal(DhcpBench.Leased, bench.Sends(Option.Discover, within: 1000).GetAddress(Option.Requested));
    }

    [Fact]
    public void A_link_that_bounces_all_the_time_keeps_the_address_and_makes_no_storm()
    {
        DhcpBench bench = new();
        bench.Bound();
        HostAddress address = bench.Ip.Address;
        for (int i = 0; i < 30; i++)
        {
            bench.SetCable(false);
            bench.SetCable(true);
            bench.Advance(58_000);
            List<SentMessage> sent = bench.TakeMessages();
            Assert.InRange(sent.Count, 1, 6);
            bench.Arrives(Reply.Ack(sent[0]), DhcpBench.Leased);
        }

        Assert.Same(address, bench.Ip.Address);
    }

    [Fact]
    public void A_link_that_goes_during_the_check_has_the_address_confirmed_and_checked_later()
    {
        DhcpBench bench = new();
        bench.Arrives(Reply.Ack(bench.Requested()));
        bench.Advance(2000);
        bench.SetCable(false);
        Assert.Equal(DhcpState.Init, bench.Client.State);
        bench.SendsNothingFor(10_000);
        bench.SetCable(true);
        bench.Bound();
    }

    [Fact]
    public void After_a_restart_the_stored_address_is_asked_for()
    {
        new DhcpBench(options => options.Store = _store).Bound();

        DhcpBench bench = new(options => options.Store = _store, seed: 2);
        SentMessage request = bench.Sends(Option.Request, within: 2000);
        Assert.Equal(DhcpState.Rebooting, bench.Client.State);
        Assert.Equal(DhcpBench.Leased, request.GetAddress(Option.Requested));
        Assert.Null(bench.Client.Lease);
        bench.Arrives(Reply.Ack(request));
        Assert.Equal(DhcpState.Checking, bench.Client.State);
        bench.FindsItFree();
        Assert.Equal("192.168.7.50/24", bench.Ip.ToString());
    }

    [Fact]
    public void A_stored_address_that_nobody_confirms_costs_twelve_seconds()
    {
        new DhcpBench(options => options.Store = _store).Bound();

        DhcpBench bench = new(options => options.Store = _store, seed: 2);
        long start = bench.Sends(Option.Request).At;
        bench.Sends(Option.Request);
        SentMessage discover = bench.Sends(Option.Discover);
        Assert.InRange(discover.At - start, 10_000, 14_000);
        Assert.Equal(2, bench.Client.FailedTries);

        // The link comes up once more: there is nothing to confirm now.
        bench.SetCable(false);
        bench.SetCable(true);
        bench.Sends(Option.Discover, within: 1000);
    }

    [Fact]
    public void A_stored_address_that_is_refused_is_not_asked_for_again()
    {
        new DhcpBench(options => options.Store = _store).Bound();

        DhcpBench bench = new(options => options.Store = _store, seed: 2);
        bench.Arrives(Reply.Nak(bench.Sends(Option.Request)));
        Assert.Null(bench.Sends(Option.Discover, within: 3000).Get(Option.Requested));
        Assert.Equal(1, bench.Count(DhcpCounter.Refused));
    }

    [Fact]
    public void The_store_is_written_when_the_address_changes_and_not_with_each_renewal()
    {
        DhcpBench bench = new(options => options.Store = _store);
        bench.Bound();
        Assert.Equal(1, _store.Saves);
        for (int i = 0; i < 5; i++)
        {
            bench.Arrives(Reply.Ack(bench.Sends(Option.Request, within: 2_000_000)), DhcpBench.Leased);
        }

        DhcpBench next = new(options => options.Store = _store, seed: 2);
        next.Arrives(Reply.Ack(next.Sends(Option.Request)));
        next.FindsItFree();
        Assert.Equal(1, _store.Saves);

        next.Arrives(Reply.Nak(next.Sends(Option.Request, within: 2_000_000)), DhcpBench.Leased);
        next.Bound(address: DhcpBench.Host(60));
        Assert.Equal(2, _store.Saves);
    }

    [Fact]
    public void A_record_with_any_wrong_byte_is_no_record()
    {
        new DhcpBench(options => options.Store = _store).Bound();
        byte[] good = _store.Record!;
        Assert.Equal(LeaseStore.RecordLength, good.Length);
        for (int i = 0; i < good.Length; i++)
        {
            _store.Record = [.. good];
            _store.Record[i] ^= 0x10;
            Assert.Null(new DhcpBench(options => options.Store = _store).Sends(Option.Discover, within: 2000).Get(Option.Requested));
        }

        _store.Record = new byte[LeaseStore.RecordLength];
        new DhcpBench(options => options.Store = _store).Sends(Option.Discover, within: 2000);
        _store.Record = null;
        new DhcpBench(options => options.Store = _store).Sends(Option.Discover, within: 2000);
    }
}
