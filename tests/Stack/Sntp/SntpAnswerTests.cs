// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Messages;
using NanoTcp.Sntp;

namespace NanoTcp.Tests.Stack.Sntp;

/// <summary>Which answers of time servers are believed, and what time they tell (RFC 4330 §5, RFC 5905 §7.4).</summary>
public class SntpAnswerTests
{
    private readonly SntpBench _bench = new(null, 1, 3);

    private void IgnoresAndWaits(SntpRequest request)
    {
        _bench.KnowsNothing();
        Assert.Equal(SntpState.Asking, _bench.Sntp.State);
        _bench.Arrives(request, SntpBench.Answer(request));
        _bench.Knows(SntpBench.Time);
    }

    private void LeavesServer(SntpRequest request)
    {
        _bench.KnowsNothing();
        SntpRequest next = _bench.Asks();
        Assert.InRange(next.At - request.At, 15_000, 20_000);
        Assert.NotEqual(request.Host, next.Host);
    }

    [Fact]
    public void A_right_answer_tells_the_time_which_goes_on_with_the_clock()
    {
        SntpRequest request = _bench.Asks();
        _bench.KnowsNothing();
        _bench.Arrives(request, SntpBench.Answer(request));
        _bench.Knows(SntpBench.Time);
        Assert.Equal(SntpBench.Host(1), _bench.Sntp.SynchronizedTo);
        Assert.Equal(_bench.Now, _bench.Sntp.SynchronizedAt);
        Assert.Equal(1, _bench.Count(SntpCounter.Answers));
        _bench.Advance(100_000);
        _bench.Knows(SntpBench.Time.AddSeconds(100));
        Assert.True(_bench.Sntp.TryGetUtc(_bench.Now, out DateTime utc));
        Assert.Equal(SntpBench.Time.AddSeconds(100).UtcDateTime, utc);
        Assert.Equal(DateTimeKind.Utc, utc.Kind);
    }

    [Fact]
    public void A_request_is_of_version_4_and_says_nothing_of_this_host_but_a_random_number()
    {
        byte[] message = _bench.Asks().Message;
        Assert.Equal(48, message.Length);
        Assert.Equal(0x23, message[0]);
        Assert.All(message[1..40], part => Assert.Equal(0, part));
    }

    [Fact]
    public void Each_request_has_another_number_and_another_port()
    {
        List<SntpRequest> requests = [];
        for (int i = 0; i < 30; i++)
        {
            requests.Add(_bench.Synchronizes());
        }

        Assert.Equal(30, requests.Select(request => request.Cookie).Distinct().Count());
        Assert.InRange(requests.Select(request => request.Port).Distinct().Count(), 25, 30);
        for (int i = 40; i < 48; i++)
        {
            Assert.InRange(requests.Select(request => request.Message[i]).Distinct().Count(), 20, 30);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(40, 0)]
    [InlineData(41, 0)]
    [InlineData(100, 60)]
    [InlineData(100, 100)]
    [InlineData(2000, 1500)]
    public void Half_of_what_was_not_spent_in_the_server_is_added(int elapsed, int inServer)
    {
        SntpRequest request = _bench.Asks();
        _bench.Advance(elapsed);
        _bench.Arrives(request, SntpBench.Answer(request, inServer: inServer));
        _bench.Knows(SntpBench.Time.AddMilliseconds((elapsed - inServer) / 2));
    }

    [Fact]
    public void A_server_that_rounds_its_own_time_up_puts_nothing_back()
    {
        SntpRequest request = _bench.Asks();
        _bench.Advance(10);
        _bench.Arrives(request, SntpBench.Answer(request, inServer: 12));
        _bench.Knows(SntpBench.Time);
    }

    [Theory]
    [InlineData("2036-02-07T06:28:15.999Z")]
    [InlineData("2036-02-07T06:28:16.001Z")]
    [InlineData("2040-02-29T12:00:00.000Z")]
    [InlineData("2094-01-01T00:00:00.250Z")]
    public void Time_goes_on_when_the_era_of_NTP_changes(string text)
    {
        var time = DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        _bench.Synchronizes(time);
        _bench.Knows(time);
    }

    [Fact]
    public void A_later_known_time_moves_the_eras()
    {
        var bench = new SntpBench(options => options.NotBefore = DateTimeOffset.Parse("2120-01-01Z", System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds(), 1);
        var time = DateTimeOffset.Parse("2180-05-06Z", System.Globalization.CultureInfo.InvariantCulture);
        bench.Synchronizes(time);
        bench.Knows(time);
    }

    [Theory]
    [InlineData("1970-01-01Z")]
    [InlineData("2000-01-01Z")]
    [InlineData("2026-11-29T23:59:59Z")]
    public void A_server_whose_time_has_passed_for_certain_is_left(string text)
    {
        SntpRequest request = _bench.Asks();
        _bench.Arrives(request, SntpBench.Answer(request, DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(1, _bench.Count(SntpCounter.Absurd));
        LeavesServer(request);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2000)]
    public void A_server_that_had_the_request_for_less_than_no_time_or_longer_than_it_took_is_left(int inServer)
    {
        SntpRequest request = _bench.Asks();
        _bench.Advance(500);
        _bench.Arrives(request, SntpBench.Answer(request, inServer: inServer));
        Assert.Equal(1, _bench.Count(SntpCounter.Absurd));
        LeavesServer(request);
    }

    [Theory]
    [InlineData(1_001_000)]
    [InlineData(-1_001_000)]
    public void A_time_that_differs_much_from_what_is_known_needs_a_second_answer_that_agrees(int milliseconds)
    {
        _bench.Synchronizes();
        SntpRequest request = _bench.Asks(3_000_000);
        DateTimeOffset right = SntpBench.Time.AddMilliseconds(_bench.Now - _bench.Sntp.SynchronizedAt);
        DateTimeOffset other = right.AddMilliseconds(milliseconds);
        _bench.Arrives(request, SntpBench.Answer(request, other));
        _bench.Knows(right);
        Assert.Equal(1, _bench.Count(SntpCounter.Absurd));
        SntpRequest second = _bench.Asks();
        _bench.Arrives(second, SntpBench.Answer(second, other.AddMilliseconds(second.At - request.At)));
        _bench.Knows(other.AddMilliseconds(second.At - request.At));
    }

    [Fact]
    public void Two_times_that_differ_much_from_what_is_known_and_from_each_other_change_nothing()
    {
        _bench.Synchronizes();
        long since = _bench.Now;
        for (int i = 1; i < 6; i++)
        {
            SntpRequest request = _bench.Asks(3_000_000);
            _bench.Arrives(request, SntpBench.Answer(request, SntpBench.Time.AddDays(i * 100)));
            _bench.Knows(SntpBench.Time.AddMilliseconds(_bench.Now - since));
        }
    }

    [Fact]
    public void A_time_that_differs_little_is_taken_at_once()
    {
        _bench.Synchronizes();
        SntpRequest request = _bench.Asks(3_000_000);
        DateTimeOffset time = SntpBench.Time.AddMilliseconds(_bench.Now - _bench.Sntp.SynchronizedAt - 999_000);
        _bench.Arrives(request, SntpBench.Answer(request, time));
        _bench.Knows(time);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Another_originate_timestamp_is_no_answer(int position)
    {
        SntpRequest request = _bench.Asks();
        byte[] answer = SntpBench.Answer(request).ToBytes();
        answer[24 + position] ^= 1;
        _bench.Arrives(request, answer);
        Assert.Equal(1, _bench.Count(SntpCounter.Unmatched));
        IgnoresAndWaits(request);
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(4, 3)]
    [InlineData(4, 5)]
    [InlineData(0, 4)]
    [InlineData(2, 4)]
    [InlineData(5, 4)]
    [InlineData(7, 4)]
    public void Another_version_or_mode_is_no_answer(int version, int mode)
    {
        SntpRequest request = _bench.Asks();
        _bench.Arrives(request, SntpBench.Answer(request) with { Version = version, Mode = mode });
        Assert.Equal(1, _bench.Count(SntpCounter.Unmatched));
        IgnoresAndWaits(request);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(47)]
    public void A_datagram_that_is_too_short_is_no_answer(int length)
    {
        SntpRequest request = _bench.Asks();
        _bench.Arrives(request, SntpBench.Answer(request).ToBytes()[..length]);
        Assert.Equal(1, _bench.Count(SntpCounter.Unmatched));
        IgnoresAndWaits(request);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(80)]
    public void What_follows_the_message_is_not_looked_at(int length)
    {
        SntpRequest request = _bench.Asks();
        _bench.Arrives(request, [.. SntpBench.Answer(request).ToBytes(), .. new byte[length]]);
        _bench.Knows(SntpBench.Time);
    }

    [Fact]
    public void An_answer_of_version_3_is_taken()
    {
        SntpRequest request = _bench.Asks();
        _bench.Arrives(request, SntpBench.Answer(request) with { Version = 3 });
        _bench.Knows(SntpBench.Time);
    }

    [Theory]
    [InlineData(3, 123)]
    [InlineData(1, 124)]
    public void An_answer_from_another_address_or_port_is_none(int host, int port)
    {
        SntpRequest request = _bench.Asks();
        _bench.Arrives(request, SntpBench.Answer(request).ToBytes(), host, port);
        IgnoresAndWaits(request);
    }

    [Fact]
    public void A_second_answer_to_the_same_request_is_none()
    {
        SntpRequest request = _bench.Synchronizes();
        _bench.Arrives(request, SntpBench.Answer(request, SntpBench.Time.AddHours(1)));
        _bench.Knows(SntpBench.Time);
    }

    [Fact]
    public void An_answer_to_the_request_before_is_none()
    {
        SntpRequest first = _bench.Asks();
        SntpRequest second = _bench.Asks();
        byte[] late = SntpBench.Answer(first).ToBytes();
        _bench.Arrives(second, late, first.Host, to: second.Port);
        _bench.Arrives(second, late, second.Host, to: second.Port);
        IgnoresAndWaits(second);
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(0, 16)]
    [InlineData(0, 255)]
    public void A_server_that_is_not_synchronized_is_left(int leap, int stratum)
    {
        SntpRequest request = _bench.Asks();
        _bench.Arrives(request, SntpBench.Answer(request) with { Leap = leap, Stratum = stratum });
        Assert.Equal(1, _bench.Count(SntpCounter.Unsynchronized));
        LeavesServer(request);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_server_without_a_time_is_left(bool noReceive, bool noTransmit)
    {
        SntpRequest request = _bench.Asks();
        NtpMessage answer = SntpBench.Answer(request);
        _bench.Arrives(request, answer with { Receive = noReceive ? 0 : answer.Receive, Transmit = noTransmit ? 0 : answer.Transmit });
        Assert.Equal(1, _bench.Count(SntpCounter.Unsynchronized));
        LeavesServer(request);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 15)]
    [InlineData(2, 1)]
    public void A_leap_second_to_come_and_any_possible_stratum_are_no_obstacle(int leap, int stratum)
    {
        SntpRequest request = _bench.Asks();
        _bench.Arrives(request, SntpBench.Answer(request) with { Leap = leap, Stratum = stratum });
        _bench.Knows(SntpBench.Time);
    }

    [Fact]
    public void A_large_root_delay_and_dispersion_are_no_obstacle()
    {
        // Domain controllers report ten seconds and more.
        SntpRequest request = _bench.Asks();
        byte[] answer = SntpBench.Answer(request).ToBytes();
        answer.AsSpan(4, 8).Fill(0x7F);
        _bench.Arrives(request, answer);
        _bench.Knows(SntpBench.Time);
    }
}
