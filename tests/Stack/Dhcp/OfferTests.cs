// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Dhcp;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Dhcp;

/// <summary>Which replies count in SELECTING and REQUESTING, and whose (RFC 2131 §3.1, §4.3.1, §4.4.1).</summary>
public class OfferTests
{
    private readonly DhcpBench _bench = new();

    [Fact]
    public void The_first_of_two_offers_is_taken()
    {
        SentMessage discover = _bench.Sends(Option.Discover);
        _bench.Arrives(Reply.Offer(discover, DhcpBench.Host(60), DhcpBench.OtherServer), source: DhcpBench.OtherServer);
        _bench.Arrives(Reply.Offer(discover));

        SentMessage request = _bench.Sends(Option.Request);
        Assert.Equal(DhcpBench.OtherServer, request.GetAddress(Option.Server));
        Assert.Equal(DhcpBench.Host(60), request.GetAddress(Option.Requested));
        Assert.Equal(1, _bench.Count(DhcpCounter.Unexpected));
        _bench.SendsNothing();
    }

    [Fact]
    public void A_refusal_by_a_server_that_was_not_chosen_is_ignored()
    {
        SentMessage request = _bench.Requested();
        _bench.Arrives(Reply.Nak(request, DhcpBench.OtherServer), source: DhcpBench.OtherServer);
        Assert.Equal(DhcpState.Requesting, _bench.Client.State);
        Assert.Equal(1, _bench.Count(DhcpCounter.Unexpected));

        _bench.Arrives(Reply.Ack(request));
        _bench.FindsItFree();
    }

    [Fact]
    public void A_refusal_without_a_server_is_ignored_too()
    {
        SentMessage request = _bench.Requested();
        _bench.Arrives(Reply.Nak(request).Without(Option.Server));

        Assert.Equal(DhcpState.Requesting, _bench.Client.State);
    }

    [Fact]
    public void A_refusal_by_the_chosen_server_begins_anew()
    {
        SentMessage request = _bench.Requested();
        _bench.Arrives(Reply.Nak(request));
        Assert.Equal(DhcpState.Init, _bench.Client.State);
        Assert.Equal(1, _bench.Count(DhcpCounter.Refused));

        SentMessage discover = _bench.Sends(Option.Discover, within: 1000);
        Assert.NotEqual(request.Transaction, discover.Transaction);
        Assert.Null(discover.Get(Option.Requested));
    }

    [Fact]
    public void A_server_that_offers_and_refuses_is_asked_ever_less_often()
    {
        long before = 0;
        long longest = 0;
        for (int i = 0; i < 8; i++)
        {
            SentMessage request = _bench.Requested();
            longest = request.At - before;
            before = request.At;
            _bench.Arrives(Reply.Nak(request));
        }

        Assert.InRange(longest, 180_000, 191_000);
        Assert.Equal(8, _bench.Client.FailedTries);
    }

    [Fact]
    public void An_acknowledgment_by_another_server_is_ignored()
    {
        SentMessage request = _bench.Requested();
        _bench.Arrives(Reply.Ack(request, DhcpBench.Host(60), DhcpBench.OtherServer), source: DhcpBench.OtherServer);
        Assert.Equal(DhcpState.Requesting, _bench.Client.State);

        _bench.Arrives(Reply.Ack(request));
        _bench.FindsItFree();
        Assert.Equal("192.168.7.50/24", _bench.Ip.ToString());
    }

    [Fact]
    public void An_acknowledgment_without_a_server_comes_from_the_chosen_one()
    {
        _bench.Bound(ack => ack.Without(Option.Server));
        Assert.Equal("192.168.7.1", _bench.Client.Lease!.Server.ToString());
    }

    [Fact]
    public void An_acknowledgment_for_another_address_gives_that_one()
    {
        _bench.Bound(ack => ack.YourAddress = DhcpBench.Host(51));
        Assert.Equal("192.168.7.51/24", _bench.Ip.ToString());
    }

    [Fact]
    public void An_offer_without_a_server_cannot_be_used()
    {
        SentMessage discover = _bench.Sends(Option.Discover);
        _bench.Arrives(Reply.Offer(discover).Without(Option.Server));

        Assert.Equal(DhcpState.Selecting, _bench.Client.State);
        Assert.Equal(1, _bench.Count(DhcpCounter.Unusable));
    }

    [Theory]
    [InlineData(Option.Ack)]
    [InlineData(Option.Nak)]
    [InlineData(Option.Discover)]
    [InlineData(Option.Release)]
    [InlineData(99)]
    public void In_SELECTING_only_offers_count(int type)
    {
        SentMessage discover = _bench.Sends(Option.Discover);
        _bench.Arrives(Reply.Offer(discover).With(Option.Type, (byte)type));

        Assert.Equal(DhcpState.Selecting, _bench.Client.State);
        Assert.Equal(1, _bench.Count(DhcpCounter.Unexpected));
        Assert.Equal(0, _bench.Count(DhcpCounter.Refused));
    }

    [Fact]
    public void An_offer_by_a_relay_counts_like_any_other()
    {
        SentMessage discover = _bench.Sends(Option.Discover);
        _bench.Arrives(Reply.Offer(discover, server: IPv4Address.From(10, 0, 0, 1)).But(offer => offer.Relay = DhcpBench.Host(1)));

        Assert.Equal(IPv4Address.From(10, 0, 0, 1), _bench.Sends(Option.Request).GetAddress(Option.Server));
    }

    [Fact]
    public void A_reply_of_BOOTP_has_no_type_and_is_no_reply()
    {
        SentMessage discover = _bench.Sends(Option.Discover);
        _bench.Arrives(Reply.Offer(discover).Without(Option.Type));

        Assert.Equal(DhcpState.Selecting, _bench.Client.State);
        Assert.Equal(1, _bench.Count(DhcpCounter.Invalid));
    }

    [Fact]
    public void Late_replies_change_nothing()
    {
        SentMessage request = _bench.Bound();
        _bench.Arrives(Reply.Nak(request), DhcpBench.Leased);
        _bench.Arrives(Reply.Ack(request, DhcpBench.Host(60)), DhcpBench.Leased);
        _bench.Arrives(Reply.Offer(request, DhcpBench.Host(60)), DhcpBench.Leased);

        Assert.Equal(DhcpState.Bound, _bench.Client.State);
        Assert.Equal(3, _bench.Count(DhcpCounter.Unexpected));
        Assert.Equal("192.168.7.50/24", _bench.Ip.ToString());
    }

    // RFC 2131 §4.1 has the server heed the broadcast flag, but not all do.
    [Fact]
    public void A_client_with_a_link_local_address_takes_replies_to_the_offered_address()
    {
        var bench = new DhcpBench();
        bench.Ip.Configure(HostAddress.From(169, 254, 7, 7), 16, HostAddress.Any);
        SentMessage discover = bench.Sends(Option.Discover);
        bench.ArrivesFrame(Frames.IPv4(IPv4Header.ProtocolIcmp, new byte[8], destination: DhcpBench.Leased));
        Assert.Equal(1, bench.Ip.GetCount(IPv4Counter.NotForUs));
        bench.Arrives(Reply.Offer(discover), destination: DhcpBench.Leased);
        bench.Arrives(Reply.Ack(bench.Sends(Option.Request)), destination: DhcpBench.Leased);
        bench.FindsItFree();
        Assert.Equal(DhcpBench.Leased, bench.Ip.Address.IPv4);
    }
}
