// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Dhcp;
using NanoTcp.Host;

namespace NanoTcp.Tests.Stack.Dhcp;

/// <summary>Release and stop (RFC 2131 §4.4.6).</summary>
public class ReleaseTests
{
    private readonly MemoryStore _store = new();
    private readonly DhcpBench _bench;

    public ReleaseTests()
    {
        _bench = new DhcpBench(options =>
        {
            options.Store = _store;
            options.HostName = "sensor-1";
        });
    }

    [Fact]
    public void A_release_leaves_at_once_when_the_clock_is_below_zero()
    {
        var bench = new DhcpBench(start: -100_000_000);
        bench.Bound();
        bench.Client.Release();
        bench.Sends(Option.Release, within: 1000);
    }

    [Fact]
    public void A_release_tells_the_server_by_unicast_and_gives_up_the_address()
    {
        _bench.Bound();
        _bench.Client.Release();
        SentMessage release = _bench.Sends(Option.Release, within: 1000);

        Assert.Equal(DhcpState.Releasing, _bench.Client.State);
        Assert.Equal(DhcpBench.Server, release.Destination);
        Assert.False(release.IsBroadcastFrame);
        Assert.Equal(DhcpBench.Leased, release.Source);
        Assert.Equal(DhcpBench.Leased, release.ClientAddress);
        Assert.Equal([Option.Type, Option.ClientId, Option.Server], release.Codes);
        Assert.Equal([1, .. Frames.OwnMac], release.Get(Option.ClientId));
        Assert.Equal(DhcpBench.Server, release.GetAddress(Option.Server));
        Assert.Equal(300, release.Length);

        _bench.SendsNothingFor(3000);
        Assert.Equal(DhcpState.Stopped, _bench.Client.State);
        Assert.Null(_bench.Client.Lease);
        Assert.Same(HostAddress.Any, _bench.Ip.Address);
        Assert.Equal(0, _bench.Settings.DnsServers);
    }

    [Fact]
    public void A_second_release_changes_nothing()
    {
        _bench.Bound();
        _bench.Client.Release();
        _bench.Sends(Option.Release, within: 1000);
        _bench.Advance(500);
        _bench.Client.Release();
        _bench.SendsNothingFor(600);
        Assert.Equal(DhcpState.Stopped, _bench.Client.State);
    }

    [Fact]
    public void A_release_names_the_server_of_the_lease_although_another_one_was_chosen_since()
    {
        _bench.Bound();
        _bench.SetCable(false);
        _bench.SetCable(true);
        _bench.Sends(Option.Request);
        _bench.Sends(Option.Request);
        _bench.Arrives(Reply.Offer(_bench.Sends(Option.Discover), server: DhcpBench.OtherServer));
        _bench.Sends(Option.Request);
        _bench.Client.Release();
        SentMessage release = _bench.Sends(Option.Release, within: 1000);
        Assert.Equal(DhcpBench.Server, release.Destination);
        Assert.Equal(DhcpBench.Server, release.GetAddress(Option.Server));
    }

    [Fact]
    public void After_a_release_nothing_is_asked_for_again()
    {
        _bench.Bound();
        _bench.Client.Release();
        _bench.Advance(3000);
        _bench.TakeMessages();
        Assert.Equal(SocketError.Success, _bench.Client.Start());
        Assert.Null(_bench.Sends(Option.Discover, within: 1000).Get(Option.Requested));

        new DhcpBench(options => options.Store = _store, seed: 2).Sends(Option.Discover, within: 2000);
    }

    [Fact]
    public void Without_a_lease_a_release_is_a_stop()
    {
        _bench.Sends(Option.Discover);
        _bench.Client.Release();

        Assert.Equal(DhcpState.Stopped, _bench.Client.State);
        _bench.SendsNothingFor(100_000);
    }

    [Fact]
    public void Without_a_link_a_release_is_a_stop()
    {
        _bench.Bound();
        _bench.SetCable(false);
        _bench.Client.Release();

        Assert.Equal(DhcpState.Stopped, _bench.Client.State);
        Assert.Same(HostAddress.Any, _bench.Ip.Address);
        _bench.SetCable(true);
        _bench.SendsNothingFor(100_000);
    }

    [Fact]
    public void A_link_that_goes_during_a_release_ends_it()
    {
        _bench.Bound();
        _bench.Client.Release();
        _bench.SetCable(false);

        Assert.Equal(DhcpState.Stopped, _bench.Client.State);
    }

    [Fact]
    public void A_stop_takes_the_address_and_a_start_has_it_confirmed()
    {
        _bench.Bound();
        _bench.Client.Stop();
        Assert.Equal(DhcpState.Stopped, _bench.Client.State);
        Assert.Same(HostAddress.Any, _bench.Ip.Address);
        _bench.SendsNothingFor(10_000);

        Assert.Equal(SocketError.Success, _bench.Client.Start());
        Assert.Equal(DhcpBench.Leased, _bench.Sends(Option.Request, within: 1000).GetAddress(Option.Requested));
        Assert.Equal(DhcpState.Rebooting, _bench.Client.State);
    }

    [Fact]
    public void A_stop_leaves_an_address_that_is_not_the_leases()
    {
        _bench.Bound();
        HostAddress other = HostAddress.From(10, 0, 0, 5);
        _bench.Ip.Configure(other, 8, HostAddress.Any);
        _bench.Client.Stop();

        Assert.Same(other, _bench.Ip.Address);
    }

    [Fact]
    public void A_stopped_client_can_be_stopped_and_polled()
    {
        _bench.Client.Stop();
        _bench.Client.Stop();
        Assert.Equal(long.MaxValue, _bench.Client.Poll(1_000_000));
    }
}
