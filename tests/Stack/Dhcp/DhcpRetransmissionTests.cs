// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Dhcp;

namespace NanoTcp.Tests.Stack.Dhcp;

/// <summary>Messages that nobody answers are sent again (RFC 2131 §4.1).</summary>
public class DhcpRetransmissionTests
{
    private readonly DhcpBench _bench = new();

    [Fact]
    public void DISCOVERs_are_4_8_16_32_and_64_seconds_apart_and_then_some_minutes()
    {
        long before = _bench.Sends(Option.Discover).At;
        foreach (int seconds in (int[])[4, 8, 16, 32, 64])
        {
            long at = _bench.Sends(Option.Discover).At;
            Assert.InRange(at - before, (seconds * 1000) - 1000, (seconds * 1000) + 1000);
            before = at;
        }

        for (int i = 0; i < 5; i++)
        {
            long at = _bench.Sends(Option.Discover).At;
            Assert.InRange(at - before, 180_000, 190_000);
            before = at;
        }
    }

    [Fact]
    public void The_times_between_are_random()
    {
        HashSet<long> waits = [];
        for (int seed = 1; seed <= 20; seed++)
        {
            DhcpBench bench = new(seed: seed);
            long first = bench.Sends(Option.Discover).At;
            waits.Add(bench.Sends(Option.Discover).At - first);
        }

        Assert.True(waits.Count > 10);
    }

    [Fact]
    public void The_transaction_stays_the_same_while_a_late_answer_may_come()
    {
        uint transaction = _bench.Sends(Option.Discover).Transaction;
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(transaction, _bench.Sends(Option.Discover).Transaction);
        }

        Assert.NotEqual(transaction, _bench.Sends(Option.Discover).Transaction);
    }

    [Fact]
    public void An_offer_for_the_first_DISCOVER_is_taken_after_the_second()
    {
        // Servers that first ping the address answer late.
        SentMessage first = _bench.Sends(Option.Discover);
        _bench.Sends(Option.Discover);
        _bench.Arrives(Reply.Offer(first));

        Assert.Equal(first.Transaction, _bench.Sends(Option.Request, within: 0).Transaction);
    }

    [Fact]
    public void Another_client_chooses_other_transactions()
        => Assert.Equal(20, Enumerable.Range(1, 20).Select(seed => new DhcpBench(seed: seed).Sends(Option.Discover).Transaction).Distinct().Count());

    [Fact]
    public void The_seconds_count_from_the_first_message_on()
    {
        long first = _bench.Sends(Option.Discover).At;
        for (int i = 0; i < 8; i++)
        {
            SentMessage again = _bench.Sends(Option.Discover);
            Assert.Equal((again.At - first) / 1000, again.Seconds);
        }
    }

    [Fact]
    public void After_18_hours_the_seconds_stay_at_their_most()
    {
        _bench.Advance(100_000_000);
        Assert.Equal(0xFFFF, _bench.TakeMessages()[^1].Seconds);
    }

    [Fact]
    public void A_REQUEST_has_the_seconds_of_its_DISCOVER()
    {
        _bench.Sends(Option.Discover);
        _bench.Sends(Option.Discover);
        SentMessage discover = _bench.Sends(Option.Discover);
        _bench.Advance(3000);
        _bench.Arrives(Reply.Offer(discover));
        SentMessage request = _bench.Sends(Option.Request);

        Assert.InRange(discover.Seconds, 10, 14);
        Assert.Equal(discover.Seconds, request.Seconds);
        Assert.Equal(discover.Seconds, _bench.Sends(Option.Request).Seconds);
    }

    [Fact]
    public void A_REQUEST_is_sent_four_times_in_a_minute_and_then_another_offer_looked_for()
    {
        SentMessage first = _bench.Requested();
        long before = first.At;
        foreach (int seconds in (int[])[4, 8, 16])
        {
            SentMessage again = _bench.Sends(Option.Request);
            Assert.InRange(again.At - before, (seconds * 1000) - 1000, (seconds * 1000) + 1000);
            Assert.Equal(first.Transaction, again.Transaction);
            Assert.Equal(first.Codes, again.Codes);
            before = again.At;
        }

        SentMessage discover = _bench.Sends(Option.Discover);
        Assert.InRange(discover.At - before, 31_000, 34_000);
        Assert.NotEqual(first.Transaction, discover.Transaction);
        Assert.Equal(0, discover.Seconds);
    }

    [Fact]
    public void A_server_that_offers_and_never_grants_is_asked_ever_less_often()
    {
        List<long> times = [];
        for (int i = 0; i < 8; i++)
        {
            SentMessage discover = _bench.Sends(Option.Discover);
            times.Add(discover.At);
            _bench.Arrives(Reply.Offer(discover));
            _bench.Sends(Option.Request);
            _bench.Sends(Option.Request);
            _bench.Sends(Option.Request);
            _bench.Sends(Option.Request);
        }

        Assert.True(times[^1] - times[^2] > 240_000, "REQUESTs take a minute, and the pause is three");
    }

    [Fact]
    public void What_a_busy_link_does_not_take_is_sent_soon_after()
    {
        _bench.Link.Room = 0;
        _bench.SendsNothingFor(2000);
        Assert.True(_bench.Count(DhcpCounter.NotSent) > 0);
        Assert.Equal(0, _bench.Count(DhcpCounter.Sent));

        _bench.Link.Room = int.MaxValue;
        _bench.Sends(Option.Discover, within: 20);
        Assert.Equal(1, _bench.Count(DhcpCounter.Sent));
        Assert.Equal(0, _bench.Client.FailedTries);
    }

    [Fact]
    public void Failed_tries_tell_when_it_is_time_for_a_link_local_address()
    {
        _bench.Sends(Option.Discover);
        Assert.Equal(0, _bench.Client.FailedTries);
        Assert.InRange(_bench.Sends(Option.Discover).At, 3000, 6000);
        Assert.Equal(1, _bench.Client.FailedTries);
        _bench.Sends(Option.Discover);
        Assert.Equal(2, _bench.Client.FailedTries);
        _bench.Sends(Option.Discover);
        _bench.Bound();
        Assert.Equal(0, _bench.Client.FailedTries);
    }
}
