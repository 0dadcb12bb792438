// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Dhcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Dhcp;

/// <summary>Addresses, masks and routers that servers give, also impossible ones.</summary>
public class LeaseAddressTests
{
    private readonly DhcpBench _bench = new();

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("127.0.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("192.168.7.0")]
    [InlineData("192.168.7.255")]
    [InlineData("192.168.7.1")]
    [InlineData("169.254.7.7")]
    public void An_address_that_no_client_can_have_is_not_taken(string text)
    {
        Assert.True(IPv4Address.TryParse(text, out uint address));
        SentMessage discover = _bench.Sends(Option.Discover);
        _bench.Arrives(Reply.Offer(discover, address));
        Assert.Equal(DhcpState.Selecting, _bench.Client.State);
        Assert.Equal(1, _bench.Count(DhcpCounter.Unusable));

        _bench.Arrives(Reply.Offer(discover));
        _bench.Arrives(Reply.Ack(_bench.Sends(Option.Request), address));
        Assert.Equal(DhcpState.Requesting, _bench.Client.State);
        Assert.Equal(2, _bench.Count(DhcpCounter.Unusable));
    }

    [Fact]
    public void A_renewal_with_an_impossible_address_changes_nothing()
    {
        _bench.Bound();
        _bench.Arrives(Reply.Ack(_bench.Sends(Option.Request, within: 2_000_000), 0), DhcpBench.Leased);

        Assert.Equal(DhcpState.Renewing, _bench.Client.State);
        Assert.Equal("192.168.7.50/24", _bench.Ip.ToString());
        Assert.Equal("192.168.7.50", _bench.Client.Lease!.Address.ToString());
    }

    [Theory]
    [InlineData(0xFFFFFF00u, 24)]
    [InlineData(0xFFFF0000u, 16)]
    [InlineData(0xFFFFFFE0u, 27)]
    [InlineData(0xFFFFFFFEu, 31)]
    [InlineData(0xFFFFFFFFu, 32)]
    [InlineData(0x80000000u, 1)]
    [InlineData(0x00000000u, 24)]
    [InlineData(0xFF00FF00u, 24)]
    [InlineData(0x00FFFFFFu, 24)]
    [InlineData(0xFFFFFF01u, 24)]
    [InlineData(null, 24)]
    public void A_mask_is_the_servers_or_that_of_the_class_if_it_is_none(uint? mask, int prefix)
    {
        // 192.168.7.42 is a host in each of them.
        _bench.Bound(ack => _ = mask is { } value ? ack.With(Option.Mask, value) : ack.Without(Option.Mask), DhcpBench.Host(42));
        Assert.Equal($"192.168.7.42/{prefix}", _bench.Ip.ToString());
    }

    [Theory]
    [InlineData(10, 8)]
    [InlineData(126, 8)]
    [InlineData(128, 16)]
    [InlineData(191, 16)]
    [InlineData(192, 24)]
    [InlineData(223, 24)]
    public void The_class_of_an_address_gives_its_mask(int first, int prefix)
    {
        _bench.Bound(ack => ack.Without(Option.Mask), IPv4Address.From((byte)first, 1, 2, 3));
        Assert.Equal($"{first}.1.2.3/{prefix}", _bench.Ip.ToString());
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("192.168.8.1")]
    [InlineData("192.168.7.50")]
    [InlineData("192.168.7.0")]
    [InlineData("192.168.7.255")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    public void A_router_that_cannot_be_reached_is_none(string text)
    {
        Assert.True(IPv4Address.TryParse(text, out uint router));
        _bench.Bound(ack => ack.With(Option.Router, router));

        Assert.Equal("192.168.7.50/24", _bench.Ip.ToString());
        Assert.Equal("0.0.0.0", _bench.Ip.Gateway.ToString());
        Assert.Equal("0.0.0.0", _bench.Client.Lease!.Router.ToString());
    }

    [Fact]
    public void Of_several_routers_the_first_that_can_be_reached_is_taken()
    {
        _bench.Bound(ack => ack.With(Option.Router, IPv4Address.From(10, 0, 0, 1), DhcpBench.Host(3), DhcpBench.Host(4)));
        Assert.Equal("192.168.7.3", _bench.Ip.Gateway.ToString());
    }

    [Fact]
    public void A_network_of_one_address_has_no_router()
    {
        _bench.Bound(ack => ack.With(Option.Mask, 0xFFFFFFFFu));
        Assert.Equal("192.168.7.50/32", _bench.Ip.ToString());
        Assert.Equal("0.0.0.0", _bench.Ip.Gateway.ToString());
    }

    [Fact]
    public void The_first_and_the_last_address_of_a_network_of_two_are_hosts()
    {
        _bench.Bound(ack => ack.With(Option.Mask, 0xFFFFFFFEu).With(Option.Router, DhcpBench.Host(51)));
        Assert.Equal("192.168.7.50/31", _bench.Ip.ToString());
        Assert.Equal("192.168.7.51", _bench.Ip.Gateway.ToString());
    }

    [Fact]
    public void A_renewal_can_bring_another_mask_and_router()
    {
        _bench.Bound();
        _bench.Arrives(
            Reply.Ack(_bench.Sends(Option.Request, within: 2_000_000)).With(Option.Mask, 0xFFFF0000u).With(Option.Router, IPv4Address.From(192, 168, 0, 1)),
            DhcpBench.Leased);

        Assert.Equal("192.168.7.50/16", _bench.Ip.ToString());
        Assert.Equal("192.168.0.1", _bench.Ip.Gateway.ToString());
    }
}
