// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Dhcp;

namespace NanoTcp.Tests.Stack.Dhcp;

/// <summary>Lease times, T1 and T2 as servers give them, also nonsense (RFC 2131 §3.3, §4.4.5; RFC 2132 §9.2, §9.11, §9.12).</summary>
public class LeaseTimeTests
{
    private readonly DhcpBench _bench = new();

    [Fact]
    public void An_infinite_lease_is_never_renewed()
    {
        _bench.Bound(ack => ack.With(Option.LeaseTime, uint.MaxValue).With(Option.T1, 60u).With(Option.T2, 120u));
        Assert.Equal(DhcpLease.Infinite, _bench.Client.Lease!.Seconds);
        Assert.Equal(long.MaxValue, _bench.Client.Poll(_bench.Now));

        _bench.SendsNothingFor(200L * 365 * 24 * 3_600_000);
        Assert.Equal(DhcpState.Bound, _bench.Client.State);
        Assert.Equal(DhcpLease.Infinite, _bench.Client.Lease!.SecondsLeft(_bench.Now));
    }

    [Theory]
    [InlineData(0xFFFFFFFEu)]
    [InlineData(0x80000000u)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(50u * 24 * 3600)]
    public void Long_leases_are_renewed_after_half_of_their_time(uint seconds)
    {
        SentMessage first = _bench.Bound(ack => ack.With(Option.LeaseTime, seconds));
        SentMessage renewal = _bench.Sends(Option.Request, within: 1000L * seconds);

        Assert.Equal(seconds / 2 * 1000L, renewal.At - first.At);
        Assert.Equal(DhcpState.Renewing, _bench.Client.State);
        Assert.Equal(seconds * 7L / 8, _bench.Client.Lease!.RebindingSeconds);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(9u)]
    public void A_lease_that_does_not_outlast_the_check_of_its_address_is_not_taken(uint seconds)
    {
        SentMessage discover = _bench.Sends(Option.Discover);
        _bench.Arrives(Reply.Offer(discover).With(Option.LeaseTime, seconds));
        Assert.Equal(DhcpState.Selecting, _bench.Client.State);
        Assert.Equal(1, _bench.Count(DhcpCounter.Unusable));

        _bench.Arrives(Reply.Offer(discover));
        SentMessage request = _bench.Sends(Option.Request);
        _bench.Arrives(Reply.Ack(request, seconds: seconds));
        Assert.Equal(DhcpState.Requesting, _bench.Client.State);
        Assert.Equal(2, _bench.Count(DhcpCounter.Unusable));
        Assert.True(_bench.Sends(Option.Request).At - request.At >= 3000);
    }

    [Fact]
    public void The_shortest_lease_passes_through_all_states_without_a_storm()
    {
        SentMessage first = _bench.Requested();
        _bench.Arrives(Reply.Ack(first, seconds: 10));
        _bench.Advance(20_000);
        List<SentMessage> sent = _bench.TakeMessages();

        // RENEWING, REBINDING, and after the end DISCOVERs.
        Assert.InRange(sent.Count, 3, 6);
        Assert.Equal([Option.Request, Option.Request, Option.Discover], sent.Take(3).Select(message => message.Type));
        Assert.False(sent[0].IsBroadcastFrame);
        Assert.True(sent[1].IsBroadcastFrame);
        Assert.True(sent[1].At < first.At + 10_000);
        Assert.Equal(1, _bench.Count(DhcpCounter.Expired));
    }

    [Fact]
    public void A_server_that_tells_no_time_means_an_hour()
    {
        _bench.Arrives(Reply.Offer(_bench.Sends(Option.Discover)).Without(Option.LeaseTime));
        _bench.Arrives(Reply.Ack(_bench.Sends(Option.Request)).Without(Option.LeaseTime));
        _bench.FindsItFree();

        Assert.Equal(3600, _bench.Client.Lease!.Seconds);
    }

    [Theory]
    [InlineData(600u, 3000u, 600, 3000)]
    [InlineData(60u, 3000u, 60, 3000)]
    [InlineData(3000u, 3000u, 1800, 3150)]
    [InlineData(3000u, 600u, 1800, 3150)]
    [InlineData(1800u, 3600u, 1800, 3150)]
    [InlineData(1800u, 5000u, 1800, 3150)]
    [InlineData(4000u, 5000u, 1800, 3150)]
    [InlineData(0u, 3000u, 1800, 3150)]
    [InlineData(0u, 0u, 1800, 3150)]
    [InlineData(0xFFFFFFFFu, 0xFFFFFFFFu, 1800, 3150)]
    [InlineData(600u, null, 600, 3150)]
    [InlineData(3200u, null, 1800, 3150)]
    [InlineData(null, 3000u, 1800, 3000)]
    [InlineData(null, 1000u, 1800, 3150)]
    [InlineData(1u, 3000u, 60, 3000)]
    [InlineData(1u, 30u, 1800, 3150)]
    public void T1_and_T2_are_the_servers_or_half_and_seven_eighths(uint? first, uint? second, int renewal, int rebinding)
    {
        _bench.Bound(ack =>
        {
            _ = first is { } t1 ? ack.With(Option.T1, t1) : ack;
            _ = second is { } t2 ? ack.With(Option.T2, t2) : ack;
        });

        Assert.Equal(renewal, _bench.Client.Lease!.RenewalSeconds);
        Assert.Equal(rebinding, _bench.Client.Lease!.RebindingSeconds);
    }

    [Fact]
    public void No_server_makes_a_client_ask_without_pause()
    {
        _bench.Bound(ack => ack.With(Option.T1, 1u).With(Option.T2, 3000u));
        _bench.Advance(600_000);

        Assert.InRange(_bench.TakeMessages().Count, 1, 10);
    }
}
